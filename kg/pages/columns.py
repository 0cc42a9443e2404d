"""Boxes of text on a page → the same in the order of reading, column by column, story by story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

BAND = 40.0  # points; title and body, or two paragraphs, stand nearer
SLACK = 2.0  # points by which columns may touch
MANY = 120  # boxes of a band that are compared each with each; a page of a newspaper has fewer


class Box(Protocol):
    """What is used of pdfminer's boxes of text; the origin is the page's lower left corner."""

    x0: float
    x1: float
    y0: float
    y1: float

    def get_text(self) -> str: ...


def in_order(boxes: Sequence[Box]) -> list[Box]:
    """All boxes of a page, band after band."""
    return [box for band in _bands(boxes) for box in (_in_order(band) if len(band) <= MANY else _cut(band))]


def _bands(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Parts of a page with an empty band between them from side to side, from the top."""
    band: list[Box] = []
    low = 0.0
    for box in sorted(boxes, key=lambda b: -b.y1):
        if band and low - box.y1 > BAND:
            yield band
            band = []
        low = min(low, box.y0) if band else box.y0
        band.append(box)
    if band:
        yield band


def _in_order(boxes: Sequence[Box]) -> list[Box]:
    """Boxes in the order of reading, after Breuel (2003).

    A box comes before another if it stands above it and overlaps it from side to side, or if it stands wholly to its
    left and nothing between the two in height overlaps both.
    """
    ordered = sorted(boxes, key=lambda b: (-b.y1, b.x0))
    before = {
        b: {a for a in range(len(ordered)) if a != b and _first(a, b, ordered)} for b in range(len(ordered))
    }
    found: list[Box] = []
    while before:
        ready = [b for b, waits in before.items() if not waits] or [
            min(before, key=lambda b: (len(before[b]), b))
        ]
        chosen = min(ready)
        found.append(ordered[chosen])
        del before[chosen]
        for waits in before.values():
            waits.discard(chosen)
    return found


def _first(a: int, b: int, boxes: Sequence[Box]) -> bool:
    one, other = boxes[a], boxes[b]
    if _overlap(one, other) > 0:
        return one.y1 > other.y1
    if one.x1 > other.x0 + SLACK:
        return False
    low, high = sorted((one.y1, other.y1))
    return not any(low < c.y1 < high and _overlap(c, one) > 0 and _overlap(c, other) > 0 for c in boxes)


def _overlap(one: Box, other: Box) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def _cut(boxes: Sequence[Box]) -> list[Box]:
    """Of very many boxes: the columns that no box bridges, from the left, each from the top (a cut of Nagy's)."""
    columns: list[list[Box]] = []
    right = 0.0
    for box in sorted(boxes, key=lambda b: b.x0):
        if not columns or box.x0 > right - SLACK:
            columns.append([])
        right = max(right, box.x1) if columns[-1] else box.x1
        columns[-1].append(box)
    return [box for column in columns for box in sorted(column, key=lambda b: (-b.y1, b.x0))]
