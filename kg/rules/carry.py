"""What a clause that names no subject goes on about: an earlier clause of its sentence, or what was said before it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from kg.model import Entity, Mention, Span, replace
from kg.rules.model import RuleBook
from kg.rules.pattern import Slot
from kg.rules.slots import MENTION, SlotText
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

AREAS = ("Province", "City", "County", "Township", "Village")
WORKS = ("Project", "Facility", "Reservoir")
GROUPS = (
    WORKS,
    ("Policy",),
)  # what the next sentence may go on about; another of the group in its sentence bars it
CLOSERS = ("Project",)  # what a clause may end with and the next go on about: 启动某工程，总投资3亿元
OF, IN = "的", "在"
MAIN = 3  # times that a work is named, and twice as often as any other, where the article is about it
LONG = 200  # characters of the slot text; what stands further on in a clause carries no subject into it
ASIDE = 20  # characters of a clause that counts a part in passing
Inside = Sequence[tuple[int, Mention]]  # the mentions of a clause, with their places in the slot text
MARK = re.compile(f"[{CLAUSE_MARKS}{SENTENCE_MARKS}]")
ATTRIBUTE = re.compile(
    f"[^，；：、\ue000-\ue0ff]{{0,8}}的(?:[“‘「][^”’」]{{1,6}}[”’」])?[—-]*(?={MENTION.pattern})"
)  # between two names the first of which describes the second: 某工程的“咽喉”——某隧洞


class Topics:
    """What each group of classes was last about, sentence by sentence."""

    def __init__(self) -> None:
        self.latest: dict[tuple[str, ...], Mention] = {}
        self.named: dict[tuple[str, ...], dict[Entity, Mention]] = {group: {} for group in GROUPS}
        self.times: Counter[str] = Counter()  # that a thing was named, by its id
        # by group: the id of what was named most, its first mention, how often the next was named
        self.most: dict[tuple[str, ...], tuple[str, Mention, int]] = {}

    def now(self) -> tuple[Mention, ...]:
        """The topics at the beginning of a sentence: its last one, else the only one or by far the most named."""
        return tuple(m for group in GROUPS for m in self._of(group))

    def read(self, slots: SlotText, rules: RuleBook) -> None:
        """Go on past a sentence."""
        start, end = 0, 0
        for mark in [*(m.start() for m in MARK.finditer(slots.text)), len(slots.text)]:
            start, end = (end + 1 if end else 0), mark
            if not rules.said.search(slots.text, start, end):
                break
        opener = opener_of(slots, start, end, rules)
        for group in GROUPS:
            mine = [m for m in slots.mentions.values() if m.kind in group and m.entity is not None]
            for mention in mine:
                if mention.entity is not None:
                    self.named[group].setdefault(mention.entity, mention)
                    self._count(group, mention.entity.id, mention)
            topic = opener or self.latest.get(group)
            if topic is None or topic.kind not in group or {m.entity for m in mine} - {topic.entity}:
                self.latest.pop(group, None)
            else:
                self.latest[group] = topic

    def _of(self, group: tuple[str, ...]) -> Iterator[Mention]:
        if group in self.latest:
            yield self.latest[group]
        elif len(self.named[group]) == 1:
            yield next(iter(self.named[group].values()))
        elif group in self.most:
            first, mention, second = self.most[group]
            if self.times[first] >= max(MAIN, 2 * second):
                yield mention

    def _count(self, group: tuple[str, ...], thing: str, mention: Mention) -> None:
        self.times[thing] += 1
        first, named, second = self.most.get(group, (thing, mention, 0))
        if self.times[thing] > self.times[first]:
            first, named, second = thing, mention, self.times[first]
        elif thing != first:
            second = max(second, self.times[thing])
        self.most[group] = (first, named, second)


def carried(slots: SlotText, slot: Slot, at: int, rules: RuleBook) -> Mention | None:
    """The subject that an earlier clause opened with, if the clause at `at` names none that would fit."""
    start = clause_start(slots, at)
    if at - start > LONG:
        return None
    if any(m.kind in slot.kinds for _, m in slots.between(start, at)):
        return None
    if not rules.carriers.fullmatch(_without_attributes(slots, start, at)):
        return None  # the clause has a subject of its own, though no name
    if start > 0 and _of_part(slots, start, rules):
        return None  # 西线 has a sum of its own
    return _before(slots, slot, start, rules)


def _before(slots: SlotText, slot: Slot, start: int, rules: RuleBook) -> Mention | None:
    """What the clauses before a place go on about: of each of them once for all that ask, or many clauses take hours."""
    resumes = rules.resumes.match(slots.text) or MENTION.match(slots.text)
    topic = _fitting(slots.topics, slot) if resumes else None
    known, bounds = slots.before.setdefault(slot.kinds, {}), _bounds(slots.text)
    known.setdefault(0, None if rules.parts.match(slots.text) else topic)
    passed: list[tuple[int, bool]] = []  # clauses that tell nothing, and whether one bars the topic
    while start not in known:
        end, first = start, bounds[bisect_left(bounds, start) - 1]
        if rules.said.search(slots.text, first, end - 1):  # 某局说, before what it says
            opener = found = None
        else:
            opener = opener_of(slots, first, end, rules)
            both = (opener, _closer(slots, end, rules))
            found = next((m for m in both if m is not None and m.kind in slot.kinds), None)
        part = first > 0 and _of_part(slots, first, rules) and not _aside(slots, first, rules)
        if found is not None or part:
            known[start] = found
        else:
            passed.append((start, opener is not None))
            start = first
    return _remembered(known, known[start], passed, topic)


def _remembered(
    known: dict[int, Mention | None],
    found: Mention | None,
    passed: Sequence[tuple[int, bool]],
    topic: Mention | None,
) -> Mention | None:
    """What was found behind the clauses that were `passed`, kept for each of them."""
    for start, bars in reversed(passed):
        found = None if bars and found is topic else found
        known[start] = found
    return found


def _of_part(slots: SlotText, start: int, rules: RuleBook) -> bool:
    """Whether a clause tells of a part: 西线."""
    part = rules.parts.match(slots.text, start)
    return part is not None and not rules.main_lines.match(slots.text, start)


def _aside(slots: SlotText, start: int, rules: RuleBook) -> bool:
    """Whether an earlier clause counts only a part in passing: 其中换乘站11座."""
    mark = MARK.search(slots.text, start)
    end = mark.start() if mark else len(slots.text)
    inside = slots.between(start, end)
    ends = len(inside) == 1 and inside[0][0] == end - 1 and inside[0][1].value is not None
    return ends and end - start <= ASIDE and slots.text.startswith(rules.words.get("AMONG", ()), start)


def clause_start(slots: SlotText, at: int) -> int:
    """Where the clause begins that holds a place of the slot text."""
    bounds = _bounds(slots.text)
    return bounds[bisect_right(bounds, at) - 1]


@lru_cache(maxsize=8)  # the two slot texts of a sentence, and of names in it
def _bounds(text: str) -> tuple[int, ...]:
    """Where the clauses of a slot text begin."""
    return (0, *(m.end() for m in MARK.finditer(text)))


def _fitting(topics: Sequence[Mention], slot: Slot) -> Mention | None:
    return next((m for m in topics if m.kind in slot.kinds), None)


def _closer(slots: SlotText, end: int, rules: RuleBook) -> Mention | None:
    """The work that a clause ends with, a station only if it is being built; `end` is behind the clause's mark."""
    mention = slots.mentions.get(end - 2)
    if mention is None or mention.kind not in WORKS:
        return None
    driven = mention.kind in CLOSERS or slots.text.endswith(rules.words.get("DRIVING", ()), 0, end - 2)
    return mention if driven else None


