"""The graph as RDF 1.1: plain triples and claims, one graph, no blank nodes, sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from heapq import merge as merge_sorted
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.fresh import fresh
from kg.graph.changes import Changes
from kg.graph.keys import claim_name, local, order, plain_number, quantity_name
from kg.graph.pool import Pool, Subject
from kg.model import REJECTED, Article, Claim, Date, Document, Entity, Knowledge, Quantity, Value
from kg.schema import year_of

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
STEP = 1000  # subjects


TYPE, LABEL, ALT_LABEL = NamedNode(RDF + "type"), NamedNode(RDFS + "label"), NamedNode(SKOS + "altLabel")
SUBJECT, PREDICATE, OBJECT = (NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
IDENTIFIER, SOURCE, ISSUED, TITLE, IS_PART_OF = (
    NamedNode(DCTERMS + name) for name in ("identifier", "source", "issued", "title", "isPartOf")
)
LONGITUDE, LATITUDE = NamedNode(WGS84 + "long"), NamedNode(WGS84 + "lat")
REJECTED_SUBJECT, REJECTED_RELATION, REJECTED_OBJECT = (
    NamedNode(KG + name) for name in ("rejectedSubject", "rejectedRelation", "rejectedObject")
)  # so that who asks for claims by rdf:subject never meets what was rejected
DERIVED_FROM, EXACT = NamedNode(PROV + "wasDerivedFrom"), NamedNode(OA + "exact")
INTEGER, DECIMAL = NamedNode(XSD + "integer"), NamedNode(XSD + "decimal")


class Writable(Protocol):
    """All that is asked of a file here."""

    def write(self, data: bytes, /) -> int: ...

    def flush(self) -> None: ...


Block = tuple[str, Iterable[Triple]]  # all triples of one subject, sorted, behind the key of its name


@lru_cache(maxsize=256)  # the ontology's names; statuses among them
def kg(name: str) -> NamedNode:
    return NamedNode(KG + name)


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
        found.add(writer.mention(entity_id, article_id))
    for claim in knowledge.claims:
        found.update(writer.claim(claim, claim_name(claim)))
        if isinstance(claim.object, Quantity):
            found.update(writer.quantity(claim.object))
        if claim.stands:
            found.update(writer.fact(claim.subject, claim.relation, claim.object))
    return sorted(found, key=str)


def stream(
    pool: Pool,
    *,
    base_iri: str = BASE_IRI,
    done: Callable[[int], None] | None = None,
    only: Changes | None = None,
) -> Iterator[Triple]:
    """The triples of a sealed pool, in the same order; held in memory are those of one subject, without its mentions.

    `done` is told after every STEP subjects how many there were; `Pool.nodes` says how many there will be. With `only`, the
    triples of its nodes.
    """
    writer = _Writer(base_iri)
    documents, articles, claims, quantities, things = (
        (None,) * 5
        if only is None
        else (only.documents, only.articles, only.rows, only.quantities, only.things)
    )
    blocks: Iterator[Block] = merge_sorted(
        _blocks((f"doc-{d.identifier}", writer.document(d)) for d in pool.documents(documents)),
        _blocks((f"article-{a.identifier}", writer.article(a)) for a in pool.articles(articles)),
        _blocks((name, writer.claim(c, name)) for c in pool.claims(claims) for name in (claim_name(c),)),
        _blocks((quantity_name(q), writer.quantity(q)) for q in pool.quantities(quantities)),
        ((order(s.id), _subject(s, pool, writer)) for s in pool.subjects(things)),
        key=itemgetter(0),
    )
    for number, (_, rows) in enumerate(blocks, 1):
        yield from rows
        if done is not None and number % STEP == 0:
            done(number)


def write_turtle(rows: Iterable[Triple], path: Path, *, base_iri: str = BASE_IRI) -> None:
    """Write Turtle; the same triples in any order give the same bytes."""
    write_sorted(sorted(rows, key=str), path, base_iri=base_iri)


def write_sorted(rows: Iterable[Triple], path: Path, *, base_iri: str = BASE_IRI) -> None:
    """Write Turtle from triples in the order of `triples` and `stream`, as they come."""
    with fresh(path) as new, new.open("wb") as file:
        write_into(file, rows, base_iri=base_iri)


def write_into(file: Writable, rows: Iterable[Triple], *, base_iri: str = BASE_IRI) -> None:
    """The same, into an open file."""
    serialize(rows, cast("IO[bytes]", file), RdfFormat.TURTLE, prefixes={**PREFIXES, "id": base_iri})


def _blocks(found: Iterable[Block]) -> Iterator[Block]:
    """Sorted within each subject, each triple once; `found` comes by name, one name perhaps several times."""
    for name, group in groupby(found, key=itemgetter(0)):
        yield order(name), sorted({row for _, rows in group for row in rows}, key=str)


def _subject(subject: Subject, pool: Pool, writer: _Writer) -> Iterator[Triple]:
    """The triples of a thing; its mentions, which may be as many as there are articles, come one by one."""
    rows = {row for relation, value in subject.facts for row in writer.fact(subject.id, relation, value)}
    if subject.entity is not None:
        rows.update(writer.entity(subject.entity))
    mentions = (writer.mention(subject.id, article) for article in pool.articles_naming(subject.id))
    return merge_sorted(sorted(rows, key=str), mentions, key=str)


def write_nquads(rows: Iterable[Triple], path: Path) -> None:
    """Write N-Quads, one sorted line a triple, in the default graph."""
    _replace(path, "".join(f"{row} .\n" for row in sorted(map(str, rows))).encode())


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside it first, then renamed."""
    with fresh(path) as new:
        new.write_bytes(data)


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=INTEGER)


