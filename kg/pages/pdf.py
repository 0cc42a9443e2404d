"""The text layer of a PDF file, in the order of reading of a newspaper's columns."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from kg.model import DataError

if TYPE_CHECKING:
    from pdfminer.layout import LTPage

WIDE = 0.6  # of the page: a box so wide goes over several columns
_SPACES = re.compile(r"[ \t\r\f\v]*\n\s*")


class Box(Protocol):
    """What is used of pdfminer's boxes of text; the origin is the page's lower left corner."""

    x0: float
    x1: float
    y1: float

    def get_text(self) -> str: ...


def read_pdf(data: bytes, where: str) -> str:
    """The text layer, page by page, columns in the order of reading; pdfminer finds lines and boxes.

    Raises DataError for a file that is damaged, encrypted or has no text layer.
    """
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfminer.psexceptions import PSException

    try:
        layout = LAParams(boxes_flow=None, line_margin=0.6, char_margin=2.5)
        pages = [_page_text(page) for page in extract_pages(io.BytesIO(data), laparams=layout)]
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise DataError(f"{where}: is encrypted; save it without a password") from error
    except (
        PDFSyntaxError,
        PSException,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
    ) as error:
        raise DataError(f"{where}: is no readable PDF file: {type(error).__name__} {error}") from error
    text = "\n\n".join(page for page in pages if page.strip())
    if not text.strip():
        raise DataError(f"{where}: has no text layer (a scan?): run OCR on it first")
    return text


def _page_text(page: LTPage) -> str:
    from pdfminer.layout import LTTextBox

    boxes: list[Box] = [box for box in page if isinstance(box, LTTextBox) and box.get_text().strip()]
    return "\n\n".join(_SPACES.sub("\n", box.get_text()).strip() for box in _in_order(boxes, page.width))


def _in_order(boxes: Iterable[Box], width: float) -> list[Box]:
    """Boxes in the order of reading: bands between boxes that go over the columns, in each band column by column."""
    ordered: list[Box] = []
    band: list[Box] = []
    for box in sorted(boxes, key=lambda b: (-b.y1, b.x0)):
        if box.x1 - box.x0 >= WIDE * width:
            ordered += [*_by_column(band), box]
            band = []
        else:
            band.append(box)
    return [*ordered, *_by_column(band)]


def _by_column(band: Iterable[Box]) -> list[Box]:
    """Columns from left to right: a box belongs to the column whose boxes it overlaps most of its width."""
    columns: list[list[Box]] = []
    for box in sorted(band, key=lambda b: (b.x0, -b.y1)):
        fitting = next((c for c in columns if _overlap(c[0], box) > (box.x1 - box.x0) / 2), None)
        if fitting is None:
            columns.append([box])
        else:
            fitting.append(box)
    return [box for column in columns for box in sorted(column, key=lambda b: -b.y1)]


def _overlap(one: Box, other: Box) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)
