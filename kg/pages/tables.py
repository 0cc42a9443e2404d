"""Rows of a table with the heads of their columns: lines of a page in, what each row says as a sentence out.

工程名称 | 建设地点 | 总投资（万元） over 青岭治理工程 | 定襄县 | 3541 is read as 青岭治理工程位于定襄县，青岭治理工程总投资3541万元。 The
words of heads are put between the cells; they stand for the place of the cell that they are told of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Span
from kg.pages.cues import PageCues
from kg.pages.lines import Line
from kg.text.numerals import MULTIPLIERS

NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?%?")
PERIOD = re.compile(r"(?:19|20)\d\d年?(?:\d{1,2}月)?(?:底|末)?")
BRACKET = re.compile(r"[（(](?P<unit>[^（）()]{1,10})[）)]$|[/／](?P<per>[^/／]{1,6})$")
RULE = re.compile(r"[|:\s-]*")
NOTHING = re.compile(r"[-—–―/／…\s]*")
CELL = re.compile(r"[^\t|]+")
STROKE = "|"
CELLS = 2  # fewer make no table
ROWS = 2
MANY = "".join(MULTIPLIERS)
COMMA, END, YEAR = "，", "。", "年"
LONGEST = 60  # characters of a name


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell, or words that stand for the place `at`."""

    span: Span | None
    words: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row; of one that is empty the span is too."""

    span: Span
    text: str

    @property
    def number(self) -> bool:
        return NUMBER.fullmatch(self.text) is not None

    @property
    def empty(self) -> bool:
        return NOTHING.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its words without the unit, and the unit in brackets."""

    text: str
    unit: str = ""


Row = Sequence[Cell]


def table_pieces(lines: Sequence[Line], before: str, cues: PageCues) -> dict[int, tuple[Piece, ...]]:
    """What the rows of one table say, by where their lines begin; `before` is the line above it (单位：万元).

    Nothing of heads, totals and rows of another shape, nor of a table without heads.
    """
    rows = [(line, cells_of(line)) for line in lines if not RULE.fullmatch(line.text)]
    width = max((len(cells) for _, cells in rows), default=0)
    shared = cues.table_caption.search(before)
    while rows and len({cell.text for cell in rows[0][1]}) == 1 and len(rows) > ROWS:
        shared = cues.table_caption.search(rows.pop(0)[1][0].text) or shared  # a title over all columns
    heads, count = _heads([cells for _, cells in rows], width, cues)
    if width < CELLS or not heads or len(rows) - count < 1:
        return {}
    table = _Table(heads, cues, shared["unit"] if shared else "")
    found: dict[int, tuple[Piece, ...]] = {}
    name: Cell | None = None
    for line, cells in rows[count:]:
        own = table.name_of(cells) if len(cells) == width else None
        name = own if own is not None and not own.empty else name if own is not None else None
        if name is not None and not cues.table_total.fullmatch(name.text):
            found[line.span.start] = tuple(table.pieces(cells, name))
    return {start: pieces for start, pieces in found.items() if pieces}


def is_row(line: Line) -> bool:
    """Whether a line is a row of cells: between strokes, or parted by tabs."""
    text = line.text
    return text[:1] == text[-1:] == STROKE if text[:1] == STROKE else "\t" in text and END not in text


def cells_of(line: Line) -> list[Cell]:
    """The cells of a line: between strokes, or between tabs."""
    text, sign = line.text, STROKE if line.text[:1] == STROKE else "\t"
    start, found = 0, []
    for piece in text.strip(STROKE).split(sign) if sign == STROKE else text.split(sign):
        at = text.index(piece, start) if piece else start + (sign == STROKE)
        inner = piece.strip()
        begin = line.span.start + at + (len(piece) - len(piece.lstrip()) if inner else 0)
        found.append(Cell(Span(begin, begin + len(inner)), "".join(inner.split())))
        start = at + len(piece)
    return found


