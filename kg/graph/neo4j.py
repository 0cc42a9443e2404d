"""The graph for Neo4j: CSV files for `neo4j-admin database import`, or statements of Cypher for a running server.

A class is a label, a relation a type (`LOCATED_IN`); a fact between two things carries the sentence that states it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kg.fresh import fresh
from kg.graph.network import SEPARATOR, Edge, Network, Node, Value

NODE = {  # columns, and what neo4j-admin is to take them for
    "label": "", "classZh": "", "aliases": ":string[]", "divisionCode": "", "status": "", "investment": ":double", "sums": ":int",
    "startDate": "", "completionDate": "", "issueDate": "", "effectiveDate": "", "designatedAs": "", "longitude": ":double",
    "latitude": ":double", "articles": ":int",
}  # fmt: skip
EDGE = {
    "label": "", "claims": ":int", "confidence": ":double", "page": "", "charStart": ":int", "charEnd": ":int", "quote": "",
}  # fmt: skip
ARGUMENTS = "import.args"
DELIMITER = ";"  # between the names of a list


def write_csv(network: Network, folder: Path) -> tuple[Path, ...]:
    """A file a class, a file a relation, and `import.args`: neo4j-admin database import full @import.args, in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    head = ("id:ID", *(name + kind for name, kind in NODE.items()), ":LABEL")
    nodes = [
        _write(folder / f"{kind}.csv", head, (_node_row(node, kind) for node in group))
        for kind, group in _by_class(network.nodes)
    ]
    head = (":START_ID", ":END_ID", *(name + kind for name, kind in EDGE.items()), ":TYPE")
    edges = [
        _write(folder / f"{type_of(relation)}.csv", head, map(_edge_row, group))
        for relation, group in _by_relation(network.edges)
    ]
    lines = ["full", f"--array-delimiter={DELIMITER}", "--multiline-fields=true"]
    lines += [f"--nodes={path.name}" for path in nodes] + [f"--relationships={path.name}" for path in edges]
    arguments = folder / ARGUMENTS
    with fresh(arguments) as new:
        new.write_text("\n".join(lines) + "\n", "utf-8")
    return (*nodes, *edges, arguments)


def write_cypher(network: Network, path: Path) -> None:
    """One statement a line. To run it again changes nothing; constraints first, so that each end is found by its id."""
    with fresh(path) as new:
        new.write_text("".join(f"{line};\n" for line in _statements(network)), "utf-8")


def type_of(relation: str) -> str:
    """locatedIn → LOCATED_IN."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", relation).upper()


def _statements(network: Network) -> Iterator[str]:
    kinds = {node.id: str(node.values["class"]) for node in network.nodes}
    for kind in sorted(set(kinds.values())):
        name = f"{kind.lower()}_id"
        yield f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{kind}) REQUIRE n.id IS UNIQUE"
    for node in network.nodes:
        values = {name: node.values[name] for name in NODE if name in node.values}
        yield f"MERGE (n:{kinds[node.id]} {{id: {_literal(node.id)}}}) SET {_set('n', values)}"
    for edge in network.edges:
        ends = (
            f"({name}:{kinds[end]} {{id: {_literal(end)}}})"
            for name, end in (("a", edge.source), ("b", edge.target))
        )
        values = {name: edge.values[name] for name in EDGE if name in edge.values}
        yield f"MATCH {', '.join(ends)} MERGE (a)-[r:{type_of(edge.relation)}]->(b) SET {_set('r', values)}"


def _set(name: str, values: Mapping[str, Value]) -> str:
    return ", ".join(
        f"{name}.{key} = {_names(value) if key == 'aliases' else _literal(value)}"
        for key, value in values.items()
    )


def _names(value: Value) -> str:
    return f"[{', '.join(map(_literal, str(value).split(SEPARATOR)))}]"


def _literal(value: Value) -> str:
    """A number, or a string in single quotes, without the control characters that a page may have."""
    if not isinstance(value, str):
        return _number(value)
    shown = value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return "'" + "".join(c if c.isprintable() or c == " " else "\ufffd" for c in shown) + "'"


def _number(value: int | float) -> str:
    return (
        f"{value:.10f}".rstrip("0").rstrip(".") + ".0" * value.is_integer()
        if isinstance(value, float)
        else str(value)
    )


def _by_class(nodes: Sequence[Node]) -> Iterator[tuple[str, list[Node]]]:
    for kind in sorted({str(node.values["class"]) for node in nodes}):
        yield kind, [node for node in nodes if node.values["class"] == kind]


def _by_relation(edges: Sequence[Edge]) -> Iterator[tuple[str, list[Edge]]]:
    for relation in sorted({edge.relation for edge in edges}):
        yield relation, [edge for edge in edges if edge.relation == relation]


def _node_row(node: Node, kind: str) -> tuple[str, ...]:
    return (node.id, *(_cell(name, node.values.get(name, "")) for name in NODE), kind)


def _edge_row(edge: Edge) -> tuple[str, ...]:
    cells = (_cell(name, edge.values.get(name, "")) for name in EDGE)
    return (edge.source, edge.target, *cells, type_of(edge.relation))


def _cell(name: str, value: Value) -> str:
    if name == "aliases":
        return str(value).replace(DELIMITER, ",").replace(SEPARATOR, DELIMITER)
    return value if isinstance(value, str) else _number(value)


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    with fresh(path) as new, new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
    return path
