"""What the HTML graph shows, as JSON: nodes with positions, edges, and the facts with their evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import sqrt

from kg.model import Article, Claim, Date, Entity, Knowledge, Quantity, Value
from kg.schema import Schema
from kg.view.layout import Point, graph_of, place_nodes

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | bool
Link = tuple[str, str, str]  # subject, relation, object

# the legend's order and colours: areas red, waters blue, nature green, works amber, bodies violet, paper grey
COLOURS = {
    "Province": "#9b2a50", "City": "#c2416b", "County": "#de7396", "Township": "#e79ab0", "Village": "#c98b6b", "Zone": "#8a5a83",
    "River": "#1f6fb2", "Lake": "#3f9bd1", "Reservoir": "#5fb7c9", "ProtectedArea": "#3b8f4f", "MonitoringSection": "#2aa198",
    "Facility": "#8c6d3f", "Project": "#e0861a", "Agency": "#5b5fc7", "Company": "#7a52b3", "Institution": "#a98fd8", "Policy": "#5f6b73",
}  # fmt: skip
OTHER = "#888888"
STATES = ("planned", "underConstruction", "completed", "inOperation")
SMALLEST, LARGEST = 7, 30  # pixels, radius of a node


def page_data(knowledge: Knowledge, schema: Schema) -> Json:
    """All that the page is made from. Claims are facts of the panel, never nodes."""
    places = _places(knowledge.mentioned)
    links = _links(knowledge)
    nodes, edges = _network(knowledge.entities, links, set(places))
    return {
        "nodes": nodes,
        "edges": edges,
        "entities": {e.id: _entity(e, places.get(e.id, ())) for e in knowledge.entities},
        "articles": {a.identifier: _article(a) for a in knowledge.articles},
        "facts": [_fact(c) for c in knowledge.claims],
        "classes": _classes(knowledge.entities, schema),
        "relations": {r.name: [r.label_zh, r.label_en] for r in schema.relations.values()},
        "states": {name: [schema.label(name, "zh"), schema.label(name, "en")] for name in STATES},
    }


def _places(mentioned: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The articles that name each thing, sorted."""
    found: dict[str, list[str]] = {}
    for entity, article in sorted(set(mentioned)):
        found.setdefault(entity, []).append(article)
    return found


def _links(knowledge: Knowledge) -> list[Link]:
    """The facts between two things of the graph that no page denies, and the gazetteer's partOf."""
    stated = [
        (c.subject, c.relation, c.object.id)
        for c in knowledge.claims
        if isinstance(c.object, Entity) and c.evidence.modality != "denied"
    ]
    supplied = [(e.id, "partOf", e.part_of) for e in knowledge.entities if e.part_of]
    known = {e.id for e in knowledge.entities}
    return sorted({link for link in [*stated, *supplied] if link[0] in known and link[2] in known})


def _network(entities: Sequence[Entity], links: Sequence[Link], named: set[str]) -> tuple[Json, Json]:
    """Nodes and edges in pyvis's form. pyvis's `add_node` is quadratic, so its lists are filled directly."""
    from pyvis.network import Network

    graph = graph_of((e.id for e in entities), ((s, o) for s, _, o in links))
    points = place_nodes(graph, {e.id: e.kind for e in entities})
    network = Network(directed=True, cdn_resources="in_line")
    network.nodes = [_node(e, points[e.id], graph.degree(e.id), e.id in named) for e in entities]
    network.edges = [{"id": f"{s}|{r}|{o}", "from": s, "to": o, "relation": r} for s, r, o in links]
    return network.nodes, network.edges


def _node(entity: Entity, point: Point, degree: int, named: bool) -> Json:
    return {
        "id": entity.id,
        "label": entity.label,
        "kind": entity.kind,
        "x": point[0],
        "y": point[1],
        "size": round(min(SMALLEST + 3 * sqrt(degree), LARGEST)),
        "weight": degree,
        "color": COLOURS.get(entity.kind, OTHER),
        "named": named,
    }


def _entity(entity: Entity, places: Sequence[str]) -> Json:
    aliases = [alias for alias in entity.aliases if alias != entity.label]
    return {
        "kind": entity.kind,
        "label": entity.label,
        "aliases": aliases,
        "code": entity.code or "",
        "in": places,
    }


def _article(article: Article) -> Json:
    return {"title": article.title, "page": article.document, "issued": article.issued or ""}


def _fact(claim: Claim) -> Json:
    evidence = claim.evidence
    return {
        "s": claim.subject,
        "p": claim.relation,
        **_object(claim.object),
        "quote": evidence.quote,
        "article": evidence.article,
        "rule": evidence.rule,
        "confidence": format(evidence.confidence, "f"),
        "modality": evidence.modality,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "with": [list(qualifier) for qualifier in evidence.qualifiers],
    }


def _object(value: Value | Entity) -> dict[str, Json]:
    """A thing by its id; values as exact text under their type, for the page to write in its reader's language."""
    if isinstance(value, Entity):
        return {"o": value.id}
    if isinstance(value, Decimal):
        return {"money": format(value, "f")}
    if isinstance(value, Quantity):
        number = format(value.value, "f") if isinstance(value.value, Decimal) else value.value
        return {"amount": [value.indicator, number, value.unit, value.period]}
    return {"text": value.iso if isinstance(value, Date) else value}


def _classes(entities: Iterable[Entity], schema: Schema) -> Json:
    counts = Counter(entity.kind for entity in entities)
    names = [name for name in COLOURS if counts[name]] + sorted(set(counts) - set(COLOURS))
    return [
        {
            "name": name,
            "zh": schema.label(name, "zh"),
            "en": schema.label(name, "en"),
            "color": COLOURS.get(name, OTHER),
            "count": counts[name],
        }
        for name in names
    ]
