"""Gaps within a line: a run of full-width spaces between two pieces parts them, as cells and lost line ends are parted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Span

_GAP = re.compile(  # not in 前　　言; 李　成 is one piece
    r"(?:(?<=\S\S)|(?<=\S[ 　]\S))[ \t]*　[ \t]*　[ \t　]*(?=\S[ 　]?\S)"
)
_WIDE = "　"  # the full-width space


def parted(raw: str, span: Span) -> Iterator[Span]:
    """The pieces of a paragraph `raw[span.start:span.end]` between its gaps; one piece where there is none."""
    start = span.start
    if _WIDE in raw[span.start : span.end]:
        for gap in _GAP.finditer(raw, span.start, span.end):
            yield Span(start, gap.start())
            start = gap.end()
    yield Span(start, span.end)
