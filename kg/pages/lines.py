"""The lines of a page, and the units they form: titles, paragraphs, bylines, captions, filler."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from kg.model import Span
from kg.pages.cues import PageCues
from kg.text.fold import fold

TITLE = "title"
PROSE = "prose"
BYLINE = "byline"
CAPTION = "caption"
FILLER = "filler"
JUMP = "jump"

ENDS = "。！？!?…”’）)」』■"
LONG_LINE = 60  # characters: a page of such lines is not hard-wrapped
TITLE_LINE = 45  # characters; a longer line is prose
BYLINE_LINE = 18
CAPTION_STORY = 30  # characters; a longer caption is a story of its own
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_SPACE = re.compile(r"\s+")
_MARKUP = re.compile(r"^[\s*>#-]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page: raw span without white space at the edges, folded text, block number."""

    span: Span
    text: str
    block: int
    indented: bool
    heading: bool  # Markdown #

    @property
    def squeezed(self) -> str:
        return _SPACE.sub("", self.text)


@dataclass(frozen=True, slots=True)
class Unit:
    """One or more lines that play one part; `lead` when the unit begins with 本报讯 and the like."""

    kind: str
    lines: tuple[Line, ...]
    lead: int | None = None  # raw offset at which the body begins behind the lead

    @property
    def text(self) -> str:
        return "".join(line.squeezed for line in self.lines)


def page_lines(raw: str) -> list[Line]:
    """The lines that are not blank."""
    lines: list[Line] = []
    block, blank = 0, False
    for match in _LINE.finditer(raw):
        folded = fold(match.group())
        text = folded.strip()
        if not text:
            blank = True
            continue
        if blank:
            block += 1
            blank = False
        skip = len(folded) - len(folded.lstrip())
        heading = text.startswith("#")
        marks = len(_MARKUP.match(text).group()) if heading else 0  # type: ignore[union-attr]
        start = match.start() + skip + marks
        if text[marks:]:
            lines.append(
                Line(Span(start, match.start() + skip + len(text)), text[marks:], block, skip > 0, heading)
            )
    return lines


def page_units(lines: Sequence[Line], cues: PageCues) -> list[Unit]:
    """Units in order."""
    column = _column(lines)
    units: list[Unit] = []
    for block in _blocks(lines):
        for unit in _block_units(block, cues, column):
            units.append(unit if not _continues(units, unit) else Unit(PROSE, unit.lines))
    return units


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and (line.block != block[0].block or line.heading or block[-1].heading):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _column(lines: Sequence[Line]) -> float:
    """The width of the column in characters: the median of the longer lines."""
    widths = sorted(len(line.squeezed) for line in lines)
    return float(median(widths[len(widths) // 3 :])) if widths else 0.0


def _block_units(block: Sequence[Line], cues: PageCues, column: float) -> Iterator[Unit]:
    run: list[Line] = []
    lead: int | None = None

    def flush() -> Iterator[Unit]:
        if run:
            yield _unit(list(run), lead, cues, column)
            run.clear()

    for line in block:
        kind = _single(line, cues)
        start = _lead(line, cues)
        if kind:
            yield from flush()
            lead = None
            yield Unit(kind, (line,))
        elif line.heading:
            yield from flush()
            lead = None
            yield Unit(TITLE, (line,))
        elif start is not None:
            yield from flush()
            lead = start
            run.append(line)
        else:
            run.append(line)
    yield from flush()


def _single(line: Line, cues: PageCues) -> str:
    """The kind of a line that is a unit by itself, else ''."""
    text = line.squeezed
    if cues.jump_from.fullmatch(text) or cues.jump_to.fullmatch(text):
        return JUMP
    if "。" in text or len(text) > LONG_LINE:
        return ""
    if cues.filler.search(text):
        return FILLER
    if len(text) <= BYLINE_LINE and cues.byline.fullmatch(line.text):
        return BYLINE
    return ""


def _lead(line: Line, cues: PageCues) -> int | None:
    """Raw offset behind 本报讯 （记者 …）, or None where the line has no lead."""
    at = len(_MARKUP.match(line.text).group())  # type: ignore[union-attr]
    found = cues.lead.match(line.text, at)
    reporter = cues.reporter.match(line.text, _skip(line.text, found.end() if found else at))
    if found is None and (reporter is None or not line.text[at:].startswith(("（", "("))):
        return None
    end = reporter.end() if reporter else found.end() if found else at
    return line.span.start + _skip(line.text, end)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " 　*:：":
        at += 1
    return at


def _unit(lines: list[Line], lead: int | None, cues: PageCues, column: float) -> Unit:
    text = "".join(line.squeezed for line in lines)
    if lead is not None:
        return Unit(PROSE, tuple(lines), lead)
    if cues.caption.search(lines[-1].text) and len(text) <= 200:
        return Unit(CAPTION, tuple(lines))
    widest = max(len(line.squeezed) for line in lines)
    stops = sum(text.count(c) for c in "。！？")
    if stops and len(text) >= 20 or len(text) > 3 * TITLE_LINE or widest > TITLE_LINE:
        return Unit(PROSE, tuple(lines))
    if len(lines) >= 3 and all(len(line.squeezed) >= 0.85 * column for line in lines[:-1]):
        return Unit(PROSE, tuple(lines))
    return Unit(TITLE, tuple(lines))


def _continues(units: Sequence[Unit], unit: Unit) -> bool:
    """A short block that goes on with an unfinished paragraph is no title."""
    if unit.kind != TITLE or not units or units[-1].kind != PROSE or unit.lines[0].heading:
        return False
    last = units[-1].text
    return last[-1:] in "，、；" or (last[-1:] not in ENDS and unit.text[-1:] in "。！？")
