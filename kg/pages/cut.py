"""Cut a page into articles.

Lines become units (`units`), units stories (`stories`), titles are given to stories (`titles`), and each story is
repaired into an Article here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.model import Article, Document, Span
from kg.pages.around import story_units
from kg.pages.cues import PageCues
from kg.pages.endless import cut_sentences, find_cuts, move_spans
from kg.pages.gaps import parted
from kg.pages.kinds import PROSE, TABLE, TITLE
from kg.pages.left import LeftOut, find_left_out
from kg.pages.lines import ENDS, Line, page_lines
from kg.pages.pairs import Weights
from kg.pages.paragraphs import opens_paragraph
from kg.pages.spaced import with_spaced_rows
from kg.pages.stories import Story, group
from kg.pages.tables import Piece, is_row, table_pieces
from kg.pages.titles import give_titles
from kg.pages.units import Unit, page_units
from kg.text.fold import fold
from kg.text.repair import SPACE, Edit, Repaired, repair
from kg.text.slips import Slip
from kg.text.traditional import is_traditional, simplify

TITLE_SIGNS = 400  # characters, white space counted; a space further on is no line break
ROW = "row"  # the kind of an edit: what a row of a table has beside its cells
GAP = 100  # characters; more white space ends no paragraph
QUOTES = "“”‘’《》"
_SPACED = re.compile("[“‘《][ 　]|[ 　][”’》]")  # print that sets spaces beside quotes
_BREAK = re.compile(
    r"(?<=[^\s\d]{4})[ \u3000\t]+(?=[^\s\d]{4})"
)  # a space that stands for a line break in a title


@dataclass(frozen=True, slots=True)
class Cut:
    """What a page was cut into. Each raw character that is no white space is in the offsets of one article, in an
    edit that took it away, or in what was left out.
    """

    articles: tuple[Article, ...]
    edits: tuple[Edit, ...]  # of titles and bodies, in order
    left_out: tuple[LeftOut, ...]  # in order


def cut_articles(document: Document, cues: PageCues, first: int = 1) -> tuple[Article, ...]:
    """The articles of a page in order of their bodies, numbered from `first`. A page without any cue is one article."""
    page, units = _page_units(document, cues)
    return _articles(page, units, cues, first)


def cut_page(document: Document, cues: PageCues, first: int = 1) -> Cut:
    """The articles of a page, how they were repaired, and what is in none of them."""
    page, units = _page_units(document, cues)
    articles = _articles(page, units, cues, first)
    edits = [*page.edits, *(edit for repaired in page.repaired for edit in repaired.edits)]
    edits.sort(key=lambda edit: edit.span)
    return Cut(articles, tuple(edits), find_left_out(document.text, units, page.read))


def _page_units(document: Document, cues: PageCues) -> tuple[_Page, list[Unit]]:
    matched = fold(document.text)
    if is_traditional(matched, cues.traditional):
        matched = simplify(matched, cues.traditional)
    lines = with_spaced_rows(page_lines(matched), cues)
    return _Page(document, matched, cues.slips), story_units(page_units(lines, cues), cues)


def _articles(page: _Page, units: Sequence[Unit], cues: PageCues, first: int) -> tuple[Article, ...]:
    weights = Weights(units)
    stories = give_titles(group(units, cues, weights), weights) or _whole(units)
    return tuple(
        _article(page, story, number, _issued(story, page.document, cues), cues)
        for number, story in enumerate(stories, first)
    )


def _whole(units: Sequence[Unit]) -> tuple[Story, ...]:
    """A page of titles and filler only is one article with everything."""
    body = [Unit(PROSE, unit.lines, unit.text) for unit in units]
    return (Story([], body),) if body else ()


def _issued(story: Story, document: Document, cues: PageCues) -> str | None:
    """The date in the lead, with the year of the page where the lead has none; else 发布时间, else the date of the page."""
    known = story.issued or document.date
    match = cues.story_date.search(story.dateline)
    if match is None:
        return known
    year = match["year"] or (known or "")[:4]
    month, day = int(match["month"]), int(match["day"])
    if not year or not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(int(year), month)[1]):
        return known
    return f"{year}-{month:02d}-{day:02d}"


@dataclass(slots=True)
class _Page:
    """The page that articles are made from, and what was done to it."""

    document: Document
    matched: str  # folded, and simplified if the page is traditional; as long as the raw text
    slips: tuple[Slip, ...]
    edits: list[Edit] = field(default_factory=list)  # of spaces between the lines of titles
    repaired: list[Repaired] = field(default_factory=list)
    read: list[Span] = field(default_factory=list)  # raw spans that are in articles

    def repair(self, span: Span) -> Repaired:
        found = repair(self.document.text, span, self.slips, matched=self.matched)
        self.repaired.append(found)
        self.read.append(span)
        return found


@dataclass(slots=True)
class _Text:
    """Repaired text in the making, with its map back."""

    page: _Page
    signs: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    rows: list[Span] = field(default_factory=list)

    def add_row(self, pieces: Sequence[Piece]) -> None:
        """Put a row of a table: its cells, and words that stand for the place of a cell."""
        start = len(self.offsets) + bool(self.offsets)
        for at, piece in enumerate(pieces):
            if piece.span is not None:
                self.add(piece.span, "" if at else "\n")
                continue
            if not at and self.offsets:
                self.signs.append("\n")
                self.offsets.append(self.offsets[-1])
            self.signs.append(piece.words)
            self.offsets.extend([piece.at] * len(piece.words))
        self.rows.append(Span(start, len(self.offsets)))

    def add(self, span: Span, joint: str) -> str:
        """Put the repaired span behind a joint (which maps to the character before it)."""
        repaired = self.page.repair(span)
        if repaired.text and self.offsets and joint:
            self.signs.append(joint)
            self.offsets.append(self.offsets[-1])
        self.signs.append(repaired.text)
        self.offsets.extend(repaired.offsets)
        return repaired.text


def _article(page: _Page, story: Story, number: int, issued: str | None, cues: PageCues) -> Article:
    text = _Text(page)
    titles = [_title(line, text) for unit in story.titles for line in unit.lines]
    body = len(text.offsets) + bool(text.offsets)
    paragraphs = _joined(story, page.document.text)
    rows = dict(_rows(story, cues))
    for spans in paragraphs:
        if spans[0].start in rows:
            text.add_row(rows[spans[0].start])
            page.edits.extend(_left_of(spans[0], rows[spans[0].start], page.document.text))
            page.read.append(spans[0])
            continue
        for at, span in enumerate(spans):
            for piece in parted(page.document.text, span):
                text.add(piece, "" if at and piece.start == span.start else "\n")
    whole = "".join(text.signs)
    written, offsets = cut_sentences(whole, text.offsets, body)
    rows_found = move_spans(text.rows, list(find_cuts(whole, body)) if text.rows else [])
    first = paragraphs[0][0].start
    return Article(
        f"{page.document.identifier}-{number}",
        page.document.identifier,
        " ".join(title for title in titles if title),
        Span(first, max(line.span.end for unit in story.body for line in unit.lines)),
        written,
        tuple(offsets),
        min(body, len(written)),
        issued,
        rows=rows_found,
    )


def _left_of(line: Span, pieces: Sequence[Piece], raw: str) -> Iterator[Edit]:
    """What of a row is in no cell that it says: strokes, numbers of rows, remarks."""
    at = line.start
    for span in sorted((p.span for p in pieces if p.span is not None), key=lambda s: s.start):
        if raw[at : span.start].strip():
            yield Edit(ROW, Span(at, span.start), "")
        at = max(at, span.end)
    if raw[at : line.end].strip():
        yield Edit(ROW, Span(at, line.end), "")


def _is_table(unit: Unit) -> bool:
    """Rows; those that begin a page are taken for prose that begins a story."""
    return unit.kind == TABLE or all(is_row(line) for line in unit.lines)


def _rows(story: Story, cues: PageCues) -> Iterator[tuple[int, tuple[Piece, ...]]]:
    """What the rows of the tables of a story say, by where they begin."""
    table: list[Line] = []
    above = "".join(unit.text for unit in story.titles)
    for unit in (*story.body, None):
        if unit is not None and _is_table(unit):
            table.extend(unit.lines)
            continue
        if table:
            yield from table_pieces(table, above, cues).items()
            table = []
        above = unit.text if unit is not None else ""


def _title(line: Line, text: _Text) -> str:
    """Add a line of a title; a space between two parts of four characters and more stays."""
    parts: list[str] = []
    start = line.span.start
    spaced = _SPACED.search(line.text) is not None
    for gap in _BREAK.finditer(line.text[:TITLE_SIGNS]):
        if (
            spaced
            and line.text[gap.start() - 1 : gap.end() + 1].strip(QUOTES)
            != line.text[gap.start() - 1 : gap.end() + 1]
        ):
            continue
        at, end = line.span.start + gap.start(), line.span.start + gap.end()
        parts.append(text.add(Span(start, at), " " if parts else "\n"))
        text.page.edits.append(Edit(SPACE, Span(at, end), " "))
        start = end
    parts.append(text.add(Span(start, line.span.end), " " if parts else "\n"))
    return " ".join(part for part in parts if part)


def _paragraphs(unit: Unit) -> list[Span]:
    """Raw spans of the paragraphs of a unit; the first begins behind its lead."""
    if unit.kind == TITLE or _is_table(unit):
        return [line.span for line in unit.lines]
    column = max(len(line) for line in unit.lines)
    starts = [at for at in range(len(unit.lines)) if opens_paragraph(unit.lines, at, column)]
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


def _joined(story: Story, raw: str) -> list[list[Span]]:
    """The paragraphs, each of one or more spans: one that a blank line or a column cuts in two is one again."""
    joined: list[list[Span]] = []
    unfinished: list[Span] | None = None
    for unit in story.body:
        for at, span in enumerate(_paragraphs(unit)):
            alone = unit.kind == TITLE or _is_table(unit)
            if alone or unfinished is None or at > 0:
                joined.append([span])
            else:
                _extend(unfinished, span, raw)
            if not alone:
                last = unfinished if unfinished is not None and at == 0 else joined[-1]
                unfinished = last if _last_sign(raw, last[-1]) not in ENDS else None
    return joined


def _last_sign(raw: str, span: Span) -> str:
    return raw[max(span.start, span.end - GAP) : span.end].rstrip()[-1:]


def _extend(spans: list[Span], span: Span, raw: str) -> None:
    if raw[spans[-1].end : span.start].strip():
        spans.append(span)
    else:
        spans[-1] = Span(spans[-1].start, span.end)
