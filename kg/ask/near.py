"""The questions that are understood and come nearest to one that is not: the rules' examples with the names of the question."""

from __future__ import annotations

from collections.abc import Iterator

from kg.ask.graph import GraphLexicon
from kg.ask.model import Name, QuestionBook
from kg.ask.names import FIGURES, ExampleLexicon, find_names
from kg.text.units import Units

OFFERED = 3
RANKED = 12  # that may be offered
MASK = "□"  # stands for any name when questions are compared


def near_questions(text: str, lexicon: GraphLexicon, book: QuestionBook, units: Units) -> tuple[str, ...]:
    """The nearest first, each about what the question names."""
    found = [f for f in find_names(text, lexicon, book, units) if f.names and f.names[0].kind not in FIGURES]
    names = [f.names[0] for f in found]
    masked = text
    for f in reversed(found):
        masked = masked[: f.span.start] + MASK + masked[f.span.end :]
    ranked = sorted(_examples(names, book, units), key=lambda row: (-_alike(masked, row[0]), row[1]))
    return tuple(dict.fromkeys(question for _, question in ranked))[:RANKED]


def _examples(names: list[Name], book: QuestionBook, units: Units) -> Iterator[tuple[str, str]]:
    """Each example whose names can be those of the question: masked, and filled."""
    lexicon = ExampleLexicon(book.names)
    for phrase in book.phrases:
        for example in phrase.examples:
            if not example.reads:
                continue
            found = [f for f in find_names(example.ask, lexicon, book, units) if f.names]
            masked, filled, free = example.ask, example.ask, list(names)
            for f in reversed(found):
                name = next((n for n in free if n.kind == f.names[0].kind), None)
                if name is None:
                    break
                free.remove(name)
                masked = masked[: f.span.start] + MASK + masked[f.span.end :]
                filled = filled[: f.span.start] + name.label + filled[f.span.end :]
            else:
                if found:
                    yield masked, filled


def _alike(a: str, b: str) -> float:
    """By the pairs of neighbouring characters that they share."""
    one, other = _pairs(a), _pairs(b)
    return 2 * len(one & other) / max(1, len(one) + len(other))


def _pairs(text: str) -> frozenset[str]:
    edged = f"^{text}$"
    return frozenset(edged[i : i + 2] for i in range(len(edged) - 1))
