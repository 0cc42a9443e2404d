"""The text of a file in one of the formats that pages come in; the content decides, and then the suffix.

Titles become `# ` lines and paragraphs stand between blank lines, which is what `kg.pages.lines` reads. Offsets count in
this text (`kg read FILE --text` prints it).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kg.model import DataError
from kg.pages.encoding import decode
from kg.pages.grids import COMMA_SEPARATED, read_csv, read_sheets, rule_tables, stroked
from kg.pages.parsing import parsing
from kg.pages.pdf import read_pdf

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HTML = (".html", ".htm", ".xhtml")
HEADINGS = {"h1": "#", "h2": "##", "h3": "###", "h4": "####", "h5": "#####", "h6": "######"}
BLOCKS = (*HEADINGS, "p", "li", "td", "th", "pre", "blockquote", "dt", "dd", "div", "section", "article")
CHARSET = 2048  # bytes of a page of the web within which its charset is told
KEPT = 0.25  # of the text of its paragraphs that trafilatura must keep, else all paragraphs are taken
UNPACKED = 64 * 2**20  # bytes of all parts of a DOCX or EPUB file; a book of text has a few
EPUB_PART = 20 * 2**20  # bytes of a chapter
_MARKUP = re.compile(
    rb"\s*+(?:<\?xml[^>]*>\s*+)?+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)  # nothing is tried twice: 40 comments and no <html> took hours
_META = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file, and the date that its format tells (ISO 8601)."""

    text: str
    date: str | None = None


def read_text(data: bytes, where: str) -> Text:
    """The text of a file's bytes; `where` is its name, for its suffix and for messages. Raises DataError with the reason."""
    suffix = PurePosixPath(where).suffix.lower()
    if data.startswith(b"%PDF-"):
        with parsing(where, "is no readable PDF file"):
            return Text(read_pdf(data, where))
    if data.startswith(b"PK\x03\x04"):
        return _packed(data, where)
    if suffix in HTML or _MARKUP.match(data):
        with parsing(where, "is no readable HTML file"):
            return _html(data, where)
    if suffix in (".pdf", ".docx", ".epub"):
        raise DataError(f"{where}: is no {suffix[1:].upper()} file, whatever its name says")
    return Text(read_csv(decode(data, where)) if suffix in COMMA_SEPARATED else decode(data, where))


def is_plain(data: bytes) -> bool:
    """Whether the beginning of a file is neither PDF, archive nor web page."""
    return not data.startswith((b"%PDF-", b"PK\x03\x04")) and not _MARKUP.match(data)


def _packed(data: bytes, where: str) -> Text:
    """DOCX and EPUB are ZIP archives; which one is told by what they hold."""
    with (
        parsing(where, "is not text, and no readable DOCX, XLSX or EPUB file"),
        zipfile.ZipFile(io.BytesIO(data)) as packed,
    ):
        names = set(packed.namelist())
        size = sum(info.file_size for info in packed.infolist())
    if size > UNPACKED:
        raise DataError(f"{where}: unpacks to more than {UNPACKED >> 20} MB")
    if "xl/workbook.xml" in names:
        with parsing(where, "is no readable XLSX file"):
            return Text(read_sheets(data))
    if "word/document.xml" in names:
        with parsing(where, "is no readable DOCX file"):
            return Text(_docx(data))
    if "META-INF/container.xml" in names:
        with parsing(where, "is no readable EPUB file"):
            return Text(_epub(data))
    raise DataError(f"{where}: is a ZIP archive with neither a DOCX, an XLSX nor an EPUB in it")


def _html(data: bytes, where: str) -> Text:
    """The main text by trafilatura; a list of paragraphs, when it keeps too little."""
    from lxml import html

    source = _web_text(data, where)
    tree = html.document_fromstring(
        source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
    )
    if rule_tables(tree):
        source = str(html.tostring(tree, encoding="unicode"))
    everything = "\n\n".join(_blocks(tree))
    main, title, date = _main_text(source)
    if len(main) < KEPT * len(everything):
        return Text(everything, date)
    headed = title and title not in main[: 2 * len(title) + 10]
    return Text(f"# {title}\n\n{main}" if headed else main, date)


