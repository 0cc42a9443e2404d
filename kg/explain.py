"""Everything that the graph says of one thing, each fact with the sentences that state it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import DataError, squeeze
from kg.schema import KG
from kg.text.fold import fold

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

    from kg.schema import Schema

    Node = NamedNode | BlankNode
    Term = Node | Literal | Triple

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ALIAS = "http://www.w3.org/2004/02/skos/core#altLabel"
DCTERMS = "http://purl.org/dc/terms/"
DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
EXACT = "http://www.w3.org/ns/oa#exact"
ROLES = ("subject", "predicate", "object")
CLAIMED = (  # of a claim, and of one that a correction rejected
    tuple(f"{RDF}{role}" for role in ROLES),
    tuple(f"{KG}rejected{role}" for role in ("Subject", "Relation", "Object")),
)
LANGUAGE = "zh"  # of every name in the graph
NEAR = 5  # names that an unknown name is answered with
ALIKE = 0.3  # share of character pairs in common below which a name is no suggestion

Labels = Mapping[str, tuple[str, str]]  # Chinese and English label of a relation


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Where a fact is stated. `start` and `end` are raw offsets in the document, in code points, half-open."""

    page: str
    start: int
    end: int
    text: str
    title: str
    rule: str
    confidence: str
    modality: str  # "", "planned", "expected", "denied" or "rejected"
    written: str  # the value as on the page: 0.42亿元
    granted_by: str
    sum_role: str = ""  # "total", "completed", …
    amount: str = ""  # CNY
    context: str = ""  # what the quote does not say itself comes from: "title", "lead"
    corrected: tuple[str, ...] = ()  # by which lines of corrections.toml


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A fact as names and text, with all its quotes; one without any comes from the gazetteer."""

    relation: str
    subject: str
    object: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """A thing of the graph: `facts` are those of which it is the subject, `named_in` those of other things."""

    label: str
    iri: str
    kind: str
    code: str
    aliases: tuple[str, ...]
    notes: tuple[str, ...]  # why names of several pages are this one thing
    facts: tuple[Fact, ...]
    named_in: tuple[Fact, ...]
    corrected: tuple[str, ...] = ()


def explain(graph: Path, name: str, schema: Schema | None = None) -> tuple[Thing, ...]:
    """The things that bear the name: by label, else by another form; several when it is ambiguous.

    `graph` is a store's folder or a Turtle file. Raises DataError when there is none, and for an unknown name,
    with the names that are nearest to it.
    """
    reader = Reader(open_graph(graph), schema)
    found = reader.find(name)
    if not found:
        near = "、".join(nearest(name, reader.names()))
        raise DataError(f"nothing is called '{name}'" + (f"; near: {near}" if near else ""))
    return tuple(sorted(reader.thing(node) for node in found))


def format_explanation(things: Sequence[Thing], labels: Labels) -> str:
    """Plain text, one block a thing; relations in both languages."""
    return "\n\n".join("\n".join(_thing_lines(thing, labels)) for thing in things)


def _thing_lines(thing: Thing, labels: Labels) -> Iterator[str]:
    yield "  ".join(part for part in (thing.label, thing.kind, thing.code, f"<{thing.iri}>") if part)
    if thing.aliases:
        yield f"  also: {'、'.join(thing.aliases)}"
    for note in thing.notes:
        yield f"  one thing: {note}"
    for line in thing.corrected:
        yield f"  corrected: {line}"
    for fact in (*thing.facts, *thing.named_in):
        yield from fact_lines(fact, " ".join(labels.get(fact.relation, (fact.relation,))))
    if not thing.facts and not thing.named_in:
        yield "  named, but no page states a fact on it that the rules found"


def fact_lines(fact: Fact, label: str) -> Iterator[str]:
    """A fact and its quotes, as `kg explain` shows them."""
    written = "、".join(dict.fromkeys(q.written for q in fact.quotes if q.written not in ("", fact.object)))
    yield f"\n  {fact.subject} — {label} → {fact.object}" + (f" ({written})" if written else "")
    if not fact.quotes:
        yield "    from the gazetteer; no page states it"
    for quote in fact.quotes:
        yield f"    “{quote.text}”" + _marks(quote)
        yield f"    {quote.page} {quote.start}–{quote.end} · {quote.title or '(no title)'} · {quote.rule} · {quote.confidence}"
        if quote.granted_by:
            yield f"    granted by {quote.granted_by}"
        if quote.context:
            yield f"    by the {quote.context}"
        if quote.amount:
            yield f"    pays {quote.amount} CNY"
        for line in quote.corrected:
            yield f"    corrected: {line}"


def _marks(quote: Quote) -> str:
    """[planned, total]: how the page says it, and what a sum is of the whole."""
    marks = ", ".join(mark for mark in (quote.modality, quote.sum_role) if mark)
    return f" [{marks}]" if marks else ""


def open_graph(graph: Path) -> Store:
    """A store's folder for reading, or a Turtle file loaded into memory. Raises DataError when there is none."""
    from pyoxigraph import RdfFormat, Store

    from kg.graph.store import read_store

    if not graph.is_file():
        return read_store(graph)
    store = Store()
    try:
        store.bulk_load(path=str(graph), format=RdfFormat.TURTLE)
    except SyntaxError as error:
        raise DataError(f"{graph}: {error}") from error
    return store


