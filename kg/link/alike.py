"""Names of one article that mean one thing: the longer adds its place, the word 工程, or what its quoted core stands for;
or the other is its short form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kg.model import Entity, Mention, replace
from kg.text.shorten import FIRM, LINES, Shortening, beginnings

AREAS = ("Province", "City", "County", "Township", "Village")
PLACED = ("Project", "Facility", "Reservoir", "ProtectedArea", "Zone", "MonitoringSection")
BUILT = ("Facility", "Reservoir")
SHORTENED = (FIRM, *LINES)
OF_RIVER = 5  # characters of a name behind its river: 金沙江|白鹤滩水电站, and no 汾河|治理工程
COMMON_TAIL = 4  # characters that a shorter name must have to be the tail of a longer one
_QUOTED = re.compile("^“[^”]+”")
_EDITION = re.compile(r"[（(][^（）()]*[）)]$")


def join_alike(mentions: Sequence[Mention], short: Shortening) -> list[Mention]:
    """The mentions with one entity for each thing; `short` tells which words a work's name adds: 某枢纽, 某枢纽项目."""
    found = join_tails(mentions, short)
    longer = {**_one_core(found, short), **_quoted(found, short.works), **_titles(found)}
    found = [_linked(m, longer) for m in found] if longer else found
    longer = _short_forms(found, short)
    return [_linked(m, longer) for m in found] if longer else found


def _linked(mention: Mention, longer: dict[str, Entity]) -> Mention:
    """The mention, and those within it, each with the thing that its name is short for."""
    entity = longer.get(mention.entity.id) if mention.entity else None
    whole = entity or mention.entity
    inner = tuple(
        [m for m in (_linked(m, longer) for m in mention.inner) if whole is None or m.entity != whole]
    )
    if mention.entity is None or entity is None:
        return mention if inner == mention.inner else replace(mention, inner=inner)
    return replace(mention, kind=entity.kind, entity=with_alias(entity, mention.entity.label), inner=inner)


def _short_forms(mentions: Sequence[Mention], short: Shortening) -> dict[str, Entity]:
    """贵瓮高速 beside 贵阳—瓮安高速公路, 云能投集团 beside 云南能源投资集团: the one longer name that a name is short for."""
    named = {m.entity.id: (m.entity, _place_of(m)) for m in mentions if m.entity and m.kind in SHORTENED}
    first: dict[str, list[Entity]] = {}
    for entity, _ in named.values():
        first.setdefault(entity.label[:1], []).append(entity)
    longer: dict[str, list[Entity]] = {}
    for full, place in named.values():
        for start in set(beginnings(full.label, full.kind, place)):
            for entity in first.get(start, ()):
                kinds = (FIRM,) if full.kind == FIRM else BUILT[:1] if full.kind in BUILT else LINES
                if (
                    entity.kind in kinds
                    and entity != full
                    and short.holds(entity.label, full.label, full.kind, place)
                ):
                    longer.setdefault(entity.id, []).append(full)
    return _only(longer)


def _only(longer: Mapping[str, Sequence[Entity]]) -> dict[str, Entity]:
    """Of things that longer names stand for, by id, the one name; two that are not one thing are none."""
    found = {identifier: _fullest(full, longer) for identifier, full in longer.items()}
    return {identifier: full for identifier, full in found.items() if full is not None}


def _fullest(names: Sequence[Entity], longer: Mapping[str, Sequence[Entity]]) -> Entity | None:
    """The one of the names that all others are short for."""
    last = [name for name in names if name.id not in longer]
    fits = len(last) == 1 and all(name in last or last[0] in longer[name.id] for name in names)
    return last[0] if fits else None


def _place_of(mention: Mention) -> str:
    """The area that a name begins with."""
    first = next((m for m in mention.inner if m.span.start == mention.span.start and m.kind in AREAS), None)
    return (
        first.text
        if first is not None and mention.entity and mention.entity.label.startswith(first.text)
        else ""
    )


def _one_core(mentions: Sequence[Mention], short: Shortening) -> dict[str, Entity]:
    """大石峡枢纽 beside 新疆大石峡枢纽工程: by id, the fullest of names that differ by their places and 工程 alone.

    Where two of them have places of which none holds the other, they are several things, and all stay apart.
    """
    groups: dict[str, dict[str, tuple[Entity, frozenset[str]]]] = {}
    for mention in mentions:
        if mention.entity is not None and mention.kind in ("Project", *BUILT):
            places, rest = _parted(mention, mention.entity.label)
            if len(core := short.core(rest)) >= COMMON_TAIL:
                groups.setdefault(core, {}).setdefault(mention.entity.id, (mention.entity, places))
    found: dict[str, Entity] = {}
    for group in groups.values():
        placed = sorted((places for _, places in group.values()), key=len)
        if len(group) > 1 and all(less <= more for less, more in pairwise(placed)):
            names = [entity for entity, _ in group.values()]
            full = max(names, key=lambda e: (e.kind == "Project", len(e.label), e.label))
            found.update({e.id: full for e in names if e != full and _is_built(e, full, short.works)})
    return found


def _parted(mention: Mention, label: str) -> tuple[frozenset[str], str]:
    """The places that a name begins with, and the rest of it."""
    places = set()
    for inner in _leading(mention):
        if inner.kind not in (*AREAS, "River") or not label.startswith(inner.text):
            break
        if inner.kind == "River" and len(label) - len(inner.text) < OF_RIVER:
            break
        places.add(inner.entity.id if inner.entity else inner.text)
        label = label.removeprefix(inner.text)
    return frozenset(places), label


