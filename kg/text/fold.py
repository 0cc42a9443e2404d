"""Fold widths and look-alike characters without changing the length. Chinese punctuation stays Chinese."""

from __future__ import annotations

import unicodedata

# CJK Radicals Supplement: NFKC maps the Kangxi block but not these
_RADICALS = {
    "⺁": "厂", "⺋": "卩", "⺌": "小", "⺍": "小", "⺎": "兀", "⺐": "尢", "⺑": "尢", "⺒": "巳", "⺓": "幺", "⺟": "母", "⺠": "民",
    "⻁": "虎", "⻄": "西", "⻅": "见", "⻆": "角", "⻇": "角", "⻉": "贝", "⻋": "车", "⻌": "辶", "⻑": "长", "⻓": "长", "⻔": "门", "⻘": "青",
    "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦",
    "⻩": "黄", "⻬": "齐", "⻮": "齿", "⻰": "龙", "⻳": "龟", "⺼": "肉", "⻊": "足",
}  # fmt: skip
_FULLWIDTH = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
_KEPT = "，；：！？（）"  # full-width punctuation that is Chinese
_SPACES = {"\u3000": " ", "\u00a0": " ", "\u2002": " ", "\u2003": " "}


def _table() -> dict[int, str]:
    table = {ord(k): v for k, v in {**_FULLWIDTH, **_SPACES, **_RADICALS}.items() if k not in _KEPT}
    for code in range(0x2F00, 0x2FD6):  # Kangxi radicals
        table[code] = unicodedata.normalize("NFKC", chr(code))
    return table


_TABLE = _table()


def fold(text: str) -> str:
    """Same length: １２％ → 12%, ⻄⻓ → 西长, an ideographic space → a space; ，；：！？（） stay."""
    return text.translate(_TABLE)
