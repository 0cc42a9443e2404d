"""The figures of a graph as one sheet, CSV and XLSX: thing, indicator, value, unit, period, modality, quote.

Measures and observations, and the sums, whose indicator is `investment`.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Store

from kg.fresh import fresh
from kg.graph.query import built_with, prefixes, shorten
from kg.graph.tables import ENCODING
from kg.schema import Schema
from kg.text.sheet_heads import HEADS

COLUMNS = (
    *("thing", "id", "class", "indicator", "value", "unit", "period", "modality", "asWritten", "page"),
    *("article", "charStart", "charEnd", "quote"),
)
FIGURES = """SELECT DISTINCT ?thing ?id ?class ?relation ?indicator ?value ?value2 ?unit ?period ?modality ?asWritten ?page ?article
        ?charStart ?charEnd ?quote WHERE {
    ?claim a kg:Claim ; rdf:subject ?id ; rdf:predicate ?relation ; rdf:object ?object ; oa:exact ?quote ;
        kg:charStart ?charStart ; kg:charEnd ?charEnd ; prov:wasDerivedFrom ?a .
    FILTER(?relation IN (kg:measure, kg:observation, kg:investment))
    ?id rdfs:label ?thing ; a ?class . ?a dcterms:title ?article ; dcterms:isPartOf/dcterms:identifier ?page .
    OPTIONAL { ?object kg:indicator ?indicator ; kg:value ?value ; kg:unit ?unit OPTIONAL { ?object kg:period ?period } }
    OPTIONAL { ?claim kg:asWritten ?asWritten }
    OPTIONAL { ?claim kg:modality ?modality }
    BIND(IF(BOUND(?value), ?value, ?object) AS ?value2)
}"""
INVESTMENT, MONEY = "investment", "CNY"
WIDTHS = {"thing": 28, "indicator": 28, "value": 16, "article": 28, "quote": 80}  # of columns, in characters
OTHER_WIDTH = 12
CORE = "docProps/core.xml"
WRITTEN = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def write_figures(store: Store, schema: Schema, folder: Path, lang: str = "en") -> tuple[Path, ...]:
    """figures.csv and figures.xlsx in `folder`, sorted by thing, indicator and period; `lang` is that of the heads."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = figure_rows(store, schema)
    heads = [HEADS.get(name, name) if lang == "zh" else name for name in COLUMNS]
    return _csv(folder / "figures.csv", heads, rows), _xlsx(folder / "figures.xlsx", heads, rows)


def figure_rows(store: Store, schema: Schema) -> list[tuple[str, ...]]:
    """One row for each claim of a figure, with the columns of COLUMNS."""
    base = built_with(store)
    names = (*COLUMNS, "relation")
    kinds: dict[tuple[str, ...], set[str]] = {}
    for row in store.query(FIGURES, prefixes=dict(prefixes(base))):  # type: ignore[union-attr]
        told = {name: shorten(row[name], base) for name in names}
        if told["relation"].endswith("investment"):
            told |= {"indicator": INVESTMENT, "value": shorten(row["value2"], base), "unit": MONEY}
        told["class"] = told["class"].removeprefix("kg:")
        row_of = tuple("" if name == "class" else told[name] for name in COLUMNS)
        kinds.setdefault(row_of, set()).add(told["class"])
    at = COLUMNS.index("class")
    found = [(*row[:at], schema.narrowest(several), *row[at + 1 :]) for row, several in kinds.items()]
    return sorted(found, key=lambda r: (r[0], r[3], r[6], r[9], int(r[11]), r))


def _csv(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    with fresh(path) as new, new.open("w", encoding=ENCODING, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)
    return path


def _xlsx(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """Numbers as numbers; the first row stays in view. What begins with = is text, no formula."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    if sheet is None:
        sheet = book.create_sheet()
    sheet.title = "figures"
    sheet.append(list(heads))
    for at, row in enumerate(rows, 2):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(at, column)
            number = _number(text) if COLUMNS[column - 1] in ("value", "charStart", "charEnd") else None
            cell.value = text if number is None else number
            cell.data_type = "s" if number is None else "n"
    for column, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, OTHER_WIDTH)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    data = io.BytesIO()
    book.save(data)
    with fresh(path) as new:
        write_dateless(data, new)
    return path


def write_dateless(data: io.BytesIO, path: Path) -> None:
    """The same sheet gives the same bytes: no part of the file says when it was written."""
    with zipfile.ZipFile(data) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in sorted(made.namelist()):
            part = made.read(name)
            if name == CORE:
                part = WRITTEN.sub(b"1980-01-01T00:00:00Z", part)
            kept.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
