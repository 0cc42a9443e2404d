"""Exports: each read back by a parser that is not ours, and the same bytes in another process."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph, URIRef

from kg.graph.export import FORMATS, Built, default_path, export, format_of
from kg.graph.network import load_network, write_gexf, write_graphml
from kg.graph.rdf import KG, triples, write_turtle
from kg.graph.store import read_store, write_store
from kg.model import DataError
from kg.ontology import ontology_folder
from kg.schema import load_schema
from tests.graph_sample import knowledge

SCHEMA = load_schema(ontology_folder())
WORK, COUNTY = "project-1a2b3c4d", "area-140781"
ID = "https://shanhe.example/id/"
MORE = """
<https://shanhe.example/id/river-1> a <https://shanhe.example/ontology#River> ;
    <http://www.w3.org/2000/01/rdf-schema#label> "青\\u000B崖<&>河"@zh .
"""  # a line tabulation, which XML cannot hold
RUN = """
import sys
from kg.cli import app
for format in sys.argv[2:]:
    app(["export", "--format", format, "-o", sys.argv[1]], standalone_mode=False)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("exported")
    rows = triples(knowledge())
    (folder / "more.ttl").write_text(MORE, "utf-8")
    rows += [q.triple for q in parse(path=str(folder / "more.ttl"), format=RdfFormat.TURTLE)]
    write_turtle(rows, folder / "graph.ttl")
    write_store(rows, folder / "store")
    return Built(folder / "graph.ttl", folder / "store")


@pytest.fixture(scope="module")
def number(built: Built) -> int:
    return sum(1 for _ in parse(path=str(built.turtle), format=RdfFormat.TURTLE))


def written(built: Built, path: Path, format: str, graph: str | None = None) -> Path:
    return export(built, path, format=format, schema=SCHEMA, graph=graph)[0]


