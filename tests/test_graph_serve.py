"""The endpoint over real HTTP: `serve` in a process of its own, on a free port of this machine."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import Graph, URIRef

from kg.graph.query import run_table
from kg.graph.rdf import RDFS
from kg.graph.serve import LIMIT, MEMORY, Served, accepted, serve
from kg.graph.store import write_store
from kg.model import DataError
from tests.graph_server import free_port

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SECONDS = 2.5
SMALL = 250  # MB
HUNGRY = [  # of 8 million rows
    "SELECT * { @@ } ORDER BY ?c ?f",
    "SELECT ?c ?f ?i (COUNT(*) AS ?n) { @@ } GROUP BY ?c ?f ?i",
    "SELECT DISTINCT ?c ?f ?i { @@ }",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?all) { @@ }",
    "SELECT * { @@ }",
]
ROWS = [
    Triple(
        NamedNode(f"https://shanhe.example/id/river-{n}"),
        NamedNode(f"{RDFS}label"),
        Literal(f"第{n}河", language="zh"),
    )
    for n in range(200)
]
RUN = """
import sys
from pathlib import Path
from kg.api.serving import tell
from kg.graph.serve import Served, serve
if __name__ == "__main__":
    folder, port, seconds, memory, host, *origins = sys.argv[1:]
    store, html = Path(folder) / "store", Path(folder) / "graph.html"
    served = Served(store, html, host, float(seconds), tuple(origins), memory=int(memory), tell=tell)
    serve(served, port=int(port))
