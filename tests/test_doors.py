"""Nothing gets in or out: pages elsewhere ask nothing, tables are no formulas, names are no commands to a terminal."""

from __future__ import annotations

import csv
import io
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kg.cli.app import echo_data, printable
from kg.extract import Tools
from kg.graph.cells import safe
from kg.graph.guard import HEADERS
from kg.graph.serve import Served, make_app
from kg.model import DataError
from kg.pages.bounds import OutOfTime, bounded_memory, bounded_time
from kg.pages.read import Page, find_pages
from kg.pages.reader import Reader
from kg.shards import make
from tests.command import kg
from tests.conftest import Built
from tests.test_formats import html

linux = pytest.mark.skipif(sys.platform != "linux", reason="the system counts it on Linux")
QUERY = {"query": "ASK { ?s ?p ?o }"}


@pytest.fixture(scope="module")
def client(built: Built) -> TestClient:
    served = Served(built.out / "store", built.out / "graph.html")
    return TestClient(make_app(served), base_url="http://127.0.0.1:8000")


FOREIGN = {
    "another origin": {"Origin": "http://evil.example"},
    "a file": {"Origin": "null"},
    "an image": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    "a link with a query": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    "a neighbour": {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN.keys())
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_page_elsewhere_asks_nothing(method: str, headers: dict[str, str], client: TestClient) -> None:
    said = {"params": QUERY} if method == "GET" else {"data": QUERY}
    assert client.request(method, "/sparql", headers=headers, **said).status_code == 403  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://127.0.0.1:8000"}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}],
)
def test_our_own_page_and_programs_ask(headers: dict[str, str], client: TestClient) -> None:
    assert client.get("/sparql", params=QUERY, headers=headers).json()["boolean"] is True


def test_a_link_from_elsewhere_shows_the_page(client: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=headers).status_code == 200


def test_an_allowed_origin_asks(built: Built) -> None:
    served = Served(built.out / "store", built.out / "graph.html", origins=("http://friend.example",))
    client = TestClient(make_app(served), base_url="http://127.0.0.1:8000")
    assert client.get("/sparql", params=QUERY, headers={"Origin": "http://friend.example"}).status_code == 200
    assert client.get("/sparql", params=QUERY, headers={"Origin": "http://evil.example"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/", "/sparql", "/query", "/table", "/editor/editor.js", "/editor/x", "/queries", "/ask", "/none"],
)
def test_every_path_has_the_same_headers(path: str, client: TestClient) -> None:
    found = client.get(path).headers
    assert {name: found.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("=1+1", "'=1+1"), ("+SUM(A1)", "'+SUM(A1)"), ("@x", "'@x"), ("-x", "'-x"), ("\tx", "'\tx"), ("-5", "-5"),
     ("+3.5", "+3.5"), ("介休市", "介休市"), ("", "")],
)  # fmt: skip
def test_no_cell_is_a_formula(cell: str, shown: str) -> None:
    assert safe([cell]) == [shown]


def test_a_name_gives_no_line_and_no_command_of_its_own() -> None:
    assert printable("a\nkg: done\x1b[2J\u202e.txt 山") == "a\\x0akg: done\\x1b[2J\\x202e.txt 山"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """The graph of a page whose title and quote clear the screen, name the window and turn the line around."""
    (tmp_path / "a.txt").write_text(
        "大坝\x1b[2J长高\x9b2J\u202e了\n\n本报讯 青崖河\x1b]0;x\x07防洪提升工程在山西省介休市开工，总投资3亿元。\n"
        + "水位上涨。" * 40,
        "utf-8",
    )
    assert kg("build", tmp_path / "a.txt", "-o", tmp_path / "out").returncode == 0
    return tmp_path / "out"


