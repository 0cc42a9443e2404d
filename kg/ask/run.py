"""Run a reading's queries: rows with the claims behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.ask.model import Reading, Row
from kg.ask.remote import RemoteGraph
from kg.ask.sparql import Query
from kg.explain import ALIAS, Fact, Reader
from kg.model import DataError
from kg.schema import KG

Term = NamedNode | Literal
Solution = Mapping[str, object]  # variable → term, None where it is not bound


def _sorted(facts: Iterable[Fact], order: Sequence[str]) -> tuple[Fact, ...]:
    """As the relations stand in the query, then by name: an engine gives rows of one thing in an order of its own."""
    return tuple(sorted(facts, key=lambda fact: (order.index(fact.relation), fact)))


BACK = "^"  # before a relation that is followed from its object


class Runner:
    """Answers queries from a store, with the labels of its states in Chinese."""

    def __init__(self, store: Store | RemoteGraph, labels: Mapping[str, str]) -> None:
        self.store, self.labels = store, labels
        self.proofs = store.proofs if isinstance(store, RemoteGraph) else store
        self.reader = Reader(self.proofs)
        self.known: dict[tuple[str, tuple[str, ...], str], tuple[Fact, ...]] = {}

    def solutions(self, query: str) -> tuple[Solution, ...]:
        if isinstance(self.store, RemoteGraph):
            rows = self.store.query(query)
            return tuple(dict(zip(rows.header, row, strict=True)) for row in rows.rows)
        found = self.store.query(query)
        if not isinstance(found, QuerySolutions):
            raise DataError("a question's query must be a SELECT")
        names = [v.value for v in found.variables]
        return tuple({name: row[name] for name in names} for row in found)

    def numbers(self, query: Query) -> dict[str, str]:
        """The one row of an aggregate, empty where it is not bound."""
        for solution in self.solutions(query.text):
            return {name: self.text(term) for name, term in solution.items()}
        return {}

    def rows(self, query: Query, reading: Reading) -> tuple[Row, ...]:
        """One row for each thing and value, facts pooled, in the order of the query."""
        solutions = self.solutions(query.text)
        self._expect(solutions, query)
        found: dict[tuple[str, str, str], Row] = {}
        for solution in solutions:
            row = self._row(solution, query, reading)
            key = (row.iri, row.value, row.indicator if query.open else "")
            known = found.get(key)
            facts = tuple(dict.fromkeys([*(known.facts if known else ()), *row.facts]))
            found[key] = replace(row, facts=facts)
        order = [name for _, several, _ in query.triples for name in several]
        return tuple(replace(row, facts=_sorted(row.facts, order)) for row in found.values())

    def _expect(self, solutions: tuple[Solution, ...], query: Query) -> None:
        """All the claims behind the rows are going to be looked up: an endpoint is asked for them together."""
        if isinstance(self.store, RemoteGraph):
            names = {"x", *(subject for subject, _, _ in query.triples)}
            things = (term for s in solutions for n in names if isinstance(term := s.get(n), NamedNode))
            relations = (name.removeprefix(BACK) for _, several, _ in query.triples for name in several)
            self.store.expect_facts((term.value for term in things), relations)

    def _row(self, solution: Solution, query: Query, reading: Reading) -> Row:
        def text(name: str) -> str:
            return self.text(solution.get(name))

        if reading.wants == "pages":
            return Row(text("page"), text("document"), text("title"))
        iri = text("x")
        value = f"{text('value')} {text('unit')}".strip()
        return Row(
            label=text("label"),
            iri=iri,
            value=value,
            facts=tuple(self._facts(solution, query)),
            names=tuple(self._names(iri)),
            indicator=text("indicator") or text("what"),
        )

    def _names(self, iri: str) -> Iterator[str]:
        for quad in self.proofs.quads_for_pattern(NamedNode(iri), NamedNode(ALIAS), None):
            yield self.text(quad.object)

    def _facts(self, solution: Solution, query: Query) -> Iterator[Fact]:
        for subject, relations, object_ in query.triples:
            start, end = solution[subject], solution[object_]
            if isinstance(start, NamedNode) and isinstance(end, NamedNode | Literal):
                yield from self._between(start, relations, end)

    def _between(self, start: NamedNode, relations: tuple[str, ...], end: Term) -> tuple[Fact, ...]:
        key = (str(start), relations, str(end))
        if key not in self.known:
            facts = (self._one_way(start, relation, end) for relation in relations)
            self.known[key] = tuple(f for f in facts if f is not None)
        return self.known[key]

    def _one_way(self, start: NamedNode, relation: str, end: Term) -> Fact | None:
        """^partnerOf is stated from the other side."""
        if not relation.startswith(BACK):
            return self.reader.between(start, relation, end)
        other = relation.removeprefix(BACK)
        return self.reader.between(end, other, start) if isinstance(end, NamedNode) else None

    def text(self, term: object) -> str:
        """A term for people: a state by its label, a number without trailing noughts, else as it is."""
        value = str(getattr(term, "value", ""))
        if isinstance(term, NamedNode) and value.startswith(KG):
            return self.labels.get(value.removeprefix(KG), value.removeprefix(KG))
        if (
            isinstance(term, Literal)
            and re.fullmatch(r"-?\d+\.\d*?0*", value)
            and term.datatype.value.endswith("decimal")
        ):
            return value.rstrip("0").rstrip(".")
        return value
