"""Classes of one's own: which things belong to them, by the rule that found the name or by how it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, Mention, replace
from kg.rules.model import AnaphorRule, NameRule
from kg.schema import Schema, read_as
from kg.text.signs import PHASE

JUDGED = frozenset(
    {"Project", "Facility", "Reservoir", "Zone", "ProtectedArea", "Institution", "Company"}
)  # whose names are judged by evidence; those of places, waters, bodies and policies have rules of their own
CLASSES = "[[class]]"  # where such a rule stands
GAP = "…"  # in a noun: what may stand between its parts
SHORTEST = 2  # characters of a noun by which a name is told


@dataclass(frozen=True, slots=True)
class OwnClasses:
    """Falsy where there are none."""

    above: Mapping[str, tuple[str, ...]]  # class → itself and those of the user's above it
    kinds: Mapping[str, tuple[str, ...]]  # class → the classes of ours that its things are read as
    rules: Mapping[str, str]  # rule of names or anaphors → the class that it makes
    nouns: tuple[tuple[str, str], ...]  # how names end, the longest first, and the class

    def __bool__(self) -> bool:
        return bool(self.above)

    def of_name(self, name: str) -> str:
        """The class that the end of a name tells; 二期 behind it does not count. Empty for none."""
        return next((own for noun, own in self.nouns if noun == self.noun_of(name)), "")

    def noun_of(self, name: str) -> str:
        """The longest noun of a class that a name ends in; empty for none."""
        plain = PHASE.sub("", name) or name
        return next((noun for noun, _ in self.nouns if _ends(name, noun) or _ends(plain, noun)), "")

    def may_be(self, name: str) -> tuple[str, ...]:
        """The classes of ours that a name may be read as, where its end tells a class, the usual one first; empty for all."""
        own = self.of_name(name)
        return tuple(dict.fromkeys((*self.kinds[own], *read_as(self.kinds[own])))) if own else ()

    def types(self, rule: str, name: str, kind: str) -> tuple[str, ...]:
        """The classes of the user's of a thing of a class of ours, the narrowest first."""
        by_rule, by_name = self.rules.get(rule, ""), self.of_name(name)
        own = by_name if by_rule in self.above.get(by_name, ()) else by_rule or by_name
        return self.above[own] if own and kind in read_as(self.kinds[own]) else ()


def _ends(name: str, noun: str) -> bool:
    """高速…段: the first, and behind it anywhere the other at the end."""
    first, gap, last = noun.partition(GAP)
    return name.endswith(last) and first in name[: len(name) - len(last)] if gap else name.endswith(noun)


def own_classes(schema: Schema, names: Sequence[NameRule], anaphors: Sequence[AnaphorRule]) -> OwnClasses:
    """By the nouns of classes, and the ends that name rules give their names."""
    nouns = {noun: name for name, own in schema.own.items() for noun in own.nouns}
    for rule in names:
        if rule.type and rule.needs not in ("pattern", "member"):
            for end in rule.ends:
                if len(end) >= SHORTEST:
                    nouns.setdefault(end, rule.type)
    return OwnClasses(
        {name: own.above for name, own in schema.own.items()},
        {name: own.kinds for name, own in schema.own.items()},
        {r.id: r.type for r in names if r.type} | {r.id: r.type for r in anaphors if r.type},
        tuple(sorted(nouns.items(), key=lambda n: (-len(n[0]), n))),
    )


def names_of_classes(
    schema: Schema, names: Sequence[NameRule], between: Sequence[str] = ()
) -> tuple[NameRule, ...]:
    """A rule for each class with nouns in which no name ends by the rules that there are: a name ends so, and is one of the class.

    `between`: what may stand between two places in one: 至 in 甲县至乙县公路.
    """
    known = tuple(e for r in names if r.makes in JUDGED and r.needs != "pattern" for e in r.ends if e)
    found = []
    for name, own in sorted(schema.own.items()):
        nouns = tuple(noun for noun in own.nouns if GAP not in noun and not noun.endswith(known))
        if nouns and own.kinds[0] in JUDGED:
            generic = frozenset(own.nouns)
            found.append(
                NameRule(
                    f"class.{name}",
                    own.kinds[0],
                    nouns,
                    (),
                    CLASSES,
                    generic=generic,
                    type=name,
                    between=frozenset(between),
                )
            )
    return tuple(found)


def with_types(mentions: Sequence[Mention], own: OwnClasses | None) -> tuple[Mention, ...]:
    """The mentions with the classes of the user's that they belong to; all of one thing with the same."""
    if not own:
        return tuple(mentions)
    found: dict[str, tuple[str, ...]] = {}
    for mention in _walk(mentions):
        if mention.value is None:
            types = _types(mention, own)
            if mention.entity is not None and len(types) > len(found.get(mention.entity.id, ())):
                found[mention.entity.id] = types
    return tuple(_typed(mention, own, found) for mention in mentions)


def _typed(mention: Mention, own: OwnClasses, found: Mapping[str, tuple[str, ...]]) -> Mention:
    inner = tuple(_typed(m, own, found) for m in mention.inner) if mention.inner else ()
    if mention.value is not None:
        return mention
    entity = mention.entity
    types = _types(mention, own) if entity is None else found.get(entity.id, ())
    if types == mention.types and inner == mention.inner and (entity is None or entity.types == types):
        return mention
    if entity is not None and entity.types != types:
        entity = replace(entity, types=types)
    return replace(mention, inner=inner, types=types, entity=entity)


def _types(mention: Mention, own: OwnClasses) -> tuple[str, ...]:
    if mention.entity is not None:
        by_rule = "" if mention.deictic else mention.rule
        return mention.entity.types or own.types(by_rule, mention.entity.label, mention.entity.kind)
    return mention.types or own.types(mention.rule, "" if mention.deictic else mention.text, mention.kind)


def _walk(mentions: Sequence[Mention]) -> Sequence[Mention]:
    return [each for m in mentions for each in (m, *_walk(m.inner))]


def typed_entity(entity: Entity, own: OwnClasses | None) -> Entity:
    """An entity with its classes, by its name alone."""
    if not own:
        return entity
    types = entity.types or own.types("", entity.label, entity.kind)
    return entity if types == entity.types else replace(entity, types=types)
