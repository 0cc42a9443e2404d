"""Which things of different pages are one: the same work or firm under a fuller and a shorter name.

A merge needs a reason that can be told: the longer name adds only a place in which the thing lies, or only the words of
its legal form. Two names that fit are two candidates, and two candidates are none. What the user decides in
`identity.toml` comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.gazetteer import Gazetteer
from kg.link.alike import COMMON_TAIL
from kg.link.keys import key_of, local_name
from kg.link.namesakes import COUNTY, commonness
from kg.model import DataError, Entity, is_a
from kg.toml import read_toml

FILE = "identity.toml"
PLACED = ("Project", "Facility", "Reservoir", "ProtectedArea", "Zone", "MonitoringSection")
FIRMS = ("Company",)
LONGEST_PLACE = 12  # characters of a place's name at the beginning of another
SHORTEST_FIRM = 4  # characters of a firm's name without its legal form
KEYS = {"kind", "names", "note"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user says of some names of one class: they are one thing, or they are not."""

    kind: str
    names: tuple[str, ...]
    same: bool
    why: str = f"{FILE} says so"


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity with the codes of the areas that pages put it in."""

    entity: Entity
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Identity:
    """`same` maps an id to the id that stands for it; `notes` tell the reason, by the id that stands."""

    same: Mapping[str, str]
    notes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two things that are one, and why."""

    shorter: Entity
    longer: Entity
    why: str


def load_decisions(*folders: Path) -> tuple[Decision, ...]:
    """Read `identity.toml` of ontology folders; none is no decision. Raises DataError for what is not understood."""
    return tuple(
        decision for folder in folders if (folder / FILE).is_file() for decision in _read(folder / FILE)
    )


def _read(path: Path) -> tuple[Decision, ...]:
    try:
        table = read_toml(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path.name}: {error}") from error
    unknown = sorted(set(table) - {"same", "different"})
    if unknown:
        raise DataError(f"{path.name}: unknown section '{unknown[0]}'; known: same, different")
    return tuple(
        _decision(row, path.name, same=section == "same")
        for section in ("same", "different")
        for row in _rows(table.get(section, []), path.name, section)
    )


def find_same(
    things: Iterable[Thing],
    *,
    decisions: Sequence[Decision],
    gazetteer: Gazetteer,
    legal_forms: Sequence[str],
    generic: Collection[str],
) -> Identity:
    """The things that are one. Neither their order nor that of the decisions makes a difference."""
    ordered = sorted(things, key=lambda t: t.entity.id)
    pairs = [
        *_decided(ordered, decisions),
        *_unplaced(ordered),
        *_placed(ordered, gazetteer, generic),
        *_firms(ordered, legal_forms),
    ]
    apart = [(d.kind, frozenset(d.names)) for d in decisions if not d.same]
    groups = _Groups(apart)
    for pair in pairs:
        groups.join(pair)
    return groups.identity()


def _rows(value: object, where: str, section: str) -> Iterator[Mapping[str, object]]:
    for row in value if isinstance(value, list) else [value]:
        if not isinstance(row, dict):
            raise DataError(f"{where}: [[{section}]] is a table with kind and names")
        yield row


def _decision(row: Mapping[str, object], where: str, *, same: bool) -> Decision:
    unknown = sorted(set(row) - KEYS)
    if unknown:
        raise DataError(f"{where}: unknown key '{unknown[0]}'; known: {', '.join(sorted(KEYS))}")
    kind, names = row.get("kind"), row.get("names")
    if not isinstance(kind, str) or not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        raise DataError(f'{where}: wanted: kind = "Company" and names = ["…", "…"]')
    if len(names) < 2:
        raise DataError(f"{where}: names = {names!r}: two names or more")
    return Decision(kind, tuple(str(n) for n in names), same)


def _decided(things: Sequence[Thing], decisions: Sequence[Decision]) -> Iterator[_Pair]:
    for decision in decisions:
        found = [
            t.entity for t in things if is_a(t.entity, (decision.kind,)) and t.entity.label in decision.names
        ]
        if decision.same:
            yield from (_Pair(entity, found[0], decision.why) for entity in found[1:])


def _unplaced(things: Sequence[Thing]) -> Iterator[_Pair]:
    """A common name without a place is the one thing that bears it, if all pages that place it place it so."""
    groups: dict[tuple[str, str], list[Entity]] = {}
    for thing in things:
        groups.setdefault((thing.entity.kind, thing.entity.label), []).append(thing.entity)
    for (kind, label), group in groups.items():
        plain = local_name(kind, key_of(label))
        placed = [e for e in group if e.id != plain]
        unplaced = [e for e in group if e.id == plain]
        if len(placed) == 1 and unplaced:
            yield _Pair(unplaced[0], placed[0], "no page knows another of this name")


