"""Send the graph to a triple store over the SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import httpx
from pyoxigraph import RdfFormat, parse

from kg.model import DataError

TIMEOUT = 600.0  # seconds for the whole transfer


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
    try:
        data = turtle.read_bytes()
    except OSError as error:
        raise DataError(f"no graph at {turtle}: run `kg build` first") from error
    sent = sum(1 for _ in parse(data, format=RdfFormat.TURTLE))
    auth = (user, password or "") if user else None
    headers = {"Content-Type": "text/turtle", **({"Authorization": f"Bearer {token}"} if token else {})}
    params = {"graph": graph} if graph else None
    target = url if graph else f"{url}{'&' if '?' in url else '?'}default"
    with httpx.Client(auth=auth, timeout=TIMEOUT) as client:
        try:
            response = client.request("POST" if add else "PUT", target, params=params, content=data, headers=headers)
        except httpx.HTTPError as error:
            raise DataError(f"{url}: {type(error).__name__}: {error}") from error
        if response.status_code not in (200, 201, 204):
            raise DataError(f"{url}: {response.status_code} {response.text.strip()[:200] or response.reason_phrase}")
        counted = _count(client, query_url or _query_url(url), graph, headers)
    if counted is not None and not add and counted != sent:
        raise DataError(f"{url}: sent {sent} triples, the server counts {counted}; push again")
    return PushResult(sent, counted)


def _query_url(url: str) -> str | None:
    """Where the same server answers queries: …/store → …/query (Oxigraph), …/data → …/query (Fuseki)."""
    match = re.fullmatch(r"(.*)/(?:store|data)/?", url)
    return f"{match.group(1)}/query" if match else None


def _count(client: httpx.Client, url: str | None, graph: str | None, headers: dict[str, str]) -> int | None:
    if url is None:
        return None
    where = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    ask = {**headers, "Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
    try:
        response = client.post(url, content=f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}", headers=ask)
        return int(response.json()["results"]["bindings"][0]["n"]["value"])
    except (httpx.HTTPError, ValueError, KeyError, IndexError):
        return None
