"""What the API hands out: small frozen values. Offsets are raw, in code points of the page's text, half-open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from pathlib import Path

from kg.model import Date, Quantity

__all__ = [
    "Answer",
    "AnswerRow",
    "Date",
    "Explanation",
    "Fact",
    "Name",
    "Object",
    "Quantity",
    "Quote",
    "Reading",
    "Rows",
    "Thing",
    "as_json",
]


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A thing as facts name it: its label, its IRI and its class (`County`); in answers to questions the label alone."""

    label: str
    iri: str
    kind: str

    def __str__(self) -> str:
        return self.label


Object = Name | Decimal | Date | Quantity | str  # Decimal: CNY; str: a state (`completed`), an honour


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Where a fact is stated. `page` is the path of the page without its suffix, `iri` that of the claim."""

    page: str
    start: int
    end: int
    text: str
    title: str
    rule: str
    confidence: Decimal  # 0 to 1
    modality: str = ""  # "", "planned", "expected", "denied" or "rejected"
    written: str = ""  # the value as on the page: 0.42亿元
    sum_role: str = (
        ""  # of a sum: "total", "estimate", "completed", "phase", "annual", "central" or "contract"
    )
    corrected: tuple[str, ...] = ()  # by which lines of corrections.toml
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with all that states it; one without quotes comes from the gazetteer.

    `stands` is false where the graph has no plain triple of it: what all its quotes deny, a state that is only
    to come, and what a correction rejected.
    """

    subject: Name
    relation: str
    object: Object
    quotes: tuple[Quote, ...] = ()
    stands: bool = True

    @property
    def text(self) -> str:
        """The object for people: 介休市, 300000000, 2025-06, 堤防长 12.5 km (2024)."""
        return shown(self.object)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the graph. Coordinates are degrees (WGS 84); `articles` counts those that name it."""

    name: Name
    code: str = ""  # of a division: 140781
    aliases: tuple[str, ...] = ()
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    articles: int = 0
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """All on one thing: the facts of which it is the subject, and those of other things with it."""

    thing: Thing
    facts: tuple[Fact, ...]
    named_in: tuple[Fact, ...]
    notes: tuple[str, ...] = ()  # why names of several pages are this one thing


@dataclass(frozen=True, slots=True)
class Reading:
    """What `kg.read` finds in a text: the titles of its articles, the things named and the facts; `open` counts the
    names that could not be settled."""

    titles: tuple[str, ...]
    things: tuple[Thing, ...]
    facts: tuple[Fact, ...]
    open: int = 0


Cell = str | int | float | Decimal | bool | None  # an IRI is its text


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query: ASK gives one cell, CONSTRUCT and DESCRIBE rows of three."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def dicts(self) -> list[dict[str, Cell]]:
        """A dict a row, by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One thing that answers, its value if one was asked for, and the facts behind it."""

    label: str
    iri: str
    value: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a page; `start` and `end` are raw offsets in the document, in code points, half-open."""

    page: str
    start: int
    end: int
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question in Chinese.

    `sentences` are what pages say where no fact answers: no facts, and as their quotes stand. `status` is answered, unstated (understood, and no page says), unclear (a name is several things), unknown (not
    understood; `near` has questions that are), or several (`parts` has each). `text` is the answer in a line.
    """

    question: str
    status: str
    text: str
    understood: str = ""
    rows: tuple[AnswerRow, ...] = ()
    sparql: str = ""
    notes: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    parts: tuple[Answer, ...] = ()
    sentences: tuple[Said, ...] = ()


def shown(value: Object) -> str:
    """An object for people."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Date):
        return value.iso
    if isinstance(value, Quantity):
        number = plain(value.value) if isinstance(value.value, Decimal) else value.value
        period = f"({value.period})" if value.period else ""
        return " ".join(part for part in (value.indicator, number, value.unit, period) if part)
    return str(value)


def plain(number: Decimal) -> str:
    """A decimal without exponent and closing zeros: 4.20E+7 → 42000000."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def as_json(value: object) -> str:
    """A value of the API, or tables and lists of such, as JSON with its field names. Decimals are text, exactly."""
    return json.dumps(_plain(value), ensure_ascii=False, indent=2)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return plain(value)
    return str(value) if isinstance(value, Path) else value
