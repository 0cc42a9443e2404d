"""Decide which area a name means, from the article and its page. What cannot be settled stays open."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.gazetteer import Gazetteer
from kg.model import Article, Entity, Mention, replace

ABOVE = {"Township": ("County",), "Village": ("Township", "County")}
LEVELS = ("Province", "City", "County", "Township")
AREAS = (*LEVELS, "Village")
SURE = ("place.full", "place.former")
CUED = ("place.short", "place.list")  # a bare name with a cue beside it
WEAK = "place.short.weak"  # a word of daily speech without a cue
SHORT = (*CUED, "place.short.bare", WEAK)
BESIDE = 2  # characters between an area and the bare name of one of its parts: 丽江玉龙, 丽江市的玉龙
BEHIND = 24  # characters: how far behind a village its areas may follow
LONG = 3  # characters of a bare name that is no word: 曹妃甸
NEAR = 60  # characters: a parent named so shortly before settles a name
PAGE_SHARE = 0.6  # of the votes: the page's home province


@dataclass(frozen=True, slots=True)
class PageContext:
    """Votes of the unambiguous full names of a page, by code, and its home province (code) if one is clear."""

    votes: tuple[tuple[str, int], ...]
    province: str | None


def page_context(articles: Sequence[Sequence[Mention]], gazetteer: Gazetteer) -> PageContext:
    """Votes over the mentions of all articles of a page."""
    votes: Counter[str] = Counter()
    provinces: Counter[str] = Counter()
    for mention in (_of_province(m, gazetteer) for mentions in articles for m in mentions):
        if len(mention.candidates) != 1 or mention.kind not in ("Province", "City", "County"):
            continue
        sure = _votes(mention)
        if not sure and mention.kind != "City":
            continue
        for place in gazetteer.path(_code(mention.candidates[0])):
            if sure:
                votes[place.code] += 2
            if place.kind == "Province":
                provinces[place.code] += 3 if sure else 1
    ranked = sorted(provinces.items(), key=lambda kv: (-kv[1], kv[0]))
    clear = ranked and ranked[0][1] >= PAGE_SHARE * sum(provinces.values())
    return PageContext(tuple(sorted(votes.items())), ranked[0][0] if clear else None)


def link_places(
    mentions: Sequence[Mention], article: Article, gazetteer: Gazetteer, context: PageContext
) -> tuple[Mention, ...]:
    """`mentions` (in order) with their entities; those that stay open keep entity None."""
    mentions = _of_others(mentions, gazetteer)
    linker = _Linker(mentions, article, gazetteer, context)
    linked = _alike([linker.settle(m) for m in mentions])
    common = gazetteer.words["after_city"]
    linked = [m for m in linked if m.entity is not None or (m.rule not in SHORT and m.text not in common)]
    return tuple(_link_villages(linked, gazetteer))


def _of_province(mention: Mention, gazetteer: Gazetteer) -> Mention:
    """河北 without 区 is the province, not a district of that name, wherever no city has the name too."""
    if mention.rule not in SHORT or len(mention.candidates) < 2:
        return mention
    kinds = [gazetteer.place(_code(c)).kind for c in mention.candidates]
    if kinds.count("Province") != 1 or "City" in kinds:
        return mention
    return replace(mention, kind="Province", candidates=(mention.candidates[kinds.index("Province")],))


def _of_others(mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Names right behind an area that has none of the name now: 邢台市|桥西区 has another, 东莞市|长安镇 is in no table."""
    found: list[Mention] = []
    for mention in mentions:
        before = found[-1] if found and found[-1].span.end == mention.span.start else None
        outer = (
            {_code(c) for c in before.candidates} if before and before.kind in ("City", "County") else set()
        )
        if outer and not any(outer & _above(_code(c), gazetteer) for c in mention.candidates):
            if mention.kind == "Township":
                mention = replace(mention, candidates=())
            elif mention.kind == "County" and mention.rule in SURE:
                old = [c for c in gazetteer.renamed.get(mention.text, ()) if outer & _above(c, gazetteer)]
                mention = replace(mention, candidates=tuple(f"area-{c}" for c in old)) if old else mention
        found.append(mention)
    return found


