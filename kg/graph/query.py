"""Answer SPARQL 1.1 from the embedded store or from an endpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store

from kg.graph.rdf import BASE_IRI, PREFIXES
from kg.graph.store import read_store
from kg.model import DataError

SOLUTIONS = {"csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV, "json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
MEDIA = {
    "csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml", "ttl": "text/turtle",
}  # fmt: skip
FORMATS = ("table", *MEDIA)
TIMEOUT = 60.0  # seconds to wait for an endpoint


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text for people: IRIs shortened by prefix, literals without their quotes."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def with_prefixes(sparql: str, base_iri: str = BASE_IRI) -> str:
    """The query with the prefixes that it uses and does not declare."""
    declared = set(re.findall(r"(?i)\bprefix\s+([\w-]*):", sparql))
    known = {**PREFIXES, "id": base_iri, "owl": "http://www.w3.org/2002/07/owl#"}
    missing = [p for p in known if p not in declared and re.search(rf"(?<![\w:]){p}:", sparql)]
    return "".join(f"PREFIX {p}: <{known[p]}>\n" for p in missing) + sparql


def run_query(
    sparql: str,
    *,
    store: Path | None = None,
    endpoint: str | None = None,
    format: str = "json",
    timeout: float | None = None,
    base_iri: str = BASE_IRI,
) -> str:
    """The answer as text in `format` (csv, tsv, json, xml; ttl for CONSTRUCT and DESCRIBE).

    Raises DataError for a query that does not parse, a form that the format cannot hold, no store, or an
    endpoint that fails.
    """
    query = with_prefixes(sparql, base_iri)
    if endpoint is not None:
        return _ask_endpoint(query, endpoint, format, timeout)
    if store is None:
        raise DataError("a query needs a store or an endpoint")
    return serialize_answer(read_store(store), query, format)


def run_table(
    sparql: str,
    *,
    store: Path | None = None,
    endpoint: str | None = None,
    timeout: float | None = None,
    base_iri: str = BASE_IRI,
) -> Table:
    """The answer as rows of text; triples are rows of three."""
    query = with_prefixes(sparql, base_iri)
    if endpoint is not None:
        return _json_table(_ask_endpoint(query, endpoint, "json", timeout), base_iri)
    if store is None:
        raise DataError("a query needs a store or an endpoint")
    answer = _answer(read_store(store), query)
    if isinstance(answer, QuerySolutions):
        header = tuple(v.value for v in answer.variables)
        return Table(header, tuple(tuple(_short(s[v], base_iri) for v in answer.variables) for s in answer))
    if isinstance(answer, QueryBoolean):
        return Table(("answer",), (("true" if bool(answer) else "false",),))
    rows = tuple(tuple(_short(x, base_iri) for x in (t.subject, t.predicate, t.object)) for t in answer)
    return Table(("subject", "predicate", "object"), tuple(sorted(rows)))


def serialize_answer(store: Store, query: str, format: str) -> str:
    """The answer of a store in one of the formats, as text."""
    answer = _answer(store, query)
    if isinstance(answer, QueryTriples):
        if format != "ttl":
            raise DataError(f"a CONSTRUCT or DESCRIBE gives triples: use --format ttl, not {format}")
        return answer.serialize(format=RdfFormat.TURTLE).decode()  # type: ignore[union-attr]
    if format not in SOLUTIONS:
        raise DataError(f"a SELECT or ASK gives rows: use --format {', '.join(SOLUTIONS)}, not {format}")
    if isinstance(answer, QueryBoolean) and format in ("csv", "tsv"):
        raise DataError(f"ASK gives true or false: use --format json or xml, not {format}")
    return answer.serialize(format=SOLUTIONS[format]).decode()  # type: ignore[union-attr]


def _answer(store: Store, query: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    try:
        return store.query(query)
    except SyntaxError as error:
        raise DataError(f"the query does not parse: {error}") from error


def _ask_endpoint(query: str, endpoint: str, format: str, timeout: float | None) -> str:
    import httpx

    try:
        response = httpx.post(
            endpoint,
            content=query.encode(),
            headers={"Content-Type": "application/sparql-query", "Accept": MEDIA[format]},
            timeout=timeout or TIMEOUT,
        )
    except httpx.HTTPError as error:
        raise DataError(f"{endpoint}: {type(error).__name__}: {error}") from error
    if response.status_code != 200:
        raise DataError(f"{endpoint}: {response.status_code} {response.text.strip()[:200]}")
    return response.text


def _json_table(text: str, base_iri: str) -> Table:
    import json

    try:
        data = json.loads(text)
    except ValueError as error:
        raise DataError(f"the endpoint broke off its answer: {error}") from error
    if "boolean" in data:
        return Table(("answer",), (("true" if data["boolean"] else "false",),))
    header = tuple(data["head"]["vars"])
    rows = tuple(tuple(_prefixed(row.get(v, {}).get("value", ""), base_iri) for v in header) for row in data["results"]["bindings"])
    return Table(header, rows)


def _short(term: object, base_iri: str) -> str:
    value = getattr(term, "value", "")
    return _prefixed(value, base_iri) if str(term).startswith("<") else value


def _prefixed(value: str, base_iri: str) -> str:
    for prefix, iri in {"id": base_iri, **PREFIXES}.items():
        if value.startswith(iri):
            return f"{prefix}:{value.removeprefix(iri)}"
    return value
