"""Workbook, GeoJSON and Neo4j, each read back by a tool that is not ours."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from kg.graph.export import Built, export
from kg.graph.neo4j import type_of
from kg.graph.network import load_network
from kg.graph.store import read_store
from tests.test_export import COUNTY, SCHEMA, WORK, built, written

__all__ = ["built"]


def test_calamine_reads_the_workbook(built: Built, tmp_path: Path) -> None:
    calamine = pytest.importorskip("python_calamine", reason="python-calamine is wanted")
    book = calamine.CalamineWorkbook.from_path(str(written(built, tmp_path / "g.xlsx", "xlsx")))
    assert book.sheet_names == ["事物", "事实"]
    things = book.get_sheet_by_name("事物").to_python()
    assert things[0][:6] == ["名称", "类别", "别名", "区划代码", "状态", "投资额（元）"]
    rows = {row[-1]: dict(zip(things[0], row, strict=True)) for row in things[1:]}
    assert rows[WORK]["名称"] == "青崖河防洪提升工程"
    assert (rows[WORK]["投资额（元）"], rows[WORK]["状态"]) == (42000000.0, "在建")
    assert rows[COUNTY]["区划代码"] == "140781"
    facts = book.get_sheet_by_name("事实").to_python()
    assert len(facts) == 8
    table = [dict(zip(facts[0], row, strict=True)) for row in facts[1:]]
    (length,) = [row for row in table if row["关系"] == SCHEMA.label("measure", "zh")]
    assert (length["客体或数值"], length["原文"]) == ("堤防长 12.5 km 2024", "堤防长12.50公里")
    assert {row["语气"] for row in table} >= {"", "否认"}


def test_no_cell_of_the_workbook_is_a_formula(built: Built, tmp_path: Path) -> None:
    import openpyxl

    path = written(built, tmp_path / "g.xlsx", "xlsx")
    cells = [c for s in openpyxl.load_workbook(path) for row in s.iter_rows() for c in row if c.value]
    assert {c.data_type for c in cells} == {"s", "n"}


def test_geojson_reads_the_points(built: Built, tmp_path: Path) -> None:
    geojson = pytest.importorskip("geojson", reason="geojson is wanted")
    found = geojson.loads(written(built, tmp_path / "g.geojson", "geojson").read_text("utf-8"))
    assert found.is_valid
    points = {f["id"]: f for f in found["features"]}
    assert set(points) == {COUNTY, WORK}
    assert points[WORK]["geometry"] == geojson.Point((111.91, 37.02)) == points[COUNTY]["geometry"]
    told = points[WORK]["properties"]
    assert (told["place"], told["placeId"], told["quote"]) == ("介休市", COUNTY, "在介休市开工")
    assert (told["investment"], told["status"]) == (42000000.0, "underConstruction")


@pytest.fixture
def database(built: Built) -> object:
    """An embedded graph database that speaks Cypher, with a table for each class and relation of the graph."""
    ladybug = pytest.importorskip("ladybug", reason="ladybug is wanted")
    network = load_network(read_store(built.store), SCHEMA)
    run = ladybug.Connection(ladybug.Database(":memory:"))
    columns = (
        "id STRING PRIMARY KEY, label STRING, classZh STRING, aliases STRING[], divisionCode STRING, status STRING, investment DOUBLE, sums INT64, "
        "startDate STRING, completionDate STRING, issueDate STRING, effectiveDate STRING, designatedAs STRING, longitude DOUBLE, "
        "latitude DOUBLE, articles INT64"
    )
    kinds = {node.id: str(node.values["class"]) for node in network.nodes}
    for kind in sorted(set(kinds.values())):
        run.execute(f"CREATE NODE TABLE {kind}({columns})")
    proof = "label STRING, claims INT64, confidence DOUBLE, page STRING, charStart INT64, charEnd INT64, quote STRING"
    for relation in sorted({edge.relation for edge in network.edges}):
        ends = {(kinds[e.source], kinds[e.target]) for e in network.edges if e.relation == relation}
        pairs = ", ".join(f"FROM {a} TO {b}" for a, b in sorted(ends))
        run.execute(f"CREATE REL TABLE {type_of(relation)}({pairs}, {proof})")
    return run


def test_cypher_fills_a_database_once_however_often_it_runs(
    built: Built, database: object, tmp_path: Path
) -> None:
    lines = written(built, tmp_path / "g.cypher", "cypher").read_text("utf-8").splitlines()
    schema = [line for line in lines if line.startswith("CREATE CONSTRAINT")]
    assert lines[: len(schema)] == schema  # this database has its keys already
    assert all(
        re.fullmatch(r"CREATE CONSTRAINT \w+ IF NOT EXISTS FOR \(n:\w+\) REQUIRE n.id IS UNIQUE;", line)
        for line in schema
    )
    for line in (*lines[len(schema) :], *lines[len(schema) :]):
        database.execute(line)  # type: ignore[attr-defined]
    ask = "MATCH (a)-[r]->(b) RETURN a.id, label(r), b.id, r.quote ORDER BY a.id, label(r)"
    assert database.execute(ask).get_all() == [  # type: ignore[attr-defined]
        ["area-140700", "PART_OF", "area-140000", None],
        ["area-140781", "PART_OF", "area-140700", None],
        ["policy-5e6f7a8b", "APPLIES_TO", COUNTY, "青崖河防洪提升工程"],
        [WORK, "LOCATED_IN", COUNTY, "在介休市开工"],
    ]
    ask = f"MATCH (n:Project) WHERE n.id = '{WORK}' RETURN n.label, n.investment, n.aliases"
    assert database.execute(ask).get_all() == [["青崖河防洪提升工程", 42000000.0, ["防洪提升工程"]]]  # type: ignore[attr-defined]
    (river,) = database.execute("MATCH (n:River) RETURN n.label").get_all()  # type: ignore[attr-defined]
    assert "崖<&>河" in river[0]


def test_csv_of_neo4j_is_read_and_complete(built: Built, tmp_path: Path) -> None:
    ladybug = pytest.importorskip("ladybug", reason="ladybug is wanted")
    files = export(built, tmp_path / "neo4j", format="neo4j", schema=SCHEMA)
    by_name = {path.name: path for path in files}
    assert {"Project.csv", "County.csv", "LOCATED_IN.csv", "PART_OF.csv", "import.args"} <= set(by_name)
    arguments = by_name["import.args"].read_text("utf-8").splitlines()
    assert {a.partition("=")[2] for a in arguments if a.endswith(".csv")} == set(by_name) - {"import.args"}
    run = ladybug.Connection(ladybug.Database(":memory:"))
    counted = run.execute(f"LOAD FROM '{by_name['PART_OF.csv']}' (header=true) RETURN count(*)").get_all()
    assert counted == [[2]]
    with by_name["Project.csv"].open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["id:ID"], row["investment:double"], row[":LABEL"]) == (WORK, "42000000.0", "Project")
    ids = {
        r["id:ID"]
        for p in files
        if (p.name[0].isupper() and "_" not in p.name)
        for r in _rows(p)
        if "id:ID" in r
    }
    ends = {end for p in files for r in _rows(p) for end in (r.get(":START_ID"), r.get(":END_ID")) if end}
    assert ends <= ids


def _rows(path: Path) -> list[dict[str, str]]:
    if path.suffix != ".csv":
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_quote_in_a_name_ends_no_string() -> None:
    from kg.graph.neo4j import _literal

    assert _literal("a'b\\c\nd") == r"'a\'b\\c\nd'"
    assert json.loads(f'"{_literal(4.2e7)}"') == "42000000.0"
