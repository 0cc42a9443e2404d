"""What becomes of equal things: entities pooled, the best of claims on one fact and place, ids that are another's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from kg.model import Claim, Document, Entity, Evidence

STEP = Decimal("0.01")
SUREST = Decimal("0.99")  # no number of articles makes certain


def pool_entities(group: Iterable[Entity]) -> Entity:
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
        types=max((e.types for e in ranked), key=lambda types: (len(types), types)),
    )


def pool_documents(parts: Iterable[Document]) -> Document:
    """One document of the parts of a file: it begins at 0, and its date is the first that a part tells."""
    ranked = sorted(parts, key=lambda d: (d.start, d.date or "", d.text))
    dates = [d.date for d in ranked if d.date]
    return replace(ranked[0], start=0, date=dates[0] if dates else None)


def best_claim(group: Iterable[Claim]) -> Claim:
    """Of the claims on one fact and place: the most confident, then the first rule by name."""
    return min(group, key=_rank)


def agreement(found: Iterable[Evidence]) -> Decimal:
    """The confidence of a fact that several articles state: all would have to be wrong. A reprint of a sentence counts once.

    0.9 and 0.8 in two articles are 0.98; the best of one article stands for it.
    """
    articles: dict[str, Evidence] = {}
    for evidence in sorted(found, key=lambda e: (-e.confidence, e.quote)):
        articles.setdefault(evidence.article, evidence)
    sentences: dict[str, Decimal] = {}
    for evidence in articles.values():
        sentences[evidence.quote] = max(
            evidence.confidence, sentences.get(evidence.quote, evidence.confidence)
        )
    doubt = Decimal(1)
    for confidence in sentences.values():
        doubt *= 1 - confidence
    return min((1 - doubt).quantize(STEP), SUREST) if len(sentences) > 1 else max(sentences.values())


def _entity_key(entity: Entity) -> tuple[object, ...]:
    place = (str(entity.longitude or ""), str(entity.latitude or ""))
    return (-len(entity.label), entity.label, entity.kind, entity.code or "", entity.part_of or "", *place)


def _rank(claim: Claim) -> tuple[object, ...]:
    e = claim.evidence
    return (
        -e.confidence,
        e.rule,
        e.modality,
        e.written,
        e.quote,
        e.qualifiers,
        e.sum_role,
        str(e.amount or ""),
        e.context,
        repr(claim.object),
    )