def _above(code: str, gazetteer: Gazetteer) -> set[str]:
    return {p.code for p in gazetteer.path(code)}


def _end(mention: Mention) -> int:
    return mention.span.end


def _start(mention: Mention) -> int:
    return mention.span.start


def _code(candidate: str) -> str:
    return candidate.removeprefix("area-")


class _Linker:
    def __init__(
        self, mentions: Sequence[Mention], article: Article, gazetteer: Gazetteer, context: PageContext
    ) -> None:
        self.mentions, self.gazetteer, self.context = mentions, gazetteer, context
        self.ends = [m.span.end for m in mentions]
        self.page = Counter(dict(context.votes))
        self.named: Counter[str] = Counter()
        self.full = {_code(c) for m in mentions if m.rule in SURE for c in m.candidates}
        for mention in (_of_province(m, gazetteer) for m in mentions):
            if len(mention.candidates) == 1 and _votes(mention):
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
        return mention.linked(self.gazetteer.entity(code), place.kind)

    def _decide(self, mention: Mention, codes: list[str]) -> str | None:
        common = mention.text in self.gazetteer.words["after_city"]
        if len(codes) == 1 and mention.rule in SURE and not common:
            return codes[0]
        if mention.rule in SHORT:
            return self._short(mention, codes)
        near = self._near(mention, codes, NEAR) or (self._sibling(mention, codes) if common else None)
        if near is not None or common:
            return near
        if mention.kind == "Township":
            return self._town(codes)
        return self._ranked(codes)

    def _town(self, codes: list[str]) -> str | None:
        return self._best(codes, below="County") or self._best(codes, below="City")

    def _short(self, mention: Mention, codes: list[str]) -> str | None:
        """A bare name: right behind its area, else the best of its candidates if the text supports that one."""
        code = self._near(mention, codes, BESIDE) if mention.rule != WEAK else None
        if code is not None:
            return code
        if mention.kind == "Township":
            return self._town(codes)
        provinces = [c for c in codes if self.gazetteer.place(c).kind == "Province"]
        if len(provinces) == 1 and not any(self.named[c] for c in codes):
            return provinces[0]
        code = codes[0] if len(codes) == 1 else self._ranked(codes)
        return code if code is not None and self._supported(code, mention) else None

    def _ranked(self, codes: list[str]) -> str | None:
        """The best by votes for itself, its city, its province; a city before a county of the same name."""
        ranks = (self._best(codes, below=kind) for kind in ("Self", "City", "Province"))
        best = next((code for code in ranks if code is not None), None)
        cities = [c for c in codes if self.gazetteer.place(c).kind == "City"]
        return cities[0] if best is None and len(cities) == 1 else best

    def _near(self, mention: Mention, codes: list[str], reach: int) -> str | None:
        """The candidate whose parent is named right before: 太原市杏花岭区, 朔州市有朔城区."""
        start = mention.span.start
        first, last = bisect_left(self.ends, start - reach), bisect_right(self.ends, start)
        for other in reversed(self.mentions[first:last]):
            above = {_code(c) for c in other.candidates}
            fitting = [c for c in codes if above & {p.code for p in self.gazetteer.path(c)[:-1]}]
            if len(fitting) == 1:
                return fitting[0]
        return None

    def _sibling(self, mention: Mention, codes: list[str]) -> str | None:
        """The candidate of the city whose district stands one mark before it in a list: 渝中区、南岸区."""
        at = bisect_right(self.ends, mention.span.start - 1) - 1
        before = self.mentions[at] if at >= 0 and self.ends[at] == mention.span.start - 1 else None
        if before is None or before.rule not in SURE or before.kind != mention.kind:
            return None
        outer = {self._ancestor(_code(c), "City") or _code(c)[:2] for c in before.candidates}
        fitting = [c for c in codes if (self._ancestor(c, "City") or c[:2]) in outer]
        return fitting[0] if len(fitting) == 1 else None

    def _best(self, codes: list[str], *, below: str) -> str | None:
        """The only candidate that itself, or whose county, city or province, the article names; else the page's."""
        for votes in (self.named, self.page):
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

    def _supported(self, code: str, mention: Mention) -> bool:
        """Whether the article or its page supports that a bare name means a place.

        A province always; a city with a cue, or in a province that is named or at home; a county with a cue so
        too, and so one of three characters, which are no word; else only if its city or its own full name is named; a
        word of daily speech without a cue only if the article has its full name.
        """
        rule = mention.rule
        path = self.gazetteer.path(code)
        if path[-1].kind == "Province":
            return True
        if rule == WEAK:
            return code in self.full
        at_home = self.named[path[0].code] > 0 or self.context.province == path[0].code
        if path[-1].kind == "City":
            return rule in CUED or at_home
        city = path[-2].code
        return (
            self.named[city] > 0
            or self.page[city] > 0
            or (at_home and (rule in CUED or len(mention.text) >= LONG))
        )