def _is_built(thing: Entity, full: Entity, works: Sequence[str]) -> bool:
    """Whether a thing of one core with another may be it: what is built is a work whose name says 工程."""
    return thing.kind == full.kind or (
        thing.kind in BUILT and full.kind == "Project" and full.label.endswith(tuple(works))
    )


def _quoted(mentions: Sequence[Mention], same_work: Sequence[str]) -> dict[str, Entity]:
    """“碧水润城”工程 beside “碧水润城”生态保护工程, the first of these, is that work."""
    cores: dict[str, Entity] = {}
    found: dict[str, Entity] = {}
    for mention in mentions:
        match = _QUOTED.match(mention.text)
        if mention.kind == "Project" and mention.entity is not None and match is not None:
            if mention.text[match.end() :] in same_work:
                found.setdefault(match.group(), mention.entity)
            else:
                cores.setdefault(match.group(), mention.entity)
    return {short.id: cores[core] for core, short in found.items() if core in cores}


def _titles(mentions: Sequence[Mention]) -> dict[str, Entity]:
    """《云泽湖保护规划》 beside 《江北省云泽湖保护规划（2024—2035年）》: the longer adds its area and its years."""
    full: dict[str, Entity] = {}
    short: dict[str, Entity] = {}
    for mention in mentions:
        if mention.kind != "Policy" or mention.entity is None:
            continue
        label = mention.entity.label
        plain = _EDITION.sub("", label)
        area = next((m for m in mention.inner if m.kind in AREAS and label.startswith(m.text)), None)
        if area is not None:
            full.setdefault(plain.removeprefix(area.text), mention.entity)
        if plain != label:
            full.setdefault(plain, mention.entity)
        if area is None and plain == label:
            short.setdefault(label, mention.entity)
    return {entity.id: full[label] for label, entity in short.items() if label in full}


def join_tails(mentions: Sequence[Mention], short: Shortening) -> list[Mention]:
    """青崖河防洪工程 after 介休青崖河防洪工程 is the same: the longer name adds only its place. Two longer names are none."""
    entities = {
        (m.entity.kind, m.entity.label): m.entity
        for m in _hosts(mentions)
        if m.entity is not None and m.kind not in (*AREAS, "River", "Policy", "Agency")
    }
    longer = _one_area(mentions)
    for mention in _hosts(mentions):
        if mention.entity is None or mention.kind not in PLACED:
            continue
        for tail in _tails(mention, mention.entity.label, short):
            shorter = entities.get((mention.kind, tail))
            if shorter is not None and mention.entity not in (shorter, *longer.get(shorter.id, ())):
                longer.setdefault(shorter.id, []).append(mention.entity)
    same = _only(longer)
    return [_as_longer(m, same) for m in mentions] if same else list(mentions)


def _hosts(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """All mentions, and the zones in names of their bodies: 东津新区 in 东津新区管委会."""
    for mention in mentions:
        yield mention
        yield from (m for m in mention.inner if m.kind == "Zone")


def _as_longer(mention: Mention, same: Mapping[str, Entity]) -> Mention:
    inner = tuple(_as_longer(m, same) for m in mention.inner)
    mention = mention if inner == mention.inner else replace(mention, inner=inner)
    if mention.entity is None or mention.entity.id not in same:
        return mention
    return replace(mention, entity=with_alias(same[mention.entity.id], mention.entity.label))


def _one_area(mentions: Sequence[Mention]) -> dict[str, list[Entity]]:
    """青山水库工程 of 江北市 and of 江北, which is that city: the longer name, by the id of the shorter."""
    groups: dict[tuple[str, str, str], dict[str, Entity]] = {}
    for mention in mentions:
        first = mention.inner[0] if mention.inner and mention.kind in PLACED else None
        if first is None or mention.entity is None or first.kind not in AREAS or first.entity is None:
            continue
        label = mention.entity.label
        if first.span.start == mention.span.start and label.startswith(first.text):
            key = (mention.kind, first.entity.id, label.removeprefix(first.text))
            groups.setdefault(key, {})[mention.entity.id] = mention.entity
    pairs = ((max(g.values(), key=lambda e: len(e.label)), g.values()) for g in groups.values() if len(g) > 1)
    return {entity.id: [full] for full, group in pairs for entity in group if entity != full}


def _tails(mention: Mention, label: str, short: Shortening) -> Iterator[str]:
    """The label without the places that it begins with, one after the other."""
    for inner in _leading(mention):
        place = inner.kind in AREAS or (inner.kind == "River" and mention.kind == "MonitoringSection")
        if not place or not label.startswith(inner.text):
            break
        label = label.removeprefix(inner.text)
        if len(label) >= COMMON_TAIL:
            yield label
    if mention.kind != "MonitoringSection" and len(rest := short.without_area(label)) >= COMMON_TAIL:
        yield rest  # an area that no table holds: 青白县


def _leading(mention: Mention) -> Iterator[Mention]:
    """The places inside a name, those of an inner name that it begins with too: 湖南 in 湖南青岭水库工程."""
    for inner in mention.inner:
        if inner.kind in PLACED and inner.span.start == mention.span.start:
            yield from _leading(inner)
        else:
            yield inner


def with_alias(entity: Entity, alias: str) -> Entity:
    return replace(entity, aliases=tuple(sorted({*entity.aliases, alias} - {entity.label})))
