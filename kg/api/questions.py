"""Questions in Chinese, answered from a store or an endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.queries import Source
from kg.api.values import Answer, AnswerRow, Fact, Name, Quote, Said

if TYPE_CHECKING:
    from kg.ask import model
    from kg.ask.answer import QuestionTools
    from kg.explain import Fact as Told

FORMATS = ("table", "json", "csv")


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers to the parts of a question, as the command shows them."""

    question: str
    answers: tuple[model.Answer, ...]
    tools: QuestionTools

    @property
    def understood(self) -> bool:
        return all(answer.understood for answer in self.answers)

    def noted(self, note: str, lang: str) -> str:
        """A note in the language; it is written in Chinese."""
        from kg.ask.english import in_english

        return in_english(note, self.tools.book) if lang == "en" else note

    def text(self, format: str, lang: str = "") -> str:
        """As a table (only where all is understood, or pages say something of what it names), JSON or CSV.

        Of a table the notes are in the language; answers are in Chinese.
        """
        from kg.ask.show import as_csv, as_json, as_text

        if format == "json":
            return as_json(self.question, self.answers) + "\n"
        if format == "csv":
            return as_csv(self.answers)
        labels = {n: (r.label_zh, r.label_en) for n, r in self.tools.schema.relations.items()}
        shown = self.understood or any(answer.rows or answer.sentences for answer in self.answers)
        return as_text(self.answers, labels, lambda note: self.noted(note, lang)) + "\n" if shown else ""

    def sparql(self) -> str:
        """Of several questions each query behind its question, as a comment."""
        several = len(self.answers) > 1
        return "\n\n".join(f"# {a.question}\n{a.sparql}" if several else a.sparql for a in self.answers)


def ask(question: str, source: Source, ontology: Path | None = None) -> Asked:
    """Ask a store, or an endpoint. Raises DataError for an empty question and where there is no graph."""
    from kg.ask.passages import pages_beside
    from kg.ask.remote import RemoteGraph
    from kg.ask.several import ask_several
    from kg.explain import open_graph

    tools = _tools(ontology)
    asked = RemoteGraph(source) if source.endpoint else open_graph(source.store or Path())
    if source.store is not None and not source.endpoint:
        tools = replace(tools, pages=pages_beside(source.store))
    return Asked(question, ask_several(question, asked, tools), tools)


def answer(question: str, store: Path, ontology: Path | None = None) -> Answer:
    """`Graph.ask`."""
    asked = ask(question, Source(store), ontology)
    parts = tuple(map(_answer, asked.answers))
    if len(parts) == 1:
        return parts[0]
    rows = tuple(row for part in parts for row in part.rows)
    text = "; ".join(part.text for part in parts)
    return Answer(question, "several", text, rows=rows, sparql=asked.sparql(), parts=parts)


def run_examples(ontology: Path | None = None) -> tuple[int, Sequence[str]]:
    """How many examples the question rules have, and a line for each that does not hold."""
    from kg.ask.examples import question_cases, run_questions

    tools = _tools(ontology)
    cases = question_cases(tools.book)
    return len(cases), [str(failure) for failure in run_questions(cases, tools.book, tools.units)]


@lru_cache(maxsize=2)
def _tools(ontology: Path | None) -> QuestionTools:
    from kg.ask.answer import load_question_tools

    return load_question_tools(ontology)


def _answer(found: model.Answer) -> Answer:
    rows = tuple(
        AnswerRow(row.label, row.iri, row.value, tuple(_fact(fact) for fact in row.facts))
        for row in found.rows
    )
    return Answer(
        found.question,
        found.status,
        found.told,
        found.reading.says if found.reading else "",
        rows,
        found.sparql,
        found.notes,
        found.near,
        sentences=tuple(Said(s.page, s.start, s.end, s.text, s.title) for s in found.sentences),
    )


def _fact(told: Told) -> Fact:
    quotes = tuple(
        Quote(
            *(q.page, q.start, q.end, q.text, q.title, q.rule, Decimal(q.confidence or "0"), q.modality),
            *(q.written, q.sum_role, q.corrected),
        )
        for q in told.quotes
    )
    return Fact(Name(told.subject, "", ""), told.relation, told.object, quotes)
