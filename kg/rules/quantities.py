"""Measures of works and observations of places: each figure of an article, what it measures, and of what.

The subject is what the clause opens with, else what an earlier clause opened with, else what the sentence before
it was about, else the area that the article is about (全市, or the one in its title and lead).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.model import Article, Date, Mention, Quantity, Span
from kg.rules.indicators import Indicators
from kg.rules.match import Found, clauses_around, walk
from kg.rules.model import RuleBook
from kg.rules.naming import OTHER, Figure, name_figure
from kg.rules.slots import MENTION, SlotText, encode
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS, split_sentences
from kg.text.words import words

WORKS = ("Project", "Facility", "Reservoir")
AREAS = ("Province", "City", "County", "Township", "Village", "Zone")
WATERS = ("River", "Lake", "MonitoringSection")
VOLUME, SHARE = "m³", "%"  # units
SUBJECTS = (*WORKS, *AREAS, *WATERS, "Company")
LEAD = 60  # characters of the body in which an article says where it plays
MONEY = "CNY"
QUOTE = 80  # characters
_REST = re.compile("[”’]?(?:的.{2,10})?")
_ATTRIBUTE = re.compile(f"(?:[^，；：、\ue000-\ue0ff]{{0,6}}的)?{MENTION.pattern}")  # 某市东段的某隧洞
_MARK = re.compile(f"[{CLAUSE_MARKS}{SENTENCE_MARKS}]")


@dataclass(slots=True)
class _Reading:
    """What is known while the sentences of an article are read in order."""

    home: Mention | None  # the area that the article is about
    main: Mention | None  # the one work that title and lead name
    works: bool  # title and lead name some
    topic: Mention | None = None  # what the clauses so far are about
    indicator: str = ""
    unit: str = ""
    stay: Mention | None = None  # the topic that the next sentence may go on about
    last: Mention | None = None  # the work named last: 这条渠 is that
    opened: bool = False  # some clause of the sentence has opened with a name
    mute: bool = False  # the sentence is about a list of places: whose figure it is, is not said

    def next_sentence(self, *, paragraph: bool, resumes: bool, points: bool) -> None:
        """A work stays the topic if the article is about it or names no area; 全市 and 该县 of their paragraph."""
        self.indicator = self.unit = ""
        self.opened = self.mute = False
        topic = self.stay
        if points and self.last is not None:
            topic = self.last
        elif paragraph:
            topic = self.main or (topic if _is(topic, WORKS) and self.home is None else None)
        elif topic is not None and topic.kind in WORKS:
            topic = topic if resumes or self.works else self.main
        elif _is(topic, ("Company",)):
            topic = self.main
        elif topic is not None and self.home is not None:
            topic = topic if topic.deictic and topic.kind in AREAS else self.main
        self.last = None if paragraph and not points else self.last
        self.topic = self.stay = topic

    def turn(self, opener: Mention, *, owns: bool) -> None:
        """A clause opens with a name. `owns`: 的 follows, as in 某河的水."""
        first, self.opened, self.mute = not self.opened, True, False
        if opener.kind in WORKS:
            part = opener.kind != "Project" and _is(self.topic, ("Project",)) and not first
            self.topic = self.topic if part else opener
        elif opener.kind in AREAS:
            settled = _is(self.topic, (*WORKS, *WATERS))
            if not settled or first or opener.deictic:
                self.topic = opener
        elif opener.kind in WATERS:
            if not _is(self.topic, WORKS) or (first and not owns):
                self.topic = opener
        elif not _is(self.topic, WORKS):
            self.topic = opener if opener.kind in SUBJECTS else None
        self.stay = self.topic

    def lose(self) -> None:
        """A work opens a clause that no rule knows as a name: the figures behind it are its own."""
        self.topic = self.stay = None
        self.opened = self.mute = True

    def turn_back(self) -> None:
        """Behind a ； the article's own place speaks again."""
        self.mute = False
        if self.home is not None and _is(self.topic, (*AREAS, "Company")):
            self.topic = self.home

    def list_opens(self) -> None:
        """甲县、乙县 …: a work goes on, else nobody knows whose figures these are."""
        self.opened = True
        self.mute = not _is(self.topic, WORKS)


def _is(mention: Mention | None, kinds: Sequence[str]) -> bool:
    return mention is not None and mention.kind in kinds


