"""An XLSX file → its sheets as titles and lines of cells between strokes, bounded by numbers of ours and not of the file's.

openpyxl streams the rows; merged cells are taken from the XML, since openpyxl makes a cell for each that one covers: of
A1:XFD1048576 seventeen thousand millions.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from kg.model import DataError
from kg.pages.arrival import Text
from kg.pages.grids import title_and_rows
from kg.pages.packed import check_ratio, read_part

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

ROWS, COLUMNS = 20_000, 200  # of a sheet that are read
COVERED = 1_000_000  # cells that merged ones may cover in a sheet
LONGEST = 32 * 2**20  # characters of all cells; a shared text may stand in each
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FILLED = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"(?:\s[^<>]*)?(?<!/)>')
_UNCOUNTED = re.compile(
    rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)


@dataclass(slots=True)
class _Book:
    """What is read so far."""

    where: str
    parts: list[str] = field(default_factory=list)
    size: int = 0  # characters
    left: int = 0  # cells behind the last row and column that are read
    uncounted: int = 0  # formulas whose values the file does not have

    def losses(self) -> Iterator[str]:
        if self.left:
            yield (
                f"{self.where}: {self.left:,} cells behind row {ROWS:,} or column {COLUMNS} of a sheet are not read"
            )
        if self.uncounted:
            yield (
                f"{self.where}: {self.uncounted:,} cells are formulas without a value in the file: "
                "open and save it in Excel or WPS"
            )


def read_sheets(data: bytes, where: str) -> Text:
    """The sheets, each under its name. Raises anything for a file that is damaged."""
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        check_ratio(packed, where)
        workbook, book = (
            openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=True),
            _Book(where),
        )
        for sheet in workbook.worksheets:
            source = read_part(packed, sheet._worksheet_path.lstrip("/"), where)  # openpyxl has no other door
            _add(sheet, source, book)
    return Text("\n\n".join(book.parts), losses=tuple(book.losses()))


def _add(sheet: ReadOnlyWorksheet, source: bytes, book: _Book) -> None:
    rows = list(_rows(sheet, book))
    _cover(rows, source)
    lines = list(title_and_rows(rows))
    if lines:
        book.parts.append("\n\n".join(lines if lines[0].startswith("#") else [f"# {sheet.title}", *lines]))
    places = ((_column(m[1]), int(m[2])) for m in _FILLED.finditer(source))
    book.left += sum(column > COLUMNS or row > ROWS for column, row in places)
    book.uncounted += len(_UNCOUNTED.findall(source))


def _rows(sheet: ReadOnlyWorksheet, book: _Book) -> Iterator[list[str]]:
    """All rows up to ROWS, as wide as the widest; the n-th is row n + 1."""
    sheet.reset_dimensions()  # a file may say anything of itself
    found: list[list[str]] = []
    for row in sheet.iter_rows(max_row=ROWS, max_col=COLUMNS, values_only=True):
        cells = [_written(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        book.size += sum(map(len, cells))
        if book.size > LONGEST:
            raise DataError(f"{book.where}: has more than {LONGEST:,} characters of text")
        found.append(cells)
    width = max(map(len, found), default=0)
    yield from (cells + [""] * (width - len(cells)) for cells in found)


def _cover(rows: list[list[str]], source: bytes) -> None:
    """Put the text of each merged cell into all that it covers."""
    covered = 0
    for match in _MERGED.finditer(source):
        first, left, last, right = int(match[2]), _column(match[1]), int(match[4]), _column(match[3])
        if not (0 < first <= len(rows) and 0 < left <= len(rows[0])):
            continue
        text = rows[first - 1][left - 1]
        for row in rows[first - 1 : last]:
            size = len(row[left - 1 : right])
            covered += size
            row[left - 1 : right] = [text] * size
        if covered > COVERED:
            return


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _written(value: object) -> str:
    """As a reader sees it: a whole number without .0, a date as 2024-03-01."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.0f}" if value == int(value) else f"{value:.10g}"
    return " ".join(str(value).split())
