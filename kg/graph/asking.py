"""The explorer as `kg serve` shows it: its one box asks questions in Chinese of this server, and of no other.

What answers a question is the caller's: here it is handed on, one at a time, and its answer given as JSON.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.model import DataError

POLICY = "base-uri 'none'"  # of the page: what may be said before it is which addresses a script asks
LONGEST = 1000  # characters of a question


@dataclass(frozen=True, slots=True)
class Asking:
    """What answers a question: it gives JSON, or raises DataError for what is no question."""

    answer: Callable[[str], str]

    def route(self) -> Route:
        turn = asyncio.Lock()

        async def ask(request: Request) -> Response:
            question = request.query_params.get("q", "").strip()
            if not question or len(question) > LONGEST:
                return PlainTextResponse(f"a question of 1 to {LONGEST} characters is wanted: /ask?q=…", 400)
            try:
                async with turn:
                    told = await asyncio.to_thread(self.answer, question)
            except DataError as error:
                return PlainTextResponse(str(error), 400)
            return Response(told, media_type="application/json")

        return Route("/ask", ask)


def page_that_asks(html: Path) -> str:
    """The explorer that may ask this server: one word more in its policy."""
    return html.read_text("utf-8").replace(POLICY, f"connect-src 'self'; {POLICY}", 1)
