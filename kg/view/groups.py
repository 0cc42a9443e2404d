"""Which city or basin each thing stands with: the communities of the graph, and what the city filter finds.

Areas stand with their city, waters with the main river of their basin, all else with what it is joined to. networkx
finds communities among what no city and no basin claims. What no fact joins to anything stands with what is in its article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity

SEED = 20231220
AREAS = (
    "City",
    "Province",
)  # where the climb from an area ends; districts of 北京市 lie in the province itself
WATERS = ("River", "Lake", "Reservoir")
PLACING = ("locatedIn", "jurisdiction", "appliesTo", "flowsThrough", "partOf")
FLOWING = ("tributaryOf", "onRiver")
ROUNDS = 4  # of asking neighbours

Link = tuple[str, str, str]  # subject, relation, object


@dataclass(frozen=True, slots=True)
class Home:
    """`group` is the id of a city, province or river, `c-…` for a community without one, "" for what has no edge."""

    group: str
    cities: tuple[str, ...] = ()


def find_homes(
    entities: Sequence[Entity], links: Sequence[Link], ties: Sequence[Link] = ()
) -> Mapping[str, Home]:
    """The group and the cities of each thing, by id. `ties` are links too, between things that only an article joins."""
    kinds = {e.id: e.kind for e in entities}
    cities = _cities(entities, links, kinds)
    basins = _basins(links, kinds)
    group = {name: basins.get(name) or _most(votes) for name, votes in cities.items()}
    group.update(basins)
    _settle([e.id for e in entities], group, _neighbours(links))
    _settle([e.id for e in entities], group, _neighbours(ties))
    return {e.id: Home(group.get(e.id) or "", tuple(sorted(cities.get(e.id, ())))) for e in entities}


def _settle(names: Sequence[str], group: dict[str, str], near: Mapping[str, Sequence[str]]) -> None:
    """What has no group takes that of most of its neighbours; what is left forms communities."""
    for _ in range(ROUNDS):
        open_ = [name for name in names if not group.get(name) and near.get(name)]
        found = {name: _most(Counter(group[n] for n in near[name] if group.get(n))) for name in open_}
        group.update({name: home for name, home in found.items() if home})
    group.update(_communities([name for name in names if not group.get(name)], near))


def _cities(
    entities: Sequence[Entity], links: Sequence[Link], kinds: Mapping[str, str]
) -> dict[str, Counter[str]]:
    """How often each thing is placed in each city: an area by its parents, others by the areas they are joined to."""
    parents = {s: o for s, r, o in links if r == "partOf"} | {e.id: e.part_of for e in entities if e.part_of}
    own: dict[str, str] = {}
    for entity in entities:
        name, seen = entity.id, set[str]()
        while kinds.get(name) not in AREAS and name in parents and name not in seen:
            seen.add(name)
            name = parents[name]
        if kinds.get(name) in AREAS:
            own[entity.id] = name
    found = {name: Counter([city]) for name, city in own.items()}
    for subject, relation, place in links:
        if relation in PLACING and subject not in own and place in own:
            found.setdefault(subject, Counter())[own[place]] += 1
    return found


def _basins(links: Sequence[Link], kinds: Mapping[str, str]) -> dict[str, str]:
    """The main river of each water; a river by itself makes no basin."""
    into: dict[str, str] = {}
    for subject, relation, river in links:
        if relation in FLOWING and kinds.get(subject) in WATERS and kinds.get(river) in WATERS:
            into.setdefault(subject, river)
    found: dict[str, str] = {}
    for name in sorted({*into, *into.values()}):
        end, seen = name, {name}
        while end in into and into[end] not in seen:
            end = into[end]
            seen.add(end)
        found[name] = end
    sizes = Counter(found.values())
    return {name: end for name, end in found.items() if sizes[end] > 1}


def _communities(names: Sequence[str], near: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Communities among things that no city and no basin claims, each named by its best connected member."""
    import networkx as nx

    number = {name: i for i, name in enumerate(names)}
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(number[name] for name in names if near.get(name))
    graph.add_edges_from(
        sorted((number[a], number[b]) for a in names for b in near.get(a, ()) if b in number and a < b)
    )
    if not graph.number_of_edges():
        return {}
    found = {}
    for members in sorted(sorted(c) for c in nx.community.louvain_communities(graph, seed=SEED)):
        head = min(members, key=lambda n: (-graph.degree(n), n))
        found.update({names[n]: f"c-{names[head]}" for n in members})
    return found


def _neighbours(links: Iterable[Link]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for subject, _, other in links:
        near.setdefault(subject, []).append(other)
        near.setdefault(other, []).append(subject)
    return near


def _most(votes: Mapping[str, int]) -> str:
    """The one with the most votes, of equals the first by name; "" for none."""
    return min(votes, key=lambda name: (-votes[name], name), default="")
