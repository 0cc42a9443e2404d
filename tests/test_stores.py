"""The saved queries give the same rows in the embedded store, on two real servers, and in rdflib; push reaches both servers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import Graph

from kg.ask.remote import RemoteGraph
from kg.ask.several import ask_several
from kg.ask.show import as_json
from kg.cli.app import app
from kg.explain import open_graph
from kg.graph.login import Login
from kg.graph.push import PushResult, Sending, Target, push
from kg.graph.query import Source, prefixes, run_query, run_rows, run_table
from kg.graph.rdf import RDFS, write_turtle
from kg.graph.saved import fill, load_saved, terms_of
from kg.graph.store import write_store
from kg.model import DataError
from kg.ontology import ontology_folder
from kg.schema import load_schema
from tests.ask_score import questions
from tests.conftest import Built, asking
from tests.graph_server import oxigraph
from tests.test_graph_serve import serving
from tests.test_saved import EXTRA
from tests.virtuoso_server import MISSING, PASSWORD, USER, Virtuoso, virtuoso

GRAPH = "https://shanhe.example/graph/报纸"
LOGIN = Login(USER, PASSWORD)
SAVED = load_saved()
TOOLS = asking()
ASKED = [str(q["ask"]) for q in questions()][
    ::12
] + [  # figures, texts, parts of names, places that no page names, what is not understood
    *(
        "湟水全长多少公里",
        "泸沽湖面积多大",
        "湟水发源于哪里",
        "娄烦县新能源总装机是多少",
        "引大济湟工程投入运行了吗",
    ),
    *(
        "长江保护法什么时候施行的",
        "上海有哪些项目",
        "市政府在哪里",
        "汾河好玩吗",
        "汾河流域的工程加起来总投资多少",
    ),
]
NUMBERS = ("integer", "decimal", "int", "double")
Row = tuple[tuple[str, object], ...]


@pytest.fixture(scope="session")
def graph(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with graph.ttl and store: the corpus, and what it lacks."""
    from pyoxigraph import RdfFormat, parse

    folder = tmp_path_factory.mktemp("all")
    files = (built.out / "graph.ttl", EXTRA)
    rows = {
        Triple(q.subject, q.predicate, q.object)
        for f in files
        for q in parse(path=str(f), format=RdfFormat.TURTLE)
    }
    write_turtle(rows, folder / "graph.ttl")
    write_store(rows, folder / "store")
    return folder


@pytest.fixture(scope="session")
def oxigraph_server(graph: Path) -> Iterator[Source]:
    with oxigraph() as url:
        push(graph / "graph.ttl", Target(f"{url}/store", GRAPH), sending=Sending(gzip=True))
        yield Source(endpoint=f"{url}/query", graph=GRAPH, timeout=60)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    if MISSING:
        pytest.skip(MISSING)
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as running:
        yield running


@pytest.fixture(scope="session")
def virtuoso_server(server: Virtuoso, graph: Path) -> Source:
    push(graph / "graph.ttl", Target(server.store, GRAPH), login=LOGIN)
    return Source(endpoint=server.query, graph=GRAPH, timeout=60)


@pytest.fixture(scope="session")
def rdflib_graph(graph: Path) -> Graph:
    return Graph().parse(str(graph / "graph.ttl"), format="turtle")


@pytest.fixture(scope="session")
def expected(graph: Path) -> dict[str, Counter[Row]]:
    return {name: _rows(Source(graph / "store"), _text(name)) for name in SAVED}


def _text(name: str) -> str:
    return fill(SAVED[name], SAVED[name].examples, terms_of(load_schema(ontology_folder())))


def _rows(source: Source, text: str) -> Counter[Row]:
    found = run_rows(text, source)
    return Counter(tuple(_same(getattr(t, "value", None), _kind(t)) for t in row) for row in found.rows)


def _kind(term: object) -> str:
    return term.datatype.value.split("#")[-1] if isinstance(term, Literal) else type(term).__name__


def _same(value: str | None, kind: str) -> tuple[str, object]:
    """Servers write numbers differently, and a plain string or one with a language alike."""
    if kind in NUMBERS and value is not None:
        try:
            return "number", Decimal(value)
        except InvalidOperation:
            pass
    return "text", value


@pytest.mark.parametrize("name", sorted(SAVED))
@pytest.mark.parametrize("engine", ["oxigraph_server", "virtuoso_server"])
def test_servers_agree(
    name: str, engine: str, expected: dict[str, Counter[Row]], request: pytest.FixtureRequest
) -> None:
    assert expected[name]
    assert _rows(request.getfixturevalue(engine), _text(name)) == expected[name]


@pytest.mark.parametrize("name", sorted(SAVED))
def test_rdflib_agrees(name: str, expected: dict[str, Counter[Row]], rdflib_graph: Graph) -> None:
    def same(term: object) -> tuple[str, object]:
        kind = str(getattr(term, "datatype", None) or "").split("#")[-1]
        return _same(None if term is None else str(term), kind)

    found = rdflib_graph.query(_text(name), initNs=dict(prefixes()))
    assert Counter(tuple(same(t) for t in row) for row in found) == expected[name]  # type: ignore[union-attr]


@pytest.fixture(params=["oxigraph_server", "virtuoso_server"])
def source(request: pytest.FixtureRequest) -> Source:
    found: Source = request.getfixturevalue(request.param)
    return found


