"""Run the examples and counter-examples of question rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.ask.model import Phrase, QuestionBook, QuestionExample
from kg.ask.names import ExampleLexicon
from kg.ask.understand import understand
from kg.text.units import Units


@dataclass(frozen=True, slots=True)
class QuestionCase:
    """One example of one rule."""

    phrase: Phrase
    example: QuestionExample


@dataclass(frozen=True, slots=True)
class QuestionFailure:
    """An example that does not hold: what it should be read as, and what it is read as."""

    case: QuestionCase
    read: str

    def __str__(self) -> str:
        phrase, example = self.case.phrase, self.case.example
        wanted = f"'{example.reads}'" if example.reads else "not by this rule"
        return f"{phrase.source}: {phrase.id}: “{example.ask}”: read as '{self.read}', wanted {wanted}"


def question_cases(book: QuestionBook) -> tuple[QuestionCase, ...]:
    return tuple(QuestionCase(phrase, example) for phrase in book.phrases for example in phrase.examples)


def run_questions(
    cases: Sequence[QuestionCase], book: QuestionBook, units: Units
) -> Iterator[QuestionFailure]:
    """The examples that are not read as they say by their rule, the counter-examples that their rule has a part in."""
    lexicon = ExampleLexicon(book.names)
    for case in cases:
        readings = understand(case.example.ask, lexicon, book, units).readings
        says, rules = (readings[0].says, readings[0].rules) if readings else ("", ())
        mine = case.phrase.id in rules
        if mine != bool(case.example.reads) or (mine and says != case.example.reads):
            yield QuestionFailure(case, says)
