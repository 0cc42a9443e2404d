"""Questions that are not understood whole: figures by any of their words, names that are nearly so, what pages say of a thing."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from kg.ask.answer import ask
from kg.ask.several import ask_several
from kg.explain import open_graph
from kg.graph.merge import merge
from kg.graph.rdf import triples
from kg.graph.store import write_store
from kg.model import Date, Entity
from tests.command import kg
from tests.conftest import asking
from tests.graph_sample import Saying, page

TOOLS = asking()

PROVINCE = Entity("area-140000", "Province", "山西省", ("山西",), "140000")
COUNTY = Entity("area-140781", "County", "介休市", ("介休",), "140781", "area-140000")
DAM = Entity("reservoir-1", "Reservoir", "青崖水库")
WORK = Entity("project-1", "Project", "青崖水库工程")
LINE = Entity("project-2", "Project", "远川高速公路江宁北段")
OTHER = Entity("project-3", "Project", "远川高速公路江宁南段")
TUNNEL = Entity("project-4", "Project", "黑石岭隧道")
HALL = Entity("project-5", "Project", "江宁体育馆")
TEXT = "青崖水库工程、远川高速公路江宁北段与黑石岭隧道，去年接待游客3万人次，今年计划接待游客5万人次，农村泵站更新120座"


SAYING = Saying(TEXT)
said, figure = SAYING.said, SAYING.figure

CLAIMS = (
    said(WORK, "investment", Decimal(3800000000), written="约38亿元"),
    said(WORK, "locatedIn", COUNTY),
    said(DAM, "locatedIn", COUNTY),
    said(LINE, "startDate", Date("2023-04")),
    said(LINE, "locatedIn", COUNTY),
    said(HALL, "locatedIn", COUNTY),
    said(TUNNEL, "locatedIn", COUNTY),
    said(TUNNEL, "status", "inOperation", "planned"),
    said(TUNNEL, "completionDate", Date("2026"), "planned", "明年"),
    figure(TUNNEL, "6680", "m", "洞身全长", "6680米"),
    figure(COUNTY, "120", "座", "更新农村泵站数量", "120座"),
    figure(COUNTY, "30000", "人次", "接待游客人次", "3万人次"),
    figure(COUNTY, "50000", "人次", "接待游客人次", "5万人次", "planned"),
    figure(COUNTY, "12", "%", "接待游客同比变化", "12%"),
    figure(COUNTY, "290000000", "CNY", "完成投资", "2.9亿元"),
)  # fmt: skip
THINGS = (PROVINCE, COUNTY, DAM, WORK, LINE, OTHER, TUNNEL, HALL)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("further") / "store"
    write_store(triples(merge([page("a", TEXT, THINGS, CLAIMS)])), folder)
    return folder


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("介休市农村泵站更新了多少座", "更新农村泵站数量 120座"),
        ("黑石岭隧道多少米", "洞身全长 6680米"),
        ("介休市今年计划接待多少游客", "接待游客人次 计划5万人次（50000人次）"),
        ("介休市去年接待了多少游客", "接待游客人次 3万人次（30000人次）"),
        ("介休市接待游客同比增长多少", "接待游客同比变化 12%"),
    ],
)
def test_a_figure_is_found_by_the_words_of_its_indicator(question: str, told: str, graph: Path) -> None:
    answer = ask(question, graph, TOOLS)
    assert (answer.status, answer.told) == ("answered", told)
    assert answer.sparql.startswith("PREFIX")
    assert all(row.facts for row in answer.rows)


@pytest.mark.parametrize(
    "question",
    [
        "介休市一共要投资多少",  # not what was done of it: 完成投资
        "介休市前年接待了多少游客",
        "介休市接待了多少吨游客",
        "介休市种了多少亩茶树",
        "江宁体育馆有多少个座位",
        "为什么介休市接待游客增长了多少",
    ],
)
def test_a_figure_that_is_none_of_those_is_not_told(question: str, graph: Path) -> None:
    assert ask(question, graph, TOOLS).status in ("unknown", "unstated")


def test_what_pages_say_is_told_as_no_answer(graph: Path) -> None:
    answer = ask("黑石岭隧道用了多少吨炸药", graph, TOOLS)
    assert answer.status == "unknown"
    assert answer.told.startswith("没有看懂，但关于黑石岭隧道页面说：")
    assert "6680米" in answer.told
    assert "计划完工时间 2026" in answer.told
    assert {row.label for row in answer.rows} == {"黑石岭隧道"}


def test_the_command_shows_it_with_its_quotes_and_exit_status_1(graph: Path) -> None:
    shown = kg("ask", "黑石岭隧道用了多少吨炸药", "-o", graph.parent, "--lang", "zh")
    assert shown.returncode == 1
    assert f"“{TEXT}”" in shown.stdout
    assert "没有看懂：" in shown.stderr


@pytest.mark.parametrize(
    ("question", "label"),
    [("远川高速江宁北段什么时候开工", LINE.label), ("远川高速公路的江宁北段什么时候开工", LINE.label)],
)
def test_a_name_may_lack_some_of_its_characters(question: str, label: str, graph: Path) -> None:
    answer = ask(question, graph, TOOLS)
    assert (answer.status, answer.told) == ("answered", "2023-04")
    assert any(f"指{label}" in note for note in answer.notes)


@pytest.mark.parametrize("question", ["远川高速江宁东段什么时候开工", "白石岭隧道多少米"])
def test_what_tells_things_apart_is_never_lacking(question: str, graph: Path) -> None:
    assert ask(question, graph, TOOLS).status != "answered"


def test_the_work_answers_for_the_thing_and_it_is_said(graph: Path) -> None:
    answer = ask("青崖水库总投资多少", graph, TOOLS)
    assert answer.told == "约38亿元（3800000000元）"
    assert any("青崖水库工程" in note for note in answer.notes)


def test_a_plan_is_told_as_a_plan(graph: Path) -> None:
    answer = ask("黑石岭隧道通车了吗", graph, TOOLS)
    assert (answer.result, answer.told) == ("no", "否，页面说的是计划")
    assert ask("黑石岭隧道什么时候建成", graph, TOOLS).told == "计划2026（明年）"


def test_questions_in_traditional_characters(graph: Path) -> None:
    simple, traditional = (ask(q, graph, TOOLS) for q in ("青崖水库工程总投资多少", "青崖水庫工程總投資多少"))
    assert (traditional.told, traditional.reading) == (simple.told, simple.reading)


@pytest.mark.parametrize("question", ["How much does the reservoir cost?", "How long is 黑石岭隧道?"])
def test_a_question_in_english_is_refused_in_english(question: str, graph: Path) -> None:
    answer = ask(question, graph, TOOLS)
    assert answer.status == "unknown"
    assert "Chinese only" in answer.notes[0]


@pytest.mark.parametrize("question", ["不在介休市的隧道有哪些", "介休市去年开工的隧道有哪些"])
def test_no_word_that_turns_the_question_round_is_left_out(question: str, graph: Path) -> None:
    assert ask(question, graph, TOOLS).status == "unknown"


def test_works_on_water_are_told_by_what(graph: Path) -> None:
    answer = ask("介休市有哪些水利工程", graph, TOOLS)
    assert {row.label for row in answer.rows} == {"青崖水库", "青崖水库工程"}
    assert answer.reading is not None
    assert "按名称或所在河流算作水利的" in answer.reading.says


def test_a_long_text_is_no_question(graph: Path) -> None:
    (answer,) = ask_several("黑石岭隧道有多长" * 30, open_graph(graph), TOOLS)
    assert answer.status == "unknown"
    assert "请分开问" in answer.notes[0]


def test_values_are_shown_with_their_units(graph: Path) -> None:
    shown = kg("ask", "青崖水库工程总投资多少", "-o", graph.parent, "--format", "json")
    assert shown.returncode == 0
    (row,) = json.loads(shown.stdout)["rows"]
    assert (row["value"], row["shown"]) == ("3800000000", "约38亿元（3800000000元）")


@pytest.mark.parametrize("question", ["黑石岭隧道有多长", "黑石岭隧道长度是多少米", "黑石岭隧道的长度"])
def test_the_one_length_of_a_thing_is_its_length(question: str, graph: Path) -> None:
    assert "6680米" in ask(question, graph, TOOLS).told
    assert ask(question, graph, TOOLS).status == "answered"
