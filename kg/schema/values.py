"""What an ontology declares, as values: classes, relations, labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

KG = "https://shanhe.example/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"

VALUE_TYPES = {
    f"{XSD}decimal": "Money",
    f"{XSD}date": "Date",
    f"{XSD}gYearMonth": "Date",
    f"{XSD}gYear": "Date",
    f"{XSD}string": "Text",
}
DATE, YEAR = "Date", "Year"
WORKS = frozenset({"Project", "Facility", "Reservoir"})


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation; domain and range are concrete classes, classes of one's own below them, or value types (Money, Date, Text)."""

    name: str
    domain: frozenset[str]
    range: frozenset[str]
    label_zh: str
    label_en: str
    own: bool = False  # of a folder of the user's
    symmetric: bool = False
    words: tuple[str, ...] = ()  # of questions
    instead_of: tuple[str, ...] = ()  # relations that are not claimed too of the same thing and value


@dataclass(frozen=True, slots=True)
class OwnClass:
    """A class that a folder of the user's adds. The engine reads its things as those of a class of ours."""

    name: str
    above: tuple[str, ...]  # itself and the classes of the user's above it, the narrowest first
    kinds: tuple[str, ...]  # of ours: what its things are read as; the first where nothing else tells
    nouns: tuple[str, ...] = ()  # that names of its things end in
    words: tuple[str, ...] = ()  # of questions
    colour: str = ""  # in the explorer; empty: the one of its kind
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """What `kg.ttl` declares, and what is added to it, by local name."""

    classes: frozenset[str]
    relations: Mapping[str, Relation]
    labels: Mapping[tuple[str, str], str]
    below: Mapping[str, tuple[str, ...]]
    inverses: Mapping[tuple[str, str], str] = field(default_factory=dict)
    own: Mapping[str, OwnClass] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()  # properties of claims that the user adds

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

    def below_ours(self, name: str) -> tuple[str, ...]:
        """The classes of `kg.ttl` below one."""
        return tuple(k for k in self.subclasses(name) if k not in self.own)

    def concrete(self) -> tuple[str, ...]:
        """The classes of ours that things have: in the domain or range of a relation, and none of ours below them."""
        found = {k for r in self.relations.values() for k in (*r.domain, *r.range)}
        return tuple(sorted(k for k in found & self.classes if k not in self.own and not self.below_ours(k)))

    def narrowest(self, kinds: Iterable[str]) -> str:
        """Of the classes of a thing the one with all others above it; empty for none."""
        return min(kinds, key=lambda k: (-self._depth(k), k), default="")

    def _depth(self, kind: str) -> int:
        """Classes that no ontology here has are the user's of a graph that was built elsewhere."""
        if kind in self.own:
            return len(self.own[kind].above)
        return 0 if kind in self.classes else 1

    def own_of(self, kind: str) -> tuple[str, ...]:
        """The classes of one's own whose things may be read as those of a class of ours, sorted."""
        return tuple(sorted(name for name, own in self.own.items() if kind in read_as(own.kinds)))


def read_as(kinds: Iterable[str]) -> tuple[str, ...]:
    """What things of a class may be read as that is read as `kinds`: a station that is being built is a work."""
    found = frozenset(kinds)
    return tuple(sorted(found | WORKS if found & WORKS else found))


def year_of(relation: str) -> str:
    """The property with the year of a date: startDate → startYear."""
    return relation.removesuffix(DATE) + YEAR
