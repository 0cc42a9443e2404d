"""Merge the facts of all pages: equal things are one, with all their names; every statement is kept once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Claim, Entity, Knowledge, PageFacts, Value


def merge(pages: Iterable[PageFacts]) -> Knowledge:
    """Everything sorted; the order of `pages` does not matter."""
    found = list(pages)
    entities: dict[str, Entity] = {}
    for entity in (e for page in found for e in page.entities):
        known = entities.get(entity.id)
        entities[entity.id] = entity if known is None else _pooled(known, entity)
    return Knowledge(
        tuple(sorted((p.document for p in found), key=lambda d: d.identifier)),
        tuple(sorted((a for p in found for a in p.articles), key=lambda a: (a.document, a.span, a.identifier))),
        tuple(entities[key] for key in sorted(entities)),
        tuple(sorted({m for p in found for m in p.mentioned})),
        _claims(c for p in found for c in p.claims),
    )


def object_key(value: Value | Entity) -> str:
    """A text by which objects are compared and sorted."""
    return f"entity {value.id}" if isinstance(value, Entity) else f"{type(value).__name__} {value!r}"


def _pooled(a: Entity, b: Entity) -> Entity:
    """One of two equal entities: the longer label, of equally long ones the smaller; all other names are aliases."""
    first, second = sorted((a, b), key=lambda e: (-len(e.label), e.label, e.kind))
    names = {first.label, second.label, *first.aliases, *second.aliases} - {first.label}
    return replace(
        first,
        aliases=tuple(sorted(names)),
        code=first.code or second.code,
        part_of=first.part_of or second.part_of,
        longitude=first.longitude if first.longitude is not None else second.longitude,
        latitude=first.latitude if first.latitude is not None else second.latitude,
    )


def _claims(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """One claim for a fact and place in the text: the most confident, then the first rule by name."""
    best: dict[tuple[str, ...], Claim] = {}
    for claim in claims:
        evidence = claim.evidence
        place = f"{evidence.span.start:09d}-{evidence.span.end:09d}"
        key = (claim.subject, claim.relation, object_key(claim.object), evidence.article, place)
        known = best.get(key)
        if known is None or _rank(claim) < _rank(known):
            best[key] = claim
    return tuple(best[key] for key in sorted(best))


def _rank(claim: Claim) -> tuple[object, ...]:
    e = claim.evidence
    return (-e.confidence, e.rule, e.modality, e.written, e.qualifiers)
