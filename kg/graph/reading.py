"""The whole text of an article, for an explorer that carries only what is around its quotes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.model import DataError


@dataclass(frozen=True, slots=True)
class Reading:
    """What gives the text of an article by the local name of its node; it raises DataError where it cannot."""

    text: Callable[[str], str]

    def route(self) -> Route:
        async def article(request: Request) -> Response:
            try:
                told = await asyncio.to_thread(self.text, request.query_params.get("a", ""))
            except DataError as error:
                return PlainTextResponse(str(error), 404)
            return PlainTextResponse(told, headers={"Cache-Control": "no-store"})

        return Route("/article", article)
