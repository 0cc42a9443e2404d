"""Sentences without an end: an article's text → the same with line breaks in sentences longer than any that is written.

What reads a sentence may look at all of it for each of its words; a page of one sentence, which a table without marks
or a damaged file may be, would take the square of its length.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from kg.model import Span
from kg.text.sentences import SENTENCE_MARKS

LONGEST = 2000  # characters of a sentence; the longest of 1,675 real articles has 1,252
SHORTEST = 1000  # characters of a piece that ends at a mark
_PIECE = re.compile(rf"[^{SENTENCE_MARKS}]+")
_MARK = re.compile(r"[；;，,、：: ]")


def cut_sentences(text: str, offsets: Sequence[int], start: int = 0) -> tuple[str, Sequence[int]]:
    """Text and offsets with a newline (at the offset of the sign before it) in each longer sentence from `start` on."""
    places = list(find_cuts(text, start))
    if not places:
        return text, offsets
    bounds = [0, *places, len(text)]
    spans = list(zip(bounds, bounds[1:], strict=False))
    found: list[int] = []
    for first, end in spans:
        found += offsets[first:end]
        found.append(offsets[end - 1])
    return "\n".join(text[a:b] for a, b in spans), found[:-1]


def move_spans(spans: Sequence[Span], places: Sequence[int]) -> tuple[Span, ...]:
    """Spans of the text as they are after newlines were put in at `places` (ascending)."""
    return tuple(
        Span(s.start + bisect_right(places, s.start), s.end + bisect_left(places, s.end)) for s in spans
    )


def find_cuts(text: str, start: int = 0) -> Iterator[int]:
    """Where sentences longer than LONGEST are cut: behind the last mark inside, best of clauses, else anywhere."""
    if len(text) - start <= LONGEST:
        return
    for piece in _PIECE.finditer(text, start):
        at = piece.start()
        while piece.end() - at > LONGEST:
            at = _good_end(text, at)
            yield at


def _good_end(text: str, start: int) -> int:
    marks = {m[0]: m.end() for m in _MARK.finditer(text, start + SHORTEST, start + LONGEST)}
    return next((marks[mark] for mark in "；;，,、：: " if mark in marks), start + LONGEST)


def count_cuts(text: str, start: int = 0) -> int:
    """How often sentences of an article's text were cut: lines so long that end without the end of a sentence."""
    pieces = _PIECE.finditer(text, start) if len(text) - start > LONGEST else ()
    return sum(m.end() - m.start() >= SHORTEST and text[m.end() : m.end() + 1] == "\n" for m in pieces)
