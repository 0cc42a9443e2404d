"""Names of one article that mean one thing: the longer adds its place, the word 工程, or what its quoted core stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Entity, Mention, replace

AREAS = ("Province", "City", "County", "Township", "Village")
PLACED = ("Project", "Facility", "Reservoir", "ProtectedArea", "Zone", "MonitoringSection")
BUILT = ("Facility", "Reservoir")
COMMON_TAIL = 4  # characters that a shorter name must have to be the tail of a longer one
_QUOTED = re.compile("^“[^”]+”")
_EDITION = re.compile(r"[（(][^（）()]*[）)]$")


def join_alike(mentions: Sequence[Mention], same_work: Sequence[str]) -> list[Mention]:
    """The mentions with one entity for each thing. `same_work` are words that a work's name adds: 某枢纽, 某枢纽项目."""
    found = join_tails(mentions)
    longer = {**_works(found, same_work), **_quoted(found, same_work), **_titles(found)}
    return [_linked(m, longer) for m in found]


def _linked(mention: Mention, longer: dict[str, Entity]) -> Mention:
    entity = longer.get(mention.entity.id) if mention.entity else None
    if mention.entity is None or entity is None:
        return mention
    inner = tuple(m for m in mention.inner if m.entity != entity)
    return replace(mention, kind=entity.kind, entity=with_alias(entity, mention.entity.label), inner=inner)


def _works(mentions: Sequence[Mention], same_work: Sequence[str]) -> dict[str, Entity]:
    """青石枢纽 beside 青石枢纽项目 is that work."""
    works = {m.entity.label: m.entity for m in mentions if m.kind == "Project" and m.entity is not None}
    found: dict[str, Entity] = {}
    for mention in mentions:
        if mention.kind in BUILT and mention.entity is not None:
            names = (mention.entity.label + word for word in same_work)
            entity = next((works[name] for name in names if name in works), None)
            if entity is not None:
                found[mention.entity.id] = entity
    return found


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


def join_tails(mentions: Sequence[Mention]) -> list[Mention]:
    """青崖河防洪工程 after 介休青崖河防洪工程 is the same: the longer name adds only its place."""
    entities = {
        m.entity
        for m in mentions
        if m.entity is not None and m.kind not in (*AREAS, "River", "Policy", "Agency")
    }
    longer: dict[str, Entity] = {}
    for mention in mentions:
        if mention.entity is None or not mention.inner or mention.kind not in PLACED:
            continue
        for tail in _tails(mention, mention.entity.label):
            longer.setdefault(f"{mention.kind}|{tail}", mention.entity)
    same = {e.id: longer[f"{e.kind}|{e.label}"] for e in entities if f"{e.kind}|{e.label}" in longer}
    return [
        replace(m, entity=with_alias(same[m.entity.id], m.entity.label))
        if m.entity and m.entity.id in same
        else m
        for m in mentions
    ]


def _tails(mention: Mention, label: str) -> Iterator[str]:
    """The label without the places that it begins with, one after the other."""
    for inner in _leading(mention):
        place = inner.kind in AREAS or (inner.kind == "River" and mention.kind == "MonitoringSection")
        if not place or not label.startswith(inner.text):
            return
        label = label.removeprefix(inner.text)
        if len(label) >= COMMON_TAIL:
            yield label


def _leading(mention: Mention) -> Iterator[Mention]:
    """The places inside a name, those of an inner name that it begins with too: 湖南 in 湖南青岭水库工程."""
    for inner in mention.inner:
        if inner.kind in PLACED and inner.span.start == mention.span.start:
            yield from _leading(inner)
        else:
            yield inner


def with_alias(entity: Entity, alias: str) -> Entity:
    return replace(entity, aliases=tuple(sorted({*entity.aliases, alias} - {entity.label})))
