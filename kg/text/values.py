"""Money, dates and quantities of an article's repaired text, as mentions that do not overlap.

总投资约2.3亿元，去年6月开工，管网长498.44公里
     └ Money   └ Date         └ Quantity km
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.model import Date, Mention, Span
from kg.text.amounts import find_amounts
from kg.text.dates import find_dates
from kg.text.units import Units, load_units

__all__ = ["Units", "find_values", "load_units"]

_TITLE = re.compile(r"《[^《》\n]{1,120}》")
_COINAGE = re.compile(r"“[^“”，。；：\n]{1,12}”|‘[^‘’，。；：\n]{1,12}’|「[^「」，。；：\n]{1,12}」")


def find_values(text: str, *, units: Units, today: Date | None) -> tuple[Mention, ...]:
    """The values of `text` in order; spans are in `text`, and `text[span]` is the mention's text.

    `today` is the date of the article, as exact as it is known: 今年 and 12月18日 need it, and give no date without
    it. Numbers inside titles (《…2025—2030年》) and coined words (“十四五”) are no values.
    """
    closed = [Span(*match.span()) for pattern in (_TITLE, _COINAGE) for match in pattern.finditer(text)]
    mentions = (*find_dates(text, today=today), *find_amounts(text, units=units))
    return _without_overlaps(len(text), mentions, closed)


def _without_overlaps(size: int, mentions: Iterable[Mention], closed: Iterable[Span]) -> tuple[Mention, ...]:
    """Earlier mentions of the argument win; the result is in the order of the text."""
    taken = bytearray(size)
    for span in closed:
        taken[span.start : span.end] = b"\1" * len(span)
    kept: list[Mention] = []
    for mention in mentions:
        span = mention.span
        if not any(taken[span.start : span.end]):
            kept.append(mention)
            taken[span.start : span.end] = b"\1" * len(span)
    return tuple(sorted(kept, key=lambda mention: mention.span))
