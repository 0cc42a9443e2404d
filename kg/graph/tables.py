"""The graph as CSV: nodes and edges as Gephi names their columns, and every statement with its quote."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import Store

from kg.fresh import fresh
from kg.graph.cells import safe
from kg.graph.network import Network, Value
from kg.graph.query import built_with, prefixes, shorten

ENCODING = "utf-8-sig"  # with the mark by which Excel knows UTF-8
NODE = (
    *("label", "class", "classZh", "aliases", "divisionCode", "status", "investment", "sums", "startDate"),
    *("completionDate", "issueDate", "effectiveDate", "designatedAs", "longitude", "latitude", "articles"),
)
EDGE = ("label", "labelEn", "claims", "confidence", "page", "charStart", "charEnd", "quote")
STATEMENT = (
    *("claim", "subject", "subjectLabel", "relation", "object", "objectLabel", "asWritten", "modality"),
    *("confidence", "rule", "page", "charStart", "charEnd", "article", "quote"),
)
STATEMENTS = """SELECT ?claim ?subject ?subjectLabel ?relation ?object ?label ?indicator ?value ?unit ?period
        ?asWritten ?modality ?confidence ?rule ?page ?charStart ?charEnd ?article ?quote WHERE {
    ?claim a kg:Claim ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ; kg:confidence ?confidence ;
        kg:rule ?rule ; oa:exact ?quote ; kg:charStart ?charStart ; kg:charEnd ?charEnd ; prov:wasDerivedFrom ?a .
    ?subject rdfs:label ?subjectLabel .
    ?a dcterms:title ?article ; dcterms:isPartOf/dcterms:identifier ?page .
    OPTIONAL { ?object rdfs:label ?label }
    OPTIONAL { ?object kg:indicator ?indicator ; kg:value ?value ; kg:unit ?unit OPTIONAL { ?object kg:period ?period } }
    OPTIONAL { ?claim kg:asWritten ?asWritten }
    OPTIONAL { ?claim kg:modality ?modality }
}"""


def write_tables(network: Network, store: Store, folder: Path) -> tuple[Path, ...]:
    """nodes.csv, edges.csv and statements.csv in `folder`; all sorted."""
    folder.mkdir(parents=True, exist_ok=True)
    nodes = ((node.id, *_cells(node.values, NODE)) for node in network.nodes)
    edges = (
        (edge.source, edge.target, "Directed", edge.relation, *_cells(edge.values, EDGE))
        for edge in network.edges
    )
    return (
        _write(folder / "nodes.csv", ("Id", "Label", *NODE[1:]), nodes),
        _write(folder / "edges.csv", ("Source", "Target", "Type", "relation", "Label", *EDGE[1:]), edges),
        _write(folder / "statements.csv", STATEMENT, statements(store)),
    )


def statements(store: Store) -> list[tuple[str, ...]]:
    """Sorted by page and place."""
    base = built_with(store)
    found = []
    for row in store.query(STATEMENTS, prefixes=dict(prefixes(base))):  # type: ignore[union-attr]
        told = {name: shorten(row[name], base) for name in (*STATEMENT, *PARTS) if name != "objectLabel"}
        written = " ".join(told[name] for name in PARTS if told[name])
        found.append(tuple({**told, "objectLabel": written}[name] for name in STATEMENT))
    return sorted(found, key=lambda r: (r[10], int(r[11]), int(r[12]), r))


PARTS = ("label", "indicator", "value", "unit", "period")


def _cells(values: Mapping[str, Value], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(_cell(values.get(name, "")) for name in names)


def _cell(value: Value) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    with fresh(path) as new, new.open("w", encoding=ENCODING, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(map(safe, rows))
    return path
