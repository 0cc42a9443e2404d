"""Namesakes: a name of ordinary words is known by its place too."""

from __future__ import annotations

import pytest

from kg.extract import Tools, page_facts
from kg.link.namesakes import commonness
from kg.model import Document, PageFacts


def page(text: str, tools: Tools, name: str = "x") -> PageFacts:
    return page_facts(Document(name, f"{name}.txt", text), tools)[0]


def ids(facts: PageFacts, label: str) -> set[str]:
    return {e.id for e in facts.entities if e.label == label}


IN_TWO = """东风水库开工

本报讯（记者 王一鸣）东风水库位于介休市，4月开始施工。

平遥抗旱忙

本报讯（记者 李小川）东风水库位于平遥县，近日开闸放水。
"""


def test_one_common_name_in_two_counties_is_two_things(tools: Tools) -> None:
    assert len(ids(page(IN_TWO, tools), "东风水库")) == 2


def test_a_common_name_in_one_county_is_one_thing_on_all_pages(tools: Tools) -> None:
    first = page("本报讯 东风水库位于介休市，4月开始施工。", tools, "a")
    second = page("本报讯 介休市传来消息，位于介休市的东风水库完成验收。", tools, "b")
    assert len(ids(first, "东风水库") | ids(second, "东风水库")) == 1


def test_a_rare_name_in_two_counties_is_one_thing(tools: Tools) -> None:
    text = IN_TWO.replace("东风水库", "引浍济沁工程")
    assert len(ids(page(text, tools), "引浍济沁工程")) == 1


def test_a_common_name_without_a_place_is_the_one_that_the_page_places(tools: Tools) -> None:
    text = "东风水库蓄水\n\n本报讯 东风水库位于介休市。\n\n全省抗旱\n\n本报讯 各地蓄水，东风水库水位上升。\n"
    facts = page(text, tools)
    assert len(ids(facts, "东风水库")) == 1
    named_in = {article for entity, article in facts.mentioned if entity in ids(facts, "东风水库")}
    assert len(named_in) == len(facts.articles)


@pytest.mark.parametrize(
    ("label", "kind", "digits"),
    [
        ("东风水库", "Reservoir", 6),
        ("城南污水处理厂", "Facility", 6),
        ("第二水厂", "Facility", 6),
        ("清水河", "River", 2),
        ("引浍济沁工程", "Project", 0),
        ("清华大学", "Institution", 0),
        ("黄河", "River", 0),
        ("东风有限公司", "Company", 0),
    ],
)
def test_how_far_a_name_reaches(label: str, kind: str, digits: int, tools: Tools) -> None:
    assert commonness(kind, label, tools.rules.generic) == digits


def test_a_known_river_is_itself_but_in_another_province(tools: Tools) -> None:
    known = ids(page("本报讯 介休市治水，清水河流经繁峙县。", tools), "清水河")
    other = ids(page("本报讯 清水河流经固原市原州区。", tools), "清水河")
    again = ids(page("本报讯 清水河流经中卫市。", tools), "清水河")
    assert len(known) == 1
    assert other == again
    assert known != other
