"""`kg.ttl` of an ontology, and the classes and relations of folders that add to it → `Schema`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.model import DataError
from kg.schema.declared import CLASS, DATATYPE, OBJECT, declared
from kg.schema.terms import (
    COLOUR,
    DOMAIN,
    INSTEAD,
    INVERSE,
    LABEL,
    LIKE,
    NOUN,
    RANGE,
    SHAPE,
    SUBCLASS,
    SYMMETRIC,
    TYPE,
    WORD,
)
from kg.schema.values import KG, VALUE_TYPES, OwnClass, Relation, Schema

FILE = "kg.ttl"

Row = tuple[str, str, NamedNode | Literal]


def load_schema(folder: Path, own: Sequence[Path] = ()) -> Schema:
    """Read `kg.ttl` under an ontology folder, and what the folders `own` add: their `kg.ttl`, `[[class]]` and `[[property]]`.

    Raises DataError when one cannot be read, and for each class or relation that cannot be.
    """
    ours = _rows(read_turtle(folder / FILE))
    first = _schema(ours, frozenset())
    if not own:
        return first
    added = _rows(own_triples(folder, own))
    names = frozenset(
        s.removeprefix(KG) for s, p, o in added if p == TYPE and o.value in (CLASS, OBJECT, DATATYPE)
    )
    return _schema([*ours, *added], names)


def own_triples(folder: Path, own: Sequence[Path]) -> tuple[Triple, ...]:
    """What folders of the user's add to an ontology, as RDF; classes and relations in TOML among it."""
    ours = _schema(_rows(read_turtle(folder / FILE)), frozenset())
    written = [t for each in own if (each / FILE).is_file() for t in read_turtle(each / FILE)]
    return (*written, *declared(own, ours, written))


def read_turtle(path: Path) -> list[Triple]:
    """Raises DataError where it cannot be read."""
    try:
        return list(parse(path=str(path), format=RdfFormat.TURTLE))
    except (SyntaxError, OSError) as error:
        raise DataError(f"{path}: {error}") from error


def _rows(triples: Iterable[Triple]) -> list[Row]:
    return [
        (t.subject.value, t.predicate.value, t.object)
        for t in triples
        if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode | Literal)
    ]


def _schema(rows: Sequence[Row], own: frozenset[str]) -> Schema:
    """`own` are the names of classes and relations that a folder adds."""
    labels, inverses = _texts(rows, LABEL), _texts(rows, INVERSE)
    classes = frozenset(s.removeprefix(KG) for s, p, o in rows if p == TYPE and o.value == CLASS)
    below: dict[str, list[str]] = {}
    for s, p, o in rows:
        if p == SUBCLASS and o.value.startswith(KG):
            below.setdefault(o.value.removeprefix(KG), []).append(s.removeprefix(KG))
    children = {name: tuple(sorted(found)) for name, found in sorted(below.items())}
    kinds = _own_classes(rows, classes & own, children)
    relations = _relations(rows, labels, own, kinds)
    roles = {s.removeprefix(KG) for s, p, o in rows if p == TYPE and o.value == OBJECT} & own
    return Schema(classes, relations, labels, children, inverses, kinds, frozenset(roles - relations.keys()))


def _texts(rows: Sequence[Row], predicate: str) -> dict[tuple[str, str], str]:
    return {
        (s.removeprefix(KG), o.language): o.value
        for s, p, o in rows
        if p == predicate and isinstance(o, Literal) and o.language
    }


def _values(rows: Sequence[Row], name: str, predicate: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(o.value for s, p, o in rows if s == KG + name and p == predicate))


def _own_classes(
    rows: Sequence[Row], names: Iterable[str], below: Mapping[str, Sequence[str]]
) -> dict[str, OwnClass]:
    own = frozenset(names)
    abstract = {name for name, children in below.items() if not own.issuperset(children)}
    return {name: _own_class(rows, name, own, abstract) for name in sorted(own)}


def _own_class(rows: Sequence[Row], name: str, own: frozenset[str], abstract: set[str]) -> OwnClass:
    above, kinds = [name], list[str]()
    for each in above:  # grows while it is walked
        up = [k.removeprefix(KG) for term in (SUBCLASS, LIKE) for k in _values(rows, each, term)]
        above += [k for k in up if k in own and k not in above]
        kinds += [k for k in up if k not in own and k not in abstract and ":" not in k and k not in kinds]
    if not kinds:
        raise DataError(
            f"class '{name}' is below none of ours: give kind_of, or like, a class that it is read as"
        )
    words = _values(rows, name, WORD)
    colour, shape = ((_values(rows, name, term) or ("",))[0] for term in (COLOUR, SHAPE))
    return OwnClass(name, tuple(above), tuple(kinds), _values(rows, name, NOUN), words, colour, shape)


def _relations(
    rows: Sequence[Row],
    labels: Mapping[tuple[str, str], str],
    own: frozenset[str],
    kinds: Mapping[str, OwnClass],
) -> dict[str, Relation]:
    domains: dict[str, set[str]] = {}
    ranges: dict[str, set[str]] = {}
    for subject, predicate, object_ in rows:
        name, value = subject.removeprefix(KG), object_.value
        if predicate == DOMAIN:
            domains.setdefault(name, set()).add(value.removeprefix(KG))
        elif predicate == RANGE:
            ranges.setdefault(name, set()).add(VALUE_TYPES.get(value, value.removeprefix(KG)))
    symmetric = {s.removeprefix(KG) for s, p, o in rows if p == TYPE and o.value == SYMMETRIC}
    return {
        name: Relation(
            name,
            _with_own(domain, kinds),
            _with_own(ranges[name], kinds),
            labels[name, "zh"],
            labels[name, "en"],
            name in own,
            name in symmetric,
            _values(rows, name, WORD) if name in own else (),
            tuple(sorted(o.value.removeprefix(KG) for s, p, o in rows if p == INSTEAD and s == KG + name)),
        )
        for name, domain in sorted(domains.items())
    }


def _with_own(declared: Iterable[str], kinds: Mapping[str, OwnClass]) -> frozenset[str]:
    """The classes, and those of the user's own that are below one of them or read as one."""
    found = frozenset(declared)
    return found | {n for n, own in kinds.items() if not found.isdisjoint((*own.above, *own.kinds))}
