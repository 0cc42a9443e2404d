"""Cut a page into articles.

Lines become units (`units`), units stories (`stories`), titles are given to stories (`titles`), and each story is
repaired into an Article here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import Article, Document, Span
from kg.pages.cues import PageCues
from kg.pages.lines import ENDS, Line, page_lines
from kg.pages.pairs import Weights
from kg.pages.stories import Story, group
from kg.pages.titles import give_titles
from kg.pages.units import PROSE, TITLE, WHOLE_LINE, Unit, page_units
from kg.text.repair import repair

PARAGRAPH_END = 0.9  # of the column: a shorter line that ends a sentence ends the paragraph
_BULLETS = "■□◆◇▲△●○★☆※"
_GAP = re.compile(
    r"(?<=[^\s\d]{4})[ \u3000\t]+(?=[^\s\d]{4})"
)  # a space that stands for a line break in a title


def cut_articles(document: Document, cues: PageCues, first: int = 1) -> tuple[Article, ...]:
    """The articles of a page in order of their bodies, numbered from `first`. A page without any cue is one article."""
    units = page_units(page_lines(document.text), cues)
    weights = Weights(units)
    stories = give_titles(group(units, cues, weights), weights) or _whole(units)
    issued = [_issued(story, document, cues) for story in stories]
    return tuple(
        _article(document, story, number, date)
        for number, (story, date) in enumerate(zip(stories, issued, strict=True), first)
    )


def _whole(units: Sequence[Unit]) -> tuple[Story, ...]:
    """A page of titles and filler only is one article with everything."""
    body = [Unit(PROSE, unit.lines, unit.text) for unit in units]
    return (Story([], body),) if body else ()


def _issued(story: Story, document: Document, cues: PageCues) -> str | None:
    """The date in the lead, with the year of the page where the lead has none; else the date of the page."""
    match = cues.story_date.search(story.body[0].dateline)
    if match is None:
        return document.date
    year = match["year"] or (document.date or "")[:4]
    month, day = int(match["month"]), int(match["day"])
    if not year or not (1 <= month <= 12 and 1 <= day <= 31):
        return document.date
    return f"{year}-{month:02d}-{day:02d}"


@dataclass(slots=True)
class _Text:
    """Repaired text in the making, with its map back."""

    signs: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    def add(self, raw: str, span: Span, joint: str) -> str:
        """Put the repaired span behind a joint (which maps to the character before it)."""
        repaired = repair(raw, span)
        if repaired.text and self.offsets and joint:
            self.signs.append(joint)
            self.offsets.append(self.offsets[-1])
        self.signs.append(repaired.text)
        self.offsets.extend(repaired.offsets)
        return repaired.text


def _article(document: Document, story: Story, number: int, issued: str | None) -> Article:
    text = _Text()
    titles = [_title(document.text, line, text) for unit in story.titles for line in unit.lines]
    body = len(text.offsets) + bool(text.offsets)
    paragraphs = _joined(story, document.text)
    for spans in paragraphs:
        for at, span in enumerate(spans):
            text.add(document.text, span, "" if at else "\n")
    written = "".join(text.signs)
    first = paragraphs[0][0].start
    return Article(
        f"{document.identifier}-{number}",
        document.identifier,
        " ".join(title for title in titles if title),
        Span(first, max(line.span.end for unit in story.body for line in unit.lines)),
        written,
        tuple(text.offsets),
        min(body, len(written)),
        issued,
    )


def _title(raw: str, line: Line, text: _Text) -> str:
    """Add a line of a title; a space between two parts of four characters and more stays."""
    parts: list[str] = []
    start = 0
    for gap in [*_GAP.finditer(line.text), None]:
        end = gap.start() if gap else len(line.text)
        span = Span(line.span.start + start, line.span.start + end)
        parts.append(text.add(raw, span, " " if parts else "\n"))
        start = gap.end() if gap else end
    return " ".join(part for part in parts if part)


def _paragraphs(unit: Unit) -> list[Span]:
    """Raw spans of the paragraphs of a unit; the first begins behind its lead."""
    if unit.kind == TITLE:
        return [line.span for line in unit.lines]
    column = max(len(line) for line in unit.lines)
    starts = [at for at in range(len(unit.lines)) if _opens(unit.lines, at, column)]
    spans = [
        Span(unit.lines[start].span.start, unit.lines[end - 1].span.end)
        for start, end in zip(starts, [*starts[1:], len(unit.lines)], strict=True)
    ]
    if unit.lead is not None and unit.lead < spans[0].end:
        spans[0] = Span(unit.lead, spans[0].end)
    return _before(spans, unit.end) if unit.end is not None else spans


def _before(spans: Sequence[Span], end: int) -> list[Span]:
    """Without the name that signs them; a unit of nothing but a name keeps it."""
    return [Span(s.start, min(s.end, end)) for s in spans if s.start < end] or list(spans)


def _opens(lines: Sequence[Line], at: int, column: int) -> bool:
    if at == 0 or lines[at].squeezed[0] in _BULLETS:
        return True
    before = lines[at - 1]
    ended = len(before) < PARAGRAPH_END * column or lines[at].indented or column > WHOLE_LINE
    return before.squeezed[-1] in ENDS and ended


def _joined(story: Story, raw: str) -> list[list[Span]]:
    """The paragraphs, each of one or more spans: one that a blank line or a column cuts in two is one again."""
    joined: list[list[Span]] = []
    unfinished: list[Span] | None = None
    for unit in story.body:
        for span in _paragraphs(unit):
            if unit.kind == TITLE or unfinished is None:
                joined.append([span])
            else:
                _extend(unfinished, span, raw)
            if unit.kind != TITLE:
                last = unfinished or joined[-1]
                unfinished = last if raw[last[-1].start : last[-1].end].rstrip()[-1:] not in ENDS else None
    return joined


def _extend(spans: list[Span], span: Span, raw: str) -> None:
    if raw[spans[-1].end : span.start].strip():
        spans.append(span)
    else:
        spans[-1] = Span(spans[-1].start, span.end)
