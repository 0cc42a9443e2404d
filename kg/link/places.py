"""Decide which area a name means, from the article and its page. What cannot be settled stays open."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Gazetteer
from kg.model import Article, Entity, Mention

LEVELS = ("Province", "City", "County", "Township")
AREAS = (*LEVELS, "Village")
SURE = ("place.full", "place.former")
NEAR = 60  # characters: a parent named so shortly before settles a name
FAR = 150  # characters: no area is meant that was named longer ago and is not the home of the article
PAGE_SHARE = 0.6  # of the votes: the page's home province


@dataclass(frozen=True, slots=True)
class PageContext:
    """Votes of the unambiguous full names of a page, by code, and its home province (code) if one is clear."""

    votes: tuple[tuple[str, int], ...]
    province: str | None

    def count(self, code: str) -> int:
        return dict(self.votes).get(code, 0)


@dataclass(frozen=True, slots=True)
class Homes:
    """The areas that an article is about, as far as clear."""

    province: Entity | None
    city: Entity | None
    county: Entity | None


def page_context(articles: Sequence[Sequence[Mention]], gazetteer: Gazetteer) -> PageContext:
    """Votes over the mentions of all articles of a page."""
    votes: Counter[str] = Counter()
    provinces: Counter[str] = Counter()
    for mention in (m for mentions in articles for m in mentions):
        if len(mention.candidates) != 1 or mention.kind not in ("Province", "City", "County"):
            continue
        sure = mention.rule in SURE or mention.kind in ("Province", "City")
        for place in gazetteer.path(_code(mention.candidates[0])):
            votes[place.code] += 2 if sure else 1
            if place.kind == "Province":
                provinces[place.code] += 3 if sure else 1
    ranked = sorted(provinces.items(), key=lambda kv: (-kv[1], kv[0]))
    clear = ranked and ranked[0][1] >= PAGE_SHARE * sum(provinces.values())
    return PageContext(tuple(sorted(votes.items())), ranked[0][0] if clear else None)


def link_places(
    mentions: Sequence[Mention], article: Article, gazetteer: Gazetteer, context: PageContext
) -> tuple[Mention, ...]:
    """`mentions` (in order) with their entities; those that stay open keep entity None."""
    linker = _Linker(mentions, article, gazetteer, context)
    linked = [linker.settle(m) for m in mentions]
    common = gazetteer.words["after_city"]
    linked = [m for m in linked if m.entity is not None or (m.rule != "place.short" and m.text not in common)]
    return tuple(_link_villages(linked))


def article_homes(
    mentions: Sequence[Mention], article: Article, context: PageContext, gazetteer: Gazetteer
) -> Homes:
    """The article's own province, city and county: weight by title, first place and number of mentions."""
    votes: dict[str, Counter[str]] = {"Province": Counter(), "City": Counter(), "County": Counter()}
    for mention in mentions:
        if mention.entity is None or mention.entity.code is None or mention.kind not in LEVELS:
            continue
        weight = 3 if mention.span.end <= article.body else 1
        for place in gazetteer.path(mention.entity.code):
            if place.kind in votes:
                votes[place.kind][place.code] += weight
    province = _clear(votes["Province"]) or context.province
    city, county = _clear(votes["City"]), _clear(votes["County"])
    return Homes(*(gazetteer.entity(c) if c else None for c in (province, city, county)))


def resolve_area(
    level: str, at: int, mentions: Sequence[Mention], homes: Homes, gazetteer: Gazetteer
) -> Entity | None:
    """The area that 全市, 该县, 市 in 市水利局 mean at an offset: the nearest one of the level before, else home."""
    home = {"Province": homes.province, "City": homes.city, "County": homes.county}.get(level)
    if home is not None:
        return home
    before = [m for m in mentions if at - FAR <= m.span.end <= at and m.entity is not None and m.kind in LEVELS]
    for mention in reversed(before):
        code = mention.entity.code if mention.entity else None
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


def _code(candidate: str) -> str:
    return candidate.removeprefix("area-")


