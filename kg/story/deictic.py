"""全市, 该县, and 市 in 市水利局 in, the area that they mean at their place out: by the scene, else by what the article names most."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.gazetteer import Gazetteer
from kg.model import Article, Entity, Mention
from kg.story.areas import CODED, ORGAN, THAT, WHOLE, Named
from kg.story.scene import Scenes

NEAR = 150  # characters: no area is meant that was named longer ago and is not the home of the article
LEVELS = ("Province", "City", "County")


@dataclass(frozen=True, slots=True)
class Votes:
    """The areas of each level that an article names most, as far as clear."""

    province: Entity | None
    city: Entity | None
    county: Entity | None
    city_named: bool = False  # that city itself, and not only its counties

    def of(self, level: str) -> Entity | None:
        return {"Province": self.province, "City": self.city, "County": self.county}.get(level)


def count_votes(
    mentions: Sequence[Mention], article: Article, province: str | None, gazetteer: Gazetteer
) -> Votes:
    """By title and number of mentions; `province` (code) is the page's, for an article that tells none."""
    votes: dict[str, Counter[str]] = {level: Counter() for level in LEVELS}
    for mention in mentions:
        if mention.entity is None or mention.entity.code is None or mention.kind not in CODED:
            continue
        weight = 3 if mention.span.end <= article.body else 1
        for place in gazetteer.path(mention.entity.code):
            if place.kind in votes:
                votes[place.kind][place.code] += weight
    codes = [_clear(votes["Province"]) or province, _clear(votes["City"]), _clear(votes["County"])]
    if codes[2] and votes["County"][codes[2]] * 5 < 3 * votes["County"].total():
        codes[2] = None  # one county of many is not what the article is about
    areas = [gazetteer.entity(code) if code else None for code in _nested(codes, gazetteer)]
    named = any(m.entity is not None and m.entity == areas[1] for m in mentions)
    return Votes(areas[0], areas[1], areas[2], named)


def _nested(codes: Sequence[str | None], gazetteer: Gazetteer) -> list[str | None]:
    """The winner of each level as long as it lies in those above: 华阴 is not what an article on 重庆 means by 市."""
    kept: list[str | None] = []
    for code in codes:
        path = {place.code for place in gazetteer.path(code)} if code else set()
        kept.append(code if all(above is None or above in path for above in kept) else None)
    return kept


def resolve_area(
    level: str,
    at: int,
    word: str,
    mentions: Sequence[Mention],
    scenes: Scenes,
    votes: Votes,
    gazetteer: Gazetteer,
) -> Entity | None:
    """The area that a word (全市, 该县, 市 in 市水利局) means at an offset.

    全市 is the article's own, 市水利局 the scene's; 介休市 is 全市 of an article on it, and not of one on 晋中市.
    """
    if word[:1] == THAT and (told := _told(level, at, word, scenes)) is not None:
        return told
    scene = [_fitting(s.named, level, word, gazetteer) for s in (scenes.home, scenes.at(at))]
    home, here = scene
    if home is not None and (here is None or word[:1] in WHOLE or _is_county_of(here, home, gazetteer)):
        return home
    if here is not None:
        return here
    found = _voted(level, word, votes, gazetteer) or _nearest(level, at, mentions, gazetteer)
    return found if found is None or level != "Province" or _is_called(found, level, word[-1]) else None


def _told(level: str, at: int, word: str, scenes: Scenes) -> Entity | None:
    """What 该市 stands for: the area of that level named last before it, else one that is only called so (介休市)."""
    first = bisect_left(scenes.areas, at - NEAR, key=_end)
    last = bisect_right(scenes.areas, at, key=_end)
    alone = (a.area for a in reversed(scenes.areas[first:last]) if a.inside in ("", ORGAN))
    called = [area for area in alone if _is_called(area, level, word[-1])]
    return next((area for area in called if area.kind == level), called[0] if called else None)


def _fitting(named: Named | None, level: str, word: str, gazetteer: Gazetteer) -> Entity | None:
    """The deepest of an area and those that it lies in which is called so: its name ends with 市, or did."""
    if named is None:
        return None
    if named.area.kind == "Zone" and named.area.label.endswith(word[-1]) and level == "County":
        return named.area
    return next((a for a in _upwards(named, gazetteer) if _is_called(a, level, word[-1])), None)


def _is_called(area: Entity, level: str, sign: str) -> bool:
    below = area.kind == "County" and level == "City"  # 介休市
    above = area.kind == "Province" and level in ("City", "County")  # 重庆市, 宁夏回族自治区
    if area.kind != level and not (below or above):
        return False
    return any(name.endswith(sign) for name in (area.label, *area.aliases))


def _upwards(named: Named, gazetteer: Gazetteer) -> Iterator[Entity]:
    """The coded areas that an area lies in, from itself up."""
    codes = (i.removeprefix("area-") for i in named.within if i.startswith("area-"))
    return (gazetteer.entity(code) for code in sorted(codes, key=lambda c: (-len(gazetteer.path(c)), c)))


def _is_county_of(area: Entity, city: Entity, gazetteer: Gazetteer) -> bool:
    """市水利局 beside a county-level city, in an article on the city above it."""
    return area.kind == "County" and city.kind == "City" and area.part_of == city.id


def _voted(level: str, word: str, votes: Votes, gazetteer: Gazetteer) -> Entity | None:
    signs = gazetteer.words["city_signs"]
    if level != "City":
        own = votes.of(level)
        above = votes.province if level == "County" and own is None and word[:1] in WHOLE else None
        return (
            above if above is not None and above.label.endswith(word[-1]) else own
        )  # 全区 of 宁夏回族自治区
    county, province = votes.county, votes.province
    if county is not None and word.endswith(signs) and county.label.endswith(signs) and not votes.city_named:
        return county
    if province is not None and province.label.endswith(signs):
        return province  # 市水利局 in a paper of 重庆市
    return votes.city


def _nearest(level: str, at: int, mentions: Sequence[Mention], gazetteer: Gazetteer) -> Entity | None:
    """The area of a level that was named last before an offset, or that what was named lies in."""
    first, last = bisect_left(mentions, at - NEAR, key=_end), bisect_right(mentions, at, key=_end)
    for mention in reversed(mentions[first:last]):
        code = mention.entity.code if mention.entity and mention.kind in CODED else None
        for place in gazetteer.path(code) if code else ():
            if place.kind == level:
                return gazetteer.entity(place.code)
    return None


def _clear(votes: Counter[str]) -> str | None:
    """The first by votes, unless a second comes as near as two thirds."""
    ranked = sorted(votes.items(), key=lambda kv: (-kv[1], kv[0]))
    if not ranked or (len(ranked) > 1 and ranked[1][1] * 3 > ranked[0][1] * 2):
        return None
    return ranked[0][0]


def _end(named: Mention | Named) -> int:
    return named.span.end
