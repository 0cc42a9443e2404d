"""The questions that are understood and come nearest to one that is not: the rules' examples with the names of the question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.ask.graph import GraphLexicon
from kg.ask.model import Name, Phrase, QuestionBook
from kg.ask.names import FIGURES, ExampleLexicon, find_names
from kg.explain import Fact
from kg.text.units import Units

OFFERED = 3
_RELATION = re.compile(r"kg:([a-z]\w*)")
_INDICATOR = re.compile(r'REGEX\(\?indicator, "(.*?)"\)')
MASK = "□"  # stands for any name when questions are compared


def near_questions(
    text: str, lexicon: GraphLexicon, book: QuestionBook, units: Units, facts: Sequence[Fact]
) -> tuple[str, ...]:
    """At most three, the nearest first, each about what the question names; where `facts` of that are known, what they tell."""
    found = [f for f in find_names(text, lexicon, book, units) if f.names and f.names[0].kind not in FIGURES]
    names = [f.names[0] for f in found]
    masked = text
    for f in reversed(found):
        masked = masked[: f.span.start] + MASK + masked[f.span.end :]
    examples = list(_examples(names, book, units))
    ranked = sorted(examples, key=lambda row: (-_alike(masked, row[0]), row[1]))
    ranked = [row for row in ranked if not facts or _happens(row[1], facts, book)]
    told = [row[1] for row in ranked if _tells(row[2], facts)]
    return tuple(dict.fromkeys(told or [row[1] for row in ranked]))[:OFFERED]


def _happens(question: str, facts: Sequence[Fact], book: QuestionBook) -> bool:
    """Whether a page has the question's word for what happens: 通水, of a railway, none has."""
    event = next((word for word in book.figures.events if word in question), "")
    return not event or any(event in q.text for f in facts for q in f.quotes)


def _tells(phrase: Phrase, facts: Sequence[Fact]) -> bool:
    """Whether a fact is of the relation that the rule asks, and has its indicator."""
    indicator = _INDICATOR.search(phrase.where)
    if indicator is not None:
        figures = (f.object.partition(" ")[0] for f in facts if f.relation in ("measure", "observation"))
        return any(re.search(indicator[1], figure) for figure in figures)
    return bool({f.relation for f in facts} & set(_RELATION.findall(phrase.where)))


def _examples(names: list[Name], book: QuestionBook, units: Units) -> Iterator[tuple[str, str, Phrase]]:
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
                    yield masked, filled, phrase


def _alike(a: str, b: str) -> float:
    """By the pairs of neighbouring characters that they share."""
    one, other = _pairs(a), _pairs(b)
    return 2 * len(one & other) / max(1, len(one) + len(other))


def _pairs(text: str) -> frozenset[str]:
    edged = f"^{text}$"
    return frozenset(edged[i : i + 2] for i in range(len(edged) - 1))
