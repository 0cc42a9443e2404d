"""Sums of money and quantities in running text: a number, its unit word, and the hedges that belong to both.

A range is one amount however it is written (3—5米, 3000万元至5000万元, 30%-50%); a list that shares its unit
(分别为1.2、0.8亿元) is several. What stands without a unit word is read in `unitless.py`, shares in `shares.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Mention, Quantity, Span, light, replace, squeeze
from kg.text.amount_pattern import DASH, amount_pattern
from kg.text.no_counts import counts_nothing
from kg.text.numerals import (
    ARABIC,
    CHINESE_DIGITS,
    CHINESE_NUMERALS,
    DIGITS,
    MULTIPLIERS,
    TRAILING,
    parse_number,
    plain,
)
from kg.text.units import Units

MONEY = "CNY"
CLAUSE_END = re.compile(r"[，。；：、,;:！？\n]")
_CUE_REACH = 12  # characters between 每秒 and its number: 每秒最多能泄27700立方米
_RUN = re.compile(rf"[\d{CHINESE_NUMERALS}]+")
_BETWEEN = re.compile(rf"{DASH}(?P<below>零下|负)?")
_CHANGE = re.compile(r"[从由][^，。；：！？\n]{0,12}\Z")  # 从3%到5% tells of two values, no range
_DISTRIBUTED = re.compile(r"(?:分别|依次)[^，。；：！？\n]{0,24}\Z")
_LISTED = re.compile(rf"(?<![\d.第])(?P<number>{ARABIC}(?:[余多]?[万亿]+)?)[、和与及]\Z")
_LIST_REACH = 24  # characters
_CURRENCY = re.compile("[A-Z]{3}")  # ISO 4217
_MONTHS = 12


@light
@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: `span` without hedges; `low` is the lower end of a range; both in base units."""

    span: Span
    value: Decimal
    symbol: str
    number: str  # as written, without the unit
    factor: Decimal
    low: Decimal | None = None


def find_amounts(text: str, *, units: Units) -> Iterator[Mention]:
    """Money and quantities of `text` that have a unit word, in order."""
    for amount in _with_lists(text, _joined(text, list(_amounts(text, units)))):
        span = with_hedges(text, amount.span, units)
        value = amount.value if amount.low is None else f"{amount.low}-{amount.value}"
        if amount.symbol == MONEY and isinstance(value, Decimal):
            yield Mention(span, text[span.start : span.end], "Money", "value.money", value=value)
        else:
            yield quantity(text, span, value, amount.symbol, "value.quantity")


def quantity(text: str, span: Span, value: Decimal | str, symbol: str, rule: str) -> Mention:
    written = text[span.start : span.end]
    return Mention(span, written, "Quantity", rule, value=Quantity(value, symbol, written=squeeze(written)))


def with_hedges(text: str, span: Span, units: Units) -> Span:
    """The span with what belongs to the number as written: 约94亿元, 12公里以上."""
    start, end = span.start, span.end
    before = after = ""
    if text.endswith(units.before, 0, start) or text.endswith(units.bare, 0, start):
        before = next(h for h in units.before + units.bare if text.endswith(h, 0, start))
    if before in units.bare and not text.startswith(tuple(MULTIPLIERS), start):
        before = ""
    if text[start - len(before) - 1 : start - len(before)] in tuple(units.not_after.get(before, "")):
        before = ""
    if text.startswith(units.after, end):
        after = next(h for h in units.after if text.startswith(h, end))
    return Span(start - len(before), end + len(after))


# -- one number and its unit -------------------------------------------------------------------------------


def _amounts(text: str, units: Units) -> Iterator[Amount]:
    found: list[tuple[Amount, bool]] = []  # with whether its number is an article
    for match in _matches(text, amount_pattern(units)):
        if not counts_nothing(text, match, units):
            amount = _amount(text, match, units)
            if amount is not None:
                found.append((amount, _is_article(match, units)))
    for i, (amount, article) in enumerate(found):
        if not article or _is_counted(text, amount, found[max(0, i - 1) : i + 2]):
            found[i] = amount, False  # the next 一 may stand in the same list
            yield amount


