"""The graph as a workbook for people: a sheet of things and a sheet of facts with their quotes, heads in Chinese or English."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Store

from kg.fresh import fresh
from kg.graph.figures import write_dateless
from kg.graph.network import SEPARATOR, Network, Value
from kg.graph.tables import STATEMENT, statements
from kg.schema import Schema
from kg.text.sheet_heads import FACTS, HEADS, THINGS, WORDS

if TYPE_CHECKING:
    from openpyxl import Workbook

THING = (
    *(
        "label",
        "classZh",
        "aliases",
        "divisionCode",
        "status",
        "investment",
        "sums",
        "startDate",
        "completionDate",
    ),
    *("issueDate", "effectiveDate", "designatedAs", "longitude", "latitude", "articles", "id"),
)
FACT = (
    *(
        "subjectLabel",
        "relation",
        "objectLabel",
        "asWritten",
        "modality",
        "confidence",
        "page",
        "article",
        "quote",
    ),
    *("charStart", "charEnd", "rule", "subject", "object"),
)
NUMBERS = {"investment", "sums", "longitude", "latitude", "articles", "confidence", "charStart", "charEnd"}
WIDTHS = {
    "label": 30,
    "subjectLabel": 30,
    "objectLabel": 30,
    "aliases": 30,
    "quote": 60,
    "article": 30,
    "id": 26,
}
OTHER_WIDTH = 14
OWN_CLASS = "class"  # the column of classes in English
LONGEST = 32_767  # characters of a cell in Excel


def write_workbook(network: Network, store: Store, schema: Schema, path: Path, lang: str = "zh") -> None:
    """Numbers are numbers, the heads stay in view; the same graph gives the same bytes. `lang` is that of the heads."""
    from openpyxl import Workbook

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    things = ([_thing(name, {**n.values, "id": n.id}, schema, lang) for name in THING] for n in network.nodes)
    facts = ([_fact(name, row, schema, lang) for name in FACT] for row in statements(store))
    _sheet(book, THINGS[lang], [_head(name, schema, lang) for name in THING], THING, things)
    _sheet(book, FACTS[lang], [_head(name, schema, lang) for name in FACT], FACT, facts)
    data = io.BytesIO()
    book.save(data)
    with fresh(path) as new:
        write_dateless(data, new)


def _head(name: str, schema: Schema, lang: str) -> str:
    if lang == "en":
        return OWN_CLASS if name == "classZh" else name
    return HEADS.get(name) or schema.label(name, lang)


def _thing(name: str, values: dict[str, Value], schema: Schema, lang: str) -> str:
    value = values.get(OWN_CLASS if name == "classZh" and lang == "en" else name, "")
    if name == "status":
        return SEPARATOR.join(schema.label(state, lang) for state in str(value).split(SEPARATOR) if state)
    return str(value)


def _fact(name: str, row: Sequence[str], schema: Schema, lang: str) -> str:
    told = dict(zip(STATEMENT, row, strict=True))
    if name == "relation":
        return schema.label(told["relation"].removeprefix("kg:"), lang)
    if name == "modality" and lang == "zh":
        return WORDS.get(told["modality"], told["modality"])
    if name == "objectLabel" and not told["objectLabel"]:
        return schema.label(told["object"].removeprefix("kg:"), lang)
    return told[name]


def _sheet(
    book: Workbook, title: str, heads: Sequence[str], names: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.append(list(heads))
    for at, row in enumerate(rows, 2):
        for column, (name, text) in enumerate(zip(names, row, strict=True), 1):
            if text:
                cell = sheet.cell(at, column)
                number = name in NUMBERS
                cell.value = float(text) if number else _clean(text)
                cell.data_type = "n" if number else "s"  # what begins with = is text, no formula
    for column, name in enumerate(names, 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, OTHER_WIDTH)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _clean(text: str) -> str:
    """Without the control characters that a cell cannot have."""
    return "".join(c if c >= " " or c in "\t\n" else "\ufffd" for c in text)[:LONGEST]
