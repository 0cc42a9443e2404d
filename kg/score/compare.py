"""When two names, numbers, quantities and texts are the same, as the annotation guide has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

TOLERANCE = 0.005  # half a per cent

_DROPPED = re.compile("[\\s\"'“”‘’「」『』《》〈〉()\\[\\]【】〔〕·,、。-]|—|–|―|－")
_UNITS = {
    "mw": ("kw", 1e3), "gw": ("kw", 1e6), "兆瓦": ("kw", 1e3), "千瓦": ("kw", 1), "km": ("m", 1e3), "公里": ("m", 1e3), "千米": ("m", 1e3),
    "米": ("m", 1), "km2": ("m2", 1e6), "平方公里": ("m2", 1e6), "平方千米": ("m2", 1e6), "平方米": ("m2", 1), "公顷": ("亩", 15), "ha": ("亩", 15),
    "吨": ("t", 1), "kg": ("t", 1e-3), "千克": ("t", 1e-3), "公斤": ("t", 1e-3), "立方米": ("m3", 1), "千瓦时": ("kwh", 1), "度": ("kwh", 1),
    "元": ("cny", 1), "秒": ("s", 1),
}  # fmt: skip

WRITTEN = {"小时": "h"}  # in gold that people write; the referee has the symbols alone


def plain(name: object) -> str:
    """A name as compared: width folded, no white space, quotes, brackets or dashes."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", str(name))).lower()


def squeezed(text: str) -> tuple[list[int], str]:
    """For each character its offset in the text without white space, and that text, width folded."""
    offsets: list[int] = []
    signs: list[str] = []
    for sign in text:
        offsets.append(len(signs))
        signs.extend(c for c in unicodedata.normalize("NFKC", sign) if not c.isspace())
    return offsets, "".join(signs)


def close(a: object, b: object) -> bool:
    try:
        x, y = float(str(a)), float(str(b))
    except ValueError:
        return plain(a) == plain(b)
    return abs(x - y) <= TOLERANCE * max(abs(x), abs(y), 1e-12)


def same_quantity(gold: Mapping[str, object], value: str | None, unit: str | None) -> bool:
    a_unit, a_factor = _UNITS.get(plain(gold["unit"]), (plain(gold["unit"]), 1))
    b_unit, b_factor = _UNITS.get(plain(unit or ""), (plain(unit or ""), 1))
    if a_unit != b_unit:
        return False
    try:
        return close(float(str(gold["value"])) * a_factor, float(value or "") * b_factor)
    except ValueError:
        return plain(gold["value"]) == plain(value)


def same_indicator(a: object, b: object) -> bool:
    """What two figures of one value and unit measure: pages say it in many ways (建设里程, 高速公路建设里程)."""
    return similar(a, b, held=0.25, shared=0.34)


def similar(a: object, b: object, *, held: float = 0.4, shared: float = 0.5) -> bool:
    """Free text that says the same: one holds the other, or most of their pairs of characters are shared.

    `held` is the least share of the longer that the shorter makes up, `shared` the least share of the pairs.
    """
    x, y = plain(a), plain(b)
    if not x or not y:
        return False
    if x in y or y in x:
        return min(len(x), len(y)) / max(len(x), len(y)) >= held
    p, q = ({s[i : i + 2] for i in range(len(s) - 1)} for s in (x, y))
    return bool(p and q) and 2 * len(p & q) / (len(p) + len(q)) >= shared
