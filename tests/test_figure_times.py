"""When a figure holds, and whether it is to come."""

from __future__ import annotations

import pytest

from kg.extract import Tools, linked_facts, read_sentence
from kg.model import Date, Mention, Quantity
from kg.rules.dated import article_periods
from kg.rules.match import Found
from kg.rules.plans import PLANNED
from kg.rules.quantities import quantity_facts


def told(text: str, tools: Tools, title: str = "") -> list[Found]:
    """The figures of a page of 6 August 2024."""
    article, mentions = read_sentence(text, tools, title=title, date="2024-08-06")
    reading, facts = linked_facts(article, mentions, tools)
    periods = article_periods(article, reading.mentions, Date("2024-08-06"))
    found = quantity_facts(
        article, reading.topics, facts, tools.rules, tools.indicators, reading.clauses, periods
    )
    return list(found)


def period_of(fact: Found) -> str:
    assert isinstance(fact.object, Mention)
    assert isinstance(fact.object.value, Quantity)
    return fact.object.value.period


PERIODS = [
    ("2023年，介休市新建管网30公里。介休市新建绿道20公里。", "2023"),  # what opens a sentence goes on
    ("2023年，介休市新建管网30公里。此外，介休市新建绿道20公里。", ""),
    ("2023年8月底，介休市新建管网30公里。介休市抓紧建设，截至目前，新建绿道20公里。", ""),
    ("今年，介休市抓紧建设。到目前，介休市共新建绿道20公里。", "2024"),
    ("到2035年，生态格局总体形成。介休市共新建绿道20公里。", ""),  # what there is is not of a time to come
    ("介休市新建管网，2022年新建桥梁3座；在城东新建绿道20公里。", ""),
    ("2022年，介休市新建桥梁3座；在城东新建绿道20公里。", "2022"),
    ("发布日期:2022-07-18介休市新建绿道20公里。", ""),
    ("介休市昨天（8月5日）发布的《2023年介休市环境公报》显示：介休市新建绿道20公里。", "2023"),
    ("第一节 “十三五”发展成就\n介休市新建绿道20公里。", "2016/2020"),
    ("“十三五“末，介休市新建绿道20公里。", "2020"),
    ("今后三年，介休市新建绿道20公里。", ""),
]
COMING = [
    ("今年，介休市将新建绿道20公里。", PLANNED),
    ("今年，介休市将新建水库3座，绿道20公里。", PLANNED),
    ("未来五年，介休市新建绿道20公里。", PLANNED),
    ("介休市规划新建绿道20公里。", PLANNED),
    ("介休市的目标是新建绿道20公里。", PLANNED),
    ("介休市新建绿道20公里。", ""),
    ("今年，介休市将新建水库3座，灵石县新建绿道20公里。", ""),
]


@pytest.mark.parametrize(("text", "period"), PERIODS)
def test_the_time_that_governs_a_figure(text: str, period: str, tools: Tools) -> None:
    assert period_of(told(text, tools)[-1]) == period


@pytest.mark.parametrize(("text", "plan"), COMING)
def test_what_is_to_come(text: str, plan: str, tools: Tools) -> None:
    assert told(text, tools)[-1].plan == plan


@pytest.mark.parametrize(
    "text",
    [
        "介休市现有绿道20公里，计划投资3亿元。",
        "介休市争取专项资金300万元，确定经营主体32个。",
        "介休市集中规划建设产业带，入驻加工企业20家。",
        "介休市新签约亿元以上项目20个、计划总投资3亿元。",
    ],
)
def test_a_cue_that_does_not_govern_a_figure(text: str, tools: Tools) -> None:
    assert told(text, tools)[0].modality == ""
