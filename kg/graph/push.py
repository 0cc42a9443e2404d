"""Send the graph to a triple store over the SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import httpx
from pyoxigraph import RdfFormat, parse

from kg.model import DataError

TIMEOUT = 600.0  # seconds for the whole transfer
DONE = (200, 201, 204)
NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")  # RFC 3987; a graph's IRI is put into a query


@dataclass(frozen=True, slots=True)
class PushResult:
    """Triples sent, and triples counted on the server afterwards (None where its query address is unknown)."""

    sent: int
    on_server: int | None


def push(
    turtle: Path,
    url: str,
    *,
    graph: str | None = None,
    add: bool = False,
    user: str | None = None,
    password: str | None = None,
    token: str | None = None,
    query_url: str | None = None,
) -> PushResult:
    """PUT (replace) or POST (`add`) a Turtle file; `graph` is an IRI, without it the default graph is meant.

    Raises DataError when the server refuses, cannot be reached, or afterwards counts other than was sent.
    """
    if graph is not None and (":" not in graph or NOT_IN_IRI.search(graph)):
        raise DataError(f"'{graph}' is no IRI; a graph is named like https://example.org/graph")
    data, sent = _read(turtle)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with httpx.Client(headers=headers, timeout=TIMEOUT) as client:
            login = (user, password or "") if user and not token else None
            response = _send(client, "POST" if add else "PUT", _target(url, graph), data, login=login)
            if response.status_code not in DONE:
                said = response.text.strip()[:200] or response.reason_phrase
                raise DataError(f"{url}: {response.status_code} {said}")
            counted = _count(client, query_url or _query_url(url), graph)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DataError(f"{url}: {type(error).__name__}: {error}") from error
    if counted is not None and (counted < sent if add else counted != sent):
        raise DataError(f"{url}: sent {sent} triples, the server counts {counted}; push again")
    return PushResult(sent, counted)


def _read(turtle: Path) -> tuple[bytes, int]:
    """A Turtle file and the number of its triples. Raises DataError when there is none, or it does not parse."""
    try:
        data = turtle.read_bytes()
        return data, len(set(parse(data, format=RdfFormat.TURTLE)))
    except OSError as error:
        raise DataError(f"no graph at {turtle}: run `kg build` first") from error
    except SyntaxError as error:
        raise DataError(f"{turtle}: {error}; run `kg build` again") from error


def _target(url: str, graph: str | None) -> httpx.URL:
    """The address with `?graph=IRI` or the bare `?default` of the protocol, beside what it has already."""
    address = httpx.URL(url)
    if graph is not None:
        return address.copy_merge_params({"graph": graph})
    query = address.query + b"&default" if address.query else b"default"
    return address.copy_with(query=query)


def _send(
    client: httpx.Client, method: str, target: httpx.URL, data: bytes, *, login: tuple[str, str] | None
) -> httpx.Response:
    """Basic authentication; Digest where the server answers that it wants that, as Virtuoso does.

    The client keeps what let it in.
    """
    kind = {"Content-Type": "text/turtle"}
    if login is not None:
        client.auth = httpx.BasicAuth(*login)
    response = client.request(method, target, content=data, headers=kind)
    asked = response.headers.get("www-authenticate", "").lower()
    if login is None or response.status_code != 401 or not asked.startswith("digest"):
        return response
    client.auth = httpx.DigestAuth(*login)
    return client.request(method, target, content=data, headers=kind)


def _query_url(url: str) -> str | None:
    """Where the same server answers queries: …/store → …/query (Oxigraph), …/data → …/query (Fuseki)."""
    match = re.fullmatch(r"([^?#]*)/(?:store|data)/?(?:\?.*)?", url)
    return f"{match.group(1)}/query" if match else None


def _count(client: httpx.Client, url: str | None, graph: str | None) -> int | None:
    """Triples on the server, as it counts them itself; None when it does not tell."""
    if url is None:
        return None
    where = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    ask = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
    try:
        response = client.post(url, content=f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}", headers=ask)
        return int(response.json()["results"]["bindings"][0]["n"]["value"])
    except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError):
        return None
