"""What stands around an event: the noun phrases of its clause, and what earlier clauses or the text go on about."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from kg.facts.predications import Event
from kg.facts.stretch import Range
from kg.language.clauses import COPULA
from kg.model import Mention, Span, is_a, light
from kg.rules.topics import AREAS
from kg.text.signs import MEETS

TopicOf = Callable[[int, Collection[str]], Mention | None]
GROUND = frozenset(AREAS)


@light
@dataclass(frozen=True, slots=True)
class Filled:
    """The mentions of a role, how they were found, and whether by default (carried on, not written in the clause)."""

    mentions: tuple[Mention, ...] = ()
    how: str = ""
    default: bool = False
    texts: tuple[Span, ...] = ()  # of a role of class Text

    def __bool__(self) -> bool:
        return bool(self.mentions or self.texts)


NOBODY = Filled()


@dataclass(slots=True)
class Around:
    """The events of a sentence so far, and what may be carried into the next one from before it."""

    events: list[Event] = field(default_factory=list)
    topic_of: TopicOf | None = None

    def carried(self, event: Event, kinds: Collection[str], *, objects: bool) -> Filled:
        """What the clause goes on about: the subject of the clause before, or the work that it ended with (`objects`)."""
        if event.subject is not None and not _is_attribute(event):
            return NOBODY
        spare, nearest = NOBODY, True
        for earlier in reversed(self.events):
            if earlier.relative or not earlier.first or earlier.clause is event.clause:
                continue
            if earlier.verb[0] >= event.verb[0] and earlier.stretch is event.stretch:
                continue
            heads = opening(earlier, kinds, whole=not objects)
            if heads and heads[0].text.startswith(MEETS):
                continue
            if heads:
                return Filled(heads, "subject of an earlier clause", default=True)
            last = self._last(earlier)
            met = MEETS in last.words  # 接某高速公路: what the line meets
            ends = fitting(last, last.object, kinds) if objects and nearest and not met else ()
            if len(ends) == 1 and ends[0].kind not in GROUND:
                spare = Filled(ends, "object of the clause before", default=True)
            if _names_another(earlier) or (not objects and _acts_itself(earlier)):
                return spare
            nearest = False
        found = (
            self.topic_of(event.clause.span.start, kinds) if self.topic_of is not None and not spare else None
        )
        return Filled((found,), "topic", default=True) if found is not None else spare

    def there(self, event: Event, kinds: Collection[str]) -> Filled:
        """The place that 在此 means: what an earlier clause opens with, or happens in."""
        for earlier in reversed(self.events):
            if earlier.relative or earlier.clause is event.clause or not earlier.first:
                continue
            found = opening(earlier, kinds, whole=False)
            found = found or tuple(m for where in earlier.places for m in fitting(earlier, where, kinds))
            if found:
                return (
                    Filled(found, "place of an earlier clause", default=True) if len(found) == 1 else NOBODY
                )
        return NOBODY

    def _last(self, event: Event) -> Event:
        """The last verb of a clause."""
        return [event, *(e for e in self.events if e.clause is event.clause)][-1]


def _is_attribute(event: Event) -> bool:
    """Whether the subject is only a plain noun without a name, of a clause that measures (全长6公里) or that tells of a part."""
    if event.subject is None or any(event.stretch.names[slice(*event.subject)]):
        return False
    return event.stretch.text(*event.subject) in event.stretch.words.parts


def _acts_itself(event: Event) -> bool:
    """Whether a clause with a verb has a subject of its own, though no name: 有关部门组织实施."""
    return bool(event.words) and event.subject is not None and not _is_attribute(event)


def opening(event: Event, kinds: Collection[str], *, whole: bool) -> tuple[Mention, ...]:
    """What a clause opens with: its subject; the item of 三是某工程; the thing itself where the subject is an attribute (某工程全长).

    `whole`: of an area an attribute does not count (某县副县长).
    """
    where = event.subject
    if where is not None and event.clause.kind == COPULA and set(event.stretch.code[slice(*where)]) <= {"M"}:
        where = event.object
    if where is None and event.first and not event.relative:
        where = _described(event)
    found = fitting(event, where, kinds)
    if found or where is None:
        return found
    if event.stretch.code[where[1] - 1] == "F":  # 在某工程的基础上
        return ()
    nouns = event.stretch.nouns(*where)
    names = nouns[0].before if len(nouns) == 1 and nouns[0].head is None else ()
    return names[:1] if names and _is(names[0], kinds) and not (whole and names[0].kind in GROUND) else ()


def _names_another(event: Event) -> bool:
    return event.subject is not None and any(
        m is not None and m.value is None for m in event.stretch.names[slice(*event.subject)]
    )


def fitting(event: Event, where: Range | None, kinds: Collection[str]) -> tuple[Mention, ...]:
    """The heads of a noun phrase that are of some classes and linked."""
    if where is None:
        return ()
    return tuple(n.head for n in event.stretch.nouns(*where) if n.head is not None and _is(n.head, kinds))


def _is(mention: Mention, kinds: Collection[str]) -> bool:
    return is_a(mention, kinds) and (mention.value is not None or mention.entity is not None)


def _described(event: Event) -> Range | None:
    """What a clause ends with that it only describes: 设立于1996年的某县."""
    for start, end in (*((event.object,) if event.object else ()), *event.places):
        at = event.stretch.code.find("H", start, end)
        found = event.stretch.list_from(at + 1, end) if start < at else []
        if found and found[-1].end == end == event.stretch.run(start)[1]:
            return at + 1, end
    return None


def turned(event: Event) -> tuple[Range, Range] | None:
    """Of 流经某县的某河 at the head of a clause, what the verb takes, and what it describes."""
    if event.object is None:
        return None
    start, end = event.object
    at = event.stretch.code.find("H", start, end)
    described = event.stretch.list_from(at + 1, end) if start < at else []
    return ((start, at), (at + 1, described[-1].end)) if described else None
