"""Terms of an answer for people: a label beside an IRI, and where on which page a statement stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kg.graph.query import Rows, Source, Term, run_rows, shorten
from kg.graph.rdf import KG
from kg.schema import Schema

BATCH = 300  # IRIs in one question: some stores limit a query's length
THING = "SELECT ?x ?label WHERE { VALUES ?x { @@ } ?x rdfs:label ?label }"
QUANTITY = """SELECT ?x ?indicator ?value ?unit ?period WHERE { VALUES ?x { @@ }
    ?x kg:indicator ?indicator ; kg:value ?value ; kg:unit ?unit OPTIONAL { ?x kg:period ?period } }"""
DOCUMENT = """SELECT ?x ?page ?source WHERE { VALUES ?x { @@ }
    ?x dcterms:identifier ?page ; dcterms:source ?source }"""
ARTICLE = """SELECT ?x ?page ?source ?start ?end ?title WHERE { VALUES ?x { @@ }
    ?x dcterms:isPartOf ?d ; kg:charStart ?start ; kg:charEnd ?end ; dcterms:title ?title .
    ?d dcterms:identifier ?page ; dcterms:source ?source }"""
CLAIM = """SELECT ?x ?page ?source ?start ?end WHERE { VALUES ?x { @@ }
    ?x prov:wasDerivedFrom ?a ; kg:charStart ?start ; kg:charEnd ?end . ?a dcterms:isPartOf ?d .
    ?d dcterms:identifier ?page ; dcterms:source ?source }"""
KINDS = {"quantity-": QUANTITY, "doc-": DOCUMENT, "article-": ARTICLE, "claim-": CLAIM}  # by local name


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: offsets in code points of the file's text as read, half-open; a whole page has none."""

    page: str
    source: str
    start: str = ""
    end: str = ""

    def __str__(self) -> str:
        return f"{self.page} {self.start}–{self.end}" if self.start else self.page


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown; `whole` where the text says all that there is, so that no IRI need stand beside it.

    `brief` is the text without the IRI, for where there is no room.
    """

    text: str
    place: Place | None = None
    whole: bool = False
    brief: str = ""


def describe(rows: Rows, source: Source, schema: Schema) -> tuple[tuple[Cell, ...], ...]:
    """The rows as cells. A label that another cell of the row says already is not said again beside the IRI.

    Asks `source` what the things of the rows are called: one question for up to 300 of a kind.
    """
    things = sorted({t.value for row in rows.rows for t in row if isinstance(t, NamedNode)})
    own = [iri for iri in things if iri.startswith(rows.base_iri)]
    known = dict(_terms(things, schema))
    for kind in ("", *KINDS):
        wanted = (iri for iri in own if _kind(iri, rows.base_iri) == kind)
        known |= dict(_asked(wanted, KINDS.get(kind, THING), source, rows.base_iri))
    return tuple(_row(row, known, rows.base_iri) for row in rows.rows)


def _kind(iri: str, base_iri: str) -> str:
    local = iri.removeprefix(base_iri)
    return next((kind for kind in KINDS if local.startswith(kind)), "")


def _terms(things: Iterable[str], schema: Schema) -> Iterator[tuple[str, Cell]]:
    """What the ontology calls its classes, relations and states."""
    for iri in things:
        name = iri.removeprefix(KG)
        if iri.startswith(KG) and (name, "zh") in schema.labels:
            yield iri, Cell(schema.label(name, "zh"))


def _asked(things: Iterator[str], question: str, source: Source, base_iri: str) -> Iterator[tuple[str, Cell]]:
    while batch := list(islice(things, BATCH)):
        values = " ".join(f"<{iri}>" for iri in batch)
        found = run_rows(question.replace("@@", values), source, base_iri=base_iri)
        for row in sorted(found.rows, key=str):
            told = {name: getattr(term, "value", "") for name, term in zip(found.header, row, strict=True)}
            yield told["x"], _cell(told)


def _cell(told: Mapping[str, str]) -> Cell:
    if "page" in told:
        place = Place(told["page"], told["source"], told.get("start", ""), told.get("end", ""))
        return Cell(told.get("title", ""), place)
    if "indicator" in told:
        period = f" ({told['period']})" if told["period"] else ""
        return Cell(f"{told['indicator']} {told['value']} {told['unit']}{period}", whole=True)
    return Cell(told["label"])


def _row(row: Sequence[Term], known: Mapping[str, Cell], base_iri: str) -> tuple[Cell, ...]:
    said = {term.value for term in row if isinstance(term, Literal)}
    return tuple(_shown(term, known, said, base_iri) for term in row)


def _shown(term: Term, known: Mapping[str, Cell], said: set[str], base_iri: str) -> Cell:
    short = shorten(term, base_iri)
    found = known.get(term.value) if isinstance(term, NamedNode) else None
    if found is None:
        return Cell(short)
    if found.place is not None:
        title = f" {found.text}" if found.text and found.text not in said else ""
        return Cell(f"{found.place}{title}", found.place)
    if found.whole:
        return found
    if found.text in said:
        return Cell(short)
    return Cell(f"{found.text} ({short})", brief=found.text)
