"""The workbench over HTTP: its page, and what the page asks. Only this machine, and only who has the token of this run."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.faults import lines_of
from kg.graph.posted import json_object, posted
from kg.model import DataError, Span
from kg.workbench.bench import Workbench

HEADER = "x-kg-token"
LIMIT = 1 << 20  # bytes of a request
LONGEST = 2000  # characters of a sentence
POLICY = "; ".join(
    (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"),
        *("base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"),
    )
)
KINDS = {"workbench.css": "text/css", "workbench.js": "text/javascript"}
RULE = ("id", "makes", "pattern", "unless", "confidence", "example")  # of what a page sends

Asked = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Desk:
    """The token of this run, and the bench; one request at a time."""

    bench: Workbench
    token: str

    @classmethod
    def new(cls, bench: Workbench) -> Desk:
        return cls(bench, secrets.token_urlsafe(24))

    def knows(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self.token.encode())

    def routes(self) -> list[Route]:
        lock = asyncio.Lock()
        actions: Mapping[str, Callable[[Asked], object]] = {
            "start": lambda _: {
                "relations": self.bench.relations(),
                "pages": self.bench.sources(),
                "folder": str(self.bench.folder),
            },
            "page": lambda asked: {"text": self.bench.page(_text(asked, "page"))},
            "see": lambda asked: self.bench.see(_sentence(asked), _text(asked, "place"), _day(asked)),
            "draft": lambda asked: asdict(
                self.bench.draft(
                    _sentence(asked),
                    _span(asked, "subject"),
                    _span(asked, "object"),
                    _text(asked, "makes"),
                    _text(asked, "place"),
                )
            ),
            "try": lambda asked: self.bench.attempt(_rule(asked)),
            "save": lambda asked: dict(zip(("file", "told"), self.bench.save(_rule(asked)), strict=True)),
        }

        async def page(request: Request) -> Response:
            if not self.knows(request.query_params.get("token", "")):
                return PlainTextResponse("the token of this run of `kg serve` is wanted", 403)
            return HTMLResponse(
                _file("workbench.html"),
                headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"},
            )

        async def part(request: Request) -> Response:
            name = request.path_params["name"]
            return (
                Response(_file(name), media_type=KINDS[name]) if name in KINDS else PlainTextResponse("", 404)
            )

        async def ask(request: Request) -> Response:
            if not self.knows(request.headers.get(HEADER, "")):
                return PlainTextResponse("the token of this run of `kg serve` is wanted", 403)
            action = actions.get(request.path_params["action"])
            if action is None:
                return PlainTextResponse("", 404)
            try:
                asked = json_object(await posted(request, LIMIT))
                async with lock:
                    return JSONResponse(await asyncio.to_thread(action, asked))
            except DataError as error:
                return PlainTextResponse("\n".join(lines_of(error)), 400)

        return [
            Route("/workbench", page),
            Route("/workbench/{name}", part, methods=["GET"]),
            Route("/workbench/{action}", ask, methods=["POST"]),
        ]


def _text(asked: Asked, key: str) -> str:
    value = asked.get(key, "")
    if not isinstance(value, str):
        raise DataError(f"{key}: a text is wanted")
    return value


def _sentence(asked: Asked) -> str:
    text = _text(asked, "text")
    if len(text) > LONGEST:
        raise DataError(f"text: a sentence of at most {LONGEST} characters is wanted")
    return text


def _day(asked: Asked) -> str:
    written = _text(asked, "date")
    try:
        return date.fromisoformat(written).isoformat() if written else ""
    except ValueError as error:
        raise DataError("date: a day such as 2025-07-01 is wanted") from error


def _span(asked: Asked, key: str) -> Span:
    value = asked.get(key)
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(v, int) for v in value):
        raise DataError(f"{key}: two numbers are wanted")
    return Span(value[0], value[1])


def _rule(asked: Asked) -> Asked:
    rule = asked.get("rule")
    if not isinstance(rule, dict):
        raise DataError("a rule is wanted")
    return {key: rule[key] for key in RULE if rule.get(key) not in (None, "", [])}


def _file(name: str) -> str:
    return files("kg.workbench").joinpath("page", name).read_text("utf-8")
