"""Link bodies: 省水利厅 is 山西省水利厅, 财政局 behind a county's bodies is the county's, a department is of the body before it."""

from __future__ import annotations

from collections.abc import Callable

from kg.link.keys import QUOTES, entity_of
from kg.model import Entity, Mention, Span, replace
from kg.rules.bodies import Bodies
from kg.text.signs import SESSION

AREAS = ("Province", "City", "County", "Township", "Village")
PARTY = "委"  # how a committee of the party is called behind its area
SHARED = (
    "agency.shared",
    "agency.listed",
    "agency.seat",
)  # the rules of 水务局 in 某市住建局、水务局, and of 行署
CENTRAL, UNPLACED = "agency.central", "agency.unplaced"
SEATS = ("City", "County")  # whose bodies are called without them: 局, 委
FOUNDED, PARTS = (
    "agency.founded",
    ("agency.founded", "agency.department"),
)  # the rules of what is a part of a body named before
FOUNDING = 40  # characters between a body and the part that it founds
LEVEL = "area.level"  # the rule of 省 in 省水利厅

Resolve = Callable[[str, int, str], Entity | None]  # level ("City"), offset and word (全市) → the area meant


class AgencyLinker:
    """The bodies of one article, in the order of its text: what was named before tells what a bare name is of."""

    def __init__(self, bodies: Bodies, resolve: Resolve) -> None:
        self.bodies, self.resolve = bodies, resolve
        self.area: tuple[int, Entity | None] = (-1, None)  # of the body named last, and where that ends
        self.last: Mention | None = None  # the body named last
        self.central: Mention | None = None  # the one named last that has no area
        self.seats: dict[str, Entity] = {}  # cities and counties whose bodies were named so far

    def link(self, mention: Mention) -> Mention:
        """The body with its entity, where that can be told; what is inside it is linked already."""
        text = SESSION.sub("", QUOTES.sub("", mention.text))
        first = (
            mention.inner[0] if mention.inner and mention.inner[0].span.start == mention.span.start else None
        )
        if first is not None and first.kind == "Agency":
            return self._branch(mention, first, text)
        if first is not None and first.kind in (*AREAS, "Zone", "ProtectedArea"):
            return self._with_area(mention, first.entity, text[len(QUOTES.sub("", first.text)) :], text)
        if mention.rule == CENTRAL:
            return self._of_centre(mention, text)
        party, _ = self.bodies.party.get(PARTY, ("", ""))
        if party and text.startswith(party):
            return self._of_party(mention, party, text)
        league = next((name for name in self.bodies.leagues if text.startswith(name)), "")
        if league:
            return self._of_league(mention, league, text)
        level = next((w for w in self.bodies.levels if text.startswith(w)), "")
        if mention.rule == UNPLACED:
            return self._bare(mention, text)
        if mention.rule in SHARED:
            return self._shared(mention, text)
        if mention.rule in PARTS:
            return self._part(mention, text)
        if not level:
            return self._of_centre(mention, text)
        area = self.resolve(self.bodies.levels[level], mention.span.start, level)
        return self._of_level(mention, area, level, text[len(level) :], text)

    def _of_centre(self, mention: Mention, text: str) -> Mention:
        self.central = self.last = mention.linked(entity_of("Agency", self._central(text), text))
        return self.last

    def _of_party(self, mention: Mention, party: str, text: str) -> Mention:
        """中共某市委, 中共某镇委员会: of the area behind its first word."""
        at = mention.span.start + len(party)
        named = next((m for m in mention.inner if m.span.start == at and m.kind in (*AREAS, "Zone")), None)
        if named is None or named.entity is None:
            return mention.linked(entity_of("Agency", text))
        rest = text[len(party) + len(named.text) :]
        linked = self._with_area(mention, named.entity, rest, text)
        if rest in self.bodies.party:
            return linked
        self.last = mention.linked(entity_of("Agency", party + named.entity.label + self._full(rest), text))
        return self.last

    def _of_league(self, mention: Mention, league: str, text: str) -> Mention:
        """民盟某市委 → 中国民主同盟某市委员会; 团省委."""
        at, rest = mention.span.start + len(league), text[len(league) :]
        named = next((m for m in mention.inner if m.span.start == at and m.kind in AREAS), None)
        level = next((w for w in self.bodies.levels if rest.startswith(w)), "") if named is None else ""
        area = named.entity if named is not None else self.resolve(self.bodies.levels[level], at, level)
        if area is None:
            return mention
        label = self.bodies.leagues[league] + area.label + self.bodies.party[PARTY][1]
        inner = mention.inner
        if named is None:
            inner = (
                Mention(Span(at, at + len(level)), level, area.kind, LEVEL, entity=area, deictic=True),
                *inner,
            )
        return mention.linked(entity_of("Agency", label, text), inner=inner)

    def _bare(self, mention: Mention, text: str) -> Mention:
        """财政局 without an area is of the county or city whose bodies were named before, if of one only; else of the centre where it was named."""
        if not self.seats and self.central is not None and not self._at_home(mention):
            wholes = {full for short, full in self.bodies.central.items() if short.endswith(text)}
            if len(wholes) == 1:
                return mention.linked(entity_of("Agency", wholes.pop(), text))
        area = next(iter(self.seats.values())) if len(self.seats) == 1 else None
        return self._of_level(mention, area, text[:1], text, text) if area is not None else mention

    def _at_home(self, mention: Mention) -> bool:
        """Whether the article is of some area, whose bodies may be meant."""
        levels = self.bodies.levels.items()
        return any(self.resolve(kind, mention.span.start, word) is not None for word, kind in levels)

    def _of_level(self, mention: Mention, area: Entity | None, word: str, rest: str, text: str) -> Mention:
        """With the area that `word` at its beginning stands for."""
        linked = self._with_area(mention, area, rest, text)
        if area is None:
            return linked
        return replace(linked, inner=(level_mention(mention, word, area), *linked.inner))

    def _shared(self, mention: Mention, text: str) -> Mention:
        """水务局 in 某市住建局、水务局 is of the area of the body before it; 行署 else of the city that the article is about."""
        end, area = self.area
        if end != mention.span.start - 1:
            level = self.bodies.seats.get(text, "")
            area = self.resolve(level, mention.span.start, text) if level else None
        return self._of_level(mention, area, text[:1], text, text)

    def _part(self, mention: Mention, text: str) -> Mention:
        """组建了危改办 by 县住建局, and 规划计划司 where 水利部 was named before: parts of that body."""
        founded = mention.rule == FOUNDED
        whole = self.last if founded else self.central
        near = whole is not None and (not founded or mention.span.start - whole.span.end <= FOUNDING)
        if whole is None or whole.entity is None or not near:
            return mention
        first = Span(mention.span.start, mention.span.start + 1)
        inner = Mention(first, text[:1], "Agency", "agency.whole", entity=whole.entity, deictic=True)
        return mention.linked(
            entity_of("Agency", whole.entity.label + text, text), inner=(inner, *mention.inner)
        )

    def _central(self, text: str) -> str:
        return self.bodies.central.get(text) or self._full(text)

    def _branch(self, mention: Mention, parent: Mention, text: str) -> Mention:
        if parent.entity is None:
            return mention
        rest = text[len(QUOTES.sub("", parent.text)) :]
        label = parent.entity.label
        own = next((m.entity for m in mention.inner if m.kind in SEATS and m.entity is not None), None)
        if own is not None:  # 某市环境局某县分局 is the county's neighbour
            self.seats = {own.id: own}
        before, after = self.bodies.party.get(PARTY, ("", ""))
        if before and parent.text.endswith(PARTY) and label.startswith(before) and label.endswith(after):
            label = label[: -len(after)] + PARTY  # 中共某省委员会 + 宣传部 → 中共某省委宣传部
        self.last = mention.linked(entity_of("Agency", label + rest, text))
        return self.last

    def _with_area(self, mention: Mention, area: Entity | None, rest: str, text: str) -> Mention:
        if area is None:
            return mention
        self.area = (mention.span.end, area)
        if area.kind in SEATS:
            self.seats[area.id] = area
        self.last = mention.linked(entity_of("Agency", self._label(area, rest, text), text))
        return self.last

    def _label(self, area: Entity, rest: str, text: str) -> str:
        if rest in self.bodies.named:
            return text  # 大同海关
        if rest in self.bodies.party:
            before, after = self.bodies.party[rest]
            return before + area.label + after
        return area.label + self._full(rest)

    def _full(self, rest: str) -> str:
        """住建局 → 住房和城乡建设局; only the body at the beginning is spelled out."""
        for short in self.bodies.full:
            if rest.startswith(short):
                return self.bodies.full[short] + rest[len(short) :]
        return rest


def level_mention(mention: Mention, level: str, area: Entity) -> Mention:
    """The word of a level at the beginning of a name, 省 or 市, as the area that it stands for."""
    span = Span(mention.span.start, mention.span.start + len(level))
    return Mention(span, level, area.kind, LEVEL, entity=area, deictic=True)
