"""`kg score` gives the referee's figures to the last digit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.build import TURTLE, build
from kg.model import DataError
from kg.score import as_json, format_table, score_graph

GOLD = {
    "page": "x",
    "articles": [{"title": "青崖河治理见成效", "first": "青崖河防洪提升工程开工"}],
    "entities": [
        {"id": "e1", "type": "Project", "name": "青崖河防洪提升工程", "mentions": []},
        {
            "id": "e2",
            "type": "County",
            "name": "介休市",
            "path": "山西省/晋中市/介休市",
            "aliases": ["介休"],
            "mentions": [],
        },
        {"id": "e3", "type": "River", "name": "青崖河", "mentions": []},
        {"id": "e4", "type": "Lake", "name": "镜湖", "mentions": []},
    ],
    "facts": [
        {
            "s": "e1",
            "p": "investment",
            "o": {"value": 300000000, "unit": "CNY", "text": "3亿元"},
            "quote": "",
        },
        {"s": "e1", "p": "locatedIn", "o": "e2", "quote": ""},
        {"s": "e1", "p": "status", "o": "planned", "quote": ""},
        {"s": "e1", "p": "startDate", "o": "2024-05", "quote": ""},
        {"s": "e1", "p": "onRiver", "o": "e3", "quote": ""},
    ],
    "optional": {"entities": ["e4"], "facts": [4]},
}
TEXT = "青崖河治理见成效\n\n青崖河防洪提升工程开工，总投资3亿元，位于山西省介休市。"


def write(folder: Path) -> tuple[Path, Path]:
    (folder / "x.txt").write_text(TEXT, "utf-8")
    (folder / "x.json").write_text(json.dumps(GOLD), "utf-8")
    build([folder / "x.txt"], out=folder / "out")
    return folder / "out" / TURTLE, folder / "x.json"


def reference(shared: Path, turtle: Path, gold: list[Path], pages: Path) -> object:
    command = [
        sys.executable,
        str(shared / "eval" / "score.py"),
        str(turtle),
        *map(str, gold),
        "--pages",
        str(pages),
        "--json",
    ]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_figures_of_a_small_page(tmp_path: Path) -> None:
    turtle, gold = write(tmp_path)
    score = score_graph(turtle, [gold], pages=tmp_path)
    assert dict(score.rows["core", "→investment"]) == {"tp": 1}
    assert dict(score.rows["core", "→locatedIn"]) == {"tp": 1}
    assert score.rows["core", "→status"]["fn"] == 1
    assert ("extended", "Lake") not in score.rows  # optional: neither rewarded nor punished
    assert score.rows["articles", "beginnings"]["tp"] == 1
    assert any("→status" in line for line in score.notes)
    assert "TOTAL core facts" in format_table(score)


def test_a_page_that_the_graph_does_not_hold_is_told(tmp_path: Path) -> None:
    turtle, gold = write(tmp_path)
    gold.write_text(json.dumps({**GOLD, "page": "y"}), "utf-8")
    with pytest.raises(DataError, match='no document with dcterms:identifier "y"'):
        score_graph(turtle, [gold])


def test_same_as_the_referee_on_a_small_page(tmp_path: Path, shared: Path) -> None:
    turtle, gold = write(tmp_path)
    ours = json.loads(as_json(score_graph(turtle, [gold], pages=tmp_path)))
    assert ours == reference(shared, turtle, [gold], tmp_path)


def test_same_as_the_referee_on_the_real_pages(tmp_path: Path, shared: Path) -> None:
    build([shared / "pages"], out=tmp_path)
    gold = sorted((shared / "gold").glob("*.json"))
    ours = json.loads(as_json(score_graph(tmp_path / TURTLE, gold, pages=shared / "pages")))
    assert ours == reference(shared, tmp_path / TURTLE, gold, shared / "pages")


def test_same_as_the_referee_on_the_corpus(built, shared: Path) -> None:
    corpus = Path(__file__).parent.parent / "corpus"
    gold = sorted((corpus / "gold").glob("*.json"))
    ours = json.loads(as_json(score_graph(built.out / TURTLE, gold, pages=corpus)))
    assert ours == reference(shared, built.out / TURTLE, gold, corpus)
