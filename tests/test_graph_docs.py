"""docs/ontology.md says what kg.ttl says; its example conforms and its questions find something in the corpus."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.graph.query import prefixes, run_table
from kg.graph.shapes import validate
from kg.schema import Schema, load_schema
from tests.conftest import Built

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "ontology.md").read_text("utf-8")
ROWS = [re.split(r" *\| *", line.strip("| ")) for line in DOCUMENT.splitlines() if line.startswith("| ")]


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(ROOT / "ontology")


def classes(cell: str, schema: Schema) -> frozenset[str]:
    """`Agency, area` as classes."""
    names = set(cell.split(", "))
    if "any" in names:
        return frozenset(schema.subclasses("Entity")) - {"Area", "Water", "Organization"}
    return frozenset(names - {"area"} | (set(schema.subclasses("Area")) if "area" in names else set()))


def test_the_table_of_relations_is_that_of_the_ontology(schema: Schema) -> None:
    table = {row[0]: row for row in ROWS if len(row) == 5 and row[0] != "relation"}
    assert {
        name: (row[1], classes(row[2], schema), classes(row[3], schema)) for name, row in table.items()
    } == {
        name: (relation.label_zh, relation.domain, relation.range)
        for name, relation in schema.relations.items()
    }


def test_the_table_of_classes_is_that_of_the_ontology(schema: Schema) -> None:
    table = {row[0]: row[1] for row in ROWS if len(row) == 3 and row[0] != "class"}
    assert table == {name: schema.label(name, "zh") for name in schema.classes - {"Entity"}}


@pytest.mark.parametrize("kind", [3, 5])
def test_the_standard_terms_in_the_tables_are_in_the_ontology(kind: int) -> None:
    ontology = (ROOT / "ontology" / "kg.ttl").read_text("utf-8")
    for name, *_, standard in (
        row for row in ROWS if len(row) == kind and row[0] not in ("relation", "class")
    ):
        block = ontology.split(f"\nkg:{name} a owl:")[1].split("\n\n")[0]
        for term in standard.split(", ") if standard != "–" else ():
            assert term in block, name


def test_the_example_conforms(tmp_path: Path) -> None:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes().items())
    (example,) = re.findall(r"```turtle\n(.*?)```", DOCUMENT, re.S)
    (tmp_path / "graph.ttl").write_text(head + example, "utf-8")
    assert validate(tmp_path / "graph.ttl", ROOT / "ontology").results == ()


@pytest.mark.parametrize("query", re.findall(r"```sparql\n(.*?)```", DOCUMENT, re.S))
def test_each_question_finds_something(built: Built, query: str) -> None:
    assert run_table(query, store=built.out / "store").rows
