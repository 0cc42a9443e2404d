"""The graph as GeoJSON (RFC 7946): a point for each area, and for each work, body and reserve that lies in one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from kg.fresh import fresh
from kg.graph.network import Edge, Network, Node, Value

PLACING = "locatedIn"
SHOWN = (
    "label",
    "class",
    "classZh",
    "aliases",
    "divisionCode",
    "status",
    "investment",
    "startDate",
    "completionDate",
)


def write_geojson(network: Network, path: Path) -> None:
    """Things without a point, and in no area with one, are left out. The same graph gives the same bytes."""
    text = json.dumps(
        {"type": "FeatureCollection", "features": list(_features(network))}, ensure_ascii=False, indent=1
    )
    with fresh(path) as new:
        new.write_text(text + "\n", "utf-8")


def _features(network: Network) -> Iterator[dict[str, object]]:
    """`place` and `placeId` name the area whose point it is, where a thing has none of its own."""
    nodes = {node.id: node for node in network.nodes}
    homes: dict[str, Edge] = {}
    for edge in network.edges:
        if edge.relation == PLACING and "longitude" in nodes[edge.target].values:
            best = homes.get(edge.source)
            if best is None or _sure(edge) > _sure(best):
                homes[edge.source] = edge
    for node in network.nodes:
        home = homes.get(node.id)
        if "longitude" in node.values:
            yield _feature(node, node, {})
        elif home is not None:
            area = nodes[home.target]
            told = {"place": area.values["label"], "placeId": area.id, "quote": home.values.get("quote", "")}
            yield _feature(node, area, told)


def _sure(edge: Edge) -> float:
    return float(edge.values.get("confidence", 0))


def _feature(node: Node, at: Node, told: dict[str, Value]) -> dict[str, object]:
    shown = {name: node.values[name] for name in SHOWN if name in node.values}
    return {
        "type": "Feature",
        "id": node.id,
        "geometry": {"type": "Point", "coordinates": [at.values["longitude"], at.values["latitude"]]},
        "properties": {"id": node.id, **shown, "articles": node.values["articles"], **told},
    }