def _placed(things: Sequence[Thing], gazetteer: Gazetteer, generic: Collection[str]) -> Iterator[_Pair]:
    """介休市青崖河防洪工程 and 青崖河防洪工程 in 介休市; 介休青崖河防洪工程 and 介休市青崖河防洪工程."""
    by_rest: dict[tuple[str, str], list[tuple[Thing, tuple[str, ...]]]] = {}
    for thing in things:
        if thing.entity.kind in PLACED:
            for codes, rest in _without_place(thing.entity.label, gazetteer):
                by_rest.setdefault((thing.entity.kind, rest), []).append((thing, codes))
    for longer in by_rest.values():
        for at, (one, codes) in enumerate(longer):
            twins = [
                t for t, others in longer[at + 1 :] if set(codes) & set(others) and _meet(one.areas, t.areas)
            ]
            yield from (_Pair(one.entity, t.entity, "their names begin with one place") for t in twins)
    for thing in things:
        fitting = by_rest.get((thing.entity.kind, thing.entity.label), ())
        found = [(t, codes) for t, codes in fitting if _agree(codes, t, thing, generic)]
        if len({frozenset(codes) for _, codes in found}) == 1:
            longer_thing, codes = found[0]
            place = gazetteer.place(codes[0]).name
            yield _Pair(thing.entity, longer_thing.entity, f"the longer name adds only the place, {place}")


def _without_place(label: str, gazetteer: Gazetteer) -> Iterator[tuple[tuple[str, ...], str]]:
    """The codes of the place that a name begins with, and the rest; 湖南浏阳市某工程 without 湖南 and without both."""
    for end in range(min(LONGEST_PLACE, len(label) - COMMON_TAIL), 1, -1):
        form = gazetteer.forms.get(label[:end])
        if form is not None:
            yield form.codes, label[end:]
            yield from _without_place(label[end:], gazetteer)
            return


def _agree(codes: Sequence[str], longer: Thing, thing: Thing, generic: Collection[str]) -> bool:
    """Whether a thing may lie where the longer name says: pages put it there, or nowhere and its name is no common one."""
    if not thing.areas:
        return not commonness(thing.entity.kind, thing.entity.label, generic)
    return any(_meet({code}, thing.areas) for code in codes) and _meet(longer.areas, thing.areas)


def _meet(first: Collection[str], second: Collection[str]) -> bool:
    """Whether two sets of areas can be those of one thing: one is empty, or an area of one lies in one of the other."""
    heads = [
        [code[:COUNTY].removesuffix("00").removesuffix("00") for code in codes] for codes in (first, second)
    ]
    return not all(heads) or any(a.startswith(b) or b.startswith(a) for a in heads[0] for b in heads[1])


def _firms(things: Sequence[Thing], legal_forms: Sequence[str]) -> Iterator[_Pair]:
    """远川热力集团 is 远川热力集团有限责任公司, if no other firm is called so."""
    firms = [t.entity for t in things if t.entity.kind in FIRMS]
    stems: dict[str, list[Entity]] = {}
    for entity in firms:
        for form in legal_forms:
            stem = key_of(entity.label).removesuffix(form)
            if stem != key_of(entity.label) and len(stem) >= SHORTEST_FIRM:
                stems.setdefault(stem, []).append(entity)
    for entity in firms:
        longer = stems.get(key_of(entity.label), [])
        if len(longer) == 1:
            yield _Pair(entity, longer[0], "the longer name adds only the legal form")


@dataclass(slots=True)
class _Groups:
    """Things that are one, in the making."""

    apart: Sequence[tuple[str, frozenset[str]]]
    group: dict[str, list[Entity]] = field(default_factory=dict)
    reasons: dict[str, list[str]] = field(default_factory=dict)

    def join(self, pair: _Pair) -> None:
        first = self.group.get(pair.longer.id, [pair.longer])
        second = self.group.get(pair.shorter.id, [pair.shorter])
        if first is second or any(e.id == pair.shorter.id for e in first) or self._barred(first, second):
            return
        joined = [*first, *second]
        reasons = [*self.reasons.get(first[0].id, []), *self.reasons.get(second[0].id, [])]
        reasons.append(f"{pair.shorter.label} = {pair.longer.label}: {pair.why}")
        for entity in joined:
            self.group[entity.id] = joined
            self.reasons[entity.id] = reasons

    def _barred(self, first: Sequence[Entity], second: Sequence[Entity]) -> bool:
        for kind, names in self.apart:
            here = {e.label for e in first if is_a(e, (kind,))} & names
            there = {e.label for e in second if is_a(e, (kind,))} & names
            if here and there and here != there:
                return True
        return False

    def identity(self) -> Identity:
        same: dict[str, str] = {}
        notes: dict[str, tuple[str, ...]] = {}
        for group in self.group.values():
            chosen = min(
                group,
                key=lambda e: (-len(e.label), e.label, e.id == local_name(e.kind, key_of(e.label)), e.id),
            )
            same.update((e.id, chosen.id) for e in group if e.id != chosen.id)
            notes[chosen.id] = tuple(sorted(set(self.reasons[chosen.id])))
        return Identity(same, notes)
