"""Where paragraphs begin among lines that were wrapped: behind a short line that ends a sentence, at numbers, names and forms."""

from __future__ import annotations

from collections.abc import Sequence

from kg.pages.kinds import WHOLE_LINE
from kg.pages.lines import ENDS, Line, ends_sentence
from kg.text.signs import LABEL, NAMED_LINE, NUMBERED

PARAGRAPH_END = 0.9  # of the column: a shorter line that ends a sentence ends the paragraph
SHORT_LINE = 0.7  # of the column: so does a shorter one that ends with a word in brackets or quotes
_BULLETS = "■□◆◇▲△●○★☆※"


def opens_paragraph(lines: Sequence[Line], at: int, column: int) -> bool:
    """Whether the line at an index begins a paragraph, in a column of so many characters."""
    if at == 0 or lines[at].squeezed[0] in _BULLETS:
        return True
    before = lines[at - 1]
    short = len(before) < PARAGRAPH_END * column
    if NUMBERED.match(lines[at].squeezed) and (short or NUMBERED.match(before.squeezed)):
        return True
    near = lines[max(0, at - 2) : at + 2]
    if short and len(near) > 2 and all(NAMED_LINE.fullmatch(x.squeezed) for x in near):
        return True  # names, a line each
    form = [LABEL.match(line.squeezed) is not None for line in lines[at - 1 : at + 2]]
    if form == [False, True, True]:
        return True
    ended = short or lines[at].indented or column > WHOLE_LINE
    whole = ends_sentence(before) or len(before) < SHORT_LINE * column or column > WHOLE_LINE
    return before.squeezed[-1] in ENDS and ended and whole
