"""SPARQL from the embedded store and from a real endpoint: the same answers, in every format."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.graph.empty import why_empty
from kg.graph.push import Target, push
from kg.graph.query import Source, Table, run_query, run_rows, run_table, with_prefixes
from kg.graph.rdf import triples, write_turtle
from kg.graph.store import write_store
from kg.model import DataError
from kg.ontology import ontology_folder
from kg.schema import load_schema
from tests.graph_sample import knowledge
from tests.graph_server import free_port, oxigraph

SUMS = """SELECT ?name ?sum WHERE {
  ?work a kg:Project ; rdfs:label ?name ; kg:investment ?sum ; kg:locatedIn/kg:partOf* ?area .
  ?area rdfs:label "晋中市"@zh .
}"""
PLACES = "SELECT ?place ?code WHERE { ?place kg:divisionCode ?code } ORDER BY ?code"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    rows = triples(knowledge())
    write_store(rows, folder / "store")
    write_turtle(rows, folder / "graph.ttl")
    return folder


@pytest.fixture(scope="module")
def store(built: Path) -> Path:
    return built / "store"


@pytest.fixture(scope="module")
def endpoint(built: Path) -> Iterator[str]:
    with oxigraph() as url:
        push(built / "graph.ttl", Target(f"{url}/store"))
        yield f"{url}/query"


@pytest.fixture(params=["store", "endpoint"])
def source(request: pytest.FixtureRequest) -> dict[str, object]:
    return {request.param: request.getfixturevalue(request.param)}


def test_json_holds_names_and_exact_sums(source: dict[str, object]) -> None:
    rows = json.loads(run_query(SUMS, format="json", **source))["results"]["bindings"]  # type: ignore[arg-type]
    assert [(r["name"]["value"], r["sum"]["value"]) for r in rows] == [("青崖河防洪提升工程", "42000000")]


@pytest.mark.parametrize(("format", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_separated_values(source: dict[str, object], format: str, delimiter: str) -> None:
    text = run_query(PLACES, format=format, **source)  # type: ignore[arg-type]
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    assert [r[0].strip("?") for r in (rows[0],)] == ["place"]
    assert [r[1].strip('"') for r in rows[1:]] == ["140000", "140700", "140781"]


def test_xml(source: dict[str, object]) -> None:
    text = run_query(PLACES, format="xml", **source)  # type: ignore[arg-type]
    assert text.count("<result>") == 3
    assert text.rstrip().endswith("</sparql>")


def test_a_table_shortens_iris_and_drops_quotes(source: dict[str, object]) -> None:
    table = run_table(PLACES, **source)  # type: ignore[arg-type]
    assert table.header == ("place", "code")
    assert table.rows[0] == ("id:area-140000", "140000")


def test_an_unbound_variable_is_an_empty_cell(source: dict[str, object]) -> None:
    query = "SELECT ?name ?code WHERE { id:policy-5e6f7a8b rdfs:label ?name OPTIONAL { ?name kg:divisionCode ?code } }"
    assert run_table(query, **source).rows == (("介休市防洪规划", ""),)  # type: ignore[arg-type]


@pytest.mark.parametrize(("place", "answer"), [("介休市", "true"), ("无名市", "false")])
def test_ask(source: dict[str, object], place: str, answer: str) -> None:
    query = f'ASK {{ ?area rdfs:label "{place}"@zh }}'
    assert run_table(query, **source) == Table(("answer",), ((answer,),))  # type: ignore[arg-type]
    assert json.loads(run_query(query, format="json", **source))["boolean"] is (answer == "true")  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["DESCRIBE id:area-140781", "CONSTRUCT WHERE { id:area-140781 ?p ?o }"])
def test_triples_come_as_turtle_that_loads_again(source: dict[str, object], query: str) -> None:
    text = run_query(query, format="ttl", **source)  # type: ignore[arg-type]
    assert "kg:partOf id:area-140700" in text
    assert {q.subject.value for q in parse(text, format=RdfFormat.TURTLE)} == {
        "https://shanhe.example/id/area-140781"
    }
    table = run_table(query, **source)  # type: ignore[arg-type]
    assert ("id:area-140781", "kg:partOf", "id:area-140700") in table.rows


@pytest.mark.parametrize(
    ("query", "format", "message"),
    [
        ("SELECT ?x WHERE {\n ?x kg:partOf }", "json", "2(:|, column )15"),
        (PLACES, "ttl", "gives rows"),
        ("ASK { ?s ?p ?o }", "csv", "json or xml"),
        ("DESCRIBE id:area-140781", "csv", "ttl"),
        (PLACES, "yaml", "no format 'yaml'"),
    ],
)
def test_a_mistake_is_told(source: dict[str, object], query: str, format: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        run_query(query, format=format, **source)  # type: ignore[arg-type]


def test_the_place_of_a_syntax_error_counts_in_the_query_as_written(store: Path) -> None:
    with pytest.raises(DataError, match=r"at line 2, column 16, behind '\?x kg:partOf'$"):
        run_query("SELECT ?x WHERE {\n ?x kg:partOf  }", store=store)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("汾河流经哪些县", "a question in Chinese is for `kg ask`"),
        ("SELECT ?x { ?x foaf:name ?y }", "no PREFIX foaf: is declared; known without: kg, rdf"),
        ("# a\nPREFIX a: <http://a/> INSERT DATA { a:b a:c 1 }", "would change the graph"),
        ("SELECT ?x WHERE ?x a kg:River }", "behind 'SELECT \\?x WHERE': expected \"{\"$"),
    ],
)
def test_what_a_beginner_gets_wrong_is_told(store: Path, query: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        run_query(query, store=store)


def test_an_update_is_no_query(store: Path) -> None:
    with pytest.raises(DataError, match="would change the graph"):
        run_query("DELETE WHERE { ?s ?p ?o }", store=store)
    assert len(run_table(PLACES, store=store).rows) == 3


def test_without_a_graph_the_way_to_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="run `kg build` first"):
        run_table(PLACES, store=tmp_path / "store")


def test_a_service_that_is_away_is_told(store: Path) -> None:
    with pytest.raises(DataError, match="could not be answered"):
        run_table(f"SELECT * {{ SERVICE <http://127.0.0.1:{free_port()}/> {{ ?s ?p ?o }} }}", store=store)


def test_id_stands_for_what_the_graph_was_built_with(tmp_path: Path) -> None:
    write_store(triples(knowledge(), base_iri="https://news.example.org/things/"), tmp_path / "store")
    table = run_table("SELECT ?x WHERE { id:area-140781 kg:partOf ?x }", store=tmp_path / "store")
    assert table.rows == (("id:area-140700",),)


@pytest.mark.parametrize(
    ("query", "result"),
    [
        ("SELECT ?s { ?s ?p 1 }", "SELECT ?s { ?s ?p 1 }"),
        (
            "SELECT ?s { ?s a kg:City }",
            "PREFIX kg: <https://shanhe.example/ontology#> SELECT ?s { ?s a kg:City }",
        ),
        ("prefix kg: <urn:a> SELECT ?s { ?s a kg:City }", "prefix kg: <urn:a> SELECT ?s { ?s a kg:City }"),
    ],
)
def test_only_prefixes_that_are_missing_are_filled_in(query: str, result: str) -> None:
    assert with_prefixes(query) == result


class _Odd(BaseHTTPRequestHandler):
    """An endpoint that breaks off its JSON, or gives a web page."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        page = self.path == "/page"
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if page else "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(
            b"<html>" if page else b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri",'
        )

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def odd() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Odd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "message"), [("/query", "breaks off"), ("/page", "a SPARQL endpoint is wanted")]
)
def test_an_odd_endpoint_gives_no_half_answer(odd: str, path: str, message: str) -> None:
    for format in ("json", "csv"):
        with pytest.raises(DataError, match=message):
            run_query(PLACES, endpoint=odd + path, format=format)
    with pytest.raises(DataError, match=message):
        run_table(PLACES, endpoint=odd + path)


