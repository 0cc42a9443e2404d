"""The lines of a page that are not blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from kg.model import Span, light
from kg.text.fold import fold

ENDS = "。！？!?…”’）)」』■"  # a paragraph that ends otherwise goes on
STOPS = "。！？"
_SAID = re.compile(
    "[。！？!?…■][”’）)」』]*$|[。！？!?…”’」』][（(][^（）()]{1,60}[）)]$"
)  # …。”, …。（王某某）
SENTENCE = 20  # characters; a shorter line may be a title
PARAGRAPHS = 0.8  # of the longer lines of a page of paragraphs end with a sentence
_BREAK = "\n\r\f\x85\u2028\u2029"
_LINE = re.compile(f"[^{_BREAK}]*(?:\r\n|[{_BREAK}])|[^{_BREAK}]+\\Z")
WHITE = re.compile(r"\s+")
_MARKUP = re.compile(r"(?:>\s*|[-*+]\s+)*(?:(?P<level>#{1,6})\s*)?(?P<bold>[*_]{2}(?=\S))?")
BOLD = 7  # the level of a line all bold, below ######
_CLOSING = "*_#"


@light
@dataclass(frozen=True, slots=True)
class Line:
    """A line: raw span without markup and white space at the edges, its folded text, with and without spaces."""

    span: Span
    text: str
    squeezed: str
    block: int  # lines of one block have no blank line between them
    indented: bool
    heading: int  # level in Markdown: 1 for #, 7 for a line all bold, 0 for none

    def __len__(self) -> int:
        return len(self.squeezed)


def page_lines(raw: str) -> list[Line]:
    """The lines that are not blank, in order."""
    lines: list[Line] = []
    block, blank = 0, False
    for match in _LINE.finditer(raw):
        folded = fold(match.group())
        if not folded.strip():
            blank = True
            continue
        block += blank
        blank = False
        line = _line(folded, match.start(), block)
        if line is not None:
            lines.append(line)
    return lines


def _line(folded: str, start: int, block: int) -> Line | None:
    text = folded.rstrip()
    skip = len(text) - len(text.lstrip())
    mark = _MARKUP.match(text, skip)
    at = mark.end() if mark else skip
    inner = text[at:].rstrip(_CLOSING).rstrip()
    closed = at + len(inner) < len(text)
    level = len(mark["level"] or "") if mark else 0
    if mark and mark["bold"] and closed and not level:
        level = BOLD
    if not inner:
        return None
    squeezed = "".join(inner.split())
    return Line(Span(start + at, start + at + len(inner)), inner, squeezed, block, skip > 0, level)


def ends_sentence(line: Line) -> bool:
    """Whether a line ends with a sentence, and not with a word in brackets or quotes: 某某（集团）."""
    return _SAID.search(line.squeezed) is not None


def column_width(lines: Sequence[Line]) -> float:
    """The width of the column in characters: the median of the longer lines."""
    widths = sorted(len(line) for line in lines)
    return float(median(widths[len(widths) // 3 :])) if widths else 0.0


def are_paragraphs(lines: Sequence[Line]) -> bool:
    """A line that was wrapped ends in the middle of a sentence; where next to none does, none was wrapped."""
    longer = [line for line in lines if len(line) >= SENTENCE]
    whole = sum(line.squeezed[-1] in ENDS for line in longer)
    most = 2 * sum(map(len, longer)) >= sum(map(len, lines))
    return len(longer) > 1 and most and whole >= PARAGRAPHS * len(longer)
