"""Ask a SPARQL 1.1 endpoint, and take no broken, cut or partial answer for a whole one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.model import DataError

if TYPE_CHECKING:
    import httpx

    from kg.graph.login import Auth

MEDIA = {
    "csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml", "ttl": "text/turtle", "nt": "application/n-triples",
}  # fmt: skip
TIMEOUT = 60.0  # seconds to wait for an endpoint
MAX_ROWS = "x-sparql-maxrows"  # Virtuoso's header, sent where its limit of rows may have cut the answer
PARTIAL = "x-sql-state"  # Virtuoso's header, sent with what it found until its time was up
ADVICE = {
    401: "; set KG_USER and KG_PASSWORD, or KG_TOKEN",
    403: "; this user may not ask there",
    404: "; is this the address of its SPARQL endpoint?",
}
ASKED = "__ASK_RETVAL"  # the one variable of Virtuoso's answer to ASK
_PROLOGUE = re.compile(r"(?i)(?:\s+|#[^\n]*|prefix\s+[^\s<]*\s*<[^>]*>|base\s+<[^>]*>)*")

Answer = QuerySolutions | QueryBoolean | QueryTriples | Iterable[Triple]


def ask_endpoint(
    query: str,
    endpoint: str,
    *,
    graph: str | None = None,
    timeout: float | None = None,
    auth: Auth | None = None,
) -> Answer:
    """Rows are asked for in JSON and triples in N-Triples: a broken-off answer cannot be taken for a whole one.

    `auth` is a user with a password, by Basic or Digest, or a token; without it, the user in the address. The query goes as a form, the one way that all
    stores understand: Virtuoso 7.2.5 hangs on a bare query.
    """
    import httpx

    from kg.graph.login import apart, authentication, shown, without

    endpoint, auth = apart(endpoint, auth)
    told = shown(endpoint)
    form = {"query": query} | ({"default-graph-uri": graph} if graph else {})
    headers = {"Accept": f"{MEDIA['nt']}, {MEDIA['ttl']};q=0.8" if _gives_triples(query) else MEDIA["json"]}
    login = authentication(auth, endpoint) or httpx.USE_CLIENT_DEFAULT
    try:
        response = _client().post(
            endpoint, data=form, headers=headers, timeout=timeout or TIMEOUT, auth=login
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DataError(f"{told}: {type(error).__name__}: {without(str(error), auth)}") from error
    if response.status_code != 200:
        advice = ADVICE.get(response.status_code, "")
        said = without(response.text.strip(), auth)[:200]
        raise DataError(f"{told}: {response.status_code} {said}{advice}")
    if PARTIAL in response.headers:
        raise DataError(f"{told}: the answer is not whole: {response.headers[PARTIAL]}")
    return _parsed(response, told)


@lru_cache(maxsize=1)
def _client() -> httpx.Client:
    """One for all questions, so that its connections are used again."""
    import httpx

    return httpx.Client()


def _gives_triples(query: str) -> bool:
    start = _PROLOGUE.match(query)
    return query[start.end() if start else 0 :][:9].lower().startswith(("construct", "describe"))


def _parsed(response: httpx.Response, endpoint: str) -> Answer:
    media = response.headers.get("content-type", "").split(";")[0].strip()
    if media == MEDIA["json"]:
        answer = parse_as("json", response.content)
        if isinstance(answer, QuerySolutions) and MAX_ROWS in response.headers:
            _check_rows(response, endpoint)
        return answer
    if media in (MEDIA["nt"], MEDIA["ttl"], "text/plain"):
        return parse_as("ttl", response.content)
    raise DataError(f"{endpoint}: answers {media or 'without a type'}; a SPARQL endpoint is wanted")


def parse_as(format: str, data: bytes) -> Answer:
    """An answer in JSON, or triples in Turtle or N-Triples."""
    try:
        if format != "json":
            return tuple(
                Triple(q.subject, q.predicate, q.object) for q in parse(data, format=RdfFormat.TURTLE)
            )
        answer = parse_query_results(data, format=QueryResultsFormat.JSON)
        if isinstance(answer, QuerySolutions) and [v.value for v in answer.variables] == [ASKED]:
            said = any(row[0] == Literal(1) for row in answer)
            return parse_query_results(
                b'{"head":{},"boolean":%s}' % (b"true" if said else b"false"), format=QueryResultsFormat.JSON
            )
        return answer
    except SyntaxError as error:
        raise broken(error) from error


def _check_rows(response: httpx.Response, endpoint: str) -> None:
    """Raises DataError where as many rows came as the server gives at most: the rest would be missing silently."""
    most = int(response.headers[MAX_ROWS])
    if len(response.json()["results"]["bindings"]) >= most:
        raise DataError(
            f"{endpoint}: gives {most} rows at most; ask for fewer, or in parts with LIMIT and OFFSET"
        )


def broken(error: SyntaxError) -> DataError:
    return DataError(f"the endpoint's answer is broken or breaks off: {error}")
