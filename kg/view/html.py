"""The HTML graph: one file that opens with the network off. pyvis makes the network, this page carries it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

from kg.model import Article, Claim, Date, Entity, Knowledge, Quantity, Value
from kg.schema import Schema
from kg.view.layout import graph_of, place_nodes

VIS = "lib/vis-9.1.2/vis-network.min.js"
COLOURS = {
    "Province": "#7b1e3a", "City": "#b3345c", "County": "#d9668a", "Township": "#e79ab0", "Village": "#f2c4d0", "Zone": "#8a5a83",
    "River": "#1f6fb2", "Lake": "#3f9bd1", "Reservoir": "#5fb7c9", "ProtectedArea": "#3b8f4f", "MonitoringSection": "#2aa198",
    "Facility": "#8c6d3f", "Project": "#e0861a", "Agency": "#5b5fc7", "Company": "#7a52b3", "Institution": "#9c7fd1", "Policy": "#5f6b73",
}  # fmt: skip
OTHER = "#888888"
Json = dict[str, object]


def write_html(knowledge: Knowledge, schema: Schema, path: Path) -> None:
    """Write the page. The same knowledge gives the same bytes; text of pages is data, never markup."""
    data = page_data(knowledge, schema)
    template = files("kg.view").joinpath("page.html").read_text("utf-8")
    script = files("kg.view").joinpath("page.js").read_text("utf-8")
    style = files("kg.view").joinpath("page.css").read_text("utf-8")
    library = files("pyvis").joinpath(VIS).read_text("utf-8")
    scripts = {"LIBRARY": library.replace("</script", "<\\/script"), "SCRIPT": script}
    hashes = " ".join(f"'sha256-{_digest(text)}'" for text in scripts.values())
    parts = {**scripts, "STYLE": style, "HASHES": hashes, "DATA": _inert(data)}
    for name, text in parts.items():
        before, mark, after = template.partition(f"@@{name}@@")
        template = before + (text if mark else "") + after
    path.write_text(template, "utf-8")


def page_data(knowledge: Knowledge, schema: Schema) -> Json:
    """What the page shows: nodes with positions, edges, facts with their evidence."""
    named = {e for e, _ in knowledge.mentioned}
    links = _links(knowledge)
    shown = {e.id: e for e in knowledge.entities}
    points = place_nodes(graph_of(shown, [(s, o) for s, _, o in links]))
    degree = Counter(end for s, _, o in links for end in (s, o))
    network = _network(shown, links, points, degree, named, schema)
    return {
        "nodes": network[0],
        "edges": network[1],
        "entities": {e.id: _entity(e, knowledge, e.id in named) for e in knowledge.entities},
        "articles": {a.identifier: _article(a, knowledge) for a in knowledge.articles},
        "facts": [_fact(c) for c in knowledge.claims],
        "classes": _classes(shown.values(), schema),
        "relations": {r.name: [r.label_zh, r.label_en] for r in schema.relations.values()},
        "status": {
            n: [schema.label(n, "zh"), schema.label(n, "en")]
            for n in ("planned", "underConstruction", "completed", "inOperation")
        },
    }


def _links(knowledge: Knowledge) -> list[tuple[str, str, str]]:
    """(subject, relation, object) of the facts between entities, and of the gazetteer's partOf."""
    links = {
        (c.subject, c.relation, c.object.id)
        for c in knowledge.claims
        if isinstance(c.object, Entity) and c.evidence.modality != "denied"
    }
    links |= {(e.id, "partOf", e.part_of) for e in knowledge.entities if e.part_of}
    return sorted(links)


def _network(
    shown: Mapping[str, Entity],
    links: Sequence[tuple[str, str, str]],
    points: Mapping[str, tuple[int, int]],
    degree: Mapping[str, int],
    named: set[str],
    schema: Schema,
) -> tuple[list[Json], list[Json]]:
    """Nodes and edges in pyvis's form. pyvis's `add_node` is quadratic, so its lists are filled directly."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    network.nodes = [_node(shown[i], points[i], degree.get(i, 0), i in named) for i in sorted(shown)]
    network.edges = [
        {"id": f"{s}|{r}|{o}", "from": s, "to": o, "relation": r}
        for s, r, o in links
        if s in shown and o in shown
    ]
    return network.nodes, network.edges


def _node(entity: Entity, point: tuple[int, int], degree: int, named: bool) -> Json:
    return {
        "id": entity.id,
        "label": entity.label,
        "group": entity.kind,
        "x": point[0],
        "y": point[1],
        "size": min(6 + 2 * degree, 30),
        "weight": degree,
        "color": COLOURS.get(entity.kind, OTHER) if named else f"{COLOURS.get(entity.kind, OTHER)}55",
    }


def _entity(entity: Entity, knowledge: Knowledge, named: bool) -> Json:
    return {
        "kind": entity.kind,
        "label": entity.label,
        "aliases": list(entity.aliases),
        "code": entity.code or "",
        "named": named,
    }


def _article(article: Article, knowledge: Knowledge) -> Json:
    return {"title": article.title, "page": article.document, "issued": article.issued or ""}


def _fact(claim: Claim) -> Json:
    evidence = claim.evidence
    fact: Json = {
        "s": claim.subject,
        "p": claim.relation,
        "quote": evidence.quote,
        "article": evidence.article,
        "rule": evidence.rule,
        "confidence": format(evidence.confidence, "f"),
        "modality": evidence.modality,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "with": [list(q) for q in evidence.qualifiers],
    }
    if isinstance(claim.object, Entity):
        return {**fact, "o": claim.object.id}
    return {**fact, "value": format_value(claim.object, claim.relation)}


def format_value(value: Value, relation: str) -> str:
    """A literal for people: 467000000 → 4.67亿元."""
    if isinstance(value, Decimal):
        return _money(value)
    if isinstance(value, Date):
        return value.iso
    if isinstance(value, Quantity):
        number = format(value.value, "f") if isinstance(value.value, Decimal) else value.value
        period = f" ({value.period})" if value.period else ""
        return f"{value.indicator} {number} {value.unit}{period}".strip()
    return value


def _money(value: Decimal) -> str:
    for unit, size in (("亿元", Decimal(10) ** 8), ("万元", Decimal(10) ** 4)):
        if abs(value) >= size:
            return f"{(value / size).normalize():f}{unit}"
    return f"{value.normalize():f}元"


def _classes(entities: Iterable[Entity], schema: Schema) -> list[Json]:
    counts = Counter(e.kind for e in entities)
    names = [k for k in COLOURS if counts[k]] + sorted(k for k in counts if k not in COLOURS)
    return [
        {
            "name": k,
            "zh": schema.label(k, "zh"),
            "en": schema.label(k, "en"),
            "color": COLOURS.get(k, OTHER),
            "count": counts[k],
        }
        for k in names
    ]


def _inert(data: Json) -> str:
    """JSON that cannot end its script element or begin markup."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
