"""A graph behind a SPARQL endpoint, for questions: few requests, each for many things, and what was asked is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeGuard

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.explain import ALIAS, DCTERMS, DERIVED, LABEL, LANGUAGE, RDF
from kg.graph.query import Rows, Source, Term, base_of, run_rows
from kg.schema import KG

BATCH = 300  # terms in one request: some stores limit a query's length
CLAIMED = 50  # things whose claims one request asks for: Virtuoso gives 10,000 rows, and a claim has a dozen
TYPE, PART_OF, IDENTIFIER, TITLE = (
    f"{RDF}type",
    f"{DCTERMS}isPartOf",
    f"{DCTERMS}identifier",
    f"{DCTERMS}title",
)
PLACES = tuple(f"{KG}{name}" for name in ("partOf", "locatedIn", "jurisdiction"))
THING = (TYPE, LABEL, *PLACES)  # what a name is, and what tells namesakes apart
CALLED = (LABEL, ALIAS, f"{KG}indicator")  # whose values have a language
PLAIN = (IDENTIFIER, f"{KG}designatedAs")
SHOWN = (LABEL, ALIAS, *(f"{KG}{name}" for name in ("indicator", "value", "unit", "period")))
NAMED = "SELECT ?s ?p ?o WHERE { VALUES ?o { %s } VALUES ?p { %s } ?s ?p ?o }"
OWN = "SELECT ?s ?p ?o WHERE { VALUES ?s { %s } VALUES ?p { %s } ?s ?p ?o }"
CLAIMS = """SELECT ?s ?p ?o WHERE { VALUES ?subject { %s } VALUES ?relation { %s }
    ?s rdf:subject ?subject ; rdf:predicate ?relation ; ?p ?o }"""
HOLDING = "SELECT DISTINCT ?name WHERE { VALUES ?p { rdfs:label skos:altLabel } ?s ?p ?name FILTER(%s) }"
Pattern = tuple[NamedNode | None, NamedNode, NamedNode | Literal | None]
Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]


class RemoteGraph:
    """Answers as a store does, by asking `source`, an endpoint.

    `proofs` holds the claims that were expected, with the labels and pages that show them. Everything raises DataError
    where the endpoint fails, or cuts or breaks off its answer.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.base_iri = base_of(source)
        self.proofs, self.kept = Store(), Store()
        self.asked: set[Pattern] = set()

    def query(self, query: str) -> Rows:
        return run_rows(query, self.source, base_iri=self.base_iri)

    def quads_for_pattern(
        self, subject: NamedNode | None, predicate: NamedNode, object: NamedNode | Literal | None
    ) -> Iterator[Quad]:
        """The statements of a predicate with a subject, or with an object; asked for once."""
        pattern = (subject, predicate, object)
        if pattern not in self.asked:
            question, term = (NAMED, object) if subject is None else (OWN, subject)
            self._fetch(question, [str(term)], [str(predicate)], self.kept)
            self.asked.add(pattern)
        return self.kept.quads_for_pattern(*pattern)

    def names_holding(self, pieces: Iterable[str]) -> list[str]:
        """The labels and other forms with one of the pieces in them."""
        tests = " || ".join(f"CONTAINS(STR(?name), {Literal(piece)})" for piece in sorted(pieces))
        return [str(getattr(row[0], "value", "")) for row in self.query(HOLDING % tests).rows]

    def expect_names(self, forms: Iterable[str], figures: Iterable[str]) -> None:
        """Ask at once for all that is called so, and for indicators of the names in `figures`."""
        texts = [Literal(form) for form in forms]
        names = [Literal(text.value, language=LANGUAGE) for text in texts]
        indicators = [Literal(form, language=LANGUAGE) for form in figures]
        found: set[str] = set()
        for terms, predicates in ((names, CALLED), (indicators, CALLED[2:]), (texts, PLAIN)):
            rows = self._fetch(NAMED, map(str, terms), map(_written, predicates), self.kept)
            self.asked |= {(None, NamedNode(p), term) for p in predicates for term in terms}
            found |= {s.value for s, p, _ in rows if p.value in (LABEL, ALIAS)}
        things = self._expect(found, THING, self.kept)
        self._expect((o.value for _, p, o in things if p.value in PLACES), (LABEL,), self.kept)

    def expect_facts(self, subjects: Iterable[str], relations: Iterable[str]) -> None:
        """Ask at once for the claims on these things with one of the relations, and for all that shows them."""
        things = sorted(set(subjects))
        wanted = [_written(f"{KG}{name}") for name in sorted(set(relations))]
        claims = self._fetch(CLAIMS, map(_written, things), wanted, self.proofs, CLAIMED) if wanted else []
        parts = {o.value for _, p, o in claims if isinstance(o, NamedNode) and p.value != DERIVED}
        self._expect(parts | set(things), SHOWN, self.proofs)
        articles = {o.value for _, p, o in claims if p.value == DERIVED}
        placed = self._expect(articles, (TITLE, PART_OF), self.proofs)
        self._expect((o.value for _, p, o in placed if p.value == PART_OF), (IDENTIFIER,), self.proofs)

    def _expect(self, things: Iterable[str], predicates: Sequence[str], into: Store) -> list[Statement]:
        nodes = sorted(set(things))
        self.asked |= {
            (NamedNode(n), NamedNode(p), None) for n in nodes for p in predicates if into is self.kept
        }
        return self._fetch(OWN, map(_written, nodes), map(_written, predicates), into)

    def _fetch(
        self, question: str, terms: Iterable[str], predicates: Iterable[str], into: Store, size: int = BATCH
    ) -> list[Statement]:
        wanted, listed = " ".join(predicates), list(terms)
        found: list[Statement] = []
        for start in range(0, len(listed), size):
            rows = self.query(question % (" ".join(listed[start : start + size]), wanted)).rows
            found.extend(row for row in rows if _is_statement(row))
        into.bulk_extend(Quad(*row) for row in found)
        return found


def _is_statement(row: Sequence[Term]) -> TypeGuard[Statement]:
    """Whether it is one of ours: a store may hold blank nodes of others."""
    subject, predicate, object_ = row
    nodes = isinstance(subject, NamedNode) and isinstance(predicate, NamedNode)
    return nodes and isinstance(object_, NamedNode | Literal)


def _written(iri: str) -> str:
    return f"<{iri}>"
