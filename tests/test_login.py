"""No message has a user, a password or a token, whatever the address, the server or the library says."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kg.graph.login import apart, shown
from kg.model import DataError
from tests.command import kg

CLOSED = (
    9  # a port that nothing listens at; one that is drawn would name the tests differently in each process
)
USER, PASSWORD, TOKEN = "melder", "9Berg7tal", "wk41zz8"
COMMANDS = (
    ["push"],
    ["query", "SELECT * { ?s ?p ?o }", "--endpoint"],
    ["query", "--format", "csv", "SELECT * { ?s ?p ?o }", "--endpoint"],
    ["ask", "汾河流经哪些县", "--endpoint"],
)


class _Echo(BaseHTTPRequestHandler):
    """Lets in who knows the password, and repeats to others what they have sent."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        sent = self.headers.get("Authorization", "")
        name = base64.b64decode(sent.removeprefix("Basic ")).decode() if sent.startswith("Basic ") else sent
        right = name == f"{USER}:{PASSWORD}"
        rows = {"head": {"vars": ["n"]}, "results": {"bindings": []}}
        body = json.dumps(rows) if right else f"no: {name}, {sent}, {name.replace(':', ' / ')}"
        self.send_response(200 if right else 401 if sent.startswith("Basic") else 500)
        self.send_header("WWW-Authenticate", "Basic")
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(body.encode())

    do_PUT = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: pytest shows what is printed."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "graph.ttl").write_text("<http://a.example/s> <http://a.example/p> 1 .\n")
    return tmp_path


def said(command: list[str], url: str, out: Path) -> str:
    done = kg(*command, url, *(["--retries", "0"] if command[0] == "push" else []), "-o", out)
    told = done.stdout + done.stderr
    for secret in (USER, PASSWORD, TOKEN, base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()[:12]):
        assert secret not in told
    return f"{done.returncode} {told}"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("url", "tells"),
    [
        (f"http://{USER}:{PASSWORD}@@@/store", ""),  # let in, and nothing there
        (f"http://{USER}:{PASSWORD}1@@@/store", "401 no: ***"),
        (f"http://{USER}@@@/sparql", "401 no: ***"),
        (f"http://{USER}:{PASSWORD}@127.0.0.1:{CLOSED}/store", "ConnectError"),
        (f"http://{USER}:{PASSWORD}@no-such-host.invalid/store", "ConnectError"),
        (f"http://{USER}:/{PASSWORD}@@@/store", "***@127.0.0.1"),
        (f"http://{USER}:{PASSWORD}/x@@@/store", "no address"),
        (f"http://{USER}:{PASSWORD}#x@@@/store", "no address"),
        (f"http://{USER}:4/{PASSWORD}@@@/store", "***@127.0.0.1"),
        (f"{USER}:{PASSWORD}@@@/store", "no address"),
        (f"ftp://{USER}:{PASSWORD}@@@/store", "no address"),
        (f"http://{USER}:{PASSWORD}@[::1/store", "no address"),
        (f"http://@@/store?access_token={TOKEN}", "access_token=***"),
    ],
)
def test_an_address_is_told_without_a_login(
    url: str, tells: str, command: list[str], host: str, out: Path
) -> None:
    assert tells in said(command, url.replace("@@@", f"@{host}").replace("@@", host), out)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("token", [TOKEN, f"{TOKEN}\n", f"{TOKEN} {PASSWORD}", f"{TOKEN}汾河"])
def test_a_token_is_never_told(
    token: str, command: list[str], host: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_TOKEN", token)
    assert ("500 no: Bearer ***" if token == TOKEN else "a token has no blanks") in said(
        command, f"http://{host}/store", out
    )


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_user_of_the_environment_is_never_told(
    command: list[str], host: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_USER", USER)
    monkeypatch.setenv("KG_PASSWORD", f"{PASSWORD}!")
    assert "401 no: ***" in said(command, f"http://{host}/store", out)


@pytest.mark.parametrize(
    ("url", "bare", "auth"),
    [
        ("http://a.example/store", "http://a.example/store", None),
        ("https://u:p%40%2F@a.example:3030/x?y=1", "https://a.example:3030/x?y=1", ("u", "p@/")),
        ("http://u:p@q@[::1]:80", "http://[::1]:80", ("u", "p@q")),
        ("http://a.example/me@b", "http://a.example/me@b", None),
    ],
)
def test_an_address_is_taken_apart(url: str, bare: str, auth: tuple[str, str] | None) -> None:
    assert apart(url) == (bare, auth)
    assert apart(url, "token") == (bare, "token")


def test_what_is_no_address_is_told_so() -> None:
    with pytest.raises(DataError, match="no address"):
        apart("localhost:7878/store")
    assert shown("http://a.example:80/x?graph=b&c") == "http://a.example:80/x?graph=***&c"
