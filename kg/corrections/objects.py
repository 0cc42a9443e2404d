"""The things of a graph by their names, and what a correction tells as values: 4亿元, 2025-06, 介休市."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kg.corrections.match import folded, forms
from kg.model import Claim, Date, Entity, Quantity, Value, is_a
from kg.schema import Schema

STATES = ("planned", "underConstruction", "completed", "inOperation")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in a correction, as values: a sum, date or figure of a text, and the area of a name or a code with its parents."""

    parse: Callable[[str], Value | None]
    area: Callable[[str], Sequence[Entity]]


@dataclass(slots=True)
class Things:
    """By id, and by label and other names, folded."""

    by_id: dict[str, Entity] = field(default_factory=dict)
    labels: dict[str, set[str]] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Things:
        found = cls()
        for entity in entities:
            found.know(entity)
        return found

    def know(self, entity: Entity) -> None:
        """A thing, or a name more of it."""
        self.by_id[entity.id] = entity
        self.labels.setdefault(folded(entity.label), set()).add(entity.id)
        for alias in entity.aliases:
            self.aliases.setdefault(folded(alias), set()).add(entity.id)

    def ids(self, name: str) -> set[str]:
        """The things of a name: by label, else by another form."""
        return self.labels.get(folded(name)) or self.aliases.get(folded(name)) or set()

    def named(self, name: str) -> list[Entity]:
        return [self.by_id[each] for each in sorted(self.ids(name))]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why a text is no object."""

    why: str


@dataclass(frozen=True, slots=True)
class Objects:
    """Texts as objects of claims. `put` takes an area that only the gazetteer has, and what it lies in."""

    things: Things
    schema: Schema
    words: Words
    put: Callable[[Entity], None]

    def of(self, text: str, claim: Claim | None, range_: frozenset[str]) -> Value | Entity | Unknown:
        """The object that a text tells, of one of the classes or types of `range_`; what it leaves out is as in `claim`."""
        if "Status" in range_:
            names = {
                form: name
                for name in STATES
                for form in forms(name, self.schema.label(name, "zh"), self.schema.label(name, "en"))
            }
            return names.get(folded(text), Unknown(f"there is no state '{text}'"))
        if "Text" in range_:
            return text
        if range_ & {"Money", "Date", "Quantity"}:
            return self._value(text, claim, range_)
        found = [entity for entity in self.things.named(text) if is_a(entity, range_)]
        if not found:
            found = [area for area in self._areas(text) if is_a(area, range_)]
        return found[0] if len(found) == 1 else Unknown(f"{len(found)} things that fit are called '{text}'")

    def _value(self, text: str, claim: Claim | None, range_: frozenset[str]) -> Value | Unknown:
        value = self.words.parse(text)
        wanted, named = (
            (Decimal, "sum of money")
            if "Money" in range_
            else (Date, "date")
            if "Date" in range_
            else (Quantity, "quantity")
        )
        old = claim.object if claim is not None else None
        if isinstance(old, Quantity) and isinstance(value, Quantity | Decimal):
            number = value.value if isinstance(value, Quantity) else value
            unit = value.unit if isinstance(value, Quantity) else old.unit
            return Quantity(number, unit or old.unit, old.indicator, old.period, "")
        return value if isinstance(value, wanted) else Unknown(f"'{text}' is no {named}")

    def _areas(self, name: str) -> list[Entity]:
        """The area of a name that the gazetteer has once, put among the things with what it lies in."""
        found = self.words.area(name)
        for entity in found:
            if entity.id not in self.things.by_id:
                self.things.know(entity)
                self.put(entity)
        return list(found[:1])
