"""What the explorer shows, as JSON: things with their places, links, and the facts with their evidence.

Tables are columns, and things are numbers. Claims are facts of the panel, never nodes.
"""

from __future__ import annotations

import colorsys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from kg import __version__
from kg.model import DENIED, REJECTED, Entity, Knowledge
from kg.schema import Schema
from kg.view.facts import Json, Names, columns
from kg.view.groups import Home, Link, find_homes
from kg.view.layout import Disc, Placed, place
from kg.view.spelling import find_readings
from kg.view.ties import Tie, find_ties
from kg.view.vis import new_network

# the legend's order and colours: areas red, waters blue, nature green, works amber, bodies violet, paper grey
COLOURS = {
    "Province": "#9b2a50", "City": "#c2416b", "County": "#d9698f", "Township": "#e08aa4", "Village": "#c98b6b", "Zone": "#8a5a83",
    "River": "#1f6fb2", "Lake": "#3f9bd1", "Reservoir": "#3aa6bd", "ProtectedArea": "#3b8f4f", "MonitoringSection": "#2aa198",
    "Facility": "#8c6d3f", "Project": "#dd7f12", "Agency": "#5b5fc7", "Company": "#7a52b3", "Institution": "#a07fd8", "Policy": "#66737c",
}  # fmt: skip
OTHER = "#888888"
STATES = ("planned", "underConstruction", "completed", "inOperation")
SHADE = 0.06  # of the circle of hues
SMALLEST, LARGEST = 7, 30  # pixels, radius of a node


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers by which the page knows things, classes, relations and groups."""

    thing: Mapping[str, int]
    kind: Mapping[str, int]
    relation: Mapping[str, int]
    group: Mapping[str, int]
    own: bool = False  # whether there are classes of the user's


def graph_data(knowledge: Knowledge, schema: Schema, *, base_iri: str, names: Names) -> dict[str, Json]:
    """All that is drawn; `facts.fact_data` has what is read."""
    entities, links = knowledge.entities, find_links(knowledge)
    ties = find_ties(_named(knowledge), links)
    homes = find_homes(entities, links, [(a, "", b) for a, b, _ in ties])
    degrees = Counter(i for s, _, o in links for i in (s, o))
    placed = _placed(entities, _joined(links, ties, degrees), homes)
    kinds, relations = class_names(entities, schema), relation_names(knowledge, schema)
    by = _Numbers(
        numbers(entities),
        _numbered(kinds),
        _numbered(relations),
        _numbered(sorted(placed.discs)),
        bool(schema.own),
    )
    nodes, edges, options = network(entities, links, placed, degrees)
    article = {a.identifier: i for i, a in enumerate(knowledge.articles)}
    named = {entity for entity, _ in knowledge.mentioned}
    stated = {(c.subject, c.relation, c.object.id) for c in knowledge.claims if isinstance(c.object, Entity)}
    things = (
        {**node, **_thing(e, homes[e.id], by), "local": names.local(e.id), "weight": degrees[e.id], "named": int(e.id in named)}
        for e, node in zip(entities, nodes, strict=True)
    )  # fmt: skip
    return {
        "base": base_iri,
        "version": __version__,
        "things": columns(things),
        "links": columns(
            _tie(edge, link, by, link in stated) for edge, link in zip(edges, links, strict=True)
        ),
        "ties": columns(_same(tie, by, article) for tie in ties),
        "groups": [_group(name, placed.discs[name], by) for name in by.group],
        "classes": [_class(name, schema) for name in kinds],
        "relations": [
            [*_labels(name, schema), sorted(schema.relations[name].domain), schema.inverse(name)]
            for name in relations
        ],
        "unused": {name: _labels(name, schema)[1:] for name in schema.relations if name not in relations},
        "states": {name: _labels(name, schema)[1:] for name in STATES},
        "readings": find_readings(n for e in entities for n in (e.label, *e.aliases)),
        "options": options,
    }


def _thing(entity: Entity, home: Home, by: _Numbers) -> dict[str, Json]:
    """A thing without its node: class, group, names, and where it lies."""
    longitude, latitude = entity.longitude, entity.latitude
    return {
        "kind": by.kind[entity.type],
        **({"also": [entity.kind, *entity.types[1:]] if entity.types else []} if by.own else {}),
        "group": by.group.get(home.group, -1),
        "cities": [by.thing[city] for city in home.cities],
        "aliases": [alias for alias in entity.aliases if alias != entity.label],
        "code": entity.code or "",
        "parent": by.thing.get(entity.part_of or "", -1),
        "at": [float(longitude), float(latitude)] if longitude is not None and latitude is not None else None,
        "notes": list(entity.notes),
        "corrected": list(entity.corrected),
    }


def _tie(edge: Mapping[str, Json], link: Link, by: _Numbers, stated: bool) -> dict[str, Json]:
    """A link; `stated` by a page, not by the gazetteer alone."""
    ends = {end: by.thing[str(edge[end])] for end in ("from", "to")}
    return {**ends, "p": by.relation[link[1]], "stated": int(stated)}


def _named(knowledge: Knowledge) -> list[tuple[str, str]]:
    """Which thing of the graph is named in which of its articles."""
    known, articles = {e.id for e in knowledge.entities}, {a.identifier for a in knowledge.articles}
    return [(thing, of) for thing, of in knowledge.mentioned if thing in known and of in articles]


def _joined(links: Sequence[Link], ties: Sequence[Tie], degrees: Mapping[str, int]) -> list[Link]:
    """The links, and the ties of what has none: by these it finds its place."""
    return [*links, *((a, "", b) for a, b, _ in ties if not degrees[a] or not degrees[b])]


def _same(tie: Tie, by: _Numbers, article: Mapping[str, int]) -> dict[str, Json]:
    """Two things of one article that share no fact."""
    return {"a": by.thing[tie[0]], "b": by.thing[tie[1]], "article": article[tie[2]]}


def _group(name: str, disc: Disc, by: _Numbers) -> Json:
    """`of` is the thing that gives the group its name."""
    return {"of": by.thing[name.removeprefix("c-")], "x": disc.x, "y": disc.y, "r": disc.radius}


def _labels(name: str, schema: Schema) -> list[str]:
    return [name, schema.label(name, "zh"), schema.label(name, "en")]


def _numbered(names: Sequence[str]) -> dict[str, int]:
    return {name: i for i, name in enumerate(names)}


def numbers(entities: Sequence[Entity]) -> dict[str, int]:
    """The number by which the page knows each thing."""
    return _numbered([e.id for e in entities])


def class_names(entities: Sequence[Entity], schema: Schema) -> list[str]:
    """The classes that are there, in the order of the legend."""
    found = {e.type for e in entities}
    order = [each for name in COLOURS for each in (name, *_read_first_as(name, schema))]
    return [name for name in order if name in found] + sorted(found - set(order))


def _read_first_as(kind: str, schema: Schema) -> list[str]:
    """The user's classes that stand beside a class of ours."""
    return [name for name, own in sorted(schema.own.items()) if own.kinds[0] == kind]


