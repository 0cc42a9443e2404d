"""Every fact on one thing, with its evidence, from the embedded store."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.model import DataError

NEAR = 5  # names offered for one that is unknown
_NAMES = """SELECT ?thing ?name ?main WHERE {
  { ?thing rdfs:label ?name BIND(true AS ?main) } UNION { ?thing skos:altLabel ?name BIND(false AS ?main) }
  ?thing a ?class . FILTER(STRSTARTS(STR(?class), STR(kg:)))
}"""
_THING = """SELECT ?label ?class ?code WHERE { <%s> rdfs:label ?label ; a ?class . OPTIONAL { <%s> kg:divisionCode ?code } }"""
_ALIASES = "SELECT ?name WHERE { <%s> skos:altLabel ?name } ORDER BY ?name"
_FACTS = """SELECT ?claim ?s ?slabel ?p ?o ?olabel ?written ?quote ?page ?title ?start ?end ?rule ?confidence ?modality ?by
  ?indicator ?value ?unit ?period WHERE {
  { ?claim rdf:subject <%s> } UNION { ?claim rdf:object <%s> }
  ?claim a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; oa:exact ?quote ; kg:charStart ?start ; kg:charEnd ?end ;
    kg:rule ?rule ; kg:confidence ?confidence ; prov:wasDerivedFrom ?article .
  ?article dcterms:title ?title ; dcterms:isPartOf/dcterms:identifier ?page . ?s rdfs:label ?slabel .
  OPTIONAL { ?o rdfs:label ?olabel } OPTIONAL { ?claim kg:asWritten ?written } OPTIONAL { ?claim kg:modality ?modality }
  OPTIONAL { ?claim kg:grantedBy/rdfs:label ?by }
  OPTIONAL { ?o kg:indicator ?indicator ; kg:value ?value ; kg:unit ?unit . OPTIONAL { ?o kg:period ?period } }
} ORDER BY ?p ?slabel ?olabel ?o ?page ?start ?rule"""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim: the fact as text, and where it stands (raw offsets, half-open)."""

    subject: str
    relation: str
    object: str
    quote: str
    page: str
    title: str
    start: int
    end: int
    rule: str
    confidence: str
    modality: str
    granted_by: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with all that is said of it."""

    iri: str
    label: str
    kind: str
    code: str
    aliases: tuple[str, ...]
    statements: tuple[Statement, ...]


def explain(store: Path, name: str) -> tuple[Thing, ...]:
    """The things that bear the name: by label, else by another form. Raises DataError for an unknown name."""
    from kg.graph.store import read_store

    graph = read_store(store)
    named = _rows(graph, _NAMES)
    main = sorted({r["thing"] for r in named if r["name"] == name and r["main"] == "true"})
    other = sorted({r["thing"] for r in named if r["name"] == name})
    if not main and not other:
        raise DataError(f"nothing is called '{name}'{_nearest(name, [r['name'] for r in named])}")
    return tuple(_thing(graph, iri) for iri in main or other)


def format_explanation(things: Sequence[Thing], labels: Mapping[str, tuple[str, str]]) -> str:
    """Plain text; `labels` gives for a relation its Chinese and English name."""
    return "\n\n".join(_format(thing, labels) for thing in things)


def _thing(graph: object, iri: str) -> Thing:
    about = _rows(graph, _THING % (iri, iri))[0]
    aliases = tuple(r["name"] for r in _rows(graph, _ALIASES % iri))
    statements = tuple(_statement(r) for r in _rows(graph, _FACTS % (iri, iri)))
    return Thing(iri, about["label"], _local(about["class"]), about.get("code", ""), aliases, statements)


def _statement(row: Row) -> Statement:
    return Statement(
        row["slabel"], _local(row["p"]), _object(row), row["quote"], row["page"], row["title"], int(row["start"]), int(row["end"]),
        row["rule"], row["confidence"], row.get("modality", ""), row.get("by", ""),
    )  # fmt: skip


def _object(row: Row) -> str:
    if "indicator" in row:
        period = f" ({row['period']})" if "period" in row else ""
        return f"{row['indicator']} {row['value']} {row['unit']}{period}"
    value = row.get("olabel") or _local(row["o"])
    return f"{value} ({row['written']})" if "written" in row and "olabel" not in row else value


def _format(thing: Thing, labels: Mapping[str, tuple[str, str]]) -> str:
    head = f"{thing.label}  {thing.kind}{f' {thing.code}' if thing.code else ''}  <{thing.iri}>"
    lines = [head, *([f"  also: {'、'.join(thing.aliases)}"] if thing.aliases else [])]
    for s in thing.statements:
        zh, en = labels.get(s.relation, (s.relation, s.relation))
        modality = f" [{s.modality}]" if s.modality else ""
        lines.append(f"\n  {s.subject} — {zh} {en} → {s.object}{modality}")
        lines.append(f"    “{s.quote}”")
        lines.append(
            f"    {s.page} {s.start}–{s.end} · {s.title or '(no title)'} · {s.rule} · {s.confidence}"
        )
        if s.granted_by:
            lines.append(f"    granted by {s.granted_by}")
    if not thing.statements:
        lines.append("  named, but no page states a fact on it that the rules found")
    return "\n".join(lines)


def _rows(graph: object, sparql: str) -> list[Row]:
    from kg.graph.query import with_prefixes

    solutions = graph.query(with_prefixes(sparql))  # type: ignore[attr-defined]
    names = [v.value for v in solutions.variables]
    return [{n: s[n].value for n in names if s[n] is not None} for s in solutions]


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _nearest(name: str, known: Sequence[str]) -> str:
    holding = sorted({k for k in known if name in k or k in name}, key=lambda k: (abs(len(k) - len(name)), k))
    near = list(
        dict.fromkeys([*holding, *difflib.get_close_matches(name, sorted(set(known)), n=NEAR, cutoff=0.4)])
    )
    return f"; near: {'、'.join(near[:NEAR])}" if near else ""