def tool(name: str, *arguments: str) -> str:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed (Debian: {'raptor2-utils' if name == 'rapper' else name})")
    done = subprocess.run([name, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("format", ["turtle", "ntriples", "nquads", "trig"])
def test_rapper_and_serdi_read_as_many_triples(
    built: Built, number: int, tmp_path: Path, format: str
) -> None:
    path = written(built, tmp_path / "g", format)
    assert len(tool("rapper", "-q", "-i", format, "-o", "ntriples", str(path)).splitlines()) == number
    assert len(tool("serdi", "-i", format, "-o", "nquads", str(path)).splitlines()) == number


@pytest.mark.parametrize(
    ("format", "theirs"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")]
)
def test_rdflib_reads_the_same_graph(built: Built, tmp_path: Path, format: str, theirs: str) -> None:
    path = written(built, tmp_path / "g", format)
    assert set(Graph().parse(str(path), format=theirs)) == set(
        Graph().parse(str(built.turtle), format="turtle")
    )


@pytest.mark.parametrize("format", ["nquads", "trig"])
def test_a_graph_may_have_a_name(built: Built, number: int, tmp_path: Path, format: str) -> None:
    path = written(built, tmp_path / "g", format, "https://a.example/晚报")
    lines = tool("serdi", "-i", format, "-o", "nquads", str(path)).splitlines()
    assert len(lines) == number
    assert all(line.endswith("<https://a.example/晚报> .") for line in lines)


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_networkx_reads_the_network_back(built: Built, tmp_path: Path, format: str) -> None:
    path = written(built, tmp_path / f"g.{format}", format)
    graph = nx.read_graphml(path, force_multigraph=True) if format == "graphml" else nx.read_gexf(path)
    assert sorted(graph.nodes) == [
        *("agency-0a0b0c0d", "area-140000", "area-140700", "area-140781", "policy-5e6f7a8b", WORK, "river-1"),
    ]
    node = graph.nodes[WORK]
    assert (node["label"], node["class"], node["investment"]) == ("青崖河防洪提升工程", "Project", 42000000.0)
    assert node["status"] == "underConstruction"
    assert graph.nodes[COUNTY]["aliases"] == "介休"
    assert graph.nodes["river-1"]["label"] == "青\ufffd崖<&>河"
    links = {(s, t, d["relation"]): d for s, t, d in graph.edges(data=True)}
    assert sorted(links) == [
        ("area-140700", "area-140000", "partOf"),
        ("area-140781", "area-140700", "partOf"),
        ("policy-5e6f7a8b", COUNTY, "appliesTo"),
        (WORK, COUNTY, "locatedIn"),
    ]
    proof = links[WORK, COUNTY, "locatedIn"]
    assert (proof["quote"], proof["page"], proof["claims"]) == ("在介休市开工", "a", 1)
    assert links["area-140700", "area-140000", "partOf"]["claims"] == 0  # the gazetteer's


def test_tables(built: Built, tmp_path: Path) -> None:
    files = export(built, tmp_path / "csv", format="csv", schema=SCHEMA)
    assert [f.name for f in files] == ["nodes.csv", "edges.csv", "statements.csv"]
    nodes, edges, statements = (list(csv.DictReader(f.open(encoding="utf-8-sig", newline=""))) for f in files)
    named = {row["Id"]: row for row in nodes}
    assert (named[WORK]["Label"], named[WORK]["investment"], named[WORK]["articles"]) == (
        "青崖河防洪提升工程",
        "42000000",
        "2",
    )
    assert (named[COUNTY]["longitude"], named[COUNTY]["divisionCode"]) == ("111.91", "140781")
    assert ("policy-5e6f7a8b", COUNTY, "Directed", "appliesTo") in {
        (r["Source"], r["Target"], r["Type"], r["relation"]) for r in edges
    }
    assert {r["Source"] for r in edges} | {r["Target"] for r in edges} <= set(named)
    told = {row["relation"]: row for row in statements}
    assert len(statements) == 7
    assert told["kg:designatedAs"]["modality"] == "denied"
    assert told["kg:measure"]["objectLabel"] == "堤防长 12.5 km 2024"
    assert (told["kg:locatedIn"]["objectLabel"], told["kg:locatedIn"]["charStart"]) == ("介休市", "9")


def test_the_description_counts_what_is_there(built: Built, number: int, tmp_path: Path) -> None:
    path = written(built, tmp_path / "void.ttl", "void")
    graph = Graph().parse(str(path), format="turtle")
    void, data = "http://rdfs.org/ns/void#", URIRef(f"{ID}dataset")
    counted = {
        name: int(graph.value(data, URIRef(void + name))) for name in ("triples", "entities", "documents")
    }  # type: ignore[arg-type]
    assert counted == {"triples": number, "entities": 7, "documents": 2}
    parts = {
        str(graph.value(p, URIRef(f"{void}class"))): int(graph.value(p, URIRef(f"{void}entities")))  # type: ignore[arg-type]
        for p in graph.objects(data, URIRef(f"{void}classPartition"))
    }
    assert (parts[f"{KG}Claim"], parts[f"{KG}City"]) == (7, 1)
    dates = {
        str(o)
        for p in ("startDate", "endDate")
        for o in graph.objects(None, URIRef(f"http://www.w3.org/ns/dcat#{p}"))
    }
    assert dates == {"2024-03", "2024-03-05"}
    assert len(tool("rapper", "-q", "-i", "turtle", "-o", "ntriples", str(path)).splitlines()) == len(graph)


def test_another_process_writes_the_same_bytes(built: Built, tmp_path: Path) -> None:
    command = [sys.executable, "-c", RUN, str(built.turtle.parent), *FORMATS]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for format in FORMATS:
        for path in export(built, default_path(tmp_path / "first", format), format=format, schema=SCHEMA):
            other = built.turtle.parent / path.relative_to(tmp_path / "first")
            assert path.read_bytes() == other.read_bytes(), format


def test_the_day_of_writing_is_in_no_file(built: Built, tmp_path: Path) -> None:
    network = load_network(read_store(built.store), SCHEMA)
    write_gexf(network, tmp_path / "g.gexf")
    write_graphml(network, tmp_path / "g.graphml")
    assert b"lastmodified" not in (tmp_path / "g.gexf").read_bytes() + (tmp_path / "g.graphml").read_bytes()


@pytest.mark.parametrize(
    ("name", "format"), [("a.nt", "ntriples"), ("a.nq", "nquads"), ("A.TTL", "turtle"), ("a.gexf", "gexf")]
)
def test_the_ending_tells_the_format(name: str, format: str) -> None:
    assert format_of(Path(name)) == format


def test_mistakes_are_told(built: Built, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="give --format, one of turtle"):
        format_of(Path("a.xyz"))
    with pytest.raises(DataError, match="nquads and trig"):
        written(built, tmp_path / "a.nt", "ntriples", "https://a.example/g")
    with pytest.raises(DataError, match="wants an IRI"):
        written(built, tmp_path / "a.nq", "nquads", "not an iri")
    with pytest.raises(DataError, match="run `kg build` first"):
        written(Built(tmp_path / "graph.ttl", tmp_path / "store"), tmp_path / "a.nt", "ntriples")


def test_turtle_onto_itself_leaves_it_as_it_is(built: Built) -> None:
    before = built.turtle.read_bytes()
    assert written(built, built.turtle, "turtle") == built.turtle
    assert built.turtle.read_bytes() == before


def test_each_relation_between_things_is_an_edge(built: Built) -> None:
    found = Counter(edge.relation for edge in load_network(read_store(built.store), SCHEMA).edges)
    assert found == {"partOf": 2, "locatedIn": 1, "appliesTo": 1}


def test_figures_are_one_sheet(built: Built, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    table, sheet = export(built, tmp_path / "figures", format="figures", schema=SCHEMA)
    rows = list(csv.DictReader(table.open(encoding="utf-8-sig", newline="")))
    assert rows and all(row["thing"] and row["indicator"] and row["value"] and row["quote"] for row in rows)
    cells = list(load_workbook(sheet).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [str(cell) for cell in cells[0]][:4] == ["thing", "id", "class", "indicator"]
    assert len(cells) == len(rows) + 1
