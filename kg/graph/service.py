"""A query comes in; whether it may make this machine call another (the keyword SERVICE) comes out.

The store's parser wants no blank around a keyword: `SERVICESILENT<…>`, `0SERVICE<…>` and `SERVICEp:x` call. It also
tries another reading where one fails: of `e:SERVICE<…>` with `PREFIX e: <http://a:>` the name `e:` and a call. So the
word counts in every reading of what may be read twice; to refuse a query too many is the safe mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 100_000  # characters; a longer query with the word in it is refused unread
_SERVICE = re.compile(r"(?i)service")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NO_PATH = re.compile(r"//[^/?#>]*>")  # a namespace like <http://a:>: what is put behind it may be no IRI
_TOKEN = re.compile(
    r"""(?isx)
    \#[^\n\r]*
    | (?P<long> "{3} (?:[^"\\]|\\.|"(?!""))*+ "{3} | '{3} (?:[^'\\]|\\.|'(?!''))*+ '{3} )
    | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+'
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | [?$](?!\d|true|false)\w+      # but `ex:p?trueSERVICE<…>` is a path, `true` and a call
    | \\.
    | (?P<word> [\w-]* ) (?: :(?P<local> [\w:%][\w:%-]* )? )?    # a local name with dots may end before one
    """
)
_READ_TWICE = re.compile(r"[)'#]")


def calls_service(query: str) -> bool:
    """Whether a query may have the keyword, also written with \\u escapes.

    It is not seen in strings, comments, IRIs, variables and local names (ex:service). A prefix with the word in it
    (service:x) counts, since `service:x {}` is a call where the empty prefix is declared.
    """
    plain = _ESCAPE.sub(lambda m: _character(m.group(1) or m.group(2)), query)
    return any(_SERVICE.search(text) and _has_keyword(text) for text in (query, plain))


def _has_keyword(query: str) -> bool:
    if len(query) > LONGEST:
        return True
    whole = _NO_PATH.search(query) is None
    places, seen = [0], {len(query)}
    while places:
        at = places.pop()
        if at in seen:
            continue
        seen.add(at)
        token = _TOKEN.match(query, at)
        seen_in = (token["word"], None if whole else token["local"]) if token else ()
        if any(text and _SERVICE.search(text) for text in seen_in):
            return True
        places += _next(token, at) if token else [at + 1]
    return False


def _next(token: re.Match[str], at: int) -> Iterator[int]:
    """Where the next token begins, in each reading."""
    yield max(token.end(), at + 1)
    if token["iri"] is not None:  # or `<` is less than, and what follows begins a string or a comment
        other = _READ_TWICE.search(token["iri"])
        if other is not None and other[0] == "#":
            yield _line_end(token.string, at + other.start())
        elif other is not None:
            yield at + other.start()
    if token["long"] is not None and "\\" in token["long"]:  # or it is no string for a bad escape, and '' is
        yield at + 2


def _line_end(text: str, at: int) -> int:
    """Of a comment; a search for each of many beginnings on one line would take too long with a pattern."""
    ends = (text.find(mark, at) for mark in "\r\n")
    return min((end for end in ends if end >= 0), default=len(text))


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code < 0x110000 else " "
