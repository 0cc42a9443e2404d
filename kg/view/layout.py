"""Where the nodes of the graph stand: computed at build time with networkx, the same from build to build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import sqrt

import networkx as nx

SEED = 20231220
SPACE = 90  # pixels between neighbours, about
GAP = 60  # pixels between components
ASPECT = 1.6  # width of the whole by its height, about
EXACT = 1200  # nodes; larger components get fewer rounds of the spring layout

Point = tuple[int, int]


def graph_of(nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> nx.Graph:
    """An undirected graph with its nodes and edges added in sorted order."""
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(sorted(nodes))
    graph.add_edges_from(sorted({(min(e), max(e)) for e in edges if e[0] != e[1]}))
    return graph


def place_nodes(graph: nx.Graph) -> Mapping[str, Point]:
    """Pixel positions: each component by itself, the largest first, in rows; what stands alone in a grid at the end."""
    components = sorted(nx.connected_components(graph), key=lambda c: (-len(c), min(c)))
    points: dict[str, Point] = {}
    row = int(sqrt(sum(_size(len(c)) ** 2 for c in components) * ASPECT * 1.4))
    x = y = height = 0
    for component in components:
        local, size = _component(graph.subgraph(sorted(component)))
        if x and x + size > row:
            x, y, height = 0, y + height + GAP, 0
        for node in sorted(local):
            points[node] = (x + local[node][0], y + local[node][1])
        x, height = x + size + GAP, max(height, size)
    return points


def _size(count: int) -> int:
    """Side of the square that a component of so many nodes takes, in pixels."""
    return int(SPACE * sqrt(count)) if count > 1 else SPACE // 2


def _component(graph: nx.Graph) -> tuple[dict[str, Point], int]:
    count = len(graph)
    size = _size(count)
    if count == 1:
        return {next(iter(graph)): (0, 0)}, size
    ordered: nx.Graph = nx.Graph()
    ordered.add_nodes_from(sorted(graph))
    ordered.add_edges_from(sorted((min(e), max(e)) for e in graph.edges))
    rounds = 60 if count <= EXACT else 15
    found = nx.spring_layout(ordered, seed=SEED, iterations=rounds, k=2.2 / sqrt(count))
    return {n: (round((p[0] + 1) / 2 * size), round((p[1] + 1) / 2 * size)) for n, p in found.items()}, size
