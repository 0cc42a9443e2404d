"""Patterns are tried only where they may match: the index never leaves out one that does."""

from __future__ import annotations

from pathlib import Path

from kg.extract import Tools, link_article, read_mentions
from kg.link.places import page_context
from kg.model import Mention
from kg.pages.cut import cut_articles
from kg.pages.read import find_pages, read_document
from kg.rules.index import make_index
from kg.rules.slots import SlotText, encode, in_sentences

CORPUS = Path(__file__).parent.parent / "corpus"


def sentences(tools: Tools) -> list[SlotText]:
    """The slot texts of the corpus."""
    found: list[SlotText] = []
    for page in find_pages([CORPUS]).pages:
        document = read_document(page)
        for article in cut_articles(document, tools.cues):
            places, values = read_mentions(article, document, tools)
            context = page_context([places], tools.gazetteer)
            mentions: tuple[Mention, ...] = link_article(article, places, values, context, tools)
            for sentence, inside in in_sentences(article.text, mentions):
                found.append(encode(article.text, sentence, inside, tools.rules.codes))
    return found


def test_every_pattern_that_matches_a_sentence_is_tried(tools: Tools) -> None:
    tried = matched = 0
    rows = [(rule, p) for rule in tools.rules.relations if not rule.inside for p in rule.patterns]
    for slots in sentences(tools):
        fitting = {id(pattern) for _, pattern in tools.rules.index.fitting(slots.text)}
        tried += len(fitting)
        for rule, pattern in rows:
            found = [r.search(slots.text) for r in (pattern.regex, pattern.rest) if r is not None]
            if any(m is not None and m.end() > m.start() for m in found):
                matched += 1
                assert id(pattern) in fitting, (rule.id, pattern.source, slots.text)
    assert matched > 200
    assert tried < 10 * matched  # and of those that do not match, few


def test_what_fits_comes_in_the_order_of_the_rules(tools: Tools) -> None:
    order = {
        (rule.id, id(pattern)): at
        for at, (rule, pattern) in enumerate(
            (r, p) for r in tools.rules.relations for p in ((None,) if r.inside else r.patterns)
        )
    }
    for slots in sentences(tools):
        places = [order[rule.id, id(pattern)] for rule, pattern in tools.rules.index.fitting(slots.text)]
        assert places == sorted(places)


def test_an_index_of_no_rules_fits_nothing() -> None:
    assert make_index(()).fitting("某工程") == []


def test_patterns_without_needs_are_few(tools: Tools) -> None:
    """A pattern of nothing but choices and gaps would be tried in every sentence."""
    free = [r.id for r in tools.rules.relations if not r.inside for p in r.patterns if not p.needs]
    assert free == []
