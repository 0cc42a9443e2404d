"""Group the units of a page into stories: which paragraphs belong together, and which titles stand between them."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import replace
from kg.pages.cues import PageCues
from kg.pages.kinds import BYLINE, CAPTION, DATELINE, JUMP_FROM, JUMP_TO, META, PROSE, ROUNDUP, TABLE, TITLE
from kg.pages.lines import BOLD
from kg.pages.pairs import Weights
from kg.pages.units import Unit
from kg.text.signs import ONLY_NUMBERS

SAME = 0.045  # of the weight of a text on the same subject has stood in the story; measured: subheads from 0.05, new stories to 0.04
SIGNED_PAGE = 3  # bylines; where stories are signed, an unsigned one is not over
SAME_ON_SIGNED_PAGE = 0.02
CAPTION_STORY = 30  # characters; a shorter caption is no story
NOTE = 300  # characters; a shorter text without a title may be the head of a caption
WAITING = 12  # stories broken off at a time; a page has fewer
JUMP = 20  # characters at the end of a paragraph in which 下转 is looked for
TITLE_AGAIN = 8  # characters; a shorter title may be a label
NEAR = 8  # titles of a story among which one is looked for again
DOUBLED = 30  # characters; a shorter paragraph may well stand twice
HEADLINE = 16  # characters; measured: subheads to 14
SAME_BEHIND = 0.045
_DASH = "—"


@dataclass(slots=True)
class Story:
    """An article in the making. `before`: the titles between the last story and this one, not yet given out."""

    before: list[Unit]
    body: list[Unit]  # paragraphs, and subheads among them
    titles: list[Unit] = field(default_factory=list)
    is_caption: bool = False
    is_part: bool = False  # its head is on another page: titles inside it are subheads
    dateline: str = ""
    issued: str | None = None  # ISO date between its title and its body: 发布时间：2024-05-06
    is_web: bool = False  # has such a line: its titles are subheads, and no name on a line ends it

    @property
    def prose(self) -> list[Unit]:
        return [unit for unit in self.body if unit.kind not in (TITLE, TABLE)]

    @property
    def complete(self) -> bool:
        """Its last paragraph ends with a sentence."""
        return next(unit for unit in reversed(self.body) if unit.kind not in (TITLE, TABLE)).complete


@dataclass(frozen=True, slots=True)
class Stories:
    """The stories in order of their bodies, and the titles behind the last one."""

    stories: tuple[Story, ...]
    after: tuple[Unit, ...]


def group(units: Sequence[Unit], cues: PageCues, weights: Weights) -> Stories:
    """Stories of a page; titles are given out later (`give_titles`)."""
    grouper = _Grouper(units, cues, weights)
    for at, unit in enumerate(units):
        grouper.take(at, unit)
    grouper.end()
    return Stories(tuple(grouper.stories), (*grouper.held, *grouper.pending))


class _Grouper:
    def __init__(self, units: Sequence[Unit], cues: PageCues, weights: Weights) -> None:
        self.units, self.cues, self.weights = units, cues, weights
        self.stories: list[Story] = []
        self.current: Story | None = None
        self.pending: list[Unit] = []
        self.held: list[Unit] = []  # titles before a part that was joined: they belong to the story before it
        self.closed = False
        self.forced = False  # the next paragraph begins a story
        self.jumped = False
        self.date: str | None = None  # of the story that comes next
        self.head: Unit | None = None  # 快讯
        self.day: str | None = None  # of dispatches under one head, each with a title of its own
        self.dateline = ""  # on a line of its own, of the paragraph that comes next
        self.known: set[str] = set()  # the pairs of the current story, but for what is `unread`
        self.unread: list[Unit] = []
        self.waiting: list[Story] = []
        self.rejoined = False  # the current story was broken off: another may follow its last part directly
        self.seen: set[str] = set()
        signed = sum(unit.kind == BYLINE or unit.signed for unit in units)
        self.same = SAME_ON_SIGNED_PAGE if signed >= SIGNED_PAGE else SAME

    def take(self, at: int, unit: Unit) -> None:
        if unit.kind == TITLE:
            self._title(unit)
        elif unit.kind == ROUNDUP:
            self.pending.append(unit)
            self.forced = True
            self.head = unit
        elif unit.kind == BYLINE:
            self._byline(at, unit)
        elif unit.kind == CAPTION:
            self._caption(unit)
        elif unit.kind == JUMP_TO and self.current is not None:
            self._wait(self.current)
        elif unit.kind == JUMP_FROM:
            self.jumped = True
            self.forced = self.forced or not self.waiting  # its first part is on another page
        elif unit.kind == META:
            self._meta(unit)
        elif unit.kind == DATELINE:
            self._dateline(at, unit)
        elif unit.kind == TABLE and self.current is not None and not self.forced:
            self.current.body.extend([*self._taken(), unit])
        elif unit.kind in (PROSE, TABLE):
            self._prose(at, replace(unit, kind=PROSE))

    def _title(self, unit: Unit) -> None:
        """A page of the web tells its title twice: the one next to the body is kept."""
        if len(unit.text) >= TITLE_AGAIN:
            self.pending = [title for title in self.pending if title.text != unit.text]
            own = self.current.before[-NEAR:] if self.current else []
            if any(title.text == unit.text for title in own):
                return
        self.pending.append(unit)

    def end(self) -> None:
        """What stands behind a page of the web is its signature, no title."""
        if self.current is not None and self.current.is_web:
            self.current.body.extend(self._taken())

    def _dateline(self, at: int, unit: Unit) -> None:
        """本报某地7月8日电 on a line of its own opens the paragraph behind it, or else closes the story before it."""
        after = self.units[at + 1] if at + 1 < len(self.units) else None
        if after is None or after.kind != PROSE:
            self.closed = True
            if self.current is not None and not self.current.dateline:
                self.current.dateline = unit.dateline
        else:
            self.forced, self.dateline = True, unit.dateline

    def _meta(self, unit: Unit) -> None:
        """来源：… 发布时间：… stands between a title and its body, or behind a body."""
        date = find_date(unit.text, self.cues)
        if date and self.head is not None and self.pending[-1:] == [self.head]:
            self.day = date  # if a title follows
            self.pending.pop()
        if self.pending or self.current is None:
            self.forced = True
            self.date = self.date or date
        elif self.current.issued is None:
            self.current.issued = date

    def _byline(self, at: int, unit: Unit) -> None:
        """A byline ends a story, or opens one when a title stands before it; one that comes again does neither.

        On a page of the web 此件公开发布 in brackets is none.
        """
        if self.current is not None and self.current.is_web:
            return
        later = self.units[at + 1 :]
        goes_on = bool(later) and later[0].kind == PROSE and later[0].lead is None
        if self.pending:
            self.forced = True
        elif not goes_on or not any(other.kind == BYLINE and other.text == unit.text for other in later):
            self.closed = True

    def _caption(self, unit: Unit) -> None:
        if len(unit.text) < CAPTION_STORY:
            return
        story = self.current
        if story is not None and not self.pending and not self.closed and _is_note(story):
            story.body.append(unit)
            story.is_caption = self.closed = True
            return
        self.stories.append(Story([*self.held, *self._taken()], [unit], is_caption=True))
        self.held = []

    def _taken(self) -> list[Unit]:
        taken, self.pending = self.pending, []
        return taken

    def _prose(self, at: int, unit: Unit) -> None:
        if len(unit.text) >= DOUBLED and unit.text in self.seen:
            return
        self.seen.add(unit.text)
        if self.jumped and self.waiting and unit.lead is None:
            self._rejoin(unit)
        elif self.current is None or self._begins(self.current, at, unit):
            if self.day is not None and not self.pending:
                self.day = None
            day = self.date or self.day
            self.current = Story([*self.held, *self._taken()], [unit], issued=day, is_web=day is not None)
            self.current.dateline = unit.dateline or self.dateline
            self.current.is_part = self.jumped or self.cues.broken.match(unit.text) is not None
            self.stories.append(self.current)
            self.date, self.dateline = None, ""
            self.known, self.unread = set(), list(self.current.before)
            self.rejoined, self.held = False, []
        else:
            self.current.body.extend([*self._taken(), unit])
        self.unread.append(unit)
        self.closed, self.forced, self.jumped = unit.signed, False, False
        if self.current is not None and self.cues.jump_to.search(unit.text[-JUMP:]):
            self._wait(self.current)

    def _wait(self, story: Story) -> None:
        """下转: a later part of the page goes on with it."""
        self.closed = True
        if all(other is not story for other in self.waiting):
            self.waiting = [*self.waiting[-WAITING + 1 :], story]

    def _rejoin(self, unit: Unit) -> None:
        """The second part of a story that was broken off goes to the one that it fits best."""
        part = self.weights.known([unit])
        story = max(self.waiting, key=lambda s: self.weights.shared(self.weights.known(s.prose), part))
        story.body.append(unit)
        self.waiting = [other for other in self.waiting if other is not story]
        self.current, self.known, self.unread = story, set(), list(story.prose)
        self.rejoined = True
        self.held = self._taken()

    def _begins(self, story: Story, at: int, unit: Unit) -> bool:
        """Does this paragraph begin a new story?"""
        if unit.lead is not None or self.forced:
            return True
        if story.is_web and self.day is not None:
            return bool(self.pending)
        if story.is_web:
            return _is_heading_of(self.pending, story, titled=True)
        if self.cues.orphan.match(unit.text):
            return False
        if self.cues.broken.match(unit.text):
            return story.complete
        if self.closed:
            return True
        if not story.complete:
            return False
        if not self.pending:
            return self.rejoined and self.weights.shared(self._pairs(), self.weights.known([unit])) < SAME
        if _is_heading_of(self.pending, story):
            return True
        if _are_bold(self.pending, story):
            return False
        rest = self.weights.known(self._rest(at))
        known = self._pairs()
        if not story.before:  # the titles may be its own, put into the middle
            own = self.weights.known(self.pending)
            if self.weights.shared(known, own) > self.weights.shared(rest, own):
                return self.weights.shared(known, rest) < SAME_BEHIND
        elif is_headline(self.pending):
            return True
        return self.weights.shared(known, rest) < self.same

    def _pairs(self) -> set[str]:
        """The pairs of the current story; most pages never ask for them."""
        self.known |= self.weights.known(self.unread)
        self.unread.clear()
        return self.known

    def _rest(self, at: int) -> list[Unit]:
        """The paragraphs from here to the next title, lead or byline."""
        end = at + 1
        while end < len(self.units) and self.units[end].kind == PROSE and self.units[end].lead is None:
            end += 1
        return list(self.units[at:end])


def _is_note(story: Story) -> bool:
    text = sum(len(unit.text) for unit in story.body)
    return not story.before and len(story.body) <= 2 and story.body[0].lead is None and text <= NOTE


def _is_heading_of(titles: Sequence[Unit], story: Story, *, titled: bool = False) -> bool:
    """A heading in Markdown that is not below the story's own; `titled`: which must have one."""
    level = min((unit.heading for unit in titles if unit.heading), default=0)
    own = min((unit.heading for unit in story.before if unit.heading), default=0)
    return bool(level) and (level <= own if own else not titled)


def _are_bold(titles: Sequence[Unit], story: Story) -> bool:
    """Lines all bold in a story whose title is a heading in Markdown: subheads."""
    own = min((unit.heading for unit in story.before if unit.heading), default=BOLD)
    return own < BOLD and all(unit.heading == BOLD for unit in titles)


def find_date(text: str, cues: PageCues) -> str | None:
    """The ISO date of 发布时间：2024-05-06, if there is such a day."""
    match = cues.issued.search(text)
    if match is None:
        return None
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def is_headline(titles: Sequence[Unit]) -> bool:
    """More than the one line of a subhead: several lines, or a subtitle with a dash."""
    lines = [line for unit in titles for line in unit.lines]
    return len(lines) > 1 or any(_DASH * 2 in line.squeezed or _is_long(line.squeezed) for line in lines)


def _is_long(text: str) -> bool:
    """Longer than a subhead, and no item of a list: （二）…, 3.…"""
    return len(text) >= HEADLINE and text[0] not in "（(第" and not ONLY_NUMBERS.match(text[:1])
