"""Who asks a server: a token, or a user with a password by Basic authentication, or by Digest where the server wants that.

None of these may stand in a message: an address is taken apart before anything is done with it, and what a server or
a library says is told without them.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

import httpx

from kg.model import DataError

Auth = tuple[str, str] | str  # a user with a password, or a token

HIDDEN = "***"
_ADDRESS = re.compile(r"(?is)(https?://)(?:([^/?#]*)@)?((?:\[[^\]/?#@]*\]|[^/?#@:]*)(?::\d*)?(?:[/?#].*)?)")
_IN_HEADER = re.compile(r"[\x21-\x7e]+")  # characters of a token


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


def apart(url: str, auth: Auth | None = None) -> tuple[str, Auth | None]:
    """An address without a user and password in it, and who asks: `auth`, or else that user.

    Raises DataError for what is no address, or a token that no header can hold; it shows neither.
    """
    if isinstance(auth, str) and not _IN_HEADER.fullmatch(auth):
        raise DataError("a token has no blanks and no characters but ASCII; see KG_TOKEN")
    match = _ADDRESS.fullmatch(url)
    if match is None:
        raise DataError(
            f"{shown(url)}: no address; it begins with http:// or https://, and in a user or password "
            "in it / ? # @ : are written as %2F %3F %23 %40 %3A (or set KG_USER and KG_PASSWORD)"
        )
    scheme, login, rest = match.groups()
    if login:
        user, _, password = login.partition(":")
        auth = auth or (unquote(user), unquote(password))
    return scheme + rest, auth


def shown(url: str) -> str:
    """An address for a message: without what may be a user and password, or a token in its query."""
    bare = re.sub(r"(?is)^([a-z][a-z0-9+.-]*://)?.*@", rf"\g<1>{HIDDEN}@", url)
    return re.sub(r"([?&][^=&#]*)=[^&#]*", rf"\1={HIDDEN}", bare)


def without(text: str, auth: Auth | None) -> str:
    """What a server or a library said, without who asked."""
    for secret in sorted(_secrets(auth), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", HIDDEN, text)
    return text


def _secrets(auth: Auth | None) -> Iterator[str]:
    parts = (auth,) if isinstance(auth, str) else auth or ()
    yield from (part for part in parts if part)
    if len(parts) == 2:
        yield base64.b64encode(":".join(parts).encode()).decode().rstrip("=")


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
