"""Answer a question in Chinese from the graph: what was understood, the query, the rows with their evidence, what limits them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Store

from kg.ask.clear import may_be_read_on, unclear_names
from kg.ask.graph import GraphLexicon
from kg.ask.load import load_questions
from kg.ask.model import Answer, Constraint, QuestionBook, Reading, Row
from kg.ask.near import near_questions
from kg.ask.remote import RemoteGraph
from kg.ask.run import Runner
from kg.ask.sparql import Query, best_query, count_query, rows_query, sum_query, with_constraints
from kg.ask.understand import Understanding, normal, understand
from kg.ask.unknown import learn_name
from kg.explain import open_graph
from kg.model import DataError
from kg.ontology import ontology_folder, own_folders
from kg.rules.bodies import load_bodies
from kg.schema import Schema, load_schema
from kg.text.units import Units, load_units

TRIES = 3  # names that are learnt one after the other
READINGS = 3  # of a question that are tried for an answer
TOLD = 20  # things in the line that answers
SHOWN = 8  # names in a note


@dataclass(frozen=True, slots=True)
class QuestionTools:
    """All that answering needs besides the graph, loaded once."""

    folder: Path
    book: QuestionBook
    schema: Schema
    units: Units


def load_question_tools(ontology: Path | None = None) -> QuestionTools:
    folder, own = ontology_folder(ontology), own_folders(ontology)
    schema = load_schema(folder, own)
    bodies = load_bodies([folder, *own], {}).full
    return QuestionTools(folder, load_questions(folder, schema, own, bodies), schema, load_units(folder, own))


def ask(question: str, graph: Path, tools: QuestionTools) -> Answer:
    """Answer from a store's folder or a Turtle file. Raises DataError when there is none, and for an empty question."""
    return ask_store(question, open_graph(graph), tools)


def ask_store(question: str, store: Store | RemoteGraph, tools: QuestionTools) -> Answer:
    if not question.strip():
        raise DataError("ask a question; `kg ask --help` has one")
    lexicon = GraphLexicon(store, tools.book)
    lexicon.expect(normal(question))
    understood = understand(question, lexicon, tools.book, tools.units)
    notes: list[str] = []
    for _ in range(TRIES):
        if understood.readings or understood.refused or not understood.strange:
            break
        learnt = learn_name(understood, lexicon, tools.folder, tools.book)
        if learnt is None:
            break
        if learnt.unclear:
            return Answer(question, "unclear", notes=(learnt.note,), near=near(understood, lexicon, tools))
        notes.append(learnt.note)
        understood = understand(question, lexicon, tools.book, tools.units)
    if not understood.readings:
        return _not_understood(question, understood, notes, lexicon, tools)
    return _answered(question, understood.readings, notes, lexicon, tools)


def near(understood: Understanding, lexicon: GraphLexicon, tools: QuestionTools) -> tuple[str, ...]:
    return near_questions(understood.text, lexicon, tools.book, tools.units)


def _not_understood(
    question: str, understood: Understanding, notes: list[str], lexicon: GraphLexicon, tools: QuestionTools
) -> Answer:
    says = tools.book.says
    if understood.refused is not None:
        notes.append(understood.refused.says)
    elif understood.strange:
        words = says["and"].join(understood.text[s.start : s.end] for s in understood.strange)
        notes.append(says["unknown_words"].format(words))
    else:
        notes.append(says["misfit"])
    return Answer(question, "unknown", notes=tuple(notes), near=near(understood, lexicon, tools))


def _answered(
    question: str, readings: Sequence[Reading], notes: list[str], lexicon: GraphLexicon, tools: QuestionTools
) -> Answer:
    """The likeliest reading's answer.

    Another is tried only where no page states a number, so that 几座水库 is counted, and where a name is that of things
    of several classes: a station and the work that builds it.
    """
    labels = {name: tools.schema.label(name, "zh") for name in sorted(n for n, _ in tools.schema.labels)}
    answerer = _Answerer(question, Runner(lexicon.store, labels), tools.book)
    first: Answer | None = None
    for reading in readings[:READINGS]:
        unclear = list(unclear_names(reading, tools.book))
        if unclear:
            return Answer(question, "unclear", reading, notes=(*notes, *unclear))
        if not reading.counts:
            continue
        answer = answerer.answer(reading)
        first = first or answer
        if answer.status == "answered" or not may_be_read_on(reading, lexicon):
            return replace(answer, notes=(*notes, *answer.notes))
    if first is None:
        return Answer(question, "unknown", readings[0], notes=(*notes, tools.book.says["not_counted"]))
    return replace(first, notes=(*notes, *first.notes))


