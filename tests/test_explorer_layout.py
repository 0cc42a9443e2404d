"""Where things of the explorer stand, and with which city or basin."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations
from math import dist
from pathlib import Path

import networkx as nx
import pytest

from kg.model import Entity
from kg.view.groups import find_homes
from kg.view.layout import APART, Placed, place


def tree(size: int) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from((i * 7 // 11, i) for i in range(1, size))
    return graph


def groups(size: int, many: int) -> list[str]:
    return [f"g{i * many // size}" for i in range(size)]


def laid(size: int, many: int) -> Placed:
    return place(tree(size), groups(size, many), {"g0": (112.5, 37.8), "g1": (111.0, 36.0)})


def test_the_layout_is_the_same_in_every_process() -> None:
    code = "from tests.test_explorer_layout import laid; print(laid(700, 9))"
    paths = os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])
    made = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert b"g8" in made[0]


@pytest.mark.parametrize(("size", "many"), [(2, 1), (60, 4), (450, 2)])
def test_things_stand_apart(size: int, many: int) -> None:
    near = [dist(a, b) for a, b in combinations(laid(size, many).points, 2)]
    assert min(near) > APART * 0.6


@pytest.mark.parametrize(("size", "many"), [(60, 6), (700, 20), (3000, 60)])
def test_groups_do_not_overlap_and_hold_their_things(size: int, many: int) -> None:
    placed = laid(size, many)
    discs = list(placed.discs.values())
    for a, b in combinations(discs, 2):
        assert dist((a.x, a.y), (b.x, b.y)) > (a.radius + b.radius) * 0.9
    for point, group in zip(placed.points, groups(size, many), strict=True):
        disc = placed.discs[group]
        assert dist(point, (disc.x, disc.y)) <= disc.radius


def test_groups_stand_as_on_a_map() -> None:
    graph = nx.Graph()
    graph.add_nodes_from(range(4))
    hints = {"north": (112.0, 40.0), "south": (112.0, 35.0), "east": (114.0, 37.5), "west": (110.0, 37.5)}
    discs = place(graph, list(hints), hints).discs
    assert discs["north"].y < discs["south"].y
    assert discs["west"].x < discs["east"].x


def test_what_has_no_group_stands_below() -> None:
    placed = place(tree(40), [*groups(36, 2), *[""] * 4], {})
    lowest = max(d.y + d.radius for d in placed.discs.values())
    assert all(y > lowest for _, y in placed.points[36:])


PROVINCE = Entity("area-14", "Province", "山西省")
CITY = Entity("area-1407", "City", "晋中市", part_of="area-14")
COUNTY = Entity("area-140781", "County", "介休市", part_of="area-1407")
TOWN = Entity("area-140781100", "Township", "义安镇", part_of="area-140781")
FEN = Entity("river-1", "River", "汾河")
XIAO = Entity("river-2", "River", "潇河")
LONE = Entity("river-3", "River", "清水河")
WORK = Entity("project-1", "Project", "龙凤河生态修复工程")
BANK = Entity("project-2", "Project", "汾河堤防工程")
FIRM = Entity("company-1", "Company", "某公司")
A, B = Entity("company-2", "Company", "甲公司"), Entity("company-3", "Company", "乙公司")
NOBODY = Entity("agency-9", "Agency", "某局")
ALL = (PROVINCE, CITY, COUNTY, TOWN, FEN, XIAO, LONE, WORK, BANK, FIRM, A, B, NOBODY)
LINKS = [
    *((e.id, "partOf", e.part_of) for e in ALL if e.part_of),
    ("river-2", "tributaryOf", "river-1"),
    ("river-3", "flowsThrough", "area-140781"),
    ("project-1", "locatedIn", "area-140781"),
    ("project-2", "onRiver", "river-2"),
    ("project-1", "undertakenBy", "company-1"),
    ("company-2", "subOrganizationOf", "company-3"),
]


@pytest.mark.parametrize(
    ("thing", "group"),
    [
        (PROVINCE, "area-14"), (CITY, "area-1407"), (TOWN, "area-1407"), (FEN, "river-1"), (XIAO, "river-1"), (LONE, "area-1407"),
        (WORK, "area-1407"), (BANK, "river-1"), (FIRM, "area-1407"), (A, "c-company-2"), (B, "c-company-2"), (NOBODY, ""),
    ],
)  # fmt: skip
def test_things_stand_with_their_city_or_basin(thing: Entity, group: str) -> None:
    assert find_homes(ALL, LINKS)[thing.id].group == group


def test_the_cities_of_a_thing_are_all_that_it_is_placed_in() -> None:
    homes = find_homes(ALL, [*LINKS, ("project-1", "locatedIn", "area-14")])
    assert homes[WORK.id].cities == ("area-14", "area-1407")
    assert homes[TOWN.id].cities == ("area-1407",)
    assert homes[FEN.id].cities == ()


def test_a_circle_of_areas_ends() -> None:
    one, two = (
        Entity("area-1", "County", "甲县", part_of="area-2"),
        Entity("area-2", "County", "乙县", part_of="area-1"),
    )
    homes = find_homes((one, two), [("area-1", "partOf", "area-2"), ("area-2", "partOf", "area-1")])
    assert homes[one.id].group == homes[two.id].group != ""
