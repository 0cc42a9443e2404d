"""Money, dates and quantities of an article's repaired text, as mentions that do not overlap.

总投资约2.3亿元，去年6月开工，管网长498.44公里
     └ Money   └ Date         └ Quantity km
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.model import Date, Mention, Span, by_place
from kg.text.amounts import find_amounts
from kg.text.dates import PLAN, find_dates
from kg.text.shares import find_shares
from kg.text.unitless import find_bare_amounts, find_cheque_sums, find_indices, find_ranks, find_ratios
from kg.text.units import Units, load_units
from kg.text.water import find_water_classes

__all__ = ["Units", "find_values", "load_units"]

_TITLE = re.compile(r"《[^《》\n]{1,120}》")
_COINAGE = re.compile(r"“[^“”，。；：\n]{1,12}”|‘[^‘’，。；：\n]{1,12}’|「[^「」，。；：\n]{1,12}」")


def find_values(text: str, *, units: Units, today: Date | None) -> tuple[Mention, ...]:
    """The values of `text` in order; spans are in `text`, and `text[span]` is the mention's text.

    `today` is the date of the article, as exact as it is known: 今年 and 12月18日 need it, and give no date without
    it. Numbers inside titles (《…2025—2030年》) and coined words (“十四五”) are no values. Mentions may be found by
    several kinds; dates win, then water classes, ratios, shares, and what has a unit word.
    """
    dates = find_dates(text, today=today)
    plans = [date.span for date in dates if date.rule == PLAN]
    closed = [Span(*match.span()) for pattern in (_TITLE, _COINAGE) for match in pattern.finditer(text)]
    closed = [span for span in closed if not any(span.overlaps(plan) for plan in plans)]
    mentions = (
        *dates,
        *find_water_classes(text, units=units),
        *find_ratios(text),
        *find_shares(text, units=units),
        *find_amounts(text, units=units),
        *find_bare_amounts(text, units=units),
        *find_cheque_sums(text),
        *find_indices(text, units=units),
        *find_ranks(text, units=units),
    )
    return _without_overlaps(len(text), mentions, closed)


def _without_overlaps(size: int, mentions: Iterable[Mention], closed: Iterable[Span]) -> tuple[Mention, ...]:
    """Earlier mentions of the argument win; the result is in the order of the text."""
    taken = bytearray(size)
    for span in closed:
        taken[span.start : span.end] = b"\1" * len(span)
    kept: list[Mention] = []
    for mention in mentions:
        span = mention.span
        if taken.find(1, span.start, span.end) < 0:
            kept.append(mention)
            taken[span.start : span.end] = b"\1" * len(span)
    return tuple(sorted(kept, key=by_place))
