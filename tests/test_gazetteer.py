"""The gazetteer: tables, former and short names, paths, entities."""

from __future__ import annotations

import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from kg.extract import Tools
from kg.gazetteer import Gazetteer, load_gazetteer
from kg.model import DataError
from kg.ontology import ontology_folder


@pytest.fixture(scope="module")
def gazetteer(tools: Tools) -> Gazetteer:
    return tools.gazetteer


def path(gazetteer: Gazetteer, code: str) -> str:
    return "/".join(place.name for place in gazetteer.path(code))


def test_counts_of_the_tables(gazetteer: Gazetteer) -> None:
    """34 provinces, 333 cities, 2,847 counties, and the 65 that were merged into others since 2005."""
    kinds = Counter(place.kind for place in gazetteer.places.values())
    assert (kinds["Province"], kinds["City"]) == (34, 333)
    assert kinds["County"] == 2847 + 65
    full = {c for codes in gazetteer.townships.values() for c in codes}
    assert len(full) == 38730


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("110000", "北京市"),
        ("140781", "山西省/晋中市/介休市"),
        ("500116", "重庆市/江津区"),  # no 市辖区 in between
        ("429004", "湖北省/仙桃市"),  # directly under the province
        ("419001", "河南省/济源市"),
        ("530721", "云南省/丽江市/玉龙纳西族自治县"),
        ("310115", "上海市/浦东新区"),
    ],
)
def test_path(gazetteer: Gazetteer, code: str, names: str) -> None:
    assert path(gazetteer, code) == names


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("介休", {"140781"}),
        ("太谷县", {"140703"}),  # a district since 2019
        ("任县", {"130505"}),  # two characters, given up in 2020
        ("玉龙县", {"530721"}),
        ("大理州", {"532900"}),
        ("恩施州", {"422800"}),
        ("恩施", {"422800", "422801"}),
        ("内蒙古", {"150000"}),
        ("新疆", {"650000"}),
        ("广西", {"450000"}),
        ("六枝特区", {"520203"}),
        ("苏尼特右旗", {"152524"}),
        ("城区", {"140302", "140502", "441502", "140202", "140402"}),  # two were merged in 2018
        ("塘沽区", {"120107"}),  # merged in 2009
        ("卢湾区", {"310103"}),  # merged into one that stood before
        ("九江县", {"360404"}),  # 柴桑区 by another name
        ("襄樊市", {"420600"}),
        ("襄樊", {"420600"}),
        ("晋中地区", {"140700"}),
        ("前进县", set()),
    ],
)
def test_places_by_any_name(gazetteer: Gazetteer, written: str, codes: set[str]) -> None:
    assert {place.code for place in gazetteer.named(written)} == codes


def test_merged_districts_are_not_their_successor(gazetteer: Gazetteer) -> None:
    """渝北区 and 江北区 went up in one new district in 2025: pages before that mean two."""
    assert path(gazetteer, "500112") == "重庆市/渝北区"
    assert not {"渝北区", "江北区"} & set(gazetteer.place("500157").former)


def test_district_names_given_up_long_ago_are_words_again(gazetteer: Gazetteer) -> None:
    assert gazetteer.named("先锋区") == gazetteer.named("露天区") == ()


def test_entity(gazetteer: Gazetteer) -> None:
    entity = gazetteer.entity("140703")
    assert (entity.id, entity.kind, entity.label) == ("area-140703", "County", "太谷区")
    assert {"太谷", "太谷县"} <= set(entity.aliases)
    assert entity.part_of == "area-140700"
    assert entity.longitude is not None and Decimal(112) < entity.longitude < Decimal(113)


def test_township(gazetteer: Gazetteer) -> None:
    (place,) = [p for p in gazetteer.named("石鼓镇") if p.code.startswith("530721")]
    assert (place.kind, place.parent) == ("Township", "530721")
    assert gazetteer.entity(place.code).part_of == "area-530721"


def test_every_parent_is_there(gazetteer: Gazetteer) -> None:
    towns = {code[:6] for codes in gazetteer.townships.values() for code in codes}
    parents = {place.parent for place in gazetteer.places.values() if place.parent}
    assert towns | parents <= set(gazetteer.places)


def test_unknown_code(gazetteer: Gazetteer) -> None:
    with pytest.raises(DataError, match="no division has the code 999999"):
        gazetteer.place("999999")


def test_missing_table(tmp_path: Path) -> None:
    for file in (ontology_folder() / "gazetteer").iterdir():
        if file.name != "divisions.tsv.gz":
            shutil.copy(file, tmp_path)
    with pytest.raises(DataError, match=r"divisions.tsv.gz is missing; build_gazetteer.py makes it"):
        load_gazetteer(tmp_path)
