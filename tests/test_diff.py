"""Facts gained and lost between two graphs, and between two rule sets, with their evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.extract import Tools
from kg.graph.diff import Difference, diff, format_json, format_text
from kg.model import DataError
from kg.pipeline import TURTLE, build

TEXT = "青崖河治理见成效\n\n本报讯 青崖河防洪提升工程在山西省介休市开工，总投资3亿元。\n"


def graph(folder: Path, text: str, tools: Tools, **options: str) -> Path:
    (folder / "pages").mkdir(parents=True)
    (folder / "pages" / "a.txt").write_text(text, "utf-8")
    build([folder / "pages"], out=folder / "out", tools=tools, **options)  # type: ignore[arg-type]
    return folder / "out"


def facts(found: Difference) -> tuple[list[str], list[str]]:
    sides = (found.gained, found.lost)
    gained, lost = ([f"{f.subject} {f.relation} {f.object}" for f in side] for side in sides)
    return gained, lost


def test_a_changed_sum_is_one_fact_gained_and_one_lost(tmp_path: Path, tools: Tools) -> None:
    old = graph(tmp_path / "old", TEXT, tools)
    new = graph(tmp_path / "new", TEXT.replace("3亿", "4亿"), tools)
    found = diff(old, new)
    assert facts(found) == (
        ["青崖河防洪提升工程 investment 400000000"],
        ["青崖河防洪提升工程 investment 300000000"],
    )
    assert found.same > 0
    (told,) = found.gained[0].evidence
    assert told.source == "a.txt"
    assert told.title == "青崖河治理见成效"
    assert "总投资4亿元" in told.quote
    assert TEXT.replace("3亿", "4亿")[told.start : told.end] == told.quote
    back = diff(new / TURTLE, old / TURTLE)  # files as well as folders
    assert (back.gained, back.lost, back.same) == (found.lost, found.gained, found.same)


def test_the_same_graph_has_no_difference_whatever_its_base_iri(tmp_path: Path, tools: Tools) -> None:
    old = graph(tmp_path / "old", TEXT, tools)
    new = graph(tmp_path / "new", TEXT, tools, base_iri="https://example.org/id/")
    assert facts(diff(old, new)) == ([], [])


def test_a_fact_that_another_page_states_too_is_not_lost(tmp_path: Path, tools: Tools) -> None:
    old = graph(tmp_path / "old", TEXT + "\n\n" + TEXT, tools)
    new = graph(tmp_path / "new", TEXT, tools)
    assert diff(old, new).lost == ()


def test_output_reads_and_parses(tmp_path: Path, tools: Tools) -> None:
    found = diff(
        graph(tmp_path / "old", "本报讯 太原市今天晴。\n", tools), graph(tmp_path / "new", TEXT, tools)
    )
    text = format_text(found)
    assert "+ 青崖河防洪提升工程  investment  300000000\n    “" in text
    assert f"{len(found.gained)} gained, 0 lost, 0 the same" in text
    parsed = json.loads(format_json(found))
    assert parsed["lost"] == []
    assert {fact["relation"] for fact in parsed["gained"]} >= {"investment", "locatedIn"}


@pytest.mark.parametrize("text", [None, "<a> <b", "<http://a/x> a <https://shanhe.example/ontology#Claim> ."])
def test_what_is_no_graph_of_ours_is_told(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / TURTLE
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"graph\.ttl"):
        diff(tmp_path, tmp_path)


def test_two_rule_sets_on_the_same_pages(tmp_path: Path) -> None:
    """A folder of the user's that leaves a rule out: what it found is lost."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    own = tmp_path / "own"
    (own / "rules").mkdir(parents=True)
    rules = 'disable = ["project.investment.total", "quantity.investment", "work.paid"]\n'
    (own / "rules" / "mine.toml").write_text(rules, "utf-8")
    result = CliRunner().invoke(app, ["diff", str(tmp_path / "a.txt"), "--ontology", str(own)])
    assert result.exit_code == 1
    assert "- 青崖河防洪提升工程  investment  300000000" in result.stdout
    assert "project.investment.total" in result.stdout
    same = CliRunner().invoke(
        app, ["diff", str(tmp_path / "a.txt"), "--ontology", str(own), "--ontology", str(own)]
    )
    assert same.exit_code == 0
    assert same.stdout.startswith("0 gained, 0 lost")


def test_exit_status_of_two_graphs(built, tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["diff", str(built.out), str(built.out)]).exit_code == 0
    assert isinstance(CliRunner().invoke(app, ["diff", str(built.out)]).exception, DataError)
