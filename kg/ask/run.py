"""Run a reading's queries: rows with the claims behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.ask.model import Reading, Row
from kg.ask.sparql import Query
from kg.explain import ALIAS, Fact, Reader
from kg.model import DataError
from kg.schema import KG

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution

Term = NamedNode | Literal


class Runner:
    """Answers queries from a store, with the labels of its states in Chinese."""

    def __init__(self, store: Store, labels: Mapping[str, str]) -> None:
        self.store, self.labels = store, labels
        self.reader = Reader(store)
        self.known: dict[tuple[str, tuple[str, ...], str], tuple[Fact, ...]] = {}

    def solutions(self, query: str) -> QuerySolutions:
        found = self.store.query(query)
        if not isinstance(found, QuerySolutions):
            raise DataError("a question's query must be a SELECT")
        return found

    def numbers(self, query: Query) -> dict[str, str]:
        """The one row of an aggregate, empty where it is not bound."""
        solutions = self.solutions(query.text)
        names = [v.value for v in solutions.variables]
        for row in solutions:
            return {name: self.text(row[name]) for name in names}
        return {}

    def rows(self, query: Query, reading: Reading) -> tuple[Row, ...]:
        """One row for each thing and value, facts pooled, in the order of the query."""
        solutions = self.solutions(query.text)
        names = {v.value for v in solutions.variables}
        found: dict[tuple[str, str], Row] = {}
        for solution in solutions:
            row = self._row(solution, names, query, reading)
            known = found.get((row.iri, row.value))
            facts = tuple(dict.fromkeys([*(known.facts if known else ()), *row.facts]))
            found[row.iri, row.value] = Row(row.label, row.iri, row.value, facts, row.names)
        return tuple(found.values())

    def _row(self, solution: QuerySolution, names: set[str], query: Query, reading: Reading) -> Row:
        def text(name: str) -> str:
            return self.text(solution[name]) if name in names else ""

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
        )

    def _names(self, iri: str) -> Iterator[str]:
        for quad in self.store.quads_for_pattern(NamedNode(iri), NamedNode(ALIAS), None):
            yield self.text(quad.object)

    def _facts(self, solution: QuerySolution, query: Query) -> Iterator[Fact]:
        for subject, relations, object_ in query.triples:
            start, end = solution[subject], solution[object_]
            if isinstance(start, NamedNode) and isinstance(end, NamedNode | Literal):
                yield from self._between(start, relations, end)

    def _between(self, start: NamedNode, relations: tuple[str, ...], end: Term) -> tuple[Fact, ...]:
        key = (str(start), relations, str(end))
        if key not in self.known:
            facts = (self.reader.between(start, relation, end) for relation in relations)
            self.known[key] = tuple(f for f in facts if f is not None)
        return self.known[key]

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