def _same(mention: Mention, other: Mention | None) -> bool:
    return other is not None and mention.entity == other.entity


def quantity_facts(
    article: Article, mentions: Sequence[Mention], known: Sequence[Found], rules: RuleBook, book: Indicators
) -> tuple[Found, ...]:
    """One fact for each figure whose indicator and subject the text tells; `known` are the values told already."""
    used = {f.object.span for f in known if isinstance(f.object, Mention)}
    leading = _leading(article, mentions)
    reading = _Reading(_home(article, mentions), leading[0] if len(leading) == 1 else None, bool(leading))
    found: list[Found] = []
    for sentence in split_sentences(article.text):
        inside = [m for m in mentions if sentence.covers(m.span)]
        if sentence.start < article.body or not inside:
            continue
        slots = encode(article.text, sentence, inside, rules.codes)
        reading.next_sentence(
            paragraph=article.text[sentence.start - 1 : sentence.start] == "\n",
            resumes=rules.resumes.match(slots.text) is not None,
            points=book.points.match(slots.text) is not None,
        )
        found.extend(_sentence(article.text, sentence, slots, used, reading, rules, book))
        works = [m for m in slots.mentions.values() if m.kind in WORKS and m.entity and not m.deictic]
        reading.last = works[-1] if works else reading.last
    return tuple(dict.fromkeys(found))


