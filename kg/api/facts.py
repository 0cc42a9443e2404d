"""A store → facts, things and explanations as values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.api.values import Explanation, Fact, Name, Object, Quote, Thing, shown
from kg.explain import CLAIMED, Reader, nearest
from kg.graph.query import built_with, prefixes
from kg.model import DENIED, REJECTED, DataError, Date, Quantity
from kg.schema import KG

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

    from kg.schema import Schema

    Node = NamedNode | BlankNode
    Term = Node | Literal | Triple

NOT_THINGS = ("Document", "Article", "Claim", "RejectedClaim", "Quantity")
DATES = ("date", "gYearMonth", "gYear")
CLAIMS = """SELECT ?claim ?s ?p ?o ?rule ?confidence ?quote ?start ?end ?title ?page ?modality ?written ?role WHERE {
    @@
    ?claim @SUBJECT ?s ; @PREDICATE ?p ; @OBJECT ?o ; kg:rule ?rule ; kg:confidence ?confidence ; oa:exact ?quote ;
        kg:charStart ?start ; kg:charEnd ?end ; prov:wasDerivedFrom ?article .
    ?article dcterms:title ?title ; dcterms:isPartOf/dcterms:identifier ?page .
    OPTIONAL { ?claim kg:modality ?modality } OPTIONAL { ?claim kg:asWritten ?written }
    OPTIONAL { ?claim kg:sumRole ?role }
}"""
THINGS = """SELECT ?x ?kind (COUNT(DISTINCT ?article) AS ?articles) WHERE {
    ?x rdfs:label ?label ; a ?kind @@ OPTIONAL { ?x kg:mentionedIn ?article } } GROUP BY ?x ?kind"""


class FactReader:
    """Reads values from a store; names and quantities are kept once they were met."""

    def __init__(self, store: Store, schema: Schema) -> None:
        self.store, self.base, self.schema = store, built_with(store), schema
        self.reader = Reader(store, schema)
        self.names: dict[str, Object] = {}

    def nodes(self, name: str) -> list[Node]:
        """The things of a name or an IRI. Raises DataError for none."""
        if name.startswith(self.base):
            if (node := self.node(name)) is None:
                raise DataError(f"nothing in this graph is {name}")
            return [node]
        found = self.reader.find(name)
        if not found:
            near = "、".join(nearest(name, self.reader.names()))
            raise DataError(f"nothing is called '{name}'" + (f"; near: {near}" if near else ""))
        return found

    def node(self, iri: str) -> NamedNode | None:
        """What has this IRI in the graph; None where nothing has, or where it is no IRI."""
        from pyoxigraph import NamedNode

        try:
            node = NamedNode(iri)
        except ValueError:
            return None
        return node if any(self.store.quads_for_pattern(node, None, None)) else None

    def facts(
        self, subjects: Iterable[Node] | None = None, *, relation: str = "", page: str = "", role: str = "s"
    ) -> tuple[Fact, ...]:
        """The claimed facts; with `subjects` those with one of them in the role `s` (subject) or `o` (object)."""
        from pyoxigraph import Literal

        narrow = ""
        if subjects is not None:
            narrow += f"VALUES ?{role} {{ {' '.join(map(str, subjects))} }} "
        narrow += f"VALUES ?p {{ kg:{relation} }} " if relation else ""
        narrow += f"VALUES ?page {{ {Literal(page)} }} " if page else ""
        pooled: dict[tuple[str, str, str], list[Quote]] = {}
        terms: dict[tuple[str, str, str], tuple[Term, Term]] = {}
        corrected = self._corrected()
        for row in (row for names in CLAIMED for row in self._ask(_claims(narrow, names))):
            key = (str(row["s"]), _value(row["p"]).removeprefix(KG), str(row["o"]))
            terms[key] = (row["s"], row["o"])
            pooled.setdefault(key, []).append(_quote(row, corrected))
        found = (
            self._fact(*terms[key], key[1], tuple(sorted(set(quotes)))) for key, quotes in pooled.items()
        )
        return tuple(sorted(found, key=_order))

    def things(self, kinds: Iterable[str] | None = None) -> tuple[Thing, ...]:
        narrow = f"VALUES ?kind {{ {' '.join(f'kg:{kind}' for kind in kinds)} }}" if kinds is not None else ""
        rows = self._ask(THINGS.replace("@@", narrow))
        counted = {
            row["x"]: int(_value(row["articles"]))
            for row in rows
            if _value(row["kind"]).removeprefix(KG) not in NOT_THINGS
        }
        found = (self.thing(node, articles) for node, articles in counted.items())
        return tuple(sorted(found, key=lambda thing: (thing.name.kind, thing.name.label, thing.name.iri)))

    def thing(self, node: Term, articles: int | None = None) -> Thing:
        read = self.reader
        longitude, latitude = (read.text(node, f"{_prefix('wgs84')}{name}") for name in ("long", "lat"))
        if articles is None:
            articles = len(read.objects(node, f"{KG}mentionedIn"))
        return Thing(
            self._name(node),
            read.text(node, f"{KG}divisionCode"),
            tuple(sorted(_value(term) for term in read.objects(node, f"{_prefix('skos')}altLabel"))),
            Decimal(longitude) if longitude else None,
            Decimal(latitude) if latitude else None,
            articles,
            tuple(sorted(_value(term) for term in read.objects(node, f"{KG}correctedBy"))),
        )

    def explain(self, node: Node) -> Explanation:
        own = self.facts([node])
        others = tuple(f for f in self.facts([node], role="o") if f.subject.iri != node.value)
        notes = tuple(_value(term) for term in self.reader.objects(node, f"{KG}identityNote"))
        facts = sorted((*own, *self._supplied(node, own)), key=_order)
        return Explanation(self.thing(node), tuple(facts), others, notes)

    def _supplied(self, node: Node, stated: Iterable[Fact]) -> Iterator[Fact]:
        """The parents that no claim states: the gazetteer's."""
        said = {fact.object for fact in stated if fact.relation == "partOf"}
        for parent in self.reader.objects(node, f"{KG}partOf"):
            value = self._object(parent)
            if value not in said:
                yield Fact(self._name(node), "partOf", value)

    def _fact(self, subject: Term, object_: Term, relation: str, quotes: tuple[Quote, ...]) -> Fact:
        value = self._object(object_)
        stands = any(_stands(relation, value, quote.modality) for quote in quotes)
        return Fact(self._name(subject), relation, value, quotes, stands)

    def _name(self, node: Term) -> Name:
        found = self._object(node)
        return found if isinstance(found, Name) else Name(shown(found), _value(node), "")

    def _object(self, term: Term) -> Object:
        if getattr(term, "datatype", None) is not None:
            return _literal(term)
        key = _value(term)
        if key not in self.names:
            self.names[key] = self._look_up(term)
        return self.names[key]

    def _look_up(self, node: Term) -> Object:
        read, iri = self.reader, _value(node)
        if indicator := read.text(node, f"{KG}indicator"):
            value, unit, period, written = (
                read.text(node, KG + p) for p in ("value", "unit", "period", "asWritten")
            )
            term = next(iter(read.objects(node, f"{KG}value")), None)
            number = Decimal(value) if _type(term) == "decimal" else value
            return Quantity(number, unit, indicator, period, written)
        label = read.text(node, f"{_prefix('rdfs')}label")
        kind = read.kind(node)
        return Name(label, iri, kind) if label else iri.removeprefix(KG)

    def _corrected(self) -> dict[str, tuple[str, ...]]:
        from pyoxigraph import NamedNode

        found: dict[str, list[str]] = {}
        for quad in self.store.quads_for_pattern(None, NamedNode(f"{KG}correctedBy"), None):
            found.setdefault(_value(quad.subject), []).append(_value(quad.object))
        return {iri: tuple(sorted(lines)) for iri, lines in found.items()}

    def _ask(self, query: str) -> Iterator[dict[str, Term]]:
        answer = self.store.query(query, prefixes=dict(prefixes(self.base)))
        names = [v.value for v in answer.variables]  # type: ignore[union-attr]
        for row in answer:  # type: ignore[union-attr]
            yield {name: row[name] for name in names if row[name] is not None}