def test_no_title_and_no_quote_commands_a_terminal(hostile: Path) -> None:
    select = "SELECT ?t ?q { { ?a dcterms:title ?t } UNION { ?c oa:exact ?q } }"
    for command in (
        ("query", select),
        ("explain", "介休市"),
        ("ask", "介休市有哪些工程"),
        ("read", hostile.with_name("a.txt"), "--repairs"),
    ):
        done = kg(*command, *(() if command[0] == "read" else ("-o", hostile)))
        assert not set(done.stdout) & set("\x1b\x9b\x07\u202e"), command
        assert "防洪提升工程" in done.stdout
    raw = kg("read", hostile.with_name("a.txt"), "--text").stdout  # offsets count its characters
    assert "\x1b[2J" in raw


def test_a_query_in_csv_has_no_formula(hostile: Path) -> None:
    values = 'SELECT * { VALUES (?a ?b) { ("=1+1" "-5.2E-3") ("@x, \\"y\\"" "3") (UNDEF "a\\nb") } }'
    rows = list(csv.reader(io.StringIO(kg("query", values, "--format", "csv", "-o", hostile).stdout)))
    assert rows == [["a", "b"], ["'=1+1", "-5.2E-3"], ['\'@x, "y"', "3"], ["", "a\nb"]]


def test_links_out_are_followed_when_it_is_wanted(tmp_path: Path) -> None:
    for folder in ("in", "far"):
        (tmp_path / folder).mkdir()
    (tmp_path / "far" / "a.txt").write_text("河", "utf-8")
    (tmp_path / "in" / "far").symlink_to(tmp_path / "far")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    assert find_pages([tmp_path / "in"]).pages == ()
    assert [p.path.name for p in find_pages([tmp_path / "in"], follow_links=True).pages] == ["a.txt"]


# --- the process that reads formats


def page(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_text(html(), "utf-8")
    return tmp_path / "a.html"


def test_one_process_reads_many_files_and_ends_when_it_is_closed(tmp_path: Path) -> None:
    reader = Reader()
    texts = {reader.read(page(tmp_path), "a.html").text for _ in range(3)}
    assert len(texts) == 1
    process = reader.process
    assert process is not None
    reader.close()
    assert process.poll() is not None


@linux
def test_a_file_that_takes_too_long_or_kills_its_reader_is_told(tmp_path: Path) -> None:
    reader = Reader()
    reader.read(page(tmp_path), "a.html")
    for number, why in ((signal.SIGSTOP, "took longer than 1 s"), (signal.SIGSEGV, "ended its reader")):
        reader.seconds = 1.0 if number == signal.SIGSTOP else 60.0
        assert reader.process is not None
        harm = threading.Timer(0.0, os.kill, (reader.process.pid, number))
        if number == signal.SIGSTOP:
            harm.function(*harm.args)
            with pytest.raises(DataError, match=f"a.html: cannot be read: it {why}"):
                reader.read(page(tmp_path), "a.html")
        else:
            os.mkfifo(tmp_path / "pipe.html")
            harm = threading.Timer(0.3, os.kill, (reader.process.pid, number))
            harm.start()
            with pytest.raises(DataError, match=f"pipe.html: cannot be read: it {why}"):
                reader.read(tmp_path / "pipe.html", "pipe.html")
        reader.seconds = 60.0
        assert "青崖河" in reader.read(page(tmp_path), "a.html").text  # another one reads the next
    reader.close()


# --- bounds of a page of text


@linux
def test_time_and_memory_of_a_page_are_bounded(
    tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OutOfTime), bounded_time(0.05):
        while True:
            time.perf_counter()
    with pytest.raises(MemoryError), bounded_memory(2**28):
        bytearray(2**30)
    (tmp_path / "a.txt").write_text("河水" * 100_000, "utf-8")
    monkeypatch.setattr(make, "_seconds", lambda page: 0.01)
    (record,) = make.read_page(Page(tmp_path / "a.txt", "a", "a.txt"), "k", tools)
    assert "took more than 0 s to read; it is left out" in record.fault


def test_csv_on_a_terminal_has_plain_ends_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    echo_data("a,b\r\n1,\x1b[2J\r\n")
    assert screen.getvalue() == "a,b\n1,\\x1b[2J\n\n"
