"""Gazetteer rules: two areas named in one article, of which the gazetteer says that one lies in the other."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Article, Claim, Entity, Evidence, Mention, squeeze
from kg.rules.match import clauses_around
from kg.rules.model import GazetteerRule, RuleBook
from kg.text.sentences import sentence_around


def area_claims(
    article: Article,
    mentions: Sequence[Mention],
    raw: str,
    rules: RuleBook,
    said: set[tuple[str, str]],
) -> tuple[Claim, ...]:
    """One claim for each pair that no pattern has `said` (subject id, object id) of this article.

    `mentions` are all that name a thing, those inside others among them, but not the place inside a company's name.
    """
    things = [m for m in mentions if m.entity is not None]
    found: dict[tuple[str, str], Claim] = {}
    for rule in (r for r in rules.gazetteer if not (r.scene or r.signed or r.by_name)):
        areas = {m.entity.id: m.entity for m in things if m.entity and m.kind in rule.object}
        for mention in things:
            entity = mention.entity
            area = areas.get(entity.part_of) if entity is not None and entity.part_of else None
            if entity is None or area is None or mention.kind not in rule.subject:
                continue
            key = (entity.id, area.id)
            if key not in said and key not in found:
                found[key] = claim_of(article, mention, area, raw, rule)
    return tuple(found.values())


def claim_of(
    article: Article,
    mention: Mention,
    area: Entity,
    raw: str,
    rule: GazetteerRule,
    *,
    context: tuple[str, ...] = (),
) -> Claim:
    """That what a mention names lies in an area, with the clauses around the mention as its quote."""
    sentence = sentence_around(article.text, mention.span)
    quoted = clauses_around(article.text, sentence, mention.span)
    span = article.raw(quoted)
    quote = squeeze(raw[span.start : span.end])
    subject = mention.entity.id if mention.entity else ""
    return Claim(
        subject,
        rule.makes,
        area,
        Evidence(article.identifier, rule.id, quote, span, confidence=rule.confidence, context=context),
    )