def opener_of(slots: SlotText, start: int, end: int, rules: RuleBook) -> Mention | None:
    """The mention that a clause opens with."""
    at = opener_at(slots, start, end, slots.between(start, end), rules)
    return None if at is None else slots.mentions[at]


def opener_at(
    slots: SlotText, start: int, end: int, inside: Inside, rules: RuleBook, lies: Collection[str] = ()
) -> int | None:
    """Where the name stands that a clause opens with, of the mentions `inside` it.

    What only describes it is passed over: dates, 某市某县 before it, and 某公司编制的 or 正在建设的. 从某水库引水 opens
    with no subject, nor does 它的上游水库. A place right behind one of `lies` is passed over too: 地处某省的某工程.
    """
    at, found = described(slots, start, end, rules), None
    for i, mention in inside:
        if i < at:
            continue
        if not rules.openers.fullmatch(slots.text, at, i):
            return found
        if mention.deictic and slots.text.startswith(OF, i + 1):
            return None
        prefix, at = slots.text[at:i], attribute_end(slots, i, end)
        if mention.value is not None or mention.entity is None or (mention.kind in AREAS and prefix in lies):
            continue
        if rules.prepositions.search(prefix) and not (prefix.endswith(IN) and at > i + 1):
            return found  # from 从某水库, but on to the work in 同在某县的某工程
        found = i
        if at == i + 1 and not _describes(mention, slots.mentions.get(at) if at < end else None):
            return found
    return found


def _describes(mention: Mention, following: Mention | None) -> bool:
    """Whether a name only describes what stands right behind it: 某县 + 某水库, and not 某工程 + 2023年 or 某高铁 + 某县."""
    if following is None or mention.kind in AREAS:
        return following is not None
    return following.value is None and following.kind not in AREAS


def described(slots: SlotText, start: int, end: int, rules: RuleBook) -> int:
    """Where a clause goes on behind 正在建设的; its start if it does not begin so."""
    match = rules.described.match(slots.text, start, end)
    return match.end() if match and MENTION.match(slots.text, match.end(), end) else start


def attribute_end(slots: SlotText, at: int, end: int) -> int:
    """Where another name stands that the one at a place only describes: 某市东段的某隧洞; else what follows it."""
    match = ATTRIBUTE.match(slots.text, at + 1, end)
    return match.end() if match else at + 1


def _without_attributes(slots: SlotText, start: int, end: int) -> str:
    """The text of a stretch without dates, amounts and areas."""
    return "".join(
        slots.text[i]
        for i in range(start, end)
        if i not in slots.mentions
        or not (slots.mentions[i].kind in AREAS or slots.mentions[i].value is not None)
    )


def join_areas(mentions: Iterable[Mention]) -> list[Mention]:
    """Areas that stand right behind one another, each within the one before, as the smallest of them: 甲市乙县丙镇."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last is not None and last.span.end == mention.span.start and _within(mention, last):
            mention = replace(mention, span=Span(joined.pop().span.start, mention.span.end))
        joined.append(mention)
    return joined


def _within(area: Mention, outer: Mention) -> bool:
    """By class, and by code where both have one."""
    if area.kind not in AREAS or outer.kind not in AREAS or AREAS.index(area.kind) <= AREAS.index(outer.kind):
        return False
    inner = area.entity.code if area.entity else None
    code = (outer.entity.code if outer.entity else None) or ""
    return inner is None or not code or inner.startswith(code.rstrip("0"))
