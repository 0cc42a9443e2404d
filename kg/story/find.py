"""The areas that an article names in, its scenes out.

From the title to the clause: the title, or the lead, says where the article is at home; a heading where its section
plays; 来到P，, 在P，and P的 where what follows does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kg.gazetteer import Gazetteer
from kg.model import Article, Date, Mention, Span
from kg.story.areas import DEICTIC, ORGAN, Named, named_areas
from kg.story.home import SceneWords, deepest, find_home
from kg.story.scene import MARKS, NOWHERE, Scene, Scenes
from kg.text.sentences import clause_bounds, split_sentences

HEADING = 30  # characters of a line that may be a heading
FAR = 24  # characters of a clause before the area that it plays in
IN = "在"
JOINS = (
    "、",
    "和",
    "与",
    "及",
    "跟",
    "同",
    "至",
    "到",
)  # between two areas of a list, or the ends of a course
OPENS, ENTERS = "opens", "enters"  # how a clause comes to an area
LEADS = ("至", "到", "往", "向", "赴")  # before where something leads
FREE = ("", ORGAN)  # the classes of names whose place is where the text plays
BODIES = ("Company", "Institution", "Agency")
CLOSING = frozenset("”")


def find_scenes(
    article: Article, mentions: Sequence[Mention], gazetteer: Gazetteer, words: SceneWords
) -> Scenes:
    """The scenes of an article; its areas are linked, other names need not be."""
    areas = named_areas(article, mentions, gazetteer)
    home = find_home(article, areas, mentions, words)
    dates = [m.span for m in mentions if isinstance(m.value, Date)]
    abroad = _abroad(article.text, mentions, words)
    walk = _Walk(article, areas, words, dates, home, abroad)
    walk.read()
    return Scenes(article.text, home, areas, tuple(walk.starts), tuple(walk.scenes), abroad)


def _abroad(text: str, mentions: Sequence[Mention], words: SceneWords) -> tuple[int, ...]:
    """Where the text names what lies abroad; a firm or body named after it plays here: 美国远山公司投资的某项目."""
    bodies = [m.span for m in mentions if m.kind in BODIES]
    found = []
    for match in words.abroad.finditer(text):
        at = bisect_right(bodies, match.end(), key=_start) - 1
        if at < 0 or bodies[at].end <= match.start():
            found.append(match.start())
    return tuple(found)


class _Walk:
    """Goes over an article sentence by sentence."""

    def __init__(
        self,
        article: Article,
        areas: Sequence[Named],
        words: SceneWords,
        dates: Sequence[Span],
        home: Scene,
        abroad: Sequence[int],
    ) -> None:
        self.text, self.body, self.areas, self.words, self.home = (
            article.text,
            article.body,
            areas,
            words,
            home,
        )
        self.dates, self.abroad = dates, abroad
        self.section = home  # since the last heading
        self.stay = home  # since the paragraph began
        self.starts: list[int] = []
        self.scenes: list[Scene] = []

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
        if len(text) <= HEADING and text[-1:] not in MARKS | CLOSING:
            named = deepest([a for a in self._inside(line) if not a.inside and not self._ends_there(a)])
            self.section = Scene(named, "heading") if named is not None else self.home
        self.stay = self.section

    def _ends_there(self, area: Named) -> bool:
        """Whether something only leads to an area: 某大道将延至某县."""
        before = self.text[max(0, area.span.start - FAR) : area.span.start]
        return before.endswith(LEADS) or self.words.asides.search(before) is not None

    def _inside(self, sentence: Span) -> list[Named]:
        at = bisect_right(self.areas, sentence.start, key=_end)
        found = []
        while at < len(self.areas) and self.areas[at].span.start < sentence.end:
            found.append(self.areas[at])
            at += 1
        return found

    def _sentence(self, sentence: Span, *, opens: bool) -> None:
        inside = self._inside(sentence)
        first_abroad = bisect_left(self.abroad, sentence.start)
        abroad = self.abroad[first_abroad : bisect_left(self.abroad, sentence.end)]
        within = False  # a clause has told what is in an area: 在北京设主会场
        for start, end in clause_bounds(self.text, sentence.start, sentence.end) if inside or abroad else ():
            if any(start <= at < end and self._how(start, at) for at in abroad):
                self._enter(start, NOWHERE)
                continue
            own = [a for a in inside if start <= a.span.start < end]
            if within and not own and self.text[start] == IN:
                self._enter(start, NOWHERE)  # ，在某工地设分会场
                continue
            if own and own[0].inside not in FREE:
                self._leave(start, own[0])
            first = next((a for a in own if a.inside in FREE), None)
            how = self._how(start, first.span.start) if first is not None else ""
            if first is not None and how:
                within = self._within(start, first)
                self._set(start, first, own, how, opens=opens and start == sentence.start)

    def _within(self, start: int, area: Named) -> bool:
        """Whether a clause goes on behind an area that it opens with 在: what follows with another 在 is elsewhere."""
        return self.text[start] == IN and self.text[area.span.end] not in MARKS

    def _leave(self, start: int, area: Named) -> None:
        """A clause that opens with a work of another place: what follows may be there too."""
        around = self.stay.named
        if (
            area.begins
            and (around is None or not area.kin(around))
            and self._how(start, area.span.start) == OPENS
        ):
            self._enter(start, self._of_several([area]))

    def _how(self, start: int, at: int) -> str:
        """How a clause comes to an area: it opens with it, it enters it, or neither."""
        before = self.text[start:at]
        if self.words.asides.search(before):
            return ""
        if self.words.opens.fullmatch(self._undated(start, at)):
            return OPENS
        return ENTERS if len(before) <= FAR and self.words.enters.search(before) else ""

    def _undated(self, start: int, end: int) -> str:
        """A stretch of text without its dates."""
        parts = []
        for date in self.dates[bisect_left(self.dates, start, key=_start) :]:
            if date.end > end:
                break
            parts.append(self.text[start : date.start])
            start = date.end
        return "".join((*parts, self.text[start:end]))

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
        elif how == OPENS and around and self.stay.source == "scene" and not area.kin(around):
            self.stay = self.home  # the paragraph has left where it began

    def _stays(self, area: Named, how: str, *, opens: bool) -> bool:
        """Whether an area is the scene of more than its sentence: of a paragraph that opens with it, after 来到P，."""
        follows = self.text[area.span.end : area.span.end + 1]
        if how == OPENS:
            whole = self.text[area.span.start] in DEICTIC  # 全市, 该县
            return whole or (opens and (follows in MARKS or self._at_home(area)))
        if self.words.lies.search(self.text, max(0, area.span.start - FAR), area.span.start):
            return False  # 位于某县的某水库: only that lies there
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
        """Whether an area is followed by another of a list: 甲县、乙县, 甲县到乙县."""
        return self.text[area.span.end] in JOINS and area.span.end < other.span.start


def _start(span: Span) -> int:
    return span.start


def _end(area: Named) -> int:
    return area.span.end
