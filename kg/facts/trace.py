"""What the frames made of a text, as lines: the clause, the frame, each role and how it was found; of those that made nothing, why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.facts.around import Filled
from kg.facts.frames import Reading
from kg.model import Mention

SHOWN = 12  # frames that nearly were


def frame_lines(text: str, readings: Sequence[Reading]) -> Iterator[str]:
    """The frames that made facts, each below its clause."""
    for reading in readings:
        if not reading.facts:
            continue
        yield f"{reading.frame.id}  “{_of(text, reading)}”"
        yield from (f"    {line}" for line in _roles(text, reading))
        for fact in reading.facts:
            object_ = fact.object.text if isinstance(fact.object, Mention) else fact.object
            lowered = f"  ({fact.confidence})" if fact.confidence is not None else ""
            yield f"    → {fact.subject.text} {fact.rule.makes} {object_}{lowered}"


def near_frame_lines(text: str, readings: Sequence[Reading]) -> Iterator[str]:
    """The frames that had a role filled and made nothing: what failed."""
    near = [r for r in readings if not r.facts and any(r.roles.values())]
    near.sort(key=lambda r: -sum(map(bool, r.roles.values())))
    for reading in near[:SHOWN]:
        yield f"{reading.frame.id}  “{_of(text, reading)}”"
        yield from (f"    {line}" for line in _roles(text, reading))
        yield f"    stopped by: {reading.stopped or 'classes that the relation does not take'}"


def _of(text: str, reading: Reading) -> str:
    return text[reading.clause.start : reading.clause.end]


def _roles(text: str, reading: Reading) -> Iterator[str]:
    yield f"{text[reading.where.start : reading.where.end]}"
    for role, filled in reading.roles.items():
        if filled:
            yield f"{role}: {_names(text, filled)} — {filled.how}{', by default' if filled.default else ''}"


def _names(text: str, filled: Filled) -> str:
    said = [m.text for m in filled.mentions] + [text[s.start : s.end] for s in filled.texts]
    return "、".join(said)
