"""The members of a list: the letters between two marks → where lists are parted, and where their members begin and end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.language.classes import WordClasses
from kg.language.tokens import Token
from kg.model import Span
from kg.text.numerals import parse_number

INSIDE = frozenset("NvAMQWJb()[]")  # what goes on within a member
STARTS = frozenset("NvGAMQRFTW[(J")
MOST = 99  # a larger number counts no list
BIG = "大"  # 六大工程


@dataclass(frozen=True, slots=True)
class Members:
    """One level of brackets. Indices are those of `level`; the token of `i` is `tokens[base + i]`."""

    tokens: Sequence[Token]
    classes: WordClasses
    level: str
    base: int

    def separators(self, low: int, end: int) -> list[tuple[int, int]]:
        """、, and conjunctions where no 、 follows; the border of two titles."""
        last = self.level.rfind("S", low, end)
        found: list[tuple[int, int]] = []
        for at in range(low, end):
            letter = self.level[at]
            if letter == "S" or (letter == "C" and (at > last or "S" in self.level[at - 1 : at + 2])):
                if found and found[-1][1] == at and at > low:
                    found[-1] = (found[-1][0], at + 1)  # 、以及
                else:
                    found.append((at, at + 1))
            elif letter == "]" and self.level[at + 1 : at + 2] == "[" and at + 1 < end:
                found.append((at + 1, at + 1))
        return found

    def start(self, low: int, end: int) -> int:
        """Where the member that ends at `end` is likely to begin: behind a verb, a preposition, 的, a time."""
        at = end
        while at > low and self._goes_left(at - 1, low, end):
            at -= 1
        single = at == end - 1 and self.level[at] == "N" and len(self.text(at)) == 1
        return (
            at - 1 if single and at - 1 > low and self.level[at - 2 : at] in ("HV", "HG") else at
        )  # 的获得感

    def _goes_left(self, at: int, low: int, end: int) -> bool:
        letter = self.level[at]
        if letter in INSIDE or letter == "R":
            return True
        if letter in "GV":
            if at == end - 1:  # 墨河修复、
                return letter == "G" or (at > low and self.level[at - 1] in "NvA)]")
            inner = at > low and self.level[at - 1] in ("NvAV" if self.level[at + 1] == "M" else "NvA")
            return letter == "G" and (self.level[at + 1] in "vGM" or self.is_head(at + 1)) and inner
        if letter == "F":
            return self.text(at) not in self.classes.words["localizer"] or at == end - 1
        if letter == "C":
            return low < at < end - 1 and self.token(at).tag == "c" and self.level[at - 1] in INSIDE
        return False

    def end(self, begin: int, limit: int, members: Sequence[tuple[int, int]], *, closes: bool) -> int:
        """Where the member that begins at `begin` ends, at `limit` at the latest; `begin` where none does."""
        if begin >= limit or self.level[begin] not in STARTS | frozenset("V"):
            return begin
        at = begin
        while at < limit and self._goes_right(at, begin, limit, members, closes):
            at += 1
        return at

    def _goes_right(
        self, at: int, begin: int, limit: int, members: Sequence[tuple[int, int]], closes: bool
    ) -> bool:
        letter = self.level[at]
        following = self.level[at + 1 : at + 2]
        if at == begin:
            return True
        if letter == "M" or (letter == "Q" and self.level[at - 1] != "M"):
            return letter != "M" or not (
                self._counted(at, limit, members) or self.class_at(at, limit, len(members) + 1)
            )
        if letter == "A":
            return (following != "" and following in "NvG") or self._counted(at + 1, limit, members)
        if letter in INSIDE:
            return not (letter == "N" and self.class_at(at, limit, len(members) + 1))  # 四国
        if letter in "GV":
            if self.level[begin:at].strip("GV") == "":  # 强化资金保障
                return True
            ends = at + 1 == limit or following in "ESCZB(" or self._counted(at + 1, limit, members)
            if following == "M" and self.level[members[-1][1] - 1] in "MQ":
                return True  # 中央资金3亿元、地方自筹7亿元
            if following in ("G", "V") and self.level[at + 2 : at + 3] == "E":
                return True  # 老厂搬迁扩产等
            if letter == "V":
                return ends and not (closes and at + 1 == limit)
            return ends or following in "vG" or self.is_head(at + 1)
        if letter == "F":
            return self.text(at) not in self.classes.words["localizer"]
        if letter == "H":
            return not closes or any("H" in self.level[a:b] for a, b in members)
        return letter == "C" and (not closes or any("C" in self.level[a:b] for a, b in members))

    def _counted(self, at: int, limit: int, members: Sequence[tuple[int, int]]) -> bool:
        return self.count_at(at, limit, len(members) + 1) is not None

    def count_at(self, at: int, end: int, wanted: int | None) -> tuple[int | None, int] | None:
        """A count at a token (六大, 4条, 一批) and where its noun begins. `wanted` is what it must be where no 等 stands before it."""
        if at >= end or self.level[at] != "M":
            return None
        text = self.text(at)
        if text in self.classes.words["vague"]:
            return (None, at + 1) if wanted is None else None
        number, unit = self._number(text)
        if number is None or wanted not in (None, number):
            return None
        after = at + 1
        while (
            after < min(end, at + 3) and not unit and (self.level[after] == "Q" or self._is_classifier(after))
        ):
            after += 1
        if after < end and self.level[after] in "NvAG[":
            return number, after
        if at + 1 >= end or (
            self.level[at + 1] not in "NvAGQ" and not (self.level[at + 1] == "U" and wanted)
        ):
            return None
        return number, at + 1

    def _number(self, text: str) -> tuple[int | None, str]:
        """The count and the classifier of 4, 六大, 4条."""
        size = next((n for n in (0, 1) if parse_number(text[: len(text) - n]) is not None), None)
        if size is None or (size and text[-1] != BIG and text[-1] not in self.classes.words["classifier"]):
            return None, ""
        number = parse_number(text[: len(text) - size])
        fits = number is not None and number == int(number) and 2 <= number <= MOST
        return (int(number) if number is not None and fits else None), text[len(text) - size :]

    def _is_classifier(self, at: int) -> bool:
        return self.text(at) == BIG or self.text(at) in self.classes.words["classifier"]

    def is_inner(self, at: int, members: Sequence[tuple[int, int]]) -> bool:
        """及 within the last member, where the others hold one too: 大桥及接线、隧道及附属工程."""
        joined = self.level[at] == "C" and "S" not in self.level[at - 1 : at + 2]
        return joined and any("C" in self.level[a:b] for a, b in members)

    def class_at(self, at: int, end: int, wanted: int) -> bool:
        """4市 as one token: the count and the class of the members."""
        text = self.text(at)
        alone = (
            at < end and self.level[at] in "MN" and self.level[at + 1 : at + 2] not in ("M", "Q", "S", "C")
        )
        if not alone or len(text) < 2 or text[-1].isdigit():
            return False
        return parse_number(text[:-1]) == wanted

    def is_partner(self, marks: Sequence[tuple[int, int]], index: int, members: int) -> bool:
        """与 behind a list (甲和乙与丙合作): with whom."""
        if index >= len(marks) or members < 2:
            return False
        at = marks[index][0]
        return self.level[at] == "C" and self.token(at).tag == "p" and self.level[marks[index - 1][0]] == "C"

    def with_modifier(self, members: Sequence[tuple[int, int]], low: int) -> Iterator[tuple[int, int]]:
        """The first member with its 的 where each other has one: 独特的历史、独特的文化."""
        start, end = members[0]
        others = [self.level[a:b] for a, b in members[1:]]
        if start > low and self.level[start - 1] == "H" and others and all("H" in other for other in others):
            start = self.start(low, start - 1)
        yield start, end

    def is_head(self, at: int) -> bool:
        return at < len(self.level) and self.level[at] == "N" and self.text(at) in self.classes.lexicon.heads

    def token(self, at: int) -> Token:
        return self.tokens[self.base + at]

    def text(self, at: int) -> str:
        return self.tokens[self.base + at].text if 0 <= at < len(self.level) else ""

    def between(self, part: tuple[int, int]) -> str:
        return "".join(t.text for t in self.tokens[self.base + part[0] : self.base + part[1]])

    def span(self, part: tuple[int, int]) -> Span:
        return Span(self.token(part[0]).start, self.token(part[1] - 1).end)
