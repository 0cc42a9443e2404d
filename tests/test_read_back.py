"""Exports read back by the JavaScript parsers N3.js, jsonld.js and csv-parse: the very same statements, not only as many."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg.graph.export import Built as Files
from kg.graph.export import export
from kg.graph.rdf import triples, write_turtle
from kg.graph.store import write_store
from kg.ontology import ontology_folder
from kg.schema import load_schema
from tests.conftest import Built
from tests.graph_sample import knowledge

SCHEMA = load_schema(ontology_folder())
SCRIPT = Path(__file__).parent / "js" / "read_back.mjs"
GRAPH = "https://a.example/晚报"
ODD = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://shanhe.example/id/river-1> a <https://shanhe.example/ontology#River> ; rdfs:label "青\\u000B崖<&>河"@zh ;
    rdfs:comment "\\"引号\\" 和 \\\\ 反斜线\\n一行\\r又一行\\t制表，𠮷野　全角" , "" , "a"@zh-Hans , "007"^^xsd:integer ,
        "1.50"^^xsd:decimal , "2024"^^xsd:gYear , "0"^^xsd:boolean .
"""  # what parsers read differently: escapes, a character beyond the basic plane, numbers that are not in their shortest form


@pytest.fixture(scope="module", params=["sample", "corpus"])
def files(request: pytest.FixtureRequest, built: Built, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A small graph with odd literals, and the graph of the corpus."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed (Debian: nodejs)")
    if not (SCRIPT.parent / "node_modules" / ".package-lock.json").is_file():
        pytest.skip("the JavaScript parsers are not installed: npm ci --prefix tests/js")
    if request.param == "corpus":
        return Files(built.out / "graph.ttl", built.out / "store")
    folder = tmp_path_factory.mktemp("odd")
    rows = triples(knowledge()) + [q.triple for q in parse(ODD.encode(), format=RdfFormat.TURTLE)]
    write_turtle(rows, folder / "graph.ttl")
    write_store(rows, folder / "store")
    return Files(folder / "graph.ttl", folder / "store")


def read_back(format: str, path: Path) -> str:
    done = subprocess.run(
        ["node", str(SCRIPT), format, str(path)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def canonical(turtle: Path, graph: str | None) -> list[str]:
    """Canonical N-Quads of our Turtle as Oxigraph reads it, sorted."""
    name = f" <{graph}>" if graph else ""
    return sorted(f"{_triple(quad)}{name} ." for quad in parse(path=str(turtle), format=RdfFormat.TURTLE))


def _triple(quad: Quad) -> str:
    return str(quad.triple)


@pytest.mark.parametrize(
    ("format", "graph"),
    [("turtle", None), ("ntriples", None), ("nquads", None), ("trig", None), ("jsonld", None)]
    + [("nquads", GRAPH), ("trig", GRAPH)],
)
def test_javascript_reads_the_same_statements(
    files: Files, tmp_path: Path, format: str, graph: str | None
) -> None:
    path = export(files, tmp_path / "g", format=format, schema=SCHEMA, graph=graph)[0]
    assert sorted(read_back(format, path).splitlines()) == canonical(files.turtle, graph)


def test_a_statement_too_few_is_seen(files: Files, tmp_path: Path) -> None:
    path = export(files, tmp_path / "g.nt", format="ntriples", schema=SCHEMA)[0]
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[1:]), "utf-8")
    assert sorted(read_back("ntriples", path).splitlines()) != canonical(files.turtle, None)


def test_csv_parse_reads_the_same_rows(files: Files, tmp_path: Path) -> None:
    for path in export(files, tmp_path / "csv", format="csv", schema=SCHEMA):
        ours = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
        assert json.loads(read_back("csv", path)) == ours
        assert ours
