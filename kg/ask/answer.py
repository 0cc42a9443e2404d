"""Answer a question in Chinese from the graph: what was understood, the query, the rows with their evidence, what limits them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Store

from kg.ask.answerer import Answerer
from kg.ask.clear import may_be_read_on, unclear_names
from kg.ask.further import Asking, further
from kg.ask.graph import Found, GraphLexicon
from kg.ask.model import Answer, Reading
from kg.ask.names import LONG
from kg.ask.near import near_questions
from kg.ask.remote import RemoteGraph
from kg.ask.run import Runner
from kg.ask.said import said_of
from kg.ask.tools import QuestionTools, load_question_tools
from kg.ask.topics import Topic, topics
from kg.ask.understand import Understanding, understand
from kg.ask.unknown import learn_name
from kg.explain import open_graph
from kg.model import DataError

__all__ = ["QuestionTools", "ask", "ask_about", "ask_exactly", "ask_store", "load_question_tools"]

TRIES = 3  # names that are learnt one after the other
NAMED = 2  # things whose facts tell which questions are near
WORDS = 3  # in small letters: then a question is in English
READINGS = 3  # of a question that are tried for an answer
_HAN = re.compile("[一-鿿]")
_LETTER = re.compile("[A-Za-z]")
_WORD = re.compile(r"\b[A-Za-z][a-z]+\b")


def ask(question: str, graph: Path, tools: QuestionTools) -> Answer:
    """Answer from a store's folder or a Turtle file. Raises DataError when there is none, and for an empty question."""
    return ask_store(question, open_graph(graph), tools)


def ask_store(question: str, store: Store | RemoteGraph, tools: QuestionTools) -> Answer:
    """The answer; where the question is not understood as a whole, what the graph has on what it names."""
    return ask_about(question, store, tools)[0]


def ask_about(
    question: str, store: Store | RemoteGraph, tools: QuestionTools, found: Found | None = None
) -> tuple[Answer, tuple[Topic, ...]]:
    """The answer, and the things that the question names."""
    if _is_english(question):
        return Answer(question, "unknown", notes=(tools.book.says["english"],)), ()
    if len(question) > LONG:
        return Answer(question, "unknown", notes=(tools.book.says["too_long"].format(LONG),)), ()
    asker = _Asker(question, store, tools, found)
    answer = asker.answer()
    if answer.status not in ("answered", "unclear"):
        answer = further(answer, asker.asking())
    if answer.status in ("unknown", "unclear"):
        answer = replace(answer, near=asker.near())
    return answer, topics(asker.text, asker.lexicon, tools.book, tools.units)


def _is_english(question: str) -> bool:
    """In letters alone, or in words of them around a name in Chinese: Which counties does 汾河 flow through."""
    return len(_WORD.findall(question)) >= WORDS or bool(
        _LETTER.search(question) and not _HAN.search(question)
    )


def ask_exactly(question: str, store: Store | RemoteGraph, tools: QuestionTools, found: Found) -> Answer:
    """Only an answer to a question of which every word is understood. `found` keeps names for other parts of a text."""
    return _Asker(question, store, tools, found).answer()


class _Asker:
    """Reads one question on one graph, and what it learns of names while it does."""

    def __init__(
        self, question: str, store: Store | RemoteGraph, tools: QuestionTools, found: Found | None = None
    ) -> None:
        if not question.strip():
            raise DataError("ask a question; `kg ask --help` has one")
        self.question, self.tools, self.book = question, tools, tools.book
        self.text = tools.plain(question)
        self.lexicon = GraphLexicon(store, tools.book, found)
        self.lexicon.expect(self.text)
        schema = tools.schema
        labels = {name: schema.label(name, "zh") for name in sorted(n for n, _ in schema.labels)}
        relations = {name: relation.label_zh for name, relation in schema.relations.items()}
        self.answerer = Answerer(question, Runner(store, labels), tools.book, relations)

    def asking(self) -> Asking:
        return Asking(
            *(self.question, self.text, self.lexicon, self.book, self.tools.units),
            *(self.answerer, self._read_anew, self.tools.pages),
        )

    def _read_anew(self, text: str) -> Answer | None:
        readings = self._understand(text).readings
        return self._answered(readings) if readings else None

    def _understand(self, text: str) -> Understanding:
        return understand(text, self.lexicon, self.book, self.tools.units)

    def answer(self) -> Answer:
        understood = self._understand(self.text)
        taken: list[str] = []  # also for what is found further
        absent: list[str] = []
        for _ in range(TRIES):
            if understood.readings or (understood.refused and not understood.strange):
                break
            learnt = learn_name(understood, self.lexicon, self.tools.folder, self.book)
            if learnt is None or learnt.note in (*taken, *absent):
                break
            if learnt.unclear:
                return Answer(self.question, "unclear", notes=(learnt.note,))
            (absent if learnt.absent else taken).append(learnt.note)
            understood = self._understand(self.text)
        if understood.readings:
            return self._answered(understood.readings, taken, absent)
        return self._not_understood(understood, taken, absent)

    def near(self) -> tuple[str, ...]:
        """Questions that are understood: on what the graph has of the things named, where it has anything."""
        units = self.tools.units
        named = topics(self.text, self.lexicon, self.book, units)[:NAMED]
        rows = [row for topic in named for row in said_of(topic, "", self.answerer, self.book)]
        facts = [fact for row in rows for fact in row.facts]
        return near_questions(self.text, self.lexicon, self.book, units, facts)

    def _not_understood(
        self, understood: Understanding, taken: Sequence[str], absent: Sequence[str]
    ) -> Answer:
        says = self.book.says
        if understood.refused is not None:
            note = understood.refused.says
        elif understood.strange:
            words = says["and"].join(understood.text[s.start : s.end] for s in understood.strange)
            note = says["unknown_words"].format(words)
        else:
            note = says["misfit"]
        refused = understood.refused.id if understood.refused else ""
        return Answer(
            *(self.question, "unknown"),
            notes=(*taken, *absent, note),
            taken=tuple(taken),
            refused=refused,
        )

    def _answered(
        self, readings: Sequence[Reading], taken: Sequence[str] = (), absent: Sequence[str] = ()
    ) -> Answer:
        """The likeliest reading's answer.

        Another is tried only where no page states a number, so that 几座水库 is counted, and where a name is that of
        things of several classes: a station and the work that builds it.
        """
        first: Answer | None = None
        for reading in readings[:READINGS]:
            unclear = list(unclear_names(reading, self.book))
            if unclear:
                return Answer(self.question, "unclear", reading, notes=(*taken, *absent, *unclear))
            if not reading.counts:
                continue
            answer = self.answerer.answer(reading)
            first = first or answer
            if answer.status == "answered" or not may_be_read_on(reading, self.lexicon):
                return _with_taken(answer, taken, absent)
        if first is None:
            first = Answer(self.question, "unknown", readings[0], notes=(self.book.says["not_counted"],))
        return _with_taken(first, taken, absent)


def _with_taken(answer: Answer, taken: Sequence[str], absent: Sequence[str]) -> Answer:
    return replace(answer, notes=(*taken, *absent, *answer.notes), taken=tuple(taken))
