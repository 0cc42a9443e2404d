"""Waters that are known by name, where a text names them: 潇河 in 寿阳潇河东赵断面, not in 黑龙江省, 黄河路, 投资水利."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import accumulate

from kg.model import Mention, Span
from kg.names.grammar import AREAS, MARKS
from kg.names.river_words import RiverWords
from kg.text.words import part_of_speech, words

KNOWN = "water.known"
WINDOW = 6  # characters before a name in which a word boundary is looked for
SIDES = ("东", "西", "南", "北")  # 东淠河 is another river than 淠河
LAKE = "湖"
OFFICE = "长"  # 董事长, 秘书长


def known_waters(
    text: str,
    known: Sequence[Mention],
    pattern: re.Pattern[str],
    kinds: Mapping[str, str],
    rivers: RiverWords,
) -> Iterator[Mention]:
    """`known` are the areas among others; `kinds` gives the class of each name that `pattern` finds."""
    named, ends = bytearray(len(text)), {m.span.end for m in known if m.kind in AREAS}
    for mention in known:
        if mention.kind in AREAS:
            named[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
    for match in pattern.finditer(text):
        name, (start, end) = match.group(), match.span()
        if rivers.persons.search(text, max(0, start - WINDOW), start):
            continue  # 通讯员 李长江
        if _of_office(text, start):
            continue  # 董事长|江某某
        kind = kinds[name]
        common = kind == "River" and (rivers.is_common(name) or _is_lake(text, end))
        if common or named.find(1, start, end) >= 0 or rivers.bears_name.match(text, end):
            continue
        if kind == "River" and _of_side(text, start, ends):
            start, name = start - 1, text[start - 1 : end]
        if is_edge(text, start, end):
            yield Mention(Span(start, end), name, kind, KNOWN)


def _of_office(text: str, start: int) -> bool:
    """Whether the first character ends the word for an office, whose bearer's name follows: 董事长江某某, not 沿长江."""
    if text[start] != OFFICE or start < 2:
        return False
    before = text[max(0, start - WINDOW) : start]
    word = words(before + OFFICE)[-1]
    return len(word) > 2 and part_of_speech(word).startswith("n")


def _of_side(text: str, start: int, ends: Set[int]) -> bool:
    """Whether the name is that of an arm: 六安东淠河."""
    side = text[start - 1 : start] in SIDES
    return side and (start - 1 in ends or start == 1 or text[start - 2] in MARKS)


def is_edge(text: str, start: int, end: int) -> bool:
    """Whether a word begins where a name begins."""
    before = text[max(0, start - WINDOW) : start]
    if not before or before[-1] in MARKS:
        return True
    return len(before) in accumulate(map(len, words(before + text[start:end])))


def _is_lake(text: str, end: int) -> bool:
    """Whether a lake bears the river's name: 东江湖, but 长江湖北段."""
    return text.startswith(LAKE, end) and next(iter(words(text[end : end + 3])), "") == LAKE
