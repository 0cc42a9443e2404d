"""What a question names that the graph does not have by that name: parts of names, and places that no page names."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.ask.alike import alike
from kg.ask.graph import GraphLexicon
from kg.ask.model import Name, QuestionBook
from kg.ask.names import LONGEST, SHORTEST
from kg.ask.understand import Understanding
from kg.model import Span

REACH = 6  # characters that a place's name may have before the first unknown one: 上 in 上海
if TYPE_CHECKING:
    from kg.gazetteer import Gazetteer, Place

SHOWN = 6  # names that a part may stand for


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt of an unknown name; `unclear` where it may be several things."""

    note: str
    unclear: bool = False
    absent: bool = False  # a place that no page names


@functools.lru_cache(maxsize=1)
def _gazetteer(folder: Path) -> Gazetteer:
    from kg.gazetteer import load_gazetteer

    return load_gazetteer(folder)


def _named(gazetteer: Gazetteer, text: str) -> tuple[Place, ...]:
    """Not by 城区 and 新建, which are words as well."""
    from kg.gazetteer import TIER_WORD

    form = gazetteer.forms.get(text)
    return () if form is not None and form.tier == TIER_WORD else gazetteer.named(text)


def learn_name(
    understood: Understanding, lexicon: GraphLexicon, folder: Path, book: QuestionBook
) -> Learnt | None:
    """Teach the lexicon what the first unknown words are; None where they are no part of a name and no place."""
    for span in understood.strange:
        text = understood.text
        learnt = _part(text, span, lexicon, book) or _alike(text, span, lexicon, book)
        learnt = learnt or _place(text, span, lexicon, folder, book)
        if learnt is not None:
            return learnt
    if not understood.strange:  # 青岭机场: known words, and a name together
        found = (_alike(understood.text, span, lexicon, book) for span in understood.named)
        return next((learnt for learnt in found if learnt is not None), None)
    return None


def _part(text: str, span: Span, lexicon: GraphLexicon, book: QuestionBook) -> Learnt | None:
    found = lexicon.parts(text, span.start, span.end)
    if found is None:
        return None
    piece, labels = found
    shown = book.says["and"].join(labels[:SHOWN])
    if len(labels) > 1:
        return Learnt(book.says["unclear"].format(piece, shown), unclear=True)
    lexicon.learn(piece, labels[0])
    return Learnt(book.says["read_as"].format(piece, shown))


def _alike(text: str, span: Span, lexicon: GraphLexicon, book: QuestionBook) -> Learnt | None:
    """A name that the question has nearly: 青白高速河口站 for 青白高速公路河口站."""
    found = alike(text, span, lexicon.holding(text, span), book, lexicon.is_front)
    if not found or lexicon.find(text[found[0].span.start : found[0].span.end]):
        return None
    piece = text[found[0].span.start : found[0].span.end]
    labels = sorted({a.label for a in found})
    things = {n.term: n.label for label in labels for n in lexicon.find(label)}
    if len(things) > 1:
        shown = book.says["and"].join(sorted(set(things.values()))[:SHOWN])
        return Learnt(book.says["unclear"].format(piece, shown), unclear=True)
    lexicon.learn(piece, labels[0])
    return Learnt(book.says["read_as"].format(piece, next(iter(things.values()), labels[0])))


def _around(text: str, span: Span, lexicon: GraphLexicon) -> tuple[int, int]:
    """How far a place may reach: into no name that the graph has beside it, so that 黄金周宁夏 has no 周宁."""
    behind = any(lexicon.find(text[span.end : span.end + n]) for n in range(SHORTEST, REACH + 1))
    before = any(
        lexicon.find(text[span.start - n : span.start]) for n in range(SHORTEST, REACH + 1) if n <= span.start
    )
    return span.start if before else max(0, span.start - REACH), span.end if behind else len(text)


def _place(text: str, span: Span, lexicon: GraphLexicon, folder: Path, book: QuestionBook) -> Learnt | None:
    """A place of the gazetteer: it is known that there is none in the graph."""
    gazetteer = _gazetteer(folder / "gazetteer")
    base = lexicon.base_iri()
    least, most = _around(text, span, lexicon)
    for start in range(least, span.end):
        for end in range(min(most, start + LONGEST), max(start + 1, span.start), -1):
            places = _named(gazetteer, text[start:end])
            if places:
                piece = text[start:end]
                lexicon.known[piece] = tuple(
                    Name(p.name, p.kind, f"<{base}area-{p.code}>", piece) for p in places[:1]
                )
                return Learnt(book.says["not_named"].format(piece), absent=True)
    return None
