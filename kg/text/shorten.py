"""Whether one name is a short form of another: its characters stand in the other's, in order, and begin with its first.

What may be left out depends on the class of the thing:
- a line keeps its last word and the first character of each of its ends: 青白高速 of 青岭—白沙高速公路;
- a firm is cut off behind a word (远川水务, 远川公司 of 山西远川水务有限公司) or keeps a character of some words (云能投集团);
- a plant with a number keeps the number and its last word: 三水厂 of 第三自来水厂.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.text.words import name_words, part_of_speech

LINES = ("Project", "Facility")
FIRM, PLANT = "Company", "Facility"
GROUP, BODY, SHARES = "集团", "公司", "股份"
FIRM_ENDS = (GROUP + BODY, GROUP, BODY, SHARES)  # that a short form may keep
HEAD = 2  # characters of the last word that two names of a line share
WHOLE = 4  # characters of a firm's short form without 集团 or 公司
INITIALS = 3  # of one that keeps only a character of the firm's first word
NUMBERED = 3  # characters of the short form of a plant with a number
_APART = re.compile(r"[至到—–－\-~～]+")
_VIA = "经"
_SORTS = (
    "高速",
    "快速",
    "城际",
    "一级",
    "二级",
    "三级",
)  # before 公路 and 铁路: 青白公路 is not 青白高速公路
_AREA_BEFORE = re.compile(r"^(?:[^省市县州旗]{1,6}[省市县州旗]|[A-Za-z]+[0-9]*)(?=..)")
_AREA = re.compile(r"[^省市县区镇乡村州旗]{2,6}[省市县区镇乡州旗]")
_GROUP_IN_BRACKETS = re.compile(r"[（(]集团[）)]")
_BRANCH = re.compile(r"[（(）)第0-9一二三四五六七八九十]|分公司|集团|项目部")
_NUMBER = "一二三四五六七八九十"
_PLANT = re.compile(rf"第([{_NUMBER}])([^{_NUMBER}]+)([厂站])$")
_NUMBERED = re.compile(rf"第?([{_NUMBER}])([^{_NUMBER}]+)([厂站])")


@dataclass(frozen=True, slots=True)
class Shortening:
    """What names may lose at their ends: the words of legal forms, 工程, and 公路 of 高速公路."""

    legal: tuple[str, ...]  # longest first
    tails: Mapping[str, str]
    works: tuple[str, ...]  # what a work's name adds to that of the thing built
    generic: Collection[str]  # words that identify nothing
    no_areas: tuple[str, ...]  # words that end as areas do: 灌区

    def holds(self, short: str, full: str, kind: str, place: str = "") -> bool:
        """Whether `short` is a short form of `full`, a name of class `kind` that begins with the area `place`."""
        if len(short) >= len(full) and not _APART.search(full):
            return False
        if kind == FIRM:
            return self._is_firm(short, full, place)
        if kind in LINES and place and len(place) < len(full):  # 玉楚高速 of 云南玉溪至楚雄高速公路
            bare = full.removeprefix(place)
            if self._is_line(short, bare) or self._is_line(short.removeprefix(place), bare):
                return True
        return (kind in LINES and self._is_line(short, full)) or (kind == PLANT and _is_numbered(short, full))

    def without_area(self, name: str) -> str:
        """A name without the word that it begins with, if that ends as areas do; empty: it does not."""
        match = _AREA.match(name)
        return "" if match is None or match.group().endswith(self.no_areas) else name[match.end() :]

    def _is_line(self, short: str, full: str) -> bool:
        parts = _APART.split(self.spelled(full))
        if len(parts) < 2 or not all(parts) or _APART.search(short):
            return False
        short, last = self.spelled(short), parts[-1]
        same = _common_tail(short, last)
        initials, ends = short[: len(short) - same], last[: len(last) - same]
        if same < HEAD or len(initials) < 2 or not ends or ends.endswith(_SORTS):
            return False
        first, *via = [stop for part in parts[:-1] for stop in part.split(_VIA)]
        starts = {first, _AREA_BEFORE.sub("", first)}
        if any(start.startswith(initials) for start in starts) or initials[-1] != ends[0]:
            return False
        middle = iter([stop[:1] for stop in via])
        return initials[0] in {s[0] for s in starts} and all(c in middle for c in initials[1:-1])

    def core(self, name: str) -> str:
        """A name without the words of works that it ends with, as 工程建设项目, and with 高速 for 高速公路 wherever it stands."""
        while (shorter := self.spelled(name)) != name and shorter:
            name = shorter
        for word, full in self.tails.items():
            name = name.replace(full, word) if len(full) > len(word) else name
        return name

    def spelled(self, name: str) -> str:
        """A name without 工程 and with 高速公路 for 高速."""
        work = next((w for w in sorted(self.works, key=len, reverse=True) if name.endswith(w)), "")
        name = name.removesuffix(work)
        tail = next((t for t in self.tails if name.endswith(t)), "")
        return name.removesuffix(tail) + self.tails[tail] if tail else name

    def _is_firm(self, short: str, full: str, place: str) -> bool:
        full = _GROUP_IN_BRACKETS.sub(GROUP, full)
        legal = next((end for end in self.legal if full.endswith(end)), "")
        core = full.removesuffix(legal)
        if not legal or _BRANCH.search(core.removeprefix(place)) or len(core) < HEAD:
            return False
        end = next((e for e in self.legal if e not in FIRM_ENDS and short.endswith(e)), "")
        if end:
            return bool(place) and place + short == full
        end = next((e for e in FIRM_ENDS if short.endswith(e)), "")
        if any(part in end and part not in legal for part in (GROUP, SHARES)):
            return False
        if end == BODY and not full.endswith(BODY):
            return False
        kept = short.removesuffix(end)
        return any(self._is_cut(kept, bool(end), *words) for words in _firm_words(core, place))

    def _is_cut(self, kept: str, ended: bool, words: Sequence[str], placed: bool) -> bool:
        """Whether what is kept is some of the words, or a character of some. `placed`: the first is a place."""
        if len(kept) < HEAD or (not ended and len(kept) < WHOLE):
            return False
        shares = _shares(kept, words)
        if ended and len(words) > 1 and shares and all(len(share) == 1 for share in shares):
            return True  # 青电公司 of 青岭电力公司
        if not shares or words[0] in self.generic:
            return False
        pairs = zip(shares, words, strict=True)
        if all(share in ("", word) or _is_clipped(share, word) for share, word in pairs):
            count = next((i for i, share in enumerate(shares) if not share), len(shares))
            telling = [w for w in words[placed:count] if w not in self.generic]
            left_out = words[count:]  # 远川电气 is not 远川电气绿岭科技有限公司, which it may own
            if any(shares[count:]) or not all(part_of_speech(word) for word in left_out):
                return False
            return bool(telling) or (not ended and count == len(words) > 1)
        return len(shares[0]) > 1 or len(kept) >= INITIALS


def beginnings(full: str, kind: str, place: str) -> Iterator[str]:
    """The characters that a short form of a name may begin with."""
    if kind == FIRM:
        words = name_words(full)
        yield full[:1]
        if place and len(place) < len(full):
            yield full[len(place)]
        elif len(words) > 1 and _is_place(words[0]):
            yield words[1][:1]
    elif _APART.search(full):
        yield full[:1]
        yield _AREA_BEFORE.sub("", full)[:1]
        yield full.removeprefix(place)[:1]
    elif kind == PLANT and (match := _PLANT.search(full)):
        yield match.group(1)


def in_order(short: str, full: str) -> int:
    """How many characters of `short` stand in `full` in order."""
    at = 0
    for count, character in enumerate(short):
        at = full.find(character, at) + 1
        if not at:
            return count
    return len(short)


def _firm_words(core: str, place: str) -> Iterator[tuple[Sequence[str], bool]]:
    """The words of a firm's name, with its place and without, and whether they begin with a place."""
    if place and core.startswith(place) and core != place:
        rest = _whole_words(core[len(place) :])
        yield (place, *rest), True
        yield rest, False
        return
    words = _whole_words(core)
    placed = len(words) > 1 and _is_place(words[0])
    yield words, placed
    if placed:
        yield words[1:], False


