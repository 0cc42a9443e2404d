"""Corrections on a pool of pages, before its facts are made of its claims: which met what, and which met nothing.

A rejected claim stays, as one that does not stand; a changed one is rejected, and a new one with its quote says the change. Where several
entries are about one claim the last one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from kg.corrections.file import ACCEPT, CHANGE, REJECT, SAME, THING, Correction
from kg.corrections.match import Said, forms, is_about, page_forms, value_forms
from kg.corrections.objects import Objects, Things, Unknown, Words
from kg.model import REJECTED, Claim, Entity, Evidence, is_a, replace
from kg.schema import Schema, read_as

RULE = "correction"  # of claims that a correction makes
SURE = Decimal(1)
PLACING = ("locatedIn", "jurisdiction", "flowsThrough", "partOf")  # which of them a class has


class Pooled(Protocol):
    """What is asked of a pool (`kg.graph.amend.Amending`)."""

    def things(self) -> Iterable[Entity]: ...
    def put_thing(self, entity: Entity) -> None: ...
    def claims_of(self, subjects: Sequence[str]) -> Iterable[tuple[int, Claim]]: ...
    def put_claim(self, claim: Claim, row: int | None = None) -> None: ...
    def sources(self) -> Mapping[str, str]: ...
    def articles_of(self, entity: str) -> Iterable[str]: ...


@dataclass(slots=True)
class Applied:
    """What came of it: how many claims and things were met, and a line for each entry that met nothing."""

    met: int = 0
    unmet: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Applier:
    """Applies the entries on claims and things; those on names are `decisions` of identity."""

    corrections: Sequence[Correction]
    schema: Schema
    words: Words
    pool: Pooled
    applied: Applied = field(default_factory=Applied)
    things: Things = field(default_factory=Things)
    sources: Mapping[str, str] = field(default_factory=dict)  # article → path of its page

    def run(self) -> Applied:
        self.things = Things.of(self.pool.things())
        self.sources = self.pool.sources()
        for correction in self.corrections:
            if correction.names:
                self._merge(correction)
        for correction in self.corrections:
            if correction.action == THING and (correction["rename"] or correction["class"]):
                self._name_thing(correction)
        self._claims()
        for correction in self.corrections:
            if correction.action == THING and correction["place"]:
                self._place_thing(correction)
        return self.applied

    # --- things

    @property
    def objects(self) -> Objects:
        return Objects(self.things, self.schema, self.words, self.pool.put_thing)

    def _thing(self, correction: Correction) -> Entity | None:
        """The one thing that an entry is on; None, which is told, where there is none or several."""
        found = [
            e for e in self.things.named(correction["name"]) if correction["kind"] in ("", e.kind, *e.types)
        ]
        if correction["page"] and len(found) > 1:
            found = [e for e in found if self._on_page(e.id, correction["page"])]
        if len(found) == 1:
            return found[0]
        why = "no page names it" if not found else f"{len(found)} things are called so: give kind or page"
        self.applied.unmet.append(f"{correction.text}: {why}")
        return None

    def _on_page(self, entity: str, page: str) -> bool:
        return any(page in page_forms(self.sources.get(a, "")) for a in self.pool.articles_of(entity))

    def _merge(self, correction: Correction) -> None:
        """Identity has heeded it already: mark what it met."""
        found = [self.things.ids(name) for name in correction.names]
        things = [self.things.by_id[each] for ids in found for each in ids]
        kinds = {kind for thing in things for kind in (thing.kind, *thing.types)}
        missing = [name for name, ids in zip(correction.names, found, strict=True) if not ids]
        one = len(set().union(*found)) == 1
        if missing:
            self.applied.unmet.append(f"{correction.text}: no page names {', '.join(missing)}")
        elif correction["kind"] not in kinds:
            self.applied.unmet.append(f"{correction.text}: none of them is a {correction['kind']}")
        elif one != (correction.action == SAME):
            why = "one article takes them for one thing" if one else "they stayed apart; is it their class?"
            self.applied.unmet.append(f"{correction.text}: {why}")
        else:
            for name in sorted(set().union(*found)):
                entity = self.things.by_id[name]
                self.things.by_id[name] = replace(entity, corrected=(*entity.corrected, correction.told))
                self.pool.put_thing(self.things.by_id[name])
            self.applied.met += 1

    def _name_thing(self, correction: Correction) -> None:
        entity = self._thing(correction)
        if entity is None:
            return
        wanted = correction["class"] or entity.type
        if wanted not in {k for r in self.schema.relations.values() for k in r.domain}:
            self.applied.unmet.append(f"{correction.text}: there is no class '{wanted}'")
            return
        kind, types = self._class(wanted, entity)
        label = correction["rename"] or entity.label
        new = replace(
            entity,
            kind=kind,
            types=types,
            label=label,
            aliases=tuple(sorted({*entity.aliases, entity.label} - {label})),
            corrected=(*entity.corrected, correction.told),
        )
        self.things.know(new)
        self.pool.put_thing(new)
        self.applied.met += 1
        if wanted != entity.type:
            self._drop_misfits(new, correction)

    def _class(self, wanted: str, entity: Entity) -> tuple[str, tuple[str, ...]]:
        """The class of ours that a thing is read as, and those of the user's, where it is to be of one class."""
        own = self.schema.own.get(wanted)
        if own is None:
            return (entity.kind, entity.types) if wanted == entity.type else (wanted, ())
        return (entity.kind if entity.kind in read_as(own.kinds) else own.kinds[0]), own.above

    def _drop_misfits(self, entity: Entity, correction: Correction) -> None:
        """What the new class cannot have is rejected."""
        why = f"{correction.told} · no fact of a {entity.kind}"
        for row, claim in list(self.pool.claims_of([entity.id])):
            relation = self.schema.relations.get(claim.relation)
            of, to = claim.subject == entity.id, isinstance(claim.object, Entity) and claim.object == entity
            if relation and (
                (of and not is_a(entity, relation.domain)) or (to and not is_a(entity, relation.range))
            ):
                self.pool.put_claim(_marked(claim, why, rejected=True), row)

    # --- claims

    def _claims(self) -> None:
        wanted = [c for c in self.corrections if c.action in (REJECT, ACCEPT, CHANGE)]
        last: dict[int, tuple[Claim, Correction]] = {}
        for correction in wanted:
            found = list(self._met(correction))
            last |= {row: (claim, correction) for row, claim in found}
            if not found:
                known = correction["relation"] in self.schema.relations
                why = "no page says so now" if known else f"there is no relation '{correction['relation']}'"
                self.applied.unmet.append(f"{correction.text}: {why}")
        places = set()  # two rules may say the same of one place: of these one claim stays
        for row, (claim, correction) in last.items():
            if self._correct(row, claim, correction):
                e = claim.evidence
                places.add((claim.subject, claim.relation, e.article, e.span, e.written))
        self.applied.met += len(places)

    def _met(self, correction: Correction) -> Iterator[tuple[int, Claim]]:
        for row, claim in self.pool.claims_of(sorted(self.things.ids(correction["subject"]))):
            if claim.subject in self.things.ids(correction["subject"]) and is_about(
                correction, self._said(claim, correction)
            ):
                yield row, claim

    def _said(self, claim: Claim, correction: Correction) -> Said:
        evidence, value = claim.evidence, claim.object
        if isinstance(value, Entity):
            wanted = self.things.ids(correction["object"])
            objects = forms(correction["object"]) if value.id in wanted else frozenset({""})
        elif claim.relation == "status":
            objects = forms(*(self.schema.label(str(value), lang) for lang in ("zh", "en")), str(value))
        else:
            objects = value_forms(value, evidence.written)
        source = self.sources.get(evidence.article, "")
        return Said(forms(correction["subject"]), claim.relation, objects, page_forms(source), evidence.quote)

    def _correct(self, row: int, claim: Claim, correction: Correction) -> bool:
        """False where the entry cannot be followed."""
        if correction.action == ACCEPT:
            sure = replace(_marked(claim, correction.told).evidence, confidence=SURE)
            self.pool.put_claim(replace(claim, evidence=sure), row)
        elif correction.action == REJECT:
            self.pool.put_claim(_marked(claim, correction.told, rejected=True), row)
        else:
            new = self._changed(claim, correction)
            if isinstance(new, str):
                self._unmet(f"{correction.text}: {new}")
                return False
            self.pool.put_claim(_marked(claim, correction.told, rejected=True), row)
            self.pool.put_claim(new)
        return True

    def _unmet(self, line: str) -> None:
        """Told once, though it may be so of several claims."""
        if line not in self.applied.unmet:
            self.applied.unmet.append(line)

    def _changed(self, claim: Claim, correction: Correction) -> Claim | str:
        """The claim as the entry has it, or why there is none."""
        name = correction["to_relation"] or claim.relation
        relation = self.schema.relations.get(name)
        if relation is None:
            return f"there is no relation '{name}'"
        subject = claim.subject
        if correction["to_subject"]:
            ids = self.things.ids(correction["to_subject"])
            if len(ids) != 1:
                return f"{len(ids)} things are called {correction['to_subject']}"
            subject = next(iter(ids))
        if not is_a(self.things.by_id[subject], relation.domain):
            return f"a {self.things.by_id[subject].kind} has no {name}"
        value = self.objects.of(correction["to"], claim, relation.range) if correction["to"] else claim.object
        if isinstance(value, Unknown):
            return value.why
        if isinstance(value, Entity) and not is_a(self.things.by_id[value.id], relation.range):
            return f"{name} leads to no {self.things.by_id[value.id].kind}"
        return Claim(subject, name, value, _corrected(claim.evidence, correction, value == claim.object))

    # --- places

    def _place_thing(self, correction: Correction) -> None:
        entity = self._thing(correction)
        if entity is None:
            return
        relation = next((r for r in PLACING if is_a(entity, self.schema.relations[r].domain)), "")
        if entity.code or not relation:
            why = "lies where its code says" if entity.code else "has no place of its own"
            self.applied.unmet.append(f"{correction.text}: a {entity.kind} {why}")
            return
        area = self.objects.of(correction["place"], None, self.schema.relations[relation].range)
        if not isinstance(area, Entity):
            why = area.why if isinstance(area, Unknown) else "is no area"
            self.applied.unmet.append(f"{correction.text}: {why}")
            return
        self._place(entity, relation, area, correction)

    def _place(self, entity: Entity, relation: str, area: Entity, correction: Correction) -> None:
        """What puts it elsewhere is rejected; the first such sentence, or any on it, stands for the new place."""
        own = [(row, c) for row, c in self.pool.claims_of([entity.id]) if c.subject == entity.id]
        placed = [(row, c) for row, c in own if c.relation == relation and c.stands]
        right = [(row, c) for row, c in placed if c.object == area]
        for row, claim in placed:
            marked = _marked(claim, correction.told, rejected=claim.object != area)
            self.pool.put_claim(marked, row)
        if not right:
            first = min((c for _, c in placed or own), key=_by_place, default=None)
            if first is None:
                self.applied.unmet.append(
                    f"{correction.text}: no sentence is on it that could stand for this"
                )
                return
            self.pool.put_claim(
                Claim(entity.id, relation, area, _corrected(first.evidence, correction, False))
            )
        new = replace(entity, corrected=tuple(dict.fromkeys((*entity.corrected, correction.told))))
        self.things.by_id[entity.id] = new
        self.pool.put_thing(new)
        self.applied.met += 1


def _marked(claim: Claim, told: str, *, rejected: bool = False) -> Claim:
    evidence = claim.evidence
    marks = tuple(dict.fromkeys((*evidence.corrected, told)))
    modality = REJECTED if rejected else evidence.modality
    return replace(claim, evidence=replace(evidence, modality=modality, corrected=marks))


def _corrected(evidence: Evidence, correction: Correction, same: bool) -> Evidence:
    """The evidence of a claim that a correction makes; `same` where the value is that of the page."""
    modality = evidence.modality if evidence.modality in ("planned", "expected") else ""
    return replace(
        evidence,
        rule=RULE,
        written=evidence.written if same else "",
        modality=modality,
        confidence=SURE,
        corrected=(correction.told,),
    )


def _by_place(claim: Claim) -> tuple[str, int, int, str, str]:
    e = claim.evidence
    return (e.article, e.span.start, e.span.end, claim.relation, e.rule)
