"""Places, the ways to write their names, waters; and all of them, indexed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kg.model import DataError, Entity

KIND_PROVINCE = "Province"
KIND_TOWNSHIP = "Township"
KIND_VILLAGE = "Village"
KIND_LAKE = "Lake"
TOWNSHIP_DIGITS = 9  # of statistical codes: a village's twelve begin with its township's
TIER_WORD = "A"  # a short name that is a common word: never bare
TIER_CUE = "B"  # needs a cue
TIER_SAFE = "C"  # safe in its home province


@dataclass(frozen=True, slots=True)
class Place:
    """A division: `code` of GB/T 2260 (townships: nine digits), `parent` its code or None."""

    code: str
    name: str
    kind: str
    parent: str | None
    short: str = ""
    former: tuple[str, ...] = ()
    lon: Decimal | None = None
    lat: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write the name of one or several places. `how` is full, former, short; `tier` A, B or C for short."""

    text: str
    how: str
    codes: tuple[str, ...]
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Water:
    """A river, lake or reservoir that is known by name."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    provinces: frozenset[str] = (
        frozenset()
    )  # first two digits of the codes of the counties that it is known in


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All tables, indexed. Places by code; forms (ways to write names) by text."""

    places: Mapping[str, Place]
    forms: Mapping[str, Form]
    townships: Mapping[str, tuple[str, ...]]  # name → codes
    waters: Mapping[str, Water]  # by name
    words: Mapping[str, tuple[str, ...]]  # lists of forms.toml
    not_after: Mapping[str, tuple[str, ...]]
    goes_on: Mapping[str, tuple[str, ...]]  # full name → what makes a longer word of it: 和县|区
    counted: Mapping[str, tuple[str, ...]]  # class word behind a count → kinds: 县 in 两县 → County
    renamed: Mapping[str, tuple[str, ...]] = field(
        repr=False, default_factory=dict
    )  # former name → codes of those that bear another now
    once: Mapping[tuple[str, str], frozenset[str]] = field(
        repr=False, default_factory=dict
    )  # province (two digits) and name → cities (codes) that it was of at some time
    villages: Mapping[str, tuple[str, ...]] = field(
        repr=False, default_factory=dict
    )  # name → codes, if a table is given
    _entities: dict[str, Entity] = field(repr=False, compare=False, default_factory=dict)  # made so far
    _paths: dict[str, tuple[Place, ...]] = field(repr=False, compare=False, default_factory=dict)
    _towns: dict[str, str] = field(
        repr=False, compare=False, default_factory=dict
    )  # code → name of townships, when one is asked for

    def place(self, code: str) -> Place:
        """The place of a code, townships included. Raises DataError for an unknown one."""
        if code in self.places:
            return self.places[code]
        if not self._towns:
            for name, codes in self.townships.items():  # full names before short ones
                for c in codes:
                    self._towns.setdefault(c, name)
        if code in self._towns:
            return Place(code, self._towns[code], KIND_TOWNSHIP, code[:6])
        raise DataError(f"no division has the code {code}")

    def named(self, text: str) -> tuple[Place, ...]:
        """All places that may be written so."""
        form = self.forms.get(text)
        codes = (*(form.codes if form else ()), *self.townships.get(text, ()))
        return tuple(self.place(code) for code in codes)

    def all_forms(self, text: str) -> tuple[Form, ...]:
        """All ways of writing that have these characters: 大同 of 大同市 and of 大同区."""
        form = self.forms.get(text)
        return (form,) if form else ()

    def path(self, code: str) -> tuple[Place, ...]:
        """From the province down to the place itself."""
        path = self._paths.get(code)
        if path is None:
            place = self.place(code)
            path = (*self.path(place.parent), place) if place.parent else (place,)
            self._paths[code] = path
        return path

    def may_lie_in(self, inner: str, outer: str) -> bool:
        """Whether a division lies in another by their codes, of today or of an earlier year."""
        if any(place.code == outer for place in self.path(inner)[:-1]):
            return True
        place = self.place(inner)
        return any(outer in self.once.get((inner[:2], name), ()) for name in (place.name, *place.former))

    def village(self, name: str, parent: str) -> Entity | None:
        """The village of a name in a township or county (code), if the table of villages knows one only."""
        codes = [code for code in self.villages.get(name, ()) if code.startswith(parent)]
        if len(codes) != 1:
            return None
        return Entity(
            f"area-{codes[0]}", KIND_VILLAGE, name, (), codes[0], f"area-{codes[0][:TOWNSHIP_DIGITS]}"
        )

    def entity(self, code: str) -> Entity:
        """The entity of a place; `id` is `area-` and the code."""
        entity = self._entities.get(code)
        if entity is None:
            place = self.place(code)
            names = {place.short, *place.former} - {"", place.name}
            entity = Entity(
                f"area-{code}",
                place.kind,
                place.name,
                tuple(sorted(names)),
                code,
                f"area-{place.parent}" if place.parent else None,
                place.lon,
                place.lat,
            )
            self._entities[code] = entity
        return entity
