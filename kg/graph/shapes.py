"""Check a built graph: SHACL shapes by pyshacl, and that every fact has its claim."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.graph.rdf import KG, RDF
from kg.model import DataError
from kg.schema import load_schema

PART_OF = f"{KG}partOf"  # the gazetteer may supply it without a claim


@dataclass(frozen=True, slots=True)
class Report:
    """One line for each fault."""

    conforms: bool
    results: tuple[str, ...]


def validate(turtle: Path, folder: Path) -> Report:
    """Run `shapes.ttl` of an ontology folder over a graph. Raises DataError when either cannot be read."""
    faults = [*_shape_faults(turtle, folder / "shapes.ttl"), *_unclaimed(turtle, folder)]
    return Report(not faults, tuple(faults))


def _shape_faults(turtle: Path, shapes: Path) -> list[str]:
    import pyshacl
    from rdflib import Graph, Namespace, URIRef

    if not turtle.is_file():
        raise DataError(f"no graph at {turtle}: run `kg build` first")
    data, rules = Graph(), Graph()
    data.parse(turtle, format="turtle")
    rules.parse(shapes, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none")
    sh = Namespace("http://www.w3.org/ns/shacl#")
    faults = []
    for result in report.subjects(URIRef(f"{RDF}type"), sh.ValidationResult):
        focus, path = report.value(result, sh.focusNode), report.value(result, sh.resultPath)
        messages = sorted(str(m) for m in report.objects(result, sh.resultMessage))
        faults.append(f"{focus} {path}: {messages[0] if messages else 'does not conform'}")
    return sorted(faults)


def _unclaimed(turtle: Path, folder: Path) -> list[str]:
    """Plain triples with a relation of the guide that no claim backs."""
    from pyoxigraph import RdfFormat, parse

    relations = {f"{KG}{name}" for name in load_schema(folder).relations}
    triples = list(parse(path=str(turtle), format=RdfFormat.TURTLE))
    parts: dict[str, dict[str, str]] = {}
    for t in triples:
        if t.predicate.value in (f"{RDF}subject", f"{RDF}predicate", f"{RDF}object"):
            parts.setdefault(str(t.subject), {})[t.predicate.value.removeprefix(RDF)] = str(t.object)
    claimed = {(p.get("subject"), p.get("predicate"), p.get("object")) for p in parts.values()}
    return sorted(
        f"{t.subject.value} {t.predicate.value}: no claim states {t.object}"
        for t in triples
        if t.predicate.value in relations
        and t.predicate.value != PART_OF
        and (str(t.subject), str(t.predicate), str(t.object)) not in claimed
    )
