"""A reading as SPARQL 1.1: no extension of any store, no blank node, all names spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.ask.figure_words import FIGURE
from kg.ask.model import Constraint, Reading
from kg.graph.rdf import PREFIXES

_VARIABLE = re.compile(r"\?(\w+)")
_CLAIM = re.compile(r"rdf:subject \?(\w+) ; rdf:predicate (kg:\w+) ; rdf:object \?(\w+)")
_TRIPLE = re.compile(r"\?(\w+) (\^?kg:\w+(?:\|\^?kg:\w+)*) \?(\w+)(?= [.;])")
KEPT = ("x", "value", "unit", "indicator", "what", "figure", "period")  # of the property: never renamed
PAGES = "?x kg:mentionedIn ?article . ?article dcterms:isPartOf ?document . ?document dcterms:identifier ?page . OPTIONAL { ?article dcterms:title ?title }"


@dataclass(frozen=True, slots=True)
class Query:
    """A query, and the triples in it whose claims prove its rows: subject variable, relations, object variable."""

    text: str
    triples: tuple[tuple[str, tuple[str, ...], str], ...]
    figures: bool = False
    open: bool = False  # of figures whatever they measure


def rows_query(reading: Reading) -> Query:
    """What meets the reading, with its values and all that is needed to find the claims behind it."""
    body = _body(reading)
    shown = _shown(reading, body)
    order = (
        "?page ?title" if reading.wants == "pages" else "?label ?x" + (" ?value" if reading.property else "")
    )
    where = [*body.lines, *([PAGES] if reading.wants == "pages" else [])]
    return _query(f"SELECT DISTINCT {shown}", where, f"ORDER BY {order}", body)


def count_query(reading: Reading) -> Query:
    body = _body(reading)
    return _query("SELECT (COUNT(DISTINCT ?x) AS ?count)", body.lines, "", body)


def sum_query(reading: Reading) -> Query:
    """The sum of the lowest and of the highest value of each thing: they differ where pages differ.

    What is a part of another of the things is left out.
    """
    body = _body(reading)
    inner = [
        "{ SELECT ?x (MIN(?value) AS ?low) (MAX(?value) AS ?high) WHERE {",
        *(f"  {line}" for line in body.lines),
        "} GROUP BY ?x }",
    ]
    return _query("SELECT (COUNT(?x) AS ?count) (SUM(?low) AS ?least) (SUM(?high) AS ?most)", inner, "", body)


def best_query(reading: Reading) -> Query:
    """The things with the highest or lowest value, all of them where several have it."""
    body = _body(reading)
    date = reading.property is not None and reading.property.phrase.value == "date"
    value = "STR(?value)" if date else "?value"
    best = "MAX" if reading.order == "desc" else "MIN"
    inner = [
        f"{{ SELECT ({best}({value}) AS ?best) WHERE {{",
        *(f"  {line}" for line in body.lines),
        "} }",
        *body.lines,
        f"FILTER({value} = ?best)",
    ]
    return _query(f"SELECT DISTINCT {_shown(reading, body)}", inner, "ORDER BY ?label ?x", body)


def with_constraints(reading: Reading, constraints: Sequence[Constraint]) -> Reading:
    return replace(reading, constraints=tuple(constraints))


@dataclass(frozen=True, slots=True)
class _Body:
    lines: tuple[str, ...]
    triples: tuple[tuple[str, tuple[str, ...], str], ...]
    figures: bool
    open: bool


def _body(reading: Reading) -> _Body:
    labels = {name.term: name.label for name in reading.names}
    used: set[str] = set(KEPT)
    lines: list[str] = list(_things(reading))
    parts = [reading.property] if reading.property else []
    wheres = []
    for constraint in (*parts, *reading.constraints):
        own = constraint is reading.property
        renamed = _renaming(constraint, used, own)
        lines.extend(_values(constraint, renamed, labels))
        wheres.append(_renamed(constraint.where, renamed))
        lines.append(wheres[-1])
    if reading.label:
        lines.append(f'FILTER(CONTAINS(STR(?label), "{reading.label}"))')
    if reading.wants == "sum":
        lines.extend(_no_parts(tuple(lines)))  # a copy: the lines grow meanwhile
    triples = tuple(
        (m.group(1), tuple(p.replace("kg:", "") for p in m.group(2).split("|")), m.group(3))
        for where in wheres
        if "NOT EXISTS" not in where
        for m in (*_TRIPLE.finditer(where), *_CLAIM.finditer(where))
    )
    figures = reading.property is not None and "?figure" in reading.property.where
    open_ = reading.property is not None and reading.property.where == FIGURE
    return _Body(tuple(lines), triples, figures, open_)


def _no_parts(lines: Sequence[str]) -> Iterator[str]:
    """What is a part of another thing that meets the same lines is left out: its sum is in that of the whole."""
    yield "FILTER NOT EXISTS {"
    yield "  ?x kg:subProjectOf ?whole ."
    for line in lines:
        whole = _VARIABLE.sub(lambda m: "?whole" if m.group(1) == "x" else f"?{m.group(1)}_whole", line)
        yield f"  {whole}"
    yield "}"


def _things(reading: Reading) -> Iterator[str]:
    """What `?x` is: the names, or the classes."""
    if reading.subjects:
        terms = dict.fromkeys(name.term for name in reading.subjects)
        yield f"VALUES ?x {{ {' '.join(terms)} }}  # {', '.join(dict.fromkeys(n.label for n in reading.subjects))}"
    elif reading.classes:
        yield f"VALUES ?class {{ {' '.join(f'kg:{name}' for name in reading.classes)} }}"
        yield "?x a ?class ."
    yield "?x rdfs:label ?label ."


def _renaming(constraint: Constraint, used: set[str], own: bool) -> dict[str, str]:
    """New names for the variables that another constraint has already, apart from `?x`."""
    names = dict.fromkeys([*_VARIABLE.findall(constraint.where), *(v for v, _ in constraint.values)])
    renamed: dict[str, str] = {}
    for name in names:
        if name == "x" or (own and name in KEPT):
            continue
        number = 1
        while (fresh := name if number == 1 else f"{name}{number}") in used:
            number += 1
        renamed[name] = fresh
    used.update(renamed.values())
    return renamed


def _renamed(where: str, renamed: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda m: f"?{renamed.get(m.group(1), m.group(1))}", where)


def _values(constraint: Constraint, renamed: dict[str, str], labels: dict[str, str]) -> Iterator[str]:
    for variable, terms in constraint.values:
        told = ", ".join(dict.fromkeys(labels[t] for t in terms if t in labels and not t.startswith('"')))
        yield f"VALUES ?{renamed.get(variable, variable)} {{ {' '.join(terms)} }}" + (
            f"  # {told}" if told else ""
        )


def _shown(reading: Reading, body: _Body) -> str:
    """The variables of the rows: what is asked for first, then those of the facts behind it."""
    first = ["x", "label"]
    if reading.property is not None:
        first.append("value")
    if body.figures:
        named = any(v == "what" for v, _ in reading.property.values) if reading.property else False
        first += ["unit", "what" if named else "indicator"]
    if reading.wants == "pages":
        first += ["page", "title"]
    proof = [v for subject, _, object_ in body.triples for v in (subject, object_)]
    return " ".join(f"?{name}" for name in dict.fromkeys([*first, *proof]))


def _query(head: str, where: Sequence[str], tail: str, body: _Body) -> Query:
    inner = "\n".join(f"  {line}" for line in where)
    text = f"{head} WHERE {{\n{inner}\n}}" + (f"\n{tail}" if tail else "")
    used = [p for p in PREFIXES if re.search(rf"(?<![\w:<]){p}:", text)]
    prefixes = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in used)
    return Query(prefixes + text, body.triples, body.figures, body.open)