def _leading(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """The works that title and lead name, one mention each."""
    lead = [m for m in mentions if m.kind == "Project" and m.entity and m.span.start < article.body + LEAD]
    return list({m.entity: m for m in lead}.values())


def _home(article: Article, mentions: Sequence[Mention]) -> Mention | None:
    """The area that title and lead name, the smallest if they lie in one another; else that of 全市."""
    title = {m.entity: m for m in mentions if m.kind in ("City", "County") and m.span.end <= article.body}
    if len(title) == 1 and (only := next(iter(title.values()))).entity is not None:
        return only
    whole = [m for m in mentions if m.deictic and m.entity and m.span.start >= article.body]
    for kind in ("County", "City"):
        named = [m for m in whole if m.kind == kind]
        if named:
            return named[0] if len({m.entity for m in named}) == 1 else None
    lead = [m for m in walk(mentions) if m.entity and m.span.start < article.body + LEAD]
    counties = {m.entity: m for m in lead if m.entity and m.kind == "County"}
    cities = {m.entity: m for m in lead if m.entity and m.kind == "City"}
    if len(counties) == 1:
        county = next(iter(counties))
        return counties[county] if all(city.id == county.part_of for city in cities) else None
    if not counties and len(cities) == 1:
        return next(iter(cities.values()))
    provinces = [m for m in whole if m.kind == "Province" and not _leading(article, mentions)]
    return provinces[0] if provinces and not counties and not cities else None


def _sentence(
    text: str,
    sentence: Span,
    slots: SlotText,
    used: set[Span],
    reading: _Reading,
    rules: RuleBook,
    book: Indicators,
) -> Iterator[Found]:
    start = 0
    period = ""
    for mark in [*_MARK.finditer(slots.text), None]:
        end = mark.start() if mark else len(slots.text)
        opener = _opener(slots, start, end, rules, book)
        if _unknown_work(slots, start if opener is None else opener, end, rules, book):
            reading.lose()
        elif opener is not None and book.stretch.match(slots.text, opener + 1):
            reading.opened = reading.mute = True
        elif _is(reading.topic, WORKS) and _part(slots, start, rules, book):
            reading.mute = True
        elif opener is not None and book.listed.match(slots.text, opener + 1):
            reading.list_opens()
        elif opener is not None and not slots.text.startswith(book.praise, opener + 1):
            owns = slots.text[opener + 1 : opener + 2] == "的"
            reading.turn(slots.mentions[opener], owns=owns)
        elif opener is None and (place := _place(slots, start, end, book)) is not None:
            reading.turn(place, owns=False)
        for at in range(start, end):
            mention = slots.mentions.get(at)
            if mention is not None and isinstance(mention.value, Date):
                period = mention.value.iso
            elif mention is not None and mention.kind == "Period" and isinstance(mention.value, str):
                period = mention.value
            figure = _value(mention)
            if mention is None or figure is None or mention.span in used:
                continue
            fact = _fact(text, sentence, slots, (start, at, end), mention, figure, reading, book)
            if fact is not None:
                yield _dated(fact, period)
        if opener is None or not _is(slots.mentions[opener], (*WORKS, *AREAS, *WATERS)):
            reading.topic = _built(slots, start, end) or reading.topic
        if mark is not None and mark.group() in "；;":
            reading.turn_back()
        start = end + 1


def _dated(fact: Found, period: str) -> Found:
    """With its period; what a work measures holds for good, whatever day the sentence names."""
    if (
        not period
        or fact.subject.kind in WORKS
        or not isinstance(fact.object, Mention)
        or not isinstance(fact.object.value, Quantity)
    ):
        return fact
    return replace(fact, object=replace(fact.object, value=replace(fact.object.value, period=period)))


def _value(mention: Mention | None) -> Quantity | None:
    if mention is None:
        return None
    if isinstance(mention.value, Quantity):
        return mention.value
    if isinstance(mention.value, Decimal):
        return Quantity(mention.value, MONEY, written=mention.text)
    return None


def _fact(
    text: str,
    sentence: Span,
    slots: SlotText,
    place: tuple[int, int, int],
    mention: Mention,
    value: Quantity,
    reading: _Reading,
    book: Indicators,
) -> Found | None:
    start, at, end = place
    subject = _subject(slots, place, value.unit, reading, book)
    if subject is None:
        return None
    figure = Figure(
        _shown(slots, start, at, subject),
        _shown(slots, at + 1, end, subject),
        value.unit,
        mention.text,
        subject.kind,
        subject.kind in WORKS,
        reading.indicator,
        reading.unit,
    )
    naming = name_figure(figure, book)
    counted = subject.kind in WATERS and value.unit in book.counters
    if counted and naming is not None and not naming.indicator.startswith(tuple(book.words["flows"])):
        subject = reading.home
    of_works = naming is not None and naming.indicator.endswith(tuple(book.words["of_works"]))
    if of_works and _is(subject, (*AREAS, "Company")):
        subject = reading.last
    if (
        naming is None
        or subject is None
        or (value.unit == MONEY and not any(word in naming.indicator for word in book.words["money"]))
    ):
        return None
    if _doubtful(subject, sentence, value, naming.indicator, book):
        return None
    if not naming.falls and naming.indicator not in book.changes:
        reading.indicator, reading.unit = naming.indicator, value.unit
    if naming.falls and isinstance(value.value, Decimal):
        value = replace(value, value=-value.value)
    rule = book.rules["measure" if subject.kind in WORKS else "observation"]
    span = clauses_around(text, sentence, mention.span)
    if subject.span.start >= sentence.start and span.end - subject.span.start <= QUOTE:
        span = clauses_around(text, sentence, Span(min(subject.span.start, span.start), span.end))
    return Found(rule, subject, replace(mention, value=value), span, naming.indicator)


def _doubtful(subject: Mention, sentence: Span, value: Quantity, indicator: str, book: Indicators) -> bool:
    """Figures that are wrong more often than not: of an area or counted of a work that the sentence does not name,
    sums and volumes of an area, and indicators that are no noun."""
    here = sentence.covers(subject.span)
    if indicator in book.words["vague"] or any(word in indicator for word in book.words["no_noun"]):
        return True
    if subject.kind in AREAS:
        return value.unit == VOLUME or not (here or subject.deictic or value.unit == SHARE)
    counted = value.unit in book.counters and indicator.endswith(tuple(book.words["counted_as"]))
    return subject.kind in WORKS and counted and not here


def _subject(
    slots: SlotText, place: tuple[int, int, int], unit: str, reading: _Reading, book: Indicators
) -> Mention | None:
    """Behind the value in 长9公里的某渠, else 全省 or 将某项目 before it, else the topic, else the area of the article."""
    start, at, end = place
    behind = slots.mentions.get(at + 2) if at + 2 < end and slots.text[at + 1] == "的" else None
    if behind is not None and behind.kind in WORKS and behind.entity is not None:
        return behind
    for i in range(at - 1, start - 1, -1):
        mention = slots.mentions.get(i)
        if mention is None or mention.entity is None:
            continue
        if (
            mention.kind in AREAS
            and mention.deictic
            and unit not in book.ranks
            and not slots.text.startswith(book.praise, i + 1)
        ):
            return mention
        if mention.kind in WORKS and slots.text[i - 1 : i] in book.words["object"]:
            return mention
    if reading.mute:
        return None
    topic = reading.topic
    if _is(topic, ("Company",)) and all(slots.mentions.get(i) is not topic for i in range(start, at)):
        return None  # a firm's later clauses tell what it builds, and not what it is
    if topic is not None and (topic.kind not in book.takes or unit in book.takes[topic.kind]):
        return topic
    return reading.home


def _shown(slots: SlotText, start: int, end: int, subject: Mention) -> str:
    """The text of a stretch: other values as ＃, without dates, areas and the subject."""
    parts: list[str] = []
    start = next(
        (i + 1 for i in range(start, end) if slots.mentions.get(i) is subject and not subject.deictic), start
    )
    for i in range(start, end):
        mention = slots.mentions.get(i)
        if mention is None:
            parts.append(slots.text[i])
        elif _value(mention) is not None:
            parts.append(OTHER)
        elif mention.deictic and i + 1 == end:
            parts.append(mention.text)  # 全省第2
        elif (
            mention.value is None and mention != subject and not mention.deictic and mention.kind not in AREAS
        ):
            parts.append(mention.text)
    return "".join(parts)


def _opener(slots: SlotText, start: int, end: int, rules: RuleBook, book: Indicators) -> int | None:
    """Where the name stands that a clause opens with; 某市某县的 before another name is passed over, and so are dates.

    A list (甲县、乙县), 某河等支流 and 从某水库 are no subjects.
    """
    at, found = start, None
    for i in range(start, end):
        mention = slots.mentions.get(i)
        if mention is None:
            continue
        if not rules.openers.fullmatch(slots.text[at:i]):
            return found
        prefix = slots.text[at:i]
        at = i + 1
        if mention.value is not None or mention.entity is None:
            continue
        if mention.kind in AREAS and prefix in book.words["lies"]:
            continue  # 地处某省的某工程
        if rules.prepositions.search(prefix):
            return found
        found = i
        if _ATTRIBUTE.match(slots.text, i + 1, end) is None:
            return found
        if mention.kind in AREAS:
            at = max(at, slots.text.find("的", at, end) + 1)
    return found


def _part(slots: SlotText, start: int, rules: RuleBook, book: Indicators) -> bool:
    """Whether a clause speaks of a part, 一期, and not of a size of the whole, 干线长12公里."""
    whole = slots.text.startswith(tuple(book.words["whole"]), start)
    return not whole and rules.parts.match(slots.text, start) is not None


def _unknown_work(slots: SlotText, start: int, end: int, rules: RuleBook, book: Indicators) -> bool:
    """Whether a work with a name stands at `start`, 青石峪调蓄工程 or 某县青石峪调蓄工程, and no mention covers it."""
    area = slots.mentions.get(start)
    if area is not None and (area.kind not in AREAS or area.deictic):
        return False
    start += area is not None
    plain = MENTION.search(slots.text, start, end)
    text = slots.text[start : plain.start() if plain else end]
    found = book.work.match(text)
    if found is None:
        return False
    known = rules.generic | book.words["open"] | book.words["plain"]
    tokens = words(found["name"])
    if any(t in book.words["action"] or t in rules.words["STOP"] for t in tokens):
        return False
    return any(t not in known and len(t) > 1 for t in tokens)


def _place(slots: SlotText, start: int, end: int, book: Indicators) -> Mention | None:
    """走进某县某村, …: where a sentence begins to play."""
    found = None
    for i in range(start, end):
        mention = slots.mentions.get(i)
        if mention is None:
            continue
        begins = slots.text[start:i].endswith(tuple(book.words["enters"]))
        if mention.kind not in AREAS or mention.entity is None or not (found or begins):
            break
        found = mention
    return found


def _built(slots: SlotText, start: int, end: int) -> Mention | None:
    """The one work that a clause names: 建成某工程，一年发电3亿千瓦时."""
    works = [i for i in range(start, end) if (m := slots.mentions.get(i)) and m.kind in WORKS and m.entity]
    if len(works) != 1 or _REST.fullmatch(slots.text, works[0] + 1, end) is None:
        return None
    return slots.mentions[works[0]]
