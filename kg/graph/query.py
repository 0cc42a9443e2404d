"""Answer SPARQL 1.1 from the embedded store or from an endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from kg.graph.endpoint import MEDIA, Answer, ask_endpoint, broken, parse_as
from kg.graph.rdf import BASE_IRI, PREFIXES
from kg.graph.store import read_store
from kg.model import DataError

if TYPE_CHECKING:
    from kg.graph.login import Auth

SOLUTIONS = {
    "json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV,
}  # fmt: skip
TRIPLES = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES}
FORMATS = ("table", *MEDIA)
OWL = "http://www.w3.org/2002/07/owl#"

TOLD = 80  # characters of a parser's message; a longer one lists whatever might have stood there
SAID = 24  # characters of the query before the place
_PREFIX = re.compile(r"(?<![\w:?$@-])([A-Za-z][\w-]*):(?=[A-Za-z])")
_UPDATE = re.compile(
    r"(?i)(?:\s++|#[^\n]*+|prefix\s++[^\s<]*+\s*+<[^>]*+>)*+(?:insert|delete|load|clear|drop|create|add|move|copy|with)\b"
)
_QUERY = re.compile(r"(?i)\b(?:select|ask|construct|describe)\b")

Row = TypeVar("Row")
Term = NamedNode | BlankNode | Literal | Triple | None


def told(term: NamedNode | BlankNode | Literal | Triple) -> tuple[str, str]:
    """The text of a term, and the name of its datatype, `integer`; empty for what has none."""
    text = str(getattr(term, "value", term))
    return text, str(getattr(getattr(term, "datatype", None), "value", "")).rpartition("#")[2]


@dataclass(frozen=True, slots=True)
class Source:
    """What is asked: a store on disk, or an `endpoint` and in it perhaps one named `graph`.

    `auth` is a user with a password, or a token, for the endpoint. `timeout` is in seconds; an endpoint without one is waited for TIMEOUT, a store as long as it takes.
    """

    store: Path | None = None
    endpoint: str | None = None
    graph: str | None = None
    timeout: float | None = None
    auth: Auth | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer as terms; `base_iri` is what `id:` stands for. ASK gives one cell, triples give rows of three."""

    header: tuple[str, ...]
    rows: tuple[tuple[Term, ...], ...]
    base_iri: str


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
    graph: str | None = None,
    format: str = "json",
    timeout: float | None = None,
    auth: Auth | None = None,
    base_iri: str | None = None,
) -> str:
    """The answer as text in `format` (json, xml, csv, tsv; ttl, nt for CONSTRUCT and DESCRIBE).

    `timeout` is in seconds. `base_iri` is what `id:` stands for: without it, what the graph was built with. Raises
    DataError for a query that does not parse, a form that the format cannot hold, no store, one that takes too
    long, or an endpoint that fails or breaks off its answer.
    """
    if format not in MEDIA:
        raise DataError(f"no format '{format}'; formats: {', '.join(MEDIA)}")
    answer, base = _answer(sparql, Source(store, endpoint, graph, timeout, auth), base_iri)
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
    found = run_rows(sparql, Source(store, endpoint, timeout=timeout), base_iri=base_iri)
    return Table(found.header, tuple(tuple(shorten(t, found.base_iri) for t in row) for row in found.rows))


def run_rows(sparql: str, source: Source, *, base_iri: str | None = None) -> Rows:
    """The answer as terms, for a caller who shows them; triples are sorted. Raises as `run_query` does."""
    answer, base = _answer(sparql, source, base_iri)
    if isinstance(answer, QuerySolutions):
        names = answer.variables
        return Rows(
            tuple(v.value for v in names), _whole(tuple(row[v] for v in names) for row in answer), base
        )
    if isinstance(answer, QueryBoolean):
        return Rows(("answer",), ((Literal(bool(answer)),),), base)
    found = _whole((t.subject, t.predicate, t.object) for t in answer)
    return Rows(("subject", "predicate", "object"), tuple(sorted(found, key=str)), base)


def serialize_answer(store: Store, query: str, format: str) -> str:
    """The answer of a store in one of the formats, as text."""
    base = built_with(store)
    return _text(_ask_store(store, query, base), format, base)


def built_with(store: Store) -> str:
    """The base IRI of a store's resources, read off a document; ours for a store without documents."""
    kind, document = NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{PREFIXES['kg']}Document")
    for quad in store.quads_for_pattern(None, kind, document):
        return _base(quad.subject)
    return BASE_IRI


def _base(document: Term) -> str:
    return re.sub(r"doc-[A-Za-z0-9-]+$", "", getattr(document, "value", BASE_IRI))


