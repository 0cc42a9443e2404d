"""`kg ask`: every question rule's examples, the answers with their evidence, what is refused, the command."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kg.ask.answer import QuestionTools, ask, ask_store, load_question_tools
from kg.ask.examples import QuestionCase, question_cases, run_questions
from kg.ask.load import load_questions
from kg.ask.model import Answer
from kg.ask.names import ExampleLexicon
from kg.ask.several import ask_several
from kg.ask.understand import understand
from kg.cli.app import app
from kg.explain import open_graph
from kg.graph.merge import merge
from kg.graph.query import run_query
from kg.graph.rdf import triples
from kg.graph.store import write_store
from kg.model import Claim, DataError, Date, Entity, Evidence, Quantity, Span
from kg.ontology import ontology_folder
from kg.schema import load_schema
from tests.command import kg
from tests.conftest import asking
from tests.graph_sample import page

TOOLS = asking()

PROVINCE = Entity("area-140000", "Province", "山西省", ("山西",), "140000")
CITY = Entity("area-140700", "City", "晋中市", ("晋中",), "140700", "area-140000")
OTHER_CITY = Entity("area-141100", "City", "吕梁市", ("吕梁",), "141100", "area-140000")
COUNTY = Entity("area-140781", "County", "介休市", ("介休",), "140781", "area-140700")
RIVER = Entity("river-1", "River", "青崖河")
SMALL = Entity("project-1", "Project", "青崖河防洪工程")
BIG = Entity("project-2", "Project", "白石江引水工程")
PART = Entity("project-3", "Project", "白石江引水一期")
BARE = Entity("project-4", "Project", "黑石调水工程")
BUREAU = Entity("agency-1", "Agency", "晋中市水利局", ("市水利局",))
TWIN = Entity("reservoir-1", "Reservoir", "东风水库")
OTHER_TWIN = Entity("reservoir-2", "Reservoir", "东风水库")
TEXT = "青崖河防洪工程与白石江引水工程"


def said(subject: Entity, relation: str, value: object, modality: str = "") -> Claim:
    proof = Evidence("a-1", "test.rule", TEXT, Span(0, len(TEXT)), modality=modality)
    return Claim(subject.id, relation, value, proof)  # type: ignore[arg-type]


CLAIMS = (
    said(SMALL, "locatedIn", COUNTY),
    said(BIG, "locatedIn", CITY),
    said(PART, "locatedIn", COUNTY),
    said(BARE, "locatedIn", CITY),
    said(SMALL, "onRiver", RIVER),
    said(SMALL, "investment", Decimal(300)),
    said(BIG, "investment", Decimal(1000)),
    said(BIG, "investment", Decimal(1200)),
    said(PART, "investment", Decimal(400)),
    said(PART, "subProjectOf", BIG),
    said(SMALL, "status", "underConstruction"),
    said(BIG, "status", "planned", "planned"),
    said(SMALL, "startDate", Date("2023-04")),
    said(BARE, "status", "inOperation", "denied"),
    said(TWIN, "locatedIn", COUNTY),
    said(OTHER_TWIN, "locatedIn", OTHER_CITY),
    said(CITY, "observation", Quantity(Decimal("20.50"), "%", "森林覆盖率", "2022", "20.50%")),
)  # fmt: skip
THINGS = (PROVINCE, CITY, OTHER_CITY, COUNTY, RIVER, SMALL, BIG, PART, BARE, BUREAU, TWIN, OTHER_TWIN)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ask") / "store"
    write_store(triples(merge([page("a", TEXT, THINGS, CLAIMS)])), folder)
    return folder


def labels(answer: Answer) -> list[str]:
    return [row.label for row in answer.rows]


@pytest.mark.parametrize("case", question_cases(TOOLS.book), ids=lambda c: f"{c.phrase.id}-{c.example.ask}")
def test_examples_of_question_rules(case: QuestionCase) -> None:
    """An example is read as it says, by that rule; a counter-example is read without that rule, or not at all."""
    assert [str(f) for f in run_questions([case], TOOLS.book, TOOLS.units)] == []


def test_rows_have_the_quotes_behind_them(graph: Path) -> None:
    (row,) = ask("青崖河上有哪些工程", graph, TOOLS).rows
    assert row.label == SMALL.label
    (fact,) = row.facts
    assert (fact.relation, fact.quotes[0].text, fact.quotes[0].rule) == ("onRiver", TEXT, "test.rule")


def test_areas_hold_what_lies_in_their_parts(graph: Path) -> None:
    assert set(labels(ask("山西有哪些项目", graph, TOOLS))) == {e.label for e in (SMALL, BIG, PART, BARE)}


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("青崖河防洪工程开工了吗", "yes"),
        ("白石江引水工程开工没有", "no"),
        ("青崖河防洪工程在山西吗", "yes"),
        ("黑石调水工程投产了吗", "no"),
        ("介休市在吕梁市吗", "no"),
        ("介休属于晋中吗", "yes"),
        ("青崖河防洪工程投资超过200元吗", "yes"),
        ("青崖河防洪工程投资超过400元吗", "no"),
    ],
)
def test_yes_and_no_rest_on_what_is_said(question: str, result: str, graph: Path) -> None:
    assert ask(question, graph, TOOLS).result == result


@pytest.mark.parametrize(
    "question",
    ["黑石调水工程开工了吗", "青崖河防洪工程完工了吗", "青崖河防洪工程在吕梁市吗", "青崖河流经介休吗"],
)
def test_no_never_comes_from_silence(question: str, graph: Path) -> None:
    answer = ask(question, graph, TOOLS)
    assert (answer.status, answer.result) == ("unstated", "")


def test_an_unanswered_state_tells_the_state_that_is_known(graph: Path) -> None:
    assert ask("青崖河防洪工程完工了吗", graph, TOOLS).notes == ("图谱里的状态：在建",)


def test_a_sum_counts_no_part_twice_and_tells_what_is_missing_and_what_differs(graph: Path) -> None:
    answer = ask("晋中的项目一共投资多少", graph, TOOLS)
    assert (answer.result, answer.sure) == ("1300至1500", False)
    assert answer.told == "至少1300元至1500元"
    assert any("1000元、1200元" in note for note in answer.notes)
    assert any(BARE.label in note for note in answer.notes)


def test_a_sum_of_named_things(graph: Path) -> None:
    answer = ask("青崖河防洪工程和白石江引水一期一共投资多少", graph, TOOLS)
    assert (answer.result, answer.sure) == ("700", True)


def test_the_greatest_among_those_that_are_known(graph: Path) -> None:
    answer = ask("晋中投资最大的项目是哪个", graph, TOOLS)
    assert labels(answer) == [BIG.label]
    assert not answer.sure  # one has no sum
    assert answer.told.startswith("在图谱里有投资额的3个当中")


def test_the_greatest_is_doubtful_while_a_greater_one_has_no_place(graph: Path, tmp_path: Path) -> None:
    placeless = Entity("project-5", "Project", "红石引水工程")
    rows = triples(
        merge(
            [page("a", TEXT, (*THINGS, placeless), (*CLAIMS, said(placeless, "investment", Decimal(9000))))]
        )
    )
    write_store(rows, tmp_path / "store")
    answer = ask("晋中投资最大的项目是哪个", tmp_path / "store", TOOLS)
    assert not answer.sure
    assert placeless.label in answer.notes[0]


def test_two_are_compared_only_when_both_have_the_value(graph: Path) -> None:
    assert labels(ask("青崖河防洪工程和白石江引水工程哪个投资大", graph, TOOLS)) == [BIG.label]
    assert ask("青崖河防洪工程和黑石调水工程哪个投资大", graph, TOOLS).status == "unstated"


def test_a_figure_with_its_period(graph: Path) -> None:
    assert [r.value for r in ask("晋中2022年森林覆盖率是多少", graph, TOOLS).rows] == ["20.5 %"]
    assert ask("晋中2021年森林覆盖率是多少", graph, TOOLS).status == "unstated"


def test_namesakes_are_told_and_none_is_chosen(graph: Path) -> None:
    answer = ask("东风水库在哪里", graph, TOOLS)
    assert answer.status == "unclear"
    assert answer.notes == ("“东风水库”可以指：东风水库（介休市）、东风水库（吕梁市）",)


def test_a_name_of_a_station_and_of_its_work_is_either(tmp_path: Path) -> None:
    station, work = Entity("facility-1", "Facility", "青崖电站"), Entity("project-9", "Project", "青崖电站")
    claims = (said(station, "onRiver", RIVER), said(work, "investment", Decimal(500)))
    write_store(triples(merge([page("a", TEXT, (station, work, RIVER), claims)])), tmp_path / "store")
    assert [row.value for row in ask("青崖电站投资多少", tmp_path / "store", TOOLS).rows] == ["500"]
    assert labels(ask("青崖电站在哪条河上", tmp_path / "store", TOOLS)) == [RIVER.label]


def test_a_name_that_is_good_on_its_page_only_is_asked_back(graph: Path) -> None:
    answer = ask("市水利局管辖哪个市", graph, TOOLS)
    assert answer.status == "unclear"
    assert "晋中市水利局" in answer.notes[0]


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("去年开工的项目有哪些", "请写明哪一年"),
        ("不在山西的项目有哪些", "不能当作没有"),
        ("最好的工程是哪个", "没有看懂：最好"),
        ("青崖河为什么叫青崖河", "没有原因"),
    ],
)
def test_what_is_not_understood_is_told(question: str, note: str, graph: Path) -> None:
    answer = ask(question, graph, TOOLS)
    assert answer.status == "unknown"
    assert note in answer.notes[0]
    assert answer.rows == ()


def test_the_nearest_questions_are_about_what_was_named(graph: Path) -> None:
    answer = ask("青崖河究竟有多漂亮", graph, TOOLS)
    assert answer.near[0] == "青崖河有多长"
    for question in answer.near:
        assert ask(question, graph, TOOLS).understood


def test_a_place_that_no_page_names(graph: Path) -> None:
    answer = ask("上海有哪些项目", graph, TOOLS)
    assert (answer.status, answer.notes) == ("unstated", ("页面没有提到上海",))


def test_the_part_of_a_name_that_only_lacks_its_kind(graph: Path) -> None:
    answer = ask("白石江引水投资多少", graph, TOOLS)
    assert answer.notes[0] == "“白石江引水”指白石江引水工程"


def test_a_question_may_be_several_words(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app(["ask", "青崖河防洪工程", "在", "哪里", "-o", str(graph.parent)], standalone_mode=False) == 0
    assert "介休市" in capsys.readouterr().out
    assert app(["ask", "hello", "-o", str(graph.parent)], standalone_mode=False) == 1
    assert "kg ask --help" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("青崖河防洪工程在哪里，总投资多少？", ["青崖河防洪工程在哪里", "青崖河防洪工程总投资多少"]),
        ("介休市有哪些项目，境内有哪些河流", ["介休市有哪些项目", "介休市境内有哪些河流"]),
        ("介休市有哪些项目？它有哪些河流？", ["介休市有哪些项目", "介休市有哪些河流"]),
        ("介休市有哪些项目；晋中市有哪些项目", ["介休市有哪些项目", "晋中市有哪些项目"]),
    ],
)
def test_two_questions_in_a_sentence_are_answered_one_by_one(
    graph: Path, question: str, parts: list[str]
) -> None:
    store = open_graph(graph)
    answers = ask_several(question, store, TOOLS)
    assert [answer.question for answer in answers] == parts
    assert [ask_store(part, store, TOOLS) for part in parts] == list(answers)
    assert all(answer.understood for answer in answers)


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("介休市有哪些项目，有几条河", ["介休市有哪些项目", "介休市有几条河"]),  # there, or at all
        ("介休市和晋中市有哪些项目，有哪些河流", ["介休市和晋中市有哪些项目"]),  # of which
    ],
)
def test_what_may_mean_two_things_is_offered_and_not_answered(
    graph: Path, question: str, offered: list[str]
) -> None:
    (answer,) = ask_several(question, open_graph(graph), TOOLS)
    assert (answer.status, answer.rows) == ("unknown", ())
    assert set(offered) <= set(answer.near)


def test_a_sentence_with_a_comma_may_be_one_question(graph: Path) -> None:
    for question in (
        "介休市有哪些项目，总投资多少",
        "在介休市，有哪些项目",
        "青崖河上的项目，在介休市的有哪些",
    ):
        assert ask_several(question, open_graph(graph), TOOLS) == (ask(question, graph, TOOLS),)


def test_several_answers_are_printed(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def printed(*options: str) -> str:
        command = ["ask", "青崖河防洪工程在哪里，总投资多少", "-o", str(graph.parent), *options]
        assert app(command, standalone_mode=False) == 0
        return capsys.readouterr().out

    assert [line for line in printed().splitlines() if line.startswith(("question", "answer"))] == [
        "question    青崖河防洪工程在哪里",
        "answer      介休市",
        "question    青崖河防洪工程总投资多少",
        "answer      300元",
    ]
    table = json.loads(printed("--format", "json"))
    assert (table["status"], [part["answer"] for part in table["parts"]]) == ("several", ["介休市", "300元"])
    rows = list(csv.DictReader(io.StringIO(printed("--format", "csv"))))
    assert [(row["name"], row["relation"]) for row in rows] == [
        ("介休市", "locatedIn"),
        ("青崖河防洪工程", "investment"),
    ]
    assert printed("--sparql").count("SELECT") == 2


def test_an_empty_question_is_a_mistake(graph: Path) -> None:
    with pytest.raises(DataError, match="ask a question"):
        ask(" ", graph, TOOLS)


def test_the_query_that_is_shown_gives_the_answer(graph: Path) -> None:
    answer = ask("晋中有几个项目", graph, TOOLS)
    counted = json.loads(run_query(answer.sparql, store=graph))["results"]["bindings"][0]["count"]["value"]
    assert (answer.result, counted) == ("4", "4")


RULE = """
[[link]]
id = "link.funds"
subject = ["Project"]
object = ["Company"]
where = "?s kg:fundedBy ?o ."
says = "由{o}赞助"
back = "赞助{s}的"
pattern = "赞助"

