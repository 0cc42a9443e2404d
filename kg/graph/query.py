"""Answer SPARQL 1.1 from the embedded store or from an endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from kg.graph.rdf import BASE_IRI, PREFIXES
from kg.graph.store import read_store
from kg.model import DataError

if TYPE_CHECKING:
    import httpx

SOLUTIONS = {
    "json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV,
}  # fmt: skip
TRIPLES = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES}
MEDIA = {
    "csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml", "ttl": "text/turtle", "nt": "application/n-triples",
}  # fmt: skip
FORMATS = ("table", *MEDIA)
TIMEOUT = 60.0  # seconds to wait for an endpoint
OWL = "http://www.w3.org/2002/07/owl#"

Row = TypeVar("Row")
Answer = QuerySolutions | QueryBoolean | QueryTriples | Iterable[Triple]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text for people: IRIs shortened by prefix, literals without their quotes."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def prefixes(base_iri: str = BASE_IRI) -> Mapping[str, str]:
    """The prefixes that a query need not declare."""
    return {**PREFIXES, "id": base_iri, "owl": OWL}


def with_prefixes(sparql: str, base_iri: str = BASE_IRI) -> str:
    """The query with the prefixes that it uses and does not declare, for an endpoint that knows none of them."""
    declared = set(re.findall(r"(?i)\bprefix\s+([\w-]*):", sparql))
    known = prefixes(base_iri)
    missing = [p for p in known if p not in declared and re.search(rf"(?<![\w:]){p}:", sparql)]
    # All in the query's first line, so that the line numbers of an endpoint's messages are those of the query.
    return "".join(f"PREFIX {p}: <{known[p]}> " for p in missing) + sparql


def run_query(
    sparql: str,
    *,
    store: Path | None = None,
    endpoint: str | None = None,
    format: str = "json",
    timeout: float | None = None,
    base_iri: str | None = None,
) -> str:
    """The answer as text in `format` (json, xml, csv, tsv; ttl, nt for CONSTRUCT and DESCRIBE).

    `timeout` (seconds) is for the endpoint. `base_iri` is what `id:` stands for: without it, what the store was
    built with. Raises DataError for a query that does not parse, a form that the
    format cannot hold, no store, or an endpoint that fails or breaks off its answer.
    """
    if format not in MEDIA:
        raise DataError(f"no format '{format}'; formats: {', '.join(MEDIA)}")
    answer, base = _answer(sparql, store, endpoint, timeout, base_iri)
    return _text(answer, format, base)


def run_table(
    sparql: str,
    *,
    store: Path | None = None,
    endpoint: str | None = None,
    timeout: float | None = None,
    base_iri: str | None = None,
) -> Table:
    """The answer as rows of text; triples are rows of three."""
    answer, base = _answer(sparql, store, endpoint, timeout, base_iri)
    if isinstance(answer, QuerySolutions):
        names = answer.variables
        rows = _whole(tuple(_short(row[v], base) for v in names) for row in answer)
        return Table(tuple(v.value for v in names), rows)
    if isinstance(answer, QueryBoolean):
        return Table(("answer",), (("true" if bool(answer) else "false",),))
    found = _whole(tuple(_short(term, base) for term in (t.subject, t.predicate, t.object)) for t in answer)
    return Table(("subject", "predicate", "object"), tuple(sorted(found)))


def serialize_answer(store: Store, query: str, format: str) -> str:
    """The answer of a store in one of the formats, as text."""
    base = built_with(store)
    return _text(_ask_store(store, query, base), format, base)


def built_with(store: Store) -> str:
    """The base IRI of a store's resources, read off a document; ours for a store without documents."""
    kind, document = NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{PREFIXES['kg']}Document")
    for quad in store.quads_for_pattern(None, kind, document):
        return re.sub(r"doc-[A-Za-z0-9-]+$", "", getattr(quad.subject, "value", BASE_IRI))
    return BASE_IRI


