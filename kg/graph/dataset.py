"""What the data set holds, in VoID and DCAT: sizes, classes, properties, the time that its pages cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.graph.rdf import DCTERMS, KG, PREFIXES, RDF, RDFS, XSD
from kg.schema import Schema

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
MEDIA = "https://www.iana.org/assignments/media-types/text/turtle"
TITLE = (("zh", "山河"), ("en", "Shanhe"))


def describe_dataset(turtle: Path, schema: Schema, base_iri: str) -> list[Triple]:
    """The description of a graph as a list of triples, without blank nodes and without the day of its making."""
    return list(_described(_counted(turtle), turtle, schema, base_iri))


@dataclass(slots=True)
class _Counts:
    triples: int = 0
    subjects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    issued: list[str] = field(default_factory=list)


def _counted(turtle: Path) -> _Counts:
    """One walk over the file, where the triples of a subject stand together."""
    counts, last = _Counts(), ""
    for quad in parse(path=str(turtle), format=RdfFormat.TURTLE):
        predicate, subject = quad.predicate.value, str(quad.subject)
        counts.triples += 1
        counts.subjects += subject != last
        last = subject
        counts.properties[predicate] += 1
        if predicate == f"{RDF}type" and isinstance(quad.object, NamedNode):
            counts.classes[quad.object.value] += 1
        elif predicate == f"{DCTERMS}issued" and isinstance(quad.object, Literal):
            counts.issued.append(quad.object.value)
    return counts


def _described(counts: _Counts, turtle: Path, schema: Schema, base: str) -> Iterator[Triple]:
    data = NamedNode(f"{base}dataset")
    for kind in (f"{VOID}Dataset", f"{DCAT}Dataset"):
        yield Triple(data, NamedNode(f"{RDF}type"), NamedNode(kind))
    for language, title in TITLE:
        yield Triple(data, NamedNode(f"{DCTERMS}title"), Literal(title, language=language))
    yield Triple(data, NamedNode(f"{VOID}uriSpace"), Literal(base))
    things = sum(counts.classes[KG + kind] for kind in schema.subclasses("Entity"))
    for name, number in (
        ("triples", counts.triples),
        ("distinctSubjects", counts.subjects),
        ("entities", things),
        ("classes", len(counts.classes)),
        ("properties", len(counts.properties)),
        ("documents", counts.classes[f"{KG}Document"]),
    ):
        yield _number(data, name, number)
    for iri in sorted({KG, *PREFIXES.values()} - {f"{XSD}"}):
        yield Triple(data, NamedNode(f"{VOID}vocabulary"), NamedNode(iri))
    yield from _distribution(data, turtle, base)
    yield from _period(data, counts.issued, base)
    for kind in ("class", "property"):
        found = counts.classes if kind == "class" else counts.properties
        for iri in sorted(found):
            yield from _partition(data, kind, iri, found[iri], schema, base)


def _number(node: NamedNode, name: str, number: int) -> Triple:
    return Triple(node, NamedNode(VOID + name), Literal(number))


def _distribution(data: NamedNode, turtle: Path, base: str) -> Iterator[Triple]:
    node = NamedNode(f"{base}dataset-turtle")
    yield Triple(data, NamedNode(f"{DCAT}distribution"), node)
    yield Triple(node, NamedNode(f"{RDF}type"), NamedNode(f"{DCAT}Distribution"))
    yield Triple(node, NamedNode(f"{DCTERMS}title"), Literal(turtle.name))
    yield Triple(node, NamedNode(f"{DCAT}mediaType"), NamedNode(MEDIA))
    size = Literal(str(turtle.stat().st_size), datatype=NamedNode(f"{XSD}nonNegativeInteger"))
    yield Triple(node, NamedNode(f"{DCAT}byteSize"), size)


def _period(data: NamedNode, issued: list[str], base: str) -> Iterator[Triple]:
    """From the first date of a page or article to the last, each as exact as it is told."""
    if not issued:
        return
    node = NamedNode(f"{base}dataset-period")
    yield Triple(data, NamedNode(f"{DCTERMS}temporal"), node)
    yield Triple(node, NamedNode(f"{RDF}type"), NamedNode(f"{DCTERMS}PeriodOfTime"))
    for name, value in (("startDate", min(issued)), ("endDate", max(issued))):
        kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]
        yield Triple(node, NamedNode(DCAT + name), Literal(value, datatype=NamedNode(XSD + kind)))


def _partition(
    data: NamedNode, kind: str, iri: str, number: int, schema: Schema, base: str
) -> Iterator[Triple]:
    prefix = next((p for p, start in PREFIXES.items() if iri.startswith(start)), "other")
    local = iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
    node = NamedNode(f"{base}dataset-{kind}-{prefix}-{local}")
    yield Triple(data, NamedNode(f"{VOID}{kind}Partition"), node)
    yield Triple(node, NamedNode(VOID + kind), NamedNode(iri))
    yield _number(node, "entities" if kind == "class" else "triples", number)
    for language in ("zh", "en") if iri.startswith(KG) else ():
        yield Triple(
            node, NamedNode(f"{RDFS}label"), Literal(schema.label(local, language), language=language)
        )
