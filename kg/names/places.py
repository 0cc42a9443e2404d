"""Find the names of areas: gazetteer automaton with guards, counted lists, villages by pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from kg.gazetteer import (
    KIND_LAKE,
    KIND_PROVINCE,
    KIND_TOWNSHIP,
    TIER_CUE,
    TIER_SAFE,
    TIER_WORD,
    Form,
    Gazetteer,
)
from kg.model import Mention, Span, by_place, replace
from kg.names.edges import MARKS, Edges
from kg.names.known import Found, KnownNames
from kg.names.lists import ListFinder, make_list_finder
from kg.names.signs import SignFinder, make_sign_finder
from kg.names.villages import VillageFinder, any_of, make_village_finder
from kg.text.words import name_words

REACH = 8  # characters before a name that may tell a person: 特约记者 高平川
NAME = 8  # characters between a place and the end of the name that it begins: 浠水策湖国家湿地公园
AHEAD = 4  # characters behind a short name that tell whether it is whole
WATER_ENDS = ("江", "河", "湖", "溪", "渠")
CITIES = ("City", "Province")
ROUTE = 6  # characters of the other end of a line: 榆次至祁县铁路
STRETCH = "段"
LINE = 5  # characters of a line's last word: 高速公路
AT = "".join(("在", "从", "到", "赴", "自"))  # no surnames: 记者在太原
SHORTEST_TOWN = 3  # characters of a township's name that is looked for


@dataclass(frozen=True, slots=True)
class PlaceFinder:
    """All names of areas, with the guards."""

    gazetteer: Gazetteer
    names: KnownNames
    words: Mapping[str, re.Pattern[str]]
    lists: ListFinder
    villages: VillageFinder
    signs: SignFinder

    def find(self, text: str) -> tuple[Mention, ...]:
        """Mentions of areas in a repaired text, in order, not overlapping, each with its candidates.

        The rule says how sure the name is: `place.full`, `place.former`, `place.list` (大通、乐都两县),
        `place.short` (with a cue), `place.short.bare`, `place.short.weak` (a word of daily speech, no cue),
        `place.township`, `place.village`, `place.lake`.
        """
        matches = list(self._matches(text))
        edges = self._edges(text, matches)
        listed = [*self.lists.find(text), *self.signs.find(text)]
        areas = _without_overlap([*self._areas(text, matches, edges), *listed], listed)
        return _without_overlap([*areas, *self.villages.find(text, areas, edges)], listed)

    def _matches(self, text: str) -> Iterator[Found]:
        """Names where they stand; a water that hides the seam of two areas is these: 运城 and 盐湖区, not 运城盐湖."""
        for name, start, end in self.names.find(text):
            cuts = range(start + 2, end - 1) if name in self.gazetteer.waters else ()
            pairs = (self._pair(text, start, cut, end) for cut in cuts)
            found = (self._fuller(text, start, end) or (name, start, end),)
            yield from next((pair for pair in pairs if pair), found)

    def _fuller(self, text: str, start: int, end: int) -> Found | None:
        """The full name behind 和 that a short name hides: 平遥县, not 和平, in 介休市和平遥县."""
        form = self.gazetteer.forms.get(text[start:end])
        if form is None or form.how != "short" or text[start] not in self.gazetteer.words["list_marks"]:
            return None
        for to in range(min(end + NAME, len(text)), end, -1):
            fuller = self.gazetteer.forms.get(text[start + 1 : to])
            if fuller is not None and fuller.how == "full":
                return text[start + 1 : to], start + 1, to
        return None

    def _pair(self, text: str, start: int, cut: int, end: int) -> tuple[Found, ...]:
        """An area, and behind the cut the full name of another in it that goes on behind `end`."""
        for to in range(end + 1, min(end + NAME, len(text)) + 1):
            upper, lower = text[start:cut], text[cut:to]
            form = self.gazetteer.forms.get(lower)
            if form is not None and form.how == "full" and self._above(upper, lower):
                return (upper, start, cut), (lower, cut, to)
        return ()

    def _edges(self, text: str, matches: Sequence[Found]) -> Edges:
        """With the seams of an area and another in it, which jieba may not see: 山西|大同市 (山|西大|同市)."""
        edges = Edges(text)
        pairs = [(a, b) for a, b in pairwise(matches) if a[2] == b[1] and self._above(a[0], b[0])]
        known = Edges(text, frozenset(b[1] for _, b in pairs)) if pairs else edges
        seams = [b[1] for a, b in pairs if known.begins(a[1]) and self._ends(text, b, known)]
        return Edges(text, frozenset(seams)) if seams else edges

    def _above(self, upper: str, lower: str) -> tuple[str, ...]:
        """The codes of the areas of one name in which one of another lies: in 吉林吉林市 the province."""
        form = self.gazetteer.forms.get(upper)
        if form is None or form.tier == TIER_WORD:
            return ()
        paths = [self.gazetteer.path(place.code)[:-1] for place in self.gazetteer.named(lower)]
        above = {place.code for path in paths for place in path}
        return tuple(code for code in form.codes if code in above)

    def _ends(self, text: str, found: Found, edges: Edges) -> bool:
        """Whether a name is whole: a full one is, a short one before a word boundary and no word that makes another of it."""
        name, start, end = found
        form = self.gazetteer.forms.get(name)
        if form is None or form.how != "short":
            return True
        kind = self.gazetteer.place(form.codes[0]).kind
        if form.tier == TIER_WORD or self._goes_on_as_another(text, end, kind):
            return False
        alone = name_words(text[start : end + AHEAD])  # 辽宁大连|接线, but 大|连接线
        return end in edges.seams or (edges.begins(end) and len(name) in accumulate(map(len, alone)))

    def _goes_on_as_another(self, text: str, end: int, kind: str) -> bool:
        """Whether what stands behind a short name makes another of it: 和顺利, 永定河."""
        if self.words["not_before"].match(text, end):
            return True
        return kind != KIND_PROVINCE and self.words["not_before_nature"].match(text, end) is not None

    def _areas(self, text: str, matches: Sequence[Found], edges: Edges) -> Iterator[Mention]:
        previous: Mention | None = None
        following = {start: name for name, start, _ in matches}
        for name, start, end in matches:
            mention = self._mention(text, name, Span(start, end), edges, previous, following)
            if mention is not None and not self._person(text, mention.span, edges):
                previous = mention
                yield mention

    def _mention(
        self,
        text: str,
        name: str,
        span: Span,
        edges: Edges,
        previous: Mention | None,
        following: Mapping[int, str],
    ) -> Mention | None:
        form = self.gazetteer.forms.get(name)
        beside = previous is not None and previous.span.end == span.start
        if form is None:
            return self._other(name, span) if beside or edges.begins(span.start) else None
        kind = self.gazetteer.place(form.codes[0]).kind
        if form.how != "short":
            kept = self._full_stands(text, span, form, edges, beside or self._goes_on(text, span, previous))
            return _made(span, name, kind, f"place.{form.how}", form.codes) if kept else None
        route = self._ends_route(text, span)
        city = form.tier == TIER_WORD and self._is_city(text, span, form, beside)
        if form.tier == TIER_WORD and not (route or city):
            return None
        leads = edges.begins(span.start) and self._leads(form, following.get(span.end, ""))
        if not (leads or edges.are(span) or self._in_list(text, span, form, previous, edges)):
            return None
        if self.words["street"].match(text, span.end) or (
            name.endswith(WATER_ENDS) and self._is_water(text, span)
        ):
            return None
        seam = span.end in edges.seams
        if not (seam or leads) and self._goes_on_as_another(text, span.end, kind):
            return None
        codes = self._above(name, following.get(span.end, "")) if seam else form.codes
        found = _made(span, name, self.gazetteer.place(codes[0]).kind, "place.short", codes)
        listed = self._listed(text, found, previous, following)
        return replace(
            found, rule=self._rule(text, span, form, beside or listed or seam or leads or route or city)
        )

    def _ends_route(self, text: str, span: Span) -> bool:
        """Whether a name is an end or a stretch of a line: 榆次 and 祁县 in 榆次至祁县铁路, 方山 in 219线方山段."""
        begins = self.words["route"].match(text, span.end) is not None
        stretch = text.startswith(STRETCH, span.end) and self.words["of_line"].search(
            text, max(0, span.start - LINE), span.start
        )
        return (
            begins
            or bool(stretch)
            or (text.endswith("至", 0, span.start) and self.words["line"].match(text, span.end) is not None)
        )

    def _leads(self, form: Form, following: str) -> bool:
        """Whether one of its own counties stands right behind it, however jieba cuts: 宁波|江北区."""
        inner = self.gazetteer.forms.get(following)
        if inner is None or inner.how != "full":
            return False
        outer = {p.code for c in inner.codes for p in self.gazetteer.path(c)[:-1]}
        return not outer.isdisjoint(form.codes)

    def _in_list(self, text: str, span: Span, form: Form, previous: Mention | None, edges: Edges) -> bool:
        """南宁 in 海口、三亚和南宁, where jieba cuts 和南|宁."""
        if previous is None or previous.kind not in CITIES or form.tier != TIER_SAFE:
            return False
        marks = self.gazetteer.words["between"]
        return text[previous.span.end : span.start] in marks and edges.begins(span.end)

    def _is_water(self, text: str, span: Span) -> bool:
        """Whether a name that a place and a river share is the river's here: 黑龙江干流, 沿牡丹江."""
        behind = self.words["water_behind"].match(text, span.end)
        return bool(behind or self.words["water_before"].search(text, max(0, span.start - 3), span.start))

    def _is_city(self, text: str, span: Span, form: Form, beside: bool) -> bool:
        """Whether a name that is a water first of all is a city's: 在云南怒江，; 在黑河，."""
        if not form.text.endswith(WATER_ENDS) or self.gazetteer.place(form.codes[0]).kind != "City":
            return False
        ends = span.end == len(text) or text[span.end] in MARKS
        before = text[max(0, span.start - 3) : span.start].endswith(self.gazetteer.words["in_city"])
        cued = self.words["behind"].match(text, span.end) is not None
        opens = span.start == 0 or text[span.start - 1] in MARKS
        acts = opens and text.startswith(self.gazetteer.words["city_acts"], span.end)
        return acts or ((beside or before) and (ends or cued))

    def _other(self, name: str, span: Span) -> Mention | None:
        """A township or a lake (运城盐湖); of a river nothing: it only keeps areas out of its name."""
        codes = self.gazetteer.townships.get(name, ())
        if codes:
            return _made(span, name, KIND_TOWNSHIP, "place.township", codes)
        water = self.gazetteer.waters[name]
        return Mention(span, name, water.kind, "place.lake") if water.kind == KIND_LAKE else None

    def _rule(self, text: str, span: Span, form: Form, sure: bool) -> str:
        before = self.words["before"].search(text, max(0, span.start - 2), span.start) is not None
        behind = self.words["behind"].match(text, span.end) is not None
        starts = span.start == 0 or text[span.start - 1] in MARKS or before
        if form.tier != TIER_CUE and starts and self.words["begins_name"].match(text, span.end):
            return "place.short"  # 浠水 in 、浠水策湖国家湿地公园、
        if form.tier == TIER_CUE:
            opens = span.start == 0 or text[span.start - 1] in MARKS
            return "place.short" if sure or (behind and (before or opens)) else "place.short.weak"
        return "place.short" if sure or before or behind else "place.short.bare"

    def _listed(
        self, text: str, found: Mention, previous: Mention | None, following: Mapping[int, str]
    ) -> bool:
        """Whether a place of the same province stands beside it in a list, or a city beside a city: 襄阳、随州; 深圳、济南."""
        marks = self.gazetteer.words["between"]
        others: list[str] = []
        if previous is not None and text[previous.span.end : found.span.start] in marks:
            others.extend(c.removeprefix("area-") for c in previous.candidates)
        mark = next((m for m in marks if text.startswith(m, found.span.end)), "")
        name = following.get(found.span.end + len(mark), "") if mark else ""
        if name and not self._may_stand(text, name, found.span.end + len(mark)):
            name = ""
        others.extend(c for form in self.gazetteer.all_forms(name) for c in form.codes)
        own = {c.removeprefix("area-")[:2] for c in found.candidates}
        if any(code[:2] in own for code in others):
            return True
        cities = (self.gazetteer.place(code).kind in CITIES for code in others)
        return any(cities) and any(
            self.gazetteer.place(c.removeprefix("area-")).kind in CITIES for c in found.candidates
        )

    def _may_stand(self, text: str, name: str, start: int) -> bool:
        """Whether the next name of a list is one that needs no list to be a place: no common word, no part of one."""
        form = self.gazetteer.forms.get(name)
        if form is None or (form.how == "short" and form.tier != TIER_SAFE):
            return False
        return not self.words["street"].match(text, start + len(name))

    def _goes_on(self, text: str, span: Span, previous: Mention | None) -> bool:
        """Whether a list of districts goes on: 郊区 in 矿区、郊区和城区."""
        if previous is None or previous.rule != "place.full" or previous.kind != "County":
            return False
        return text[previous.span.end : span.start] in self.gazetteer.words["list_marks"]

    def _full_stands(self, text: str, span: Span, form: Form, edges: Edges, beside: bool) -> bool:
        if text.startswith(self.gazetteer.goes_on.get(form.text, ()), span.end):
            return False
        if beside:
            return True
        if form.text in self.gazetteer.words["after_city"] or not edges.begins(span.start):
            return False
        barred = self.gazetteer.not_after.get(form.text, ())
        return not (barred and text.endswith(barred, 0, span.start))

    def _person(self, text: str, span: Span, edges: Edges) -> bool:
        """记者 高平川, 乔 大同 摄, （郑大同）, 老方山说 name persons."""
        start = span.start
        if self.words["persons"].search(text, max(0, start - REACH), start) is not None:
            return True
        if self.words["pictures"].match(text, span.end):
            return True
        surname = self.words["surname"].search(text, max(0, start - 2), start)
        if surname is None:
            return False
        return edges.begins(surname.start()) and edges.begins(start) and len(span) < SHORTEST_TOWN


