"""For a clause that names no subject: what earlier clauses of its sentence, and sentences before it, were about."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Mention
from kg.rules.model import RuleBook
from kg.rules.slots import MENTION, SlotText
from kg.rules.topics import WORKS
from kg.story.headings import Section
from kg.story.openers import Part, closer_of, is_aside, is_part

GROUPS = (WORKS, ("Policy",))  # what the next sentence may go on about; another of the group bars it
MAIN = 3  # times that a work is named, and twice as often as any other, where the article is about it


class Carried:
    """What the clauses of one sentence opened with, for a clause that names no subject: of each class the last."""

    def __init__(
        self, slots: SlotText, topics: tuple[Mention, ...], rules: RuleBook, heading: Mention | None
    ) -> None:
        self.slots, self.rules = slots, rules
        self.heading = heading
        resumes = heading in topics or rules.resumes.match(slots.text) or MENTION.match(slots.text)
        self.topics = topics if resumes and not rules.parts.match(slots.text) else ()
        self.held: tuple[Mention, ...] = ()
        self.opener: Mention | None = None  # of the first clause that is not 某局说
        self.opens = False

    def at(self, start: int) -> tuple[Mention, ...]:
        if start and is_part(self.slots, start, self.rules):
            return ()  # 西线 has a sum of its own
        return (*self.held, *self.topics)

    def read(self, one: Part, *, counts: bool) -> None:
        """Go on past a clause. `counts`: it counts works, of which none is the one before."""
        if not one.says and not self.opens:
            self.opener, self.opens = one.opens, True
        part = one.start > 0 and is_part(self.slots, one.start, self.rules)
        if part and not is_aside(self.slots, one.start, one.end, one.inside, self.rules):
            self.held = self.topics = ()
        others = {m.entity for _, m in one.inside if m.kind == WORKS[0]}
        if self.heading is not None and others - {self.heading.entity}:
            self.topics = ()  # 投资3亿元实施某工程, under a heading
        if counts:
            self.held = tuple(m for m in self.held if m.kind not in WORKS)
            self.topics = ()
        if not one.says:
            self._hold(closer_of(self.slots, one.end, self.rules))
        if not one.says and one.opens is not None:
            self.topics = ()
            self._hold(one.opens)

    def _hold(self, mention: Mention | None) -> None:
        if mention is not None:
            self.held = (mention, *(m for m in self.held if m.kind != mention.kind))


class Earlier:
    """What each group of classes was last about, sentence by sentence."""

    def __init__(self) -> None:
        self.latest: dict[tuple[str, ...], Mention] = {}
        self.named: dict[tuple[str, ...], dict[str, Mention]] = {group: {} for group in GROUPS}
        self.listed = False  # headings name works, each for the text below it
        self.times: dict[str, int] = {}  # that a thing was named, by its id
        # by group: the id of what was named most, its first mention, how often the next was named
        self.most: dict[tuple[str, ...], tuple[str, Mention, int]] = {}

    def next_section(self, section: Section) -> None:
        """A heading: what was named above it is no topic below it."""
        self.latest.clear()
        self.listed = self.listed or section.thing is not None or section.why != ""

    def now(self, heading: Mention | None) -> tuple[Mention, ...]:
        """The topics at the beginning of a sentence: its last one, else what the heading names, else the only one or
        by far the most named."""
        return tuple(m for group in GROUPS for m in self._of(group, heading))

    def read(self, slots: SlotText, opener: Mention | None) -> None:
        """Go on past a sentence."""
        for group in GROUPS:
            mine = [m for m in slots.mentions.values() if m.kind in group and m.entity is not None]
            for mention in mine:
                if mention.entity is not None:
                    self.named[group].setdefault(mention.entity.id, mention)
                    self._count(group, mention.entity.id, mention)
            topic = opener or self.latest.get(group)
            if topic is None or topic.kind not in group or {m.entity for m in mine} - {topic.entity}:
                self.latest.pop(group, None)
            else:
                self.latest[group] = topic

    def _of(self, group: tuple[str, ...], heading: Mention | None) -> Iterator[Mention]:
        if heading is not None and heading.kind in group:
            if self.latest.get(group, heading).entity == heading.entity:
                yield heading
        elif group in self.latest:
            yield self.latest[group]
        elif self.listed and group == WORKS:
            return
        elif len(self.named[group]) == 1:
            yield next(iter(self.named[group].values()))
        elif group in self.most:
            first, mention, second = self.most[group]
            if self.times[first] >= max(MAIN, 2 * second):
                yield mention

    def _count(self, group: tuple[str, ...], thing: str, mention: Mention) -> None:
        self.times[thing] = self.times.get(thing, 0) + 1
        first, named, second = self.most.get(group, (thing, mention, 0))
        if self.times[thing] > self.times[first]:
            first, named, second = thing, mention, self.times[first]
        elif thing != first:
            second = max(second, self.times[thing])
        self.most[group] = (first, named, second)
