"""Stretches of time, read in an article of 6 August 2024."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Date
from kg.text.periods import find_periods

TODAY = Date("2024-08-06")


def _row(text: str, today: Date | None = TODAY) -> list[str]:
    periods = find_periods(text, today=today)
    assert all(text[p.span.start : p.span.end] == p.text and p.kind == "Period" for p in periods)
    assert all(a.span.end <= b.span.start for a, b in zip(periods, periods[1:], strict=False))
    return [f"{p.text}={p.value}" for p in periods]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("今年1月至9月，全县造林3万亩", ["今年1月至9月=2024-01/2024-09"]),
        ("今年1—9月、1至6月", ["今年1—9月=2024-01/2024-09", "1至6月=2024-01/2024-06"]),
        ("去年前9个月", ["去年前9个月=2023-01/2023-09"]),
        ("上半年、去年下半年", ["上半年=2024-01/2024-06", "去年下半年=2023-07/2023-12"]),
        ("前三季度", ["前三季度=2024-01/2024-09"]),
        ("2023年一至三季度", ["2023年一至三季度=2023-01/2023-09"]),
        ("2022年第四季度", ["2022年第四季度=2022-10/2022-12"]),
        ("2021—2023年、2019年至2020年", ["2021—2023年=2021/2023", "2019年至2020年=2019/2020"]),
        ("去年10月1日至11月20日", ["去年10月1日至11月20日=2023-10-01/2023-11-20"]),
        ("6月12—15日", ["6月12—15日=2024-06-12/2024-06-15"]),
        ("2023年11月至2024年3月", ["2023年11月至2024年3月=2023-11/2024-03"]),
        ("“十四五”期间", ["“十四五”期间=2021/2025"]),
        ("三月和九月之间", ["三月和九月=2024-03/2024-09"]),
        ("2015年和2018年之间", ["2015年和2018年=2015/2018"]),
        ("2015年和2018年的产量", ["2015年=2015", "2018年=2018"]),
        ("2023年，优良天数300天", ["2023年=2023"]),
        ("今年以来", ["今年=2024"]),
        ("2019年以来、2025年前、去年9月至今", []),
        ("每年5—9月，比上半年多", []),
        ("2024年造林3万亩，比2020年多", ["2024年=2024"]),
        ("近日、春季、目前", []),
    ],
)
def test_periods(text: str, found: list[str]) -> None:
    assert _row(text) == found


def test_the_year_is_that_of_the_sentence() -> None:
    assert _row("2022年产煤5万吨，其中上半年2万吨。上半年") == [
        "2022年=2022",
        "上半年=2022-01/2022-06",
        "上半年=2024-01/2024-06",
    ]


def test_no_year_is_made_up() -> None:
    assert _row("上半年、1至9月、前三季度、今年1—3月", today=None) == []
    assert _row("2023年上半年", today=None) == ["2023年上半年=2023-01/2023-06"]


def test_a_paper_of_january_tells_of_the_year_before() -> None:
    assert _row("1至11月", today=Date("2024-01-09")) == ["1至11月=2023-01/2023-11"]
    assert _row("1月至2月", today=Date("2024-02-28")) == ["1月至2月=2024-01/2024-02"]


@given(st.text("今去明前后本上下年月日底内初末第一二三四十0123456789至—、，。到季度半个“”五", max_size=24))
def test_periods_are_apart_and_begin_before_they_end(text: str) -> None:
    for row in _row(text):
        low, slash, high = row.partition("=")[2].partition("/")
        assert not slash or (low < high and len(low) == len(high))


def test_dates_that_are_known_are_not_sought_again() -> None:
    assert find_periods("2023年造林3万亩", today=TODAY, dates=()) == ()
    assert [p.value for p in find_periods("前三季度造林3万亩", today=TODAY, dates=())] == ["2024-01/2024-09"]
