"""Who asks a server: a token, or a user with a password by Basic authentication, or by Digest where the server wants that."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import lru_cache

import httpx

Auth = tuple[str, str] | str  # a user with a password, or a token


@dataclass(frozen=True, slots=True)
class Login:
    """A token, or a user with a password; the token goes first."""

    user: str | None = None
    password: str | None = None
    token: str | None = None

    @property
    def auth(self) -> Auth | None:
        return self.token or ((self.user, self.password or "") if self.user else None)


NOBODY = Login()


@lru_cache(maxsize=32)
def authentication(auth: Auth | None, server: str) -> httpx.Auth | None:
    """How to log in to `server`; the same for each request to it, so that what let us in is known at the next."""
    if auth is None:
        return None
    return _Bearer(auth) if isinstance(auth, str) else _BasicOrDigest(*auth)


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self.value = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self.value
        yield request


class _BasicOrDigest(httpx.Auth):
    """Basic first, then Digest, then what was let in: Virtuoso answers 401 to Basic without saying that it wants Digest."""

    def __init__(self, user: str, password: str) -> None:
        self.basic, self.digest = httpx.BasicAuth(user, password), httpx.DigestAuth(user, password)
        self.by_digest = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if not self.by_digest:
            response = yield next(self.basic.auth_flow(request))
            if response.status_code != 401 or _offers(response, "basic"):
                return
            del request.headers["Authorization"]
            self.by_digest = True
        yield from self.digest.auth_flow(request)


def _offers(response: httpx.Response, scheme: str) -> bool:
    return any(h.lower().startswith(scheme) for h in response.headers.get_list("www-authenticate"))
