"""Written numbers to `Decimal`: Arabic, Chinese, and the mixtures that newspapers print. Never floats.

The grammar is positional: 亿 > 万 > 千 > 百 > 十, each taking what stands before it as its count. 余 and 多 (30余万)
leave the number as it is written, and so does 几 before 万 and 亿 (十几亿 → 十亿).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
MULTIPLIERS = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
_SMALL = (10, 100, 1000)  # these take a digit or an Arabic number, never another multiplier
CHINESE_DIGITS = "".join(DIGITS)
TENS = {"廿": "二十", "卅": "三十"}
CHINESE_NUMERALS = CHINESE_DIGITS + "".join(MULTIPLIERS) + "".join(TENS)

TRAILING = re.compile(f"[{''.join(MULTIPLIERS)}]+$")  # what the numbers of a range share: 10—20万

_VARIANTS = str.maketrans(
    dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟萬億兩點負", "一二三四五六七八九十百千万亿两点负", strict=True)) | TENS
)  # cheques, and Hong Kong
CHEQUE = (
    "[壹贰叁肆伍陆柒捌玖][拾佰仟万亿][零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{0,30}"  # 伍仟万: tenders and contracts
)
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d.])|\d+(?:\.\d+)?)"  # 1,200.5, 1 200, 3.5
_ARABIC = re.compile(ARABIC)
_NOISE = re.compile(r"[\s余多]|个(?=亿)|(?<=十)几(?=[万亿])|零几(?=[万亿])")
_FRACTION = re.compile(r"(.+)分之(.+)")
_SIGNS = ("负", "-", "−")
_YEARLIKE = 3  # digits; 二〇二四 is read digit by digit, 三四 (three or four) is no number


@lru_cache(maxsize=8192)
def parse_number(text: str) -> Decimal | None:
    """The number that `text` as a whole writes, or None: 3.5万 → 35000, 一万二 → 12000, 百分之二十 → 0.2, 半 → 0.5.

    None also for what names no single number: 两三, 十几, 几千万, 十四五.
    """
    text = _NOISE.sub("", text).translate(_VARIANTS)
    if text.startswith(_SIGNS):
        number = parse_number(text[1:])
        return None if number is None else -number
    if fraction := _FRACTION.fullmatch(text):
        return _divide(parse_number(fraction[2]), parse_number(fraction[1]))
    if text == "半":
        return Decimal("0.5")
    number = _digit_string(text)
    if number is None:
        number = _amount(text)
    return None if number is None else plain(number)


def plain(number: Decimal) -> Decimal:
    """The same number without trailing zeros or an exponent: 35000.0 → 35000, 20.50 → 20.5."""
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def _divide(top: Decimal | None, bottom: Decimal | None) -> Decimal | None:
    return plain(top / bottom) if top is not None and bottom else None


def _digit_string(text: str) -> Decimal | None:
    """二〇二四 → 2024, 一〇五 → 105."""
    if len(text) < _YEARLIKE or any(c not in DIGITS for c in text):
        return None
    return Decimal("".join(str(DIGITS[c]) for c in text))


def _amount(text: str) -> Decimal | None:
    whole, point, part = text.partition("点")
    if point and part and all(c in DIGITS for c in part):
        return _decimal(_amount(whole), part)
    for word, factor in MULTIPLIERS.items():
        head, found, tail = text.rpartition(word)
        if found:
            return _scale(head, factor, tail)
    return _leaf(text)


def _decimal(whole: Decimal | None, part: str) -> Decimal | None:
    digits = "".join(str(DIGITS[c]) for c in part)
    return None if whole is None else whole + Decimal(f"0.{digits}")


def _scale(head: str, factor: int, tail: str) -> Decimal | None:
    """`head` × `factor` + `tail`: the 二百三十四 before 万, and the 五 after it."""
    if factor in _SMALL and any(c in MULTIPLIERS for c in head):
        return None  # 七十百
    if not head and tail[:1] in MULTIPLIERS:
        return None  # 百十户, 千百年
    high = _amount(head) if head else Decimal(1)
    low = _rest(tail, factor)
    return None if high is None or low is None else high * factor + low


def _rest(tail: str, factor: int) -> Decimal | None:
    """What follows a multiplier: 一万二 → 2000, 一万零二 → 2, 二十四 → 4."""
    if not tail:
        return Decimal(0)
    if len(tail) == 1 and tail in DIGITS:
        return Decimal(DIGITS[tail]) * max(factor // 10, 1)
    low = _amount(tail.lstrip("零〇○"))
    return low if low is not None and low < factor else None


def _leaf(text: str) -> Decimal | None:
    if len(text) == 1 and text in DIGITS:
        return Decimal(DIGITS[text])
    return Decimal(text.replace(",", "")) if _ARABIC.fullmatch(text) else None
