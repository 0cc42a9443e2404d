"""Where things stand: computed at build time with networkx, the same from build to build.

Each group (a city, a basin, a community) is a disc. Inside it things stand as on a tree around the best connected one,
loosened by springs where there are few enough; the discs stand about as their places do on a map, drawn together by the
edges between them. So 50,000 things cost little more than fifty times what 1,000 cost. What has no edge and no group
stands in a grid below. Things are numbers, in sorted order: sets of numbers iterate in the same order in every run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin, sqrt

import networkx as nx
import numpy as np

from kg.view.near import Points, near_pairs

SEED = 20231220
SPRUNG = 160  # things; a larger group keeps its tree, since springs cost the square
LARGE, FEW = 5000, 40  # of more than LARGE things, only groups of up to FEW have springs
ROUNDS = 60  # of the springs inside a group
APART = 78  # pixels between the centres of two things, at least
MARGIN = 46  # pixels between the outermost thing of a group and its rim
CELL = (132, 84)  # pixels for a thing without edges, its label included
GAP = 120  # pixels between the discs and the grid
ASPECT = 1.45  # width of the whole by its height, about that of a screen beside its panel
PASSES = 40  # rounds of pushing apart
SQUEEZES = 260  # rounds of drawing the discs together


@dataclass(frozen=True, slots=True)
class Disc:
    """A group as drawn: centre and radius in pixels."""

    x: int
    y: int
    radius: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Pixel positions of all things by number, and the disc of each group."""

    points: tuple[tuple[int, int], ...]
    discs: Mapping[str, Disc]


def place(graph: nx.Graph, groups: Sequence[str], hints: Mapping[str, tuple[float, float]]) -> Placed:
    """Positions of the nodes 0…n-1 of a graph.

    `groups[i]` is the group of node i, "" for none; `hints` has longitude and latitude of groups where known.
    """
    members: dict[str, list[int]] = {}
    for node, group in enumerate(groups):
        members.setdefault(group, []).append(node)
    alone = members.pop("", [])
    names = sorted(members)
    sprung = SPRUNG if len(groups) <= LARGE else FEW
    inner = [_inside(graph, members[name], sprung) for name in names]
    radii = np.array([float(np.linalg.norm(p, axis=1).max()) + MARGIN for p in inner])
    centres = _centres(_between(graph, groups, names), radii, [hints.get(name) for name in names])
    points = np.zeros((len(groups), 2))
    for name, offsets, centre in zip(names, inner, centres, strict=True):
        points[members[name]] = centre + offsets
    bottom = float((centres[:, 1] + radii).max()) if len(names) else -GAP
    left = float((centres[:, 0] - radii).min()) if len(names) else 0.0
    right = float((centres[:, 0] + radii).max()) if len(names) else 0.0
    for node, point in _grid(alone, left, right, bottom + GAP):
        points[node] = point
    discs = {
        name: Disc(round(float(c[0])), round(float(c[1])), round(float(r)))
        for name, c, r in zip(names, centres, radii, strict=True)
    }
    return Placed(tuple((round(float(x)), round(float(y))) for x, y in points), discs)


def _inside(graph: nx.Graph, nodes: Sequence[int], sprung: int) -> Points:
    """Positions around the origin of the nodes of one group, in the order of `nodes`."""
    part = _tree(graph, nodes)
    points = _radial(part, nodes)
    if 3 < len(nodes) <= sprung:
        start = {n: points[i] for i, n in enumerate(nodes)}
        reach = APART * sqrt(len(nodes))
        k = APART * 1.15
        found = nx.spring_layout(
            part, pos=start, k=k, iterations=ROUNDS, seed=SEED, scale=None, threshold=reach * 1e-6
        )
        points = np.array([found[n] for n in nodes], dtype=np.float64)
    return _round_origin(_apart(points))