def _heads(rows: Sequence[Row], width: int, cues: PageCues) -> tuple[list[Head], int]:
    """The heads of the columns and how many rows they take: of two, the upper spans what the lower parts."""
    if not rows or len(rows[0]) != width or not all(map(_may_head, rows[0])):
        return [], 0
    upper, count = rows[0], 1
    texts = [cell.text for cell in upper]
    spans = any(a == b for a, b in zip(texts, texts[1:], strict=False))
    if spans and len(rows) > ROWS and len(rows[1]) == width and all(map(_may_head, rows[1])):
        lower = [cell.text for cell in rows[1]]
        texts = [b if a in b else a if b in a else _joined(a, b) for a, b in zip(texts, lower, strict=True)]
        count = 2
    return [_head(text, cues) for text in texts], count


def _joined(upper: str, lower: str) -> str:
    return f"{lower}{upper}" if PERIOD.fullmatch(lower) else f"{upper}{lower}"


def _may_head(cell: Cell) -> bool:
    return not cell.number or PERIOD.fullmatch(cell.text) is not None


def _head(text: str, cues: PageCues) -> Head:
    match = BRACKET.search(text)
    unit = (match["unit"] or match["per"]) if match else ""
    known = bool(unit) and (unit.lstrip(MANY) in cues.units or unit in cues.units or unit[0] in MANY)
    return Head(text[: match.start()], unit) if match and known else Head(text)


@dataclass(frozen=True, slots=True)
class _Table:
    heads: Sequence[Head]
    cues: PageCues
    unit: str  # of all numbers whose head has none

    def name_of(self, cells: Row) -> Cell | None:
        """The first cell that names what the row is of, the number of the row passed over."""
        at = self._name_at()
        cell = cells[at] if at is not None else None
        return cell if cell is not None and not cell.number and len(cell.text) <= LONGEST else None

    def _name_at(self) -> int | None:
        named = [i for i, head in enumerate(self.heads) if self.cues.table_name.search(head.text)]
        plain = [i for i, head in enumerate(self.heads) if not self.cues.table_index.fullmatch(head.text)]
        return next(iter(named or plain), None)

    def pieces(self, cells: Row, name: Cell) -> Iterator[Piece]:
        """A clause for each cell that says something of the name."""
        unit = next(
            (
                c.text
                for c, h in zip(cells, self.heads, strict=True)
                if self.cues.table_unit.fullmatch(h.text)
            ),
            self.unit,
        )
        clauses = 0
        for cell, head in zip(cells, self.heads, strict=True):
            said = list(self._clause(cell, head, name, unit)) if cell.text != name.text else []
            if said:
                yield from [Piece(None, COMMA, cell.span.start)] if clauses else []
                yield from said
                clauses += 1
        if clauses:
            yield Piece(None, END, max(cell.span.end for cell in cells) - 1)

    def _clause(self, cell: Cell, head: Head, name: Cell, unit: str) -> Iterator[Piece]:
        cues, at = self.cues, cell.span.start
        skipped = cues.table_index.fullmatch(head.text) or cues.table_unit.fullmatch(head.text)
        if cell.empty or skipped or (cell.number and not (head.unit or unit or cell.text[-1] == "%")):
            return
        own = [Piece(name.span)]
        if cell.number:
            period = PERIOD.fullmatch(head.text) is not None
            when = head.text + YEAR if head.text.isdecimal() else head.text
            yield from [Piece(None, when, at)] if period else []
            yield from own
            yield Piece(None, "" if period else head.text, at)
            yield Piece(cell.span)
            yield Piece(None, "" if cell.text[-1] == "%" else head.unit or unit, cell.span.end - 1)
            return
        form = next((f for pattern, f in self._forms() if pattern.search(head.text)), "")
        if form:
            first, last = form.split(STROKE)
            yield from (*own, Piece(None, first, at), Piece(cell.span), Piece(None, last, cell.span.end - 1))
        elif any(sign.isdigit() for sign in cell.text):
            yield from (*own, Piece(None, head.text, at), Piece(cell.span))

    def _forms(self) -> Iterator[tuple[re.Pattern[str], str]]:
        cues = self.cues
        yield cues.table_place, cues.says["place"]
        yield cues.table_builder, cues.says["builder"]
        yield cues.table_start, cues.says["start"]
        yield cues.table_end, cues.says["end"]
