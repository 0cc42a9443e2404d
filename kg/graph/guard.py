"""What stands before every path of `kg serve`: pages of other sites ask nothing, and all answers have the same headers."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED_SITES = ("", "none", "same-origin")  # Sec-Fetch-Site: no browser, typed by its user, a page of ours
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """Refuses what a page elsewhere sends, be it unread by it: queries of its make would hold the server.

    A link from elsewhere that is followed (`navigate`, by GET) shows our pages, not answers.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str] = ()) -> None:
        self.app, self.origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    if name != "Cross-Origin-Resource-Policy" or not self.origins:
                        headers.setdefault(name, value)
            await send(message)

        if self._from_elsewhere(Headers(scope=scope), scope):
            refusal = PlainTextResponse("pages of other sites may not ask here; see --allow-origin", 403)
            await refusal(scope, receive, headed)
        else:
            await self.app(scope, receive, headed)

    def _from_elsewhere(self, headers: Headers, scope: Scope) -> bool:
        origin, site = headers.get("origin", ""), headers.get("sec-fetch-site", "")
        if origin and ("*" in self.origins or origin in self.origins):
            return False
        if origin and urlsplit(origin).netloc != headers.get("host", ""):
            return True
        if site in ALLOWED_SITES or "*" in self.origins:
            return False
        navigated = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
        return not navigated or bool(scope["query_string"])
