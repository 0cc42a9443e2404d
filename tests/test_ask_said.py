"""Figures that only their sentences tell apart, plans and years before, parts of works by their own names, things compared."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg.ask.answer import ask
from kg.ask.quoted import beside_number
from kg.ask.several import ask_several
from kg.explain import Quote, open_graph
from kg.graph.merge import merge
from kg.graph.rdf import triples
from kg.graph.store import write_store
from kg.model import Claim, Entity
from tests.conftest import asking
from tests.graph_sample import Saying, page

TOOLS = asking()

PROVINCE = Entity("area-140000", "Province", "山西省", ("山西",), "140000")
CITY = Entity("area-140700", "City", "晋中市", ("晋中",), "140700", "area-140000")
COUNTY = Entity("area-140781", "County", "介休市", ("介休",), "140781", "area-140700")
OTHER = Entity("area-140728", "County", "平遥县", ("平遥",), "140728", "area-140700")
RAIL = Entity("project-1", "Project", "江宁铁路第二双线河口段")
TUNNEL = Entity("project-2", "Project", "江宁铁路黑石岭隧道")
ROAD = Entity("project-3", "Project", "远川公路")
FARM_A = Entity("project-4", "Project", "青岭风电场一期工程")
FARM_B = Entity("project-5", "Project", "白石风电场一期工程")
RIVER = Entity("river-1", "River", "青崖河")

RAIL_TEXT = "河口段总投资80亿元，去年已完成投资12亿元，今年计划完成投资20亿元。"
TRADE = "介休市制药行业平稳，累计完成产值6亿元，造纸行业完成产值4亿元。"
PROJECTS = "平遥县枣林园启动建设，31个项目签约动工，总投资达90亿元。"


def told(text: str, thing: Entity, number: str, unit: str, name: str, written: str, mode: str = "") -> Claim:
    return Saying(text[: text.index(written) + len(written)]).figure(thing, number, unit, name, written, mode)


said = Saying("青岭、白石两座风电场在建，旧路9公里").said
CLAIMS = (
    told(RAIL_TEXT, RAIL, "1200000000", "CNY", "完成投资", "12亿元"),
    told(RAIL_TEXT, RAIL, "2000000000", "CNY", "完成投资", "20亿元", "planned"),
    told(TRADE, COUNTY, "600000000", "CNY", "完成产值", "6亿元"),
    told(TRADE, COUNTY, "400000000", "CNY", "造纸累计产值", "4亿元"),
    Saying(PROJECTS[: PROJECTS.index("，总")]).figure(
        OTHER, "31", "个", "枣林园签约“开门红”要素项目数量", "31个"
    ),
    told(PROJECTS, OTHER, "9000000000", "CNY", "枣林园签约“开门红”要素项目总投资", "90亿元"),
    told("共签合作协议28项", OTHER, "28", "项", "签合作协议数量", "28项"),
    told("其中正式协议7项", OTHER, "7", "项", "协议数量", "7项"),
    told("有11个乡镇签了风电协议", OTHER, "11", "个", "签风电协议乡镇数量", "11个"),
    told("公路总里程从260公里延长到580公里", COUNTY, "260", "km", "原公路总里程", "260公里"),
    told("公路总里程从260公里延长到580公里", COUNTY, "580", "km", "公路总里程", "580公里"),
    told("景区接待游客5万人", COUNTY, "50000", "人次", "接待游客人次", "5万人"),
    told("景区接待游客3万人，综合收入2亿元", OTHER, "30000", "人次", "接待游客人次", "3万人"),
    told("景区接待游客3万人，综合收入2亿元", OTHER, "200000000", "CNY", "综合收入", "2亿元"),
    told("总投资500亿元", CITY, "50000000000", "CNY", "总投资", "500亿元"),
    told("隧道全长13公里", TUNNEL, "13", "km", "全长", "13公里"),
    told("公路全长40公里", ROAD, "40", "km", "全长", "40公里"),
    told("青崖河流经晋中5县", RIVER, "5", "个", "流经晋中县数量", "5县"),
    *(said(farm, "locatedIn", COUNTY) for farm in (FARM_A, FARM_B)),
    *(said(farm, "status", "underConstruction") for farm in (FARM_A, FARM_B)),
    said(FARM_A, "investment", Decimal(240000000), written="2.4亿元"),
    said(FARM_B, "investment", Decimal(470000000), written="4.7亿元"),
)
THINGS = (PROVINCE, CITY, COUNTY, OTHER, RAIL, TUNNEL, ROAD, FARM_A, FARM_B, RIVER)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("said") / "store"
    text = RAIL_TEXT + TRADE + PROJECTS
    write_store(triples(merge([page("a", text, THINGS, CLAIMS)])), folder)
    return folder


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("江宁铁路第二双线河口段今年计划投多少钱", "完成投资 计划20亿元"),
        ("江宁铁路第二双线河口段去年投了多少", "完成投资 12亿元"),
        ("江宁铁路第二双线河口段计划完成多少投资", "完成投资 计划20亿元"),
        ("介休市制药行业产值多少", "完成产值 6亿元"),
        ("平遥县枣林园启动时有多少个项目签约动工", "枣林园签约“开门红”要素项目数量 31个"),
        ("介休市以前公路总里程多少公里", "原公路总里程 260公里"),
        ("介休市公路总里程多少公里", "580公里"),
        ("青崖河流经多少个县", "流经晋中县数量 5县"),
    ],
)
def test_a_figure_is_told_by_its_sentence(question: str, told: str, graph: Path) -> None:
    answer = ask(question, graph, TOOLS)
    assert (answer.status, answer.told.partition("（")[0]) == ("answered", told)


@pytest.mark.parametrize(
    "question",
    [
        "介休市以前接待多少游客",  # no page has it
        "介休市采煤行业产值多少",
        "青崖河流经多少个镇",
        "平遥县首批有多少个项目",
        "介休市这80个景区接待多少游客",  # a number and 首批 are never left out
        "平遥县签了多少项风电协议",  # neither those behind 其中 nor the townships that signed them
        "介休市这3个项目里总投资过10亿的有几个",  # no number is left out
    ],
)
def test_a_sentence_that_lacks_a_word_answers_nothing(question: str, graph: Path) -> None:
    assert ask(question, graph, TOOLS).status in ("unknown", "unstated")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("黑石岭隧道多长", "13公里"),  # without the railway that it is of
        ("江宁二线河口段今年计划投资多少", "20亿元"),  # without the kind of the work
        ("远川公路和江宁铁路黑石岭隧道哪条长", "远川公路 40公里"),
        ("远川公路和江宁铁路黑石岭隧道哪个更短", "江宁铁路黑石岭隧道 13公里"),
        ("晋中市哪个县接待游客最少", "平遥县 3万人"),
        ("晋中市接待游客最多的县是哪个", "介休市 5万人"),
        ("晋中市在建风电项目总投资一共多少", "7.1亿元"),  # not the one figure 总投资
    ],
)
def test_names_of_parts_and_things_compared(question: str, told: str, graph: Path) -> None:
    answer = ask(question, graph, TOOLS)
    assert answer.status == "answered", answer.notes
    assert told in answer.told


@pytest.mark.parametrize("question", ["青石岭隧道多长", "江宁一线河口段今年计划投资多少"])
def test_a_part_of_a_name_that_no_thing_has_is_none(question: str, graph: Path) -> None:
    assert ask(question, graph, TOOLS).status != "answered"


def test_a_place_of_the_gazetteer_reaches_into_no_name_of_the_graph(graph: Path) -> None:
    answer = ask("古韵江南平遥县接待游客多少", graph, TOOLS)
    assert not any("没有提到" in note for note in answer.notes)  # neither 南平 nor 平遥县


def test_what_stands_behind_a_time_is_a_word_of_the_question(graph: Path) -> None:
    for question in ("上世纪80年代沙漠离介休市公路总里程多远", "青崖河流经晋中多少个乡镇"):
        assert ask(question, graph, TOOLS).status != "answered"


def test_what_one_sentence_says_is_asked_of_again(graph: Path) -> None:
    first, second = ask_several(
        "平遥县枣林园启动时有多少个项目签约动工，总投资多少", open_graph(graph), TOOLS
    )
    assert "31个" in first.told
    assert "项目总投资 90亿元" in second.told
    _, income = ask_several("平遥县接待游客多少，综合收入多少", open_graph(graph), TOOLS)
    assert income.told.startswith("2亿元")  # of a place, as one sentence has both
    others = ask_several("介休市造纸项目有多少个，总投资多少", open_graph(graph), TOOLS)
    assert all("4.7亿元" not in answer.told for answer in others)  # those of all projects are no answer


def test_what_stands_beside_a_number_ends_at_the_next_and_at_its_clause() -> None:
    text = "一期投资3亿元，二期新建泵站12座，另有水闸"
    quote = Quote("p77", 0, len(text), text, "", "test.rule", "1.0", "", "12座", "")
    assert beside_number(quote) == "亿元，二期新建泵站12座　"
