"""Villages, and townships that the gazetteer lacks, by pattern: behind their area, or between clear edges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.gazetteer import Gazetteer
from kg.model import Mention, Span
from kg.names.edges import MARKS, Edges
from kg.text.words import frequency, name_words, part_of_speech

BEHIND = 5  # characters of a village's name right behind its area
ALONE = 4  # characters of a village's name elsewhere
COMMON = 60  # jieba's count from which a word of two or more characters is common speech: 余热 79
HAMLET = "屯"  # a village only right behind its area
NOUNS = ("n", "s", "f")  # tags of words that stand in names of villages: 西方|寺
_HAN = re.compile(r"[一-鿿]+")


@dataclass(frozen=True, slots=True)
class VillageFinder:
    """The patterns of villages and townships."""

    words: Mapping[str, tuple[str, ...]]
    ends: re.Pattern[str]
    town_ends: re.Pattern[str]
    lead: re.Pattern[str]  # what may stand before a village that has no area before it
    opening: re.Pattern[str]  # the same words, at the start of a would-be name
    joined: re.Pattern[str]  # 至, 和: what joins a village to the one before it

    def find(self, text: str, areas: Sequence[Mention], edges: Edges) -> Iterator[Mention]:
        """Villages and unknown townships of a text, given the areas that the gazetteer found."""
        behind = {m.span.end: m for m in areas if m.kind in ("City", "County")}
        marks = self.words["list_marks"]
        towns = (m for m in areas if m.kind == "Township" and text[m.span.end : m.span.end + 1] in marks)
        behind |= {m.span.end + 1: m for m in towns}  # 石鼓镇、龙蟠乡
        known = {m.span.end for m in areas if m.kind == "Township"}
        for match in self.town_ends.finditer(text):
            if match.end() in known:
                continue  # 古陶镇, in 平遥县昌源河古陶镇
            start = self._behind(text, match.start(), behind)
            if text.startswith(self.words["township_not_before"], match.end()):
                continue
            if start is not None and self._is_name(text[start : match.start()], "township_refuse"):
                town = Mention(
                    Span(start, match.end()), text[start : match.end()], "Township", "place.township"
                )
                behind[match.end()] = town
                yield town
        behind |= {m.span.end: m for m in areas if m.kind == "Township"}
        for match in self.ends.finditer(text):
            if match.group() == HAMLET and not any(
                i in behind for i in range(match.start() - 2, match.start() - 5, -1)
            ):
                continue
            start = self._start(text, match.start(), behind, edges)
            if start is None or text.startswith(self.words["village_not_before"], match.end()):
                continue
            found = Mention(Span(start, match.end()), text[start : match.end()], "Village", "place.village")
            behind[match.end()] = found
            yield found

    def _behind(self, text: str, head: int, behind: Mapping[int, Mention]) -> int | None:
        """Where a name begins that stands right behind an area, or joined to it: 西吉县|至|将台镇."""
        start = _area_end(text, head, behind)
        joined = self.joined.match(text, start, head - 1) if start is not None else None
        return joined.end() if joined else start

    def _start(self, text: str, head: int, behind: Mapping[int, Mention], edges: Edges) -> int | None:
        start = self._behind(text, head, behind)
        if start is not None and self._is_name(text[start:head], "village_refuse", start in behind):
            return start
        for start in range(max(0, head - ALONE), head - 1):
            stem = text[start:head]
            if (
                _HAN.fullmatch(stem)
                and (start == 0 or text[start - 1] in MARKS or self.lead.search(text, 0, start))
                and edges.begins(start)
                and not self.opening.match(stem)
                and self._is_name(stem, "village_refuse")
                and not _is_common(stem)
            ):
                return start
        return None

    def _is_name(self, stem: str, refused: str, adjacent: bool = False) -> bool:
        """`adjacent`: right behind its area, where nouns may be of a name: 宝坻区|西山寺村."""
        if (
            not _HAN.fullmatch(stem)
            or stem.endswith(self.words[refused])
            or stem in self.words[f"{refused}_whole"]
        ):
            return False
        if any(c in stem for c in self.words["never_in_village"]):
            return False
        return len(stem) < 3 or all(
            len(w) < 2
            or w == stem
            or frequency(w) < COMMON
            or self._kin(w)
            or (adjacent and part_of_speech(w).startswith(NOUNS))
            for w in name_words(stem)
        )

    def _kin(self, word: str) -> bool:
        """罗家 and 庄上 are common in jieba's dictionary because they are names."""
        return word.endswith(self.words["village_parts"])


def make_village_finder(gazetteer: Gazetteer) -> VillageFinder:
    """From the lists of forms.toml."""
    found = gazetteer.words
    return VillageFinder(
        found,
        re.compile(any_of(found["village_ends"])),
        re.compile(any_of(found["township_ends"])),
        re.compile(f"(?:{any_of(found['village_lead'])})$"),
        re.compile(any_of(found["village_lead"])),
        re.compile(any_of(found["village_joined"])),
    )


def _is_common(stem: str) -> bool:
    """文化 in 民俗文化村: a word of common speech is no village's name unless its area stands before it."""
    return frequency(stem) >= COMMON and not part_of_speech(stem).startswith(("ns", "nr", "nz"))


def any_of(found: Sequence[str]) -> str:
    """An alternation, the longest first."""
    return "|".join(re.escape(w) for w in sorted(found, key=lambda w: (-len(w), w)))


def _area_end(text: str, head: int, behind: Mapping[int, Mention]) -> int | None:
    """The end of an area at most BEHIND characters before `head`, with nothing but Han characters between."""
    for start in range(head - 1, max(0, head - BEHIND) - 1, -1):
        if start in behind:
            return start
        if text[start] in MARKS:
            return None
    return None
