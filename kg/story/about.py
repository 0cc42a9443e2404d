"""What an article as a whole is about: the works that title and lead name, the area that it is at home in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.model import Article, Entity, Mention
from kg.rules.indicators import Indicators
from kg.rules.match import walk
from kg.rules.topics import AREAS, WORKS
from kg.story.scene import Scene, Scenes

PROJECT, COMPANY = "Project", "Company"
WHOLE = ("City", "County")
AGAIN = 3  # times that an article about an area says 全市
LEAD = 60  # characters of the body in which an article says what it is about


def leading_works(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """The works that title and lead name, one mention each; a title that names only an area is about that."""
    title = {m.kind for m in walk(mentions) if m.entity and m.span.end <= article.body}
    if title & {"City", "County"} and not title & set(WORKS):
        return []
    lead = [m for m in mentions if m.kind == PROJECT and m.entity and m.span.start < article.body + LEAD]
    return list({m.entity: m for m in lead}.values())


def leading_firm(article: Article, mentions: Sequence[Mention]) -> Mention | None:
    """The firm that an article is about: the one that its title names, else the one that it names most, again and again."""
    firms = [m for m in walk(mentions) if m.kind == COMPANY and m.entity and not m.deictic]
    title = {m.entity for m in firms if m.span.end <= article.body}
    if len(title) == 1:
        return firms[0]
    often = Counter(m.entity for m in firms).most_common(1)
    if title or not often or often[0][1] < AGAIN or 2 * often[0][1] <= len(firms):
        return None
    return next(m for m in firms if m.entity == often[0][0])


def home_area(article: Article, mentions: Sequence[Mention], scenes: Scenes) -> tuple[Mention | None, bool]:
    """The area that an article is at home in, else the one that 全市 means; and whether it is all about that."""
    whole = [
        m for m in mentions if m.deictic and m.entity and m.kind in AREAS and m.span.start >= article.body
    ]
    often = sum(m.kind in ("City", "Province") for m in whole) >= AGAIN
    if scenes.home.named is not None:
        return area_of(scenes.home, article), often or scenes.home.source == "title" or _alone(scenes)
    for kind in ("County", "City", "Province"):
        meant = [m for m in whole if m.kind == kind]
        if meant:
            return (meant[0], often) if len({m.entity for m in meant}) == 1 else (None, False)
    return None, False


def _alone(scenes: Scenes) -> bool:
    """Whether an article names its home again and again, and no area but what lies in it or what it lies in."""
    home = scenes.home.named
    if home is None or home.area.kind not in WHOLE:
        return False
    named = sum(area.area == home.area for area in scenes.areas)
    return named >= AGAIN and all(area.kin(home) for area in scenes.areas) and not scenes.abroad


def spoken_of(article: Article, mentions: Sequence[Mention]) -> Entity | None:
    """The one area that an article calls 全市, again and again."""
    whole = [m.entity for m in mentions if m.deictic and m.kind in WHOLE and m.span.start >= article.body]
    meant = {entity for entity in whole if entity is not None}
    return next(iter(meant)) if len(meant) == 1 and len(whole) >= AGAIN else None


def is_report(article: Article, mentions: Sequence[Mention], book: Indicators) -> bool:
    """Whether the title is that of a report or plan; the policy that a text without lines begins with is its title."""
    heads = article.text[: article.body].splitlines() or [
        m.text for m in mentions if m.kind == "Policy" and m.span.start == 0
    ]
    return any(book.report.search(line.strip()) for line in heads)


def area_of(scene: Scene, article: Article) -> Mention | None:
    """A mention of the area in which a scene plays."""
    if scene.named is None:
        return None
    span, area = scene.named.span, scene.named.area
    return Mention(span, article.text[span.start : span.end], area.kind, scene.source, area)
