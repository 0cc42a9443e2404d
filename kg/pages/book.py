"""An EPUB file → its text: the chapters in the order of the spine, each once."""

from __future__ import annotations

import posixpath
import zipfile
from urllib.parse import unquote

from kg.model import DataError
from kg.pages.arrival import Text, came, han
from kg.pages.encoding import decode_as, decode_told
from kg.pages.packed import read_part
from kg.pages.tagless import find_all_blocks

CONTAINER = "META-INF/container.xml"
CHAPTERS = 5000  # a book has fewer
DECLARED = 200  # bytes in which XML tells its encoding
PAGES = (".xhtml", ".html", ".htm")
TOLD = 5  # chapters that are named


def read_epub(packed: zipfile.ZipFile, where: str) -> Text:
    """All chapters that can be read; the others are told. Raises DataError where there is none, anything for damage."""
    names, parts, lost = set(packed.namelist()), list[str](), list[str]()
    spine = _spine(packed, where)
    for name in spine[:CHAPTERS]:
        try:
            parts.append(_chapter(packed, name, where))
        except (DataError, ValueError, KeyError, zipfile.BadZipFile, EOFError, NotImplementedError):
            lost.append(name)
    text = "\n\n".join(part for part in parts if part)
    losses = [f"{where}: chapters are missing or cannot be read: {_named(lost)}"] if lost else []
    rest = [name for name in sorted(names) if name.lower().endswith(PAGES) and name not in set(spine)]
    share = came(text, text + "".join(_quietly(packed, name, where) for name in rest[:CHAPTERS]))
    if share.low:
        losses.append(share.tell(where, "in chapters that its spine does not name"))
    return Text(text, losses=tuple(losses))


def _named(names: list[str]) -> str:
    return ", ".join(names[:TOLD]) + (f" and {len(names) - TOLD} more" if len(names) > TOLD else "")


def _spine(packed: zipfile.ZipFile, where: str) -> list[str]:
    """The names of the chapters in order, each once."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    container = etree.fromstring(read_part(packed, CONTAINER, where), parser)
    package = str(container.xpath("string(//*[local-name()='rootfile']/@full-path)"))
    opf = etree.fromstring(read_part(packed, package, where), parser)
    hrefs = {str(i.get("id")): str(i.get("href")) for i in opf.xpath("//*[local-name()='item']")}
    refs = (hrefs.get(str(ref), "") for ref in opf.xpath("//*[local-name()='itemref']/@idref"))
    folder = posixpath.dirname(package)
    return list(dict.fromkeys(_name(packed, folder, href) for href in refs if href))


def _name(packed: zipfile.ZipFile, folder: str, href: str) -> str:
    """The name in the archive of what a link leads to; in links, blanks and Chinese are percent-encoded."""
    plain = posixpath.normpath(posixpath.join(folder, href.partition("#")[0]))
    decoded = unquote(plain)
    return plain if plain in packed.NameToInfo or decoded not in packed.NameToInfo else decoded


def _chapter(packed: zipfile.ZipFile, name: str, where: str) -> str:
    from lxml import etree, html

    data = read_part(packed, name, where)
    source = _decoded(data, f"{where}/{name}")
    if not source.strip():
        return ""
    try:
        tree = html.document_fromstring(
            source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except etree.ParserError:  # nothing in it but comments
        return ""
    blocks, _ = find_all_blocks(tree, source)
    return "\n\n".join(block.written() for block in blocks) if han(blocks) or blocks else ""


def _decoded(data: bytes, where: str) -> str:
    """By the encoding that the XML declares, or a mark, or as any text."""
    head = data[:DECLARED].decode("ascii", "ignore")
    declared = (
        head.partition("encoding=")[2][1:].partition(head.partition("encoding=")[2][:1] or " ")[0].lower()
    )
    if declared and declared != "utf-8" and not declared.startswith("utf-16"):
        text = decode_as(data, declared)
        if text is not None:
            return text
    return decode_told(data, where)[0]


def _quietly(packed: zipfile.ZipFile, name: str, where: str) -> str:
    try:
        return _chapter(packed, name, where)
    except (DataError, ValueError, KeyError, zipfile.BadZipFile, EOFError, NotImplementedError):
        return ""
