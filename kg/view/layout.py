"""Where the nodes of the graph stand: computed at build time with networkx, the same from build to build.

Each connected component is laid out by itself; a large one by its communities, each laid out by itself in turn.
What has no edge stands in a grid below, class by class. Nodes are numbered in sorted order first: sets of
numbers, unlike sets of strings, iterate in the same order in every run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, pi, sqrt

import networkx as nx
import numpy as np
from numpy.typing import NDArray

SEED = 20231220
EXACT = 400  # nodes; a larger component is laid out by communities, since springs cost the square
ROUNDS = 150  # of the spring layout
EDGE = 110  # pixels, the median length of an edge
APART = 88  # pixels between the centres of two nodes, at least: a name of two lines fits
CELL = (120, 76)  # pixels for a node without edges, its label included
GAP = 110  # pixels between components
ASPECT = 1.2  # width of the whole by its height, about that of a screen beside its panel
PASSES = 60  # rounds of pushing apart
GOLDEN = pi * (3 - sqrt(5))  # radians between neighbours of a sunflower

Point = tuple[int, int]
Points = NDArray[np.float64]


def graph_of(nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> nx.Graph:
    """An undirected graph with its nodes and edges added in sorted order."""
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(sorted(nodes))
    graph.add_edges_from(sorted({(min(e), max(e)) for e in edges if e[0] != e[1]}))
    return graph


def place_nodes(graph: nx.Graph, kinds: Mapping[str, str]) -> Mapping[str, Point]:
    """Pixel positions of all nodes; `kinds` orders those without edges."""
    names = sorted(graph)
    numbered = nx.relabel_nodes(graph, {name: i for i, name in enumerate(names)})
    joined = [sorted(c) for c in nx.connected_components(numbered) if len(c) > 1]
    blocks = [
        (c, _from_origin(_component(numbered, c))) for c in sorted(joined, key=lambda c: (-len(c), c[0]))
    ]
    alone = sorted(
        (i for i in numbered if not numbered.degree(i)), key=lambda i: (kinds.get(names[i], ""), i)
    )
    width = _width([points for _, points in blocks], len(alone))
    places = _shelves(blocks, width)
    places.update(_grid(alone, width, top=max((y for _, y in places.values()), default=-GAP) + GAP))
    return {names[i]: (round(x), round(y)) for i, (x, y) in sorted(places.items())}


def _component(graph: nx.Graph, members: Sequence[int]) -> Points:
    """Positions of a connected component, in the order of `members`."""
    if len(members) <= EXACT:
        return _apart(_springs(_ordered(graph, members)))
    part = _ordered(graph, members)
    communities = sorted(sorted(c) for c in nx.community.louvain_communities(part, seed=SEED))
    inner = [_community(part, c) for c in communities]
    centres = _centres(part, communities, [_radius(points) for points in inner])
    placed = {
        node: centre + point
        for c, points, centre in zip(communities, inner, centres, strict=True)
        for node, point in zip(c, points, strict=True)
    }
    return _apart(np.array([placed[node] for node in members]))


def _community(graph: nx.Graph, members: Sequence[int]) -> Points:
    """Positions around the origin: springs, or for a very large community a sunflower, the best connected inmost."""
    part = _ordered(graph, members)
    points = _apart(_springs(part)) if len(members) <= EXACT else _sunflower(part)
    middle: Points = points.mean(axis=0)
    return points - middle


def _sunflower(graph: nx.Graph) -> Points:
    ranked = sorted(graph, key=lambda n: (-graph.degree(n), n))
    places = {
        n: APART * sqrt(i) * np.array([np.cos(i * GOLDEN), np.sin(i * GOLDEN)]) for i, n in enumerate(ranked)
    }
    return np.array([places[n] for n in graph])


def _centres(graph: nx.Graph, communities: Sequence[Sequence[int]], radii: Sequence[float]) -> Points:
    """Centres of the communities, drawn together by the edges between them, and so far apart that none overlap."""
    home = {node: i for i, c in enumerate(communities) for node in c}
    between: nx.Graph = nx.Graph()
    between.add_nodes_from(range(len(communities)))
    between.add_edges_from(sorted({(min(home[a], home[b]), max(home[a], home[b])) for a, b in graph.edges}))
    size = np.array(radii)
    points = _springs(between) * (2 * float(np.mean(size)) / EDGE)
    for _ in range(PASSES * 4):
        away = points[:, None] - points[None]
        distance = np.linalg.norm(away, axis=2) + np.eye(len(points))
        lack = np.clip(size[:, None] + size[None] + APART - distance, 0, None) * (1 - np.eye(len(points)))
        points = points + (away / distance[..., None] * lack[..., None] / 4).sum(axis=1)
    return points


def _springs(graph: nx.Graph) -> Points:
    """Spring layout, scaled so that the median edge is EDGE pixels long."""
    if len(graph) == 1:
        return np.zeros((1, 2))
    found = nx.spring_layout(graph, seed=SEED, iterations=ROUNDS, k=2.4 / sqrt(len(graph)))
    points: Points = np.array([found[n] for n in graph], dtype=np.float64)
    row = {n: i for i, n in enumerate(graph)}
    lengths = [float(np.linalg.norm(points[row[a]] - points[row[b]])) for a, b in graph.edges if a != b]
    middle = sorted(lengths)[len(lengths) // 2] if lengths else 1.0
    return points * (EDGE / max(middle, 1e-6))


def _apart(points: Points) -> Points:
    """Push nodes that stand nearer than APART away from one another."""
    from scipy.spatial import cKDTree  # type: ignore[import-untyped]  # scipy ships no types

    points = points.copy()
    for _ in range(PASSES):
        pairs = cKDTree(points).query_pairs(APART, output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        away = points[pairs[:, 0]] - points[pairs[:, 1]]
        distance = np.linalg.norm(away, axis=1)
        still = distance < 1e-9  # on the same spot: part them sideways
        away[still], distance[still] = (1.0, 0.0), 1.0
        push = away / distance[:, None] * ((APART - np.where(still, 0.0, distance)) / 2 + 0.5)[:, None]
        np.add.at(points, pairs[:, 0], push)
        np.add.at(points, pairs[:, 1], -push)
    return points


def _ordered(graph: nx.Graph, members: Sequence[int]) -> nx.Graph:
    """The part of the graph on these nodes, nodes and edges in sorted order."""
    part: nx.Graph = nx.Graph()
    part.add_nodes_from(sorted(members))
    part.add_edges_from(sorted((min(e), max(e)) for e in graph.subgraph(members).edges))
    return part


def _from_origin(points: Points) -> Points:
    corner: Points = points.min(axis=0)
    return points - corner


def _radius(points: Points) -> float:
    return float(np.linalg.norm(points, axis=1).max()) + APART / 2


def _width(blocks: Sequence[Points], alone: int) -> float:
    """A width at which everything together has about the wanted aspect."""
    boxes = [points.max(axis=0) + GAP for points in blocks]
    area = sum(float(box[0] * box[1]) for box in boxes) + alone * CELL[0] * CELL[1]
    return max([sqrt(area * ASPECT), *(float(box[0]) for box in boxes)])


def _shelves(blocks: Sequence[tuple[Sequence[int], Points]], width: float) -> dict[int, tuple[float, float]]:
    """Blocks side by side in columns of a shelf: what is small stands above one another beside what is tall."""
    places: dict[int, tuple[float, float]] = {}
    x = y = down = shelf = column = 0.0
    for members, points in blocks:
        wide, tall = (float(v) for v in points.max(axis=0))
        if down and down + tall > shelf:  # the column is full
            x, down, column = x + column + GAP, 0.0, 0.0
        if x and x + wide > width:  # the shelf is full
            x, y, down, shelf, column = 0.0, y + shelf + GAP, 0.0, 0.0, 0.0
        shelf = max(shelf, down + tall)
        for node, point in zip(members, points, strict=True):
            places[node] = (x + float(point[0]), y + down + float(point[1]))
        down, column = down + tall + GAP, max(column, wide)
    return places


def _grid(alone: Sequence[int], width: float, *, top: float) -> dict[int, tuple[float, float]]:
    columns = max(1, ceil(width / CELL[0]))
    return {node: (i % columns * CELL[0], top + i // columns * CELL[1]) for i, node in enumerate(alone)}