def _round_origin(points: Points) -> Points:
    """Moved so that a small circle around the origin holds all: the centre goes towards the farthest by ever less.

    Bădoiu and Clarkson, Smaller core-sets for balls, 2003.
    """
    middle: Points = (points.max(axis=0) + points.min(axis=0)) / 2
    for turn in range(2, 60):
        away = points - middle
        middle = middle + away[int((away**2).sum(axis=1).argmax())] / turn
    return points - middle


def _tree(graph: nx.Graph, nodes: Sequence[int]) -> nx.Graph:
    """The part of the graph on these nodes, its pieces tied to the best connected of all so that none drifts away."""
    part: nx.Graph = nx.Graph()
    part.add_nodes_from(nodes)
    inside = set(nodes)
    part.add_edges_from(sorted((a, b) for a in nodes for b in graph.adj[a] if a < b and b in inside))
    hub = _hub(part, nodes)
    for piece in sorted(sorted(c) for c in nx.connected_components(part)):
        if hub not in piece:
            part.add_edge(hub, _hub(part, piece))
    return part


def _hub(graph: nx.Graph, nodes: Sequence[int]) -> int:
    return min(nodes, key=lambda n: (-graph.degree(n), n))


def _radial(part: nx.Graph, nodes: Sequence[int]) -> Points:
    """A tree around the hub: every branch has an angle as wide as it has leaves, every step a ring."""
    hub = _hub(part, nodes)
    children: dict[int, list[int]] = {n: [] for n in nodes}
    order, seen, queue = [], {hub}, deque([hub])
    while queue:
        node = queue.popleft()
        order.append(node)
        for other in sorted(part.adj[node]):
            if other not in seen:
                seen.add(other)
                children[node].append(other)
                queue.append(other)
    leaves = dict.fromkeys(nodes, 1)
    for node in reversed(order):
        leaves[node] = max(1, sum(leaves[c] for c in children[node]))
    ring = max(APART, APART * leaves[hub] / (2 * pi * 1.6))  # wide enough for two rings of leaves
    slice_: dict[int, tuple[float, float, int]] = {hub: (0.0, 2 * pi, 0)}
    places = {hub: (0.0, 0.0)}
    for node in order:
        start, width, depth = slice_[node]
        for number, child in enumerate(children[node]):
            share = width * leaves[child] / leaves[node]
            radius = ring * (depth + 1) + (APART if number % 2 and not children[child] else 0)
            places[child] = (radius * cos(start + share / 2), radius * sin(start + share / 2))
            slice_[child] = (start, share, depth + 1)
            start += share
    return np.array([places[n] for n in nodes])


def _between(graph: nx.Graph, groups: Sequence[str], names: Sequence[str]) -> nx.Graph:
    """The groups by number, with the number of edges between them as weight."""
    number = {name: i for i, name in enumerate(names)}
    weights: dict[tuple[int, int], int] = {}
    for a, b in graph.edges:
        if groups[a] != groups[b] and groups[a] and groups[b]:
            first, second = sorted((number[groups[a]], number[groups[b]]))
            weights[first, second] = weights.get((first, second), 0) + 1
    between: nx.Graph = nx.Graph()
    between.add_nodes_from(range(len(names)))
    between.add_edges_from((a, b, {"weight": sqrt(n)}) for (a, b), n in sorted(weights.items()))
    return between


def _centres(between: nx.Graph, radii: Points, hints: Sequence[tuple[float, float] | None]) -> Points:
    """Centres of the discs: near their place on the map, linked ones drawn together, none on another."""
    if len(radii) < 2:
        return np.zeros((len(radii), 2))
    start = _on_map(between, hints)
    found = nx.spring_layout(
        between,
        pos=dict(enumerate(start)),
        iterations=30,
        seed=SEED,
        k=1.6 / sqrt(len(radii)),
        weight="weight",
    )
    points = np.array([found[n] for n in range(len(radii))], dtype=np.float64)
    spread = max(float(points.std()), 1e-6)
    points = points / spread * sqrt(float((radii**2).sum())) * 1.1 * np.array([ASPECT, 1.0])
    points = _part_discs(points, radii)
    middle: Points = points.mean(axis=0)
    return points - middle


