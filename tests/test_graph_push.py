"""`push` against the real Oxigraph server, on this machine and a free port; triples are counted on both sides."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.login import Login
from kg.graph.push import PushResult, Sending, Target, push, query_url
from kg.graph.rdf import RDFS, write_turtle
from kg.model import DataError
from tests.graph_server import oxigraph

GRAPH = "https://shanhe.example/graph/晚报"


def _turtle(path: Path, count: int, first: int = 0) -> Path:
    rows = [
        Triple(
            NamedNode(f"https://shanhe.example/id/lake-{n}"),
            NamedNode(f"{RDFS}label"),
            Literal(f"{n}号湖", language="zh"),
        )
        for n in range(first, first + count)
    ]
    write_turtle(rows, path)
    return path


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with oxigraph() as url:
        yield url


@pytest.fixture
def store(server: str) -> str:
    """The Graph Store address of an empty server."""
    httpx.post(f"{server}/update", data={"update": "CLEAR ALL"}).raise_for_status()
    return f"{server}/store"


def _counted(store: str, where: str) -> int:
    answer = httpx.get(
        store.replace("/store", "/query"),
        params={"query": f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}"},
        headers={"Accept": "text/csv"},
    )
    return int(answer.text.split()[1])


def test_put_replaces_the_default_graph(store: str, tmp_path: Path) -> None:
    assert push(_turtle(tmp_path / "a.ttl", 7), Target(store)) == PushResult(7, 7)
    assert push(_turtle(tmp_path / "b.ttl", 3, first=100), Target(store)) == PushResult(3, 3)
    assert _counted(store, "?s ?p ?o") == 3


def test_add_keeps_what_is_there(store: str, tmp_path: Path) -> None:
    push(_turtle(tmp_path / "a.ttl", 7), Target(store))
    assert push(
        _turtle(tmp_path / "b.ttl", 4, first=5), Target(store), sending=Sending(add=True)
    ) == PushResult(4, 9)  # two are there already


def test_a_named_graph_is_its_own(store: str, tmp_path: Path) -> None:
    push(_turtle(tmp_path / "a.ttl", 7), Target(store))
    assert push(_turtle(tmp_path / "b.ttl", 2), Target(store, GRAPH)) == PushResult(2, 2)
    assert (_counted(store, "?s ?p ?o"), _counted(store, f"GRAPH <{GRAPH}> {{ ?s ?p ?o }}")) == (7, 2)


def test_an_unknown_query_address_leaves_the_count_open(store: str, tmp_path: Path) -> None:
    url = f"{store}?no_transaction&graph=https://shanhe.example/graph/1"
    turtle = _turtle(tmp_path / "a.ttl", 2)
    assert push(turtle, Target(store.replace("/store", "/store/person/7.ttl"))).on_server is None
    assert push(turtle, Target(url, "https://shanhe.example/graph/1")) == PushResult(2, 2)


@pytest.mark.parametrize(
    ("url", "graph", "message"),
    [
        ("/nothing-here", None, "404"),
        ("/store", "not an iri", "'not an iri' is no IRI"),
        ("/store", "https://a.example/> } CLEAR ALL", "is no IRI"),
    ],
)
def test_a_refusal_is_told(server: str, tmp_path: Path, url: str, graph: str | None, message: str) -> None:
    with pytest.raises(DataError, match=message):
        push(_turtle(tmp_path / "a.ttl", 2), Target(server + url, graph))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/store", "ftp://127.0.0.1/store", "http://[::1/store", "127.0.0.1"]
)
def test_an_address_that_cannot_be_reached_is_named(tmp_path: Path, url: str) -> None:
    with pytest.raises(DataError) as caught:
        push(_turtle(tmp_path / "a.ttl", 2), Target(url), sending=Sending(pause=0.01))
    assert str(caught.value).startswith(f"{url}: ")


def test_no_graph_and_a_broken_graph(tmp_path: Path, store: str) -> None:
    with pytest.raises(DataError, match="run `kg build` first"):
        push(tmp_path / "graph.ttl", Target(store))
    broken = tmp_path / "broken.ttl"
    broken.write_text("<https://shanhe.example/id/a> <https://shanhe.example/id/b>", "utf-8")
    with pytest.raises(DataError, match="broken.ttl: .* run `kg build` again"):
        push(broken, Target(store))


class _Guarded(BaseHTTPRequestHandler):
    """A server that lets in whoever logs in the way its `challenge` says."""

    challenge = ""
    seen: list[str] = []

    def do_POST(self) -> None:
        self.do_PUT()

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        login = self.headers.get("Authorization", "")
        self.seen.append(login)
        self.send_response(204 if login.startswith(self.challenge.split()[0]) else 401)
        self.send_header("WWW-Authenticate", self.challenge)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(
    params=[
        'Digest realm="SPARQL", nonce="a1b2", qop="auth", algorithm=MD5',
        'Basic realm="SPARQL"',
        "Bearer",
    ]
)
def guarded(request: pytest.FixtureRequest) -> Iterator[tuple[str, type[_Guarded]]]:
    handler = type("Handler", (_Guarded,), {"challenge": request.param, "seen": []})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/graphs", handler
        server.shutdown()


def test_every_kind_of_login_gets_in(guarded: tuple[str, type[_Guarded]], tmp_path: Path) -> None:
    url, handler = guarded
    turtle = _turtle(tmp_path / "a.ttl", 2)
    token = "t0ken" if handler.challenge == "Bearer" else None
    assert push(turtle, Target(url), login=Login("reader", "secret", token)) == PushResult(2, None)
    assert handler.seen[-1].startswith(handler.challenge.split()[0])
    before = len(handler.seen)
    again = Sending(chunk=150)  # bytes: several parts
    push(_turtle(tmp_path / "b.ttl", 9), Target(url), login=Login("reader", "secret", token), sending=again)
    assert all(login.startswith(handler.challenge.split()[0]) for login in handler.seen[before:])
    with pytest.raises(DataError, match="401 .*KG_USER"):
        push(turtle, Target(url))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("chunk", [0, 300])
def test_packed_and_in_parts_the_same_arrives(store: str, tmp_path: Path, packed: bool, chunk: int) -> None:
    push(_turtle(tmp_path / "old.ttl", 5, first=900), Target(store))
    sending = Sending(gzip=packed, chunk=chunk)
    assert push(_turtle(tmp_path / "a.ttl", 40), Target(store), sending=sending) == PushResult(40, 40)
    assert _counted(store, "?s rdfs:label ?o".replace("rdfs:label", f"<{RDFS}label>")) == 40


class _Flaky(BaseHTTPRequestHandler):
    """A server that answers in turn what `answers` says, and counts `counts`; then all is well."""

    answers: list[int] = []
    counts: list[int] = []
    seen: list[str] = []

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append(self.command)
        status = self.answers.pop(0) if self.answers else 204
        if status == 0:
            self.connection.close()
            return
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        if self.path == "/query":
            self.answer()
        else:
            self.do_PUT()

    def answer(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        number = self.counts.pop(0) if self.counts else 40
        row = f'{{"n":{{"type":"literal","value":"{number}"}}}}'
        body = f'{{"head":{{"vars":["n"]}},"results":{{"bindings":[{row}]}}}}'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def flaky() -> Iterator[tuple[str, type[_Flaky]]]:
    handler = type("Handler", (_Flaky,), {"answers": [], "counts": [], "seen": []})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/store", handler
        server.shutdown()


QUICK = Sending(pause=0.01)


@pytest.mark.parametrize("answers", [[503], [429, 502], [0, 504, 0]])
def test_a_busy_server_is_tried_again(
    flaky: tuple[str, type[_Flaky]], tmp_path: Path, answers: list[int]
) -> None:
    url, handler = flaky
    handler.answers[:] = answers
    assert push(_turtle(tmp_path / "a.ttl", 40), Target(url), sending=QUICK) == PushResult(40, 40)
    assert len(handler.seen) == len(answers) + 1


def test_a_server_that_stays_busy_is_told(flaky: tuple[str, type[_Flaky]], tmp_path: Path) -> None:
    url, handler = flaky
    handler.answers[:] = [503] * 9
    with pytest.raises(DataError, match="503 Service Unavailable"):
        push(_turtle(tmp_path / "a.ttl", 40), Target(url), sending=QUICK)
    assert len(handler.seen) == 4


def test_what_is_refused_for_good_is_not_tried_again(flaky: tuple[str, type[_Flaky]], tmp_path: Path) -> None:
    url, handler = flaky
    handler.answers[:] = [413]
    with pytest.raises(DataError, match="413 .*--chunk"):
        push(_turtle(tmp_path / "a.ttl", 40), Target(url), sending=QUICK)
    assert handler.seen == ["PUT"]


def test_parts_that_arrived_before_a_refusal_are_told(
    flaky: tuple[str, type[_Flaky]], tmp_path: Path
) -> None:
    url, handler = flaky
    handler.answers[:] = [204, 204, 400]
    with pytest.raises(DataError, match="400 .*2 parts had arrived, the graph there may be a part"):
        push(_turtle(tmp_path / "a.ttl", 40), Target(url), sending=Sending(chunk=300, pause=0.01))
    assert handler.seen == ["PUT", "POST", "POST"]


def test_a_graph_that_arrived_in_part_is_put_again(flaky: tuple[str, type[_Flaky]], tmp_path: Path) -> None:
    url, handler = flaky
    handler.counts[:] = [17]
    assert push(_turtle(tmp_path / "a.ttl", 40), Target(url), sending=QUICK) == PushResult(40, 40)
    assert handler.seen == ["PUT", "PUT"]
    handler.counts[:] = [17] * 9
    with pytest.raises(
        DataError, match="sent 40 triples, the server counts 17; the graph there may be a part"
    ):
        push(_turtle(tmp_path / "a.ttl", 40), Target(url), sending=QUICK)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://a.example:7878/store?x=1", "http://a.example:7878/query"),
        ("http://a.example/news/data", "http://a.example/news/query"),
        ("http://a.example/sparql-graph-crud-auth", "http://a.example/sparql"),
        ("http://a.example/repositories/news/rdf-graphs/service", "http://a.example/repositories/news"),
        ("http://a.example/repositories/news/statements", "http://a.example/repositories/news"),
        ("http://a.example/graphs", None),
    ],
)
def test_where_a_store_is_asked(url: str, asked: str | None) -> None:
    assert query_url(url) == asked