def test_every_form_of_question_can_be_asked_of_a_server(source: Source) -> None:
    ask = "ASK { ?x rdfs:label '青崖河'@zh }"
    assert run_table(ask, endpoint=source.endpoint, store=None).rows in ((("true",),), (("false",),))
    asked = run_rows(ask, source).rows
    assert asked == ((Literal(True),),)
    assert run_rows("ASK { ?x rdfs:label '青崖江'@zh }", source).rows == ((Literal(False),),)
    triples = run_query(
        "# triples\nCONSTRUCT { ?x a kg:River } WHERE { ?x rdfs:label '青崖河'@zh }",
        endpoint=source.endpoint,
        graph=GRAPH,
        format="nt",
    )
    assert triples.split()[::2] == [
        "<https://shanhe.example/id/river-extra>",
        "<https://shanhe.example/ontology#River>",
    ]
    assert "id:river-extra" in run_query(
        "DESCRIBE id:river-extra", endpoint=source.endpoint, graph=GRAPH, format="ttl"
    )
    with pytest.raises(DataError, match=f"{source.endpoint}: 400 "):
        run_rows("SELECT nothing", source)


@pytest.mark.parametrize("question", ASKED)
def test_questions_get_the_same_answer_from_a_server(question: str, source: Source, graph: Path) -> None:
    """The whole answer: how it is understood, rows, quotes with their offsets, notes, what is offered instead."""
    expected = ask_several(question, open_graph(graph / "store"), TOOLS)
    answers = ask_several(question, RemoteGraph(source), TOOLS)
    assert as_json(question, answers) == as_json(question, expected)


def test_kg_ask_of_a_second_machine_prints_the_same(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def printed(question: str, *options: str) -> tuple[object, str, str]:
        status = app(["ask", question, *options], standalone_mode=False)
        return status, *capsys.readouterr()

    (graph / "graph.html").write_text("", "utf-8")
    with serving(graph, "127.0.0.1", seconds=60) as port:
        there = ("--endpoint", f"http://127.0.0.1:{port}/sparql", "--timeout", "60")
        for question, status in (("汾河流经哪些县", 0), ("太原市有几个项目", 0), ("汾河好玩吗", 1)):
            here = printed(question, "-o", str(graph))
            assert here[0] == status
            assert printed(question, *there) == here
    with pytest.raises(DataError, match=f"127.0.0.1:{port}/sparql: ConnectError"):
        app(["ask", "汾河流经哪些县", *there], standalone_mode=False)


@pytest.mark.parametrize("option", [("--graph", GRAPH), ("--timeout", "3")])
def test_options_of_an_endpoint_want_one(option: tuple[str, str]) -> None:
    with pytest.raises(DataError, match="--endpoint"):
        app(["ask", "汾河流经哪些县", *option], standalone_mode=False)


def _labels(path: Path, count: int) -> Path:
    write_turtle(
        [Triple(NamedNode(f"https://shanhe.example/id/lake-{n}"), NamedNode(f"{RDFS}label"), Literal(f"{n}号湖"))
         for n in range(count)],
        path,
    )  # fmt: skip
    return path


def test_virtuoso_takes_what_replaces_what_is_added_and_parts(server: Virtuoso, tmp_path: Path) -> None:
    target = Target(server.store, "https://shanhe.example/graph/1")
    assert push(_labels(tmp_path / "a.ttl", 50), target, login=LOGIN) == PushResult(50, 50)
    assert push(_labels(tmp_path / "b.ttl", 20), target, login=LOGIN) == PushResult(20, 20)
    more = Sending(add=True, chunk=600)
    assert push(_labels(tmp_path / "c.ttl", 30), target, login=LOGIN, sending=more) == PushResult(30, 30)
    parts = Sending(chunk=600)
    assert push(_labels(tmp_path / "d.ttl", 25), target, login=LOGIN, sending=parts) == PushResult(25, 25)


def test_virtuoso_refusals_are_told(server: Virtuoso, tmp_path: Path) -> None:
    turtle = _labels(tmp_path / "a.ttl", 3)
    with pytest.raises(DataError, match="401 .*KG_USER"):
        push(turtle, Target(server.store, GRAPH))
    with pytest.raises(DataError, match="no default graph .*--graph"):
        push(turtle, Target(server.store), login=LOGIN)


def test_virtuosos_closed_address_is_asked_by_digest(
    server: Virtuoso,
    virtuoso_server: Source,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    closed = f"{server.query}-auth"
    rivers = "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a kg:River }"
    known = run_rows(rivers, virtuoso_server).rows
    source = Source(endpoint=closed, graph=GRAPH, auth=LOGIN.auth)
    assert [run_rows(rivers, source).rows for _ in range(2)] == [known, known]
    for auth in (None, (USER, "wrong"), "t0ken"):
        with pytest.raises(DataError, match="401 .*KG_USER"):
            run_rows(rivers, Source(endpoint=closed, graph=GRAPH, auth=auth))
    monkeypatch.setenv("KG_USER", USER)
    monkeypatch.setenv("KG_PASSWORD", PASSWORD)
    arguments = [
        "query",
        "--endpoint",
        closed,
        "--graph",
        GRAPH,
        "--name",
        "tributaries",
        "--set",
        "river=汾河",
    ]
    app(arguments, standalone_mode=False)
    assert "汾河" in capsys.readouterr().out


def test_an_answer_that_virtuoso_cuts_is_refused(server: Virtuoso, virtuoso_server: Source) -> None:
    with pytest.raises(DataError, match="gives 10000 rows at most"):
        run_rows("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", virtuoso_server)
    assert len(run_rows("SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 500", virtuoso_server).rows) == 500


def test_nobody_writes_through_the_query_address(server: Virtuoso, virtuoso_server: Source) -> None:
    update = f"CLEAR GRAPH <{GRAPH}>"
    assert httpx.post(server.query, data={"update": update}).status_code >= 400
    assert run_rows("SELECT ?x { ?x a kg:River } LIMIT 1", virtuoso_server).rows
