"""A tree of HTML → its blocks of text in order, none left out: headings, paragraphs, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BLOCKS = frozenset(
    {*HEADINGS, "p", "li", "td", "th", "tr", "pre", "blockquote", "dt", "dd", "div", "section", "article"}
    | {"table", "tbody", "thead", "caption", "ul", "ol", "dl", "body", "html", "main", "header", "footer"}
    | {"nav", "aside", "form", "figure", "figcaption", "center", "hr", "address", "fieldset", "details"}
)
NO_TEXT = frozenset(
    {"script", "style", "title", "noscript", "template", "textarea", "select", "option", "button", "svg"}
    | {"iframe", "object", "canvas", "head"}
)
ASIDE = frozenset({"nav", "footer", "aside", "form"})
WIDE = frozenset({"html", "body", "main", "article"})  # never aside, however they are called
_ASIDE_NAME = re.compile(
    r"(?i)(?<![a-z])(?:ads?|advert\w*|guanggao|comments?|pinglun|recommend\w*|related|sidebar|breadcrumbs?|share|copyright)(?![a-z])"
)
CELL = 200  # characters; a longer cell is a paragraph of a page that is laid out by a table
_WHITE = re.compile(r"[ \t\r\n\f]+")
_LINE_END = "。！？!?；;”」：:"
_INDENT = ("　", "\xa0\xa0", "  ")


@dataclass(frozen=True, slots=True)
class Block:
    """Text that stands by itself. `level` is that of a heading, else 0; `aside` what is no part of an article."""

    text: str
    level: int = 0
    aside: bool = False

    def written(self) -> str:
        return f"{'#' * self.level} {self.text}" if self.level else self.text


@dataclass(slots=True)
class _Flow:
    words: list[str] = field(default_factory=list)
    level: int = 0
    asides: list[object] = field(default_factory=list)
    cells: list[str] | None = None  # of the row that is read, where it is one

    def add(self, text: str | None) -> None:
        if text:
            self.words.append(_WHITE.sub(" ", text))

    def end(self) -> Iterator[Block]:
        """What was gathered, as blocks."""
        written = "".join(self.words)
        self.words.clear()
        if self.cells is not None:
            if written.strip():
                self.cells.append(" ".join(written.split()))
            return
        for text in _paragraphs(written):
            yield Block(text, self.level, bool(self.asides))


def find_blocks(tree: HtmlElement) -> Iterator[Block]:
    """All text of a page but that of scripts and controls; what a block holds beside other blocks is one too."""
    from lxml import etree

    flow = _Flow()
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    rows: list[object] = []
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in NO_TEXT:
                walk.skip_subtree()
                continue
            if tag in BLOCKS:
                yield from flow.end()
            if _is_aside(element):
                flow.asides.append(element)
            if tag == "tr" and flow.cells is None and _is_row(element):
                flow.cells = []
                rows.append(element)
            flow.level = HEADINGS.get(tag, flow.level)
            flow.add("" if tag != "br" else None)
            if tag == "br":
                flow.words.append("\n")
            flow.add(element.text)
            continue
        if event == "end" and tag in BLOCKS:
            yield from flow.end()
            flow.level = 0 if tag in HEADINGS else flow.level
            if rows and rows[-1] is element:
                rows.pop()
                cells, flow.cells = flow.cells or [], None
                if cells:
                    yield Block(
                        f"| {' | '.join(cells)} |" if len(cells) > 1 else cells[0], 0, bool(flow.asides)
                    )
        if event == "end" and flow.asides and flow.asides[-1] is element:
            flow.asides.pop()
        flow.add(element.tail)
    yield from flow.end()


def _is_aside(element: HtmlElement) -> bool:
    if element.tag in ASIDE:
        return True
    called = f"{element.get('class', '')} {element.get('id', '')}" if element.tag not in WIDE else " "
    return called != " " and _ASIDE_NAME.search(called[:CELL]) is not None


def _is_row(element: HtmlElement) -> bool:
    """A row of short cells; a table that lays out a page has cells of paragraphs, and tables in them."""
    cells = [cell for cell in element if cell.tag in ("td", "th")]
    if len(cells) < 2 or next(element.iterdescendants("table"), None) is not None:
        return False
    return all(sum(map(len, cell.itertext())) <= CELL for cell in cells)


def _paragraphs(written: str) -> Iterator[str]:
    """Line breaks of <br>: one behind the end of a sentence, before an indent, or doubled parts two paragraphs."""
    if "\n" not in written:
        text = " ".join(written.split())
        if text:
            yield text
        return
    held: list[str] = []
    for line in written.split("\n"):
        text = " ".join(line.split())
        if held and (not text or line.startswith(_INDENT) or held[-1].endswith(tuple(_LINE_END))):
            yield "\n".join(held)
            held = []
        if text:
            held.append(text)
    if held:
        yield "\n".join(held)