def make_finder(gazetteer: Gazetteer) -> PlaceFinder:
    """What finds some 37,000 names."""
    words = gazetteer.words
    refuse = set(words["township_refuse"])
    towns = [t for t in gazetteer.townships if len(t) >= SHORTEST_TOWN and t[:-1] not in refuse]
    texts = tuple(sorted({*gazetteer.forms, *towns, *(w for w in gazetteer.waters if len(w) >= 2)}))
    marks = re.escape(MARKS)
    patterns = {
        "persons": re.compile(f"(?:{any_of(words['persons'])})[ 　:：]*(?:(?![{AT}])[一-鿿])?[ 　]*$"),
        "pictures": re.compile(f"[一-鿿]?[ 　]*(?:{any_of(words['pictures'])})(?=[{marks}]|$)"),
        "surname": re.compile(f"(?:{any_of(words['surnames'])})[ 　]?$"),
        "before": re.compile(f"(?:{any_of(words['before'])})$"),
        "behind": re.compile(any_of(words["behind"])),
        "water_behind": re.compile(any_of(words["water_behind"])),
        "water_before": re.compile(f"(?:{any_of(words['water_before'])})$"),
        "street": re.compile(words["street"][0]),
        "line": re.compile(any_of(words["lines"])),
        "of_line": re.compile(f"(?:{any_of(words['lines'])})$"),
        "route": re.compile(rf"[至—－-][一-鿿]{{2,{ROUTE}}}(?:{any_of(words['lines'])})"),
        "begins_name": re.compile(f"[一-鿿]{{1,{NAME}}}?(?:{any_of(words['begins_name'])})"),
        "not_before": re.compile(any_of(words["not_before_word"])),
        "not_before_nature": re.compile(any_of(words["not_before_nature"])),
    }
    lists, villages = make_list_finder(gazetteer), make_village_finder(gazetteer)
    return PlaceFinder(gazetteer, KnownNames(texts), patterns, lists, villages, make_sign_finder(gazetteer))


