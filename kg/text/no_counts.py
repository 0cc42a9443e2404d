"""Numbers with a unit word that count nothing: ordinals, idioms, slogans, dates, what was named before."""

from __future__ import annotations

import re

from kg.text.numerals import CHINESE_NUMERALS, MULTIPLIERS
from kg.text.units import Units

SAID_OF_SUMS = "个(?=亿(?![元吨级千]))"  # 投资1.5个亿; 3个亿元村 are counted
_HALVED_COUNTER = "个半"
_YEAR = re.compile(r"(?:19|20)\d\d")  # before 年 a date, or the end of a range of years
_OLD_YEAR = re.compile(r"1[0-8]\d\d")  # 建于1368年; but 1500多年
_DATED = ("公元", "于", "（", "(", "，", "。", "、")
_MONTH_AFTER = re.compile(r"\d{1,2}月")
_DEICTIC = ("这", "那", "哪")  # 这三条河: named before
_SEVERAL = "数"  # 数十公里, 数百万亩
_FIRST_MONTHS = re.compile(r"(?<![提目以之日])[前头]\Z")  # 前9个月 is a time
_BOUND = re.compile(r"(?:及?以上|及?以下|以内)的?(?:重大|重点|大型|新|工业|规模|骨干|招商)?")
_CURRENCY = re.compile("[A-Z]{3}")  # ISO 4217
_ORDINAL = re.compile(rf"第[\d{CHINESE_NUMERALS}]+(?:[、和至到—\-][\d{CHINESE_NUMERALS}]*)*$")


def counts_nothing(text: str, match: re.Match[str], units: Units) -> bool:
    """An ordinal (第二、三批), an idiom (万户), a slogan (两个维护), or a date (23年6月)."""
    written, start, word = match["number"], match.start(), units.words[match["unit"]]
    before = text[max(0, start - 8) : start]
    if before[-1:] in "、和至到—-" and _ORDINAL.search(before.rstrip("、和至到—-")):
        return True
    if before.endswith(_SEVERAL) and written[0] in MULTIPLIERS:
        return True
    if word.article and before.endswith(_DEICTIC):
        return True
    if _is_paid_in_another(text, match, units):
        return True
    if text.startswith(_HALVED_COUNTER, match.start("unit")):
        return True  # 两个半小时
    if word.symbol == "年" and (_YEAR.fullmatch(written) or _MONTH_AFTER.match(text, match.end())):
        return True
    if word.symbol == "年" and _OLD_YEAR.fullmatch(written) and (not before or before.endswith(_DATED)):
        return True
    if word.symbol == "月" and _FIRST_MONTHS.search(before):
        return True
    if written in MULTIPLIERS and written != "十":
        return not before.endswith(units.bare + units.before) or before.endswith("成千上")
    return text.startswith(units.slogans, start) or _is_threshold(text, match.end(), units)


def _is_paid_in_another(text: str, match: re.Match[str], units: Units) -> bool:
    """3万元欧元: which of the two is meant is not told."""
    if units.words[match["unit"]].symbol != "CNY":
        return False
    behind = next((w for n in (4, 3, 2) if (w := text[match.end() : match.end() + n]) in units.words), "")
    symbol = units.words[behind].symbol if behind else ""
    return bool(_CURRENCY.fullmatch(symbol)) and symbol != "CNY"


def _is_threshold(text: str, end: int, units: Units) -> bool:
    """10亿元以上项目12个, 流域面积50平方公里以上的河流: a class of things."""
    bound = _BOUND.match(text, end)
    return bool(bound) and text.startswith(units.thresholds, bound.end() if bound else end)