class _Linker:
    def __init__(
        self, mentions: Sequence[Mention], article: Article, gazetteer: Gazetteer, context: PageContext
    ) -> None:
        self.mentions, self.gazetteer, self.context = mentions, gazetteer, context
        self.named: Counter[str] = Counter()
        for mention in mentions:
            if len(mention.candidates) == 1 and (
                mention.rule in SURE or mention.kind in ("Province", "City")
            ):
                for place in gazetteer.path(_code(mention.candidates[0])):
                    self.named[place.code] += 1

    def settle(self, mention: Mention) -> Mention:
        if not mention.candidates:
            return mention
        codes = [_code(c) for c in mention.candidates]
        code = self._decide(mention, codes)
        if code is None:
            return mention
        place = self.gazetteer.place(code)
        return replace(mention, entity=self.gazetteer.entity(code), kind=place.kind, candidates=())

    def _decide(self, mention: Mention, codes: list[str]) -> str | None:
        common = mention.text in self.gazetteer.words["after_city"]
        if len(codes) == 1 and mention.rule in SURE and not common:
            return codes[0]
        near = self._near(mention, codes)
        if near is not None or common:
            return near
        if mention.kind == "Township":
            return self._best(codes, below="County") or self._best(codes, below="City")
        if len(codes) == 1:
            return codes[0] if self._supported(codes[0]) else None
        provinces = [c for c in codes if self.gazetteer.place(c).kind == "Province"]
        if len(provinces) == 1 and not any(self.named[c] for c in codes):
            return provinces[0]
        return (
            self._best(codes, below="Self")
            or self._best(codes, below="City")
            or self._best(codes, below="Province")
        )

    def _near(self, mention: Mention, codes: list[str]) -> str | None:
        """The candidate whose parent is named right before: 太原市杏花岭区, 朔州市有朔城区."""
        before = [
            m
            for m in self.mentions
            if m.span.end <= mention.span.start and mention.span.start - m.span.end <= NEAR
        ]
        for other in reversed(before):
            above = {_code(c) for c in other.candidates}
            fitting = [c for c in codes if above & {p.code for p in self.gazetteer.path(c)[:-1]}]
            if len(fitting) == 1:
                return fitting[0]
        return None

    def _best(self, codes: list[str], *, below: str) -> str | None:
        """The only candidate that itself, or whose county, city or province, the article names; else the page's."""
        for votes in (self.named, Counter(dict(self.context.votes))):
            fitting = [c for c in codes if votes[self._ancestor(c, below)] > 0]
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                ranked = sorted(fitting, key=lambda c: (-votes[self._ancestor(c, below)], c))
                first, second = (votes[self._ancestor(c, below)] for c in ranked[:2])
                if first >= 2 * second:
                    return ranked[0]
                city = [c for c in fitting if self.gazetteer.place(c).kind == "City"]
                return city[0] if below == "Self" and len(city) == 1 else None
        return None

    def _ancestor(self, code: str, kind: str) -> str:
        if kind == "Self":
            return code
        return next((p.code for p in self.gazetteer.path(code)[:-1] if p.kind == kind), "")

    def _supported(self, code: str) -> bool:
        """A short name counts only in the province of the article or the page, or of its own full name."""
        path = self.gazetteer.path(code)
        if path[-1].kind != "County":
            return path[-1].kind == "Province" or self._named_or_home(path[0].code, path[-1].code)
        city = path[-2].code if len(path) > 2 else path[0].code
        return self.named[code] > 0 or self.named[city] > 0 or self.context.count(city) > 0

    def _named_or_home(self, province: str, code: str) -> bool:
        return self.named[province] > 0 or self.named[code] > 0 or self.context.province == province


def _link_villages(mentions: Sequence[Mention]) -> list[Mention]:
    """A village under the township or county named last before it."""
    found: list[Mention] = []
    known: dict[str, Entity] = {}
    for mention in mentions:
        if mention.kind == "Village" and mention.entity is None:
            entity = known.get(mention.text) or _village(mention, found)
            if entity is not None:
                known[mention.text] = entity
            mention = replace(mention, entity=entity)
        found.append(mention)
    return found


def _village(mention: Mention, before: Sequence[Mention]) -> Entity | None:
    parents = [m.entity for m in before if m.kind in ("Township", "County") and m.entity is not None]
    cities = [m.entity for m in before if m.kind == "City" and m.entity is not None]
    parent = parents[-1] if parents else cities[-1] if cities else None
    if parent is None:
        return None
    key = f"village|{parent.code or parent.id}|{mention.text}"
    return Entity(f"village-{hashlib.sha256(key.encode()).hexdigest()[:16]}", "Village", mention.text)
