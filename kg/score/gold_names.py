"""The graph of gold pages with the gold's names, types and identities: what it scores is the reading of facts alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.extract import Tools, page_facts
from kg.gazetteer import Gazetteer
from kg.graph.merge import merge
from kg.graph.rdf import triples, write_turtle
from kg.link.keys import local_name
from kg.model import Entity, Mention, Span, replace
from kg.pages.read import Page, read_document
from kg.score.page import Gold

CODED = ("Province", "City", "County")  # identified by the gazetteer, on their path
AREAS = (*CODED, "Township", "Village")
AS_FOUND = ("Agency", "Policy")  # a mention that the rules find too keeps its rule, on which short forms rest
RULE = "gold"
SHORTEST = 2  # characters of a form


def write_gold_named(gold: Sequence[Gold], pages: Path, turtle: Path, tools: Tools) -> None:
    """Read the pages of `gold` under `pages` with the gold's names, and write their graph. DataError as in reading."""
    facts = []
    for table in gold:
        path = pages / f"{table['page']}.txt"
        names = GoldNames.of(table, tools.gazetteer)
        document = read_document(Page(path, path.stem, path.name))
        facts.append(page_facts(document, tools, given=names)[0])
    write_turtle(triples(merge(facts)), turtle)


@dataclass(frozen=True, slots=True)
class Name:
    """A thing of the gold with all forms that stand for it; an optional one yields a form to one that is not."""

    entity: Entity
    forms: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldNames:
    """`kg.names.given.GivenNames` by a gold file."""

    names: tuple[Name, ...]

    @classmethod
    def of(cls, gold: Gold, gazetteer: Gazetteer) -> GoldNames:
        optional: Mapping[str, Sequence[object]] = gold.get("optional", {})  # type: ignore[assignment]
        entities: Sequence[Gold] = gold["entities"]  # type: ignore[assignment]
        found = []
        for row in entities:
            entity = _entity(row, gazetteer)
            if entity is not None:
                forms = dict.fromkeys((str(row["name"]), *_texts(row, "aliases"), *_texts(row, "mentions")))
                found.append(Name(entity, tuple(forms), row["id"] in optional.get("entities", ())))
        return cls(tuple(found))

    def areas(self, text: str, found: Sequence[Mention]) -> tuple[Mention, ...]:
        """The gold's, as found where a mention of that class was linked at the same place."""
        by_span = {m.span: m for m in found if m.entity is not None}
        kept: list[Mention] = []
        for mention in sorted(self._mentions(text, areas=True), key=lambda m: -len(m.span)):
            if not any(mention.span.overlaps(m.span) for m in kept):
                kept.append(mention)
        same = ((m, by_span.get(m.span)) for m in sorted(kept, key=lambda m: m.span.start))
        return tuple(replace(f, entity=m.entity) if f and f.kind == m.kind else m for m, f in same)

    def others(self, text: str, found: Sequence[Mention]) -> tuple[Mention, ...]:
        by_place = _by_place(found)
        return tuple(replace(self._unlinked(m, by_place), inner=()) for m in self._others(text, by_place))

    def identities(self, text: str, linked: Sequence[Mention]) -> tuple[Mention, ...]:
        given = {(m.span, m.kind): m.entity for m in self._others(text, _by_place(linked))}
        return tuple(
            replace(m, entity=given[m.span, m.kind])
            if m.kind in AS_FOUND and (m.span, m.kind) in given
            else m
            for m in linked
        )

    def _others(self, text: str, by_place: Mapping[tuple[Span, str], Mention]) -> Iterator[Mention]:
        """The gold's mentions; a policy's title as it was found, with its 《》 if it has them."""
        for mention in self._mentions(text, areas=False):
            span = mention.span
            found = by_place.get((span, mention.kind))
            if mention.kind == "Policy":
                found = by_place.get((Span(span.start - 1, span.end + 1), "Policy"), found)
            yield replace(found, entity=mention.entity) if found is not None else mention

    @staticmethod
    def _unlinked(mention: Mention, by_place: Mapping[tuple[Span, str], Mention]) -> Mention:
        """An agency as it was found: its identity is given once its short forms are linked to it."""
        if mention.kind != "Agency":
            return mention
        return by_place.get((mention.span, mention.kind), mention)

    def _mentions(self, text: str, *, areas: bool) -> list[Mention]:
        """Each form wherever it stands in the text, longer ones first, none within another of the same thing."""
        owners = self._owners(text, areas=areas)
        places = [(at, form) for form in owners for at in _occurrences(text, form)]
        found: list[Mention] = []
        for at, form in sorted(places, key=lambda p: (-len(p[1]), p[0])):
            entity, span = owners[form].entity, Span(at, at + len(form))
            if not any(m.entity == entity and m.span.covers(span) for m in found):
                found.append(Mention(span, form, entity.kind, RULE, entity))
        return found

    def _owners(self, text: str, *, areas: bool) -> dict[str, Name]:
        owners: dict[str, Name] = {}
        for name in self.names:
            if (name.entity.kind in AREAS) != areas:
                continue
            for form in name.forms:
                form = form if form in text else form.replace("(", "（").replace(")", "）")
                held = owners.get(form)
                if len(form) >= SHORTEST and not (held and name.optional and not held.optional):
                    owners[form] = name
        return _without_parents(owners) if areas else owners


def _entity(row: Gold, gazetteer: Gazetteer) -> Entity | None:
    """The thing of a row; None for an area that the gazetteer does not have on that path."""
    kind, label = str(row["type"]), str(row["name"])
    if kind in CODED:
        wanted = set(str(row["path"]).split("/")[:-1])
        places = gazetteer.named(label)
        codes = (p.code for p in places if wanted <= {q.name for q in gazetteer.path(p.code)})
        code = next(codes, None)
        return gazetteer.entity(code) if code is not None else None
    aliases = tuple(sorted({*_texts(row, "aliases")} - {label}))
    if kind in AREAS:
        key = hashlib.sha256(f"{kind}|gold|{label}".encode()).hexdigest()[:16]
        return Entity(f"{kind.lower()}-{key}", kind, label, aliases)
    return Entity(local_name(kind, label), kind, label, aliases)


def _without_parents(owners: Mapping[str, Name]) -> dict[str, Name]:
    """Areas without those that they begin with: 杏花岭区 of 太原市杏花岭区, where 太原市 is a thing of its own."""
    longest = sorted(owners, key=lambda form: -len(form))
    found = dict(owners)
    for form in sorted(owners, key=len):
        rest = form
        while parent := next((p for p in longest if _begins(rest, p) and owners[form] != owners[p]), ""):
            rest = rest[len(parent) :]
        if rest != form:
            found.setdefault(rest, found.pop(form))
    return found


def _begins(form: str, parent: str) -> bool:
    return form != parent and form.startswith(parent) and len(form) - len(parent) >= SHORTEST


def _by_place(found: Sequence[Mention]) -> dict[tuple[Span, str], Mention]:
    return {(m.span, m.kind): m for m in found if m.kind in AS_FOUND}


def _texts(row: Gold, key: str) -> tuple[str, ...]:
    return tuple(row.get(key, ()))  # type: ignore[arg-type]


def _occurrences(text: str, form: str) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)
