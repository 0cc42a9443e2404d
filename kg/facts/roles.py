"""Who fills the role of a frame in an event, in whatever order it is said, and how that was found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from kg.facts.around import GROUND, NOBODY, Around, Filled, fitting, turned
from kg.facts.days import days_of
from kg.facts.predications import AGENT, Event
from kg.facts.stretch import Range
from kg.model import Span, is_a

MONEY, TEXT = "Money", "Text"
PASSIVE = "passive"
BUILT = ("Project", "Facility", "Reservoir")


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
    acting = [
        kind for kind in kinds if kind not in BUILT
    ]  # 力争甲工程开工，建成乙工程: who builds is somebody else
    written = _first(event, [(event.subject, "subject")], kinds)
    return written or (around.carried(event, acting, objects=False) if acting else NOBODY)


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
    if not same and _names_one(event, kinds):
        return NOBODY  # 工程总投资3亿元，接入某电网
    return Filled(found, "object of the next verb", default=not same) if found else NOBODY


def _names_one(event: Event, kinds: Collection[str]) -> bool:
    """Whether the clause names what the sum is for before its verb."""
    names = event.stretch.names[slice(*event.subject)] if event.subject else ()
    return any(m is not None and m.entity is not None and is_a(m, kinds) for m in names)


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
        described = turned(event)
        found = (
            _first(event, [(described[1], "noun that the clause describes")], kinds) if described else NOBODY
        )
        if found:
            return found
    written = _first(event, [(event.subject, "subject"), (_whom(event), "agent of the preposition")], kinds)
    return written or around.carried(event, kinds, objects=True)


def _goal(event: Event, kinds: Collection[str], around: Around) -> Filled:
    described = turned(event) if event.subject is None and event.first and not event.relative else None
    places: list[tuple[Range | None, str]] = [
        (event.object, "object"),
        (event.target, "object before the verb"),
    ]
    if described and fitting(event, described[0], kinds):
        places.insert(0, (described[0], "object"))
    if event.voice == PASSIVE:
        places.append((event.subject, "subject"))
    return _first(event, places, kinds)


def _whom(event: Event) -> Range | None:
    """Whom 被 names: 平遥县被沙坪河穿过."""
    return event.agent if event.voice == PASSIVE else None


def _place(event: Event, kinds: Collection[str], around: Around) -> Filled:
    found = tuple(m for where in event.places for m in fitting(event, where, kinds))
    if not found and any(event.stretch.text(*where) in event.stretch.words.here for where in event.places):
        return around.there(event, kinds)
    return Filled(found, "place") if found else NOBODY


def _ground(event: Event, kinds: Collection[str], around: Around) -> Filled:
    """The area that stands right before a water in what the verb takes: 坐落在某县的某河上."""
    nouns = event.stretch.nouns(*event.object) if event.object is not None else []
    if len(nouns) != 1 or nouns[0].head is None or nouns[0].head.kind in GROUND:
        return NOBODY
    before = nouns[0].before
    near = before[-1:] if before and all(m.kind in GROUND for m in before) else ()
    found = tuple(m for m in near if is_a(m, kinds) and m.entity is not None)
    return Filled(found, "area before the object") if found else NOBODY


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


def _date(event: Event, kinds: Collection[str], around: Around) -> Filled:
    found = days_of(event)
    return Filled(found, "date") if found else NOBODY


def _text(event: Event, kinds: Collection[str], around: Around) -> Filled:
    if event.object is None:
        return NOBODY
    described = turned(event) if event.subject is None and event.first else None
    nouns = event.stretch.nouns(*(described[0] if described else event.object))
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
    counted = _behind_count(event, start, end)
    titles = stretch.words.titles | stretch.words.one_of if counted > start else stretch.words.titles
    while end > counted + 1 and stretch.tokens[end - 1].text in titles:
        end -= 1
    return stretch.span(counted, end)


def _behind_count(event: Event, start: int, end: int) -> int:
    """Behind the area and the number of 某省28个国家级贫困县之一: the title is what follows."""
    at = start
    while at < end and event.stretch.code[at] in "NH" and event.stretch.is_name(at):
        at += 1
    value = event.stretch.names[at] if at < end else None
    return at + 1 if value is not None and value.value is not None and at + 1 < end else start


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
    "ground": _ground,
    "source": _source,
    "recipient": _recipient,
    "amount": _amount,
    "by": _by_whom,
    "date": _date,
    "text": _text,
}
