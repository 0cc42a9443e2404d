"""What of a page is in no article: nothing is left out silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Span
from kg.pages.kinds import (
    BYLINE,
    CAPTION,
    DATELINE,
    FILLER,
    FOOT,
    JUMP_FROM,
    JUMP_TO,
    META,
    NAMES,
    PROSE,
    ROUNDUP,
    TITLE,
)
from kg.pages.units import Unit

FURNITURE = (
    "furniture"  # masthead, editors, column labels; source, date, links and notices of a page of the web
)
DOUBLED = "doubled"  # a paragraph that stands twice
LEAD = "lead"  # 本报讯 （记者 …）
CREDIT = "credit"  # the name that signs a story or a picture
JUMP = "jump"
MARKUP = "markup"  # # and ** of Markdown, and what is nothing but such signs

_KINDS = {
    FILLER: FURNITURE,
    META: FURNITURE,
    FOOT: FURNITURE,
    ROUNDUP: FURNITURE,
    BYLINE: BYLINE,
    NAMES: BYLINE,
    DATELINE: LEAD,
    JUMP_TO: JUMP,
    JUMP_FROM: JUMP,
    CAPTION: CAPTION,  # too short to be an article
    PROSE: DOUBLED,
    TITLE: DOUBLED,
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A raw span that is in no article, and why; it neither begins nor ends with white space."""

    kind: str
    span: Span


def find_left_out(raw: str, units: Sequence[Unit], read: Sequence[Span]) -> tuple[LeftOut, ...]:
    """All of `raw` that no span of `read` covers, part by part, in order."""
    gaps = list(_gaps(len(raw), sorted(read)))
    found: list[LeftOut] = []
    for gap, kind in _parts(gaps, units):
        text = raw[gap.start : gap.end]
        start = gap.start + len(text) - len(text.lstrip())
        if text.strip():
            found.append(LeftOut(kind, Span(start, start + len(text.strip()))))
    return tuple(found)


def _gaps(size: int, read: Sequence[Span]) -> Iterator[Span]:
    at = 0
    for span in read:
        if span.start > at:
            yield Span(at, span.start)
        at = max(at, span.end)
    if at < size:
        yield Span(at, size)


def _parts(gaps: Sequence[Span], units: Sequence[Unit]) -> Iterator[tuple[Span, str]]:
    """Each gap, cut where a unit begins or ends, with the kind of what stands there."""
    spans = [(Span(unit.lines[0].span.start, unit.lines[-1].span.end), unit) for unit in units]
    at = 0
    for gap in gaps:
        start = gap.start
        while at < len(spans) and spans[at][0].end <= start:
            at += 1
        here = at
        while here < len(spans) and spans[here][0].start < gap.end:
            span, unit = spans[here]
            if start < span.start:
                yield Span(start, span.start), MARKUP
            inside = Span(max(start, span.start), min(span.end, gap.end))
            yield inside, _kind(unit, span, inside)
            start = inside.end
            here += 1
        if start < gap.end:
            yield Span(start, gap.end), MARKUP


def _kind(unit: Unit, span: Span, inside: Span) -> str:
    """Of a unit that is read in part, what stands before its lead's end, behind its last sentence, or between."""
    if inside == span:
        return _KINDS.get(unit.kind, unit.kind)
    if unit.lead is not None and inside.end <= unit.lead:
        return LEAD
    if unit.end is not None and inside.start >= unit.end:
        return CREDIT
    return MARKUP