def _on_map(between: nx.Graph, hints: Sequence[tuple[float, float] | None]) -> Points:
    """Longitude and latitude within [-1, 1], north up; without a hint, the middle of the neighbours."""
    known = np.array([h for h in hints if h is not None]) if any(hints) else np.zeros((1, 2))
    middle, spread = (
        np.median(known, axis=0),
        max(float(np.abs(known - np.median(known, axis=0)).max()), 1e-6),
    )
    places: dict[int, Points] = {}
    for i, hint in enumerate(hints):
        if hint is not None:
            places[i] = np.array([(hint[0] - middle[0]) / spread, -(hint[1] - middle[1]) / spread])
    fixed = dict(places)
    for i in range(len(hints)):
        if i not in fixed:
            near = [fixed[n] for n in sorted(between.adj[i]) if n in fixed]
            turn = i * pi * (3 - sqrt(5))
            off = np.array([cos(turn), sin(turn)]) * (0.05 if near else 0.8)
            places[i] = (np.mean(near, axis=0) if near else np.zeros(2)) + off
    return np.array([places[i] for i in range(len(hints))])


def _part_discs(points: Points, radii: Points) -> Points:
    """Draw the discs together, and push those that overlap apart, by turns; at the end only the latter."""
    widest = float(radii.max())
    for turn in range(SQUEEZES + PASSES * 4):
        if turn < SQUEEZES:
            points = points * (1 - 0.02 * np.array([1 / ASPECT, 1.0]))
        pairs = near_pairs(points, 2 * widest + APART)
        away = points[pairs[:, 0]] - points[pairs[:, 1]]
        distance = np.linalg.norm(away, axis=1)
        lack = radii[pairs[:, 0]] + radii[pairs[:, 1]] + MARGIN / 2 - distance
        close = lack > 0
        if not close.any():
            if turn >= SQUEEZES:
                break
            continue
        pairs, away, distance, lack = pairs[close], away[close], distance[close], lack[close]
        away = np.where(distance[:, None] < 1e-9, (1.0, 0.0), away / np.maximum(distance, 1e-9)[:, None])
        first, second = radii[pairs[:, 0]], radii[pairs[:, 1]]
        share = (second**2 / (first**2 + second**2))[:, None]  # the smaller gives way
        push = away * lack[:, None] * 0.6
        points = points.copy()
        np.add.at(points, pairs[:, 0], push * share)
        np.add.at(points, pairs[:, 1], -push * (1 - share))
    return points


def _apart(points: Points) -> Points:
    """Push nodes that stand nearer than APART away from one another."""
    points = points.copy()
    for _ in range(PASSES):
        pairs = near_pairs(points, APART)
        if not len(pairs):
            break
        away = points[pairs[:, 0]] - points[pairs[:, 1]]
        distance = np.linalg.norm(away, axis=1)
        still = distance < 1e-9  # on the same spot: part them sideways
        away[still], distance[still] = (1.0, 0.0), 1.0
        push = away / distance[:, None] * ((APART - np.where(still, 0.0, distance)) / 2 + 0.5)[:, None]
        np.add.at(points, pairs[:, 0], push)
        np.add.at(points, pairs[:, 1], -push)
    return points


def _grid(
    nodes: Sequence[int], left: float, right: float, top: float
) -> list[tuple[int, tuple[float, float]]]:
    """Rows under the discs, as wide as these, and never narrower than the rows are high."""
    width = max(right - left, sqrt(len(nodes) * CELL[0] * CELL[1]) * ASPECT, CELL[0])
    columns = max(1, ceil(width / CELL[0]))
    start = (left + right - min(columns, len(nodes)) * CELL[0]) / 2
    return [(n, (start + i % columns * CELL[0], top + i // columns * CELL[1])) for i, n in enumerate(nodes)]
