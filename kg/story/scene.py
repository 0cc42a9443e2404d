"""The areas that an article names in, and for each place of its text out where it plays, or that this is not told.

From the title to the clause: the title, or the lead, says where the article is at home; a heading where its section
plays; 来到P，, 在P，and P的 where what follows does. A scene that is not clear is none: then nothing is placed by it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.gazetteer import Gazetteer
from kg.model import Article, Date, Entity, Mention, Span
from kg.rules.model import RuleBook
from kg.story.areas import ORGAN, Named, named_areas
from kg.text.sentences import CLAUSE_MARKS, clause_bounds, split_sentences

PROVINCE = "Province"
LEAD = 60  # characters of the body in which an article says where it plays
SHARE = 0.6  # of the areas that an article names: those in the one that its lead names
HEADING = 30  # characters of a line that may be a heading
FAR = 24  # characters of a clause before the area that it plays in
IN, SELF = "在", "全我本该"  # 全市, 该县
MARKS = frozenset(CLAUSE_MARKS + "。！？\n")
JOINS = frozenset("、和与及跟同至到")  # between two areas of a list, or the ends of a course


@dataclass(frozen=True, slots=True)
class SceneWords:
    """How a text says where it plays."""

    opens: re.Pattern[str]  # all that may stand before what a clause opens with: 日前，, （三）
    enters: re.Pattern[str]  # ends with 来到, 走进, 在
    asides: re.Pattern[str]  # ends with 支援, 销往: what follows is not where the text plays


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

    def at(self, offset: int) -> Scene:
        """The scene that a text has come to at an offset."""
        found = bisect_right(self.starts, offset) - 1
        return self.scenes[found] if found >= 0 else self.home

    def of(self, span: Span, thing: Entity, kinds: Sequence[str]) -> Scene:
        """Where the thing of this name lies, in an area of these classes, if nothing else says so.

        Nowhere, if its clause or its name has another area.
        """
        scene = self.at(span.start)
        if scene.named is None:
            return NOWHERE
        for candidate in (scene, self.home):
            place = candidate.named
            if place is None or place.area == thing or place.area.kind not in kinds:
                continue
            if place.kin(scene.named) and self._agrees(span, place):
                return candidate
        return NOWHERE

    def _agrees(self, span: Span, place: Named) -> bool:
        """Whether no area beside a name speaks against a place; one end of a course in it is enough (甲县至乙县公路)."""
        own: list[bool] = []
        for area in self._beside(span):
            if span.covers(area.span):
                own.append(area.kin(place))
            elif area.begins and not area.kin(place):
                return False
        return any(own) or not own

    def _beside(self, span: Span) -> Iterator[Named]:
        """The areas in the clause of a name and in the name itself; organs of other areas may take part."""
        start, end = _clause(self.text, span)
        at = bisect_right(self.areas, start, key=_end)
        while at < len(self.areas) and self.areas[at].span.start < end:
            if self.areas[at].inside != ORGAN:
                yield self.areas[at]
            at += 1


def scene_words(rules: RuleBook) -> SceneWords:
    """From the lists of words.toml."""
    lists = {
        name: "|".join(sorted(map(re.escape, rules.words.get(name, ())), key=lambda w: (-len(w), w)))
        for name in ("SCENE_OPENS", "SCENE_ENTERS", "SCENE_ASIDE")
    }
    opens = f"(?:{lists['SCENE_OPENS']}|[（(]?[一二三四五六七八九十\\d]{{1,3}}[）)、.．是要]|[“‘「（( 　—·●■◆▲])*"
    return SceneWords(
        re.compile(opens), re.compile(f"(?:{lists['SCENE_ENTERS']})$"), re.compile(f"(?:{lists['SCENE_ASIDE']})$")
    )


def find_scenes(
    article: Article, mentions: Sequence[Mention], gazetteer: Gazetteer, words: SceneWords
) -> Scenes:
    """The scenes of an article; its areas are linked, other names need not be."""
    areas = named_areas(article, mentions, gazetteer)
    home = _home(article, areas, mentions, words)
    dates = [m.span for m in mentions if isinstance(m.value, Date)]
    walk = _Walk(article, areas, words, dates, home)
    walk.read()
    return Scenes(article.text, home, areas, tuple(walk.starts), tuple(walk.scenes))


def _home(
    article: Article, areas: Sequence[Named], mentions: Sequence[Mention], words: SceneWords
) -> Scene:
    """The area of the title; of the lead, if the title has none and most areas of the article lie in it."""
    opening = [a for a in areas if a.span.end <= article.body + LEAD and not _aside(article.text, a, words)]
    title = [a for a in opening if a.span.end <= article.body]
    if title:
        found = _deepest(title)
        return NOWHERE if found is not None and _is_wider(article, mentions, found) else Scene(found, "title")
    found = _deepest([a for a in opening if a.inside in ("", ORGAN)])
    if found is None:
        return NOWHERE
    inside = sum(a.lies_in(found) for a in areas)
    outside = sum(not a.kin(found) for a in areas)
    return Scene(found, "lead") if inside >= SHARE * (inside + outside) else NOWHERE


def _is_wider(article: Article, mentions: Sequence[Mention], home: Named) -> bool:
    """Whether the title says 全省: 全省培训班在太原举行 is not about 太原."""
    return home.area.kind != PROVINCE and any(
        m.deictic and m.kind == PROVINCE and m.span.end <= article.body for m in mentions
    )


def _deepest(areas: Sequence[Named]) -> Named | None:
    """The one that lies in all others; of several beside each other, the deepest named that they all lie in."""
    known = [a for a in areas if a.known] or areas
    leaves = [a for a in known if not any(b.area != a.area and b.lies_in(a) for b in known)]
    over = [a for a in known if all(leaf.lies_in(a) for leaf in leaves)]
    return next((a for a in over if all(a.lies_in(b) for b in over)), None)


class _Walk:
    """Goes over an article sentence by sentence."""

    def __init__(
        self,
        article: Article,
        areas: Sequence[Named],
        words: SceneWords,
        dates: Sequence[Span],
        home: Scene,
    ) -> None:
        self.text, self.body, self.areas, self.words, self.home = article.text, article.body, areas, words, home
        self.dates = dates
        self.section = home  # since the last heading
        self.stay = home  # since the paragraph began
        self.starts: list[int] = []
        self.scenes: list[Scene] = []
        self.next = 0  # of the areas

    def read(self) -> None:
        end = -1
        for sentence in split_sentences(self.text):
            if sentence.start < self.body:
                continue
            paragraph = end < 0 or "\n" in self.text[end - 1 : sentence.start + 1]
            end = sentence.end
            if paragraph:
                self._paragraph(sentence)
            self._enter(sentence.start, self.stay)
            self._sentence(sentence, opens=paragraph)

    def _enter(self, at: int, scene: Scene) -> None:
        if not self.scenes or self.scenes[-1] != scene:
            self.starts.append(at)
            self.scenes.append(scene)

    def _paragraph(self, line: Span) -> None:
        """A new paragraph plays where its section does; a heading that names an area opens a section there."""
        text = self.text[line.start : line.end].rstrip()
        if len(text) <= HEADING and text[-1:] not in MARKS | set("”"):
            named = _deepest([a for a in self._inside(line) if not a.inside])
            self.section = Scene(named, "heading") if named is not None else self.home
        self.stay = self.section

    def _inside(self, sentence: Span) -> list[Named]:
        at = bisect_right(self.areas, sentence.start, key=_end)
        found = []
        while at < len(self.areas) and self.areas[at].span.start < sentence.end:
            found.append(self.areas[at])
            at += 1
        return found

    def _sentence(self, sentence: Span, *, opens: bool) -> None:
        inside = self._inside(sentence)
        for start, end in clause_bounds(self.text, sentence.start, sentence.end) if inside else ():
            own = [a for a in inside if start <= a.span.start < end]
            first = next((a for a in own if a.inside in ("", ORGAN)), None)
            how = self._how(start, first) if first is not None else ""
            if own and own[0].inside not in ("", ORGAN) and own[0].begins and self._how(start, own[0]) == "opens":
                self._enter(start, self._of_several(own[:1]))  # a work of another place: what follows may be there
            elif first is not None and how:
                self._set(start, first, own, how, opens=opens and start == sentence.start)

    def _how(self, start: int, area: Named) -> str:
        """How a clause comes to an area: it opens with it, it enters it, or neither."""
        before = self.text[start : area.span.start]
        if self.words.asides.search(before):
            return ""
        for date in self.dates:
            if start <= date.start and date.end <= area.span.start:
                before = before.replace(self.text[date.start : date.end], "")
        if self.words.opens.fullmatch(before):
            return "opens"
        return "enters" if len(before) <= FAR and self.words.enters.search(before) else ""

    def _set(self, start: int, area: Named, own: Sequence[Named], how: str, *, opens: bool) -> None:
        """From here on the text plays in an area, for good or until the sentence ends; a list of areas is no scene."""
        around = self.stay.named
        widens = around is not None and around.lies_in(area)
        if widens and self.stay.source != "scene":
            return  # the province, in an article on its city
        listed = [a for a in own if a.span.start > area.span.end and self._joined(area, a)]
        scene = self._of_several([area, *listed]) if listed else Scene(area, "scene")
        self._enter(start, scene)
        if area.inside:
            return
        if widens or self._stays(area, how, opens=opens):
            self.stay = scene
        elif how == "opens" and around and self.stay.source == "scene" and not area.kin(around):
            self.stay = self.home  # the paragraph has left where it began

    def _stays(self, area: Named, how: str, *, opens: bool) -> bool:
        """Whether an area is the scene of more than its sentence: of a paragraph that opens with it, after 来到P，."""
        follows = self.text[area.span.end : area.span.end + 1]
        if how == "opens":
            whole = self.text[area.span.start] in SELF
            return whole or (opens and (follows in MARKS or self._at_home(area)))
        inside = self.text[area.span.start - 1] == IN
        return follows in MARKS or (follows == "的" and not inside)

    def _at_home(self, area: Named) -> bool:
        """Whether an area is no other than the article's own, where its title tells that."""
        home = self.home.named
        return self.home.source != "title" or home is None or area.kin(home)

    def _of_several(self, areas: Sequence[Named]) -> Scene:
        """Areas beside each other are no scene: the home of the article is, if they all lie in it."""
        home = self.home.named
        return self.home if home is not None and all(a.kin(home) for a in areas) else NOWHERE

    def _joined(self, area: Named, other: Named) -> bool:
        gap = self.text[area.span.end : other.span.start]
        return gap[:1] in JOINS or (len(gap) == 1 and gap in JOINS)


def _aside(text: str, area: Named, words: SceneWords) -> bool:
    return words.asides.search(text, max(0, area.span.start - 6), area.span.start) is not None


def _clause(text: str, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    while start > 0 and text[start - 1] not in MARKS:
        start -= 1
    while end < len(text) and text[end] not in MARKS:
        end += 1
    return start, end


def _end(area: Named) -> int:
    return area.span.end
