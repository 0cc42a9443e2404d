"""A DOCX file → its text: paragraphs, headings as `# ` lines, rows of tables, and all that a shape or a field holds.

The tree is walked, since python-docx passes over text boxes, content controls, tracked insertions and nested tables.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.pages.arrival import Text, came
from kg.pages.grids import stroked
from kg.pages.packed import read_part

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DOCUMENT = "word/document.xml"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
STYLES = "word/styles.xml"
SPAN = 20  # columns that a cell is taken to span; a number in the file may be any
_HEADING = re.compile(r"[Hh]eading ?(\d)")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_docx(packed: zipfile.ZipFile, where: str) -> Text:
    """The text of the document and its notes. Raises anything for one that is damaged."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    names = set(packed.namelist())
    levels = _levels(_root(read_part(packed, STYLES, where), parser)) if STYLES in names else {}
    lines: list[str] = []
    whole: list[str] = []
    embedded = 0
    for part in (DOCUMENT, *(note for note in NOTES if note in names)):
        root = _root(read_part(packed, part, where), parser)
        lines += _lines(root, levels)
        embedded += sum(1 for _ in root.iter(f"{W}altChunk"))
        whole += (t.text or "" for t in root.iter("{*}t") if not _doubled(t))
    text = _ILLEGAL.sub("", "\n\n".join(line for line in lines if line.strip()))
    share = came(text, "".join(whole))
    losses = [share.tell(where, "in parts that are not read")] if share.low else []
    if embedded:
        losses.append(
            f"{where}: {embedded} documents embedded in it are not read; save it anew in Word or WPS"
        )
    return Text(text, losses=tuple(losses))


def _root(data: bytes, parser: XMLParser) -> _Element:
    """The tree of a part, in the one namespace of W: "strict" files have another."""
    from lxml import etree

    root = etree.fromstring(data, parser)
    space = str(root.tag).partition("}")[0].removeprefix("{")
    if not space or space == W[1:-1]:
        return root
    return etree.fromstring(data.replace(space.encode(), W[1:-1].encode()), parser)


def _levels(styles: _Element) -> dict[str, str]:
    """`# ` by the id of a style for Title and Heading 1, `## ` for Heading 2."""
    found: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        named = style.find(f"{W}name")
        name = str(named.get(f"{W}val", "")) if named is not None else ""
        match = _HEADING.fullmatch(name)
        level = 1 if name in ("Title", "title") else min(int(match[1]), 6) if match else 0
        if level:
            found[str(style.get(f"{W}styleId", ""))] = "#" * level + " "
    return found


def _doubled(element: _Element) -> bool:
    """Whether it repeats for older programs what stands beside it."""
    for fallback in element.iterancestors(f"{COMPATIBLE}Fallback"):
        choice = fallback.getparent().find(f"{COMPATIBLE}Choice")
        if choice is not None and next(choice.iter(f"{W}t"), None) is not None:
            return True
    return False


def _lines(root: _Element, levels: dict[str, str]) -> Iterator[str]:
    """Paragraphs in order, those in shapes behind the one that holds the shape; a table as one block of rows."""
    open_tables: list[_Table] = []
    words: list[list[str]] = []  # of the paragraphs that are open
    waiting: list[str] = []  # from shapes in an open paragraph
    for event, element in _walk(root):
        kind = element.tag
        if event == "start":
            if kind == f"{W}p":
                words.append([])
            elif kind == f"{W}tbl":
                open_tables.append(_Table(len(words)))
            elif kind == f"{W}tr" and open_tables:
                open_tables[-1].begin_row()
            elif kind == f"{W}tc" and open_tables:
                open_tables[-1].begin_cell(element)
            elif words and kind in (f"{W}t", f"{W}tab", f"{W}br", f"{W}cr"):
                words[-1].append(
                    (element.text or "") if kind == f"{W}t" else "\n" if kind != f"{W}tab" else "\t"
                )
            continue
        if kind == f"{W}p":
            text = "".join(words.pop()).strip()
            inside = open_tables[-1] if open_tables and open_tables[-1].depth == len(words) else None
            line = _level(element, levels) + text if text and inside is None else text
            if inside is not None:
                inside.add(text)
            elif words:
                waiting.append(line)
            else:
                yield from (line, *waiting)
                waiting.clear()
        elif kind == f"{W}tbl" and open_tables:
            table = open_tables.pop()
            if open_tables:
                open_tables[-1].nested += table.written()
            elif words:
                waiting += table.written()
            else:
                yield from table.written()


def _walk(root: _Element) -> Iterator[tuple[str, _Element]]:
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag == f"{COMPATIBLE}Fallback" and _repeats(element):
            walk.skip_subtree()
            continue
        yield event, element


def _repeats(fallback: _Element) -> bool:
    choice = fallback.getparent().find(f"{COMPATIBLE}Choice")
    return choice is not None and next(choice.iter(f"{W}t"), None) is not None


def _level(paragraph: _Element, levels: dict[str, str]) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return levels.get(str(style.get(f"{W}val", "")), "") if style is not None else ""


class _Table:
    """Rows in the making. A cell merged with the one above repeats it, one that spans columns stands in each."""

    def __init__(self, depth: int) -> None:
        self.depth = depth  # of open paragraphs around it
        self.rows: list[list[str]] = []
        self.nested: list[str] = []  # tables in cells, behind this one
        self.cell: list[str] = []
        self.spans: list[tuple[int, bool, list[str]]] = []  # of the row: columns, merged with above, its text

    def begin_row(self) -> None:
        self._end_row()

    def begin_cell(self, cell: _Element) -> None:
        grid, merged = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")
        number = str(grid.get(f"{W}val", "1")) if grid is not None else "1"
        columns = min(int(number), SPAN) if number.isdecimal() and len(number) < 12 else SPAN
        self.cell = []
        self.spans.append((columns, merged is not None and merged.get(f"{W}val") != "restart", self.cell))

    def add(self, text: str) -> None:
        if text:
            self.cell.append(text)

    def _end_row(self) -> None:
        if not self.spans:
            return
        above, row = self.rows[-1] if self.rows else [], list[str]()
        for columns, merged, texts in self.spans:
            at = len(row)
            text = above[at] if merged and not texts and at < len(above) else "\n".join(texts)
            row += [text] * min(columns, max(SPAN - at, 1))
        self.rows.append(row)
        self.spans = []

    def written(self) -> list[str]:
        self._end_row()
        return ["\n".join(stroked(row) if len(row) > 1 else "".join(row) for row in self.rows), *self.nested]
