"""Tables of web pages, spreadsheets and CSV in, lines of cells between strokes out, which `kg.pages.tables` reads.

A merged cell stands in each row and column that it spans.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = (".xlsx", ".xlsm")
COMMA_SEPARATED = (".csv", ".tsv")
CELL = 60  # characters; a table of longer cells lays out a page
LONG = 0.2  # of the cells may be longer
SPAN = 50  # rows and columns that a cell may span
ROWS, COLUMNS = 20_000, 200  # of a sheet that are read
SEPARATORS, COUNTED = ",;\t|", 4096  # the commonest in so many characters parts the cells


def stroked(cells: Iterable[str]) -> str:
    """One row: | 甲 | 乙 |."""
    return "| " + " | ".join(" ".join(cell.replace("|", "／").split()) for cell in cells) + " |"


def rule_tables(tree: HtmlElement) -> bool:
    """Put a paragraph in the place of each row of a table of data; whether there was one."""
    from lxml import html

    found = False
    for table in list(tree.iter("table")):
        if any(True for _ in table.iterdescendants("table")):
            continue
        grid = list(_grid(table))
        if not _is_data(grid):
            continue
        block = html.Element("div")
        for row in grid:
            line = html.Element("p")
            line.text = stroked(row)
            block.append(line)
        block.tail = table.tail
        parent = table.getparent()
        if parent is not None:
            parent.replace(table, block)
            found = True
    return found


def _is_data(grid: Sequence[Sequence[str]]) -> bool:
    cells = [cell for row in grid for cell in row]
    wide = len(grid) > 1 and min(len(row) for row in grid) > 1
    return wide and sum(len(cell) > CELL for cell in cells) <= LONG * len(cells)


def _grid(table: HtmlElement) -> Iterator[list[str]]:
    """The rows of a table, each cell in all that it spans."""
    below: dict[int, tuple[int, str]] = {}  # by column: how many rows further down it stands, and its text
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _take_below(cells, below)
            text = "".join(str(cell.text_content()).split())
            rows, columns = _span(cell.get("rowspan")), _span(cell.get("colspan"))
            for _ in range(columns):
                if rows > 1:
                    below[len(cells)] = rows - 1, text
                cells.append(text)
        _take_below(cells, below)
        if cells:
            yield cells


def _take_below(cells: list[str], below: dict[int, tuple[int, str]]) -> None:
    while (held := below.get(len(cells))) is not None:
        rows, text = held
        if rows > 1:
            below[len(cells)] = rows - 1, text
        else:
            del below[len(cells)]
        cells.append(text)


def _span(written: str | None) -> int:
    return min(int(written), SPAN) if written and written.isdecimal() and int(written) > 0 else 1


def read_csv(text: str) -> str:
    """A CSV or TSV file; a line of one cell is a title or a note."""
    head = text[:COUNTED]
    separator = max(SEPARATORS, key=head.count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    return "\n\n".join(_page(rows))


def read_sheets(data: bytes) -> str:
    """The sheets of an XLSX file, each under its name."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    parts: list[str] = []
    for sheet in book.worksheets:
        lines = list(_page(_sheet_rows(sheet)))
        if lines:
            parts.append("\n\n".join(lines if lines[0].startswith("#") else [f"# {sheet.title}", *lines]))
    return "\n\n".join(parts)


def _sheet_rows(sheet: Worksheet) -> list[list[str]]:
    rows = [
        [_written(cell) for cell in row]
        for row in sheet.iter_rows(max_row=ROWS, max_col=min(sheet.max_column, COLUMNS), values_only=True)
    ]
    for merged in sheet.merged_cells.ranges:
        text = rows[merged.min_row - 1][merged.min_col - 1] if merged.min_row <= len(rows) else ""
        for at in range(merged.min_row - 1, min(merged.max_row, len(rows))):
            for column in range(merged.min_col - 1, min(merged.max_col, len(rows[at]))):
                rows[at][column] = text
    return rows


def _written(value: object) -> str:
    """As a reader sees it: a whole number without .0, a date as 2024-03-01."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) else f"{value:.10g}"
    return " ".join(str(value).split())


def _page(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of one text alone are a title above the table and notes below it."""
    titled = False
    for row in rows:
        cells = list(row)
        while cells and not cells[-1]:
            cells.pop()
        alone = len({cell for cell in cells if cell}) == 1
        if not any(cells):
            continue
        if alone:
            text = next(cell for cell in cells if cell)
            yield text if titled else f"# {text}"
        else:
            yield stroked([*row])
        titled = True
