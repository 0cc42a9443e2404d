"""Nouns that relate two names: 汾河的支流沙坪河, 沙坪河是汾河的一级支流, 静乐县汾河畔; and lists of areas behind the one they lie in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.facts.around import Around, Filled, fitting, opening
from kg.facts.predications import Event
from kg.facts.stretch import Noun, Range, Stretch
from kg.model import Mention, is_a
from kg.rules.model import Frame

PLAIN = "NvAMQHFGRT[]"  # letters that may stand between a name and the noun: 的一级
REACH = 7  # tokens of them
DASH = "—"
BRACKETS = "（("


@dataclass(frozen=True, slots=True)
class Related:
    """One finding: what stands where in the stretch, for each role."""

    form: str
    where: Range  # of the noun
    roles: dict[str, Filled]


def related(stretch: Stretch, frame: Frame, events: Sequence[Event], around: Around) -> Iterator[Related]:
    """What the nouns of a frame relate in a stretch, in each form that the frame takes."""
    for noun in _places(stretch, frame.nouns):
        yield from _of_noun(stretch, frame, noun, events, around)
    if "list" in frame.forms:
        yield from _lists(stretch, frame)


def _places(stretch: Stretch, nouns: Sequence[str]) -> Iterator[Range]:
    """The tokens of each noun: it ends where a token does, and may begin within a plain one (一级支流)."""
    text, ends = stretch.whole, stretch.ends
    base = stretch.tokens[0].start if stretch.tokens else 0
    taken: set[int] = set()
    for noun in sorted([noun for noun in nouns if noun in text], key=len, reverse=True):
        at = text.find(noun)
        while at >= 0:
            end = ends.get(at + len(noun))
            if end is not None and end not in taken:
                start = end
                while start and stretch.tokens[start - 1].end - base > at:
                    start -= 1
                if not any(stretch.names[start:end]):
                    taken.add(end)
                    yield start, end
            at = text.find(noun, at + 1)


def _of_noun(
    stretch: Stretch, frame: Frame, noun: Range, events: Sequence[Event], around: Around
) -> Iterator[Related]:
    run = stretch.run(noun[0])
    kinds = frame.roles
    of_end = _back(stretch, noun[0], run[0])
    of = [n for n in stretch.list_back(of_end, run[0]) if _fits(n, kinds["of"])] if of_end else []
    if not of and "own" in frame.forms and not any(stretch.names[run[0] : noun[0]]):
        of_filled = _own(noun, kinds["of"], events, around)
        holders = _ahead(stretch, noun[1], run[1], kinds["holder"])
        if of_filled and holders:
            yield Related("own", noun, {"of": of_filled, "holder": _filled(holders, "behind the noun")})
        return
    if not of:
        return
    start = of[0].start
    of_filled = _filled(of, "before the noun")
    for form, holder in _holders(stretch, frame, noun, start, run, events, around):
        if holder:
            yield Related(form, noun, {"of": of_filled, "holder": holder})
            return


def _holders(
    stretch: Stretch,
    frame: Frame,
    noun: Range,
    start: int,
    run: Range,
    events: Sequence[Event],
    around: Around,
) -> Iterator[tuple[str, Filled]]:
    """Who holds the relation, in the order in which the forms are looked for."""
    kinds, code = frame.roles["holder"], stretch.code
    before = code[start - 1] if start else ""
    if "bracket" in frame.forms and before == "(" and stretch.tokens[start - 1].text in BRACKETS:
        yield "bracket", _filled(_fit(stretch.list_back(start - 1, run[0])[-1:], kinds), "before the bracket")
    if "is" in frame.forms:
        yield "is", _is(stretch, start, noun, frame, events, around)
    if "ends" in frame.forms and before == "E":
        yield "ends", _filled(_fit(stretch.list_back(start - 1, run[0]), kinds), "list before")
    if "leads" in frame.forms:
        yield "leads", _filled(_ahead(stretch, noun[1], run[1], kinds), "behind the noun")
    if "dash" in frame.forms:
        yield "dash", _dashed(stretch, start, noun[1], kinds)
    if "before" in frame.forms:
        yield "before", _before(stretch, noun[0], run[0], kinds)


def _before(stretch: Stretch, at: int, low: int, kinds: frozenset[str]) -> Filled:
    """甲、乙丙河流域: the name right before the river in its own member of the list, and the members before that."""
    members = stretch.list_back(_back(stretch, at, low), low)
    near = [m for m in members[-1].before[-1:] if is_a(m, kinds) and m.entity is not None] if members else []
    if not near:
        return Filled()
    earlier = [n.head for n in _fit(members[:-1], kinds) if n.head is not None]
    return Filled((*earlier, *near), "right before")


def _back(stretch: Stretch, at: int, low: int) -> int:
    """Behind the name that stands before a noun, plain words between them passed over; 0 where none does."""
    left = REACH
    while at > low and left:
        if stretch.is_name(at - 1):
            return at
        if stretch.code[at - 1] not in PLAIN:
            return 0
        at -= 1
        left -= 1
    return 0


def _ahead(stretch: Stretch, at: int, end: int, kinds: frozenset[str]) -> list[Noun]:
    """The names behind a noun: right there, or behind 有, 是, 包括, a colon or a dash."""
    size = len(stretch.code)
    while at < size and (stretch.code[at] in "HYFQM" or stretch.tokens[at].text in stretch.words.whole):
        at += 1
        end = max(end, at)
    if at < size and stretch.tokens[at].text[0] in (DASH, "：", ":"):
        while at < size and stretch.code[at] == "B":
            at += 1
        end = stretch.run(at)[1] if at < size else at
    if at < size and stretch.code[at] == "[" and at + 1 < size and stretch.names[at + 1] is None:
        return []
    return _fit(stretch.list_from(at, end), kinds)


def _is(
    stretch: Stretch, start: int, noun: Range, frame: Frame, events: Sequence[Event], around: Around
) -> Filled:
    """X 是 Y 的支流, X 地处 Y 的源头: what the copula, or a verb of the frame, says it of."""
    kinds = frame.roles["holder"]
    at = start
    while at and stretch.code[at - 1] in "DMQNvA" and stretch.names[at - 1] is None:
        at -= 1
    copula = next(
        (
            e
            for e in events
            if e.first
            and e.words
            and (stretch.code[e.verb[0]] == "Y" or frame.verbs.intersection(e.words))
            and e.verb[0] < noun[0]
            and at <= e.verb[1] <= start
        ),
        None,
    )
    if copula is None:
        return Filled()
    found = fitting(copula, copula.subject, kinds)
    if found:
        return Filled(found, "subject")
    return around.carried(copula, kinds, objects=True)


def _dashed(stretch: Stretch, start: int, end: int, kinds: frozenset[str]) -> Filled:
    """X——Y支流."""
    if (
        start < 2
        or stretch.tokens[start - 1].text[0] != DASH
        or stretch.code[end : end + 1] not in ("", "B", "Z")
    ):
        return Filled()
    at = start - 1
    while at and stretch.code[at - 1] == "B":
        at -= 1
    return _filled(_fit(stretch.list_back(at, stretch.run(at - 1)[0])[-1:], kinds), "before the dash")


def _own(noun: Range, kinds: frozenset[str], events: Sequence[Event], around: Around) -> Filled:
    """What the clause goes on about."""
    event = next((e for e in events if not e.relative and e.verb[0] >= noun[0]), None)
    if event is None:
        return Filled()
    for earlier in reversed(
        [e for e in around.events if not e.relative and e.verb[0] < noun[0] or e.stretch is not event.stretch]
    ):
        if found := opening(earlier, kinds, whole=False):
            return Filled(found, "subject of an earlier clause", default=True)
        if (
            earlier.first
            and earlier.subject is not None
            and any(earlier.stretch.names[slice(*earlier.subject)])
        ):
            return Filled()
    topic = around.topic_of(event.clause.span.start, kinds) if around.topic_of is not None else None
    return Filled((topic,), "topic", default=True) if topic is not None else Filled()


def _lists(stretch: Stretch, frame: Frame) -> Iterator[Related]:
    """An area, right behind it or behind 的 a list of areas that lie in it: 浙江湖州、嘉兴."""
    outer, inner = frame.roles["of"], frame.roles["holder"]
    for at, first in enumerate(stretch.names):
        if first is None or not is_a(first, outer):
            continue
        begins = at + 1
        while begins < len(stretch.names) and (
            stretch.code[begins] == "H" or stretch.tokens[begins].text in stretch.words.whole
        ):
            begins += 1
        members = _within(stretch, begins, first, inner) if stretch.is_name(begins) else []
        if members:
            yield Related(
                "list",
                (at, at + 1),
                {"of": Filled((first,), "before the list"), "holder": Filled(tuple(members), "list")},
            )


def _within(stretch: Stretch, at: int, outer: Mention, kinds: frozenset[str]) -> list[Mention]:
    """The members of a list of areas that lie in one by their codes; it ends at a member with an area of its own before it."""
    found: list[Mention] = []
    for noun in stretch.list_from(at, len(stretch.names)):
        head = noun.head
        if head is None or noun.before or not is_a(head, kinds) or not lies_in(head, outer):
            break
        found.append(head)
    return found


def lies_in(inner: Mention, outer: Mention) -> bool:
    """By the codes that they have; true where one has none."""
    if inner.entity is None or outer.entity is None:
        return False
    code, above = inner.entity.code or "", (outer.entity.code or "").rstrip("0")
    return inner.entity != outer.entity and (not code or code.startswith(above))


def _fits(noun: Noun, kinds: frozenset[str]) -> bool:
    return noun.head is not None and is_a(noun.head, kinds) and noun.head.entity is not None


def _fit(nouns: Sequence[Noun], kinds: frozenset[str]) -> list[Noun]:
    return [n for n in nouns if _fits(n, kinds)]


def _filled(nouns: Sequence[Noun], how: str) -> Filled:
    return Filled(tuple(n.head for n in nouns if n.head is not None), how)