def _main_text(source: str) -> tuple[str, str, str | None]:
    """Main text, title and date of publication, each empty where trafilatura finds none."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as WebPage

    found = bare_extraction(
        source, favor_recall=True, include_comments=False, include_tables=True, with_metadata=True
    )
    if not isinstance(found, WebPage):
        return "", "", None
    text = re.sub(r"\n+", "\n\n", str(found.text or "").strip())
    date = str(found.date or "")
    told = _DATE.fullmatch(date) and any(form in source for form in _written(date))
    return text, " ".join(str(found.title or "").split()), date if told else None


def _written(date: str) -> Iterator[str]:
    """Ways to write a date; one that the page does not write is a guess of the library's."""
    year, month, day = date.split("-")
    yield date
    for between in ("-", "/", "."):
        yield between.join((year, str(int(month)), str(int(day))))
        yield between.join((year, month, day))
    yield f"{year}年{int(month)}月{int(day)}日"
    yield f"{year}年{month}月{day}日"


def _web_text(data: bytes, where: str) -> str:
    """By the charset that the page tells (gb2312 is read as GB18030, which holds it), else as any text."""
    told = _META.search(data[:CHARSET])
    name = told.group(1).decode("ascii", "replace").lower() if told else ""
    name = "gb18030" if name in ("gb2312", "gbk", "gb18030") else name
    if name and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, where)


def _blocks(tree: HtmlElement) -> Iterator[str]:
    """Headings as `# ` lines and paragraphs, in order; what holds other blocks is not a block."""
    for element in tree.iter(*BLOCKS):
        if any(True for _ in element.iterdescendants(*BLOCKS)) or _in_furniture(element):
            continue
        text = " ".join(str(element.text_content()).split())
        if text:
            mark = HEADINGS.get(str(element.tag), "")
            yield f"{mark} {text}" if mark else text


def _in_furniture(element: HtmlElement) -> bool:
    return any(
        a.tag in ("nav", "footer", "script", "style", "aside", "form") for a in element.iterancestors()
    )


def _docx(data: bytes) -> str:
    from docx import Document as open_docx
    from docx.table import Table

    lines: list[str] = []
    for item in open_docx(io.BytesIO(data)).iter_inner_content():
        if isinstance(item, Table):
            rows = (stroked(cell.text for cell in row.cells) for row in item.rows)
            lines.append("\n".join(rows))
        else:
            style = str(item.style.name if item.style is not None else "")
            lines.append(f"{_level(style)}{item.text.strip()}" if item.text.strip() else "")
    return "\n\n".join(line for line in lines if line.strip())


def _level(style: str) -> str:
    """`# ` for the styles Title and Heading 1, `## ` for Heading 2."""
    if style == "Title":
        return "# "
    number = re.fullmatch(r"[Hh]eading (\d)", style)
    return "#" * min(int(number.group(1)), 6) + " " if number else ""


def _epub(data: bytes) -> str:
    """The chapters in the order of the spine."""
    from lxml import etree, html

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    parts: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        container = etree.fromstring(book.read("META-INF/container.xml"), parser)
        package = str(container.xpath("string(//*[local-name()='rootfile']/@full-path)"))
        opf = etree.fromstring(book.read(package), parser)
        hrefs = {str(i.get("id")): str(i.get("href")) for i in opf.xpath("//*[local-name()='item']")}
        folder = PurePosixPath(package).parent
        for ref in opf.xpath("//*[local-name()='itemref']/@idref"):
            with book.open(str(folder / hrefs[str(ref)])) as file:
                text = file.read(EPUB_PART)
            tree = html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
            parts.append("\n\n".join(_blocks(tree)))
    return "\n\n".join(part for part in parts if part)
