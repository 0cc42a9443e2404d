"""Kinds of faults that other people's texts showed: each with sentences of our own, and with what stands near and is right."""

from __future__ import annotations

import pytest

from kg.examples import shown
from kg.extract import Tools, page_facts
from kg.model import Document, Entity, Quantity, Value


def read(text: str, tools: Tools) -> tuple[set[str], set[str]]:
    """What a page names, with its class, and what it says without claims that do not stand."""
    page, _ = page_facts(Document("p", "p.txt", text, "2024-03-01"), tools)
    labels = {e.id: e.label for e in page.entities}
    mentioned = {entity for entity, _ in page.mentioned}
    facts = {
        f"{labels.get(c.subject, '?')} {c.relation} {_object(c.object)}" for c in page.claims if c.stands
    }
    return {f"{e.kind} {e.label}" for e in page.entities if e.id in mentioned}, facts


def _object(value: Value | Entity) -> str:
    return f"{value.indicator} {value.value}" if isinstance(value, Quantity) else shown(value)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("灵石县新建小学6所、卫生院4所。", {"新建小学数量 6", "卫生院数量 4"}),
        ("灵石县拥有汽车站4个。", {"汽车站数量 4"}),
        ("灵石县现有敬老院12家。", {"敬老院数量 12"}),
        ("灵石县有中学8所。", {"中学数量 8"}),
        ("灵石县建成污水处理厂3座，群众满意。", {"建成污水处理厂数量 3"}),
    ],
)
def test_what_is_counted_is_no_name(text: str, counts: set[str], tools: Tools) -> None:
    names, facts = read(text, tools)
    assert names == {"County 灵石县"}
    assert facts == {f"灵石县 observation {count}" for count in counts}


@pytest.mark.parametrize("text", ["灵石县第一中学1所。", "灵石县第二中学、灵石县第三中学等3所学校招生。"])
def test_a_school_in_a_list_is_a_name(text: str, tools: Tools) -> None:
    names, _ = read(text, tools)
    assert any(name.startswith("Institution 灵石县第") for name in names)


@pytest.mark.parametrize("lead", ["政协", "中国人民政治协商会议", "中国共产党", "中共"])
def test_the_committee_of_a_place_has_its_whole_name(lead: str, tools: Tools) -> None:
    names, facts = read(f"{lead}介休市委员会发布通知。", tools)
    assert names == {f"Agency {lead}介休市委员会", "County 介休市"}
    assert f"{lead}介休市委员会 jurisdiction 介休市" in facts


@pytest.mark.parametrize(
    "text", ["水务集团在介休市建设白沙河防洪工程。", "水务集团在山西省介休市建设白沙河防洪工程。"]
)
def test_the_place_where_a_firm_builds_is_no_part_of_the_name(text: str, tools: Tools) -> None:
    names, facts = read(text, tools)
    assert "Project 白沙河防洪工程" in names
    assert {"白沙河防洪工程 undertakenBy 水务集团", "白沙河防洪工程 locatedIn 介休市"} <= facts


def test_a_road_named_for_building_is_part_of_the_name(tools: Tools) -> None:
    names, _ = read("工人在介休市建设路排水工程现场施工。", tools)
    assert "Project 介休市建设路排水工程" in names


@pytest.mark.parametrize("text", ["青石岭水库位于汾河支流龙凤河上。", "青石岭水库建在汾河支流龙凤河上。"])
def test_what_lies_on_a_tributary_lies_not_on_the_river(text: str, tools: Tools) -> None:
    _, facts = read(text, tools)
    assert {f for f in facts if "onRiver" in f} == {"青石岭水库 onRiver 龙凤河"}
    assert "龙凤河 tributaryOf 汾河" in facts


def test_what_lies_on_an_unnamed_tributary_lies_on_the_river(tools: Tools) -> None:
    _, facts = read("青石岭水库位于汾河支流上。", tools)
    assert "青石岭水库 onRiver 汾河" in facts


@pytest.mark.parametrize(
    ("written", "sum_"),
    [("1.5个亿", "150000000"), ("达2万多亿元", "2000000000000"), ("¥3.2亿", "320000000"), ("3万元欧元", "")],
)
def test_sums_as_people_write_them(written: str, sum_: str, tools: Tools) -> None:
    _, facts = read(f"汾河二库除险加固工程总投资{written}。", tools)
    assert {f for f in facts if "investment" in f} == (
        {f"汾河二库除险加固工程 investment {sum_}"} if sum_ else set()
    )
