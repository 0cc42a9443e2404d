"""Gazetteer rules: two areas named in one article, of which the gazetteer says that one lies in the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.model import Article, Claim, Entity, Evidence, Mention, Span, squeeze
from kg.rules.match import clauses_around, walk
from kg.rules.model import GazetteerRule, RuleBook
from kg.text.sentences import split_sentences

Inside = Callable[[Entity, Entity], bool]  # does the first area lie in the second?


def area_claims(
    article: Article,
    mentions: Sequence[Mention],
    raw: str,
    rules: RuleBook,
    inside: Inside,
    said: set[tuple[str, str]],
) -> tuple[Claim, ...]:
    """One claim for each pair that no pattern has `said` (subject id, object id) of this article."""
    named = [m for m in walk(mentions) if m.entity is not None and not m.deictic]
    found: dict[tuple[str, str], Claim] = {}
    for rule in rules.gazetteer:
        objects = list(dict.fromkeys(m.entity for m in named if m.entity and m.kind in rule.object))
        for mention in named:
            if mention.kind not in rule.subject or mention.entity is None:
                continue
            for area in objects:
                key = (mention.entity.id, area.id)
                if key not in said and key not in found and inside(mention.entity, area):
                    found[key] = _claim(article, mention, area, raw, rule)
    return tuple(found.values())


def _claim(article: Article, mention: Mention, area: Entity, raw: str, rule: GazetteerRule) -> Claim:
    sentence = next((s for s in split_sentences(article.text) if s.covers(mention.span)), mention.span)
    quoted: Span = clauses_around(article.text, sentence, mention.span)
    span = article.raw(quoted)
    quote = squeeze(raw[span.start : span.end])
    subject = mention.entity.id if mention.entity else ""
    return Claim(
        subject,
        rule.makes,
        area,
        Evidence(article.identifier, rule.id, quote, span, confidence=rule.confidence),
    )
