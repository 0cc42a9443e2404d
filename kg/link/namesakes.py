"""Tell namesakes apart: 东风水库 in two counties are two things, 引浍济沁工程 in two counties is one.

A name made of ordinary words (城南污水处理厂, 东风水库, 清水河) is common: the thing that bears it is known by its
name and its place together. A name that no dictionary knows, or that holds the name of a place or a river, is known by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import is_

from kg.gazetteer import Water
from kg.link.keys import key_of, local_name
from kg.model import Claim, Entity, Mention, replace
from kg.rules.match import walk
from kg.text.signs import ONLY_NUMBERS
from kg.text.words import frequency, words

KINDS = ("Project", "Facility", "Reservoir", "Lake", "River", "Institution", "Zone", "ProtectedArea")
PLACING = ("locatedIn", "flowsThrough")
DENIED = "denied"
PROVINCE, CITY, COUNTY = 2, 4, 6  # digits of a code that name each
COMMON = 60  # jieba's count from which a word is common speech: 东风 thousands, 李家沟 3
SHORTEST = 2  # characters of a word; those that jieba leaves by themselves make a name that it does not know


def commonness(kind: str, label: str, generic: Collection[str]) -> int:
    """By how many digits of a code namesakes are told apart; 0: the name is known by itself.

    东风水库: 6, each county may have one. 李家沟水库, which jieba knows as a rare word: 4, each city. 清水河: 2, each province.
    `generic` are words that identify nothing: 污水, 工程.
    """
    if kind not in KINDS:
        return 0
    water = kind in ("River", "Lake")
    found = words(label[:-1] if water else label)  # without 河, 湖
    if not water and len(found) == 1:
        return 0  # 清华大学, 都江堰
    if not all((frequency(w) > 0 and len(w) >= SHORTEST) or ONLY_NUMBERS.fullmatch(w) for w in found):
        return 0
    if water:
        return PROVINCE if kind == "River" else CITY
    telling = (w for w in found if w not in generic and not ONLY_NUMBERS.fullmatch(w))
    return COUNTY if all(frequency(w) >= COMMON for w in telling) else CITY


def qualify(
    mentions: Sequence[Mention],
    claims: Sequence[Claim],
    waters: Mapping[str, Water],
    generic: Collection[str],
    province: str,
) -> Mapping[str, str]:
    """New ids of the common names of one article whose place it tells; `province` is where a river flows, if it does not.

    A water of the table is the one that is known by this name, unless the article puts it in another province.
    """
    named = {m.entity.id: (m.entity, m.entity.kind) for m in walk(mentions) if m.entity and not m.inner}
    renamed: dict[str, str] = {}
    for identifier, (entity, kind) in named.items():
        digits = commonness(kind, entity.label, generic)
        area = _area(identifier, claims, digits) if digits else ""
        area = area or (province[:digits] if digits == PROVINCE else "")
        known = waters.get(entity.label)
        if area and (known is None or (known.provinces and area[:PROVINCE] not in known.provinces)):
            renamed[identifier] = local_name(kind, f"{key_of(entity.label)}|{area}")
    return renamed


def rename_mentions(mentions: Iterable[Mention], ids: Mapping[str, str]) -> tuple[Mention, ...]:
    """The mentions with new ids."""
    return tuple(_renamed(m, ids) for m in mentions) if ids else tuple(mentions)


def _renamed(mention: Mention, ids: Mapping[str, str]) -> Mention:
    entity = mention.entity.renamed(ids) if mention.entity else None
    inner = rename_mentions(mention.inner, ids) if mention.inner else ()
    if entity is mention.entity and all(map(is_, inner, mention.inner)):
        return mention
    return replace(mention, entity=entity, inner=inner)


def placed_twins(entities: Iterable[Entity]) -> Mapping[str, str]:
    """Of things of one class and name on a page, the one without a place is the one with a place, if that is one only."""
    groups: dict[tuple[str, str], set[str]] = {}
    for entity in entities:
        groups.setdefault((entity.kind, entity.label), set()).add(entity.id)
    same: dict[str, str] = {}
    for (kind, label), ids in groups.items():
        plain = local_name(kind, key_of(label))
        if plain in ids and len(ids) == 2:
            same[plain] = next(iter(ids - {plain}))
    return same


def _area(identifier: str, claims: Sequence[Claim], digits: int) -> str:
    """The one code, so many digits of it, of where the claims put a thing."""
    codes = {
        code[:digits]
        for claim in claims
        if claim.subject == identifier and claim.relation in PLACING and claim.evidence.modality != DENIED
        for code in _codes(claim.object)
        if code[digits - 2 : digits] != "00"
    }
    return codes.pop() if len(codes) == 1 else ""


def _codes(area: object) -> Iterator[str]:
    """The code of an area; of a village, which has none, its parent's."""
    if isinstance(area, Entity) and (area.code or area.part_of):
        yield area.code or (area.part_of or "").removeprefix("area-")
