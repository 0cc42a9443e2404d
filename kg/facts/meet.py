"""Where frames and patterns meet: both may say a thing, and what frames read exactly patterns do not say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.facts.frames import AMOUNT, Reading
from kg.model import Entity, Mention
from kg.rules.match import Found

# of these a subject has one value
SINGLE = frozenset({"investment", "startDate", "completionDate", "issueDate", "effectiveDate", "status"})
WHO = frozenset({"undertakenBy", "fundedBy"})
SUM = "investment"
IN = ("在", "于")
Key = tuple[Entity | None, str]


def joined(text: str, patterns: Sequence[Found], readings: Sequence[Reading]) -> tuple[Found, ...]:
    """The facts of patterns, and those of frames where patterns are silent or say the same.

    A sum that a frame read is no other work's, and one for several is none of each; 分别 is read by frames alone; what stands
    behind 在 neither builds nor pays.
    """
    frames = tuple(dict.fromkeys(fact for reading in readings for fact in reading.facts))
    owners: dict[int, Entity | None] = dict.fromkeys(_shared(readings))
    owners |= {_place(f): f.subject.entity for f in frames if f.rule.makes == SUM}
    exact = {_key(f) for f in frames if f.paired}
    kept = [f for f in patterns if _stands(text, f, owners, exact)]
    said: dict[Key, set[object]] = {}
    for fact in kept:
        said.setdefault(_key(fact), set()).add(_value(fact))
    return (*kept, *_added(frames, said))


def _stands(text: str, fact: Found, owners: dict[int, Entity | None], exact: set[Key]) -> bool:
    """Whether no frame speaks against the fact of a pattern."""
    relation, at = fact.rule.makes, _place(fact)
    if relation == SUM:
        return at not in owners or owners[at] == fact.subject.entity
    return _key(fact) not in exact and not (relation in WHO and at > 0 and text.startswith(IN, at - 1))


def _shared(readings: Iterable[Reading]) -> Iterator[int]:
    """Where the sums stand that are for several things."""
    for reading in readings:
        amount = reading.roles.get(AMOUNT)
        others = (role for name, role in reading.roles.items() if name != AMOUNT)
        if amount and not reading.stopped and any(len(role.mentions) > 1 for role in others):
            yield from (m.span.start for m in amount.mentions)


def _added(frames: Sequence[Found], said: dict[Key, set[object]]) -> Iterator[Found]:
    for fact in frames:
        other = said.get(_key(fact))
        if fact.rule.makes in SINGLE and other is not None and _value(fact) not in other:
            continue
        yield fact


def _place(fact: Found) -> int:
    return fact.object.span.start if isinstance(fact.object, Mention) else -1


def _key(fact: Found) -> Key:
    return fact.subject.entity, fact.rule.makes


def _value(fact: Found) -> object:
    if not isinstance(fact.object, Mention):
        return fact.object
    return fact.object.entity if fact.object.value is None else fact.object.value
