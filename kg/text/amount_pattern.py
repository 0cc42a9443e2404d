"""The pattern of an amount: a number as newspapers write it, and a unit word of `units.toml` behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.text.numerals import ARABIC, CHINESE_DIGITS, CHINESE_NUMERALS, MULTIPLIERS, TENS
from kg.text.units import Units, UnitWord

# no number begins inside a word, a number or an ordinal, or behind a comma that was misread: 1，200, or in an address: %20
START = rf"(?<![A-Za-z\d.%几第{CHINESE_NUMERALS}])(?<!\d[,/])(?!(?<=\d，)\d{{3}}(?!\d))"
POWER = r"\d+\.\d+ ?[×xX]10\^?[2-9]"  # 11.00×10⁸, its exponent no longer raised; 3×108 may be three of 108
LONGEST = (
    32  # characters of a number in Chinese; without a bound, a long row of 万 would take a quadratic time
)
AMOUNT = "amount"
_TENS = "".join(TENS)
DASH = r"(?:[-–—~～]{1,2}|至|到)"


def amount_pattern(units: Units) -> re.Pattern[str]:
    """Groups: times (2×), low and number (3—5), unit, per (/亩)."""
    pattern = units.compiled.get(AMOUNT)
    if pattern is None:
        pattern = units.compiled[AMOUNT] = _compiled(units)
    return pattern


def _compiled(units: Units) -> re.Pattern[str]:
    multiplier = _multiplier(units)
    arabic = rf"{ARABIC}(?: ?[余多]?{multiplier}{{1,3}}(?:[余多]?亿|{ARABIC}{multiplier}{{1,3}})?)?[余多]?"
    chinese = (
        rf"(?:[{CHINESE_DIGITS}{_TENS}]|{multiplier}){{1,{LONGEST}}}(?:点[{CHINESE_DIGITS}]{{1,9}})?"
        rf"(?:(?:[余多]|(?<=[十零])几)?{multiplier}{{1,3}})?[余多]?"
    )
    number = f"(?:{arabic}|{chinese})"
    every = _any_unit({word: unit for word, unit in units.words.items() if not unit.arabic})
    after_digits = _any_unit(units.words)
    per = "|".join(re.escape(word) for word in sorted({*units.per, *units.words}, key=lambda w: (-len(w), w)))
    return re.compile(
        rf"{START}(?:(?P<times>\d+)[×xX*])?(?:(?P<low>{number}){DASH})?"
        rf"(?P<number>(?=\d)(?:{POWER}|{arabic})(?= ?(?:{after_digits}))|(?!\d){chinese}(?= ?(?:{every})))"
        rf" ?(?P<unit>{after_digits})(?:[/／每](?P<per>{per}))?"
    )


def _multiplier(units: Units) -> str:
    """万 or 亿, or a 千 that does not begin a unit word: 67万千瓦 is 67万 of 千瓦."""
    parts = []
    for mark in MULTIPLIERS:
        rests = sorted(re.escape(word[1:]) for word in units.words if word.startswith(mark) and len(word) > 1)
        parts.append(f"{mark}(?!{'|'.join(rests)})" if rests else mark)
    return f"(?:{'|'.join(parts)})"


def _any_unit(words: Mapping[str, UnitWord]) -> str:
    """One of the words, longer ones first, grouped by first character: half the time of a plain list."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(_rest(word, words[word]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in sorted(groups.items()))


def _rest(word: str, unit: UnitWord) -> str:
    latin = "(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
    other = f"(?![{re.escape(unit.not_before)}])" if unit.not_before else ""
    return re.escape(word[1:]) + latin + other