def _whole_words(text: str) -> tuple[str, ...]:
    """The words of a name; what jieba does not know and leaves in single characters is one: 远川."""
    found: list[str] = []
    single = False
    for word in name_words(text):
        joined = single and len(word) == 1
        single = len(word) == 1
        if joined:
            found[-1] += word
        else:
            found.append(word)
    return tuple(found)


def _is_place(word: str) -> bool:
    return part_of_speech(word) == "ns"


def _is_clipped(share: str, word: str) -> bool:
    """新材 of 新材料."""
    return len(share) == 2 < len(word) and word.startswith(share)


def _shares(kept: str, words: Sequence[str]) -> tuple[str, ...]:
    """What each word gives to a short form: all of itself, its first two characters, one, or nothing; the first gives some."""
    found: list[tuple[str, ...]] = [()]
    for index, word in enumerate(words):
        pieces = {word, word[:1], word[:2], *(word if index else ""), *([""] if index else [])}
        longest = sorted(pieces, key=lambda p: (-len(p), p))
        found = [(*f, p) for f in found for p in longest if kept.startswith(p, sum(map(len, f)))][:64]
    return next((f for f in found if sum(map(len, f)) == len(kept)), ())


def _is_numbered(short: str, full: str) -> bool:
    one, other = _PLANT.search(full), _NUMBERED.fullmatch(short)
    if one is None or other is None or len(short) < NUMBERED or one.groups()[::2] != other.groups()[::2]:
        return False
    return other.group(2) != one.group(2) and in_order(other.group(2), one.group(2)) == len(other.group(2))


def _common_tail(one: str, other: str) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count
