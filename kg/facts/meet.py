"""Where frames and patterns meet: both may say a thing, and what one of them says of a sum the other does not say of a neighbour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Entity, Mention
from kg.rules.match import Found

SINGLE = frozenset(
    {"investment", "startDate", "completionDate", "issueDate", "effectiveDate", "status"}
)  # one value a subject


WHO = frozenset({"undertakenBy", "fundedBy"})
IN = ("在", "于")


def joined(text: str, patterns: Sequence[Found], frames: Sequence[Found]) -> tuple[Found, ...]:
    """The facts of patterns, and those of frames where patterns are silent or say the same.

    A sum that a frame read is no other work's, and what stands behind 在 neither builds nor pays.
    """
    owners = {_place(f): f.subject.entity for f in frames if f.rule.makes == "investment"}
    kept = [f for f in patterns if f.rule.makes != "investment" or _agrees(owners.get(_place(f)), f)]
    kept = [f for f in kept if f.rule.makes not in WHO or not text.startswith(IN, max(_place(f) - 1, 0))]
    said: dict[tuple[Entity | None, str], set[object]] = {}
    for fact in kept:
        said.setdefault(_key(fact), set()).add(_value(fact))
    return (*kept, *_added(frames, said))


def _added(frames: Sequence[Found], said: dict[tuple[Entity | None, str], set[object]]) -> Iterator[Found]:
    for fact in frames:
        other = said.get(_key(fact))
        if fact.rule.makes in SINGLE and other is not None and _value(fact) not in other:
            continue
        yield fact


def _agrees(owner: Entity | None, fact: Found) -> bool:
    return owner is None or owner == fact.subject.entity


def _place(fact: Found) -> int:
    return fact.object.span.start if isinstance(fact.object, Mention) else -1


def _key(fact: Found) -> tuple[Entity | None, str]:
    return fact.subject.entity, fact.rule.makes


def _value(fact: Found) -> object:
    if not isinstance(fact.object, Mention):
        return fact.object
    return fact.object.entity if fact.object.value is None else fact.object.value
