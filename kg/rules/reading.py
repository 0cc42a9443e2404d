"""What a reader knows while the sentences of an article follow one another: what it is about, what a sentence goes on about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Article, Mention
from kg.rules.match import named, walk
from kg.rules.model import RuleBook

WORKS = ("Project", "Facility", "Reservoir")
AREAS = ("Province", "City", "County", "Township", "Village", "Zone")
WATERS = ("River", "Lake", "MonitoringSection", "ProtectedArea")
SECTIONS = ("MonitoringSection", "ProtectedArea")  # a sentence that names none of them is not about one
SUBJECTS = (*WORKS, *AREAS, *WATERS, "Company")
AGAIN = 3  # times that an article about an area says 全市
LEAD = 60  # characters of the body in which an article says where it plays


@dataclass(slots=True)
class Reading:
    """What is known while the sentences of an article are read in order."""

    home: Mention | None  # the area that the article is about
    main: Mention | None  # the one work that title and lead name
    works: bool  # title and lead name some
    sure: bool  # the whole article is about its area: figures that name no subject are of that
    topic: Mention | None = None  # what the clauses so far are about
    indicator: str = ""
    unit: str = ""
    series: tuple[str, ...] = ()  # the indicators told in the sentence
    clause: int = 0  # of the sentence, counted from 0
    told: int = 0  # the clause in which `indicator` was told
    stay: Mention | None = None  # the topic that the next sentence may go on about
    last: Mention | None = None  # the work named last: 这条渠 is that
    opened: bool = False  # some clause of the sentence has opened with a name
    mute: str = ""  # why it is not said whose figures these are: the sentence is about a list of places

    short: Mention | None = None  # the work that the sentence names by a short form
    pointed: bool = False  # the sentence opens with 这条渠 or 大坝 of the work named last

    def stand_for(self, mention: Mention) -> None:
        """该镇 stands for a name before it: the clause is about that."""
        self.turn(mention, owns=False)
        self.short = self.topic = self.stay = mention

    def tell(self, indicator: str, unit: str) -> None:
        """A figure was told: what follows may be a share or a change of it."""
        self.indicator, self.unit, self.told = indicator, unit, self.clause
        self.series = (*self.series, indicator)

    def next_sentence(self, *, paragraph: bool, resumes: bool, points: bool) -> None:
        """A work stays the topic if the article is about it or names no area; 全市 and 该县 of their paragraph."""
        self.indicator = self.unit = ""
        self.clause = self.told = 0
        self.series = ()
        self.opened, self.mute = False, ""
        self.short, self.pointed = None, points and self.last is not None
        self.opened = self.pointed
        topic = None if is_of(self.stay, SECTIONS) else self.stay
        if points and self.last is not None:
            topic = self.last
        elif paragraph:
            topic = self.main or (topic if is_of(topic, WORKS) and self.home is None else None)
        elif topic is not None and topic.kind in WORKS:
            topic = topic if resumes or self.works else self.main
        elif is_of(topic, ("Company",)):
            topic = self.main
        elif topic is not None and self.home is not None:
            topic = topic if topic.deictic and topic.kind in AREAS else self.main
        self.last = None if paragraph and not points else self.last
        self.topic = self.stay = topic

    def turn(self, opener: Mention, *, owns: bool) -> None:
        """A clause opens with a name. `owns`: 的 follows, as in 某河的水."""
        first, self.opened, self.mute = not self.opened, True, ""
        if opener.kind in WORKS:
            part = opener.kind != "Project" and is_of(self.topic, ("Project",)) and not first
            self.topic = self.topic if part else opener
        elif opener.kind in AREAS:
            settled = is_of(self.topic, (*WORKS, *WATERS))
            if not settled or first or opener.deictic:
                self.topic = opener
        elif opener.kind in WATERS:
            if not is_of(self.topic, WORKS) or (first and not owns):
                self.topic = opener
        elif not is_of(self.topic, WORKS):
            self.topic = opener if opener.kind in SUBJECTS else None
        self.stay = self.topic

    def lose(self, why: str) -> None:
        """A thing opens a clause that no rule knows by name: the figures behind it are its own."""
        self.topic = self.stay = None
        self.opened, self.mute = True, why

    def turn_back(self) -> None:
        """Behind a ； the article's own place speaks again."""
        self.mute = ""
        if self.home is not None and is_of(self.topic, (*AREAS, "Company")):
            self.topic = self.home

    def list_opens(self) -> None:
        """甲县、乙县 …: a work goes on, else nobody knows whose figures these are."""
        self.opened = True
        self.mute = "" if is_of(self.topic, WORKS) else "the clause opens with a list of places"


def is_of(mention: Mention | None, kinds: Sequence[str]) -> bool:
    return mention is not None and mention.kind in kinds


def _same(mention: Mention, other: Mention | None) -> bool:
    return other is not None and mention.entity == other.entity


def leading(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """The works that title and lead name, one mention each; a title that names only an area is about that."""
    title = {m.kind for m in walk(mentions) if m.entity and m.span.end <= article.body}
    if title & {"City", "County"} and not title & set(WORKS):
        return []
    lead = [m for m in mentions if m.kind == "Project" and m.entity and m.span.start < article.body + LEAD]
    return list({m.entity: m for m in lead}.values())


def is_about_area(article: Article, mentions: Sequence[Mention]) -> bool:
    """Whether the title names one city or county, or the body says 全市 or 全省 again and again."""
    named = {m.entity for m in mentions if m.kind in ("City", "County") and m.span.end <= article.body}
    whole = [
        m for m in mentions if m.deictic and m.kind in ("City", "Province") and m.span.start >= article.body
    ]
    return len(named) == 1 or sum(m.entity is not None for m in whole) >= AGAIN


def home_area(article: Article, mentions: Sequence[Mention], rules: RuleBook) -> Mention | None:
    """The area that title and lead name, the smallest if they lie in one another; else that of 全市."""
    title = {m.entity: m for m in mentions if m.kind in ("City", "County") and m.span.end <= article.body}
    if len(title) == 1 and (only := next(iter(title.values()))).entity is not None:
        return only
    whole = [m for m in mentions if m.deictic and m.entity and m.span.start >= article.body]
    for kind in ("County", "City"):
        meant = [m for m in whole if m.kind == kind]
        if meant:
            return meant[0] if len({m.entity for m in meant}) == 1 else None
    lead = [m for m in named(mentions, rules) if m.entity and m.span.start < article.body + LEAD]
    counties = {m.entity: m for m in lead if m.entity and m.kind == "County"}
    cities = {m.entity: m for m in lead if m.entity and m.kind == "City"}
    if len(counties) == 1:
        county = next(iter(counties))
        return counties[county] if all(city.id == county.part_of for city in cities) else None
    if not counties and len(cities) == 1:
        return next(iter(cities.values()))
    provinces = [m for m in whole if m.kind == "Province" and not leading(article, mentions)]
    return provinces[0] if provinces and not counties and not cities else None
