"""The claims of an article: its facts and figures with quotes, and what the gazetteer and the scene add."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.facts import Reading
from kg.extract.names import read_sentence
from kg.extract.tools import Tools
from kg.gazetteer import Gazetteer
from kg.model import Article, Claim, Entity, Mention
from kg.rules.areas import area_claims
from kg.rules.claims import make_claims
from kg.rules.dated import article_periods, with_periods
from kg.rules.match import Found, named, walk
from kg.rules.notices import notice_claims
from kg.rules.parts import part_claims, stage_claims
from kg.rules.quantities import quantity_facts
from kg.schema import Schema
from kg.story.placed import scene_claims
from kg.story.wholes import whole_claims


def article_claims(reading: Reading, facts: Sequence[Found], raw: str, tools: Tools) -> tuple[Claim, ...]:
    """What the rules say of an article, what the gazetteer adds, and where things lie that nothing places."""
    article, linked, scenes = reading.article, reading.mentions, reading.scenes
    periods = article_periods(article, linked, reading.today)
    figures = quantity_facts(
        article, reading.topics, facts, tools.rules, tools.indicators, reading.clauses, periods
    )
    said = (*with_periods(article.text, facts, periods), *figures)
    made = make_claims(article, said, raw, tools.rules, context_of=scenes.context_of)
    stated = tuple(claim for claim in made if _by_codes(claim, tools.gazetteer))
    stated = (*stated, *_area_claims(article, linked, facts, raw, tools))
    signed = notice_claims(article, linked, raw, tools.rules, stated, lambda text: _body_of(text, tools))
    stated = (*stated, *signed)
    stated = (*stated, *part_claims(article, tuple(named(linked, tools.rules)), raw, tools.rules, stated))
    stated = (*stated, *whole_claims(article, reading.topics, raw, tools.rules, stated))
    stated = (*stated, *stage_claims(stated, (m.entity for m in walk(linked) if m.entity is not None)))
    claims = (*stated, *scene_claims(article, linked, raw, tools.rules, stated, scenes))
    return _without_replaced(claims, tools.schema)


def _without_replaced(claims: Sequence[Claim], schema: Schema) -> tuple[Claim, ...]:
    """The claims without those whose relation gives way to one of the user's that says the same of the same thing."""
    gone = {
        (claim.subject, other, claim.object)
        for claim in claims
        for other in schema.relations[claim.relation].instead_of
    }
    return (
        tuple(c for c in claims if (c.subject, c.relation, c.object) not in gone) if gone else tuple(claims)
    )


def _body_of(text: str, tools: Tools) -> Mention | None:
    """The body that a line outside of the article is the name of."""
    _, mentions = read_sentence(text, tools)
    first = mentions[0] if len(mentions) == 1 else None
    return (
        first
        if first is not None and first.kind == "Agency" and first.entity and len(first.span) == len(text)
        else None
    )


def _by_codes(claim: Claim, gazetteer: Gazetteer) -> bool:
    """Whether a claim on the parent of an area agrees with their codes: 天津衡水 puts 衡水市 in no 天津市."""
    outer = claim.object
    if claim.relation != "partOf" or not isinstance(outer, Entity) or outer.code is None:
        return True
    inner = claim.subject.removeprefix("area-")
    if inner == claim.subject or inner not in gazetteer.places or outer.code not in gazetteer.places:
        return True
    return gazetteer.may_lie_in(inner, outer.code)


def _area_claims(
    article: Article, mentions: Sequence[Mention], facts: Sequence[Found], raw: str, tools: Tools
) -> tuple[Claim, ...]:
    said = {
        (f.subject.entity.id, f.object.entity.id)
        for f in facts
        if isinstance(f.object, Mention) and f.subject.entity is not None and f.object.entity is not None
    }

    return area_claims(article, tuple(named(mentions, tools.rules)), raw, tools.rules, said)
