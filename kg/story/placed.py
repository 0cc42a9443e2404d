"""What an article names and nothing in it places lies where it is told of: claims with the scene as their context."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Article, Claim, Mention
from kg.rules.areas import claim_of
from kg.rules.match import named
from kg.rules.model import GazetteerRule, RuleBook
from kg.story.scene import Scenes

SURE = 0.75  # a default is for names that are surely names
PLACING = ("locatedIn", "partOf")


def scene_claims(
    article: Article,
    mentions: Sequence[Mention],
    raw: str,
    rules: RuleBook,
    claims: Sequence[Claim],
    scenes: Scenes,
) -> tuple[Claim, ...]:
    """杜家岭风电场 in an article on 娄烦县 that places it nowhere is in 娄烦县. `claims` are those of this article.

    What counts is where a thing is named first: if it is not told where that plays, nothing is claimed.
    """
    placed = {c.subject for c in claims if c.relation in PLACING}
    found: list[Claim] = []
    by_kind = _by_kind(rules)
    things = [m for m in named(mentions, rules) if m.entity is not None and m.kind in by_kind]
    short = _short_forms(things)
    for mention in things:
        entity = mention.entity
        if entity is None or entity.id in placed or entity.label in short or mention.certainty < SURE:
            continue
        placed.add(entity.id)
        fitting = (r for r in by_kind[mention.kind] if not r.ends or entity.label.endswith(r.ends))
        rule = next(fitting, None)
        if rule is None or entity.label.endswith(rule.not_ends):
            continue
        scene = scenes.of(mention.span, entity, rule.object)
        area = scene.area
        if area is not None and scene.source in (rule.context or (scene.source,)):
            found.append(claim_of(article, mention, area, raw, rule, context=(scene.source,)))
    return tuple(found)


def _short_forms(things: Sequence[Mention]) -> frozenset[str]:
    """The names with which longer names of the article end: they are the same things, or cut wrongly."""
    labels = {m.entity.label for m in things if m.entity is not None}
    return frozenset(label[at:] for label in labels for at in range(1, len(label))) & labels


def _by_kind(rules: RuleBook) -> dict[str, list[GazetteerRule]]:
    """The rules for a class, those for certain ends of names first."""
    found: dict[str, list[GazetteerRule]] = {}
    for rule in sorted((r for r in rules.gazetteer if r.scene), key=lambda r: not r.ends):
        for kind in rule.subject:
            found.setdefault(kind, []).append(rule)
    return found
