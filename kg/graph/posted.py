"""What a request of a page of ours posts: its body, read up to a limit, and the object of JSON that it is."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.requests import ClientDisconnect, Request

from kg.model import DataError

GONE = "the request ends before its end"


async def posted(request: Request, most: int) -> bytes:
    """The body. Raises DataError for one of more than `most` bytes, as soon as that is known."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise DataError(f"a request has at most {most} bytes")
    except ClientDisconnect as error:
        raise DataError(GONE) from error  # nobody hears it
    return bytes(body)


def json_object(body: bytes) -> Mapping[str, object]:
    """Raises DataError for what is none, and for what a file in UTF-8 or TOML cannot hold: halves of characters, NaN."""
    try:
        table = json.loads(body or b"{}", parse_constant=_refuse)
        json.dumps(table, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise DataError("an object of JSON is wanted") from error
    if not isinstance(table, dict):
        raise DataError("an object of JSON is wanted")
    return table


def _refuse(sign: str) -> object:
    raise ValueError(sign)
