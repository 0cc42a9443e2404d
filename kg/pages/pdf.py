"""The text layer of a PDF file, in the order of reading of a newspaper's columns."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.model import DataError
from kg.pages.arrival import Text, came
from kg.pages.columns import Box, in_order
from kg.pages.encoding import is_chinese
from kg.pages.parsing import parsing

if TYPE_CHECKING:
    from pdfminer.layout import LTItem, LTPage
    from pdfminer.pdfpage import PDFPage

PAGES = 20_000  # pages of a file
TOLD = 5  # pages that are named
NEAR = 1.0  # points; a glyph drawn again nearer than that is a bold one
UNREAD = "is no readable PDF file"
DEEPEST = 20  # figures in figures
_HALVES = re.compile("[\ud800-\udfff]")  # of characters, which a font without a table of characters may give
_SPACES = re.compile(r"(?<![ \t\r\f\v])[ \t\r\f\v]*\n\s*")
_UNKNOWN = re.compile(r"\(cid:\d+\)")
_LATIN = re.compile(r"[\x80-\xff]{2}")
_KIDS = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


def read_pdf(data: bytes, where: str) -> Text:
    """The text layer, page by page, columns in the order of reading; pdfminer finds lines and boxes.

    A page that cannot be read is told, and the others are read. Raises DataError for a file that is encrypted or has no
    text layer, and anything for one that is damaged as a whole.
    """
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed

    reading = _Reading(where)
    try:
        reading.read(data)
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise DataError(f"{where}: is encrypted; save it without a password") from error
    text = "\n\n".join(page for page in reading.pages if page.strip())
    if not _UNKNOWN.sub("", text).strip():
        raise DataError(f"{where}: has no text layer (a scan?): run OCR on it first")
    unknown = len(_UNKNOWN.findall(text))
    text = _UNKNOWN.sub("\ufffd", text)
    if unknown > 0.1 * len(text):
        reading.losses.append(f"{where}: {unknown} characters are of fonts that do not tell what they show")
    missing = len(_KIDS.findall(data)) - reading.count
    if missing > 0 and not reading.lost:
        reading.losses.append(
            f"{where}: {missing} of its pages are not in its list of pages, and were not read"
        )
    return Text(_HALVES.sub("\ufffd", text), losses=(*reading.told(), *reading.losses))


class _Reading:
    """The pages as far as they are read."""

    def __init__(self, where: str) -> None:
        self.where, self.count = where, 0
        self.pages: list[str] = []
        self.lost: list[int] = []
        self.losses: list[str] = []

    def read(self, data: bytes) -> None:
        from pdfminer.converter import PDFPageAggregator
        from pdfminer.layout import LAParams
        from pdfminer.pdfdocument import PDFDocument, PDFTextExtractionNotAllowed
        from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
        from pdfminer.pdfpage import PDFPage
        from pdfminer.pdfparser import PDFParser

        document = PDFDocument(PDFParser(io.BytesIO(data)))
        if not document.is_extractable:
            raise PDFTextExtractionNotAllowed(self.where)
        manager = PDFResourceManager()
        layout = LAParams(boxes_flow=None, line_margin=0.6, char_margin=2.5, all_texts=True)
        device = _once(PDFPageAggregator)(manager, laparams=layout)
        interpreter = PDFPageInterpreter(manager, device)
        for page in self._each(PDFPage.create_pages(document)):
            try:
                with parsing(self.where, UNREAD):
                    interpreter.process_page(page)
                    laid = device.get_result()
                    self.pages.append(_page_text(laid))
                    self._compare(laid)
            except DataError as error:
                if isinstance(error.__cause__, MemoryError):
                    raise
                self.lost.append(self.count)

    def _each(self, pages: Iterator[PDFPage]) -> Iterator[PDFPage]:
        """The pages of the file, up to the first that cannot be found."""
        while self.count < PAGES:
            try:
                with parsing(self.where, UNREAD):
                    page = next(pages, None)
            except DataError as error:
                if not self.count or isinstance(error.__cause__, MemoryError):
                    raise
                self.losses.append(f"{error}; the pages behind page {self.count} were not found")
                return
            if page is None:
                return
            self.count += 1
            yield page

    def _compare(self, page: LTPage) -> None:
        """What was drawn against what stands in the boxes."""
        share = came(self.pages[-1], "".join(_drawn(page)))
        if share.low:
            self.losses.append(share.tell(f"{self.where}, page {self.count}", "in no box of text"))

    def told(self) -> list[str]:
        if not self.lost:
            return []
        named = ", ".join(map(str, self.lost[:TOLD])) + (" …" if len(self.lost) > TOLD else "")
        return [f"{self.where}: {len(self.lost)} of {self.count} pages cannot be read: {named}"]


def _once(base: type) -> type:
    """A device that takes no glyph which stands at the same place already: bold type is often drawn so."""

    class Once(base):  # type: ignore[misc]
        seen: set[tuple[str, int, int]] = set()

        def begin_page(self, page: object, ctm: object) -> None:
            self.seen = set()
            super().begin_page(page, ctm)

        def render_char(self, *arguments: object, **named: object) -> float:
            advance: float = super().render_char(*arguments, **named)
            drawn = self.cur_item._objs[-1]  # pdfminer has no other door to it
            x, y = int(drawn.x0 / NEAR), int(drawn.y0 / NEAR)
            text = drawn.get_text()
            if any((text, x + dx, y + dy) in self.seen for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
                self.cur_item._objs.pop()
            else:
                self.seen.add((text, x, y))
            return advance

    return Once


def _page_text(page: LTPage) -> str:
    from pdfminer.layout import LTTextBox

    boxes: list[Box] = [b for b in _items(page) if isinstance(b, LTTextBox) and b.get_text().strip()]
    texts = (_SPACES.sub("\n", _in_gbk(box.get_text())).strip() for box in in_order(boxes))
    return "\n\n".join(texts)


def _items(container: Iterable[LTItem], depth: int = 0) -> Iterator[LTItem]:
    """What lies on a page, and in the figures on it."""
    from pdfminer.layout import LTFigure

    for item in container:
        if isinstance(item, LTFigure) and depth < DEEPEST:
            yield from _items(item, depth + 1)
        else:
            yield item


def _drawn(container: Iterable[LTItem], depth: int = 0) -> Iterator[str]:
    from pdfminer.layout import LTChar, LTContainer

    for item in container:
        if isinstance(item, LTChar):
            yield item.get_text()
        elif isinstance(item, LTContainer) and depth < DEEPEST:
            yield from _drawn(item, depth + 1)


def _in_gbk(text: str) -> str:
    """¹Ø ÓÚ is 关于 in a font of GBK whose table is not in the file."""
    if len(_LATIN.findall(text)) < 2:
        return text
    try:
        found = "".join(text.split(" ")).encode("latin-1").decode("gb18030")
    except UnicodeError:
        return text
    return found if is_chinese(found) else text