_ONES = ("一", "二")  # 一座: an article, but in a list of counts; 二类: an ordinal, for a count is 两
_THINGS = "个座处条项家台辆套眼口户所名栋幢间"  # 一批, 一种, 一次 never count
_LIST_OF_COUNTS = re.compile(r"[^\s，。；：！？、和及与]{0,12}(?:、|和|及|以及|与)")


def _is_article(match: re.Match[str], units: Units) -> bool:
    return units.words[match["unit"]].article and match["number"] in _ONES and not match["low"]


def _is_counted(text: str, amount: Amount, neighbours: Sequence[tuple[Amount, bool]]) -> bool:
    """三眼井、一座机房: 一 counts in a list of counts."""
    if amount.number != "一" or amount.symbol not in _THINGS:
        return False
    counts = [other.span for other, article in neighbours if not article]
    pairs = [(a, b) for other in counts for a, b in [sorted((other, amount.span))]]
    return any(_LIST_OF_COUNTS.fullmatch(text, a.end, b.start) for a, b in pairs)


def _matches(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """As `finditer`, but tried only where a run of numerals begins: several times as fast."""
    end = 0
    for run in _RUN.finditer(text):
        match = pattern.match(text, run.start()) if run.start() >= end else None
        if match:
            end = match.end()
            yield match


def _amount(text: str, match: re.Match[str], units: Units) -> Amount | None:
    """两天半 → 2.5, 七成八 → 78, 零下3摄氏度 → -3, -5至3℃ → -5 to 3; None for what names no single number."""
    number = _parsed(match["number"])
    if number is None:
        return None
    factor = _factor(match, units)
    symbol = _symbol(text, match, units)
    sign, (part, tenths) = _sign(text, match, symbol), _part(text, match)
    span = Span(match.start() - len(sign), match.end() + len(part))
    value = plain((number + tenths) * factor)
    if not match["low"]:
        return Amount(span, -value if sign else value, symbol, match["number"], factor)
    low = _shared(match["low"], match["number"])
    if low is None:
        return None
    low = plain(low * (-factor if sign else factor))
    return Amount(span, value, symbol, match["number"], factor, low) if low < value else None


_RAISED = re.compile(r" ?[×xX]10\^?(?=\d\Z)")


def _parsed(written: str) -> Decimal | None:
    """2.795×108 is 2.795×10⁸: an exponent that is no longer raised."""
    mantissa, *power = _RAISED.split(written)
    number = parse_number(mantissa)
    return number.scaleb(int(power[0])) if number is not None and power else number


def _factor(match: re.Match[str], units: Units) -> Decimal:
    """Into the base unit: 万亩 is the number's, 2×88公里 is twice, 5元/斤 is 10 CNY/kg."""
    factor = units.words[match["unit"]].factor * int(match["times"] or 1)
    per = match["per"]
    return factor / units.words[per].factor if per and per not in units.per else factor


_MYRIADS = re.compile("[万亿]")
_GREAT = re.compile("[^万亿]*[十百千](?P<myriads>[万亿]{1,2})")  # 四十万; 五万 shares nothing with 三千


def _shared(number: str, last: str) -> Decimal | None:
    """A number that shares the multiplier of the last one: 10—20万 → 100000, 1.2、0.8亿 → 120000000, 三十至四十万 → 300000."""
    if (great := _GREAT.fullmatch(last)) and not _MYRIADS.search(number):
        return parse_number(number + great["myriads"])
    shared = TRAILING.search(last)
    return parse_number(number if shared is None or TRAILING.search(number) else number + shared[0])


_HALF = "半"
_TENTHS = {digit: Decimal(value) / 10 for digit, value in DIGITS.items()} | {_HALF: Decimal("0.5")}
_IN_TENTHS = "成"  # the unit that takes a digit after it: 七成八
_IN_CENTS = ("元", "块")
_CENTS = re.compile(rf"(?P<jiao>[1-9{CHINESE_DIGITS}])[角毛](?:(?P<fen>[1-9{CHINESE_DIGITS}])分(?!之))?钱?")


def _part(text: str, match: re.Match[str]) -> tuple[str, Decimal]:
    """What a unit takes after it, in its tenths: 两天半, 七成八, 3元5角."""
    if match["unit"].endswith(_IN_CENTS) and (cents := _CENTS.match(text, match.end())):
        jiao, fen = (parse_number(cents[name] or "0") for name in ("jiao", "fen"))
        return cents[0], (jiao or Decimal(0)) / 10 + (fen or Decimal(0)) / 100
    after, beyond = text[match.end() : match.end() + 1], text[match.end() + 1 : match.end() + 2]
    tenths = (
        match["unit"] == _IN_TENTHS and after in DIGITS and beyond not in MULTIPLIERS and beyond != _IN_TENTHS
    )
    return (after, _TENTHS[after]) if after and (after == _HALF or tenths) else ("", Decimal(0))


_BELOW_ZERO = re.compile(r"(?:负|零下)$|(?<=[^\dA-Za-z\s）)])[-−]$")
_HYPHENS = "-−"
_SIGNED = ("%", "百分点", "℃")  # a hyphen before another unit is a dash of the layout


def _sign(text: str, match: re.Match[str], symbol: str) -> str:
    found = _BELOW_ZERO.search(text, max(0, match.start() - 3), match.start())
    return found[0] if found and (symbol in _SIGNED or found[0][-1] not in _HYPHENS) else ""


def _symbol(text: str, match: re.Match[str], units: Units) -> str:
    word = units.words[match["unit"]]
    if match["per"]:
        per = match["per"]
        return f"{word.symbol}/{units.per.get(per) or units.words[per].symbol}"
    if word.symbol == MONEY and (foreign := _currency_before(text, match.start(), units)):
        return foreign
    if word.symbol in units.rated:
        clause = CLAUSE_END.split(text[max(0, match.start() - _CUE_REACH) : match.start()])[-1]
        return next(
            (r.becomes for r in units.rates if r.unit == word.symbol and r.cue in clause), word.symbol
        )
    return word.symbol


def _currency_before(text: str, start: int, units: Units) -> str:
    """港币5亿元 is HKD."""
    before = next((word for n in (3, 2) if (word := text[max(0, start - n) : start]) in units.words), "")
    symbol = units.words[before].symbol if before else ""
    return symbol if _CURRENCY.fullmatch(symbol) and symbol != MONEY else ""


# -- several numbers ---------------------------------------------------------------------------------------


def _joined(text: str, amounts: Sequence[Amount]) -> Iterator[Amount]:
    """A range whose ends both have their unit is one amount (3000万元至5000万元, 30%-50%), and so is 5年3个月."""
    last: Amount | None = None
    for amount in amounts:
        joined = _range(text, last, amount) or _months(last, amount) if last else None
        if last and not joined:
            yield last
        last = joined or amount
    if last:
        yield last


def _range(text: str, low: Amount, high: Amount) -> Amount | None:
    if low.low is not None or high.low is not None or low.symbol != high.symbol:
        return None
    between = _BETWEEN.match(text, low.span.end)
    if not between or between.end() - len(between["below"] or "") not in (
        high.span.start,
        high.span.start + 1,
    ):
        return None
    if _CHANGE.search(text, max(0, low.span.start - 16), low.span.start):
        return None
    value = high.value if between["below"] else abs(high.value)
    if low.value >= value:
        return None
    return replace(high, span=Span(low.span.start, high.span.end), value=value, low=low.value)


def _months(years: Amount, months: Amount) -> Amount | None:
    if (years.symbol, months.symbol) != ("年", "月") or years.span.end != months.span.start:
        return None
    if years.low is not None or months.low is not None:
        return None
    span = Span(years.span.start, months.span.end)
    return replace(months, span=span, value=years.value * _MONTHS + months.value)


def _with_lists(text: str, amounts: Iterable[Amount]) -> Iterator[Amount]:
    """分别为1.2、0.8亿元: each number of a list takes the unit of the last."""
    for amount in amounts:
        yield from reversed(list(_listed_before(text, amount)))
        yield amount


def _listed_before(text: str, amount: Amount) -> Iterator[Amount]:
    start = amount.span.start
    if amount.low is not None or text[start - 1 : start] not in ("、", "和", "与", "及"):
        return
    while match := _LISTED.search(text, max(0, start - _LIST_REACH), start):
        start = match.start()
        number = _shared(match["number"], amount.number)
        told = TRAILING.search(match["number"]) or _DISTRIBUTED.search(
            text, max(0, start - _LIST_REACH), start
        )
        if number is None or not told:
            return  # 3、5座桥 may be two figures or the end of another list
        yield replace(amount, span=Span(*match.span("number")), value=plain(number * amount.factor))
