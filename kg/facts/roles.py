"""Who fills the role of a frame in an event, in whatever order it is said, and how that was found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from kg.facts.frame_events import AGENT, Event
from kg.facts.stretch import Range
from kg.language.clauses import COPULA
from kg.model import Mention, Span, is_a
from kg.rules.topics import AREAS
from kg.text.signs import MEETS

TopicOf = Callable[[int, Collection[str]], Mention | None]
MONEY, TEXT = "Money", "Text"
PASSIVE, DISPOSAL = "passive", "disposal"
GROUND = frozenset(AREAS)


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


def fill(event: Event, role: str, kinds: Collection[str], around: Around) -> Filled:
    """Who fills a role of an event."""
    return FILLERS[role](event, kinds, around)


def _agent(event: Event, kinds: Collection[str], around: Around) -> Filled:
    if event.agent is not None and event.voice in (AGENT, PASSIVE):
        return _first(event, [(event.agent, "agent of the preposition")], kinds)
    if event.voice in (AGENT, PASSIVE):
        return NOBODY
    if event.relative:
        places = [(event.subject, "subject of the relative clause")]
        if event.object is not None and event.subject is None:
            places.append((event.head, "head of the relative clause"))
        return _first(event, places, kinds)
    return _first(event, [(event.subject, "subject")], kinds) or around.carried(event, kinds, objects=False)


def _theme(event: Event, kinds: Collection[str], around: Around) -> Filled:
    written = _first(event, [(event.target, "object before the verb")], kinds)
    if written or event.target is not None:
        return written
    if event.voice in (AGENT, PASSIVE):
        if event.relative:
            return _first(
                event, [(event.head, "head of the relative clause"), (event.object, "object")], kinds
            )
        return (
            _first(event, [(event.subject, "subject"), (event.object, "object")], kinds)
            or _later(event, kinds)
            or around.carried(event, kinds, objects=True)
        )
    found = _first(event, [(event.object, "object")], kinds)
    if found:
        return found
    if event.relative:
        return _first(event, [(event.head, "head of the relative clause")], kinds)
    if event.object is None:
        return _first(event, [(event.subject, "subject")], kinds)
    if not fitting(event, event.object, (MONEY,)):
        return NOBODY
    return _later(event, kinds) or _measured(event, kinds, around)


def _later(event: Event, kinds: Collection[str]) -> Filled:
    """What a sum is for: the object of the next verb (投资3亿元|建设某工程)."""
    following = event.following
    if following is None:
        return NOBODY
    found = fitting(following, following.object, kinds)
    if following.object is None or len(following.stretch.nouns(*following.object)) != len(found):
        return NOBODY  # for several things, not all of them named
    same = following.clause is event.clause
    return Filled(found, "object of the next verb", default=not same) if found else NOBODY


def _measured(event: Event, kinds: Collection[str], around: Around) -> Filled:
    """Whose sum it is where it is for nothing else: 某工程总投资3亿元."""
    after = event.following
    if after is not None and (
        after.clause is event.clause or (after.object is not None and not _is_value(after))
    ):
        return NOBODY
    return _first(event, [(event.subject, "subject")], kinds) or around.carried(event, kinds, objects=True)


def _is_value(event: Event) -> bool:
    """Whether the object is only a number with its unit: 装机56万千瓦."""
    names = event.stretch.names[slice(*event.object)] if event.object else ()
    return all(m is not None and m.value is not None for m in names)


def _holder(event: Event, kinds: Collection[str], around: Around) -> Filled:
    if event.relative:
        return _first(
            event,
            [(event.subject, "subject of the relative clause"), (event.head, "head of the relative clause")],
            kinds,
        )
    if event.subject is None and event.first:
        turned = _turned(event)
        found = _first(event, [(turned[1], "noun that the clause describes")], kinds) if turned else NOBODY
        if found:
            return found
    written = _first(event, [(event.subject, "subject"), (_whom(event), "agent of the preposition")], kinds)
    return written or around.carried(event, kinds, objects=True)


def _goal(event: Event, kinds: Collection[str], around: Around) -> Filled:
    turned = _turned(event) if event.subject is None and event.first and not event.relative else None
    places: list[tuple[Range | None, str]] = [
        (event.object, "object"),
        (event.target, "object before the verb"),
    ]
    if turned and fitting(event, turned[0], kinds):
        places.insert(0, (turned[0], "object"))
    if event.voice == PASSIVE:
        places.append((event.subject, "subject"))
    return _first(event, places, kinds)


def _whom(event: Event) -> Range | None:
    """Whom 被 names: 平遥县被沙坪河穿过."""
    return event.agent if event.voice == PASSIVE else None


def _turned(event: Event) -> tuple[Range, Range] | None:
    """Of 流经某县的某河 at the head of a clause, what the verb takes, and what it describes."""
    if event.object is None:
        return None
    start, end = event.object
    at = event.stretch.code.find("H", start, end)
    described = event.stretch.list_from(at + 1, end) if start < at else []
    return ((start, at), (at + 1, described[-1].end)) if described else None


def _place(event: Event, kinds: Collection[str], around: Around) -> Filled:
    found = tuple(m for where in event.places for m in fitting(event, where, kinds))
    return Filled(found, "place") if found else NOBODY


def _source(event: Event, kinds: Collection[str], around: Around) -> Filled:
    found = tuple(m for where in event.sources for m in fitting(event, where, kinds))
    return Filled(found, "source") if found else NOBODY


def _recipient(event: Event, kinds: Collection[str], around: Around) -> Filled:
    found = tuple(m for where in event.recipients for m in fitting(event, where, kinds))
    return Filled(found, "recipient") if found else NOBODY


def _amount(event: Event, kinds: Collection[str], around: Around) -> Filled:
    found = fitting(event, event.object, kinds)
    return Filled(found, "sum behind the verb") if len(found) == 1 else NOBODY


def _by_whom(event: Event, kinds: Collection[str], around: Around) -> Filled:
    return _first(event, [(event.agent, "agent of the preposition")], kinds)


def _text(event: Event, kinds: Collection[str], around: Around) -> Filled:
    if event.object is None:
        return NOBODY
    nouns = event.stretch.nouns(*event.object)
    return Filled((), "text behind the verb", texts=tuple(_title(event, n.start, n.end) for n in nouns))


def _title(event: Event, start: int, end: int) -> Span:
    """What stands in quotes, with 之一 behind it; else all but the plain nouns that say what it is (称号, 名单)."""
    stretch = event.stretch
    if stretch.code[start] == "[" and "]" in stretch.code[start:end]:
        close = stretch.code.index("]", start, end) + 1
        follows = stretch.code[close : close + 1] == "U" and close < len(stretch.tokens)
        return stretch.span(
            start, close + 1 if follows and stretch.tokens[close].text not in stretch.words.titles else close
        )
    while end > start + 1 and stretch.tokens[end - 1].text in stretch.words.titles:
        end -= 1
    return stretch.span(start, end)


def _first(event: Event, places: Sequence[tuple[Range | None, str]], kinds: Collection[str]) -> Filled:
    for where, how in places:
        found = fitting(event, where, kinds)
        if found:
            return Filled(found, how)
    return NOBODY


FILLERS: dict[str, Callable[[Event, Collection[str], Around], Filled]] = {
    "agent": _agent,
    "theme": _theme,
    "holder": _holder,
    "goal": _goal,
    "place": _place,
    "source": _source,
    "recipient": _recipient,
    "amount": _amount,
    "by": _by_whom,
    "text": _text,
}
