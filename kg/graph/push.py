"""Send the graph to a triple store over the SPARQL 1.1 Graph Store HTTP Protocol, and count what arrived."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
from pyoxigraph import Literal, QuerySolutions, RdfFormat, parse

from kg.graph.endpoint import ask_endpoint
from kg.graph.login import NOBODY, Auth, Login, apart, authentication, shown, without
from kg.graph.store import turtle_chunks
from kg.model import DataError

TIMEOUT = 600.0  # seconds for one request
DONE = (200, 201, 204)
AGAIN = (429, 502, 503, 504)  # a server that is busy, or a proxy before one that starts
RETRIES = 3
PAUSE = 1.0  # seconds before the first retry; doubled before each next one
LONGEST = 60.0  # seconds that a server's Retry-After may ask for
COUNT_WITHIN = 120.0  # seconds
NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")  # RFC 3987; a graph's IRI is put into a query
WHERE_COUNTED = (  # address of graphs → address of queries
    (re.compile(r"/sparql-graph-crud(?:-auth)?/?$"), "/sparql"),  # Virtuoso
    (re.compile(r"(/repositories/[^/]+)/(?:rdf-graphs/service|statements)/?$"), r"\1"),  # GraphDB, RDF4J
    (re.compile(r"/(?:store|data)/?$"), "/query"),  # Oxigraph, Fuseki
)
NO_DEFAULT = re.compile(r"/sparql-graph-crud(?:-auth)?/?$")  # Virtuoso answers 500


UNSURE = "the graph there may be a part of ours: push again"
ADVICE = {
    401: "; set KG_USER and KG_PASSWORD, or KG_TOKEN",
    403: "; this user may not write there",
    413: "; send it in parts with --chunk",
}


@dataclass(frozen=True, slots=True)
class PushResult:
    """Triples sent, and triples counted on the server afterwards (None where its query address is unknown)."""

    sent: int
    on_server: int | None


@dataclass(frozen=True, slots=True)
class Target:
    """Where the graph goes. `query_url` is where the same server is asked; without it, it is read off `url`."""

    url: str
    graph: str | None = None
    query_url: str | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """How it is sent: `chunk` bytes at a time (0: all at once), packed or not, tried again `retries` times."""

    add: bool = False
    gzip: bool = False
    chunk: int = 0
    retries: int = RETRIES
    pause: float = PAUSE


AT_ONCE = Sending()


def push(turtle: Path, target: Target, *, login: Login = NOBODY, sending: Sending = AT_ONCE) -> PushResult:
    """PUT (replace) or POST (`add`) a Turtle file of ours; the first of several chunks is put, the others posted.

    What is sent twice is there once, so every request may be repeated. Where the server counts otherwise afterwards,
    all is sent again: Virtuoso's PUT is not atomic. Raises DataError when the server refuses, cannot be reached, or in
    the end counts other than was sent; what is there may then be a part, and the message says so.
    """
    url, auth = apart(target.url, login.auth)
    target = replace(target, url=url, query_url=target.query_url or query_url(url))
    _check(target)
    sent = _triples(turtle)
    counted = None
    for left in range(sending.retries, -1, -1):
        _send_all(turtle, target, auth, sending)
        counted = _count(target, auth)
        if counted is None or (counted >= sent if sending.add else counted == sent):
            return PushResult(sent, counted)
        if left:
            time.sleep(sending.pause)
    raise DataError(f"{shown(url)}: sent {sent} triples, the server counts {counted}; {UNSURE}")


def count(target: Target, login: Login = NOBODY) -> int | None:
    """Triples of the graph, as the server counts them itself; None when it does not tell."""
    url, auth = apart(target.url, login.auth)
    return _count(replace(target, query_url=target.query_url or query_url(url)), auth)


def _count(target: Target, auth: Auth | None) -> int | None:
    if target.query_url is None:
        return None
    where = f"GRAPH <{target.graph}> {{ ?s ?p ?o }}" if target.graph else "?s ?p ?o"
    question = f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}"
    try:
        answer = ask_endpoint(question, target.query_url, timeout=COUNT_WITHIN, auth=auth)
        found = [row[0] for row in answer] if isinstance(answer, QuerySolutions) else []
    except DataError:
        return None
    return int(found[0].value) if found and isinstance(found[0], Literal) else None


def query_url(url: str) -> str | None:
    """Where the same server answers queries: …/store → …/query (Oxigraph), …/data → …/query (Fuseki)."""
    path = url.split("#")[0].split("?")[0]
    for pattern, instead in WHERE_COUNTED:
        if pattern.search(path):
            return pattern.sub(instead, path)
    return None


def _check(target: Target) -> None:
    graph = target.graph
    if graph is not None and (":" not in graph or NOT_IN_IRI.search(graph)):
        raise DataError(f"'{graph}' is no IRI; a graph is named like https://example.org/graph")
    if graph is None and NO_DEFAULT.search(target.url):
        raise DataError(
            f"{shown(target.url)}: Virtuoso has no default graph of its own; name one with --graph IRI"
        )


def _triples(turtle: Path) -> int:
    """The number of triples of a file of ours, where none stands twice. Raises DataError when it does not parse."""
    try:
        return sum(1 for _ in parse(path=str(turtle), format=RdfFormat.TURTLE))
    except OSError as error:
        raise DataError(f"no graph at {turtle}: run `kg build` first") from error
    except SyntaxError as error:
        raise DataError(f"{turtle}: {error}; run `kg build` again") from error


def _parts(turtle: Path, size: int) -> Iterator[bytes]:
    return turtle_chunks(turtle, size) if size else iter((turtle.read_bytes(),))


def _send_all(turtle: Path, target: Target, auth: Auth | None, sending: Sending) -> None:
    done, told = 0, shown(target.url)
    try:
        with httpx.Client(auth=authentication(auth, target.url), timeout=TIMEOUT) as client:
            for done, part in enumerate(_parts(turtle, sending.chunk)):
                method = "POST" if sending.add or done else "PUT"
                response = _insist(client, method, target, part, sending)
                if response.status_code not in DONE:
                    raise DataError(f"{told}: {_refusal(response, auth, sending)}{_so_far(done)}")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        said = without(str(error), auth)
        raise DataError(f"{told}: {type(error).__name__}: {said}{_so_far(done)}") from error


def _insist(
    client: httpx.Client, method: str, target: Target, data: bytes, sending: Sending
) -> httpx.Response:
    """Send, and again after a pause while the server is busy or away. Raises the last httpx error."""
    for attempt in range(sending.retries + 1):
        last = attempt == sending.retries
        pause = sending.pause * 2**attempt
        try:
            response = _send(client, method, _address(target), data, sending.gzip)
            if response.status_code not in AGAIN or last:
                return response
            asked = response.headers.get("retry-after", "")
            pause = min(float(asked), LONGEST) if asked.isdigit() else pause
        except httpx.TransportError as error:
            if last or isinstance(error, httpx.UnsupportedProtocol):
                raise
        time.sleep(pause)
    raise ValueError("no attempt was allowed")


def _send(client: httpx.Client, method: str, address: httpx.URL, data: bytes, packed: bool) -> httpx.Response:
    kind = {"Content-Type": "text/turtle"} | ({"Content-Encoding": "gzip"} if packed else {})
    body = gzip.compress(data, mtime=0) if packed else data
    return client.request(method, address, content=body, headers=kind)


def _address(target: Target) -> httpx.URL:
    """The address with `?graph=IRI` or the bare `?default` of the protocol, beside what it has already."""
    address = httpx.URL(target.url)
    if target.graph is not None:
        return address.copy_merge_params({"graph": target.graph})
    query = address.query + b"&default" if address.query else b"default"
    return address.copy_with(query=query)


def _refusal(response: httpx.Response, auth: Auth | None, sending: Sending) -> str:
    said = without(" ".join(response.text.split()), auth)[:200] or response.reason_phrase
    advice = ADVICE.get(response.status_code, "")
    if sending.gzip and response.status_code in (400, 415):
        advice = "; this server may not take --gzip"
    return f"{response.status_code} {said}{advice}"


def _so_far(parts: int) -> str:
    return f"; {parts} parts had arrived, {UNSURE}" if parts else ""
