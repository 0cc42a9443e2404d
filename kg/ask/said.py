"""What pages say of a thing, the facts first that share words with a question."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.ask.alike import pairs
from kg.ask.answerer import Answerer
from kg.ask.model import QuestionBook, Row
from kg.ask.remote import RemoteGraph
from kg.ask.shown import amount
from kg.ask.topics import Topic
from kg.explain import Fact
from kg.schema import KG

HIDDEN = ("mentionedIn", "jurisdiction", "partOf")  # what says little of a thing


def said_of(topic: Topic, words: str, answerer: Answerer, book: QuestionBook) -> list[Row]:
    """One row a fact, the likeliest first; a plan is told as one."""
    runner = answerer.runner
    iri = topic.names[0].term.strip("<>")
    if isinstance(runner.store, RemoteGraph):
        runner.store.expect_facts([iri], [name for name in answerer.relations if name not in HIDDEN])
    facts = [f for f in runner.reader.facts_of(NamedNode(iri)) if f.relation not in HIDDEN]
    wanted = pairs(words)
    ranked = sorted(facts, key=lambda f: (-len(_words(f, answerer) & wanted), f))
    return [Row(topic.label, iri, f.object, (f,), shown=_line(f, answerer, book)) for f in ranked]


def _words(fact: Fact, answerer: Answerer) -> frozenset[str]:
    texts = [answerer.label(fact.relation), fact.object, *(q.text for q in fact.quotes)]
    return frozenset(pair for text in texts for pair in pairs(text))


def _line(fact: Fact, answerer: Answerer, book: QuestionBook) -> str:
    """位于 青崖县, 全长 35公里, 计划 开工时间 2026."""
    modes = {q.modality for q in fact.quotes}
    mode = book.figures.modes.get(modes.pop(), "") if len(modes) == 1 else ""
    written = {q.written for q in fact.quotes} - {""}
    if fact.relation in ("measure", "observation"):
        indicator, _, rest = fact.object.partition(" ")
        return f"{mode}{indicator} {written.pop() if len(written) == 1 else rest}"
    value = answerer.label(fact.object)
    if fact.relation == "investment":
        value = written.pop() if len(written) == 1 else amount(fact.object, "CNY", book)
    return f"{mode}{answerer.label(fact.relation)} {value.removeprefix(KG)}"
