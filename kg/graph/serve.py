"""Serve the graph on this machine: the HTML page, a read-only SPARQL 1.1 Protocol endpoint, and a page to ask it.

A query that takes too long or too much memory gives an error and never half an answer. Updates are refused, and so
are queries that would make this machine call another (SERVICE).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.graph.asking import Asking, page_that_asks
from kg.graph.editor import description, editor, editor_routes
from kg.graph.endpoint import MEDIA
from kg.graph.guard import Guard
from kg.graph.marks import Marking
from kg.graph.posted import GONE
from kg.graph.query import built_with
from kg.graph.reading import Reading
from kg.graph.saved import load_saved
from kg.graph.service import calls_service
from kg.graph.spoken import Spoken, Tell, as_it_is, hinted, language_of
from kg.graph.store import read_store
from kg.graph.worker import CELLS, LOOK, OutOfMemory, TimeUp, answer_within
from kg.model import DataError

LIMIT = 1 << 20  # bytes of a request's body
DRAIN = 16 << 20  # bytes of a body too large that are read and thrown away, so that the refusal gets through
SECONDS = 30.0
MEMORY = 1000  # MB that a query may take
AT_ONCE = 4  # queries that run at the same time; the others wait
LOCAL = ("127.0.0.1", "localhost", "[::1]")
FORM = "application/x-www-form-urlencoded"
ACCEPTS = {
    **{media: name for name, media in MEDIA.items()},
    "application/json": "json",
    "application/xml": "xml",
}


class Refusal(Exception):
    """A request that is not answered: HTTP status, and why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True, slots=True)
class Served:
    """What is served, and to whom: `origins` are the web pages elsewhere that may read answers, `*` for all (CORS)."""

    store: Path
    html: Path
    host: str = LOCAL[0]
    seconds: float = SECONDS
    origins: tuple[str, ...] = ()
    ontology: Path | None = None
    memory: int = MEMORY
    marking: Marking | None = None
    asking: Asking | None = None
    draw: Callable[[], object] | None = None  # makes the HTML page, where it is not there
    more: tuple[Route, ...] = ()  # of who serves more on this machine alone
    tell: Tell = as_it_is
    reading: Reading | None = None


# the page's own policy stands in it, by the hashes of its scripts; what only a header can say is said here
SAFE = {
    "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def make_app(served: Served) -> Starlette:
    """The application: `/` the HTML graph, `/sparql` and `/query` the endpoint, and for a browser the query page.

    On a local address only requests to that address are answered: a page elsewhere whose name is made to point
    here reads nothing.
    """
    slots, drawing = asyncio.Semaphore(AT_ONCE), asyncio.Lock()
    base = built_with(read_store(served.store))
    marking = served.marking if served.host in (*LOCAL, "::1") else None

    async def page(request: Request) -> Response:
        try:
            async with drawing:
                await _draw(served)
        except DataError as error:
            return PlainTextResponse(str(error), 503)
        if not served.html.is_file():
            return PlainTextResponse(f"no {served.html.name}: run `kg build` first", 404)
        marks = marking is not None and marking.knows(request.query_params.get("token", ""))
        if marks or served.asking is not None:
            text = await asyncio.to_thread(page_that_asks, served.html)
            return HTMLResponse(text, headers={**SAFE, "Cache-Control": "no-store"})
        return FileResponse(served.html, media_type="text/html; charset=utf-8", headers=SAFE)

    async def answered(request: Request, formats: tuple[str, ...]) -> Response:
        try:
            query = await _query(request)
            async with slots:
                return await _answer(request, query, formats, served)
        except Refusal as refusal:
            return PlainTextResponse(refusal.reason, refusal.status)

    async def sparql(request: Request) -> Response:
        accept = request.headers.get("accept", "*/*")
        if request.method == "GET" and not request.url.query:
            return (
                editor()
                if "text/html" in accept
                else Response(description(request), media_type="text/turtle")
            )
        return await answered(request, accepted(accept))

    async def table(request: Request) -> Response:
        answer = await answered(request, (CELLS,))
        return hinted(answer, partial(served.tell, language_of(request.headers)))

    routes = [
        Route("/", page),
        Route("/table", table, methods=["POST"]),
        *editor_routes(served.ontology, base),
    ]
    routes += [part.route() for part in (marking, served.asking, served.reading) if part is not None]
    routes += served.more if served.host in (*LOCAL, "::1") else ()
    routes += [Route(path, sparql, methods=["GET", "POST"]) for path in ("/sparql", "/query")]
    hosts = list(LOCAL) if served.host in (*LOCAL, "::1") else ["*"]
    middleware = [
        Middleware(Spoken, tell=served.tell),
        Middleware(Guard, origins=served.origins),
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts),
    ]
    if served.origins:
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=served.origins, allow_methods=["GET", "POST"])
        )
    return Starlette(routes=routes, middleware=middleware)


