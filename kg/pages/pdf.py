"""The text layer of a PDF file, in the order of reading of a newspaper's columns."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from kg.model import DataError

if TYPE_CHECKING:
    from pdfminer.layout import LTPage

BAND = 40.0  # points; title and body, or two paragraphs, stand nearer
SLACK = 2.0  # points by which columns may touch
_HALVES = re.compile("[\ud800-\udfff]")  # of characters, which a font without a table of characters may give
_SPACES = re.compile(r"[ \t\r\f\v]*\n\s*")


class Box(Protocol):
    """What is used of pdfminer's boxes of text; the origin is the page's lower left corner."""

    x0: float
    x1: float
    y0: float
    y1: float

    def get_text(self) -> str: ...


def read_pdf(data: bytes, where: str) -> str:
    """The text layer, page by page, columns in the order of reading; pdfminer finds lines and boxes.

    Raises DataError for a file that is encrypted or has no text layer, and anything for one that is damaged.
    """
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed

    layout = LAParams(boxes_flow=None, line_margin=0.6, char_margin=2.5)
    try:
        pages = [_page_text(page) for page in extract_pages(io.BytesIO(data), laparams=layout)]
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise DataError(f"{where}: is encrypted; save it without a password") from error
    text = "\n\n".join(page for page in pages if page.strip())
    if not text.strip():
        raise DataError(f"{where}: has no text layer (a scan?): run OCR on it first")
    return _HALVES.sub("\ufffd", text)


def _page_text(page: LTPage) -> str:
    from pdfminer.layout import LTTextBox

    boxes: list[Box] = [box for box in page if isinstance(box, LTTextBox) and box.get_text().strip()]
    ordered = [box for band in _bands(boxes) for box in _in_order(band)]
    return "\n\n".join(_SPACES.sub("\n", box.get_text()).strip() for box in ordered)


def _bands(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Parts of a page with an empty band between them from side to side, from the top."""
    band: list[Box] = []
    low = 0.0
    for box in sorted(boxes, key=lambda b: -b.y1):
        if band and low - box.y1 > BAND:
            yield band
            band = []
        low = min(low, box.y0) if band else box.y0
        band.append(box)
    if band:
        yield band


def _in_order(boxes: Sequence[Box]) -> list[Box]:
    """Boxes in the order of reading, after Breuel (2003).

    A box comes before another if it stands above it and overlaps it from side to side, or if it stands wholly to its
    left and nothing between the two in height overlaps both.
    """
    ordered = sorted(boxes, key=lambda b: (-b.y1, b.x0))
    before = {
        b: {a for a in range(len(ordered)) if a != b and _first(a, b, ordered)} for b in range(len(ordered))
    }
    found: list[Box] = []
    while before:
        ready = [b for b, waits in before.items() if not waits] or [
            min(before, key=lambda b: (len(before[b]), b))
        ]
        chosen = min(ready)
        found.append(ordered[chosen])
        del before[chosen]
        for waits in before.values():
            waits.discard(chosen)
    return found


def _first(a: int, b: int, boxes: Sequence[Box]) -> bool:
    one, other = boxes[a], boxes[b]
    if _overlap(one, other) > 0:
        return one.y1 > other.y1
    if one.x1 > other.x0 + SLACK:
        return False
    low, high = sorted((one.y1, other.y1))
    return not any(low < c.y1 < high and _overlap(c, one) > 0 and _overlap(c, other) > 0 for c in boxes)


def _overlap(one: Box, other: Box) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)