def _alike(mentions: Sequence[Mention]) -> list[Mention]:
    """An open name means what the article means by it elsewhere: 鼓楼区, once 南京市鼓楼区 is settled."""
    meant: dict[str, dict[str, Mention]] = {}
    for mention in mentions:
        if mention.entity is not None:
            meant.setdefault(mention.text, {})[mention.entity.id] = mention
    one = {text: next(iter(by_id.values())) for text, by_id in meant.items() if len(by_id) == 1}
    return [
        m.linked(one[m.text].entity, one[m.text].kind)
        if m.entity is None and m.candidates and m.text in one
        else m
        for m in mentions
    ]


def _votes(mention: Mention) -> bool:
    """Whether a mention with one candidate tells where the article plays: full names, and cities with a cue."""
    return (
        mention.rule in SURE
        or mention.kind == "Province"
        or (mention.kind == "City" and mention.rule in CUED)
    )


def _link_villages(mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """A village, or a township that the gazetteer lacks, under the area named last before it."""
    found: list[Mention] = []
    known: dict[tuple[str, str], Entity] = {}
    for mention in mentions:
        if mention.entity is None and not mention.candidates and mention.kind in ABOVE:
            entity = known.get((mention.kind, mention.text)) or _by_name(mention, found, mentions, gazetteer)
            if entity is not None:
                known[mention.kind, mention.text] = entity
            mention = replace(mention, entity=entity)
        found.append(mention)
    return found


def _by_name(
    mention: Mention, before: Sequence[Mention], areas: Sequence[Mention], gazetteer: Gazetteer
) -> Entity | None:
    """A village of the table, else an entity keyed by its class, the parent's code (or id) and its name.

    The parent is the area named last before it, or the smallest one right behind it (后山村属平原县张庄镇).
    """
    end = mention.span.end
    last = before[-1] if before and before[-1].span.end == mention.span.start else None
    if last is not None and last.entity is not None and last.kind in (*ABOVE[mention.kind], "City"):
        before = (last,)
    behind = areas[bisect_left(areas, end, key=_start) : bisect_right(areas, end + BEHIND, key=_start)]
    parent = next(
        (
            m.entity
            for found in (before, behind)
            for kinds in (ABOVE[mention.kind], ("City",))
            for m in reversed(found)
            if m.entity is not None and m.kind in kinds
        ),
        None,
    )
    if parent is None:
        return None
    if mention.kind == "Village" and parent.code and parent.kind != "City":
        listed = gazetteer.village(mention.text, parent.code)
        if listed is not None:
            return listed
    word = mention.kind.lower()
    key = f"{word}|{parent.code or parent.id}|{mention.text}"
    return Entity(f"{word}-{hashlib.sha256(key.encode()).hexdigest()[:16]}", mention.kind, mention.text)
