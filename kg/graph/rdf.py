"""The graph as RDF 1.1: plain triples and claims, one graph, no blank nodes, sorted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.graph.merge import object_key, plain_number, quantity_key
from kg.model import Article, Claim, Date, Document, Entity, Knowledge, Quantity, Value

KG = "https://shanhe.example/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
SCHEMA = "https://schema.org/"
BASE_IRI = "https://shanhe.example/id/"

PREFIXES = {
    "kg": KG, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "xsd": XSD, "dcterms": DCTERMS, "prov": PROV, "oa": OA,
    "wgs84": WGS84, "schema": SCHEMA,
}  # fmt: skip
DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
YEARS = {
    "startDate": "startYear",
    "completionDate": "completionYear",
    "issueDate": "issueYear",
    "effectiveDate": "effectiveYear",
}
NAMED_OBJECTS = {"status"}  # relations whose constant object is an individual of the ontology
DENIED = "denied"

_PLAIN = re.compile(r"[A-Za-z0-9-]+")


def kg(name: str) -> NamedNode:
    return NamedNode(KG + name)


def local(name: str) -> str:
    """A name as flat ASCII: kept when it is, else its ASCII part and a hash of the whole, so that no two collide."""
    if _PLAIN.fullmatch(name):
        return name
    kept = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")
    return f"{kept}-x{_hash(name)}".lstrip("-")


def claim_name(claim: Claim) -> str:
    """The local name of a claim: a hash of fact, article, place and rule, the same under every base IRI."""
    evidence = claim.evidence
    place = (evidence.article, str(evidence.span.start), str(evidence.span.end), evidence.rule)
    return f"claim-{_hash('|'.join((claim.subject, claim.relation, object_key(claim.object), *place)))}"


def triples(knowledge: Knowledge, *, base_iri: str = BASE_IRI) -> list[Triple]:
    """All triples of the graph, sorted by their N-Triples form."""
    writer = _Writer(base_iri)
    found: set[Triple] = set()
    for document in knowledge.documents:
        found.update(writer.document(document))
    for article in knowledge.articles:
        found.update(writer.article(article))
    for entity in knowledge.entities:
        found.update(writer.entity(entity))
    for entity_id, article_id in knowledge.mentioned:
        found.add(Triple(writer.node(entity_id), kg("mentionedIn"), writer.node(f"article-{article_id}")))
    for claim in knowledge.claims:
        found.update(writer.claim(claim))
    return sorted(found, key=str)


def write_turtle(rows: Iterable[Triple], path: Path, *, base_iri: str = BASE_IRI) -> None:
    """Write Turtle; the same triples in any order give the same bytes."""
    data = serialize(sorted(rows, key=str), format=RdfFormat.TURTLE, prefixes={**PREFIXES, "id": base_iri})
    _replace(path, data or b"")


def write_nquads(rows: Iterable[Triple], path: Path) -> None:
    """Write N-Quads, one sorted line a triple, in the default graph."""
    _replace(path, "".join(f"{row} .\n" for row in sorted(map(str, rows))).encode())


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside it first, then renamed."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(data)
    fresh.replace(path)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def _decimal(number: Decimal) -> Literal:
    return Literal(plain_number(number), datatype=NamedNode(XSD + "decimal"))


def _date(iso: str) -> Literal:
    return Literal(iso, datatype=NamedNode(XSD + DATE_TYPES[len(iso)]))


def _chinese(text: str) -> Literal:
    return Literal(text, language="zh")


class _Writer:
    """Turns the values of the model into triples under one base IRI."""

    def __init__(self, base_iri: str) -> None:
        self.base = base_iri

    def node(self, name: str) -> NamedNode:
        return NamedNode(self.base + local(name))

    def document(self, document: Document) -> Iterator[Triple]:
        node = self.node(f"doc-{document.identifier}")
        yield Triple(node, NamedNode(RDF + "type"), kg("Document"))
        yield Triple(node, NamedNode(DCTERMS + "identifier"), Literal(document.identifier))
        yield Triple(node, NamedNode(DCTERMS + "source"), Literal(document.source))
        if document.date:
            yield Triple(node, NamedNode(DCTERMS + "issued"), _date(document.date))

    def article(self, article: Article) -> Iterator[Triple]:
        node = self.node(f"article-{article.identifier}")
        yield Triple(node, NamedNode(RDF + "type"), kg("Article"))
        yield Triple(node, NamedNode(DCTERMS + "title"), _chinese(article.title))
        yield Triple(node, NamedNode(DCTERMS + "isPartOf"), self.node(f"doc-{article.document}"))
        yield from self._offsets(node, article.span.start, article.span.end)
        if article.issued:
            yield Triple(node, NamedNode(DCTERMS + "issued"), _date(article.issued))

    def entity(self, entity: Entity) -> Iterator[Triple]:
        node = self.node(entity.id)
        yield Triple(node, NamedNode(RDF + "type"), kg(entity.kind))
        yield Triple(node, NamedNode(RDFS + "label"), _chinese(entity.label))
        for alias in entity.aliases:
            if alias != entity.label:
                yield Triple(node, NamedNode(SKOS + "altLabel"), _chinese(alias))
        if entity.code:
            yield Triple(node, kg("divisionCode"), Literal(entity.code))
        if entity.part_of:
            yield Triple(node, kg("partOf"), self.node(entity.part_of))
        if entity.longitude is not None and entity.latitude is not None:
            yield Triple(node, NamedNode(WGS84 + "long"), _decimal(entity.longitude))
            yield Triple(node, NamedNode(WGS84 + "lat"), _decimal(entity.latitude))

    def claim(self, claim: Claim) -> Iterator[Triple]:
        evidence = claim.evidence
        subject = self.node(claim.subject)
        object_ = self._object(claim)
        if isinstance(claim.object, Quantity):
            yield from self._quantity(claim.object)
        node = self.node(claim_name(claim))
        yield Triple(node, NamedNode(RDF + "type"), kg("Claim"))
        yield Triple(node, NamedNode(RDF + "subject"), subject)
        yield Triple(node, NamedNode(RDF + "predicate"), kg(claim.relation))
        yield Triple(node, NamedNode(RDF + "object"), object_)
        yield Triple(node, kg("rule"), Literal(evidence.rule))
        yield Triple(node, kg("confidence"), _decimal(evidence.confidence))
        yield Triple(node, NamedNode(PROV + "wasDerivedFrom"), self.node(f"article-{evidence.article}"))
        yield Triple(node, NamedNode(OA + "exact"), Literal(evidence.quote))
        yield from self._offsets(node, evidence.span.start, evidence.span.end)
        if evidence.written:
            yield Triple(node, kg("asWritten"), Literal(evidence.written))
        if evidence.modality:
            yield Triple(node, kg("modality"), Literal(evidence.modality))
        for name, value in evidence.qualifiers:
            yield Triple(node, kg(name), self.node(value))
        if evidence.modality != DENIED:
            yield from self._plain(subject, claim, object_)

    def _plain(self, subject: NamedNode, claim: Claim, object_: NamedNode | Literal) -> Iterator[Triple]:
        yield Triple(subject, kg(claim.relation), object_)
        if isinstance(claim.object, Date) and claim.relation in YEARS:
            yield Triple(subject, kg(YEARS[claim.relation]), _integer(claim.object.year))

    def _object(self, claim: Claim) -> NamedNode | Literal:
        value: Value | Entity = claim.object
        if isinstance(value, Entity):
            return self.node(value.id)
        if isinstance(value, Decimal):
            return _decimal(value)
        if isinstance(value, Date):
            return _date(value.iso)
        if isinstance(value, Quantity):
            return self._quantity_node(value)
        return kg(value) if claim.relation in NAMED_OBJECTS else Literal(value)

    def _quantity_node(self, quantity: Quantity) -> NamedNode:
        return self.node(f"quantity-{_hash('|'.join(quantity_key(quantity)))}")

    def _quantity(self, quantity: Quantity) -> Iterator[Triple]:
        node = self._quantity_node(quantity)
        value = quantity.value
        yield Triple(node, NamedNode(RDF + "type"), kg("Quantity"))
        yield Triple(node, kg("indicator"), _chinese(quantity.indicator))
        yield Triple(node, kg("value"), _decimal(value) if isinstance(value, Decimal) else Literal(value))
        yield Triple(node, kg("unit"), Literal(quantity.unit))
        if quantity.period:
            yield Triple(node, kg("period"), Literal(quantity.period))
        if quantity.written:
            yield Triple(node, kg("asWritten"), Literal(quantity.written))

    def _offsets(self, node: NamedNode, start: int, end: int) -> Sequence[Triple]:
        return (Triple(node, kg("charStart"), _integer(start)), Triple(node, kg("charEnd"), _integer(end)))