[[link.example]]
ask = "白石江引水工程是谁赞助的"
reads = "谁 · 赞助白石江引水工程的 → 列出"

[[link.example]]
ask = "白石江引水工程是谁承建的"
reads = ""
"""


def loaded(folder: Path, text: str) -> object:
    (folder / "questions").mkdir(exist_ok=True)
    (folder / "questions" / "own.toml").write_text(text, "utf-8")
    ours = ontology_folder()
    return load_questions(ours, load_schema(ours), [folder])


def test_a_folder_of_rules_adds_a_kind_of_question(tmp_path: Path) -> None:
    loaded(tmp_path, RULE)
    tools = load_question_tools(tmp_path)
    lexicon = ExampleLexicon(tools.book.names)
    assert understand("白石江引水工程是谁赞助的", lexicon, tools.book, tools.units).readings
    assert not understand("白石江引水工程是谁赞助的", lexicon, TOOLS.book, TOOLS.units).readings


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kg:fundedBy", "kg:fundedFrom", "own.toml: rule 'link.funds': kg.ttl has no 'fundedFrom'; near: fundedBy"),
        ('pattern = "赞助"', 'pattern = "赞助 ~"', "every word must be accounted for"),
        ('object = ["Company"]', 'object = ["Compny"]', "kg.ttl has no class 'Compny'; near: Company"),
        ("?s kg", "?x kg", "its where has no ?s"),
        ("back", "bakc", "unknown key 'bakc'; near: back"),
        ('reads = ""', 'reads = "x"', "needs an example and a counter-example"),
        ("[[link]]", "[[lnik]]", "unknown section 'lnik'"),
        ('says = "由{o}赞助"', "", "has no says"),
        ("link.funds", "Link", "no id"),
        ("says =", "says", "own.toml: "),
    ],
)  # fmt: skip
def test_mistakes_in_question_rules_are_told(old: str, new: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=message.replace("?", r"\?")):
        loaded(tmp_path, RULE.replace(old, new, 1 if old != 'reads = ""' else -1))


def test_the_command_shows_reading_answer_evidence_and_query(graph: Path) -> None:
    done = kg("ask", "青崖河上有哪些工程", "-o", graph.parent)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "understood  工程 · 在青崖河上 → 列出"
    assert lines[1] == f"answer      {SMALL.label}"
    assert f"“{TEXT}”" in done.stdout
    assert "SELECT DISTINCT ?x ?label" in done.stdout
    assert done.stderr == ""


def test_the_command_runs_the_examples(graph: Path, tmp_path: Path) -> None:
    loaded(tmp_path, RULE.replace('reads = "谁 · 赞助白石江引水工程的 → 列出"', 'reads = "谁 → 列出"'))
    done = kg("ask", "--test", "--ontology", tmp_path)
    assert done.returncode == 1
    first, last = done.stdout.splitlines()
    assert first.startswith(
        "own.toml: link.funds: “白石江引水工程是谁赞助的”: read as '谁 · 赞助白石江引水工程的 → 列出'"
    )
    assert last.endswith("examples, 1 of them do not hold")
    assert kg("ask").stderr == "kg: give a question, or --test, one of the two\n"


def test_the_command_says_what_it_did_not_understand(graph: Path) -> None:
    done = kg("ask", "青崖河究竟有多漂亮", "-o", graph.parent)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("kg: not understood\nkg: not understood: ")
    assert "kg: understood would be: 青崖河有多长" in done.stderr


def test_the_commands_formats(graph: Path) -> None:
    table = json.loads(kg("ask", "青崖河上有哪些工程", "--format", "json", "-o", graph.parent).stdout)
    assert table["rows"][0]["facts"][0]["quotes"][0]["page"] == "a"
    rows = list(
        csv.DictReader(
            io.StringIO(kg("ask", "青崖河上有哪些工程", "--format", "csv", "-o", graph.parent).stdout)
        )
    )
    assert (rows[0]["name"], rows[0]["quote"]) == (SMALL.label, TEXT)
    only = kg("ask", "青崖河上有哪些工程", "--sparql", "-o", graph.parent).stdout
    assert only.startswith("PREFIX kg:")
    wrong = kg("ask", "青崖河上有哪些工程", "--format", "yaml", "-o", graph.parent)
    assert (wrong.returncode, wrong.stderr) == (2, "kg: no format 'yaml'; formats: table, json, csv\n")


def test_the_rule_that_the_document_teaches_holds(tmp_path: Path) -> None:
    document = Path(__file__).parent.parent / "docs" / "ask.md"
    taught = "\n".join(re.findall(r"```toml\n(.*?)```", document.read_text("utf-8"), re.DOTALL))
    loaded(tmp_path, taught)
    tools = load_question_tools(tmp_path)
    cases = [c for c in question_cases(tools.book) if c.phrase.source == "own.toml"]
    assert len(cases) == 2
    assert list(run_questions(cases, tools.book, tools.units)) == []


def test_tools_are_values() -> None:
    assert isinstance(replace(TOOLS, folder=Path("x")), QuestionTools)


def test_no_rule_tests_chinese_in_a_way_that_virtuoso_does_not_know() -> None:
    """Virtuoso 7.2.5 finds no Chinese by REGEX(STR(?x), …) and CONCAT("…", STR(?x)): it takes them for bytes."""
    for phrase in TOOLS.book.phrases:
        assert not re.search(r"REGEX\(STR\(|CONCAT\(", f"{phrase.where} {phrase.no} {phrase.unknown}"), (
            phrase.id
        )
