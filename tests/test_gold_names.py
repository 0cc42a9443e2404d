"""`kg score --gold-names`: pages read with the names, types and identities of the gold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.extract import Tools, page_facts
from kg.model import Document, PageFacts
from kg.score import score_gold_names
from kg.score.gold_names import GoldNames
from tests.command import kg

TEXT = "石阡县做实水文章\n\n本报讯 石阡县的绿野行动总投资3亿元，由水务办组织实施。石阡县青岭水库正在建设。\n"
ENTITIES = [
    {"id": "e1", "type": "Project", "name": "绿野行动", "aliases": [], "mentions": []},
    {"id": "e2", "type": "County", "name": "石阡县", "path": "贵州省/铜仁市/石阡县"},
    {"id": "e3", "type": "Agency", "name": "石阡县水务办公室", "mentions": ["水务办"]},
    {"id": "e4", "type": "Reservoir", "name": "青岭水库"},
]
FACTS = [
    {"s": "e1", "p": "investment", "o": {"value": 300000000, "unit": "CNY", "text": "3亿元"}},
    {"s": "e1", "p": "locatedIn", "o": "e2"},
    {"s": "e1", "p": "undertakenBy", "o": "e3"},
    {"s": "e4", "p": "locatedIn", "o": "e2"},
]
GOLD = {"page": "x", "articles": [], "entities": ENTITIES, "facts": FACTS}


def read(text: str, tools: Tools, *entities: Mapping[str, object]) -> PageFacts:
    """What is read of a text with these entities of a gold file."""
    names = GoldNames.of({"entities": list(entities)}, tools.gazetteer)
    return page_facts(Document("x", "x.txt", f"标题是什么\n\n本报讯 {text}\n"), tools, given=names)[0]


def kinds(facts: PageFacts) -> set[tuple[str, str]]:
    named = {e for e, _ in facts.mentioned}
    return {(e.kind, e.label) for e in facts.entities if e.id in named}


def write(folder: Path) -> Path:
    (folder / "x.txt").write_text(TEXT, "utf-8")
    (folder / "x.json").write_text(json.dumps(GOLD), "utf-8")
    return folder / "x.json"


def test_facts_hang_on_the_names_of_the_gold(tmp_path: Path) -> None:
    rows = score_gold_names([write(tmp_path)], pages=tmp_path).rows
    for kind in ("Project", "County", "Agency"):
        assert dict(rows["core", kind]) == {"tp": 1}
    for relation in ("→investment", "→locatedIn", "→undertakenBy"):
        assert rows["core", relation]["tp"] == 1, relation


def test_a_thing_keeps_the_class_that_is_given(tools: Tools) -> None:
    """What is being built would else become a Project."""
    given = {"id": "e1", "type": "Reservoir", "name": "青岭水库"}
    assert kinds(read("青岭水库总投资3亿元，正在建设。", tools, given)) == {("Reservoir", "青岭水库")}


def test_names_that_the_gold_does_not_have_are_left_out(tools: Tools) -> None:
    given = {"id": "e1", "type": "County", "name": "石阡县", "path": "贵州省/铜仁市/石阡县"}
    assert kinds(read("石阡县和思南县的青岭引水工程开工。", tools, given)) == {("County", "石阡县")}


def test_a_longer_form_leaves_the_area_that_it_begins_with(tools: Tools) -> None:
    city = {"id": "e1", "type": "City", "name": "铜仁市", "path": "贵州省/铜仁市"}
    county = {"id": "e2", "type": "County", "name": "石阡县", "path": "贵州省/铜仁市/石阡县"}
    facts = read("铜仁市石阡县召开会议。", tools, city, {**county, "mentions": ["铜仁市石阡县"]})
    assert kinds(facts) == {("City", "铜仁市"), ("County", "石阡县")}


def test_an_optional_name_yields_its_form(tools: Tools) -> None:
    zone = {"id": "e1", "type": "Zone", "name": "青岭产业园"}
    work = {"id": "e2", "type": "Project", "name": "青岭产业园"}
    names = GoldNames.of({"entities": [zone, work], "optional": {"entities": ["e2"]}}, tools.gazetteer)
    page = Document("x", "x.txt", "标题是什么\n\n本报讯 青岭产业园占地3亩。\n")
    assert kinds(page_facts(page, tools, given=names)[0]) == {("Zone", "青岭产业园")}


def test_an_area_that_is_on_no_such_path_is_left_out(tools: Tools) -> None:
    given = {"id": "e1", "type": "County", "name": "石阡县", "path": "贵州省/遵义市/石阡县"}
    assert kinds(read("石阡县召开会议。", tools, given)) == set()


def test_the_command_wants_the_pages(tmp_path: Path) -> None:
    told = kg("score", write(tmp_path), "--gold-names")
    assert told.returncode == 2
    assert "--gold-names wants --pages" in told.stderr


@pytest.mark.parametrize("more", [(), ("--fold", "2")])
def test_the_command_scores_the_gold_of_a_fold(more: tuple[str, ...], tmp_path: Path) -> None:
    gold = write(tmp_path)
    (tmp_path / "folds.tsv").write_text("page\tfold\nx\t2\n", "utf-8")
    told = kg("score", gold, "--gold-names", "--pages", tmp_path, "--folds", tmp_path / "folds.tsv", *more)
    assert told.returncode == (0 if more else 2)
    assert ("TOTAL core facts" in told.stdout) if more else ("go together" in told.stderr)
