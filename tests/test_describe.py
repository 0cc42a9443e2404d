"""Tables for people: labels beside IRIs, places of statements, links to the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.graph.describe import Cell, Place, describe
from kg.graph.query import Rows, Source, run_rows
from kg.graph.rdf import triples
from kg.graph.store import write_store
from kg.ontology import ontology_folder
from kg.schema import load_schema
from tests.graph_sample import knowledge

BASE = "https://news.example.org/things/"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("described") / "store"
    write_store(triples(knowledge(), base_iri=BASE), folder)
    return folder


def cells(store: Path, query: str) -> tuple[tuple[Cell, ...], ...]:
    source = Source(store)
    rows: Rows = run_rows(query, source)
    return describe(rows, source, load_schema(ontology_folder()))


def test_a_label_stands_beside_an_iri_and_is_not_said_twice(store: Path) -> None:
    where = "{ id:area-140781 kg:partOf ?x . ?x rdfs:label ?name }"
    assert cells(store, f"SELECT ?x {where}") == ((Cell("晋中市 (id:area-140700)", brief="晋中市"),),)
    assert cells(store, f"SELECT ?x ?name {where}") == ((Cell("id:area-140700"), Cell("晋中市")),)


def test_terms_of_the_ontology_have_their_chinese_label(store: Path) -> None:
    query = "SELECT ?p ?o { id:project-1a2b3c4d ?p ?o FILTER (?p = kg:status) }"
    assert cells(store, query) == (
        (Cell("状态 (kg:status)", brief="状态"), Cell("在建 (kg:underConstruction)", brief="在建")),
    )


def test_a_statement_an_article_and_a_page_tell_where_they_stand(store: Path) -> None:
    query = """SELECT ?c ?a ?d { ?c rdf:predicate kg:locatedIn ; prov:wasDerivedFrom ?a . ?a dcterms:isPartOf ?d }"""
    assert cells(store, query) == (
        (
            Cell("a 9–15", Place("a", "a.txt", "9", "15")),
            Cell("a 0–37 青崖河开工", Place("a", "a.txt", "0", "37")),
            Cell("a", Place("a", "a.txt")),
        ),
    )


def test_a_quantity_is_written_out(store: Path) -> None:
    (row,) = cells(store, "SELECT ?q { ?s kg:measure ?q }")
    assert row[0].text == "堤防长 12.5 km (2024)"


def test_many_rows_take_several_questions(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.describe.BATCH", 2)
    found = cells(store, "SELECT ?x { ?x kg:divisionCode ?code } ORDER BY ?code")
    assert [row[0].text for row in found] == [
        "山西省 (id:area-140000)",
        "晋中市 (id:area-140700)",
        "介休市 (id:area-140781)",
    ]


QUERY = "SELECT ?c { ?c rdf:predicate kg:locatedIn }"


def in_a_terminal(arguments: list[str], columns: int) -> str:
    """What the command shows in a pseudo-terminal."""
    pty = pytest.importorskip("pty", reason="pseudo-terminals are wanted")
    reader, writer = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns)}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "kg.cli", "query", *arguments]
    done = subprocess.Popen(command, stdout=writer, stderr=subprocess.DEVNULL, env=environment)
    os.close(writer)
    shown = b""
    while True:
        try:
            part = os.read(reader, 65536)
        except OSError:
            part = b""
        if not part:
            break
        shown += part
    os.close(reader)
    assert done.wait(60) == 0
    return shown.decode()


def test_a_terminal_links_to_the_page_that_is_there(store: Path, tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    (tmp_path / "pages").mkdir()
    page.write_text("青崖河", "utf-8")
    shown = in_a_terminal([QUERY, "-o", str(store.parent), "--pages", str(tmp_path)], 80)
    assert "\x1b]8;id=" in shown and f";{page.resolve().as_uri()}\x1b\\" in shown
    assert "a 9–15" in shown
    assert "\x1b]8" not in in_a_terminal(
        [QUERY, "-o", str(store.parent), "--pages", str(tmp_path / "pages")], 80
    )


def test_a_table_fits_the_terminal_however_wide_its_characters(store: Path) -> None:
    from rich.cells import cell_len

    shown = in_a_terminal(
        ["SELECT ?q ?l { ?c oa:exact ?q ; rdf:subject/rdfs:label ?l }", "-o", str(store.parent)], 30
    )
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown.replace("\r", ""))
    lines = [line for line in plain.splitlines() if line]
    assert {cell_len(line) for line in lines} == {30}
    assert "青崖河防洪" in "".join(lines)


@pytest.mark.parametrize(
    ("columns", "iris", "lines"), [(160, True, False), (60, False, False), (30, False, True)]
)
def test_a_narrow_terminal_gets_labels_without_iris(
    store: Path, columns: int, iris: bool, lines: bool
) -> None:
    query = "SELECT ?s ?p ?r { ?c rdf:subject ?s ; rdf:predicate ?p ; kg:rule ?r } ORDER BY ?c"
    shown = in_a_terminal([query, "-o", str(store.parent)], columns)
    assert "介休市" in shown and "位于" in shown
    assert ("(kg:locatedIn)" in shown) == iris
    assert ("├" in shown) == lines
