"""Why an answer may be empty: words of the ontology that it does not have, texts that no statement has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from pyoxigraph import Literal

from kg.graph.query import Source, run_rows
from kg.schema import Schema

LANGUAGE = "zh"  # of every name in the graph
TEXTS = 5  # of a query that are looked up
_TERM = re.compile(r"(?<![\w:])kg:([A-Za-z]\w*)")
# Comments and IRIs first, so that no text is found in them. What stands behind ( , or = is compared, and need not be there whole.
_TEXT = re.compile(
    r"""#[^\n]*|<[^<>\s]*>|(?P<compared>[(,=]\s*)?(?P<quote>["'])(?P<text>(?:[^"'\\\n]|\\.)*)(?P=quote)(?P<language>@[\w-]+)?(?!\^)"""
)


def why_empty(query: str, source: Source, schema: Schema) -> Iterator[str]:
    """One line for each thing in the query that the graph cannot have."""
    plain = re.sub(r"#[^\n]*|<[^<>\s]*>|\"[^\"\n]*\"", " ", query)
    known = {name for name, _ in schema.labels if ":" not in name}
    if re.search(r"(?i)\bprefix\s+kg:", query) is None:
        for name in dict.fromkeys(_TERM.findall(plain)):
            if name not in known and not _is_used(f"kg:{name}", source):
                near = difflib.get_close_matches(name, sorted(known), n=3)
                yield f"the graph has no kg:{name}" + (
                    f"; near: {', '.join(f'kg:{n}' for n in near)}" if near else ""
                )
    for text in _texts(query)[:TEXTS]:
        if not _is_object(text, source):
            yield from _elsewhere(text, source)


def _texts(query: str) -> list[Literal]:
    found = (m for m in _TEXT.finditer(query) if m["quote"] and not m["compared"] and "\\" not in m["text"])
    return list(dict.fromkeys(Literal(m["text"], language=(m["language"] or "@")[1:] or None) for m in found))


def _elsewhere(text: Literal, source: Source) -> Iterator[str]:
    other = Literal(text.value, language=None if text.language else LANGUAGE)
    if _is_object(other, source):
        yield f"the graph has {other}, not {text}"
    else:
        yield f"no statement has {text}; `kg explain {text.value}` offers names that are near"


def _is_object(term: Literal, source: Source) -> bool:
    return bool(run_rows(f"SELECT ?s {{ ?s ?p {term} }} LIMIT 1", source).rows)


def _is_used(term: str, source: Source) -> bool:
    question = f"SELECT ?s {{ {{ ?s {term} ?o }} UNION {{ ?s a {term} }} UNION {{ ?s ?p {term} }} }} LIMIT 1"
    return bool(run_rows(question, source).rows)
