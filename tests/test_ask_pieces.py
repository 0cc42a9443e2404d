"""Questions that ask several things: where they are cut, what is carried on, and that an answer to one is none to the whole."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from kg.ask.answer import ask, ask_about
from kg.ask.model import Answer
from kg.ask.pieces import from_to, head_of, questions_in, times_asked
from kg.ask.several import ask_several
from kg.cli.app import app
from kg.explain import open_graph
from kg.graph.merge import merge
from kg.graph.rdf import triples
from kg.graph.store import write_store
from kg.model import Date, Entity
from tests.conftest import asking
from tests.graph_sample import Saying, page

TOOLS = asking()

PROVINCE = Entity("area-140000", "Province", "山西省", ("山西",), "140000")
COUNTY = Entity("area-140781", "County", "介休市", ("介休",), "140781", "area-140000")
RIVER = Entity("river-1", "River", "青崖河")
DAM = Entity("reservoir-1", "Reservoir", "青崖水库")
TUNNEL = Entity("project-1", "Project", "黑石岭隧道")
LINE = Entity("project-2", "Project", "江宁环线项目")
TEXT = "青崖水库、黑石岭隧道与江宁环线项目，新修水田15亩，续修旱地12亩，修机井40眼，加固旧桥30座，林地占全市面积的31%，黑臭水体从25公里降到3公里"


SAYING = Saying(TEXT)
said, figure = SAYING.said, SAYING.figure

CLAIMS = (
    said(DAM, "locatedIn", COUNTY),
    said(DAM, "onRiver", RIVER),
    figure(DAM, "24000000", "m³", "总库容", "2400万立方米"),
    said(TUNNEL, "locatedIn", COUNTY),
    said(TUNNEL, "completionDate", Date("2026"), "planned", "明年"),
    figure(TUNNEL, "6680", "m", "洞身全长", "6680米"),
    said(LINE, "investment", Decimal(900000000), written="9亿元"),
    figure(LINE, "300000000", "CNY", "完成投资", "3亿元"),
    figure(LINE, "6", "座", "桥梁数量", "6座"),
    figure(COUNTY, "15", "亩", "新修水田面积", "15亩"),
    figure(COUNTY, "12", "亩", "续修旱地面积", "12亩"),
    figure(COUNTY, "200", "亩", "农田面积", "200亩"),
    figure(COUNTY, "40", "眼", "修机井数量", "40眼"),
    figure(COUNTY, "30", "座", "加固旧桥数量", "30座"),
    figure(COUNTY, "5000", "亩", "林地面积", "5000亩"),
    figure(COUNTY, "31", "%", "林地占全市面积比例", "31%"),
    figure(COUNTY, "3", "km", "黑臭水体长度", "3公里"),
    figure(COUNTY, "7", "座", "中型水库数量", "7座"),
    figure(COUNTY, "20", "座", "小型水库数量", "20座"),
)
THINGS = (PROVINCE, COUNTY, RIVER, DAM, TUNNEL, LINE)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pieces") / "store"
    write_store(triples(merge([page("a", TEXT, THINGS, CLAIMS)])), folder)
    return folder


def told(answers: tuple[Answer, ...]) -> list[tuple[str, str]]:
    return [(answer.status, answer.told) for answer in answers]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("黑石岭隧道有多长，打在哪座山里", ["黑石岭隧道有多长", "打在哪座山里"]),
        ("江宁环线项目，省里出了多少钱，总投资多少", ["江宁环线项目，省里出了多少钱", "总投资多少"]),
        ("黑石岭隧道总投资多少和工期多长", ["黑石岭隧道总投资多少", "工期多长"]),
        ("介休市的水田和旱地各多少亩", ["介休市的水田多少亩", "介休市的旱地多少亩"]),
        ("治水三年，黑臭水体从多少公里降到多少公里", ["治水三年，黑臭水体从多少公里降到多少公里"]),
        ("介休市和晋中市有哪些水库", ["介休市和晋中市有哪些水库"]),
        ("黑石岭隧道多长，谢谢", ["黑石岭隧道多长，谢谢"]),
    ],
)
def test_a_sentence_is_cut_between_what_asks(text: str, pieces: list[str]) -> None:
    assert questions_in(text, TOOLS.book) == pieces


def test_the_head_of_a_question_is_all_that_it_is_about(graph: Path) -> None:
    def head(text: str) -> str:
        return head_of(text, ask_about(text, open_graph(graph), TOOLS)[1], TOOLS.book)

    assert head("介休市2011年上半年修多少机井") == "介休市2011年上半年"
    assert head("2011年介休市青崖水库投资多少") == "2011年介休市青崖水库"
    assert head("青崖水库和黑石岭隧道投资多少") == "青崖水库和黑石岭隧道"
    assert head("谁修了黑石岭隧道") == ""


def test_how_often_a_text_asks() -> None:
    assert [
        times_asked(t, TOOLS.book) for t in ("近几年有哪些水库", "有多长在哪里", "从多少座增到多少座")
    ] == [1, 2, 1]
    assert from_to("由几座增至几座", TOOLS.book)


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("黑石岭隧道有多长，预计哪年完工", [("answered", "洞身全长 6680米"), ("answered", "计划2026（明年）")]),
        ("青崖水库建在哪条河上？总库容多少？", [("answered", "青崖河"), ("answered", "2400万立方米（24000000立方米）")]),
        (
            "江宁环线项目总投资多少，到2010年底完成了多少",
            [("answered", "9亿元（900000000元）"), ("answered", "完成投资 3亿元（300000000元）")],
        ),
        (
            "介休市今年修多少眼机井，加固多少座旧桥",
            [("answered", "修机井数量 40眼"), ("answered", "加固旧桥数量 30座")],
        ),
        (
            "介休市整治农田里，新修水田和续修旱地各多少亩",
            [("answered", "新修水田面积 15亩"), ("answered", "续修旱地面积 12亩")],
        ),
    ],
)  # fmt: skip
def test_what_the_first_is_about_is_carried_on(
    question: str, answers: list[tuple[str, str]], graph: Path
) -> None:
    assert told(ask_several(question, open_graph(graph), TOOLS)) == answers


def test_a_part_that_is_not_understood_is_told_beside_the_other(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "黑石岭隧道有多长，打在哪座山里"
    first, second = ask_several(question, open_graph(graph), TOOLS)
    assert (first.told, second.status) == ("洞身全长 6680米", "unknown")
    assert second.told.startswith("没有看懂")
    command = ["ask", question, "-o", str(graph.parent)]
    assert app(command, standalone_mode=False) == 1
    shown = capsys.readouterr()
    assert "黑石岭隧道打在哪座山里" in shown.err
    assert shown.out.count("黑石岭隧道打在哪座山里") == 1
    app([*command, "--format", "json"], standalone_mode=False)
    table = json.loads(capsys.readouterr().out)
    assert [part["status"] for part in table["parts"]] == ["answered", "unknown"]
    app([*command, "--format", "csv"], standalone_mode=False)
    assert {row.split(",")[2] for row in capsys.readouterr().out.splitlines()[1:]} == {"6680 m"}


@pytest.mark.parametrize(
    "question",
    [
        "介休市修了多少眼机井，总共多长",  # of the place, or of the wells
        "介休市修了多少眼机井，总投资多少",
        "介休市修了多少眼机井，其中有几座旧桥",
        "介休市修了多少眼机井，好玩吗",
    ],
)
def test_what_cannot_be_carried_on_is_not_guessed(question: str, graph: Path) -> None:
    first, second = ask_several(question, open_graph(graph), TOOLS)
    assert first.told == "修机井数量 40眼"
    assert second.status == "unknown"
    assert second.told.startswith("没有看懂")


@pytest.mark.parametrize("question", ["介休市加固多少座旧桥和修哪些机井", "黑石岭隧道多少米以及在几座山里"])
def test_one_answer_is_none_to_two_questions(question: str, graph: Path) -> None:
    answers = ask_several(question, open_graph(graph), TOOLS)
    assert not all(answer.understood for answer in answers)
    assert ask(question, graph, TOOLS).status == "unknown"


@pytest.mark.parametrize(
    "question",
    ["介休市的中型水库和小型水库加起来几座", "介休市中型水库和小型水库一共多少座", "介休市机井和旧桥有多少"],
)
def test_the_figure_of_one_is_none_of_two(question: str, graph: Path) -> None:
    assert ask(question, graph, TOOLS).status == "unknown"


def test_what_changes_from_a_figure_to_another_has_both(graph: Path) -> None:
    assert ask("介休市黑臭水体从多少公里降到多少公里", graph, TOOLS).told == "从25公里降到3公里"
    assert ask("介休市林地从多少亩增到多少亩", graph, TOOLS).status == "unknown"


def test_one_character_counts_for_a_word_of_two(graph: Path) -> None:
    assert ask("江宁环线项目加固几座桥", graph, TOOLS).told == "桥梁数量 6座"
    assert ask("江宁环线项目加固几座塔", graph, TOOLS).status == "unknown"


def test_a_ratio_is_no_area(graph: Path) -> None:
    assert ask("介休市林地占全市面积的比例是多少", graph, TOOLS).told == "林地占全市面积比例 31%"
    assert ask("介休市农田占全市面积的比例是多少", graph, TOOLS).status == "unknown"
