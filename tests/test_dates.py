"""Dates in sentences of our own, read in an article of 6 August 2024."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Date, Mention
from kg.text.dates import find_dates, plan_year

TODAY = Date("2024-08-06")


def _find(text: str, today: Date | None = TODAY) -> tuple[Mention, ...]:
    mentions = find_dates(text, today=today)
    assert all(text[m.span.start : m.span.end] == m.text for m in mentions)
    return mentions


def _row(text: str, today: Date | None = TODAY) -> list[str]:
    return [f"{m.text}={m.value.iso}" for m in _find(text, today) if isinstance(m.value, Date)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2022年7月7日开工", ["2022年7月7日=2022-07-07"]),
        ("2024年10月全线动工", ["2024年10月=2024-10"]),
        ("2013年立项", ["2013年=2013"]),
        ("自2023-12-01起施行", ["2023-12-01=2023-12-01"]),
        ("二〇二三年六月五日印发", ["二〇二三年六月五日=2023-06-05"]),
        ("今年开工，明年完工，前年立项", ["今年=2024", "明年=2025", "前年=2022"]),
        ("今年6月动工", ["今年6月=2024-06"]),
        ("去年10月1日至11月20日", ["去年10月1日=2023-10-01", "11月20日=2023-11-20"]),
        ("7月18日，县里开会", ["7月18日=2024-07-18"]),
        ("2023年3月开工，8月完工。8月6日验收", ["2023年3月=2023-03", "8月=2023-08", "8月6日=2024-08-06"]),
        ("本月动工", ["本月=2024-08"]),
        ("2021年5月获批，同月开工，当年完工", ["2021年5月=2021-05", "同月=2021-05", "当年=2021"]),
        ("本月3日开会，昨日闭会", ["本月3日=2024-08-03", "昨日=2024-08-05"]),
        ("覆盖面比去年广，较上年增加，去年同期", []),
        ("为期5日、每3日一次", []),
        ("2018年动工。\n当年的老人说", ["2018年=2018"]),
        ("2024年年底通水", ["2024年年底=2024"]),
        ("到2025年底", ["2025年底=2025"]),
        ("去年年底开工", ["去年年底=2023"]),
        ("2008年12月底开工", ["2008年12月底=2008-12"]),
        ("8月底前完成", ["8月底=2024-08"]),
        ("7月下旬", ["7月下旬=2024-07"]),
        ("7月3日至5日", ["7月3日=2024-07-03", "5日=2024-07-05"]),
        ("2023年9月表决：23日一部，27日一部", ["2023年9月=2023-09", "23日=2023-09-23", "27日=2023-09-27"]),
        ("本报讯 5日，记者获悉", ["5日=2024-08-05"]),
        ("本报讯 28日，记者获悉", ["28日=2024-07-28"]),
        ("近日、日前、目前、今日", []),
        ("2021—2023年实施", []),
        ("1至9月，1-6月", []),
        ("每年10月中旬至11月下旬", []),
        ("次年2月", []),
        ("2023年2月30日", []),
        ("20世纪，2020年代", []),
        ("力争年内完工", ["年内=2024"]),
        ("计划年底完工，到年底通水", ["年底=2024", "年底=2024"]),
        ("2022年开工，年底完工。年内再建一座", ["2022年=2022", "年底=2022", "年内=2024"]),
        ("青年内心、每年年底、5年内、近年内", []),
        ("上半年完成，第三季度验收", ["上半年=2024", "第三季度=2024"]),
        ("去年上半年、前三季度，一至三季度", ["去年上半年=2023"]),
        ("下月底通车，上个月开工，本月中旬", ["下月底=2024-09", "上个月=2024-07", "本月中旬=2024-08"]),
        ("2019年开工，次年6月完工", ["2019年=2019", "次年6月=2020-06"]),
        ("昨晚降雨，前天放晴", ["昨晚=2024-08-05", "前天=2024-08-04"]),
        ("今天、今日、明天", []),
        ("6月12—15日", ["6月12=2024-06-12", "15日=2024-06-15"]),
        ("一月十日到十二日", ["一月十日=2024-01-10", "十二日=2024-01-12"]),
        ("“十四五”末、十三五开局之年", ["十四五”末=2025", "十三五开局之年=2016"]),
        ("十四五期间、十四五规划", []),
        ("工期2019/3/1-2020/6/30", ["2019/3/1=2019-03-01", "2020/6/30=2020-06-30"]),
        ("标准号12-2019-12-01", []),
        ("23年6月、22年底", []),
    ],
)
def test_dates(text: str, found: list[str]) -> None:
    assert _row(text) == found


def test_no_year_is_made_up() -> None:
    assert _row("今年6月、12月18日、5日、本月，2013年", today=None) == ["2013年=2013"]


def test_a_paper_of_january_tells_of_last_december() -> None:
    assert _row("12月29日竣工", today=Date("2024-01-03")) == ["12月29日=2023-12-29"]
    assert _row("12月竣工", today=Date("2024-06")) == ["12月=2024-12"]


def test_a_date_is_named_after_how_it_was_completed() -> None:
    rules = [mention.rule for mention in _find("2013年立项，今年开工。8月6日通水")]
    assert rules == ["value.date", "value.date.relative", "value.date.context"]


def test_a_month_without_the_day_is_passed_over() -> None:
    assert _row("29日，记者获悉", today=Date("2018-03-22")) == ["29日=2018-01-29"]
    assert _row("31日，记者获悉", today=Date("2024-05-06")) == ["31日=2024-03-31"]


def test_months_are_counted_over_the_new_year() -> None:
    assert _row("上月开工，下月完工", today=Date("2024-01-10")) == ["上月=2023-12", "下月=2024-02"]
    assert _row("下个月完工", today=Date("2023-12-10")) == ["下个月=2024-01"]


@pytest.mark.parametrize(
    ("plan", "years"), [("十一五", (2006, 2010)), ("十五五", (2026, 2030)), ("三五", (None, None))]
)
def test_five_year_plans(plan: str, years: tuple[int | None, int | None]) -> None:
    assert (plan_year(plan, first=True), plan_year(plan, first=False)) == years


@given(st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2049, 12, 31)))
def test_a_written_date_is_found_again(date: datetime.date) -> None:
    assert _row(f"于{date.year}年{date.month}月{date.day}日开工") == [
        f"{date.year}年{date.month}月{date.day}日={date.isoformat()}"
    ]


@given(st.text("今去明前后本上下年月日底内初末第一二三四十0123456789至—、，。到季度半“”五", max_size=24))
def test_dates_are_in_order_and_apart_and_real(text: str) -> None:
    mentions = _find(text)
    assert all(a.span.end <= b.span.start for a, b in zip(mentions, mentions[1:], strict=False))


@given(st.text("今去明前后本上下年月日底内初末一二三四十0123456789至—、，。到季度半", max_size=24))
def test_without_a_date_of_the_article_no_year_comes_from_nowhere(text: str) -> None:
    for mention in _find(text, today=None):
        assert isinstance(mention.value, Date)
        assert mention.value.iso[:4] in text or "年" in text


@given(
    st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2040, 12, 31)),
    st.sampled_from(
        ["今年", "去年底", "明年6月", "前年3月5日", "年内", "7月1日", "上半年", "上月", "下个月"]
    ),
)
def test_what_is_relative_moves_with_the_article(today: datetime.date, words: str) -> None:
    today = today.replace(day=min(today.day, 28))
    later = today.replace(year=today.year + 4)
    (now,), (then,) = (_find(words, Date(day.isoformat())) for day in (today, later))
    assert isinstance(now.value, Date)
    assert isinstance(then.value, Date)
    assert (then.value.year, then.value.iso[4:]) == (now.value.year + 4, now.value.iso[4:])
