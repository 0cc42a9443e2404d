"""A station or reservoir that is being built or paid for is a work: 某水电站总投资30亿元."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.link.names import entity_of
from kg.model import Mention

BUILT = ("investment", "startDate")  # relations whose subject is a work
KINDS = ("Facility", "Reservoir")
WORK = "Project"


def promote(mentions: Sequence[Mention], ids: frozenset[str]) -> tuple[Mention, ...]:
    """The mentions of things with these ids as works; places and waters inside other names stay what they are."""
    return tuple(_promoted(m, ids) for m in mentions)


def _promoted(mention: Mention, ids: frozenset[str]) -> Mention:
    entity = mention.entity
    if entity is None or entity.id not in ids or mention.kind not in KINDS:
        return mention
    return replace(mention, kind=WORK, entity=entity_of(WORK, entity.label, *entity.aliases))
