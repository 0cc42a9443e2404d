"""Tables whose columns only spaces part: 序号 项目名称 投资 over 1 青岭高速公路 126. Their rows become rows of tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import replace
from kg.pages.cues import PageCues
from kg.pages.lines import Line

WIDTH, ROWS = 3, 2  # fewer columns or rows make no table
_GAP = re.compile(r"\s+")
_NUMBER = re.compile(r"\d{1,3}[.、]?")


def with_spaced_rows(lines: Sequence[Line], cues: PageCues) -> list[Line]:
    """The lines, those of such tables with a tab in each gap; every text stays as long as it is, but for a last cell that is missing.

    A table is a line of heads, the first of which counts (序号), and rows of as many cells that begin with a number.
    """
    found = list(lines)
    at = 0
    while at < len(lines):
        width = _width_of_heads(lines[at], cues)
        end = at + 1
        while width and end < len(lines) and _is_row(lines[end], width):
            end += 1
        if end - at > ROWS:
            found[at:end] = [_parted(line, width) for line in lines[at:end]]
        at = end
    return found


def _width_of_heads(line: Line, cues: PageCues) -> int:
    cells = line.text.split()
    heads = len(cells) >= WIDTH and cues.table_index.fullmatch(cells[0]) is not None
    return len(cells) if heads and "\t" not in line.text else 0


def _is_row(line: Line, width: int) -> bool:
    cells = line.text.split()
    return len(cells) in (width, width - 1) and _NUMBER.fullmatch(cells[0]) is not None


def _parted(line: Line, width: int) -> Line:
    text = _GAP.sub(lambda gap: "\t" + " " * (len(gap.group()) - 1), line.text)
    return replace(line, text=text + "\t" * (width - len(line.text.split())))
