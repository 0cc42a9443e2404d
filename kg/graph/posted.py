"""The body of a request that a page of ours posts, read up to a limit."""

from __future__ import annotations

from starlette.requests import Request

from kg.model import DataError


async def posted(request: Request, most: int) -> bytes:
    """The body. Raises DataError for one of more than `most` bytes, as soon as that is known."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise DataError(f"a request has at most {most} bytes")
    return bytes(body)