def _answer(
    sparql: str, store: Path | None, endpoint: str | None, timeout: float | None, base_iri: str | None
) -> tuple[Answer, str]:
    """The answer, and what `id:` stands for."""
    if endpoint is not None:
        base = base_iri or BASE_IRI
        return _ask_endpoint(with_prefixes(sparql, base), endpoint, timeout or TIMEOUT), base
    if store is None:
        raise DataError("a query needs a store or an endpoint")
    opened = read_store(store)
    base = base_iri or built_with(opened)
    return _ask_store(opened, sparql, base), base


def _ask_store(store: Store, query: str, base_iri: str) -> Answer:
    try:
        return store.query(query, prefixes=dict(prefixes(base_iri)))
    except SyntaxError as error:
        raise DataError(f"the query does not parse: {error}") from error
    except OSError as error:
        raise _failed(error) from error


def _text(answer: Answer, format: str, base_iri: str) -> str:
    if isinstance(answer, QueryBoolean) and format in ("csv", "tsv"):
        raise DataError(f"ASK gives true or false: use json or xml, not {format}")
    if isinstance(answer, QuerySolutions | QueryBoolean):
        if format not in SOLUTIONS:
            raise DataError(f"a SELECT or ASK gives rows: use {', '.join(SOLUTIONS)}, not {format}")
        try:
            return (answer.serialize(format=SOLUTIONS[format]) or b"").decode()
        except SyntaxError as error:
            raise _broken(error) from error
        except OSError as error:
            raise _failed(error) from error
    if format not in TRIPLES:
        raise DataError(f"a CONSTRUCT or DESCRIBE gives triples: use {' or '.join(TRIPLES)}, not {format}")
    rows = sorted(set(_whole(answer)), key=str)
    names = dict(prefixes(base_iri)) if format == "ttl" else None
    return (serialize(rows, format=TRIPLES[format], prefixes=names) or b"").decode()


def _whole(rows: Iterable[Row]) -> tuple[Row, ...]:
    """All rows, read to the end. Raises DataError when an endpoint's answer breaks off."""
    try:
        return tuple(rows)
    except SyntaxError as error:
        raise _broken(error) from error
    except OSError as error:
        raise _failed(error) from error


def _broken(error: SyntaxError) -> DataError:
    return DataError(f"the endpoint's answer is broken or breaks off: {error}")


def _failed(error: OSError) -> DataError:
    return DataError(f"the query could not be answered: {error}")


def _ask_endpoint(query: str, endpoint: str, timeout: float) -> Answer:
    """Rows are asked for in JSON and triples in N-Triples: a broken-off answer cannot be taken for a whole one."""
    import httpx

    headers = {
        "Content-Type": "application/sparql-query",
        "Accept": f"{MEDIA['json']}, {MEDIA['nt']};q=0.9, {MEDIA['ttl']};q=0.8",
    }
    try:
        response = httpx.post(endpoint, content=query.encode(), headers=headers, timeout=timeout)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DataError(f"{endpoint}: {type(error).__name__}: {error}") from error
    if response.status_code != 200:
        raise DataError(f"{endpoint}: {response.status_code} {response.text.strip()[:200]}")
    return _parsed(response, endpoint)


def _parsed(response: httpx.Response, endpoint: str) -> Answer:
    media = response.headers.get("content-type", "").split(";")[0].strip()
    try:
        if media == MEDIA["json"]:
            return parse_query_results(response.content, format=QueryResultsFormat.JSON)
        if media in (MEDIA["nt"], MEDIA["ttl"], "text/plain"):
            rows = parse(response.content, format=RdfFormat.TURTLE)
            return _whole(Triple(q.subject, q.predicate, q.object) for q in rows)
    except SyntaxError as error:
        raise _broken(error) from error
    raise DataError(f"{endpoint}: answers {media or 'without a type'}; a SPARQL endpoint is wanted")


def _short(term: object, base_iri: str) -> str:
    value: str = getattr(term, "value", "")
    return _prefixed(value, base_iri) if isinstance(term, NamedNode) else value


def _prefixed(value: str, base_iri: str) -> str:
    for prefix, iri in prefixes(base_iri).items():
        if value.startswith(iri):
            return f"{prefix}:{value.removeprefix(iri)}"
    return value