class _Answerer:
    """One way of answering for each thing that can be wanted."""

    def __init__(self, question: str, runner: Runner, book: QuestionBook) -> None:
        self.question, self.runner, self.book = question, runner, book

    def answer(self, reading: Reading) -> Answer:
        if reading.wants == "verdict":
            return self._verdict(reading)
        if reading.wants == "sum":
            return self._sum(reading)
        if reading.wants == "best":
            return self._best(reading)
        query = rows_query(reading)
        rows = self.runner.rows(query, reading)
        if reading.wants == "count":
            counting = count_query(reading)
            number = self.runner.numbers(counting).get("count", "0")
            return self._made(reading, counting, rows, result=number)
        return self._made(reading, query, rows, notes=tuple(self._conflicts(reading, rows)))

    def _made(
        self,
        reading: Reading,
        query: Query,
        rows: tuple[Row, ...],
        *,
        result: str = "",
        notes: tuple[str, ...] = (),
        sure: bool = True,
    ) -> Answer:
        status = "answered" if rows else "unstated"
        result = result if rows else ""
        told = self._told(reading, rows, result, sure)
        return Answer(self.question, status, reading, query.text, rows, result, told, notes, sure=sure)

    def _told(self, reading: Reading, rows: tuple[Row, ...], result: str, sure: bool) -> str:
        """The answer in a line."""
        says = self.book.says
        if not rows:
            return says["none"] if reading.wants in ("list", "count") else says["unstated"]
        if reading.wants == "verdict":
            return says[result]
        if reading.wants == "count":
            return says["graph_count"].format(result)
        if reading.wants == "sum":
            return result if sure else says["at_least_sum"].format(result)
        values = (
            row.value if reading.wants == "value" and reading.subjects else f"{row.label} {row.value}".strip()
            for row in rows
        )
        told = list(dict.fromkeys(values))
        return says["and"].join(told[:TOLD]) + ("…" if len(told) > TOLD else "")

    def _verdict(self, reading: Reading) -> Answer:
        """Yes where the graph has it; no where it has what speaks against it; never no because it has nothing."""
        query = rows_query(reading)
        rows = self.runner.rows(query, reading)
        if rows:
            return self._made(reading, query, rows, result="yes")
        for i, constraint in enumerate(reading.constraints):
            if constraint.no:
                others = [replace(c, where=c.no) if j == i else c for j, c in enumerate(reading.constraints)]
                against = rows_query(with_constraints(reading, others))
                rows = self.runner.rows(against, reading)
                if rows:
                    return self._made(reading, against, rows, result="no")
        answer = self._made(reading, query, ())
        return replace(answer, notes=tuple(self._latest_state(reading)))

    def _latest_state(self, reading: Reading) -> Iterator[str]:
        if not any(c.phrase.kind == "state" for c in reading.constraints):
            return
        states = self._values(reading, "state")
        if states:
            yield self.book.says["latest_state"].format(
                self.book.says["and"].join(sorted(set(states.values())))
            )

    def _values(self, reading: Reading, value: str) -> dict[str, str]:
        """The values of the subjects in the property of that kind."""
        phrase = next((p for p in self.book.phrases if p.kind == "property" and p.value == value), None)
        if phrase is None:
            return {}
        asked = replace(
            reading, wants="value", constraints=(), property=Constraint(phrase.where, phrase.says, phrase)
        )
        return {row.label: row.value for row in self.runner.rows(rows_query(asked), asked)}

    def _sum(self, reading: Reading) -> Answer:
        query = sum_query(reading)
        numbers = self.runner.numbers(query)
        rows = self.runner.rows(rows_query(reading), reading)
        least, most = numbers.get("least", ""), numbers.get("most", "")
        if not rows or not least:
            return self._made(reading, query, ())
        missing = tuple(self._missing(reading, rows))
        notes = (*self._conflicts(reading, rows), *missing)
        result = least if least == most else self.book.says["range"].format(least, most)
        return self._made(reading, query, rows, result=result, notes=notes, sure=not missing)

    def _best(self, reading: Reading) -> Answer:
        query = best_query(reading)
        rows = self.runner.rows(query, reading)
        if not rows:
            return self._made(reading, query, ())
        everything = self.runner.rows(rows_query(reading), reading)
        missing = tuple(self._missing(reading, everything))
        if reading.pair and missing:
            return self._made(reading, query, (), notes=missing)
        doubts = tuple(self._doubts(reading, rows[0].value))
        answer = self._made(reading, query, rows, notes=(*doubts, *missing), sure=not doubts and not missing)
        if not missing or reading.property is None:
            return answer
        compared = len({row.iri for row in everything})
        told = self.book.says["among"].format(reading.property.says, compared, answer.told)
        return replace(answer, told=told)

    def _missing(self, reading: Reading, rows: Sequence[Row]) -> Iterator[str]:
        """The things that meet the question, but have no value."""
        if reading.property is None:
            return
        everything = replace(reading, property=None, wants="list")
        found = self.runner.rows(rows_query(everything), everything)
        known = {row.iri for row in rows}
        names = [row.label for row in found if row.iri not in known]
        if names:
            shown = self.book.says["and"].join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")
            yield self.book.says["missing_value"].format(len(names), reading.property.says, shown)

    def _doubts(self, reading: Reading, best: str) -> Iterator[str]:
        """Things that would be greater, if only the page said that they meet the question."""
        for i, constraint in enumerate(reading.constraints):
            if not constraint.unknown or reading.property is None:
                continue
            others = [
                replace(c, where=c.unknown, values=()) if j == i else c
                for j, c in enumerate(reading.constraints)
            ]
            rows = self.runner.rows(best_query(with_constraints(reading, others)), reading)
            if rows and _better(rows[0].value, best, reading.order):
                names = self.book.says["and"].join(row.label for row in rows)
                yield self.book.says["unknown_place"].format(names, reading.property.says, constraint.says)

    def _conflicts(self, reading: Reading, rows: Sequence[Row]) -> Iterator[str]:
        """Things of which pages give several values."""
        if reading.property is None or reading.property.phrase.value == "text":
            return
        values: dict[str, list[str]] = {}
        for row in rows:
            values.setdefault(row.label, []).append(row.value)
        for label, several in values.items():
            if len(set(several)) > 1:
                shown = self.book.says["and"].join(dict.fromkeys(several))
                yield self.book.says["conflict"].format(label, shown)


def _better(value: str, best: str, order: str) -> bool:
    """As numbers, else (dates) as text."""
    try:
        a, b = (Decimal(text.split()[0]) for text in (value, best))
    except ArithmeticError:
        return value > best if order == "desc" else value < best
    return a > b if order == "desc" else a < b