def _class(name: str, schema: Schema) -> list[Json]:
    """Name, labels and colour; of a class of the user's also the one of ours that it is like, and its shape."""
    own = schema.own.get(name)
    if own is None:
        return [*_labels(name, schema), COLOURS.get(name, OTHER)]
    beside = _read_first_as(own.kinds[0], schema).index(name) + 1
    colour = own.colour or _shade(COLOURS.get(own.kinds[0], OTHER), beside)
    return [*_labels(name, schema), colour, own.kinds[0], own.shape]


def _shade(colour: str, step: int) -> str:
    """A colour beside another: of the same family, and told apart from it."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    turned = (hue + SHADE * (step // 2 + step % 2) * (1 if step % 2 else -1)) % 1
    mixed = colorsys.hls_to_rgb(turned, min(0.62, max(0.3, light + (0.08 if step % 2 else -0.08))), full)
    return "#" + "".join(f"{round(255 * part):02x}" for part in mixed)


def relation_names(knowledge: Knowledge, schema: Schema) -> list[str]:
    """The relations that are there, in the order of the ontology's names."""
    found = {c.relation for c in knowledge.claims} | {"partOf"}
    return [name for name in schema.relations if name in found]


def find_links(knowledge: Knowledge) -> list[Link]:
    """The facts between two things of the graph that no page denies, and the gazetteer's partOf."""
    stated = [
        (c.subject, c.relation, c.object.id)
        for c in knowledge.claims
        if isinstance(c.object, Entity) and c.evidence.modality not in (DENIED, REJECTED)
    ]
    supplied = [(e.id, "partOf", e.part_of) for e in knowledge.entities if e.part_of]
    known = {e.id for e in knowledge.entities}
    return sorted({x for x in [*stated, *supplied] if x[0] in known and x[2] in known and x[0] != x[2]})


def network(
    entities: Sequence[Entity], links: Sequence[Link], placed: Placed, degrees: Mapping[str, int]
) -> tuple[list[dict[str, Json]], list[dict[str, Json]], Json]:
    """Nodes, edges and options in pyvis's form. pyvis's `add_node` is quadratic, so its lists are filled directly."""
    import json

    made = new_network()
    made.options.edges.smooth.enabled = False
    made.nodes = [
        {
            "id": e.id,
            "label": e.label,
            "x": x,
            "y": y,
            "size": round(min(SMALLEST + 3 * sqrt(degrees[e.id]), LARGEST)),
        }
        for e, (x, y) in zip(entities, placed.points, strict=True)
    ]
    made.edges = [{"from": s, "to": o} for s, _, o in links]
    return made.nodes, made.edges, json.loads(made.options.to_json())


def _placed(entities: Sequence[Entity], links: Sequence[Link], homes: Mapping[str, Home]) -> Placed:
    import networkx as nx

    number = numbers(entities)
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(range(len(entities)))
    graph.add_edges_from(
        sorted({(min(a, b), max(a, b)) for a, b in ((number[s], number[o]) for s, _, o in links)})
    )
    return place(graph, [homes[e.id].group for e in entities], _hints(entities, homes))


def _hints(entities: Sequence[Entity], homes: Mapping[str, Home]) -> dict[str, tuple[float, float]]:
    """Where the groups lie on the map: the middle of their areas."""
    found: dict[str, list[tuple[float, float]]] = {}
    for e in entities:
        if e.longitude is not None and e.latitude is not None:
            found.setdefault(homes[e.id].group, []).append((float(e.longitude), float(e.latitude)))
    return {
        group: (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
        for group, points in found.items()
    }
