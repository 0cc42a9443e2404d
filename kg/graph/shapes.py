"""Check a graph: SHACL by pyshacl, and in SPARQL what needs the ontology beside the data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store

from kg.graph.rdf import BASE_IRI, PREFIXES, YEARS
from kg.model import DataError
from kg.schema import Relation, Schema, load_schema, year_of
from kg.schema.load import own_triples

ONTOLOGY = "urn:x-shanhe:ontology"  # the named graph that holds kg.ttl while the questions are asked
SHACL = "http://www.w3.org/ns/shacl#"
VALUE_SHAPES = {  # range → what SHACL says of it
    "Date": "sh:node kg:DateShape",
    "Money": "sh:datatype xsd:decimal",
    "Text": "sh:datatype xsd:string",
    "Quantity": "sh:class kg:Quantity",
}
_LISTS = re.compile(r"sh:in \(([^)]*)\)")

# Each question finds faults: ?node, and what else the line is to tell. MINUS where NOT EXISTS would be quadratic.
QUESTIONS = {
    "a resource without a class": "SELECT DISTINCT ?node WHERE { ?node ?p ?o FILTER NOT EXISTS { ?node a ?class } }",
    "a fact without a claim": """SELECT ?node ?p ?o WHERE { ?node ?p ?o . GRAPH <urn:x-shanhe:ontology> { ?p schema:domainIncludes ?any }
        MINUS { ?c rdf:subject ?node ; rdf:predicate ?p ; rdf:object ?o FILTER NOT EXISTS { ?c kg:modality ?m
          FILTER (?m = "denied" || (?p = kg:status && ?o != kg:planned)) } }
        FILTER NOT EXISTS { ?node kg:divisionCode ?code FILTER (?p = kg:partOf) } }""",
    "a claim without its fact": """SELECT ?node ?p ?o WHERE { ?node a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o
        FILTER NOT EXISTS { ?node kg:modality ?m FILTER (?m = "denied" || (?p = kg:status && ?o != kg:planned)) }
        FILTER NOT EXISTS { ?s ?p ?o } }""",
    "the subject's class is not in the domain": """SELECT ?node ?p ?class WHERE { ?node ?p ?o ; a ?class .
        GRAPH <urn:x-shanhe:ontology> { ?p schema:domainIncludes ?any }
        FILTER NOT EXISTS { ?node a ?any2 . GRAPH <urn:x-shanhe:ontology> { ?p schema:domainIncludes ?any2 } } }""",
    "the object's class is not in the range": """SELECT ?node ?p ?class WHERE { ?node ?p ?o . ?o a ?class .
        GRAPH <urn:x-shanhe:ontology> { ?p schema:domainIncludes ?any }
        FILTER NOT EXISTS { ?o a ?any2 . GRAPH <urn:x-shanhe:ontology> { ?p schema:rangeIncludes ?any2 } } }""",
    "the object is described nowhere": """SELECT ?node ?p ?o WHERE { ?node ?p ?o FILTER (isIRI(?o))
        GRAPH <urn:x-shanhe:ontology> { ?p schema:domainIncludes ?any }
        FILTER NOT EXISTS { ?o a ?class } FILTER NOT EXISTS { GRAPH <urn:x-shanhe:ontology> { ?o a kg:Status } } }""",
    "a property that kg.ttl does not have": """SELECT DISTINCT ?node ?p WHERE { ?node ?p ?o FILTER (STRSTARTS(STR(?p), STR(kg:)))
        FILTER NOT EXISTS { GRAPH <urn:x-shanhe:ontology> { ?p a ?kind } } }""",
}


def _dated(years: Mapping[str, str]) -> dict[str, str]:
    return {
        f"{date} without its year": f"""SELECT ?node ?date WHERE {{ ?node kg:{date} ?date
        FILTER NOT EXISTS {{ ?node kg:{year} ?year FILTER (?year = xsd:integer(SUBSTR(STR(?date), 1, 4))) }} }}"""
        for date, year in years.items()
    }


QUESTIONS |= _dated(YEARS)


def _two_classes(schema: Schema) -> str:
    """A thing has one class of ours; those of the user's come beside it."""
    own = " , ".join(f"kg:{name}" for name in schema.own) or "kg:Entity"
    return f"""SELECT ?node ?class ?other WHERE {{ ?node a ?class , ?other FILTER (STR(?class) < STR(?other))
        FILTER (?class NOT IN ({own})) FILTER (?other NOT IN ({own})) }}"""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: a line for each fault, sorted."""

    conforms: bool
    results: tuple[str, ...]


def validate(turtle: Path, folder: Path, own: Sequence[Path] = ()) -> Report:
    """Check a Turtle file against `shapes.ttl` and `kg.ttl` of an ontology folder, and what the folders `own` add to them.

    Raises DataError when one of the three files is missing or does not parse.
    """
    store, schema = _load(turtle, folder), load_schema(folder, own)
    if own:
        store.bulk_extend(
            Quad(t.subject, t.predicate, t.object, NamedNode(ONTOLOGY)) for t in own_triples(folder, own)
        )
    results = sorted({*_ask(store, schema), *_shacl(turtle, folder / "shapes.ttl", schema)})
    return Report(not results, tuple(results))


def _load(turtle: Path, folder: Path) -> Store:
    store = Store()
    if not turtle.is_file():
        raise DataError(f"no graph at {turtle}: run `kg build` first")
    for path, graph in ((turtle, None), (folder / "kg.ttl", NamedNode(ONTOLOGY))):
        try:
            store.bulk_load(path=str(path), format=RdfFormat.TURTLE, to_graph=graph)
        except (SyntaxError, OSError) as error:
            raise DataError(f"{path}: {error}") from error
    return store


def _ask(store: Store, schema: Schema) -> list[str]:
    lines = []
    own = {name: year_of(name) for name, r in schema.relations.items() if r.own and "Date" in r.range}
    questions = {**QUESTIONS, **_dated(own), "a thing has one class of kg.ttl": _two_classes(schema)}
    for fault, question in questions.items():
        answer = store.query(question, prefixes=PREFIXES)
        if not isinstance(answer, QuerySolutions):
            raise TypeError(f"a SELECT is wanted: {question}")
        for row in answer:
            node, *rest = (_short(getattr(term, "value", "")) for term in row)
            lines.append(f"{node}: {fault}{': ' if rest else ''}{' '.join(rest)}")
    return lines


def _shacl(turtle: Path, shapes_ttl: Path, schema: Schema) -> list[str]:
    import pyshacl
    from rdflib import RDF, Graph, URIRef

    graphs: list[Graph] = []
    for path in (turtle, shapes_ttl):
        try:
            text = path.read_text("utf-8")
            graphs.append(Graph().parse(data=shapes_of(text, schema) if graphs else text, format="turtle"))
        except (SyntaxError, OSError) as error:  # rdflib's BadSyntax is a SyntaxError
            raise DataError(f"{path}: {error}") from error
    _, report, _ = pyshacl.validate(graphs[0], shacl_graph=graphs[1])
    lines = []
    for result in report.subjects(RDF.type, URIRef(f"{SHACL}ValidationResult")):
        messages = sorted(str(m) for m in report.objects(result, URIRef(f"{SHACL}resultMessage")))
        node, *rest = (
            _short(str(report.value(result, URIRef(SHACL + name)) or ""))
            for name in ("focusNode", "resultPath", "value")
        )
        said = messages[0] if messages else "does not conform"
        lines.append(f"{node}: {said}: {' '.join(part for part in rest if part)}")
    return lines


def shapes_of(text: str, schema: Schema) -> str:
    """`shapes.ttl` with what a folder of the user's adds: its classes and relations in the lists, a shape for each relation's values."""
    relations = [r for r in schema.relations.values() if r.own]

    def longer(found: re.Match[str]) -> str:
        names = (
            [*schema.own]
            if "kg:Project" in found[1]
            else [r.name for r in relations]
            if "kg:partOf" in found[1]
            else []
        )
        return f"sh:in ({found[1]}{''.join(f'kg:{name} ' for name in names)})"

    lines = [f"sh:property [ {shape} ]" for relation in relations for shape in _shapes_of(relation)]
    added = f"\nkg:EntityShape {' ; '.join(lines)} .\n" if lines else ""
    return _LISTS.sub(longer, text) + added


def _shapes_of(relation: Relation) -> Iterator[str]:
    for value, said in VALUE_SHAPES.items():
        if value in relation.range:
            yield f"sh:path kg:{relation.name} ; {said}"
    if "Date" in relation.range:
        yield f"sh:path kg:{year_of(relation.name)} ; sh:datatype xsd:integer ; sh:minInclusive 1900 ; sh:maxInclusive 2200"


def _short(text: str) -> str:
    for prefix, iri in {"id": BASE_IRI, **PREFIXES}.items():
        if text.startswith(iri):
            return f"{prefix}:{text.removeprefix(iri)}"
    return text
