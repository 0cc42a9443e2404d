"""What speaks for and against each beginning of a name before 河, 江, 溪, 渠: `kg.names.rivers` says how."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kg.model import Mention, by_place
from kg.names.grammar import AREAS
from kg.names.river_points import (
    ALONE,
    BORDER,
    COUNTY,
    HEADS,
    IN,
    OF,
    PERSON,
    PLACE,
    REGION,
    REGIONS,
    STEM,
    TOWN,
    WHOLE,
)
from kg.names.river_words import ENDS, JOINED, LONGEST, RiverWords
from kg.rules.model import NameRule
from kg.text.words import part_of_speech

REACH = 24  # characters before 河段 in which the river that it is of may be named
_STOP = re.compile("[。；！？\n]")
_NUMBERED = re.compile(r"”?[-－—]\d")  # “北溪-2”
LOOK = 4  # characters behind 河 that jieba sees too: 河流|经


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate [start, end) with its points."""

    start: int
    end: int
    points: float


class RiverPage:
    """One text, with what is remembered of its names."""

    def __init__(self, text: str, known: Sequence[Mention], finder: RiverWords) -> None:
        self.text, self.finder = text, finder
        self.known = sorted(known, key=by_place)
        self.ends = sorted({m.span.end: m for m in self.known}.items())
        self.end_offsets = [end for end, _ in self.ends]
        self.covered = bytearray(len(text) + 1)
        for mention in self.known:
            self.covered[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
        self.memo: dict[str, float] = {}

    def weigh(self, rule: NameRule, head: int, end: int) -> list[Weighed]:
        """The names that may end here, with their points."""
        text = self.text
        longer = text[end : end + 1] == "河" and not self.finder.of_water.match(text, end)
        if (
            longer
            or self.covered[head]
            or text.startswith(rule.not_before, end)
            or self.finder.bears_name.match(text, end)
        ):
            return []
        left = self._left(head)
        cut = self._cut(left, head, end) if left < head else None
        if cut is None:
            return []
        shared = self._behind(head, end)
        return [
            Weighed(start, end, points + shared)
            for start, points in self._starts(left, head, end, cut)
            if self._may_be(rule, text[start:end])
        ]

    def _may_be(self, rule: NameRule, name: str) -> bool:
        fits = rule.shortest <= len(name) <= rule.longest
        return fits and not (rule.refuse and rule.refuse.search(name)) and name[:-1] not in rule.generic

    def _left(self, head: int) -> int:
        """Where the run of characters that may be of the name begins."""
        at = head
        while at > max(0, head - LONGEST) and not self.covered[at - 1] and "一" <= self.text[at - 1] <= "鿿":
            at -= 1
            if at < head - 1 and self._into(at + 1):
                return at + 1  # 排入|球川溪, where jieba cuts 入球
        return at

    def _cut(self, left: int, head: int, end: int) -> list[str] | None:
        """The words before the head, the last with the head where jieba joins them; None where a longer word goes over it."""
        found: list[str] = []
        at = left
        for word in self.finder.segment(self.text[left : end + LOOK]):
            if at >= head:  # 河 alone, or 河道, 河流; 河姆渡 is another name
                other = at + len(word) > end and self.finder.class_of(word) in ("name", "person")
                return None if other else found
            if at + len(word) > end:
                return None
            found.append(word)
            at += len(word)
            if at == end:
                return found
        return found

    def _starts(self, left: int, head: int, end: int, cut: list[str]) -> Iterator[tuple[int, float]]:
        """Each beginning with its points but for those that all have."""
        offsets = [left, *(left + n for n in accumulate(map(len, cut)))]
        for index, start in enumerate(offsets[:-1] if offsets[-1] >= head else offsets):
            if start >= head:
                break
            if self._holds_head(start, head):
                continue
            stem = cut[index:]
            points = self._stem(stem, start, head, end) + self._kind(start, head, end, stem)
            points += self._border(start, end, left, cut[index - 1] if index else "")
            if self.finder.is_person(stem, self.text[start:end]):
                yield start, points + PERSON
                continue
            first = self.finder.class_of(cut[index])
            if first not in ("verb", "function"):
                points += self._again(self.text[start:end])
            if first != "noun" and (head - start > 1 or first in ALONE):
                points += self._listed(start, end)
            yield start, points

    def _holds_head(self, start: int, head: int) -> bool:
        """Whether another river's name ends within: 敖江|兰水溪; 沙江河 is one."""
        joined = self.text[start] in ENDS and not self._clear(start)
        return joined or any(c in ENDS for c in self.text[start + 1 : head - 1])

    def _kind(self, start: int, head: int, end: int, stem: Sequence[str]) -> float:
        """How the head is, and whether towns have the name: of two characters, rivers have it less often than they."""
        name = self.text[start:end]
        if len(name) > 3 and name[-2] in REGIONS:
            return REGION
        whole = len(stem) == 1 and len(stem[0]) == len(name)
        sure = whole and self.finder.whole(name, end - head) == "name"
        points = 0.0 if sure else HEADS.get(self.text[head], 0.0) * (1.0 if len(name) == 2 else 0.4)
        if name[-1] == "江" and not sure and len(name) > 3:
            points -= 0.8  # 艾力木江
        if name in self.finder.counties:
            points += COUNTY - (0.3 if self._mention_before(start) in AREAS else 0.0)
        elif name in self.finder.towns:
            points += TOWN[name[-1]] * (1.0 if len(name) == 2 else 0.4)
        elif self.text[head : end + 1] in self.finder.stretches and self._is_stretch(name, start):
            points += COUNTY
        elif name[:-1] in self.finder.countries or (len(name) > 3 and name[:-1] in self.finder.places):
            points += PLACE
        else:
            return points
        return points - (1.0 if self.text[max(0, start - 1) : start] in IN else 0.0)

    def _is_stretch(self, name: str, start: int) -> bool:
        """Whether 河段 is of another river: 垦利河段, or one named before it, 黄河宁蒙河段."""
        if name[:-1] in self.finder.places:
            return True
        at = bisect_left(self.end_offsets, max(0, start - REACH))
        near = [m for end, m in self.ends[at : bisect_left(self.end_offsets, start + 1)] if m.kind == "River"]
        return bool(near) and not _STOP.search(self.text, near[-1].span.end, start)

    def _stem(self, stem: Sequence[str], start: int, head: int, end: int) -> float:
        classes = [self.finder.class_of(word) for word in stem]
        if start + sum(map(len, stem)) == end:  # the last word has the head in it
            last = self.finder.whole(stem[-1], end - head)
            if len(stem) == 1:
                return WHOLE.get(last, -1.5)
            classes[-1] = last if len(stem[-1]) - (end - head) > 1 else "common"
            if last in ("name", "unknown"):
                classes[-1] = "rare"
            elif classes[-1] == "rare":
                classes[-1] = "noun"  # 母亲河 in 辽西母亲河
        elif len(stem) == 1 and head - start == 1 and classes[0] in ALONE:
            return ALONE[classes[0]]
        if (
            classes[0] in ("verb", "function")
            and len(stem[0]) == 1
            and len(stem) > 1
            and self._inside_list(start)
        ):
            classes[0] = "common"
        elif (
            len(stem[0]) == 1
            and classes[:2] == ["function", "sign"]
            and head - start > 2
            and self._clear(start)
        ):
            classes[0] = "common"  # 那 in 那棱格勒河
        for i in range(1, len(classes)):
            if classes[i] == "number" and len(stem[i]) == 1 and stem[i] not in self.finder.numerals:
                classes[i] = "common"  # 台 in 长台溪
            if (
                classes[i] == "verb"
                and len(stem[i]) == 1
                and stem[i - 1]
                and self.finder.class_of(stem[i - 1]) in ALONE
                and i == 1
            ):
                classes[i] = "common"  # 定 in 神定河
        signs = [STEM[c] for c in classes if c == "sign"]
        points = sum(STEM[c] for c in classes if c != "sign") + sum(signs[:2])
        if len(stem) > 2 and head - start == len(stem):
            points += 0.6  # characters that make no words: 尼日喀
        if len(stem) > 1:
            points += self.finder.joined(stem, classes, head - start)
        lengths = [len(w) for w in stem]
        lengths[-1] -= max(0, start + sum(lengths) - head)
        return points - 1.2 * max(0, sum(n > 1 for n in lengths) - 1)

    def _inside_list(self, start: int) -> bool:
        """Whether a name begins behind the mark of a list, or right behind 支流, 汇入."""
        joined = start > 1 and self.text[start - 1] in JOINED and self.text[start - 2] in ENDS
        return joined or self._into(start)

    def _into(self, start: int) -> bool:
        return self.finder.into.search(self.text, max(0, start - 3), start) is not None

    def _border(self, start: int, end: int, left: int, before: str) -> float:
        """A clear edge, or what kind of word stands before the name."""
        if self.finder.persons.search(self.text, max(0, start - 8), start):
            return -2.0
        if self.text[start - 1 : start] == "“" and self.text[end : end + 1] == "”":
            return -0.5  # a brand
        if before[-1:] in ENDS:
            return 0.3  # a row of rivers without marks
        if self.finder.described.search(self.text, max(0, start - 3), start):
            return -0.8
        if before:
            if before[-1] in JOINED:
                return 1.0
            if len(before) == 1 and self._clear(start - 1):
                return -0.5  # 加 in 与加曲河: no verb stands behind 与
            if before == OF:
                return 0.3
            found = self.finder.class_of(before)
            return 0.5 if found == "rare" and part_of_speech(before).startswith("v") else BORDER[found]
        if start == 0 or not ("一" <= self.text[start - 1] <= "鿿"):
            return 1.0
        if not self.covered[start - 1]:
            return 1.0 if self._into(start) else -1.0  # the run is too long for a name
        return 1.3 if self._mention_before(start) in AREAS else 0.4

    def _clear(self, start: int) -> bool:
        """Whether a sign or a conjunction stands before an offset."""
        return start == 0 or not "一" <= self.text[start - 1] <= "鿿" or self.text[start - 1] in JOINED

    def _mention_before(self, start: int) -> str:
        at = bisect_left(self.end_offsets, start)
        return self.ends[at][1].kind if at < len(self.ends) and self.end_offsets[at] == start else ""

    def _listed(self, start: int, end: int) -> float:
        text = self.text
        points = 0.8 if self.finder.before.search(text, max(0, start - 3), start) else 0.0
        points += 0.7 if self._into(start) else 0.0
        if start >= 2 and text[start - 1] in JOINED and text[start - 2] in ENDS:
            points += 1.5
        if self.finder.item.match(text, end):
            points += 1.0
        return points

    def _behind(self, head: int, end: int) -> float:
        """What all candidates of an end share: what stands behind it, and how its head is."""
        text = self.text
        points = 0.0
        if self.finder.flows.match(text, end):
            points += 2.0
        elif self.finder.after.match(text, end):
            points += 1.2
        if self.finder.becomes.match(text, end):
            points -= 1.0
        if self.finder.named_after.match(text, end):
            points -= 2.7
        if _NUMBERED.match(text, end):
            points -= 3.0
        return points

    def _again(self, name: str) -> float:
        """Whether the name stands elsewhere, with other neighbours on its left."""
        points = self.memo.get(name)
        if points is None:
            at = [m.start() for m in re.finditer(name, self.text) if not self.covered[m.start()]]
            lefts = {self.text[i - 1 : i] for i in at}
            count = len(at)
            points = 0.0
            if count > 1:
                only = next(iter(lefts)) if len(lefts) == 1 else ""
                joined = "一" <= only <= "鿿" and only != OF
                points = -1.0 if joined else min(1.5, 0.5 * len(lefts))
            if name in self.finder.towns:
                points = min(0.0, points)
            self.memo[name] = points
        return points
