"""The words of the language that finding names needs, and the classes that it tells apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.model import Mention, Span
from kg.text.words import part_of_speech

AREAS = frozenset({"Province", "City", "County", "Township", "Village", "Zone"})
WATERS = frozenset({"River", "Lake", "Reservoir", "MonitoringSection"})
VALUES = frozenset({"Money", "Date", "Quantity"})
MARKS = "，。；：！？、,;:!?《》〈〉【】“‘『「」＂\"'…■▲●◆★△▼▽○◎◇□☆※►▶·•|/\n\t （(+"
COMMITTEE = "委"  # of the party: 县委
PROPER = (
    "ns",
    "nr",
    "nz",
    "nt",
    "f",
    "s",
)  # parts of speech of words that tell one plant from another: 城关, 东部
NAMES = ("nr", "ns", "nz")  # of names
NO_NOUN = ("v", "p", "c", "d", "r", "u")  # parts of speech that begin no name before a place: 支持, 得益于


class Word(NamedTuple):
    """A word of a fragment; `mention` when the word is a name or value that is already known."""

    span: Span
    text: str
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words of the language that the walk needs, from the word lists of the rules."""

    stop: frozenset[str]
    joins: frozenset[str]  # 和 与 及
    heads: tuple[str, ...]  # 项目 工程 厂 局: a name may end here
    levels: frozenset[str]  # 省 市 县
    particles: frozenset[str]  # 的, 由, 在
    trim: frozenset[str]  # 全市, 省内: words no name begins with
    counters: frozenset[str]  # classifiers: 8项 makes the rest a count, no name
    flows: tuple[str, ...]  # 流经, 流域: what may follow 河 and be cut wrongly
    water_stop: frozenset[str]  # 巡, 治, 沿: words before 河 that are not of its name
    water_cues: re.Pattern[str]  # 排入, 汇入: a river's name begins right behind one
    sizes: tuple[str, ...]  # 级
    not_levels: tuple[str, ...]  # 城市, 地区: words that end like a level word
    verb_tails: tuple[str, ...]  # 开工: a longer word that ends so is a stop word too: 新开工
    yearly: tuple[str, ...]  # 年度: behind a year that is part of a name
    inner_ends: frozenset[
        str
    ]  # 工程, 项目: behind a generic word they end a count of works, and no name goes on
    leagues: tuple[str, ...]  # 民盟 before the area of its committee; longest first
    maybe: frozenset[str]  # 家, 前, 新: words to stop at or to trim that also stand in names: 邢家渡, 前坪

    def is_body(self, word: str) -> bool:
        """市政府, 县委: a level word and its body, which jieba has as one."""
        rest = word[1:]
        return word[:1] in self.levels and (rest in self.heads or rest == COMMITTEE)

    @property
    def levels_ordered(self) -> tuple[str, ...]:
        return tuple(sorted(self.levels, key=lambda w: (-len(w), w)))


def verbs_before_place(words: Sequence[Word]) -> int:
    """How many words stand before the place that a name begins with: 1 in 走访|焦作市|某产业园."""
    place = next((i for i, w in enumerate(words) if w.mention is not None), 0)
    before = words[:place]
    verbal = all(len(w.text) > 1 and part_of_speech(w.text).startswith(NO_NOUN) for w in before)
    return place if verbal and place < len(words) - 1 else 0


def is_proper(word: Word) -> bool:
    """A name, a character that jieba leaves by itself, or a word that its dictionary has as a name or not at all."""
    if word.mention is not None or len(word.text) == 1:
        return True
    tag = part_of_speech(word.text)
    return not tag or tag.startswith(PROPER)