def test_an_endpoint_that_is_away_or_slow_is_named(endpoint: str) -> None:
    away = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(DataError, match=away):
        run_query(PLACES, endpoint=away)
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(DataError, match="Timeout"):
        run_query(slow, endpoint=endpoint, timeout=0.3)


class _Guarded(BaseHTTPRequestHandler):
    """An endpoint for those who log in; all documents that it has are asked for in vain."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        known = self.headers.get("Authorization") in ("Bearer t0ken", "Basic cmVhZGVyOnNlY3JldA==")
        self.send_response(200 if known else 401)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(b'{"head":{"vars":["d"]},"results":{"bindings":[]}}' if known else b"log in")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.parametrize("auth", ["t0ken", ("reader", "secret")])
def test_an_endpoint_may_want_a_login(auth: str | tuple[str, str]) -> None:
    with HTTPServer(("127.0.0.1", 0), _Guarded) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/query"
        assert run_query(PLACES, endpoint=url, auth=auth, format="csv").strip() == "d"
        with pytest.raises(DataError, match="401 log in"):
            run_query(PLACES, endpoint=url)
        server.shutdown()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?x { ?x a kg:Conty }", ["the graph has no kg:Conty; near: kg:County, kg:Company, kg:City"]),
        ("SELECT ?x { ?x rdfs:label '介休市' }", ['the graph has "介休市"@zh, not "介休市"']),
        (
            'SELECT ?x { ?x rdfs:label "无此县"@zh }',
            ['no statement has "无此县"@zh; `kg explain 无此县` offers names that are near'],
        ),
        (
            "SELECT ?x { ?x rdfs:label ?l ; a kg:Lake FILTER(CONTAINS(?l, '水') || ?l = '无此县') } # kg:Nothing '没有'",
            [],
        ),
        ("PREFIX kg: <https://a.example/> SELECT ?x { ?x a kg:Conty }", []),
        ("SELECT ?x { ?x a <https://shanhe.example/ontology#kg:Conty> }", []),
    ],
)
def test_why_an_answer_may_be_empty(source: dict[str, object], query: str, told: list[str]) -> None:
    asked = Source(**source)  # type: ignore[arg-type]
    assert run_rows(query, asked).rows == ()
    assert list(why_empty(query, asked, load_schema(ontology_folder()))) == told
