"""The graph as a network of things for Gephi, Cytoscape or networkx: nodes with their values, an edge for each fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Store

from kg.fresh import fresh
from kg.graph.query import built_with
from kg.graph.rdf import KG, PREFIXES, SKOS, WGS84, YEARS
from kg.schema import Schema

if TYPE_CHECKING:
    import networkx as nx

Value = str | int | float
NOT_THINGS = {"Document", "Article", "Claim", "Quantity"}
SEPARATOR = " | "  # between the other names of a thing, or several values of one kind
VALUES = frozenset({"Money", "Date", "Text"})
TEXTS = ("status", *YEARS, "designatedAs")
EVIDENCE = """SELECT ?s ?p ?o ?confidence ?page ?start ?end ?quote WHERE {
    ?c a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:confidence ?confidence ; oa:exact ?quote ;
       kg:charStart ?start ; kg:charEnd ?end ; prov:wasDerivedFrom/dcterms:isPartOf/dcterms:identifier ?page
    FILTER (isIRI(?o)) FILTER NOT EXISTS { ?c kg:modality "denied" } }"""
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TODAY = re.compile(rb' lastmodifieddate="[^"]*"')


@dataclass(frozen=True, slots=True)
class Node:
    """A thing by its local name; `values` are its attributes in a fixed order, without those that it lacks."""

    id: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Edge:
    """A fact between two things; the evidence is that of its surest statement, none where the gazetteer supplies it."""

    source: str
    target: str
    relation: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Network:
    """Sorted."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def load_network(store: Store, schema: Schema) -> Network:
    """All things of a store and the facts between them; documents, articles, claims and quantities are no nodes."""
    base = built_with(store)
    nodes = {node.id: node for node in _nodes(store, schema, base)}
    edges = _edges(store, schema, base, set(nodes))
    return Network(tuple(nodes[key] for key in sorted(nodes)), tuple(edges))


def as_networkx(network: Network) -> nx.MultiDiGraph[str]:
    """Edges are keyed by their relation."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(node.id, **_clean(node.values))
    for edge in network.edges:
        graph.add_edge(
            edge.source, edge.target, key=edge.relation, relation=edge.relation, **_clean(edge.values)
        )
    return graph


def write_graphml(network: Network, path: Path) -> None:
    import networkx as nx

    text = "\n".join(nx.generate_graphml(as_networkx(network), named_key_ids=True))
    _write(path, f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode())


def write_gexf(network: Network, path: Path) -> None:
    """networkx puts the day of writing into the file; it is taken out."""
    import networkx as nx

    text = "\n".join(nx.generate_gexf(as_networkx(network), version="1.2draft"))
    _write(path, TODAY.sub(b"", f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode(), count=1))


def _write(path: Path, data: bytes) -> None:
    with fresh(path) as new:
        new.write_bytes(data)


def _clean(values: Mapping[str, Value]) -> dict[str, Value]:
    """Without the characters that XML cannot hold, which a page may have."""
    return {k: NOT_XML.sub("\ufffd", v) if isinstance(v, str) else v for k, v in values.items()}


def _nodes(store: Store, schema: Schema, base: str) -> Iterator[Node]:
    texts = (*TEXTS, *(name for name, r in schema.relations.items() if r.own and r.range & VALUES))
    table = {name: _values(store, iri) for name, iri in _predicates(texts).items()}
    for iri in sorted(table["label"]):
        kind = schema.narrowest(kind.removeprefix(KG) for kind in table["class"].get(iri, ()))
        if kind and kind not in NOT_THINGS:
            yield Node(iri.removeprefix(base), _attributes(iri, kind, table, schema, texts))


def _predicates(texts: Iterable[str]) -> dict[str, str]:
    known = {
        "label": f"{PREFIXES['rdfs']}label",
        "class": f"{PREFIXES['rdf']}type",
        "aliases": f"{SKOS}altLabel",
        "longitude": f"{WGS84}long",
        "latitude": f"{WGS84}lat",
    }
    return known | {name: KG + name for name in ("divisionCode", "mentionedIn", "investment", *texts)}


def _attributes(
    iri: str,
    kind: str,
    table: Mapping[str, Mapping[str, list[str]]],
    schema: Schema,
    texts: Iterable[str],
) -> dict[str, Value]:
    found: dict[str, Value] = {
        "label": table["label"][iri][0],
        "class": kind,
        "classZh": schema.label(kind, "zh"),
    }
    for name in ("aliases", "divisionCode", *texts):
        if iri in table[name]:
            found[name] = SEPARATOR.join(value.removeprefix(KG) for value in table[name][iri])
    if iri in table["investment"]:
        sums = table["investment"][iri]
        found["investment"] = max(float(value) for value in sums)  # pages may differ
        found["sums"] = len(sums)
    for name in ("longitude", "latitude"):
        if iri in table[name]:
            found[name] = float(table[name][iri][0])
    return found | {"articles": len(table["mentionedIn"].get(iri, ()))}


def _values(store: Store, predicate: str) -> dict[str, list[str]]:
    """The values of a property by thing, sorted."""
    found: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(None, NamedNode(predicate), None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.subject.value, []).append(quad.object.value)
    return {iri: sorted(values) for iri, values in found.items()}


def _edges(store: Store, schema: Schema, base: str, things: set[str]) -> Iterator[Edge]:
    proofs = _proofs(store)
    for relation in sorted(schema.relations):
        labels = {"label": schema.label(relation, "zh"), "labelEn": schema.label(relation, "en")}
        quads = store.quads_for_pattern(None, NamedNode(KG + relation), None)
        pairs = sorted(_pairs((q.subject, q.object) for q in quads))
        for subject, object in pairs:
            ends = subject.removeprefix(base), object.removeprefix(base)
            if things.issuperset(ends):
                proof = proofs.get((subject, KG + relation, object), {"claims": 0})
                yield Edge(*ends, relation, {**labels, **proof})


def _pairs(found: Iterable[tuple[object, object]]) -> Iterator[tuple[str, str]]:
    for subject, object in found:
        if isinstance(subject, NamedNode) and isinstance(object, NamedNode):
            yield subject.value, object.value


def _proofs(store: Store) -> dict[tuple[str, ...], dict[str, Value]]:
    """How many statements a fact has, and where the surest stands: of equally sure ones the first by page and place."""
    ranked: dict[tuple[str, ...], tuple[tuple[float, str, int, int, str], int]] = {}
    for row in store.query(EVIDENCE, prefixes=dict(PREFIXES)):  # type: ignore[union-attr]
        s, p, o, confidence, page, start, end, quote = (term.value for term in row)
        rank = (-float(confidence), page, int(start), int(end), quote)
        best, number = ranked.get((s, p, o), (rank, 0))
        ranked[s, p, o] = (min(best, rank), number + 1)
    return {key: _proof(best, number) for key, (best, number) in ranked.items()}


def _proof(best: tuple[float, str, int, int, str], number: int) -> dict[str, Value]:
    doubt, page, start, end, quote = best
    return {
        "claims": number,
        "confidence": -doubt,
        "page": page,
        "charStart": start,
        "charEnd": end,
        "quote": quote,
    }
