"""The things that a question names, where it is not understood as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from kg.ask.graph import GraphLexicon
from kg.ask.model import Name, QuestionBook
from kg.ask.names import FIGURES, find_names
from kg.model import Span
from kg.text.units import Units

NO_TOPICS = (*FIGURES, "Honour", "Page")


@dataclass(frozen=True, slots=True)
class Topic:
    """A thing by the piece of the question that names it; namesakes are several things."""

    span: Span
    names: tuple[Name, ...]

    @property
    def clear(self) -> bool:
        return len({n.term for n in self.names}) == 1 and self.names[0].sure

    @property
    def label(self) -> str:
        return self.names[0].label


def topics(text: str, lexicon: GraphLexicon, book: QuestionBook, units: Units) -> tuple[Topic, ...]:
    """From the left; a name that is several things is none."""
    found = []
    for f in find_names(text, lexicon, book, units):
        names = tuple(n for n in f.names if n.kind not in NO_TOPICS)
        if names:
            found.append(Topic(f.span, names))
    return tuple(t for t in found if t.clear)
