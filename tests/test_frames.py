"""Frames: twenty events in five orders, sentences written before, lists and pairs, mistakes that the loader tells."""

from __future__ import annotations

from collections.abc import Mapping

from kg.examples import shown
from kg.extract import Tools, linked_facts
from kg.rules.claims import make_claims
from kg.rules.match import walk
from tests.frame_orders import ORDERS
from tests.frame_sentences import KEPT, SEEN
from tests.given import read_given

OTHERS = ("status", "startDate", "completionDate")
ORDERED, WRITTEN = 0.9, 0.85


def facts_of(text: str, names: Mapping[str, str], tools: Tools) -> set[str]:
    article, mentions = read_given(text, names, tools)
    _, found = linked_facts(article, mentions, tools, classes_given=True)
    labels = {m.entity.id: m.entity.label for m in walk(mentions) if m.entity}
    claims = make_claims(article, found, text, tools.rules)
    return {f"{labels[c.subject]} {c.relation} {shown(c.object)}" for c in claims if c.relation not in OTHERS}


def test_an_event_makes_its_facts_in_whatever_order_it_is_told(tools: Tools) -> None:
    found, wanted, missed = 0, 0, []
    for told in ORDERS:
        for text in told.texts:
            got = facts_of(text, told.names, tools)
            found += len(got & set(told.facts))
            wanted += len(told.facts)
            missed += [f"{text}: {fact}" for fact in told.facts if fact not in got]
    assert found >= ORDERED * wanted, "\n".join(missed)


def test_sentences_that_were_written_before(tools: Tools) -> None:
    for rows in (SEEN, KEPT):
        got = [(facts_of(text, names, tools), set(facts)) for text, names, facts in rows]
        assert sum(len(a & b) for a, b in got) >= WRITTEN * sum(len(b) for _, b in got)