def serve(
    served: Served, *, port: int = 8000, ready: Callable[[str, int], object] = lambda host, port: None
) -> None:
    """Serve until interrupted; `ready` is told host and port once they are taken. Raises DataError when there is no store, or the port is taken."""
    import socket

    import uvicorn

    read_store(served.store)  # before the port is taken
    load_saved(served.ontology)
    host = served.host
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise DataError(f"{host}:{port}: {error.strerror}; choose another with --port") from error
    listening.listen()
    ready(host, listening.getsockname()[1])
    config = uvicorn.Config(make_app(served), log_level="warning")
    uvicorn.Server(config).run(sockets=[listening])


async def _draw(served: Served) -> None:
    """Make the page that is not there; a build writes it only of few claims."""
    if served.draw is not None and not served.html.is_file():
        await asyncio.to_thread(served.draw)


async def _answer(request: Request, query: str, formats: tuple[str, ...], served: Served) -> Response:
    stop = Event()
    ask = partial(
        answer_within,
        served.seconds,
        store=served.store,
        query=query,
        formats=formats,
        memory=served.memory,
        stop=stop,
    )
    watch = asyncio.create_task(_until_gone(request, stop))
    try:
        answered = await asyncio.to_thread(ask)
    except TimeUp as error:
        raise Refusal(503, str(error)) from error
    except (OutOfMemory, ChildProcessError) as error:
        raise Refusal(500, str(error)) from error
    finally:
        watch.cancel()
    if not answered.format:
        raise Refusal(400, answered.body.decode())
    return Response(answered.body, media_type=MEDIA.get(answered.format, "application/json"))


async def _until_gone(request: Request, stop: Event) -> None:
    """Set `stop` when the one who asked has gone: a query that nobody waits for takes the place of another."""
    while not await request.is_disconnected():
        await asyncio.sleep(LOOK)
    stop.set()


async def _query(request: Request) -> str:
    """The one query of a request, in any of the three ways of the protocol. Raises Refusal."""
    fields = list(request.query_params.multi_items())
    if request.method == "POST":
        fields += await _posted(request)
    if any(name == "update" for name, _ in fields):
        raise Refusal(403, "this endpoint is read-only")
    if any(name in ("default-graph-uri", "named-graph-uri") for name, _ in fields):
        raise Refusal(400, "there is one graph here, the default graph")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1 or not queries[0].strip():
        raise Refusal(400, "one query is wanted: ?query=SELECT…")
    if calls_service(queries[0]):
        raise Refusal(403, "SERVICE is not allowed: this endpoint calls no other")
    return queries[0]


async def _posted(request: Request) -> list[tuple[str, str]]:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    body = await _body(request)
    if kind == "application/sparql-update":
        raise Refusal(403, "this endpoint is read-only")
    if kind not in (FORM, "application/sparql-query"):
        raise Refusal(415, f"a body of type application/sparql-query or {FORM} is wanted")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"the body is not UTF-8: {error}") from error
    return parse_qsl(text, keep_blank_values=True) if kind == FORM else [("query", text)]


async def _body(request: Request) -> bytes:
    """The body, up to LIMIT bytes. Raises Refusal for a larger one."""
    body, size = bytearray(), 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size <= LIMIT:
                body += chunk
            if size > DRAIN:
                break
    except ClientDisconnect as error:
        raise Refusal(400, GONE) from error
    if size > LIMIT:
        raise Refusal(413, f"the request is larger than {LIMIT} bytes")
    return bytes(body)


def accepted(accept: str) -> tuple[str, ...]:
    """Formats in the order that an Accept header wants; JSON and Turtle stand in where it names none that fits."""
    wanted: list[tuple[float, str]] = []
    for part in accept.split(","):
        media, *parameters = (p.strip() for p in part.lower().split(";"))
        if media in ACCEPTS and _weight(parameters) > 0:
            wanted.append((-_weight(parameters), ACCEPTS[media]))
    ordered = [name for _, name in sorted(wanted, key=lambda pair: pair[0])]
    return tuple(dict.fromkeys([*ordered, "json", "ttl"]))


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        match = re.fullmatch(r"q=([01](?:\.\d{0,3})?)", parameter)
        if match:
            return float(match.group(1))
    return 1.0