def short_places(gazetteer: Gazetteer) -> dict[str, bool]:
    """Names of areas without the class word, and whether they are more than townships': 通江 of 通江县; 油溪 of 油溪镇."""
    ends = gazetteer.words["township_ends"]  # the longest first
    towns = (
        name.removesuffix(next((e for e in ends if name.endswith(e)), "")) for name in gazetteer.townships
    )
    found = {town: False for town in towns if town.endswith(WATER_ENDS)}
    return found | {text: True for text, form in gazetteer.forms.items() if form.how == "short"}


def _made(span: Span, name: str, kind: str, rule: str, codes: Sequence[str]) -> Mention:
    return Mention(span, name, kind, rule, candidates=tuple(f"area-{c}" for c in codes))


def _without_overlap(mentions: Sequence[Mention], first: Sequence[Mention]) -> tuple[Mention, ...]:
    """The longest of those that overlap; of equal ones those in `first`."""
    kept: list[Mention] = []
    preferred = {id(m) for m in first}
    taken = bytearray(max((m.span.end for m in mentions), default=0))
    for mention in sorted(mentions, key=lambda m: (-len(m.span), m.span.start, id(m) not in preferred)):
        start, end = mention.span.start, mention.span.end
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            kept.append(mention)
    return tuple(sorted(kept, key=by_place))
