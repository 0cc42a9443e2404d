"""Tables of web pages and CSV in, lines of cells between strokes out, which `kg.pages.tables` reads.

A merged cell stands in each row and column that it spans.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SHEET = (".xlsx", ".xlsm")
COMMA_SEPARATED = (".csv", ".tsv")
CELL = 60  # characters; a table of longer cells lays out a page
LONG = 0.2  # of the cells may be longer
SPAN = 50  # rows and columns that a cell may span
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
    csv.field_size_limit(max(len(text), 2**17))  # of a quotation mark that nothing closes
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    return "\n\n".join(title_and_rows(rows))


def title_and_rows(rows: Sequence[Sequence[str]]) -> Iterator[str]:
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
