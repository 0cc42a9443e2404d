"""Serve the graph on this machine: the HTML page and a read-only SPARQL 1.1 Protocol endpoint.

Each query runs in a process of its own, which is killed when its time is up: a query that takes too long gives
an error and never half an answer.
"""

from __future__ import annotations

import asyncio
import multiprocessing as mp
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.graph.query import MEDIA, serialize_answer, with_prefixes
from kg.graph.store import read_store
from kg.model import DataError

LIMIT = 1 << 20  # bytes of a request's body
SECONDS = 30.0
ACCEPTS = {**{media: name for name, media in MEDIA.items()}, "application/json": "json", "application/xml": "xml"}


def make_app(store: Path, html: Path, *, seconds: float = SECONDS) -> Starlette:
    """The application: `/` the HTML graph, `/sparql` and `/query` the endpoint."""

    async def page(request: Request) -> Response:
        return FileResponse(html, media_type="text/html; charset=utf-8") if html.is_file() else PlainTextResponse("no graph.html", 404)

    async def sparql(request: Request) -> Response:
        return await _answer(request, store, seconds)

    routes = [Route("/", page)]
    routes += [Route(path, sparql, methods=["GET", "POST"]) for path in ("/sparql", "/query")]
    return Starlette(routes=routes)


def serve(store: Path, html: Path, *, host: str = "127.0.0.1", port: int = 8000, seconds: float = SECONDS) -> None:
    """Serve until interrupted. Raises DataError when there is no store."""
    import uvicorn

    read_store(store)
    uvicorn.run(make_app(store, html, seconds=seconds), host=host, port=port, log_level="warning")


async def _answer(request: Request, store: Path, seconds: float) -> Response:
    form, body = await _form(request)
    if body is None:
        return PlainTextResponse(f"the request is larger than {LIMIT} bytes", 413)
    if "update" in form or request.headers.get("content-type", "").startswith("application/sparql-update"):
        return PlainTextResponse("this endpoint is read-only", 403)
    query = form.get("query", "")
    if not query:
        return PlainTextResponse("a query is wanted: ?query=SELECT…", 400)
    wanted = _formats(request.headers.get("accept", "*/*"))
    status, media, text = await asyncio.to_thread(_run, str(store), with_prefixes(query), wanted, seconds)
    return Response(text, status, media_type=media)


async def _form(request: Request) -> tuple[dict[str, str], bytes | None]:
    form = dict(request.query_params)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LIMIT:
            return form, None
    kind = request.headers.get("content-type", "").split(";")[0]
    if kind == "application/sparql-query":
        form["query"] = body.decode("utf-8", "replace")
    elif kind == "application/x-www-form-urlencoded":
        form.update({k: v[0] for k, v in parse_qs(body.decode("utf-8", "replace")).items()})
    return form, body


def _formats(accept: str) -> tuple[str, ...]:
    """Formats in the order wanted; JSON and Turtle stand in where anything is accepted."""
    named = [ACCEPTS[part.split(";")[0].strip()] for part in accept.split(",") if part.split(";")[0].strip() in ACCEPTS]
    return tuple(dict.fromkeys([*named, "json", "ttl"]))


def _run(store: str, query: str, formats: tuple[str, ...], seconds: float) -> tuple[int, str, str]:
    context = mp.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(store, query, formats, theirs), daemon=True)
    worker.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            return 503, "text/plain", f"the query took longer than {seconds:g} s and was stopped"
        found: tuple[int, str, str] = ours.recv()
        return found
    except EOFError:
        return 500, "text/plain", "the query ended without an answer"
    finally:
        worker.kill()
        worker.join()
        ours.close()


def _work(store: str, query: str, formats: tuple[str, ...], pipe: Connection) -> None:
    """Answer one query in a process of its own; the first format that can hold the answer is used."""
    message = ""
    for name in formats:
        try:
            text = serialize_answer(read_store(Path(store)), query, name)
        except DataError as error:
            message = message or str(error)
            continue
        pipe.send((200, MEDIA[name], text))
        return
    pipe.send((400, "text/plain", message))
