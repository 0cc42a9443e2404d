"""What an article costs grows with its length and no faster: counted in calls, which no clock disturbs."""

from __future__ import annotations

import time
import zipfile
from collections import Counter
from collections.abc import Callable
from cProfile import Profile
from functools import partial
from pathlib import Path
from types import CodeType

import pytest

from kg.ask.answer import QuestionTools
from kg.ask.several import ask_several
from kg.explain import open_graph
from kg.extract import Tools, page_facts
from kg.model import DataError, Document, PageFacts, replace
from kg.ontology import ontology_folder
from kg.pages.formats import is_plain
from kg.pages.read import Page, find_pages, read_document
from kg.text.slips import find_slips, load_slips
from tests.conftest import Built, asking

CORPUS = Path(__file__).parent.parent / "corpus"
TIMES = 4
GROWTH = 1.4  # beyond TIMES: a search in a sorted list takes a step more; what grows with the square is at 4
GROWTH_OF_ONE = 1.7  # of a text of one thing, which begins to be cut into sentences between the two
FEWEST = 3000  # calls of a function in the longer text; of fewer, nothing grows dangerously


def one_article(times: int) -> Document:
    """The stories of two pages of the corpus as one long paragraph, without leads."""
    lines = [
        line for page in sorted(CORPUS.glob("*.txt"))[::4] for line in page.read_text("utf-8").splitlines()
    ]
    prose = "".join(line.strip() for line in lines if len(line.strip()) >= 15)
    sentences = [s for s in prose.split("。") if "本报" not in s and "记者" not in s]
    return Document("long", "long.txt", "。".join(sentences * times) + "。", date="2025-03-04")


def calls(work: Callable[[], object]) -> Counter[CodeType | str]:
    """How often each function of Python or C was called; resumed generators count as calls. Counted in C, which is soon done."""
    profile = Profile(builtins=True)
    profile.runcall(work)
    return Counter({row.code: row.callcount for row in profile.getstats()})


@pytest.mark.slow
def test_calls_grow_with_the_length_of_an_article(tools: Tools) -> None:
    short, long = one_article(1), one_article(TIMES)
    page_facts(short, tools)  # what is made once is made
    read: list[PageFacts] = []
    before, after = (calls(lambda d=d: read.append(page_facts(d, tools)[0])) for d in (short, long))  # type: ignore[misc]
    assert [len(facts.articles) for facts in read] == [1, 1]
    limit = TIMES * GROWTH
    faster = {
        f"{getattr(code, 'co_filename', '')}:{getattr(code, 'co_name', code)}": (before[code], number)
        for code, number in after.items()
        if number > FEWEST and number > limit * before[code]
    }
    assert faster == {}
    assert after.total() < limit * before.total()


SAID_AGAIN = {
    "a sum without a subject": "总投资1亿元，",
    "a sum of a part": "其中换乘站11座，总投资1亿元，",
    "a sum of a work": "柳河水库工程总投资1亿元，",
    "a body": "介休市水利局",
    "an area": "山西省介休市",
    "works in a list": "柳河水库工程、",
    "clauses without an end": "水位上涨，",
    "titles": "大坝长个子\n\n",
    "a list of figures": "5万亩、",
    "an anaphor": "该工程",
    "an anaphor with a sum": "该工程总投资3亿元。",
    "a short form": "远山公司（以下简称“远川”）承建。",
    "three areas": "介休平遥太原",
    "an indicator": "森林覆盖率达20.5%，",
    "villages": "西山村、",
    "a notice": "介休市水利局印发《水办法》。",
    "brackets": "（（《",
    "tens": "廿",
    "counts, days of the old calendar, firms that build": "去年五月初五新建学校10所，在介休市建设柳河水库工程，",
    "rows of a table": "| 柳河水库工程 | 介休市 | 1亿元 |\n",
}
SHORT = 700  # characters


@pytest.mark.parametrize("unit", SAID_AGAIN.values(), ids=SAID_AGAIN.keys())
def test_one_thing_said_over_and_over_takes_no_square_of_time(unit: str, tools: Tools) -> None:
    """2,000 of the first took 108 s; two thirds of the others grew with the square."""
    texts = (unit * (size // len(unit)) for size in (SHORT, TIMES * SHORT))
    short, long = (calls(partial(page_facts, Document("again", "again.txt", t, None), tools)) for t in texts)
    assert long.total() < TIMES * GROWTH_OF_ONE * short.total()


@pytest.mark.parametrize("times", [40, 100_000])
def test_comments_without_a_web_page_behind_them_end(times: int, tools: Tools, tmp_path: Path) -> None:
    """40 of them never did."""
    (tmp_path / "a.txt").write_text("<!---->" * times + "x", "utf-8")
    assert is_plain((tmp_path / "a.txt").read_bytes())
    document = read_document(Page(tmp_path / "a.txt", "a", "a.txt"))
    assert len(document.text) == 7 * times + 1
    assert page_facts(replace(document, text=document.text[:10_000]), tools)[0].claims == ()


@pytest.mark.parametrize(
    "page", ["<html>", "<!-- a --><!---->\n<!DOCTYPE html>", "\n<?xml version='1.0'?> <html>"]
)
def test_a_web_page_begins_behind_its_comments(page: str) -> None:
    assert not is_plain(page.encode())


ASKED_AGAIN = {
    "a link": "流经",
    "a question": "汾河流经哪些县",
    "words that nothing knows": "我看介休市水利工程局的戏",
}
QUESTION = 160  # characters; 428 took a minute


@pytest.fixture(scope="module")
def question_tools() -> QuestionTools:
    return asking()


@pytest.mark.parametrize("unit", ASKED_AGAIN.values(), ids=ASKED_AGAIN.keys())
def test_a_long_question_takes_no_square_of_time(
    unit: str, built: Built, question_tools: QuestionTools
) -> None:
    store = open_graph(built.out / "store")
    texts = [(unit * QUESTION)[:size] for size in (QUESTION // TIMES, QUESTION)]
    ask_several(unit, store, question_tools)  # what is loaded once is loaded
    short, long = (calls(partial(ask_several, text, store, question_tools)) for text in texts)
    assert long.total() < TIMES * GROWTH_OF_ONE * short.total()


def test_a_text_is_no_question(built: Built, question_tools: QuestionTools) -> None:
    with pytest.raises(DataError, match="more than 1,000 characters"):
        ask_several("河" * 1001, open_graph(built.out / "store"), question_tools)


def test_the_members_of_an_archive_take_no_square_of_time(tmp_path: Path) -> None:
    """Its directory was read anew for each."""

    def packed(members: int) -> Path:
        path = tmp_path / f"{members}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(members):
                archive.writestr(f"{number:05}.txt", "青崖河的水。")
        return path

    def work(path: Path) -> None:
        assert all(read_document(page).text for page in find_pages([path]).pages)

    short, long = (calls(partial(work, packed(size))) for size in (200, TIMES * 200))
    assert long.total() < TIMES * GROWTH * short.total()


def test_digits_without_end_are_looked_through_once() -> None:
    """Among which an O stands: the search for a slip of OCR began anew at each digit."""
    slips = load_slips(ontology_folder())
    begun = time.process_time()
    assert list(find_slips("1" * 100_000 + "一O", slips)) == []
    assert time.process_time() - begun < 3
