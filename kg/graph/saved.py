"""Saved queries: SPARQL 1.1 in `ontology/queries/*.rq`, with a sentence in two languages and typed parameters.

The head of a file is TOML behind `#:`, which SPARQL reads as comments. A parameter is written `$river`; other
variables are written with `?`.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.graph.rdf import BASE_IRI
from kg.model import DataError
from kg.ontology import ontology_folder, own_folders
from kg.schema import KG, Schema
from kg.toml import read_toml

FOLDER = "queries"
HEAD = "#:"
LANGUAGE = "zh"  # of every name in the graph
# What must not be searched for parameters is matched first: comments, IRIs, strings.
_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*|\$(?P<parameter>\w+)""",
    re.DOTALL,
)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A blank of a query. `default` stands where the user gives nothing; `example` is one that finds something."""

    name: str
    type: str
    zh: str
    en: str
    example: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """`text` is the query without its head."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def examples(self) -> dict[str, str]:
        return {p.name: p.example for p in self.parameters}


@dataclass(frozen=True, slots=True)
class Terms:
    """What values are checked against: classes, relations and states by name and label; what `id:` stands for."""

    names: Mapping[str, str]
    base_iri: str = BASE_IRI


def terms_of(schema: Schema, base_iri: str = BASE_IRI) -> Terms:
    """`investment`, 投资额 and "investment" all mean kg:investment."""
    labels = {label: name for (name, _), label in sorted(schema.labels.items()) if ":" not in name}
    return Terms({**labels, **{name: name for name in labels.values()}}, base_iri)


def load_saved(ontology: Path | None = None) -> Mapping[str, SavedQuery]:
    """Our saved queries by name, with those of the user's folder, which may replace ours.

    Raises DataError for a file whose head is wrong.
    """
    folders = [ontology_folder(), ontology_folder(ontology), *own_folders(ontology)]
    paths = {p.stem: p for folder in folders for p in sorted((folder / FOLDER).glob("*.rq"))}
    return {name: read_saved(paths[name]) for name in sorted(paths)}


def read_saved(path: Path) -> SavedQuery:
    """One file; a query without a head has no parameters. Raises DataError with the file's name."""
    try:
        return parse_saved(path.stem, path.read_text("utf-8"))
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: is not text in UTF-8") from error
    except DataError as error:
        raise DataError(f"{path}: {error}") from error


def parse_saved(name: str, text: str) -> SavedQuery:
    """Raises DataError for a head that is no TOML, a parameter that is not described, and one that is not used."""
    lines = text.splitlines()
    head = "\n".join(line.removeprefix(HEAD).strip() for line in lines if line.startswith(HEAD))
    body = "\n".join(line for line in lines if not line.startswith(HEAD)).strip() + "\n"
    try:
        table = read_toml(head)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"the lines behind '{HEAD}' are no TOML: {error}") from error
    rows = table.pop("set", {})
    if not isinstance(rows, dict):
        raise DataError("[set] is a table of parameters")
    parameters = tuple(_parameter(key, row) for key, row in rows.items())
    found = SavedQuery(name, _take(table, "zh", ""), _take(table, "en", ""), parameters, body)
    if table:
        raise DataError(f"unknown key '{min(table)}'; keys: zh, en, [set]")
    _check_used({p.name for p in parameters}, {m["parameter"] for m in _TOKEN.finditer(body)} - {None}, head)
    return found


def find_saved(queries: Mapping[str, SavedQuery], name: str) -> SavedQuery:
    """Raises DataError with names that are near."""
    if name in queries:
        return queries[name]
    near = difflib.get_close_matches(name, queries, n=3, cutoff=0.4)
    hint = f"; near: {', '.join(near)}" if near else ""
    raise DataError(f"no saved query '{name}'{hint}; kg query --list has all")


def fill(query: SavedQuery, values: Mapping[str, str], terms: Terms) -> str:
    """The query with its parameters written in as terms; no value can become anything but one term.

    Raises DataError for a value that is missing, of the wrong type, or that nobody asked for.
    """
    known = {p.name: p for p in query.parameters}
    for name in values:
        if name not in known:
            wanted = ", ".join(known) or "none"
            raise DataError(f"{query.name} has no parameter '{name}'; its parameters: {wanted}")
    written = {p.name: _written(query.name, p, values.get(p.name), terms) for p in query.parameters}
    return _TOKEN.sub(lambda m: written.get(m["parameter"] or "", m[0]), query.text)


def _parameter(name: str, row: object) -> Parameter:
    if not isinstance(row, dict):
        raise DataError(f"[set] {name}: a table with type, zh, en and example is wanted")
    table = dict(row)
    default = _take(table, "default", None) if "default" in table else None
    type, zh, en, example = (_take(table, key, None) for key in ("type", "zh", "en", "example"))
    found = Parameter(name, type, zh, en, example, default)
    if table:
        raise DataError(f"[set] {name}: unknown key '{min(table)}'; keys: type, zh, en, example, default")
    if found.type not in TYPES:
        raise DataError(f"[set] {name}: no type '{found.type}'; types: {', '.join(TYPES)}")
    return found


def _take(table: dict[str, object], key: str, default: str | None) -> str:
    value = table.pop(key, default)
    if not isinstance(value, str):
        raise DataError(f"'{key}' is a text in quotes")
    return value


def _check_used(described: set[str], used: Iterable[str | None], head: str) -> None:
    names = {name for name in used if name}
    if head and described != names:
        name = min(described ^ names)
        raise DataError(f"${name} is not described under [set]" if name in names else f"no ${name} in it")


def _written(query: str, parameter: Parameter, value: str | None, terms: Terms) -> str:
    given = parameter.default if value is None else value
    if given is None:
        example = f"--set {parameter.name}={parameter.example}"
        raise DataError(f"{query} wants {parameter.name}, {parameter.en}: {example}")
    try:
        return TYPES[parameter.type](given.strip(), terms)
    except ValueError as error:
        raise DataError(f"{parameter.name}={given}: {error}") from error


def _name(value: str, terms: Terms) -> str:
    return _literal(value, language=LANGUAGE)


def _text(value: str, terms: Terms) -> str:
    return _literal(value)


def _literal(value: str, language: str | None = None) -> str:
    if not value:
        raise ValueError("a text is wanted")
    return str(Literal(value, language=language))


def _integer(value: str, terms: Terms) -> str:
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise ValueError("a whole number is wanted, such as 2025")
    return str(int(value))


def _decimal(value: str, terms: Terms) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError("a number is wanted, such as 0.8")
    plain = format(number, "f")
    return plain if "." in plain else f"{plain}.0"


def _term(value: str, terms: Terms) -> str:
    name = terms.names.get(value.removeprefix("kg:"))
    if name is None:
        near = difflib.get_close_matches(value, terms.names, n=3, cutoff=0.4)
        hint = f"; near: {', '.join(near)}" if near else ""
        raise ValueError(f"no class, relation or state of the ontology{hint}")
    return str(NamedNode(KG + name))


def _thing(value: str, terms: Terms) -> str:
    local = value.removeprefix("id:")
    if _LOCAL.fullmatch(local):
        return str(NamedNode(terms.base_iri + local))
    if not _IRI.fullmatch(value):
        raise ValueError("an IRI is wanted, such as id:area-140781")
    return str(NamedNode(value))


TYPES: Mapping[str, Callable[[str, Terms], str]] = {
    "name": _name,  # a label or other name of a thing
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "term": _term,  # a class, relation or state of the ontology
    "thing": _thing,
}
