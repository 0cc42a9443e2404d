"""The graph in other formats. The same graph gives the same bytes in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.fresh import fresh
from kg.graph.push import NOT_IN_IRI
from kg.graph.query import built_with
from kg.graph.rdf import PREFIXES
from kg.graph.store import read_store
from kg.model import DataError
from kg.schema import Schema

RDF_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
}
IN_GRAPHS = ("nquads", "trig")  # formats that can name a graph
ENDINGS = {
    "turtle": ".ttl", "ntriples": ".nt", "nquads": ".nq", "trig": ".trig", "jsonld": ".jsonld", "graphml": ".graphml",
    "gexf": ".gexf", "csv": "", "figures": "", "void": ".ttl", "xlsx": ".xlsx", "geojson": ".geojson", "neo4j": "", "cypher": ".cypher",
}  # fmt: skip
FORMATS = tuple(ENDINGS)
NAMES = {
    "csv": "csv",
    "figures": "figures",
    "void": "void",
    "neo4j": "neo4j",
}  # of the file or folder, without ending; the others are called graph


@dataclass(frozen=True, slots=True)
class Built:
    """A graph that `kg build` wrote: its Turtle file and its store. `lang` is that of heads; else each format has its own."""

    turtle: Path
    store: Path
    lang: str = ""


def format_of(path: Path) -> str:
    """The format that a file's ending means. Raises DataError for one that means none."""
    for format, ending in ENDINGS.items():
        if ending and path.name.lower().endswith(ending):
            return format
    raise DataError(f"{path}: give --format, one of {', '.join(FORMATS)}")


def default_path(out: Path, format: str) -> Path:
    """graph.nt, csv/, void.ttl … beside the graph."""
    return out / f"{NAMES.get(format, 'graph')}{ENDINGS[format]}"


def export(
    built: Built, path: Path, *, format: str, schema: Schema, graph: str | None = None
) -> tuple[Path, ...]:
    """Write the graph to `path`, a folder for csv; the files written. `graph` names the graph in nquads and trig.

    Raises DataError when there is no graph, or the format has no names for graphs.
    """
    if graph is not None and (format not in IN_GRAPHS or ":" not in graph or NOT_IN_IRI.search(graph)):
        raise DataError(f"--graph wants an IRI, and one of the formats {' and '.join(IN_GRAPHS)}")
    if not built.turtle.is_file():
        raise DataError(f"no graph at {built.turtle}: run `kg build` first")
    path.parent.mkdir(parents=True, exist_ok=True)
    if format in RDF_FORMATS:
        return _rdf(built, path, format, graph)
    return OTHERS[format](built, path, schema)


def _rdf(built: Built, path: Path, format: str, graph: str | None) -> tuple[Path, ...]:
    if path.exists() and path.samefile(built.turtle):
        return (path,)
    prefixes = {**PREFIXES, "id": built_with(read_store(built.store))}
    named = format in ("turtle", "trig", "jsonld")
    rows = _quads(built.turtle, graph) if format in IN_GRAPHS else _triples(built.turtle)
    with fresh(path) as new:
        serialize(rows, str(new), RDF_FORMATS[format], prefixes=prefixes if named else None)
    return (path,)


def _triples(turtle: Path) -> Iterator[Triple]:
    for quad in _parsed(turtle):
        yield Triple(quad.subject, quad.predicate, quad.object)


def _parsed(turtle: Path) -> Iterator[Quad]:
    """Raises DataError for a file that somebody damaged."""
    try:
        yield from parse(path=str(turtle), format=RdfFormat.TURTLE)
    except SyntaxError as error:
        raise DataError(f"{turtle}: {error}; run `kg build` again") from error


def _quads(turtle: Path, graph: str | None) -> Iterator[Quad]:
    name = NamedNode(graph) if graph else DefaultGraph()
    for quad in _parsed(turtle):
        yield Quad(quad.subject, quad.predicate, quad.object, name)


def _graphml(built: Built, path: Path, schema: Schema) -> tuple[Path, ...]:
    from kg.graph.network import load_network, write_graphml

    write_graphml(load_network(read_store(built.store), schema), path)
    return (path,)


def _gexf(built: Built, path: Path, schema: Schema) -> tuple[Path, ...]:
    from kg.graph.network import load_network, write_gexf

    write_gexf(load_network(read_store(built.store), schema), path)
    return (path,)


def _csv(built: Built, path: Path, schema: Schema) -> tuple[Path, ...]:
    from kg.graph.network import load_network
    from kg.graph.tables import write_tables

    store = read_store(built.store)
    return write_tables(load_network(store, schema), store, path)


def _figures(built: Built, path: Path, schema: Schema) -> tuple[Path, ...]:
    from kg.graph.figures import write_figures

    return write_figures(read_store(built.store), schema, path, built.lang or "en")


def _xlsx(built: Built, path: Path, schema: Schema) -> tuple[Path, ...]:
    from kg.graph.network import load_network
    from kg.graph.sheets import write_workbook

    store = read_store(built.store)
    write_workbook(load_network(store, schema), store, schema, path, built.lang or "zh")
    return (path,)


def _geojson(built: Built, path: Path, schema: Schema) -> tuple[Path, ...]:
    from kg.graph.geojson import write_geojson
    from kg.graph.network import load_network

    write_geojson(load_network(read_store(built.store), schema), path)
    return (path,)


def _neo4j(built: Built, path: Path, schema: Schema) -> tuple[Path, ...]:
    from kg.graph.neo4j import write_csv
    from kg.graph.network import load_network

    return write_csv(load_network(read_store(built.store), schema), path)


def _cypher(built: Built, path: Path, schema: Schema) -> tuple[Path, ...]:
    from kg.graph.neo4j import write_cypher
    from kg.graph.network import load_network

    write_cypher(load_network(read_store(built.store), schema), path)
    return (path,)


def _void(built: Built, path: Path, schema: Schema) -> tuple[Path, ...]:
    from kg.graph.dataset import DCAT, VOID, describe_dataset

    base = built_with(read_store(built.store))
    rows = sorted(describe_dataset(built.turtle, schema, base), key=str)
    prefixes = {**PREFIXES, "void": VOID, "dcat": DCAT, "id": base}
    with fresh(path) as new:
        serialize(rows, str(new), RdfFormat.TURTLE, prefixes=prefixes)
    return (path,)


OTHERS: Mapping[str, Callable[[Built, Path, Schema], tuple[Path, ...]]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
    "figures": _figures,
    "void": _void,
    "xlsx": _xlsx,
    "geojson": _geojson,
    "neo4j": _neo4j,
    "cypher": _cypher,
}
