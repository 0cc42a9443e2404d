"""The articles' texts in the page: where claims stand in them, and what is kept of many."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.extract import Tools, page_facts
from kg.model import Article, Claim, Document, Evidence, Span, find_leaps, squeeze
from kg.view.texts import GAP, page_texts

RAW = "清河治理\n工程开工。总投资\n3亿元，明年完工。县里还修路。河堤长20公里。"
TEXT = RAW.replace("\n", "")
OFFSETS = tuple(i for i, c in enumerate(RAW) if c != "\n")


def article(text: str = TEXT, offsets: tuple[int, ...] = OFFSETS, body: int = 0) -> Article:
    return Article("a-1", "a", "", Span(0, len(RAW)), text, offsets, body)


def told(quote: str, raw: str = RAW) -> Claim:
    at = next(i for i in range(len(raw)) if squeeze(raw[i:]).startswith(quote) and not raw[i].isspace())
    end = next(e for e in range(at, len(raw) + 1) if squeeze(raw[at:e]) == quote)
    return Claim("project-1", "measure", "x", Evidence("a-1", "r", quote, Span(at, end)))


def test_leaps_stand_for_offsets() -> None:
    slim = replace(article(), offsets=(), leaps=find_leaps(OFFSETS))
    assert slim.leaps == (0, 0, 4, 5, 12, 14)
    for start in range(len(RAW)):
        assert slim.placed(Span(start, start + 5)) == article().placed(Span(start, start + 5))


@pytest.mark.parametrize("quote", ["清河治理工程开工", "总投资3亿元", "河堤长20公里"])
def test_a_quote_is_what_stands_at_its_place(quote: str) -> None:
    texts = page_texts([article()], [told(quote)])
    assert texts.texts == [TEXT]
    assert texts.quoted(0, 0) == quote


def test_above_the_limit_the_sentences_around_quotes_are_kept() -> None:
    texts = page_texts([article()], [told("总投资3亿元"), told("河堤长20公里")], limit=10)
    assert texts.texts == ["总投资3亿元，明年完工。" + GAP + "河堤长20公里。"]
    assert [texts.quoted(i, 0) for i in range(2)] == ["总投资3亿元", "河堤长20公里"]


def test_places_count_as_scripts_do() -> None:
    text = "𠮷河长20公里。"
    claim = told("长20公里", text)
    (span,) = page_texts([article(text, tuple(range(len(text))))], [claim]).spans.values()
    assert text.encode("utf-16-le")[2 * span.start : 2 * span.end].decode("utf-16-le") == "长20公里"


def test_what_is_read_keeps_its_place(tools: Tools) -> None:
    page = Document("p", "p.txt", "青岭县\n开工\n\n青岭县清河治理工\n程昨日开工，总投资\n3.2亿元。")
    facts, _ = page_facts(page, tools)
    texts = page_texts(facts.articles, facts.claims)
    for i, claim in enumerate(facts.claims):
        assert texts.quoted(i, 0) == claim.evidence.quote


def test_corpus_quotes_stand_in_the_texts(built: object) -> None:
    from tests.test_view import data_of

    out = built.out  # type: ignore[attr-defined]
    facts = data_of(Path(out / "graph.html").read_text("utf-8"), "facts")["facts"]
    assert min(f["at"] for f in facts) >= 0
    assert (
        sum(bool(f["quote"]) for f in facts) < len(facts) / 5
    )  # where repair wrote a sign otherwise: （, Ⅲ, ２００


def test_a_build_without_texts_is_another_build(tools: Tools, tmp_path: Path) -> None:
    from kg.pipeline import build

    page, out = tmp_path / "a.txt", tmp_path / "out"
    page.write_text("青岭县清河治理工程昨日开工，总投资3.2亿元。县里另有喜事一桩。", "utf-8")
    for texts in (False, True):
        build([page], out=out, tools=tools, texts=texts)
        assert ("另有喜事" in (out / "graph.html").read_text("utf-8")) == texts
