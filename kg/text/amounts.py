"""Sums of money and quantities in running text: a number, its unit word, and the hedges that belong to both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from kg.model import Mention, Quantity, Span, squeeze
from kg.text.numerals import CHINESE_DIGITS, CHINESE_NUMERALS, DIGITS, MULTIPLIERS, parse_number, plain
from kg.text.units import Units, UnitWord

MONEY = "CNY"
_CUE_REACH = 12  # characters between 每秒 and its number: 每秒最多能泄27700立方米
_CLAUSE_END = re.compile(r"[，。；：、,;:！？\n]")
_TRAILING = re.compile(f"[{''.join(MULTIPLIERS)}]+$")
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_DASH = r"(?:[-–—~～]{1,2}|至|到)"
_START = rf"(?<![A-Za-z\d./几第{CHINESE_NUMERALS}])(?<!\d,)"
_RUN = re.compile(rf"[\d{CHINESE_NUMERALS}]+")
_YEAR = re.compile(r"(?:19|20)\d\d")  # before 年 a date, or the end of a range of years
_HALF, _HALVED_COUNTER = "半", "个半"
_TENTHS = {digit: Decimal(value) / 10 for digit, value in DIGITS.items()} | {_HALF: Decimal("0.5")}
_SEVERAL = "数"  # 数十公里, 数百万亩
_IN_TENTHS = "成"  # the unit that takes a digit after it: 七成八
_BELOW_ZERO = re.compile(r"(?:负|零下)$|(?<=[^\dA-Za-z\s）)])[-−]$")
_HYPHENS = "-−"
_SIGNED = ("%", "百分点", "℃")  # a hyphen before another unit is a dash of the layout
_ONES = ("一", "二")  # 一座: an article; 二类: an ordinal, for a count is 两
_ORDINAL = re.compile(rf"第[\d{CHINESE_NUMERALS}]+(?:[、和至到—\-][\d{CHINESE_NUMERALS}]*)*$")
_SHARE_BASES = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000)}
_SHARE = re.compile(
    rf"{_START}(?P<base>[百千万])分之(?P<number>{_ARABIC}|(?:(?!百分)[{CHINESE_NUMERALS}])+(?:点[{CHINESE_DIGITS}]+)?)"
)
_RATIO = re.compile(r"(?<![\d:：.])(\d{1,3}(?:\.\d+)?)[:：](\d{1,3}(?:\.\d+)?)(?![\d:：])")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[:：][0-5]\d")
_RATIO_CUES = ("按", "按照", "比例", "比例为", "比为", "达到", "比")
_ROMAN = {"I": "Ⅰ", "II": "Ⅱ", "III": "Ⅲ", "IV": "Ⅳ", "V": "Ⅴ", "VI": "Ⅵ"}
_CLASSES = dict(zip("一二三四五12345", "ⅠⅡⅢⅣⅤⅠⅡⅢⅣⅤ", strict=True))
_WATER = re.compile(
    r"(?<![A-Za-z])(?:(?P<low>[Ⅰ-Ⅵ]|I{1,3}|IV|VI?)类?[-–—~～至]{1,2})?"
    r"(?P<bad>劣)?(?P<roman>[Ⅰ-Ⅵ]|I{1,3}|IV|VI?)类"
    rf"|(?<![\d{CHINESE_NUMERALS}第])(?P<worse>劣)?(?P<plain>[一二三四五1-5])类"
)
_WATER_REACH = 10  # characters; 水质达到三类


def find_amounts(text: str, *, units: Units) -> tuple[Mention, ...]:
    """Money, quantities, shares, ratios and water classes of `text`; they may overlap, the first kinds win."""
    kinds: tuple[Iterable[Mention], ...] = (
        _water_classes(text, units),
        _ratios(text),
        _shares(text, units),
        _numbers(text, units),
        _bare_sums(text, units),
        _indices(text, units),
    )
    return tuple(mention for kind in kinds for mention in kind)


# -- numbers with a unit word ------------------------------------------------------------------------------


def _numbers(text: str, units: Units) -> Iterator[Mention]:
    for match in _matches(text, _amount_pattern(units)):
        if _counts_nothing(text, match, units):
            continue
        symbol = _symbol(text, match, units)
        sign, part = _sign(text, match, symbol), _part(text, match)
        value = _value(match, units.words[match["unit"]].factor, negative=bool(sign), part=part)
        if value is None:
            continue
        span = _with_hedges(text, match.start() - len(sign), match.end() + len(part), units)
        if symbol == MONEY and isinstance(value, Decimal):
            yield Mention(span, text[span.start : span.end], "Money", "value.money", value=value)
        else:
            yield _quantity(text, span, value, symbol, "value.quantity")


def _matches(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """As `finditer`, but tried only where a run of numerals begins: several times as fast."""
    end = 0
    for run in _RUN.finditer(text):
        match = pattern.match(text, run.start()) if run.start() >= end else None
        if match:
            end = match.end()
            yield match


def _value(match: re.Match[str], factor: Decimal, *, negative: bool, part: str) -> Decimal | str | None:
    """In base units; a range as a string: 3—5米 → "3-5"; 两天半 → 2.5, 七成八 → 78, 零下3摄氏度 → -3."""
    number = parse_number(match["number"])
    if number is None:
        return None
    factor *= int(match["times"] or 1)
    value = plain((number + _TENTHS.get(part, 0)) * (-factor if negative else factor))
    if not match["low"]:
        return value
    low = _low(match["low"], match["number"])
    return None if low is None else f"{plain(low * factor)}-{value}"


def _part(text: str, match: re.Match[str]) -> str:
    """The half or the tenths after a unit: 两天半, 七成八."""
    after, beyond = text[match.end() : match.end() + 1], text[match.end() + 1 : match.end() + 2]
    tenths = (
        match["unit"] == _IN_TENTHS and after in DIGITS and beyond not in MULTIPLIERS and beyond != _IN_TENTHS
    )
    return after if after == _HALF or tenths else ""


def _sign(text: str, match: re.Match[str], symbol: str) -> str:
    found = _BELOW_ZERO.search(text, max(0, match.start() - 3), match.start())
    return found[0] if found and (symbol in _SIGNED or found[0][-1] not in _HYPHENS) else ""


def _low(low: str, high: str) -> Decimal | None:
    """The lower end of a range, which shares the multiplier of the upper: 10—20万 → 100000."""
    shared = _TRAILING.search(high)
    return parse_number(low if shared is None or _TRAILING.search(low) else low + shared[0])


def _counts_nothing(text: str, match: re.Match[str], units: Units) -> bool:
    """An article (一座), an ordinal (第二、三批), an idiom (万户), or a slogan (两个维护)."""
    written, start, word = match["number"], match.start(), units.words[match["unit"]]
    before = text[max(0, start - 8) : start]
    if _ORDINAL.search(before.rstrip("、和至到—-")) and before[-1:] in "、和至到—-":
        return True
    if before.endswith(_SEVERAL) and written[0] in MULTIPLIERS:
        return True
    if text.startswith(_HALVED_COUNTER, match.start("unit")):
        return True  # 两个半小时
    if word.symbol == "年" and _YEAR.fullmatch(written):
        return True
    if word.article and written in _ONES and not match["low"]:
        return True
    if written in MULTIPLIERS and written != "十":
        return not before.endswith(units.bare + units.before) or before.endswith("成千上")
    return any(text.startswith(slogan, start) for slogan in units.slogans)


def _symbol(text: str, match: re.Match[str], units: Units) -> str:
    word = units.words[match["unit"]]
    if match["per"]:
        per = match["per"]
        return f"{word.symbol}/{units.per.get(per) or units.words[per].symbol}"
    if any(rate.unit == word.symbol for rate in units.rates):
        clause = _CLAUSE_END.split(text[max(0, match.start() - _CUE_REACH) : match.start()])[-1]
        return next(
            (r.becomes for r in units.rates if r.unit == word.symbol and r.cue in clause), word.symbol
        )
    return word.symbol


def _with_hedges(text: str, start: int, end: int, units: Units) -> Span:
    before = next((h for h in units.before + units.bare if text.endswith(h, 0, start)), "")
    if before in units.bare and not text.startswith(tuple(MULTIPLIERS), start):
        before = ""
    if text[start - len(before) - 1 : start - len(before)] in tuple(units.not_after.get(before, "")):
        before = ""
    after = next((h for h in units.after if text.startswith(h, end)), "")
    return Span(start - len(before), end + len(after))


def _quantity(text: str, span: Span, value: Decimal | str, symbol: str, rule: str) -> Mention:
    written = text[span.start : span.end]
    return Mention(span, written, "Quantity", rule, value=Quantity(value, symbol, written=squeeze(written)))


@lru_cache(maxsize=4)
def _amount_pattern(units: Units) -> re.Pattern[str]:
    multiplier = _multiplier(units)
    arabic = rf"{_ARABIC}(?: ?[余多]?{multiplier}+(?:{_ARABIC}{multiplier}+)?)?[余多]?"
    chinese = (
        rf"(?:[{CHINESE_DIGITS}]|{multiplier})+(?:点[{CHINESE_DIGITS}]+)?(?:[余多]?{multiplier}+)?[余多]?"
    )
    number = f"(?:{arabic}|{chinese})"
    every = "|".join(_unit(word, unit) for word, unit in _longest_first(units) if not unit.arabic)
    after_digits = "|".join(_unit(word, unit) for word, unit in _longest_first(units))
    per = "|".join(re.escape(word) for word in sorted({*units.per, *units.words}, key=lambda w: (-len(w), w)))
    return re.compile(
        rf"{_START}(?:(?P<times>\d+)[×xX*])?(?:(?P<low>{number}){_DASH})?"
        rf"(?P<number>(?=\d){arabic}(?= ?(?:{after_digits}))|(?!\d){chinese}(?= ?(?:{every})))"
        rf" ?(?P<unit>{after_digits})(?:[/／每](?P<per>{per}))?"
    )


def _multiplier(units: Units) -> str:
    """万 or 亿, or a 千 that does not begin a unit word: 67万千瓦 is 67万 of 千瓦."""
    parts = []
    for mark in MULTIPLIERS:
        rests = sorted(re.escape(word[1:]) for word in units.words if word.startswith(mark) and len(word) > 1)
        parts.append(f"{mark}(?!{'|'.join(rests)})" if rests else mark)
    return f"(?:{'|'.join(parts)})"


def _longest_first(units: Units) -> list[tuple[str, UnitWord]]:
    return sorted(units.words.items(), key=lambda item: (-len(item[0]), item[0]))


def _unit(word: str, unit: UnitWord) -> str:
    latin = "(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
    other = f"(?![{re.escape(unit.not_before)}])" if unit.not_before else ""
    return re.escape(word) + latin + other


# -- numbers without a unit word ---------------------------------------------------------------------------------------


def _bare_sums(text: str, units: Units) -> Iterator[Mention]:
    """投资2.3亿建新渠: money, since 投资 says so."""
    for span, number in _after(text, _bare_pattern(units.bare_money, rf"{_ARABIC}[余多]?[万亿]+[余多]?")):
        yield Mention(span, text[span.start : span.end], "Money", "value.money.bare", value=number)


def _indices(text: str, units: Units) -> Iterator[Mention]:
    """综合指数为4.66: a pure number."""
    for span, number in _after(text, _bare_pattern(units.indices, _ARABIC)):
        yield _quantity(text, span, number, "", "value.index")


def _after(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[Span, Decimal]]:
    for match in pattern.finditer(text):
        number = parse_number(match["number"])
        if number is not None:
            yield Span(*match.span("number")), number


@lru_cache(maxsize=8)
def _bare_pattern(cues: tuple[str, ...], number: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, cues))})(?P<number>{number})(?![\d.%％‰])")


# -- shares, ratios, water classes -------------------------------------------------------------------------


def _shares(text: str, units: Units) -> Iterator[Mention]:
    """百分之六十五 → 65 %, 千分之三 → 0.3 %."""
    for match in _SHARE.finditer(text):
        number = parse_number(match["number"])
        if number is not None:
            span = _with_hedges(text, match.start(), match.end(), units)
            yield _quantity(text, span, plain(number * 100 / _SHARE_BASES[match["base"]]), "%", "value.share")


def _ratios(text: str) -> Iterator[Mention]:
    """1:9, but no time of day unless a word such as 按 says so."""
    for match in _RATIO.finditer(text):
        if _CLOCK.fullmatch(match[0]) and not text[: match.start()].endswith(_RATIO_CUES):
            continue
        yield _quantity(text, Span(*match.span()), f"{match[1]}:{match[2]}", "", "value.ratio")


def _water_classes(text: str, units: Units) -> Iterator[Mention]:
    """Ⅱ类, 劣Ⅴ类, Ⅰ—Ⅲ类; 二类 beside a word for water."""
    for match in _WATER.finditer(text):
        if match["plain"]:
            if not _is_water(text, match, units):
                continue
            value = (match["worse"] or "") + _CLASSES[match["plain"]]
        else:
            low = f"{_roman(match['low'])}-" if match["low"] else ""
            value = low + (match["bad"] or "") + _roman(match["roman"])
        yield _quantity(text, Span(*match.span()), value, "类", "value.class")


def _roman(written: str) -> str:
    return _ROMAN.get(written, written)


def _is_water(text: str, match: re.Match[str], units: Units) -> bool:
    if text.startswith(units.water_after, match.end()):
        return True
    clause = _CLAUSE_END.split(text[max(0, match.start() - _WATER_REACH) : match.start()])[-1]
    return any(word in clause for word in units.water_before)
