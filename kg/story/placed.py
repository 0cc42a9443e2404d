"""What an article names and nothing in it places lies where it is told of: claims with the scene as their context."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Article, Claim, Mention
from kg.rules.areas import claim_of
from kg.rules.match import named
from kg.rules.model import RuleBook
from kg.story.scene import Scenes

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
    by_kind = [(rule, kind) for rule in rules.gazetteer if rule.scene for kind in rule.subject]
    wanted = {kind: rule for rule, kind in by_kind}
    for mention in named(mentions, rules):
        entity, rule = mention.entity, wanted.get(mention.kind)
        if entity is None or rule is None or entity.id in placed:
            continue
        placed.add(entity.id)
        scene = scenes.of(mention.span)
        area = scene.area
        if area is not None and area.kind in rule.object and area != entity:
            found.append(claim_of(article, mention, area, raw, rule, context=(scene.source,)))
    return tuple(found)
