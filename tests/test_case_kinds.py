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


@pytest.mark.parametrize(
    "text", ["我市将开工荷塘水库工程。", "荷塘水库工程开工在即。", "在江苏盐城，青山水库工程开工。"]
)
def test_a_plain_word_that_is_a_place_s_name_too_names_a_work(text: str, tools: Tools) -> None:
    names, _ = read(text, tools)
    assert {name for name in names if name.startswith("Project")} <= {
        "Project 荷塘水库工程",
        "Project 青山水库工程",
    }
    assert any(name.startswith("Project") for name in names)


@pytest.mark.parametrize(
    "text", ["我市将开工海岛水库工程。", "江河治理工程开工在即。", "小河整治工程开工在即。"]
)
def test_a_plain_word_that_is_none_does_not(text: str, tools: Tools) -> None:
    names, _ = read(text, tools)
    assert not any(name.startswith("Project") for name in names)


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("青岭和白沙银行签署协议。", {"白沙银行"}),
        ("石泉与远山银行共同出资。", {"远山银行"}),
        ("山西远川水利和环境工程有限公司承建。", {"山西远川水利和环境工程有限公司"}),
        ("青岭银行和白沙银行签署协议。", {"青岭银行", "白沙银行"}),
    ],
)
def test_a_firm_s_name_begins_behind_and(text: str, firms: set[str], tools: Tools) -> None:
    names, _ = read(text, tools)
    assert {name.removeprefix("Company ") for name in names if name.startswith("Company")} == firms


@pytest.mark.parametrize(
    "text", ["许多中资银行开始放贷。", "不少外资企业落户介休市。", "多家台资公司开工。", "一些国有银行降息。"]
)
def test_whose_a_firm_is_does_not_name_it(text: str, tools: Tools) -> None:
    names, _ = read(text, tools)
    assert not any(name.startswith("Company") for name in names)


@pytest.mark.parametrize(
    ("text", "plant"),
    [
        ("远山公司在晋中市建设青崖热电厂二期工程。", "青崖热电厂"),
        ("白沙净水厂三期工程开工。", "白沙净水厂"),
        ("青崖热电厂一期工程开工。", ""),
        ("白沙引水二期工程开工。", ""),
    ],
)
def test_a_plant_stands_whose_later_phase_is_built(text: str, plant: str, tools: Tools) -> None:
    names, _ = read(text, tools)
    assert {name for name in names if name.startswith("Facility")} == (
        {f"Facility {plant}"} if plant else set()
    )


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("据此前白岭粮油山西分公司的数据，产量增长。", "白岭粮油山西分公司"),
        ("在此前白岭粮油山西分公司的会上，产量有了定论。", "白岭粮油山西分公司"),
        ("该集团山西分公司开工。", "山西分公司"),
    ],
)
def test_a_branch_has_the_name_of_its_firm(text: str, firm: str, tools: Tools) -> None:
    names, _ = read(text, tools)
    assert {name for name in names if name.startswith("Company")} == {f"Company {firm}"}
