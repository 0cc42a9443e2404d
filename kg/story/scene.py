"""Scenes: for each place of a text out where it plays, or that this is not told. A scene that is not clear is none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Entity, Mention, Span, is_a
from kg.story.areas import AREAS, ORGAN, Named
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

COURSE = ("至", "到", "—", "－", "～")  # behind the first end of a course
MARKS = frozenset(CLAUSE_MARKS + SENTENCE_MARKS)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a text plays, None where this is not told, and what says so: title, lead, heading or scene."""

    named: Named | None
    source: str = ""

    @property
    def area(self) -> Entity | None:
        return self.named.area if self.named is not None else None


NOWHERE = Scene(None)


@dataclass(frozen=True, slots=True)
class Scenes:
    """The scenes of an article: its home, and from each offset of `starts` on, up to the next, one of `scenes`."""

    text: str
    home: Scene
    areas: tuple[Named, ...]
    starts: tuple[int, ...]
    scenes: tuple[Scene, ...]
    abroad: tuple[int, ...] = ()  # where 越南 or 境外 stands

    def at(self, offset: int) -> Scene:
        """The scene that a text has come to at an offset."""
        found = bisect_right(self.starts, offset) - 1
        return self.scenes[found] if found >= 0 else self.home

    def context_of(self, mention: Mention) -> tuple[str, ...]:
        """What tells which area 全市, or 市 in 市水利局, means; nothing of a name, which says it itself."""
        area = mention.entity
        if area is None or not mention.deictic or mention.kind not in AREAS:
            return ()
        for scene in (self.home, self.at(mention.span.start - 1)):
            if scene.named is not None and area.id in scene.named.within:
                return (scene.source,)
        return ()

    def of(self, span: Span, thing: Entity, kinds: Sequence[str]) -> Scene:
        """Where the thing of this name lies, in an area of these classes, if nothing else says so.

        Nowhere, if its clause or its name has another area.
        """
        scene = self.at(span.start)
        if scene.named is None:
            return NOWHERE
        for candidate in (scene, self.home):
            place = candidate.named
            if place is None or place.area == thing or not is_a(place.area, kinds):
                continue
            titled = candidate == self.home and self.home.source == "title"
            if place.kin(scene.named) and self._agrees(span, place, titled=titled):
                return candidate
        return NOWHERE

    def _agrees(self, span: Span, place: Named, *, titled: bool) -> bool:
        """Whether no area beside a name speaks against a place; one end of a course in it is enough (甲县至乙县公路).

        Ends of other courses do not speak against one that the title tells.
        """
        own: list[bool] = []
        start, end = clause_around(self.text, span)
        if self.tells_abroad(start, end):
            return False
        for area in self._within(start, end):
            if span.covers(area.span):
                own.append(area.kin(place))
            elif area.begins and not area.kin(place) and not (titled and self._ends_course(area)):
                return False
        return any(own) or not own

    def _ends_course(self, area: Named) -> bool:
        """Whether an area is no more than one end of another name's course: 唐山 in 唐山至承德铁路."""
        return area.outer is not None and self.text.startswith(COURSE, area.span.end)

    def tells_abroad(self, start: int, end: int) -> bool:
        """Whether a stretch of the text names what lies abroad."""
        return bisect_left(self.abroad, start) < bisect_left(self.abroad, end)

    def inside(self, span: Span) -> list[Named]:
        """The areas within a name."""
        return [area for area in self._within(span.start, span.end) if span.covers(area.span)]

    def _within(self, start: int, end: int) -> Iterator[Named]:
        """The areas of a clause; organs of other areas may take part in it."""
        at = bisect_right(self.areas, start, key=_end)
        while at < len(self.areas) and self.areas[at].span.start < end:
            if self.areas[at].inside != ORGAN:
                yield self.areas[at]
            at += 1


def clause_around(text: str, span: Span) -> tuple[int, int]:
    """The clause that a stretch of text stands in."""
    start, end = span.start, span.end
    while start > 0 and text[start - 1] not in MARKS:
        start -= 1
    while end < len(text) and text[end] not in MARKS:
        end += 1
    return start, end


def _end(area: Named) -> int:
    return area.span.end