def base_of(source: Source) -> str:
    """The base IRI of the resources that are asked, read off a document; ours where there is none."""
    if source.endpoint is None:
        return built_with(_opened(source))
    question = with_prefixes("SELECT ?d WHERE { ?d a kg:Document } LIMIT 1")
    answer = _from(source.endpoint, question, source)
    rows = _whole(row[0] for row in answer) if isinstance(answer, QuerySolutions) else ()
    return _base(rows[0]) if rows else BASE_IRI


def _answer(sparql: str, source: Source, base_iri: str | None) -> tuple[Answer, str]:
    """The answer, and what `id:` stands for."""
    base = base_iri or base_of(source)
    if source.endpoint is not None:
        return _from(source.endpoint, with_prefixes(sparql, base), source), base
    if source.timeout is not None:
        return _ask_within(source.timeout, sparql, source), base
    return _ask_store(_opened(source), sparql, base), base


def _opened(source: Source) -> Store:
    if source.store is None:
        raise DataError("a query needs a store or an endpoint")
    return read_store(source.store)


def _ask_within(seconds: float, sparql: str, source: Source) -> Answer:
    from kg.graph.worker import TimeUp, answer_within

    if source.store is None:
        raise DataError("a query needs a store or an endpoint")
    try:
        done = answer_within(seconds, store=source.store, query=sparql, formats=("json", "nt"))
    except (TimeUp, ChildProcessError) as error:
        raise DataError(str(error)) from error
    if not done.format:
        raise DataError(done.body.decode())
    return parse_as(done.format, done.body)


def _from(endpoint: str, query: str, source: Source) -> Answer:
    return ask_endpoint(query, endpoint, graph=source.graph, timeout=source.timeout, auth=source.auth)


def _ask_store(store: Store, query: str, base_iri: str) -> Answer:
    try:
        return store.query(query, prefixes=dict(prefixes(base_iri)))
    except SyntaxError as error:
        raise DataError(_unparsed(query, error)) from error
    except OSError as error:
        raise _failed(error) from error


def _unparsed(query: str, error: SyntaxError) -> str:
    """Where a query breaks off, without the whole list of what might have stood there."""
    if _UPDATE.match(query):
        return "this would change the graph; it can only be asked, `kg build` makes it"
    if _QUERY.search(query) is None:
        return f"'{query.strip()[:40]}' is no SPARQL; a question in Chinese is for `kg ask`"
    known = {*prefixes(), *re.findall(r"(?i)\bprefix\s+([\w-]*):", query)}
    strange = [
        p for p in _PREFIX.findall(re.sub(r'<[^<>\s]*>|"[^"]*"|#[^\n]*', " ", query)) if p not in known
    ]
    if strange:
        return f"the query does not parse: no PREFIX {strange[0]}: is declared; known without: {', '.join(prefixes())}"
    at = re.match(r"error at (\d+):(\d+): ", str(error))
    if at is None:
        return f"the query does not parse: {error}"
    told = str(error)[at.end() :]
    before = query.splitlines()[int(at[1]) - 1][: int(at[2]) - 1].strip()
    behind = f"…{before[-SAID:]}" if len(before) > SAID else before
    where = f"the query does not parse at line {at[1]}, column {at[2]}, behind '{behind}'"
    return f"{where}: {told}" if len(told) <= TOLD else where


def _text(answer: Answer, format: str, base_iri: str) -> str:
    if isinstance(answer, QueryBoolean) and format in ("csv", "tsv"):
        raise DataError(f"ASK gives true or false: use json or xml, not {format}")
    if isinstance(answer, QuerySolutions | QueryBoolean):
        if format not in SOLUTIONS:
            raise DataError(f"a SELECT or ASK gives rows: use {', '.join(SOLUTIONS)}, not {format}")
        try:
            return (answer.serialize(format=SOLUTIONS[format]) or b"").decode()
        except SyntaxError as error:
            raise broken(error) from error
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
        raise broken(error) from error
    except OSError as error:
        raise _failed(error) from error


def _failed(error: OSError) -> DataError:
    return DataError(f"the query could not be answered: {error}")


def shorten(term: Term, base_iri: str) -> str:
    """A term for people: an IRI by its prefix, a literal without quotes, nothing for nothing."""
    value: str = getattr(term, "value", "")
    return _prefixed(value, base_iri) if isinstance(term, NamedNode) else value


def _prefixed(value: str, base_iri: str) -> str:
    for prefix, iri in prefixes(base_iri).items():
        if value.startswith(iri):
            return f"{prefix}:{value.removeprefix(iri)}"
    return value
