"""Coordination: the tokens of a stretch → its lists, each with members, stated count, common head and completed members.

One operator for 甲、乙和丙, 甲、乙、丙等4条高速公路, 甲至乙、丙至丁6个项目, 甲治理、乙修复等六大工程, 甲县、乙县的污水处理厂 and
甲工程一期、二期. Brackets and quotes are never split. Where the first member begins is open: `earliest` and the likely start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.language.classes import WordClasses, levels
from kg.language.tokens import Token
from kg.model import Span, replace
from kg.text.numerals import parse_number

RUN = re.compile(r"[^BZL]+")
INSIDE = frozenset("NvAMQWJb()[]")  # what goes on within a member
STARTS = frozenset("NvGAMQRFTW[(J")
MOST = 99  # a larger number counts no list
PROPER = frozenset({"LOC", "PER", "nz", "ORG"})
BIG = "大"  # 六大工程


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
class _Reader:
    """One level of brackets. Indices are those of `level`; the token of `i` is `tokens[base + i]`."""

    tokens: Sequence[Token]
    classes: WordClasses
    level: str
    base: int

    def read(self, low: int, end: int) -> Iterator[Coordination]:
        """The lists between two marks, from left to right."""
        marks = self._separators(low, end)
        index = 0
        while index < len(marks):
            index, low, made, gap = self._one(marks, index, low, end)
            if made is not None:
                yield made
            if gap is not None and "C" in self.level[gap[0] : gap[1]]:
                yield from _Reader(self.tokens, self.classes, self.level, self.base).read(*gap)

    def _separators(self, low: int, end: int) -> list[tuple[int, int]]:
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
            limit = marks[index + 1][0] if index + 1 < len(marks) else end
            closes = index + 1 == len(marks)
            at = self.end(begin, limit, members, closes=closes)
            if at > begin:
                members.append((begin, at))
            if at < limit or at == begin or self._is_partner(marks, index + 1, len(members)):
                break
            index += 1
        else:
            at = end
        members = [*self._with_modifier(members, low), *members[1:]]
        low_next = marks[index][1] if index < len(marks) and at == marks[index][1] else at
        made = self._made(members, low, at, end) if len(members) > 1 else None
        return index + 1, low_next, made, (low, start) if start > low else None

    def _is_partner(self, marks: Sequence[tuple[int, int]], index: int, members: int) -> bool:
        """与 behind a list (甲和乙与丙合作): with whom."""
        if index >= len(marks) or members < 2:
            return False
        at = marks[index][0]
        return self.level[at] == "C" and self._token(at).tag == "p" and self.level[marks[index - 1][0]] == "C"

    def _with_modifier(self, members: Sequence[tuple[int, int]], low: int) -> Iterator[tuple[int, int]]:
        """The first member with its 的 where each other has one: 独特的历史、独特的文化."""
        start, end = members[0]
        others = [self.level[a:b] for a, b in members[1:]]
        if start > low and self.level[start - 1] == "H" and others and all("H" in other for other in others):
            start = self.start(low, start - 1)
        yield start, end

    def start(self, low: int, end: int) -> int:
        """Where the member that ends at `end` is likely to begin: behind a verb, a preposition, 的, a time."""
        at = end
        while at > low and self._goes_left(at - 1, low, end):
            at -= 1
        return at

    def _goes_left(self, at: int, low: int, end: int) -> bool:
        letter = self.level[at]
        if letter in INSIDE or letter == "R":
            return True
        if letter in "GV":
            if at == end - 1:  # 墨河修复、
                return letter == "G" or (at > low and self.level[at - 1] in "NvA)]")
            inner = at > low and self.level[at - 1] in ("NvAV" if self.level[at + 1] == "M" else "NvA")
            return letter == "G" and (self.level[at + 1] in "vGM" or self._is_head(at + 1)) and inner
        if letter == "F":
            return self._text(at) not in self.classes.words["localizer"] or at == end - 1
        if letter == "C":
            return low < at < end - 1 and self._token(at).tag == "c" and self.level[at - 1] in INSIDE
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
        if letter == "M" or (letter in "QN" and self.level[at - 1] != "M"):
            return letter != "M" or self._count_at(at, limit, len(members) + 1) is None
        if letter == "A":
            return following != "" and following in "NvG"
        if letter in INSIDE:
            return True
        if letter in "GV":
            if self.level[begin:at].strip("GV") == "":  # 强化资金保障
                return True
            ends = (
                at + 1 == limit
                or following in "ESCZB("
                or self._count_at(at + 1, limit, len(members) + 1) is not None
            )
            if letter == "V":
                return ends and not (closes and at + 1 == limit)
            return ends or following in "vG" or self._is_head(at + 1)
        if letter == "F":
            return self._text(at) not in self.classes.words["localizer"]
        if letter == "H":
            return not closes or any("H" in self.level[a:b] for a, b in members)
        return letter == "C" and not closes

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
            tuple(self._span(m) for m in members),
            self._token(low).start,
            tuple(self._complete(members, head, link, beginning)),
            self._span(head) if head else None,
            count,
            more,
            link if head else "",
            self._span(beginning) if beginning else None,
        )
        return one if head or beginning else self._phases(members, one)

    def _phases(self, members: Sequence[tuple[int, int]], one: Coordination) -> Coordination:
        """墨河治理一期、二期工程, where 二期工程 is one token."""
        start, end = members[-1]
        word = self._token(start)
        head = self.classes.head(word.text, shortest=2)
        ordinals = [self._token(b - 1) for _, b in members[:-1]]
        kinds = {self._ends_as(m) for m in members[:-1]} | {self._ends_as(m) for m in members[1:-1]}
        phase = word.text.removesuffix(head)
        if end - start > 1 or not head or kinds != {"ordinal"} or not self._orders(phase):
            return one
        span = Span(one.members[0].start, ordinals[0].start)
        beginning = self._between((members[0][0], members[0][1] - 1))
        rest = [self._between(m) for m in members[1:-1]]
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
            counted = self._count_at(at + 1, end, None)
            number, first = counted or (None, at + 1)
            head = self._noun(first, end)
            return "etcetera", True, number, head
        counted = self._count_at(at, end, len(members))
        if counted is not None:
            return "count", False, counted[0], self._noun(counted[1], end)
        if level[at : at + 1] == "H" and at < end:
            return "of", False, None, self._noun(at + 1, end)
        return "", False, None, None

    def _count_at(self, at: int, end: int, wanted: int | None) -> tuple[int | None, int] | None:
        """A count at a token (六大, 4条, 一批) and where its noun begins. `wanted` is what it must be where no 等 stands before it."""
        if at >= end or self.level[at] != "M":
            return None
        text = self._text(at)
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
        return self._text(at) == BIG or self._text(at) in self.classes.words["classifier"]

    def _noun(self, at: int, end: int) -> tuple[int, int] | None:
        """The noun phrase that begins at a token, back to its last noun."""
        stop = at
        while stop < end and (
            self.level[stop] in "NvAQW()[]b"
            or (
                self.level[stop] == "G"
                and stop + 1 < end
                and (self._is_head(stop + 1) or self.level[stop + 1] == "v")
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
        if "adjective" in kinds or any(self._has_clause(m) for m in members):
            return False
        if headed:
            return True
        if any(self.level[a] in "GV" and b - a > 1 for a, b in members[1:]):
            return False
        if any(self.level[b - 1] == "V" for _, b in members):
            return False
        if "number" in kinds and len(set(kinds)) > 1:
            return False
        if len(members) == 2 and self.level[members[0][1]] == "C":
            return self._pair(members, kinds)
        return not ("time" in kinds and len(set(kinds)) > 1)

    def _pair(self, members: Sequence[tuple[int, int]], kinds: Sequence[str]) -> bool:
        """甲和乙; 甲与乙 may be a subject and its partner, so both must be of one kind."""
        if self._token(members[0][1]).tag != "p":
            return ("time" in kinds) == (len(set(kinds)) == 1 and "time" in kinds)
        first, second = (self._token(b - 1) for _, b in members)
        return first.tag == second.tag and first.kind == second.kind

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
            return "range" if not self.classes.head(self._text(end - 1), shortest=2) else "noun"
        if self._is_ordinal(end - 1):
            return "ordinal"
        token = self._token(end - 1)
        if token.kind or token.tag in PROPER:
            return "noun" if self.classes.head(token.text, shortest=2) and not token.kind else "proper"
        return "noun" if len(token.text) > 1 or self.classes.head(token.text) else "proper"

    def _is_ordinal(self, at: int) -> bool:
        """一期, 期 of 二 + 期, 标段 of 3 + 标段."""
        text = self._text(at)
        return self._orders(text) or (self._orders(self._text(at - 1) + text) and self._text(at - 1) != "")

    def _orders(self, text: str) -> bool:
        """Whether a text is a number and what has phases or parts: 一期, 二标段."""
        unit = next((u for u in self.classes.words["ordinal"] if text.endswith(u)), "")
        return bool(unit) and parse_number(text[: -len(unit)]) is not None

    def _tail(self, members: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """What the last member has and the others lack: 工程 of 河道清淤、堤防加固、生态补水工程."""
        kinds = {self._ends_as(m) for m in members[:-1]}
        if kinds == {"verbal", "noun"} and not any(self._is_head(b - 1) for _, b in members[:-1]):
            return self._last_head(members[-1])
        if len(kinds) != 1 or not kinds <= {"verbal", "proper", "ordinal", "range"}:
            return None
        start, end = members[-1]
        at = end
        while (
            at > start
            and self.level[at - 1] == "N"
            and len(self._text(at - 1)) > 1
            and self._ends_as((start, at)) == "noun"
        ):
            at -= 1
        if at in (end, start) or self._ends_as((start, at)) not in kinds:
            return None
        if any(self._between(m).startswith(self._between((start, at))) for m in members[:-1]):
            return None  # 中国移动、中国铁塔
        return at, end

    def _last_head(self, member: tuple[int, int]) -> tuple[int, int] | None:
        start, end = member
        return (
            (end - 1, end)
            if end - start > 1 and self._is_head(end - 1) and len(self._text(end - 1)) > 1
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
        ending = self._between(head) if head else ""
        verbal = any(self._ends_as(m) == "verbal" for m in members)
        for number, member in enumerate(members):
            text = self._between(member)
            if beginning and number:
                text = self._between(beginning) + text
            yield text + ending if ending and self._wants(member, ending, link, verbal=verbal) else text

    def _wants(self, member: tuple[int, int], ending: str, link: str, *, verbal: bool) -> bool:
        """Whether a member lacks the head: a stretch of a line, a verbal noun, a place before the head of a name.

        `verbal`: one of the members is a verbal noun, so that 医疗 beside 运输 is one too, unless it ends in a head of names.
        """
        kind = self._ends_as(member)
        if kind == "noun" and verbal and not self.classes.head(self._text(member[1] - 1)):
            kind = "verbal"
        if link in ("of", "tail"):
            return True
        if kind in ("verbal", "range", "quoted", "ordinal"):
            return self.level[member[1] - 1] != ")"
        if kind != "proper" or self._text(member[1] - 1).endswith(ending[-1]):
            return False
        return bool(self.classes.head(ending)) if len(ending) > 1 else link == "count"

    def _is_head(self, at: int) -> bool:
        return at < len(self.level) and self.level[at] == "N" and self._text(at) in self.classes.lexicon.heads

    def _token(self, at: int) -> Token:
        return self.tokens[self.base + at]

    def _text(self, at: int) -> str:
        return self.tokens[self.base + at].text if 0 <= at < len(self.level) else ""

    def _between(self, part: tuple[int, int]) -> str:
        return "".join(t.text for t in self.tokens[self.base + part[0] : self.base + part[1]])

    def _span(self, part: tuple[int, int]) -> Span:
        return Span(self._token(part[0]).start, self._token(part[1] - 1).end)
