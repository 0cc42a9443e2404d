"""The classes and relations of `kg.ttl`: labels, domain, range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.model import DataError

KG = "https://shanhe.example/ontology#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SCHEMA = "https://schema.org/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_OWL = "http://www.w3.org/2002/07/owl#"
_XSD = "http://www.w3.org/2001/XMLSchema#"

VALUE_TYPES = {
    f"{_XSD}decimal": "Money",
    f"{_XSD}date": "Date",
    f"{_XSD}gYearMonth": "Date",
    f"{_XSD}gYear": "Date",
    f"{_XSD}string": "Text",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the guide; domain and range are concrete classes, or value types (Money, Date, Text)."""

    name: str
    domain: frozenset[str]
    range: frozenset[str]
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Schema:
    """What `kg.ttl` declares, by local name."""

    classes: frozenset[str]
    relations: Mapping[str, Relation]
    labels: Mapping[tuple[str, str], str]
    below: Mapping[str, tuple[str, ...]]
    inverses: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def inverse(self, name: str) -> list[str]:
        """What a relation is called from its object's side, in Chinese and in English; empty where it has no such name."""
        return [self.inverses[name, lang] for lang in ("zh", "en") if (name, lang) in self.inverses]

    def label(self, name: str, lang: str) -> str:
        """The label of a class or property in `zh` or `en`; the name itself where there is none."""
        return self.labels.get((name, lang), name)

    def subclasses(self, name: str) -> tuple[str, ...]:
        """All classes below a class, sorted, without itself."""
        found: list[str] = []
        for child in self.below.get(name, ()):
            found.extend((child, *self.subclasses(child)))
        return tuple(sorted(dict.fromkeys(found)))


def load_schema(folder: Path) -> Schema:
    """Read `kg.ttl` under an ontology folder. Raises DataError when it cannot be parsed."""
    import pyoxigraph

    path = folder / "kg.ttl"
    try:
        triples = list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))
    except (SyntaxError, OSError) as error:
        raise DataError(f"{path}: {error}") from error
    rows = [
        (t.subject.value, t.predicate.value, t.object)
        for t in triples
        if isinstance(t.subject, pyoxigraph.NamedNode)
    ]
    labels = {
        (s.removeprefix(KG), o.language): o.value
        for s, p, o in rows
        if p == f"{_RDFS}label" and isinstance(o, pyoxigraph.Literal) and o.language
    }
    inverses = {
        (s.removeprefix(KG), o.language): o.value
        for s, p, o in rows
        if p == f"{KG}inverseLabel" and isinstance(o, pyoxigraph.Literal) and o.language
    }
    classes = frozenset(s.removeprefix(KG) for s, p, o in rows if p == _TYPE and o.value == f"{_OWL}Class")
    below: dict[str, list[str]] = {}
    for s, p, o in rows:
        if p == f"{_RDFS}subClassOf" and o.value.startswith(KG):
            below.setdefault(o.value.removeprefix(KG), []).append(s.removeprefix(KG))
    children = {name: tuple(sorted(found)) for name, found in sorted(below.items())}
    return Schema(classes, _relations(rows, labels), labels, children, inverses)


def _relations(
    rows: list[tuple[str, str, object]], labels: Mapping[tuple[str, str], str]
) -> dict[str, Relation]:
    domains: dict[str, set[str]] = {}
    ranges: dict[str, set[str]] = {}
    for subject, predicate, object_ in rows:
        value = getattr(object_, "value", "")
        if predicate == f"{_SCHEMA}domainIncludes":
            domains.setdefault(subject.removeprefix(KG), set()).add(value.removeprefix(KG))
        elif predicate == f"{_SCHEMA}rangeIncludes":
            ranges.setdefault(subject.removeprefix(KG), set()).add(
                VALUE_TYPES.get(value, value.removeprefix(KG))
            )
    return {
        name: Relation(
            name, frozenset(domain), frozenset(ranges[name]), labels[name, "zh"], labels[name, "en"]
        )
        for name, domain in sorted(domains.items())
    }
