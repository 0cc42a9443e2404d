"""The source of a web page → its text by its tags alone, for pages of which the parser of HTML loses text.

libxml2 gives up some 2,000 levels down, and says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from kg.pages.arrival import ENOUGH, count_han
from kg.pages.flow import BLOCKS, NO_TEXT, Block, find_blocks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# a tag to its end or the next `<`; a > in quotation marks behind = ends none, and a mark elsewhere is a sign as any
TAG = re.compile(r"""</?([A-Za-z][\w:-]*)(?:[^<>=]|=\s*+(?:"[^"]*"|'[^']*')?)*+""")
_ENDS = {
    name: re.compile(f"(?i)</{name}") for name in NO_TEXT & {"script", "style", "textarea", "title", "svg"}
}


def find_all_blocks(tree: HtmlElement, source: str) -> tuple[list[Block], bool]:
    """The blocks of a page, and whether they are those of its tree: where that lacks text, of its source alone."""
    plain = "".join(_pieces(source))
    if sum(count_han(str(text)) for text in tree.itertext()) >= ENOUGH * count_han(plain):
        return list(find_blocks(tree)), True
    lines = (" ".join(unescape(line).split()) for line in plain.split("\n"))
    return [Block(line) for line in lines if line], False


def _pieces(source: str) -> Iterator[str]:
    """What stands between tags, with a line end for each tag of a block."""
    at = 0
    while (start := source.find("<", at)) >= 0:
        yield source[at:start]
        tag = TAG.match(source, start)
        if tag is not None:
            name = tag[1].lower()
            if name in BLOCKS or name == "br":
                yield "\n"
            at = _behind(source, tag.end(), _ENDS.get(name) if source[start + 1] != "/" else None)
        elif source.startswith("<!--", start):
            end = source.find("-->", start)
            at = end + 3 if end >= 0 else len(source)
        elif source.startswith(("<!", "<?"), start):
            end = source.find(">", start)
            at = end + 1 if end >= 0 else len(source)
        else:
            yield "<"
            at = start + 1
    yield source[at:]


def _behind(source: str, at: int, end: re.Pattern[str] | None) -> int:
    """Where the text behind a tag begins; of a script, behind all of it."""
    at += source.startswith(">", at)
    if end is None:
        return at
    found = end.search(source, at)
    return found.start() if found else len(source)
