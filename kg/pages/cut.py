"""Cut a page into articles: which titles and paragraphs belong together.

A title may stand before or behind its body; where it could be either, it goes to the body with which it shares
more pairs of characters. A single line between two paragraphs on the same subject is a subheading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import Article, Document, Span
from kg.pages.cues import PageCues
from kg.pages.lines import (
    BYLINE,
    CAPTION,
    CAPTION_STORY,
    ENDS,
    FILLER,
    JUMP,
    PROSE,
    TITLE,
    Line,
    Unit,
    page_lines,
    page_units,
)
from kg.text.repair import repair

SAME = 0.16  # share of the next paragraph's pairs of characters that a text on the same subject has
DATE_HEAD = 30  # characters of the body in which a dateline is looked for
DOUBLED = 30  # characters; a shorter paragraph may well stand twice


@dataclass(slots=True)
class _Story:
    """An article in the making."""

    titles: list[Unit] = field(default_factory=list)
    body: list[Unit] = field(default_factory=list)
    closed: bool = False
    waits: bool = False  # 下转: a later part of the page goes on with it

    @property
    def text(self) -> str:
        return "".join(unit.text for unit in self.body)


def cut_articles(document: Document, cues: PageCues) -> tuple[Article, ...]:
    """The articles of a page in order of their bodies. Never raises; a page without any cue is one article."""
    units = page_units(page_lines(document.text), cues)
    stories = _Cutter().cut(units)
    found = [s for s in stories if s.body]
    if not found and units:
        found = [_Story(body=[Unit(PROSE, tuple(line for unit in units for line in unit.lines))])]
    found.sort(key=lambda s: s.body[0].lines[0].span)
    return tuple(_article(document, story, number) for number, story in enumerate(found, 1))


class _Cutter:
    def __init__(self) -> None:
        self.stories: list[_Story] = []
        self.current: _Story | None = None
        self.titles: list[Unit] = []
        self.jumped = False
        self.seen: set[str] = set()

    def cut(self, units: Sequence[Unit]) -> list[_Story]:
        for unit in units:
            if unit.kind == TITLE:
                self.titles.append(unit)
            elif unit.kind == BYLINE:
                self._byline()
            elif unit.kind == CAPTION:
                self._caption(unit)
            elif unit.kind == JUMP:
                self._jump()
            elif unit.kind == PROSE:
                self._prose(unit)
        if self.current is not None and self.titles and not self.current.titles:
            self.current.titles = self.titles
        return self.stories

    def _byline(self) -> None:
        if self.current is not None and self.current.body and (not self.titles or not self.current.titles):
            self.current.closed = True

    def _caption(self, unit: Unit) -> None:
        if len(unit.text) < CAPTION_STORY:
            return
        story = _Story(body=[unit], closed=True)
        if self.titles and (self.current is None or self.current.titles or self.current.closed):
            story.titles, self.titles = self.titles, []
        self.stories.append(story)

    def _jump(self) -> None:
        waiting = [s for s in self.stories if s.waits]
        if waiting and self.current is not waiting[-1] or (waiting and self.titles):
            self.jumped = True
        elif self.current is not None and not self.current.waits:
            self.current.waits = True
        elif waiting:
            self.jumped = True

    def _prose(self, unit: Unit) -> None:
        if len(unit.text) >= DOUBLED and unit.text in self.seen:
            return
        self.seen.add(unit.text)
        if self.jumped:
            self._continue_jump(unit)
        elif self._begins(unit):
            self._begin(unit)
        elif self.current is not None:
            if self.titles and not self.current.titles:
                self.current.titles = self.titles
            self.titles = []
            self.current.body.append(unit)
        if self.current is not None and _ends_with_byline(unit):
            self.current.closed = True

    def _continue_jump(self, unit: Unit) -> None:
        story = next(s for s in reversed(self.stories) if s.waits)
        self._give_titles(None)
        story.body.append(unit)
        story.waits, story.closed = False, True
        self.current, self.jumped = story, False

    def _begins(self, unit: Unit) -> bool:
        """Does this paragraph begin a new article?"""
        story = self.current
        if story is None or unit.lead is not None:
            return True
        if not _complete(story.body[-1]) and not story.closed:
            return False
        if story.closed or any(line.heading for t in self.titles for line in t.lines):
            return True
        if not self.titles:
            return False
        if story.titles and (len(self.titles) > 1 or len(self.titles[0].lines) > 1 or _dashed(self.titles)):
            return True
        return _shared(story.text, unit.text) < SAME

    def _begin(self, unit: Unit) -> None:
        story = _Story(body=[unit])
        self._give_titles(unit)
        story.titles, self.titles = self.titles, []
        self.stories.append(story)
        self.current = story

    def _give_titles(self, following: Unit | None) -> None:
        """Titles between two bodies: the first few go to the body before, if it has none and they fit it better."""
        story = self.current
        if story is None or story.titles or not self.titles:
            return
        best = max(range(len(self.titles) + 1), key=lambda k: (self._fit(story, following, k), -k))
        story.titles, self.titles = self.titles[:best], self.titles[best:]

    def _fit(self, story: _Story, following: Unit | None, k: int) -> float:
        after = following.text if following is not None else ""
        before = sum(_shared(story.text, t.text) for t in self.titles[:k])
        return before + sum(_shared(after, t.text) for t in self.titles[k:])


def _complete(unit: Unit) -> bool:
    return unit.text[-1:] in ENDS


def _dashed(titles: Sequence[Unit]) -> bool:
    return any(line.squeezed.startswith("—") for t in titles for line in t.lines)


def _ends_with_byline(unit: Unit) -> bool:
    """…做好保障。（田增礼）"""
    text = unit.text
    if not text.endswith(("）", ")")):
        return False
    opened = max(text.rfind("（"), text.rfind("("))
    inside = text[opened + 1 : -1]
    return (
        0 < len(inside) <= 16
        and text[opened - 1 : opened] in "。！？”》"
        and not any(c.isdigit() for c in inside)
    )


def _shared(text: str, part: str) -> float:
    """The share of the pairs of characters of `part` that `text` has too."""
    pairs = {part[i : i + 2] for i in range(len(part) - 1) if _word(part[i]) and _word(part[i + 1])}
    known = {text[i : i + 2] for i in range(len(text) - 1)}
    return len(pairs & known) / len(pairs) if pairs else 0.0


def _word(sign: str) -> bool:
    return "一" <= sign <= "鿿" or sign.isalnum()


def _article(document: Document, story: _Story, number: int) -> Article:
    raw = document.text
    texts: list[str] = []
    offsets: list[int] = []

    def put(text: str, places: Sequence[int]) -> None:
        if texts and text:
            texts.append("\n")
            offsets.append(offsets[-1] if offsets else places[0])
        texts.append(text)
        offsets.extend(places)

    title_lines = [line for unit in story.titles for line in unit.lines]
    for line in title_lines:
        repaired = repair(raw, line.span)
        put(repaired.text, repaired.offsets)
    title = " ".join(texts[::2])
    body_at = len(offsets) + (1 if texts else 0)
    spans = [span for unit in story.body for span in _paragraphs(unit)]
    for span in _joined(spans, raw):
        repaired = repair(raw, span)
        put(repaired.text, repaired.offsets)
    text = "".join(texts)
    body = Span(spans[0].start, max(s.end for s in spans))
    return Article(
        f"{document.identifier}-{number}",
        document.identifier,
        title,
        body,
        text,
        tuple(offsets),
        min(body_at, len(text)),
        document.date,
    )


def _paragraphs(unit: Unit) -> list[Span]:
    """Raw spans of the paragraphs of a unit; the first begins behind its lead."""
    paragraphs: list[list[Line]] = []
    widths = [len(line.squeezed) for line in unit.lines]
    column = max(widths)
    for index, line in enumerate(unit.lines):
        last = unit.lines[index - 1].squeezed if index else ""
        short = index > 0 and (widths[index - 1] < 0.9 * column or line.indented or column > 60)
        if not paragraphs or (last[-1:] in ENDS and short):
            paragraphs.append([])
        paragraphs[-1].append(line)
    spans = [Span(p[0].span.start, p[-1].span.end) for p in paragraphs]
    if unit.lead is not None and unit.lead < spans[0].end:
        spans[0] = Span(unit.lead, spans[0].end)
    return spans


def _joined(spans: Sequence[Span], raw: str) -> list[Span]:
    """A paragraph that a blank line cuts in two is one again."""
    joined: list[Span] = []
    for span in spans:
        if (
            joined
            and not raw[joined[-1].end : span.start].strip()
            and raw[joined[-1].start : joined[-1].end].rstrip()[-1:] not in ENDS
        ):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


KINDS = (BYLINE, CAPTION, FILLER, JUMP, PROSE, TITLE)
