"""Where no fact answers, the sentences of pages that have the question's words, told as no fact."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from kg.api.queries import Source
from kg.api.questions import ask as run
from kg.ask.load import load_questions
from kg.ask.passages import Pages, pages_beside
from kg.ask.sentences import expected
from kg.model import DataError, squeeze
from kg.schema import load_schema
from tests.conftest import asking

TOOLS = asking()
PAGES = {
    "a": """青崖县加快水利建设
发布时间：2021-05-06
青崖县青崖水库工程开工。1998年，县里请来老技术员吴青山勘察。这座水库由此开始筹备。
库区有三百户人家，搬迁补偿按每户4.5万元发放。县移民办负责统筹搬迁工作。
渠首闸的闸门有六扇，白鹭湾一带的农户轮流看管。
""",
    "b": """远川市交通简讯
发布时间：2021-07-01
远川市远川大桥主塔封顶。远川大桥将架设五座观景台，跨江段用去钢材1.2万吨。
白鹭湾渡口每天开船二十班。搬迁补偿按每户9万元发放。
""",
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sentences")
    for name, text in PAGES.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    kg.build([folder], folder / "out", workers=1)
    return folder / "out"


def first(question: str, out: Path) -> str:
    (answer,) = run(question, Source(out / "store")).answers
    assert not answer.rows or answer.status != "answered"
    return answer.sentences[0].text if answer.sentences else ""


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("青崖县搬迁补偿每户多少钱", "库区有三百户人家，搬迁补偿按每户4.5万元发放。"),
        ("青崖县的搬迁工作哪个部门统筹", "县移民办负责统筹搬迁工作。"),
        ("渠首闸有几扇闸门", "渠首闸的闸门有六扇，白鹭湾一带的农户轮流看管。"),
        ("白鹭湾渡口每天开多少班船", "白鹭湾渡口每天开船二十班。"),
    ],
)
def test_the_sentence_with_the_words_and_the_kind_of_answer_is_first(
    question: str, sentence: str, out: Path
) -> None:
    assert first(question, out) == sentence


def test_a_date_may_stand_in_the_sentence_before(out: Path) -> None:
    told = first("青崖水库工程是哪年开始筹备的", out)
    assert told == "1998年，县里请来老技术员吴青山勘察。这座水库由此开始筹备。"


@pytest.mark.parametrize(
    "question",
    [
        "青崖水库工程有几座观景台",
        "远川大桥什么时候通航",
        "青崖县哪些地方不在搬迁范围以外",
        "山西省去年有多少家茶馆",
        "每户多少钱",
    ],
)
def test_another_things_sentence_one_without_the_answer_and_a_turned_question_tell_nothing(
    question: str, out: Path
) -> None:
    assert first(question, out) == ""


def test_it_is_told_as_no_fact_with_its_place_on_the_page(out: Path) -> None:
    (answer,) = run("渠首闸有几扇闸门", Source(out / "store")).answers
    assert answer.status == "unknown"
    assert (
        answer.told == "没有这样的陈述；页面里这样说：“渠首闸的闸门有六扇，白鹭湾一带的农户轮流看管。”（a）"
    )
    sentence = answer.sentences[0]
    assert squeeze(PAGES["a"][sentence.start : sentence.end]) == sentence.text
    asked = run("渠首闸有几扇闸门", Source(out / "store"))
    (row,) = json.loads(asked.text("json"))["sentences"]
    assert (row["page"], row["quote"]) == ("a", sentence.text)
    assert f"a {sentence.start}–{sentence.end} · 青崖县加快水利建设" in asked.text("table")
    assert asked.text("csv").count("\n") == 1
    told = kg.open(out).ask("渠首闸有几扇闸门")
    assert [s.text for s in told.sentences] == [sentence.text]


def test_a_part_of_a_sentence_has_its_own(out: Path) -> None:
    asked = run("青崖水库工程在哪个县，渠首闸有几扇闸门", Source(out / "store"))
    told = {s.text for a in asked.answers for s in a.sentences[:1]}
    assert "渠首闸的闸门有六扇，白鹭湾一带的农户轮流看管。" in told


def test_no_page_is_read_where_none_is_kept(out: Path, tmp_path: Path) -> None:
    assert pages_beside(tmp_path / "store") is None
    (tmp_path / "pool.db").write_bytes(b"no database")
    assert Pages(tmp_path / "pool.db").counts(["水库"]) == (0, (0,))
    assert list(Pages(tmp_path / "pool.db").sentences([("水库", 1.0)])) == []


def test_a_build_without_texts_shows_no_sentences(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGES["a"], "utf-8")
    kg.build([tmp_path / "a.txt"], tmp_path / "out", workers=1, texts=False)
    assert first("渠首闸有几扇闸门", tmp_path / "out") == ""


@pytest.mark.parametrize(
    ("question", "holds", "not_"),
    [
        ("青崖隧道多长", "长6公里", "长6年"),
        ("青崖隧道工期多长", "工期240天", "长6公里"),
        ("谁负责施工", "由远川水务集团施工", "由老李看管"),
        ("白石湖和青崖湖谁的面积大", "面积3亩", "面积很大"),
    ],
)
def test_what_kind_of_answer_is_asked_for(question: str, holds: str, not_: str) -> None:
    patterns, _ = expected(question, TOOLS.book)
    assert all(p.search(holds) for p in patterns)
    assert not all(p.search(not_) for p in patterns)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[expect.a]\nasks = ["几"]\n', "must have asks"),
        ('[expect.a]\nasks = ["几"]\nholds = "("\n', "holds: "),
    ],
)
def test_a_mistake_in_the_words_is_told(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "own.toml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        load_questions(TOOLS.folder, load_schema(TOOLS.folder), [tmp_path])
