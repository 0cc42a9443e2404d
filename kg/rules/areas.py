"""Gazetteer rules: two areas named in one article, of which the gazetteer says that one lies in the other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, takewhile

from kg.model import Article, Claim, Entity, Evidence, Mention, Span, is_a, squeeze
from kg.rules.match import clauses_around
from kg.rules.model import GazetteerRule, RuleBook
from kg.text.sentences import CLAUSE_MARKS, sentence_around


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
    for rule in (r for r in rules.gazetteer if not (r.scene or r.signed or r.by_name or r.below)):
        areas = {m.entity.id: m.entity for m in things if m.entity and is_a(m, rule.object)}
        for mention in things:
            entity = mention.entity
            area = areas.get(entity.part_of) if entity is not None and entity.part_of else None
            if entity is None or area is None or not is_a(mention, rule.subject):
                continue
            if rule.among and not _among(article.text, mention, things, area, rule.among):
                continue
            if rule.clause and not _last_before(article.text, mention, things, area, rule.object):
                continue
            key = (entity.id, area.id)
            if key not in said and key not in found:
                found[key] = claim_of(article, mention, area, raw, rule)
    return tuple(found.values())


def _among(
    text: str, mention: Mention, things: Sequence[Mention], area: Entity, among: tuple[str, ...]
) -> bool:
    """Whether a sentence tells of a whole area, and then of parts of it, the mention's among them: 全省…，其中某市…."""
    sentence = sentence_around(text, mention.span)
    told = text[sentence.start : mention.span.start]
    at = max((told.find(word) for word in among), default=-1)
    if at < 0 or not told.endswith((*CLAUSE_MARKS, *among)):
        return False
    start = sentence.start
    if _opens(text, sentence.start, things, mention.kind, among):
        start = sentence_around(text, Span(max(0, start - 1), start)).start
    first = bisect_left(things, start, key=_start)
    return any(
        m.entity == area
        for m in takewhile(lambda m: m.span.start < sentence.start + at, islice(things, first, None))
    )


def _opens(text: str, start: int, things: Sequence[Mention], kind: str, among: tuple[str, ...]) -> bool:
    """Whether a sentence opens with an area that is told of among others of the sentence before: 其中某市…；某市…."""
    while text[start : start + 1].isspace():
        start += 1
    word = next((w for w in among if text.startswith(w, start)), "")
    start += len(word)
    start += text[start : start + 1] in ("，", ",") and bool(word)
    at = bisect_left(things, start, key=_start)
    return bool(word) and at < len(things) and things[at].span.start == start and things[at].kind == kind


def _last_before(
    text: str, mention: Mention, things: Sequence[Mention], area: Entity, kinds: tuple[str, ...]
) -> bool:
    """Whether a sentence names an area and then, with none of its class between, the mention: 某省265个项目在某市开工."""
    sentence = sentence_around(text, mention.span)
    first = bisect_left(things, sentence.start, key=_start)
    named = list(takewhile(lambda m: m.span.start < mention.span.start, islice(things, first, None)))
    last = next((m for m in reversed(named) if is_a(m, kinds)), None)
    return last is not None and last.entity == area


def _start(mention: Mention) -> int:
    return mention.span.start


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
