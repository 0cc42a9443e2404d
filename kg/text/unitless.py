"""Numbers whose unit is told by a word beside them, or that have none: 投资2.3亿, 指数为4.66, 全省第3, 1:9.

So are sums in the numerals of cheques, whose characters are mostly something else (陆, 伍).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from kg.model import Mention, Span
from kg.text.amount_pattern import LONGEST
from kg.text.amounts import MONEY, quantity
from kg.text.no_counts import SAID_OF_SUMS
from kg.text.numerals import ARABIC, CHEQUE, CHINESE_NUMERALS, MULTIPLIERS, parse_number
from kg.text.units import Units

_GREAT = re.compile(
    rf"(?<![A-Za-z\d.,/第几{CHINESE_NUMERALS}])[\d.,{CHINESE_NUMERALS}](?:[\d.,余多{CHINESE_NUMERALS}]|{SAID_OF_SUMS}){{0,{LONGEST}}}(?<=[万亿余多])"
)
_NO_MORE = re.compile(r"[元\d.%％‰]|[-–—~～至到、][\d.]")  # 3亿至5亿 is no single sum


def find_bare_amounts(text: str, *, units: Units) -> Iterator[Mention]:
    """投资2.3亿建新渠 and 2.3亿资金: money, since 投资 says so; 受益人口300余万: people."""
    if not units.bare_amounts:
        return
    for match in _GREAT.finditer(text):
        unit = _unit_beside(text, match, units)
        number = parse_number(match[0]) if unit and _is_great(match[0]) else None
        if number is None:
            continue
        if unit == MONEY:
            yield Mention(Span(*match.span()), match[0], "Money", "value.money.bare", value=number)
        else:
            yield quantity(text, Span(*match.span()), number, unit, "value.bare")


def _is_great(written: str) -> bool:
    """3.5万, 300余万, but no 亿 alone."""
    return written.rstrip("余多")[-1] in "万亿" and any(c not in MULTIPLIERS for c in written.rstrip("余多"))


def _unit_beside(text: str, match: re.Match[str], units: Units) -> str:
    for bare in units.bare_amounts:
        if text.startswith(bare.before, match.end()):
            return bare.unit
        if text.endswith(bare.after, 0, match.start()) and not _NO_MORE.match(text, match.end()):
            return bare.unit
    return ""


_CHEQUE = re.compile(rf"{CHEQUE}[元圆](?:整|正)?")


def find_cheque_sums(text: str) -> Iterator[Mention]:
    """人民币伍仟万元整."""
    for match in _CHEQUE.finditer(text):
        number = parse_number(match[0].rstrip("整正")[:-1])
        if number is not None:
            yield Mention(Span(*match.span()), match[0], "Money", "value.money.cheque", value=number)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))


def find_indices(text: str, *, units: Units) -> Iterator[Mention]:
    """综合指数为4.66: a pure number."""
    for match in _number_after(units.indices, ARABIC, r"(?![\d.%％‰])").finditer(text):
        yield from _pure(text, match, "number", "value.index")


_PLACE = rf"第(?P<number>\d{{1,3}}|[{CHINESE_NUMERALS}]{{1,3}})(?:位|名)?"
_PLACE_ENDS = r"(?=[，。；、！）)\s]|和|及|$)"  # 全省第二批 is no rank


def find_ranks(text: str, *, units: Units) -> Iterator[Mention]:
    """全省第3, 位居第二: a pure number; the mention begins at 第."""
    for match in _number_after(units.ranks, _PLACE, _PLACE_ENDS).finditer(text):
        yield from _pure(text, match, "rank", "value.rank")


@lru_cache(maxsize=8)
def _number_after(cues: tuple[str, ...], number: str, then: str) -> re.Pattern[str]:
    group = f"(?P<rank>{number})" if "<number>" in number else f"(?P<number>{number})"
    return re.compile(f"(?:{_any(cues)}){group}{then}") if cues else re.compile("(?!)")


def _pure(text: str, match: re.Match[str], group: str, rule: str) -> Iterator[Mention]:
    number: Decimal | None = parse_number(match["number"])
    if number is not None:
        yield quantity(text, Span(*match.span(group)), number, "", rule)


_RATIO = re.compile(r"(?<![\d:：∶.])(\d{1,3}(?:\.\d+)?)[:：∶](\d{1,3}(?:\.\d+)?)(?![\d:：∶])")
_COLON = re.compile(r"\d[:：∶]")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[:：][0-5]\d")
_RATIO_CUES = ("按", "按照", "比例", "比例为", "比为", "达到", "比")


def find_ratios(text: str) -> Iterator[Mention]:
    """1:9, but no time of day unless a word such as 按 says so."""
    for match in _RATIO.finditer(text) if _COLON.search(text) else ():
        if _CLOCK.fullmatch(match[0]) and not text.endswith(_RATIO_CUES, 0, match.start()):
            continue
        yield quantity(text, Span(*match.span()), f"{match[1]}:{match[2]}", "", "value.ratio")
