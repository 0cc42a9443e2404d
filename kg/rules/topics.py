"""What each clause of an article goes on about, as relations and figures read it; `kg.story.topic` finds it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Mention, Span, is_a, light, replace
from kg.rules.slots import SlotText

WORKS = ("Project", "Facility", "Reservoir")
PLACES = ("Province", "City", "County", "Township", "Village")  # one within the other
AREAS = (*PLACES, "Zone")
WATERS = ("River", "Lake", "MonitoringSection", "ProtectedArea")
SHORTEST = 3  # characters of a short form
SUBJECTS = (*WORKS, *AREAS, *WATERS, "Company")  # what figures are of


@light
@dataclass(frozen=True, slots=True)
class Topic:
    """What a clause of a sentence is about. Unknown is a value: `why` then says why, and nothing takes its place."""

    start: int  # of the clause, in the slot text
    end: int
    thing: Mention | None = None  # what it is about, as far as told
    why: str = ""  # why nobody knows
    area: Mention | None = None  # where it plays: what is of no thing may be of that
    whole: bool = False  # the article, or this section of it, is about that area
    last: Mention | None = None  # the work named last in the paragraph
    short: Mention | None = None  # the thing that the sentence names by a short form
    free: bool = False  # it and those before it in the sentence begin with a verb: it tells what is done, and not of what
    report: bool = False  # the article is a report on that area: what names no other thing is the area's
    firm: Mention | None = None  # that the article is about, where the sentence names no other thing
    held: tuple[Mention, ...] = ()  # what earlier clauses opened with, the nearest first


@light
@dataclass(frozen=True, slots=True)
class SentenceTopics:
    """A sentence: its slot text, areas apart, and the topics of its clauses."""

    slots: SlotText
    clauses: tuple[Topic, ...]
    title: bool = False
    below: Mention | None = None  # the programme whose name is the heading above it
    headed: Mention | None = None  # the work that its own heading is the name of

    def at(self, offset: int) -> Topic:
        """That of the clause which an offset of the article lies in."""
        return self.clauses[max(0, bisect_right(self.clauses, offset, key=self._start) - 1)]

    def _start(self, topic: Topic) -> int:
        return self.slots.start_of(topic.start)


Topics = Mapping[
    int, SentenceTopics
]  # by the offset of a sentence; those without a name or a value have none


def of_kind(mentions: Iterable[Mention], kinds: Sequence[str]) -> Mention | None:
    return next((m for m in mentions if is_a(m, kinds)), None)


def is_of(mention: Mention | None, kinds: Sequence[str]) -> bool:
    return mention is not None and is_a(mention, kinds)


def short_form(text: str, subject: Mention) -> str:
    """What of a work's name a text begins with: 27号线 of 市轨道交通27号线工程."""
    if subject.kind not in WORKS:
        return ""
    size = SHORTEST
    while size <= len(text) and text[:size] in subject.text:
        size += 1
    return text[: size - 1] if size > SHORTEST else ""  # the longest that the name holds


def join_areas(mentions: Iterable[Mention]) -> list[Mention]:
    """Areas that stand right behind one another, each within the one before, as the smallest of them: 甲市乙县丙镇."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last is not None and last.span.end == mention.span.start and _within(mention, last):
            mention = replace(mention, span=Span(joined.pop().span.start, mention.span.end))
        joined.append(mention)
    return joined


def _within(area: Mention, outer: Mention) -> bool:
    """By class, and by code where both have one."""
    if area.kind not in PLACES or outer.kind not in PLACES:
        return False
    if PLACES.index(area.kind) <= PLACES.index(outer.kind):
        return False
    inner = area.entity.code if area.entity else None
    code = (outer.entity.code if outer.entity else None) or ""
    return inner is None or not code or inner.startswith(code.rstrip("0"))
