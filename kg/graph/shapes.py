"""Check a graph: SHACL by pyshacl, and in SPARQL what needs the ontology beside the data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from kg.graph.rdf import BASE_IRI, PREFIXES, YEARS
from kg.model import DataError

ONTOLOGY = "urn:x-shanhe:ontology"  # the named graph that holds kg.ttl while the questions are asked
SHACL = "http://www.w3.org/ns/shacl#"

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
        FILTER NOT EXISTS { GRAPH <urn:x-shanhe:ontology> { ?p schema:domainIncludes ?class } } }""",
    "the object's class is not in the range": """SELECT ?node ?p ?class WHERE { ?node ?p ?o . ?o a ?class .
        GRAPH <urn:x-shanhe:ontology> { ?p schema:domainIncludes ?any }
        FILTER NOT EXISTS { GRAPH <urn:x-shanhe:ontology> { ?p schema:rangeIncludes ?class } } }""",
    "the object is described nowhere": """SELECT ?node ?p ?o WHERE { ?node ?p ?o FILTER (isIRI(?o))
        GRAPH <urn:x-shanhe:ontology> { ?p schema:domainIncludes ?any }
        FILTER NOT EXISTS { ?o a ?class } FILTER NOT EXISTS { GRAPH <urn:x-shanhe:ontology> { ?o a kg:Status } } }""",
    "a property that kg.ttl does not have": """SELECT DISTINCT ?node ?p WHERE { ?node ?p ?o FILTER (STRSTARTS(STR(?p), STR(kg:)))
        FILTER NOT EXISTS { GRAPH <urn:x-shanhe:ontology> { ?p a ?kind } } }""",
} | {
    f"{date} without its year": f"""SELECT ?node ?date WHERE {{ ?node kg:{date} ?date
        FILTER NOT EXISTS {{ ?node kg:{year} ?year FILTER (?year = xsd:integer(SUBSTR(STR(?date), 1, 4))) }} }}"""
    for date, year in YEARS.items()
}


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: a line for each fault, sorted."""

    conforms: bool
    results: tuple[str, ...]


def validate(turtle: Path, folder: Path) -> Report:
    """Check a Turtle file against `shapes.ttl` and `kg.ttl` of an ontology folder.

    Raises DataError when one of the three files is missing or does not parse.
    """
    store = _load(turtle, folder)
    results = sorted({*_ask(store), *_shacl(turtle, folder / "shapes.ttl")})
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


def _ask(store: Store) -> list[str]:
    lines = []
    for fault, question in QUESTIONS.items():
        answer = store.query(question, prefixes=PREFIXES)
        if not isinstance(answer, QuerySolutions):
            raise TypeError(f"a SELECT is wanted: {question}")
        for row in answer:
            node, *rest = (_short(getattr(term, "value", "")) for term in row)
            lines.append(f"{node}: {fault}{': ' if rest else ''}{' '.join(rest)}")
    return lines


def _shacl(turtle: Path, shapes_ttl: Path) -> list[str]:
    import pyshacl
    from rdflib import RDF, Graph, URIRef

    graphs = []
    for path in (turtle, shapes_ttl):
        try:
            graphs.append(Graph().parse(str(path), format="turtle"))
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


def _short(text: str) -> str:
    for prefix, iri in {"id": BASE_IRI, **PREFIXES}.items():
        if text.startswith(iri):
            return f"{prefix}:{text.removeprefix(iri)}"
    return text
