"""Merge the facts of all pages: equal things are one, with all their names; every statement is kept once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from kg.model import Article, Claim, Date, Document, Entity, Knowledge, PageFacts, Quantity, Value

Kept = TypeVar("Kept", bound=Hashable)


def merge(pages: Iterable[PageFacts]) -> Knowledge:
    """Everything sorted; neither the order of `pages` nor a page given twice makes a difference.

    A thing that is only the object of a claim is an entity all the same.
    """
    found = list(pages)
    objects = _entities(c.object for page in found for c in page.claims if isinstance(c.object, Entity))
    entities = objects | _entities(e for page in found for e in page.entities)
    return Knowledge(
        _union((p.document for p in found), _document_key),
        _union((a for p in found for a in p.articles), _article_key),
        tuple(entities[key] for key in sorted(entities)),
        tuple(sorted({m for p in found for m in p.mentioned})),
        _claims((c for p in found for c in p.claims), entities),
    )


def object_key(value: Value | Entity) -> str:
    """A text by which objects are compared and sorted: 0.5 and 0.50 亿元 give the same."""
    if isinstance(value, Entity):
        return f"entity {value.id}"
    if isinstance(value, Decimal):
        return f"decimal {plain_number(value)}"
    if isinstance(value, Date):
        return f"date {value.iso}"
    if isinstance(value, Quantity):
        return "|".join(("quantity", *quantity_key(value)))
    return f"text {value}"


def quantity_key(quantity: Quantity) -> tuple[str, ...]:
    """What makes two quantities the same: value, unit, indicator, period, wording."""
    value = quantity.value
    number = plain_number(value) if isinstance(value, Decimal) else value
    return (number, quantity.unit, quantity.indicator, quantity.period, quantity.written)


def plain_number(number: Decimal) -> str:
    """A decimal without exponent, closing zeros or a negative zero: 4.20E+7 → 42000000."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _union(values: Iterable[Kept], key: Callable[[Kept], tuple[object, ...]]) -> tuple[Kept, ...]:
    return tuple(sorted(set(values), key=key))


def _document_key(document: Document) -> tuple[object, ...]:
    return (document.identifier, document.source, document.date or "", document.text)


def _article_key(article: Article) -> tuple[object, ...]:
    where = (article.document, article.span, article.identifier)
    return (*where, article.title, article.issued or "", article.body, article.text, article.offsets)


def _entities(found: Iterable[Entity]) -> dict[str, Entity]:
    groups: dict[str, list[Entity]] = {}
    for entity in found:
        groups.setdefault(entity.id, []).append(entity)
    return {key: _pooled(group) for key, group in groups.items()}


def _pooled(group: Iterable[Entity]) -> Entity:
    """One of equal entities: the longest label, of equally long ones the smallest; all other names are aliases."""
    ranked = sorted(group, key=_entity_key)
    first = ranked[0]
    names = {name for e in ranked for name in (e.label, *e.aliases)} - {first.label}
    codes = [e.code for e in ranked if e.code]
    parents = [e.part_of for e in ranked if e.part_of]
    places = [(e.longitude, e.latitude) for e in ranked if e.longitude is not None and e.latitude is not None]
    longitude, latitude = places[0] if places else (None, None)
    return replace(
        first,
        aliases=tuple(sorted(names)),
        code=codes[0] if codes else None,
        part_of=parents[0] if parents else None,
        longitude=longitude,
        latitude=latitude,
    )


def _entity_key(entity: Entity) -> tuple[object, ...]:
    place = (str(entity.longitude or ""), str(entity.latitude or ""))
    return (-len(entity.label), entity.label, entity.kind, entity.code or "", entity.part_of or "", *place)


def _claims(claims: Iterable[Claim], entities: dict[str, Entity]) -> tuple[Claim, ...]:
    """One claim for a fact and place in the text: the most confident, then the first rule by name."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        evidence = claim.evidence
        key = (claim.subject, claim.relation, object_key(claim.object), evidence.article, evidence.span)
        known = best.get(key)
        if known is None or _rank(claim) < _rank(known):
            best[key] = claim
    return tuple(_with_merged_object(best[key], entities) for key in sorted(best))


def _with_merged_object(claim: Claim, entities: dict[str, Entity]) -> Claim:
    if not isinstance(claim.object, Entity):
        return claim
    return replace(claim, object=entities[claim.object.id])


def _rank(claim: Claim) -> tuple[object, ...]:
    e = claim.evidence
    return (-e.confidence, e.rule, e.modality, e.written, e.quote, e.qualifiers, repr(claim.object))