def _decimal(number: Decimal) -> Literal:
    return Literal(plain_number(number), datatype=DECIMAL)


def _date(iso: str) -> Literal:
    return Literal(iso, datatype=NamedNode(XSD + DATE_TYPES[len(iso)]))


def _chinese(text: str) -> Literal:
    return Literal(text, language="zh")


def _stem(source: str) -> str:
    """The path of a page without its suffix: `000`, `b/x`."""
    return PurePosixPath(source).with_suffix("").as_posix() if PurePosixPath(source).name else source


class _Writer:
    """Turns the values of the model into triples under one base IRI."""

    def __init__(self, base_iri: str) -> None:
        self.base = base_iri

    def node(self, name: str) -> NamedNode:
        return NamedNode(self.base + local(name))

    def document(self, document: Document) -> Iterator[Triple]:
        node = self.node(f"doc-{document.identifier}")
        yield Triple(node, TYPE, kg("Document"))
        yield Triple(node, IDENTIFIER, Literal(_stem(document.source)))
        yield Triple(node, SOURCE, Literal(document.source))
        if document.date:
            yield Triple(node, ISSUED, _date(document.date))

    def article(self, article: Article) -> Iterator[Triple]:
        node = self.node(f"article-{article.identifier}")
        yield Triple(node, TYPE, kg("Article"))
        yield Triple(node, TITLE, _chinese(article.title))
        yield Triple(node, IS_PART_OF, self.node(f"doc-{article.document}"))
        yield from self._offsets(node, article.span.start, article.span.end)
        if article.issued:
            yield Triple(node, ISSUED, _date(article.issued))

    def entity(self, entity: Entity) -> Iterator[Triple]:
        node = self.node(entity.id)
        for kind in (entity.kind, *entity.types):
            yield Triple(node, TYPE, kg(kind))
        yield Triple(node, LABEL, _chinese(entity.label))
        for alias in entity.aliases:
            if alias != entity.label:
                yield Triple(node, ALT_LABEL, _chinese(alias))
        if entity.code:
            yield Triple(node, kg("divisionCode"), Literal(entity.code))
        if entity.part_of:
            yield Triple(node, kg("partOf"), self.node(entity.part_of))
        for note in entity.notes:
            yield Triple(node, kg("identityNote"), Literal(note, language="en"))
        for line in entity.corrected:
            yield Triple(node, kg("correctedBy"), Literal(line))
        if entity.longitude is not None and entity.latitude is not None:
            yield Triple(node, LONGITUDE, _decimal(entity.longitude))
            yield Triple(node, LATITUDE, _decimal(entity.latitude))

    def mention(self, entity: str, article: str) -> Triple:
        return Triple(self.node(entity), kg("mentionedIn"), self.node(f"article-{article}"))

    def claim(self, claim: Claim, name: str) -> Iterator[Triple]:
        """The node of the claim, which has this name; its fact and its quantity are other subjects' triples."""
        evidence = claim.evidence
        node = self.node(name)
        rejected = evidence.modality == REJECTED
        parts = (SUBJECT, PREDICATE, OBJECT)
        if rejected:
            parts = (REJECTED_SUBJECT, REJECTED_RELATION, REJECTED_OBJECT)
        yield Triple(node, TYPE, kg("RejectedClaim" if rejected else "Claim"))
        yield Triple(node, parts[0], self.node(claim.subject))
        yield Triple(node, parts[1], kg(claim.relation))
        yield Triple(node, parts[2], self._object(claim.relation, claim.object))
        yield Triple(node, kg("rule"), Literal(evidence.rule))
        yield Triple(node, kg("confidence"), _decimal(evidence.confidence))
        yield Triple(node, DERIVED_FROM, self.node(f"article-{evidence.article}"))
        yield Triple(node, EXACT, Literal(evidence.quote))
        yield from self._offsets(node, evidence.span.start, evidence.span.end)
        if evidence.written:
            yield Triple(node, kg("asWritten"), Literal(evidence.written))
        if evidence.modality:
            yield Triple(node, kg("modality"), Literal(evidence.modality))
        if evidence.sum_role:
            yield Triple(node, kg("sumRole"), Literal(evidence.sum_role))
        if evidence.amount is not None:
            yield Triple(node, kg("amount"), _decimal(evidence.amount))
        for source in evidence.context:
            yield Triple(node, kg("context"), Literal(source))
        for line in evidence.corrected:
            yield Triple(node, kg("correctedBy"), Literal(line))
        for name, value in evidence.qualifiers:
            yield Triple(node, kg(name), self.node(value))

    def fact(self, subject: str, relation: str, value: Value | Entity) -> Iterator[Triple]:
        """The plain triple, and the year beside a date."""
        node = self.node(subject)
        yield Triple(node, kg(relation), self._object(relation, value))
        if isinstance(value, Date):
            yield Triple(node, kg(year_of(relation)), _integer(value.year))

    def quantity(self, quantity: Quantity) -> Iterator[Triple]:
        node = self.node(quantity_name(quantity))
        value = quantity.value
        yield Triple(node, TYPE, kg("Quantity"))
        yield Triple(node, kg("indicator"), _chinese(quantity.indicator))
        yield Triple(node, kg("value"), _decimal(value) if isinstance(value, Decimal) else Literal(value))
        yield Triple(node, kg("unit"), Literal(quantity.unit))
        if quantity.period:
            yield Triple(node, kg("period"), Literal(quantity.period))
        if quantity.written:
            yield Triple(node, kg("asWritten"), Literal(quantity.written))

    def _object(self, relation: str, value: Value | Entity) -> NamedNode | Literal:
        if isinstance(value, Entity):
            return self.node(value.id)
        if isinstance(value, Decimal):
            return _decimal(value)
        if isinstance(value, Date):
            return _date(value.iso)
        if isinstance(value, Quantity):
            return self.node(quantity_name(value))
        return kg(value) if relation in NAMED_OBJECTS else Literal(value)

    def _offsets(self, node: NamedNode, start: int, end: int) -> Sequence[Triple]:
        return (Triple(node, kg("charStart"), _integer(start)), Triple(node, kg("charEnd"), _integer(end)))
