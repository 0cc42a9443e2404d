"""A station or reservoir that is being built or paid for is a work: 某水电站总投资30亿元; so is a road that opens."""

from __future__ import annotations

from collections.abc import Sequence

from kg.link.keys import entity_of, identity_key
from kg.model import Mention, replace
from kg.rules.bodies import Bodies
from kg.text.signs import BRIDGE

BUILT = ("investment", "startDate")  # relations whose subject is a work
BEING_BUILT = ("planned", "underConstruction")  # states in which a road or a reservoir is a work
OPENED = ("completionDate",)  # what a road has that was just opened
LINE, PLANT = "line", "plant"  # classes of heads
OF_WORKS = ("status", "completionDate")  # relations that only works have
KINDS = ("Facility", "Reservoir")
WORK = "Project"


def is_work(relation: str, told: object, name: str, group: str, *, built: bool) -> bool:
    """Whether a fact says that its subject is being built, or that a road was just opened.

    `group` is the class of the head of its name; `built`: things of its rule are works while they are built.
    """
    if relation in BUILT:
        return True
    if group == LINE and not name.endswith(BRIDGE):
        return relation in OPENED or told in BEING_BUILT
    plant = group == PLANT and not name.endswith(BRIDGE)
    return told in BEING_BUILT and (built or plant)


def promote(mentions: Sequence[Mention], ids: frozenset[str], bodies: Bodies) -> tuple[Mention, ...]:
    """The mentions of things with these ids as works; places and waters inside other names stay what they are."""
    return tuple(_promoted(m, ids, bodies) for m in mentions)


def _promoted(mention: Mention, ids: frozenset[str], bodies: Bodies) -> Mention:
    entity = mention.entity
    if entity is None or entity.id not in ids or mention.kind not in KINDS:
        return mention
    work = entity_of(WORK, entity.label, *entity.aliases, key=identity_key(entity.label, bodies))
    return replace(mention, kind=WORK, entity=replace(work, types=entity.types))
