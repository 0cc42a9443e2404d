"""Coordination: the tokens of a stretch → its lists, each with members, stated count, common head and completed members.

One operator for 甲、乙和丙, 甲、乙、丙等4条高速公路, 甲至乙、丙至丁6个项目, 甲治理、乙修复等六大工程, 甲县、乙县的污水处理厂 and
甲工程一期、二期. Brackets and quotes are never split. Where the first member begins is open: `earliest` and the likely start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.language.classes import WordClasses, levels
from kg.language.members import Members
from kg.language.tags import PROPER
from kg.language.tokens import Token
from kg.model import Span, light, replace
from kg.text.numerals import parse_number

RUN = re.compile(r"[^BZL]+")
DEEDS = 4  # words between 等 and the head of a list: 一批拟开工


@light
@dataclass(frozen=True, slots=True)
class Coordination:
    """A list. All spans are in the text that the tokens are of."""

    members: tuple[Span, ...]  # the first from its likely start
    earliest: int  # where the first may begin at the earliest
    completed: tuple[
        str, ...
    ]  # the members with the common head or beginning: 栖云至白渡 → 栖云至白渡高速公路
    head: Span | None = None  # 高速公路 of 等4条高速公路
    count: int | None = None  # as stated
    more: bool = False  # 等: there may be more than are named
    link: str = (
        ""  # how the head follows: "etcetera", "count", "of" (的), "tail" (of the last member), or no head
    )
    beginning: Span | None = None  # 墨河治理 of 墨河治理一期、二期

    @property
    def span(self) -> Span:
        """From the likely start to the end of the head."""
        return Span(self.members[0].start, self.head.end if self.head else self.members[-1].end)


def find_lists(tokens: Sequence[Token], classes: WordClasses, code: str = "") -> tuple[Coordination, ...]:
    """The lists of a stretch, in order; none for a list of clauses (加强领导、强化保障). `code` is that of the tokens, if known."""
    code = code or classes.code(tokens)
    if "S" not in code and "C" not in code and "][" not in code:
        return ()
    found: list[Coordination] = []
    for base, level in levels(code):
        for run in RUN.finditer(level):
            if "S" in run[0] or "C" in run[0] or "][" in run[0]:
                reader = _Reader(tokens, classes, level, base)
                found += reader.read(run.start(), run.end())
    return tuple(sorted(found, key=lambda one: one.members[0].start))


@dataclass(frozen=True, slots=True)
class _Reader(Members):
    """The lists of one level of brackets."""

    def read(self, low: int, end: int) -> Iterator[Coordination]:
        """The lists between two marks, from left to right."""
        marks = self.separators(low, end)
        index = 0
        while index < len(marks):
            index, low, made, gap = self._one(marks, index, low, end)
            if made is not None:
                yield made
            if gap is not None and "C" in self.level[gap[0] : gap[1]]:
                yield from _Reader(self.tokens, self.classes, self.level, self.base).read(*gap)

    def _one(
        self, marks: list[tuple[int, int]], index: int, low: int, end: int
    ) -> tuple[int, int, Coordination | None, tuple[int, int] | None]:
        """The list whose first mark is `marks[index]`: the next mark, where the next list may begin, the list, and what lies before it."""
        start = self.start(low, marks[index][0])
        if start == marks[index][0]:
            return index + 1, marks[index][1], None, None
        members = [(start, marks[index][0])]
        while index < len(marks):
            begin = marks[index][1]
            while index + 1 < len(marks) and self.is_inner(marks[index + 1][0], members):
                del marks[index + 1]
            limit = marks[index + 1][0] if index + 1 < len(marks) else end
            closes = index + 1 == len(marks)
            at = self.end(begin, limit, members, closes=closes)
            if at > begin:
                members.append((begin, at))
            if at < limit or at == begin or self.is_partner(marks, index + 1, len(members)):
                break
            index += 1
        else:
            at = end
        members = [*self.with_modifier(members, low), *members[1:]]
        low_next = marks[index][1] if index < len(marks) and at == marks[index][1] else at
        made = self._made(members, low, at, end) if len(members) > 1 else None
        return index + 1, low_next, made, (low, start) if start > low else None

    def _made(self, members: list[tuple[int, int]], low: int, at: int, end: int) -> Coordination | None:
        link, more, count, head = self._head(members, at, end)
        if not self._alike(members, bool(head) and link in ("etcetera", "count")):
            return None
        if head is None:
            head = self._tail(members)
            if head is not None:
                link = "tail"
                members[-1] = (members[-1][0], head[0])
        beginning = self._beginning(members)
        one = Coordination(
            tuple(self.span(m) for m in members),
            self.token(low).start,
            tuple(self._complete(members, head, link, beginning)),
            self.span(head) if head else None,
            count,
            more,
            link if head else "",
            self.span(beginning) if beginning else None,
        )
        if not head and self.class_at(at, end, len(members)):
            return self._classed(members, one, at)
        return one if head or beginning else self._phases(members, one)

    def _classed(self, members: Sequence[tuple[int, int]], one: Coordination, at: int) -> Coordination:
        """石门、清水、双河3县, where 3县 is one token."""
        token = self.token(at)
        whole = self._are_whole(members, token.text[-1]) or token.text[-1] in self.classes.words["classifier"]
        wants = [not whole and self._wants(m, token.text[-1], "count", verbal=False) for m in members]
        return replace(
            one,
            completed=tuple(
                t + token.text[-1] if w else t for t, w in zip(one.completed, wants, strict=True)
            ),
            head=Span(token.end - 1, token.end),
            count=len(members),
            link="count",
        )

    def _phases(self, members: Sequence[tuple[int, int]], one: Coordination) -> Coordination:
        """墨河治理一期、二期工程, where 二期工程 is one token."""
        start, end = members[-1]
        word = self.token(start)
        head = self.classes.head(word.text, shortest=2)
        ordinals = [self.token(b - 1) for _, b in members[:-1]]
        kinds = {self._ends_as(m) for m in members[:-1]} | {self._ends_as(m) for m in members[1:-1]}
        phase = word.text.removesuffix(head)
        if end - start > 1 or not head or kinds != {"ordinal"} or not self._orders(phase):
            return one
        span = Span(one.members[0].start, ordinals[0].start)
        beginning = self.between((members[0][0], members[0][1] - 1))
        rest = [self.between(m) for m in members[1:-1]]
        return replace(
            one,
            members=(*one.members[:-1], Span(word.start, word.end - len(head))),
            completed=tuple(f"{beginning}{text}{head}" for text in (ordinals[0].text, *rest, phase)),
            head=Span(word.end - len(head), word.end),
            link="tail",
            beginning=span if len(span) else None,
        )

    def _head(
        self, members: Sequence[tuple[int, int]], at: int, end: int
    ) -> tuple[str, bool, int | None, tuple[int, int] | None]:
        """How the head follows, whether there are more members, the count, and the head's tokens."""
        level = self.level
        if level[at : at + 1] == "E" and at < end:
            counted = self.count_at(at + 1, end, None)
            number, first = counted or (None, at + 1)
            head = self._noun(first, end) or self._noun(self._behind_verbs(first, end), end)
            return "etcetera", True, number, head
        counted = self.count_at(at, end, len(members))
        if counted is not None:
            return "count", False, counted[0], self._noun(counted[1], end)
        if level[at : at + 1] == "H" and at < end:
            return "of", False, None, self._noun(at + 1, end)
        return "", False, None, None

    def _behind_verbs(self, at: int, end: int) -> int:
        """The head of works behind what is done to them: 项目 of 等一批拟开工项目; the end, where none is."""
        stop = at
        while stop < min(end, at + DEEDS) and self.level[stop] in "MQXDVGv":
            stop += 1
        return stop if at < stop < end and self.is_head(stop) else end

    def _noun(self, at: int, end: int) -> tuple[int, int] | None:
        """The noun phrase that begins at a token, back to its last noun."""
        stop = at
        while stop < end and (
            self.level[stop] in "NvAQW()[]b"
            or (
                self.level[stop] == "G"
                and stop + 1 < end
                and (self.is_head(stop + 1) or self.level[stop + 1] == "v")
            )
        ):
            stop += 1
        while stop > at and self.level[stop - 1] in "AWG":
            stop -= 1
        if stop == at and at < end and self.level[at] in "UQ":  # 三地, 四家
            stop = at + 1
        return (at, stop) if stop > at else None

    def _alike(self, members: Sequence[tuple[int, int]], headed: bool) -> bool:
        """Whether the members are all nouns, or, with a head, all verbal."""
        kinds = [self._ends_as(m) for m in members]
        if any(self._has_clause(m) for m in members):
            return False
        if headed:
            return True
        if "adjective" in kinds:
            return False
        if any(self.level[a] in "GV" and b - a > 1 for a, b in members[1:]):
            return False
        if any(self.level[b - 1] == "V" for _, b in members) and not any(
            self.level[b - 1] in "vG" for _, b in members
        ):
            return False
        if "number" in kinds and len(set(kinds)) > 1:
            return False
        if len(members) == 2 and self.level[members[0][1]] == "C":
            return self._pair(members, kinds)
        return not ("time" in kinds and len(set(kinds)) > 1)

    def _pair(self, members: Sequence[tuple[int, int]], kinds: Sequence[str]) -> bool:
        """甲和乙; 甲与乙 may be a subject and its partner, so both must be of one kind."""
        if self.token(members[0][1]).tag != "p":
            return ("time" in kinds) == (len(set(kinds)) == 1 and "time" in kinds)
        first, second = (self.token(b - 1) for _, b in members)
        return first.kind == second.kind and (first.tag == second.tag or first.text[-1] == second.text[-1])

    def _has_clause(self, member: tuple[int, int]) -> bool:
        return any(letter in "UYXP" for letter in self.level[slice(*member)])

    def _ends_as(self, member: tuple[int, int]) -> str:
        start, end = member
        letter = self.level[end - 1]
        if letter in "vGV":
            return "verbal"
        if letter in "MQ":
            return "ordinal" if self._is_ordinal(end - 1) else "number"
        if letter in "AT":
            return "adjective" if letter == "A" else "time"
        if letter == "]":
            return "quoted"
        if letter == ")":
            return "noun"
        if "J" in self.level[start:end]:
            return "range" if not self.classes.head(self.text(end - 1), shortest=2) else "noun"
        if self._is_ordinal(end - 1):
            return "ordinal"
        token = self.token(end - 1)
        if token.kind or token.tag in PROPER:
            return "noun" if self.classes.head(token.text, shortest=2) and not token.kind else "proper"
        return "noun" if len(token.text) > 1 or self.classes.head(token.text) else "proper"

    def _is_ordinal(self, at: int) -> bool:
        """一期, 期 of 二 + 期, 标段 of 3 + 标段."""
        text = self.text(at)
        return self._orders(text) or (self._orders(self.text(at - 1) + text) and self.text(at - 1) != "")

    def _orders(self, text: str) -> bool:
        """Whether a text is a number and what has phases or parts: 一期, 二标段."""
        unit = next((u for u in self.classes.words["ordinal"] if text.endswith(u)), "")
        return bool(unit) and parse_number(text[: -len(unit)]) is not None

    def _tail(self, members: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """What the last member has and the others lack: 工程 of 河道清淤、堤防加固、生态补水工程."""
        kinds = {self._ends_as(m) for m in members[:-1]}
        if kinds == {"verbal", "noun"} and not any(self.is_head(b - 1) for _, b in members[:-1]):
            return self._last_head(members[-1])
        if len(kinds) != 1 or not kinds <= {"verbal", "proper", "ordinal", "range"}:
            return None
        start, end = members[-1]
        at = end
        while (
            at > start
            and self.level[at - 1] == "N"
            and len(self.text(at - 1)) > 1
            and self._ends_as((start, at)) == "noun"
        ):
            at -= 1
        if at in (end, start) or self._ends_as((start, at)) not in kinds:
            return None
        if any(self.between(m).startswith(self.between((start, at))) for m in members[:-1]):
            return None  # 中国移动、中国铁塔
        return at, end

    def _last_head(self, member: tuple[int, int]) -> tuple[int, int] | None:
        start, end = member
        return (
            (end - 1, end)
            if end - start > 1 and self.is_head(end - 1) and len(self.text(end - 1)) > 1
            else None
        )

    def _beginning(self, members: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """墨河治理 of 墨河治理一期、二期."""
        if any(self._ends_as(m) != "ordinal" for m in members):
            return None
        sizes = {b - a for a, b in members[1:]}
        start, end = members[0]
        size = max(sizes)
        return (start, end - size) if len(sizes) == 1 and end - size > start and size < 3 else None

    def _complete(
        self,
        members: Sequence[tuple[int, int]],
        head: tuple[int, int] | None,
        link: str,
        beginning: tuple[int, int] | None,
    ) -> Iterator[str]:
        ending = self.between(head) if head else ""
        verbal = any(self._ends_as(m) == "verbal" for m in members)
        if link == "count" and self._are_whole(members, ending):
            ending = ""
        for number, member in enumerate(members):
            text = self.between(member)
            if beginning and number:
                text = self.between(beginning) + text
            yield text + ending if ending and self._wants(member, ending, link, verbal=verbal) else text

    def _are_whole(self, members: Sequence[tuple[int, int]], ending: str) -> bool:
        """张伟、刘芳两人; 乌克兰、德国两国, one of which ends so."""
        if all(self.token(b - 1).tag == "PER" for _, b in members):
            return True
        return len(ending) == 1 and any(self.text(b - 1).endswith(ending) for _, b in members)

    def _wants(self, member: tuple[int, int], ending: str, link: str, *, verbal: bool) -> bool:
        """Whether a member lacks the head: a stretch of a line, a verbal noun, a place before the head of a name.

        `verbal`: one of the members is a verbal noun, so that 医疗 beside 运输 is one too, unless it ends in a head of names.
        """
        kind = self._ends_as(member)
        last = self.token(member[1] - 1)
        if kind == "noun" and verbal and not self.classes.head(last.text):
            kind = "verbal"
        if link == "count" and len(ending) == 1:  # 石门、双河两县
            return kind in ("noun", "proper", "verbal")
        if link in ("of", "tail"):
            return True
        if kind in ("verbal", "adjective", "range", "quoted", "ordinal"):  # 连通/a
            return self.level[member[1] - 1] != ")"
        if kind != "proper" or self.text(member[1] - 1).endswith(ending[-1]):
            return False
        return len(ending) > 1 and self.classes.head(ending) != ""
