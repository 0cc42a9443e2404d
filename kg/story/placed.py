"""What an article names and nothing in it places lies where it is told of: claims with the scene as their context."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Article, Claim, Entity, Mention, is_a
from kg.rules.areas import claim_of
from kg.rules.match import named
from kg.rules.model import GazetteerRule, RuleBook
from kg.story.amid import amid
from kg.story.areas import CODED, Named
from kg.story.scene import NOWHERE, Scene, Scenes, clause_around

SURE = 0.75  # a default is for names that are surely names
FIRM = "Company"
LINKS = "SCENE_LINKS"  # word list
TOWARDS = "SCENE_TOWARDS"  # word list
FLOWS = "flowsThrough"  # 境内某河: wherever else it flows
PLACING = ("locatedIn", "partOf", "flowsThrough")


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
    placed = _placed(claims, rules)
    found: list[Claim] = []
    stated: set[str] = set()
    tried: set[tuple[str, str]] = set()  # by which rule what was tried where it is named first
    by_kind = _by_kind(rules)
    things = [m for m in named(mentions, rules) if m.entity is not None and is_a(m, by_kind)]
    short, links = _short_forms(things), rules.words.get(LINKS, ())
    towards = rules.words.get(TOWARDS, ())
    for mention in things:
        entity = mention.entity
        if entity is None or entity.label in short or mention.certainty < SURE:
            continue
        rules_of = [r for kind in (*mention.types, mention.kind) for r in by_kind.get(kind, ())]
        for rule in _fitting(rules_of, mention, article.text):
            known = stated if rule.makes == FLOWS else placed[bool(rule.ends)]
            if entity.id in known or (rule.id, entity.id) in tried:
                continue
            tried.add((rule.id, entity.id))
            if article.text.endswith(links, 0, mention.span.start):
                continue  # 连接某大桥: that may lie beyond
            scene = _scene(mention, entity, rule, scenes, towards)
            area = scene.area
            if area is not None and scene.source in (rule.context or (scene.source,)):
                for each in (stated, *placed.values()):
                    each.add(entity.id)
                area = _of_firm(mention, area) or area
                found.append(
                    claim_of(
                        article, mention, area, raw, rule, context=(scene.source,) if scene.source else ()
                    )
                )
    return tuple(found)


def _placed(claims: Sequence[Claim], rules: RuleBook) -> dict[bool, set[str]]:
    """What claims place; for things with certain ends (lines) their names' places, the ends of them, do not count."""
    by_name = {rule.id for rule in rules.relations if rule.inside}
    placing = [c for c in claims if c.relation in PLACING]
    return {
        False: {c.subject for c in placing},
        True: {c.subject for c in placing if c.evidence.rule not in by_name},
    }


def _fitting(rules: Sequence[GazetteerRule], mention: Mention, text: str) -> list[GazetteerRule]:
    """The rules for a name as it stands; one for its end leaves no other."""
    label = mention.entity.label if mention.entity is not None else ""
    ended = next((r for r in rules if r.ends and label.endswith(r.ends)), None)
    return [
        r
        for r in ([ended] if ended is not None else rules)
        if (r is ended or not r.ends)
        and not label.endswith(r.not_ends)
        and not (r.bare and (mention.inner or label.startswith(r.bare)))
        and not text.startswith(r.not_before, mention.span.end)
        and (not r.near or _is_near(text, mention, r))
    ]


def _scene(
    mention: Mention, entity: Entity, rule: GazetteerRule, scenes: Scenes, towards: tuple[str, ...]
) -> Scene:
    """The scene that a rule gives a thing."""
    if rule.amid:
        return amid(mention, rule.object, scenes, towards)
    return _own(mention, rule, scenes) if rule.own else scenes.of(mention.span, entity, rule.object)


def _is_near(text: str, mention: Mention, rule: GazetteerRule) -> bool:
    """Whether one of the words of a rule stands in the clause of a name."""
    start, end = clause_around(text, mention.span)
    return any(word in text[start:end] for word in rule.near)


def _own(mention: Mention, rule: GazetteerRule, scenes: Scenes) -> Scene:
    """The area that a firm is named after, 青石县供水公司, where the article is at home in it or around it."""
    first = mention.inner[0] if mention.inner else None
    home, area = scenes.home.named, first.entity if first is not None else None
    if first is None or area is None or home is None or first.span.start != mention.span.start:
        return NOWHERE
    if not is_a(first, rule.object) or first.kind not in CODED:
        return NOWHERE
    return Scene(Named(first.span, area, home.within), scenes.home.source) if _lies(area, home) else NOWHERE


def _of_firm(mention: Mention, area: Entity) -> Entity | None:
    """The part of an area that the firm is named after with which a work's name begins: 青石县远川公司某项目."""
    firm = mention.inner[0] if mention.inner else None
    place = firm.inner[0] if firm is not None and firm.kind == FIRM and firm.inner else None
    if place is None or place.span.start != mention.span.start or place.entity is None:
        return None
    return place.entity if place.kind in CODED and place.entity.part_of == area.id else None


def _lies(area: Entity, home: Named) -> bool:
    """Whether an area is the home of an article, or lies right in it: a firm of the city above may be anywhere there."""
    return home.area.id in (area.id, area.part_of)


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
