"""The language in which `kg serve` tells what went wrong: that of who asks, as the request's Accept-Language has it."""

from __future__ import annotations

import json
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Tell = Callable[
    [str, str], str
]  # a language (zh, en) and a message in English → the message in that language
MISTAKE = 400  # the least status of one


def hinted(answer: Response, tell: Callable[[str], str]) -> Response:
    """The answer to the query page with its hints told; any other as it is."""
    if answer.status_code >= MISTAKE:
        return answer
    table = json.loads(bytes(answer.body))
    return JSONResponse({**table, "hints": [tell(hint) for hint in table["hints"]]})


def as_it_is(lang: str, message: str) -> str:
    """Without a catalogue all is told in English."""
    return message


def language_of(headers: Headers) -> str:
    """zh for who prefers any Chinese, else en: programs that name no language get the code's own words."""
    first = headers.get("accept-language", "").split(",")[0].strip().lower()
    return "zh" if first.split("-")[0].split(";")[0] == "zh" else "en"


class Spoken:
    """Tells plain texts of mistakes in the language of the request; all else passes as it is."""

    def __init__(self, app: ASGIApp, tell: Tell) -> None:
        self.app, self.tell = app, tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        lang = language_of(Headers(scope=scope)) if scope["type"] == "http" else "en"
        if lang == "en":
            await self.app(scope, receive, send)
            return
        held: list[Message] = []  # of a mistake: its head, sent with its body

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_mistake(message):
                held.append(message)
            elif held:
                held[0].setdefault("text", bytearray()).extend(message.get("body", b""))
                if not message.get("more_body"):
                    await self._send(held.pop(), lang, send)
            else:
                await send(message)

        await self.app(scope, receive, told)

    async def _send(self, head: Message, lang: str, send: Send) -> None:
        body = self.tell(lang, head.pop("text").decode("utf-8")).encode("utf-8")
        headers = MutableHeaders(scope=head)
        headers["Content-Length"], headers["Content-Language"] = str(len(body)), lang
        headers.add_vary_header("Accept-Language")
        await send(head)
        await send({"type": "http.response.body", "body": body})


def _is_mistake(head: Message) -> bool:
    kind = Headers(raw=head["headers"]).get("content-type", "")
    return bool(head["status"] >= MISTAKE and kind.startswith("text/plain"))
