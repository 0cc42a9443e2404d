"""Shares that are written out: 百分之六十五, 千分之三, 三分之一. All are given in per cent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from kg.model import Mention, Span
from kg.text.amount_pattern import START
from kg.text.amounts import quantity, with_hedges
from kg.text.numerals import ARABIC, CHINESE_DIGITS, CHINESE_NUMERALS, MULTIPLIERS, parse_number, plain
from kg.text.units import Units

_CENT = Decimal("0.01")
_LONGEST = 4  # characters before 分之: 一百万分之
_REACH = 16  # characters of 分之 and the number behind it
_SHARE = re.compile(
    rf"{START}(?:一?(?P<base>[百千万亿]{{1,3}})|(?P<parts>[{CHINESE_DIGITS}十]|\d{{1,2}}))分之(?P<below>负)?"
    rf"(?P<number>{ARABIC}(?!，\d{{3}}(?!\d))|(?:(?!百分)[{CHINESE_NUMERALS}])+(?:点[{CHINESE_DIGITS}]+)?)"
)


def find_shares(text: str, *, units: Units) -> Iterator[Mention]:
    """百分之六十五 → 65 %, 千分之三 → 0.3 %, 三分之一 → 33.33 % (the one rounding there is)."""
    for match in _matches(text):
        share = _share(match)
        if share is not None:
            yield quantity(text, with_hedges(text, Span(*match.span()), units), share, "%", "value.share")


def _matches(text: str) -> Iterator[re.Match[str]]:
    """As `finditer`, but tried only around 分之: several times as fast."""
    at = end = 0
    while (at := text.find("分之", max(at, end))) >= 0:
        match = _SHARE.search(text, max(end, at - _LONGEST), at + _REACH)
        end = match.end() if match else at + 1
        if match:
            yield match


def _share(match: re.Match[str]) -> Decimal | None:
    number = parse_number(match["number"])
    if number is None:
        return None
    if match["base"]:
        base = 1
        for mark in match["base"]:
            base *= MULTIPLIERS[mark]
        return plain(number * 100 / base * (-1 if match["below"] else 1))
    parts = parse_number(match["parts"])
    if not parts or parts <= number or match["below"]:
        return None  # 五分之六 is no share
    return plain((number * 100 / parts).quantize(_CENT, ROUND_HALF_UP))
