"""Marks on facts from the page of `kg serve`: who has the token of this run says of a claim that it is right, wrong, or another.

Only this machine is listened to. What becomes of a mark is the caller's: here it is checked that it is one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.graph.posted import json_object, posted
from kg.model import DataError

HEADER = "x-kg-token"
LIMIT = 1 << 16  # bytes of a mark
MARKS = ("right", "wrong", "change")
TEXTS = ("claim", "mark", "to", "note")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a claim, by its local name; `to` is what it should be."""

    claim: str
    mark: str
    to: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    """The token of this run, and what takes a mark: it gives the name of the file that has it, or raises DataError."""

    take: Callable[[Mark], str]
    token: str

    @classmethod
    def new(cls, take: Callable[[Mark], str]) -> Marking:
        return cls(take, secrets.token_urlsafe(24))

    def knows(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self.token.encode())

    def route(self) -> Route:
        async def mark(request: Request) -> Response:
            if not self.knows(request.headers.get(HEADER, "")):
                return PlainTextResponse("the token of this run of `kg serve` is wanted", 403)
            try:
                return PlainTextResponse(self.take(_read(await posted(request, LIMIT))))
            except DataError as error:
                return PlainTextResponse(str(error), 400)

        return Route("/marks", mark, methods=["POST"])


def _read(body: bytes) -> Mark:
    table = json_object(body)
    told = [text for key in TEXTS if isinstance(text := table.get(key, ""), str)]
    if len(told) < len(TEXTS):
        raise DataError("a mark has claim, mark, to and note, which are texts")
    found = Mark(*(text.strip() for text in told))
    if found.mark not in MARKS or not found.claim or (found.mark == "change" and not found.to):
        raise DataError(f"a mark is one of {', '.join(MARKS)}, on a claim; change says to what")
    return found