"""


@contextmanager
def serving(
    folder: Path, host: str, *origins: str, seconds: float = SECONDS, memory: int = MEMORY
) -> Iterator[int]:
    """The port of a server on `folder`, which ends with the block."""
    (folder / "run.py").write_text(RUN, "utf-8")
    port, root = free_port(), str(Path(__file__).parents[1])
    command = [
        sys.executable,
        folder / "run.py",
        folder,
        str(port),
        str(seconds),
        str(memory),
        host,
        *origins,
    ]
    process = subprocess.Popen(command, cwd=root, env={"PYTHONPATH": root})
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            _wait(client, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    write_store(ROWS, folder / "store")
    (folder / "graph.html").write_text("<title>山河</title>", "utf-8")
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with (
        serving(folder, "127.0.0.1") as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def small(folder: Path) -> Iterator[httpx.Client]:
    """A server whose queries may take SMALL memory and much time."""
    with (
        serving(folder, "127.0.0.1", seconds=900, memory=SMALL) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=950) as client,
    ):
        yield client


def _wait(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        assert process.poll() is None, "the server ended at once"
        try:
            client.get("/")
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not come up")


def test_root_is_the_html_graph(client: httpx.Client) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "山河" in answer.text


@pytest.mark.parametrize("path", ["/", "/sparql"])
def test_every_page_has_the_headers_that_guard_it(client: httpx.Client, path: str) -> None:
    headers = client.get(path, headers={"Accept": "text/html"}).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/sparql", "/query"])
def test_get_and_both_kinds_of_post_give_the_same_answer(client: httpx.Client, path: str) -> None:
    direct = {"Content-Type": "application/sparql-query"}
    answers = [
        client.get(path, params={"query": COUNT}),
        client.post(path, data={"query": COUNT}),
        client.post(path, content=COUNT, headers=direct),
    ]
    assert [a.json()["results"]["bindings"][0]["n"]["value"] for a in answers] == ["200"] * 3


@pytest.mark.parametrize(
    ("accept", "query", "media"),
    [
        ("text/csv", COUNT, "text/csv"),
        ("text/tab-separated-values", COUNT, "text/tab-separated-values"),
        ("application/sparql-results+xml", COUNT, "application/sparql-results+xml"),
        ("text/csv;q=0.1, application/sparql-results+xml", COUNT, "application/sparql-results+xml"),
        ("text/turtle", COUNT, "application/sparql-results+json"),
        ("*/*", "ASK { ?s rdfs:label '第7河'@zh }", "application/sparql-results+json"),
        ("*/*", "DESCRIBE id:river-7", "text/turtle"),
        ("text/csv", "CONSTRUCT WHERE { ?s rdfs:label ?o }", "text/turtle"),
    ],
)
def test_the_answer_comes_in_the_form_asked_for(
    client: httpx.Client, accept: str, query: str, media: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media)


def test_csv_is_utf8(client: httpx.Client) -> None:
    query = "SELECT ?name WHERE { id:river-3 rdfs:label ?name }"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert answer.content.decode("utf-8").split() == ["name", "第3河"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({"data": {"update": "CLEAR ALL"}}, 403),
        ({"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403),
        ({"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-query"}}, 400),
        ({"data": {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}}, 403),
        ({"data": {"query": "SELECT nothing"}}, 400),
        ({"data": {}}, 400),
        ({"data": {"query": [COUNT, COUNT]}}, 400),
        ({"data": {"query": COUNT, "default-graph-uri": "http://a.example/g"}}, 400),
        ({"content": COUNT, "headers": {"Content-Type": "text/plain"}}, 415),
        ({"content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}}, 400),
        ({"content": b"#" * (LIMIT + 1), "headers": {"Content-Type": "application/sparql-query"}}, 413),
        ({"data": {"query": COUNT}, "headers": {"Host": "elsewhere.example"}}, 400),
    ],
)
def test_what_is_refused_and_how(client: httpx.Client, arguments: dict[str, object], status: int) -> None:
    if arguments == {"data": {}}:
        arguments = {"headers": {"Content-Type": "application/x-www-form-urlencoded"}}
    answer = client.post("/sparql", **arguments)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text
    assert (
        client.get("/sparql", params={"query": COUNT}).json()["results"]["bindings"][0]["n"]["value"] == "200"
    )


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "查询在第 1 行第 15 列有语法错误，在“SELECT nothing”之后"),
        ("en-US,zh;q=0.5", "the query does not parse at line 1, column 15, behind 'SELECT nothing'"),
        ("", "the query does not parse at line 1, column 15, behind 'SELECT nothing'"),
    ],
)
def test_a_mistake_is_told_in_the_language_of_who_asks(client: httpx.Client, wanted: str, told: str) -> None:
    headers = {"Accept-Language": wanted} if wanted else {}
    answer = client.get("/sparql", params={"query": "SELECT nothing"}, headers=headers)
    assert answer.status_code == 400
    assert answer.text.startswith(told)
    assert answer.headers.get("content-language", "en") == ("zh" if wanted.startswith("zh") else "en")
    refused = client.post("/sparql", data={"update": "DROP ALL"}, headers=headers)
    assert refused.text == ("这个端点是只读的" if wanted.startswith("zh") else "this endpoint is read-only")
    assert client.get("/sparql", params={"query": COUNT}, headers=headers).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_allowed(client: httpx.Client, method: str) -> None:
    assert client.request(method, "/sparql").status_code == 405


def test_a_query_of_nearly_the_limit_is_answered(client: httpx.Client) -> None:
    query = f"#{'山' * (LIMIT // 3 - 100)}\n{COUNT}"
    answer = client.post(
        "/sparql", content=query.encode(), headers={"Content-Type": "application/sparql-query"}
    )
    assert answer.status_code == 200


def test_a_slow_query_is_stopped_and_others_go_on(client: httpx.Client) -> None:
    started = time.monotonic()
    answer = client.get("/sparql", params={"query": SLOW})
    assert answer.status_code == 503
    assert SECONDS <= time.monotonic() - started < SECONDS + 5
    assert client.get("/sparql", params={"query": COUNT}).status_code == 200


def test_who_goes_away_takes_the_query_along(folder: Path) -> None:
    """Four places, four queries without end, and their askers leave: the next is answered before their time is up."""
    with serving(folder, "127.0.0.1", seconds=60) as port:
        url = f"http://127.0.0.1:{port}/sparql"
        with ThreadPoolExecutor(4) as pool:
            left = [pool.submit(httpx.get, url, params={"query": SLOW}, timeout=1.5) for _ in range(4)]
            assert all(isinstance(each.exception(), httpx.ReadTimeout) for each in left)
        assert httpx.get(url, params={"query": COUNT}, timeout=30).status_code == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds the limit of memory")
@pytest.mark.parametrize(("path", "end"), [("/table", HUNGRY[0]), *(("/sparql", end) for end in HUNGRY)])
def test_a_query_that_wants_all_memory_is_stopped_and_others_go_on(
    small: httpx.Client, path: str, end: str
) -> None:
    answer = small.post(path, data={"query": end.replace("@@", "?a ?b ?c . ?d ?e ?f . ?g ?h ?i")})
    assert (answer.status_code, answer.text) == (
        500,
        f"the query needed more than {SMALL} MB of memory and was stopped; ask for less",
    )
    assert small.get("/sparql", params={"query": COUNT}).status_code == 200


def test_without_a_graph_there_is_nothing_to_serve(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="run `kg build` first"):
        serve(Served(tmp_path / "store", tmp_path / "graph.html"), port=free_port())


def test_the_address_is_told_once_it_is_taken_and_port_0_takes_a_free_one(folder: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "serve", "--port", "0", "-o", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            told = re.match(r"kg: (http://127\.0\.0\.1:\d+)/ is the graph", process.stderr.readline())  # type: ignore[union-attr]
            assert told and httpx.get(f"{told[1]}/", timeout=60).status_code == 200
        finally:
            process.terminate()
    for wrong in (["--port", "99999"], ["--timeout", "-1"], ["-o", str(folder / "none")]):
        done = subprocess.run([*command[:4], *wrong], capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, "is the graph" in done.stderr, "Traceback" in done.stderr) == (
            2,
            False,
            False,
        )


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    write_store(ROWS, tmp_path / "store")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DataError, match=f"127.0.0.1:{port}.*--port"):
            serve(Served(tmp_path / "store", tmp_path / "graph.html"), port=port)


def test_a_browser_gets_the_query_page_and_what_it_needs(client: httpx.Client) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    parts = re.findall(r'(?:href|src)="(editor/[^"]+)"', page.text)
    assert len(parts) == 2
    assert [client.get(f"/{part}").status_code for part in parts] == [200, 200]
    assert client.get("/editor/editor.py").status_code == 404
    asked = client.get("/sparql", params={"query": COUNT}, headers={"Accept": "text/html"})
    assert asked.json()["results"]["bindings"]


def test_a_program_gets_a_description_of_the_service(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    (endpoint,) = graph.objects(None, URIRef("http://www.w3.org/ns/sparql-service-description#endpoint"))
    assert str(endpoint) == f"{client.base_url}/sparql"


def test_saved_queries_are_listed_and_filled_in(client: httpx.Client) -> None:
    listed = {row["name"]: row for row in client.get("/queries").json()}
    assert listed["projects-on-river"]["parameters"][0]["example"] == "汾河"
    filled = client.get("/queries/projects-on-river", params={"river": '汾"河'})
    assert '"汾\\"河"@zh' in filled.text
    assert client.get("/sparql", params={"query": filled.text}).status_code == 200
    missing = client.get("/queries/projects-on-river")
    assert (missing.status_code, missing.text) == (
        400,
        "projects-on-river wants river, a river: --set river=汾河",
    )
    assert client.get("/queries/none-such").status_code == 400


def test_the_table_of_the_page_has_labels_and_things(client: httpx.Client) -> None:
    query = "SELECT ?x (STRLEN(?l) AS ?n) { ?x rdfs:label ?l FILTER (?l = '第7河'@zh) }"
    answer = client.post("/table", data={"query": query}).json()
    assert answer == {
        "header": ["x", "n"],
        "rows": [[["第7河 (id:river-7)", "river-7"], ["3", ""]]],
        "total": 1,
        "hints": [],
    }
    assert client.post("/table", data={"query": "SELECT ?x { ?x a kg:Rivr }"}).json()["hints"] == [
        "the graph has no kg:Rivr; near: kg:River, kg:onRiver"
    ]
    assert client.post("/table", data={"query": "SELECT nothing"}).status_code == 400
    assert client.post("/table", data={"update": "CLEAR ALL"}).status_code == 403


def test_a_page_elsewhere_reads_nothing_unless_it_is_allowed(client: httpx.Client, folder: Path) -> None:
    origin = {"Origin": "https://a.example"}
    assert "access-control-allow-origin" not in client.get("/queries", headers=origin).headers
    with serving(folder, "127.0.0.1", "https://a.example") as port:
        answer = httpx.get(f"http://127.0.0.1:{port}/sparql", params={"query": COUNT}, headers=origin)
        other = httpx.get(f"http://127.0.0.1:{port}/queries", headers={"Origin": "https://b.example"})
    assert answer.headers["access-control-allow-origin"] == "https://a.example"
    assert "access-control-allow-origin" not in other.headers


def own_address() -> str:
    """An address of this machine that is not the loopback; none is asked for anything."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a datagram socket sends nothing here
        except OSError:
            pytest.skip("this machine has only its loopback address")
        return str(probe.getsockname()[0])


def test_another_machine_can_ask(folder: Path) -> None:
    with serving(folder, "0.0.0.0") as port:
        endpoint = f"http://{own_address()}:{port}/sparql"
        rows = run_table("SELECT ?x { ?x rdfs:label '第7河'@zh }", endpoint=endpoint).rows
    assert rows == (("id:river-7",),)


@pytest.mark.parametrize(
    ("accept", "first"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/csv;q=0, text/turtle", "ttl"),
        ("application/xml;q=0.5, text/csv;q=0.6", "csv"),
    ],
)
def test_weights_of_an_accept_header_count(accept: str, first: str) -> None:
    assert accepted(accept)[0] == first
