"""Queries: of a store or an endpoint, as they are given, from a file, or saved under a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.values import Cell, Rows
from kg.graph.cells import safe_csv
from kg.graph.describe import Cell as Shown
from kg.graph.login import Login
from kg.graph.query import FORMATS, Source, run_query, run_rows, told
from kg.graph.saved import SavedQuery, find_saved, load_saved, parse_saved, read_saved
from kg.model import DataError

if TYPE_CHECKING:
    from kg.graph.query import Term

__all__ = [
    "FORMATS",
    "Login",
    "SavedQuery",
    "Shown",
    "Source",
    "answer_bounded",
    "answer_rows",
    "answer_shown",
    "answer_text",
    "fill_query",
    "find_saved",
    "given_query",
    "load_saved",
    "why_nothing",
]

STDIN = "the query on standard input"
INTEGERS = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")


def answer_rows(sparql: str, source: Source) -> Rows:
    """The answer as Python values."""
    found = run_rows(sparql, source)
    return Rows(found.header, tuple(tuple(map(_cell, row)) for row in found.rows))


def answer_text(sparql: str, source: Source, format: str) -> str:
    """The answer in one of FORMATS but the table; no cell of CSV is a formula."""
    answer = run_query(
        sparql,
        store=source.store,
        endpoint=source.endpoint,
        graph=source.graph,
        format=format,
        timeout=source.timeout,
        auth=source.auth,
    )
    return safe_csv(answer) if format == "csv" else answer


def answer_shown(
    sparql: str, source: Source, ontology: Path | None = None
) -> tuple[Sequence[str], Sequence[Sequence[Shown]]]:
    """The answer for people: a label beside each IRI, and where a statement stands."""
    from kg.graph.describe import describe
    from kg.ontology import ontology_folder, own_folders
    from kg.schema import load_schema

    rows = run_rows(sparql, source)
    return rows.header, describe(rows, source, load_schema(ontology_folder(ontology), own_folders(ontology)))


def why_nothing(sparql: str, source: Source, ontology: Path | None = None) -> tuple[str, ...]:
    """Lines on why a query has no rows; none where an endpoint fails now, which has answered all the same."""
    from kg.graph.empty import why_empty
    from kg.ontology import ontology_folder, own_folders
    from kg.schema import load_schema

    with suppress(DataError):
        return tuple(why_empty(sparql, source, load_schema(ontology_folder(ontology), own_folders(ontology))))
    return ()


def given_query(
    sparql: str | None, file: Path | None, name: str | None, ontology: Path | None, piped: str = ""
) -> SavedQuery:
    """The one query that is given; `-` for the file stands for `piped`."""
    if [sparql, file, name].count(None) != 2:
        raise DataError("give the query itself, --file F.rq or --name NAME, one of the three")
    if name is not None:
        return find_saved(load_saved(ontology), name)
    if file == Path("-"):
        return parse_saved(STDIN, piped)
    return read_saved(file) if file is not None else SavedQuery("the query", "", "", (), sparql or "")


def fill_query(
    saved: SavedQuery, values: Mapping[str, str], source: Source, ontology: Path | None, *, show: bool = False
) -> str:
    """The query with its parameters; with all prefixes where it is only shown."""
    from kg.graph.query import base_of, with_prefixes
    from kg.graph.rdf import BASE_IRI
    from kg.graph.saved import fill, terms_of
    from kg.ontology import ontology_folder, own_folders
    from kg.schema import load_schema

    things = any(p.type == "thing" for p in saved.parameters)
    base = base_of(source) if things else BASE_IRI
    text = saved.text
    if saved.parameters or values:
        text = fill(
            saved, values, terms_of(load_schema(ontology_folder(ontology), own_folders(ontology)), base)
        )
    return re.sub(r"(PREFIX \w+: <\S+>) ", r"\1\n", with_prefixes(text, base)) if show else text


def answer_bounded(sparql: str, store: Path, *, seconds: float, memory: int) -> tuple[Rows, int]:
    """The first 1,000 rows of an answer and how many it has, by a process without a network that has so many seconds and MB of memory.

    Raises DataError for a query that calls another endpoint, is wrong, or asks for more.
    """
    import json

    from kg.graph.service import calls_service
    from kg.graph.worker import VALUES, OutOfMemory, TimeUp, answer_within

    if calls_service(sparql):
        raise DataError("SERVICE is not allowed: this graph calls no other")
    try:
        answered = answer_within(seconds, store=store, query=sparql, formats=(VALUES,), memory=memory)
    except (TimeUp, OutOfMemory, ChildProcessError) as error:
        raise DataError(str(error)) from error
    if not answered.format:
        raise DataError(answered.body.decode())
    table = json.loads(answered.body)
    rows = tuple(tuple(None if part is None else _value(*part) for part in row) for row in table["rows"])
    return Rows(tuple(table["header"]), rows), int(table["total"])


def _cell(term: Term) -> Cell:
    """A term as Python has it."""
    return None if term is None else _value(*told(term))


def _value(text: str, kind: str) -> Cell:
    """The text of a term with a datatype as Python has it."""
    if kind in INTEGERS:
        return int(text)
    if kind == "decimal":
        return Decimal(text)
    if kind in ("double", "float"):
        return float(text)
    return text == "true" if kind == "boolean" else text