def _claims(narrow: str, names: Sequence[str]) -> str:
    query = CLAIMS.replace("@@", narrow)
    for mark, name in zip(("@SUBJECT", "@PREDICATE", "@OBJECT"), names, strict=True):
        query = query.replace(mark, f"<{name}>")
    return query


def _quote(row: dict[str, Term], corrected: dict[str, tuple[str, ...]]) -> Quote:
    told = {name: _value(term) for name, term in row.items()}
    return Quote(
        told["page"],
        int(told["start"]),
        int(told["end"]),
        told["quote"],
        told["title"],
        told["rule"],
        Decimal(told["confidence"]),
        told.get("modality", ""),
        told.get("written", ""),
        told.get("role", ""),
        corrected.get(told["claim"], ()),
        told["claim"],
    )


def _literal(term: Term) -> Object:
    kind, text = _type(term), _value(term)
    if kind == "decimal":
        return Decimal(text)
    return Date(text) if kind in DATES else text


def _type(term: Term | None) -> str:
    return str(getattr(getattr(term, "datatype", None), "value", "")).rpartition("#")[2]


def _stands(relation: str, value: Object, modality: str) -> bool:
    """As `kg.model.Claim.stands`."""
    if modality in (DENIED, REJECTED):
        return False
    return relation != "status" or not modality or value == "planned"


def _order(fact: Fact) -> tuple[str, ...]:
    return (fact.subject.label, fact.subject.iri, fact.relation, fact.text, str(fact.object))


def _value(term: Term | None) -> str:
    return str(getattr(term, "value", ""))


def _prefix(name: str) -> str:
    return prefixes()[name]
