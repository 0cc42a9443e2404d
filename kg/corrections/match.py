"""Whether a correction is about a claim: names, values and pages by what they say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath

from kg.corrections.file import Correction
from kg.model import Date, Quantity, squeeze
from kg.text.fold import fold


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as people may tell it: all forms of its subject, object and page, folded."""

    subjects: frozenset[str]
    relation: str
    objects: frozenset[str]
    pages: frozenset[str]
    quote: str


def folded(text: str) -> str:
    """Without white space, widths, case and the marks of a title."""
    return squeeze(fold(text)).strip("《》").lower()


def forms(*texts: str) -> frozenset[str]:
    return frozenset(folded(text) for text in texts if text)


def value_forms(value: Decimal | Date | Quantity | str, written: str = "") -> frozenset[str]:
    """How the value of a claim may be told: as shown, as on the page, a figure with or without what it measures."""
    if isinstance(value, Decimal):
        return forms(_number(value), written)
    if isinstance(value, Date):
        return forms(value.iso, written)
    if isinstance(value, Quantity):
        number = _number(value.value) if isinstance(value.value, Decimal) else value.value
        figure = f"{number} {value.unit}"
        said = (figure, f"{value.indicator} {figure}", f"{value.indicator} {figure} ({value.period})")
        period = said if value.period else said[:2]
        return forms(*period, value.written, f"{value.indicator} {value.written}", written)
    return forms(value, written)


def page_forms(source: str) -> frozenset[str]:
    """`b/x.txt` and `b/x`."""
    return frozenset((source, PurePosixPath(source).with_suffix("").as_posix())) if source else frozenset()


def is_about(correction: Correction, said: Said) -> bool:
    """Whether a claim is one that the correction tells; what it leaves out fits all."""
    return (
        correction["relation"] == said.relation
        and folded(correction["subject"]) in said.subjects
        and _fits(folded(correction["object"]), said.objects)
        and _fits(correction["page"], said.pages)
        and folded(correction["quote"]) in folded(said.quote)
    )


def _fits(wanted: str, there: Collection[str]) -> bool:
    return not wanted or wanted in there


def _number(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
