"""Lines that stand together: blank lines part them, and so do headings, unwrapped lines and steps of the margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.pages.kinds import WHOLE_LINE
from kg.pages.lines import ENDS, Line

TITLE_LINE = 45  # characters; a longer line is prose
SHORT_END = 0.9  # of the column: a shorter line that ends a sentence ends a paragraph
INDENTED = 0.5  # of the lines behind an ended paragraph, where a page indents its paragraphs
FLUSH = 0.3  # of all lines are not indented on such a page: wrapped lines and titles
STEPS = 3  # ended paragraphs; fewer tell nothing


def page_blocks(lines: Sequence[Line], column: float) -> Iterator[list[Line]]:
    """The blocks of a page in order. `column` is the width of the column in characters."""
    indents = _indents(lines, column)
    block: list[Line] = []
    for line in lines:
        if block and (_parted(block[-1], line, column) or (indents and _steps(block, line, column))):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _parted(before: Line, line: Line, column: float) -> bool:
    """A blank line, a heading, or a line too long to be wrapped parts two blocks."""
    unwrapped = column >= WHOLE_LINE or len(before) > WHOLE_LINE or len(line) > WHOLE_LINE
    return unwrapped or before.block != line.block or bool(before.heading) != bool(line.heading)


def _indents(lines: Sequence[Line], column: float) -> bool:
    """Whether each paragraph of the page begins with a step inwards."""
    behind = [line.indented for before, line in pairwise(lines) if _ended(before, column)]
    flush = sum(not line.indented for line in lines)
    return len(behind) >= STEPS and sum(behind) >= INDENTED * len(behind) and flush >= FLUSH * len(lines)


def _ended(line: Line, column: float) -> bool:
    return line.squeezed[-1] in ENDS and len(line) < SHORT_END * column


def _steps(block: Sequence[Line], line: Line, column: float) -> bool:
    """Behind an ended paragraph, a line at the margin is a title; a title ends where a line is indented."""
    if line.indented:
        return not block[0].indented
    before = block[-1]
    open_line = len(line) < SHORT_END * column and line.squeezed[-1] not in ENDS
    return _ended(before, column) or (before.squeezed[-1] in ENDS and open_line)