class Reader:
    """Reads things and facts from a store; whatever it lists is sorted."""

    def __init__(self, store: Store, schema: Schema | None = None) -> None:
        """`schema` tells which class of a thing is the narrowest."""
        self.store, self.schema = store, schema

    def find(self, name: str) -> list[Node]:
        """The things of a name, as it is written; failing that with widths, case and white space folded."""
        for predicate in (LABEL, ALIAS):
            if found := self._named(predicate, {name}):
                return found
        wanted = _folded(name)
        for predicate in (LABEL, ALIAS):
            if found := self._named(
                predicate, {form for form in self._forms(predicate) if _folded(form) == wanted}
            ):
                return found
        return []

    def names(self) -> list[str]:
        """Every label and other form in the graph."""
        return sorted({*self._forms(LABEL), *self._forms(ALIAS)})

    def thing(self, node: Node) -> Thing:
        return Thing(
            label=self.text(node, LABEL),
            iri=node.value,
            kind=self.kind(node),
            code=self.text(node, f"{KG}divisionCode"),
            aliases=tuple(_value(term) for term in self.objects(node, ALIAS)),
            notes=tuple(_value(term) for term in self.objects(node, f"{KG}identityNote")),
            facts=tuple(sorted([*self._facts("subject", node), *self._supplied(node)])),
            named_in=tuple(sorted(self._facts("object", node))),
            corrected=tuple(_value(term) for term in self.objects(node, f"{KG}correctedBy")),
        )

    def kind(self, node: Term | None) -> str:
        """The narrowest class of a thing; empty for none."""
        kinds = [_value(term).removeprefix(KG) for term in self.objects(node, f"{RDF}type")]
        return self.schema.narrowest(kinds) if self.schema is not None else next(iter(kinds), "")

    def facts_of(self, node: Node) -> list[Fact]:
        """What pages state of a thing, sorted."""
        return sorted(self._facts("subject", node))

    def _facts(self, role: str, node: Node) -> list[Fact]:
        """The claimed facts with the thing in this role; equal facts pool their quotes."""
        pooled: dict[tuple[str, str, str], list[Quote]] = {}
        found = [
            (claim, names) for names in CLAIMED for claim in self._subjects(names[ROLES.index(role)], node)
        ]
        for claim, names in found:
            subject, predicate, object_ = (self._one(claim, name) for name in names)
            if role == "object" and subject == object_:
                continue  # it is among the thing's own facts
            key = (_value(predicate).removeprefix(KG), self.show(subject), self.show(object_))
            pooled.setdefault(key, []).append(self._quote(claim))
        return [Fact(*key, tuple(sorted(quotes))) for key, quotes in pooled.items()]

    def between(self, subject: Node, relation: str, object_: Term) -> Fact | None:
        """The fact with its quotes; None where no page states it."""
        claims = set(self._subjects(f"{RDF}subject", subject)) & set(self._subjects(f"{RDF}object", object_))
        quotes = sorted(
            self._quote(c) for c in claims if self.text(c, f"{RDF}predicate") == f"{KG}{relation}"
        )
        return Fact(relation, self.show(subject), self.show(object_), tuple(quotes)) if quotes else None

    def _supplied(self, node: Node) -> list[Fact]:
        """The parents that no claim states: the gazetteer's."""
        stated = {self._one(claim, f"{RDF}object") for claim in self._subjects(f"{RDF}subject", node)}
        parents = [parent for parent in self.objects(node, f"{KG}partOf") if parent not in stated]
        return [Fact("partOf", self.show(node), self.show(parent), ()) for parent in parents]

    def _quote(self, claim: Node) -> Quote:
        article = self._one(claim, DERIVED)
        return Quote(
            page=self.text(self._one(article, f"{DCTERMS}isPartOf"), f"{DCTERMS}identifier"),
            start=int(self.text(claim, f"{KG}charStart")),
            end=int(self.text(claim, f"{KG}charEnd")),
            text=self.text(claim, EXACT),
            title=self.text(article, f"{DCTERMS}title"),
            rule=self.text(claim, f"{KG}rule"),
            confidence=self.text(claim, f"{KG}confidence"),
            modality=self.text(claim, f"{KG}modality"),
            written=self.text(claim, f"{KG}asWritten"),
            granted_by=self.show(self._one(claim, f"{KG}grantedBy")),
            sum_role=self.text(claim, f"{KG}sumRole"),
            amount=self.text(claim, f"{KG}amount"),
            context=", ".join(_value(term) for term in self.objects(claim, f"{KG}context")),
            corrected=tuple(_value(term) for term in self.objects(claim, f"{KG}correctedBy")),
        )

    def show(self, term: Term | None) -> str:
        """A term for people: the label of a thing, a quantity written out, a literal or a state as it is."""
        if indicator := self.text(term, f"{KG}indicator"):
            value, unit, period = (self.text(term, f"{KG}{part}") for part in ("value", "unit", "period"))
            return f"{indicator} {value} {unit}" + (f" ({period})" if period else "")
        return self.text(term, LABEL) or _value(term).removeprefix(KG)

    def _named(self, predicate: str, forms: Iterable[str]) -> list[Node]:
        from pyoxigraph import Literal

        return [
            node
            for form in sorted(forms)
            for node in self._subjects(predicate, Literal(form, language=LANGUAGE))
        ]

    def _forms(self, predicate: str) -> Iterator[str]:
        from pyoxigraph import NamedNode

        return (
            _value(quad.object) for quad in self.store.quads_for_pattern(None, NamedNode(predicate), None)
        )

    def _subjects(self, predicate: str, term: Term) -> list[Node]:
        from pyoxigraph import BlankNode, NamedNode

        quads = self.store.quads_for_pattern(None, NamedNode(predicate), term)
        return sorted({q.subject for q in quads if isinstance(q.subject, NamedNode | BlankNode)}, key=str)

    def objects(self, node: Term | None, predicate: str) -> list[Term]:
        from pyoxigraph import BlankNode, NamedNode

        if not isinstance(node, NamedNode | BlankNode):
            return []
        return sorted(
            {q.object for q in self.store.quads_for_pattern(node, NamedNode(predicate), None)}, key=str
        )

    def _one(self, node: Term | None, predicate: str) -> Term | None:
        return next(iter(self.objects(node, predicate)), None)

    def text(self, node: Term | None, predicate: str) -> str:
        return _value(self._one(node, predicate))


def _value(term: Term | None) -> str:
    """The text of a literal, the IRI of a thing; nothing for nothing."""
    return str(getattr(term, "value", ""))


def _folded(name: str) -> str:
    return squeeze(fold(name)).strip("《》").lower()


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """The names most like this one, best first, by the pairs of characters and the runs that they share."""
    wanted = _folded(name)
    pairs = _pairs(wanted)
    shares = {other: _share(pairs, _pairs(_folded(other))) for other in names}
    likely = sorted((n for n, share in shares.items() if share >= ALIKE), key=lambda n: (-shares[n], n))[
        : NEAR * 10
    ]
    runs = {n: SequenceMatcher(None, wanted, _folded(n), autojunk=False).ratio() for n in likely}
    return sorted(likely, key=lambda n: (-shares[n] - runs[n], n))[:NEAR]


def _pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, the edges among them: a name of two characters has three."""
    edged = f"^{text}$"
    return frozenset(edged[i : i + 2] for i in range(len(edged) - 1))


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b))
