"""Gazetteer rules: two areas named in one article, of which the gazetteer says that one lies in the other.

A rule with `home` places what an article names and nowhere places in the area that the article is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kg.model import Article, Claim, Entity, Evidence, Mention, Span, squeeze
from kg.rules.match import clauses_around, named, walk
from kg.rules.model import GazetteerRule, RuleBook
from kg.text.sentences import sentence_around

STEM = 2  # characters that name an area without its class: 大理州, 大理市
LEAD = 60  # characters of the body in which an article says where it plays
SHARE = 0.6  # of the areas of its class that an article names: the one that it is about
OUTER = ("Province", "City", "County")
PLACING = ("locatedIn", "partOf")


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
    for rule in (r for r in rules.gazetteer if not r.home and not r.signed):
        areas = {m.entity.id: m.entity for m in things if m.entity and m.kind in rule.object}
        for mention in things:
            entity = mention.entity
            area = areas.get(entity.part_of) if entity is not None and entity.part_of else None
            if entity is None or area is None or mention.kind not in rule.subject:
                continue
            key = (entity.id, area.id)
            if key not in said and key not in found:
                found[key] = _claim(article, mention, area, raw, rule)
    return tuple(found.values())


def _claim(article: Article, mention: Mention, area: Entity, raw: str, rule: GazetteerRule) -> Claim:
    sentence = sentence_around(article.text, mention.span)
    quoted = clauses_around(article.text, sentence, mention.span)
    span = article.raw(quoted)
    quote = squeeze(raw[span.start : span.end])
    subject = mention.entity.id if mention.entity else ""
    return Claim(
        subject,
        rule.makes,
        area,
        Evidence(article.identifier, rule.id, quote, span, confidence=rule.confidence),
    )


def home_claims(
    article: Article, mentions: Sequence[Mention], raw: str, rules: RuleBook, claims: Sequence[Claim]
) -> tuple[Claim, ...]:
    """杜家岭风电场 in an article on 娄烦县 that places it nowhere is in 娄烦县. `claims` are those of this article."""
    placed = {c.subject for c in claims if c.relation in PLACING}
    found: dict[tuple[str, str], Claim] = {}
    areas = [m for m in named(mentions, rules) if m.kind in OUTER and m.entity is not None]
    for rule in (r for r in rules.gazetteer if r.home):
        home = _home(article, areas, rule.object)
        if home is None or (home.kind == "County" and _of_city(article, mentions)):
            continue
        told = _told(article, areas)
        for mention in mentions:
            entity = mention.entity
            if entity is None or mention.deictic or mention.kind not in rule.subject or entity.id in placed:
                continue
            key = (entity.id, rule.makes)
            if key not in found and not _elsewhere(article, mention, told, home):
                found[key] = _claim(article, mention, home, raw, rule)
    return tuple(found.values())


def _home(article: Article, mentions: Sequence[Mention], kinds: Sequence[str]) -> Entity | None:
    """The one area of these classes that title or lead name by itself, if the article is about no other of them.

    A city is at home where it is the only area named. A county is at home where no other is named in title and lead,
    and most of the counties that the article names are this one.
    """
    areas = [m for m in mentions if m.kind in ("County", "City")]
    counts = Counter(m.entity for m in areas if m.entity is not None and m.kind in kinds)
    opening = {m.entity for m in areas if m.kind in kinds and m.span.end <= article.body + LEAD}
    if len(opening) != 1:
        return None
    home = next(iter(opening))
    if home is None or counts[home] < SHARE * counts.total():
        return None
    others = [m for m in areas if m.entity is not None and m.kind not in kinds]
    foreign = [m.entity for m in others if m.entity is not None]
    if home.kind == "City" and foreign:
        return None  # what lies in one of its counties is no more said to lie in the city
    if any(o.label[:STEM] == home.label[:STEM] for o in foreign):
        return None  # 大理州 beside 大理市: which of the two is it about?
    return home if all(o.id == home.part_of or o.part_of == home.id for o in foreign) else None


def _of_city(article: Article, mentions: Sequence[Mention]) -> bool:
    """Whether title or lead says 全市 or 我市: the county that they name too is one of several."""
    return any(
        m.deictic
        and m.kind == "City"
        and m.entity
        and m.entity.kind == "City"
        and m.span.end <= article.body + LEAD
        for m in walk(mentions)
    )


def _told(article: Article, mentions: Sequence[Mention]) -> dict[Span, set[Entity]]:
    """The areas that each sentence names."""
    found: dict[Span, set[Entity]] = {}
    for mention in mentions:
        if mention.entity is not None:
            found.setdefault(sentence_around(article.text, mention.span), set()).add(mention.entity)
    return found


def _elsewhere(article: Article, mention: Mention, told: Mapping[Span, set[Entity]], home: Entity) -> bool:
    """Whether the sentence of a mention tells of another area; where a city is at home, also the sentence before it."""
    sentence = sentence_around(article.text, mention.span)
    near = set(told.get(sentence, ()))
    if home.kind == "City" and sentence.start > 1:
        before = sentence_around(article.text, Span(sentence.start - 2, sentence.start - 1))
        near |= told.get(before, set())
    return not all(_encloses(area, home) for area in near)


def _encloses(area: Entity, home: Entity) -> bool:
    """Whether an area is the home of the article, its city or its province."""
    if area.id in (home.id, home.part_of):
        return True
    return area.kind == "Province" and (area.code or "?")[:2] == (home.code or "")[:2]
