"""Merges what is equal in a pool: things under the ids that stand, the best claim on a fact and place, the facts that stand.

Of a pool that was sealed before, and of which pages were taken out and in since, only what these touch is merged anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Protocol

from kg.graph.changes import Changes
from kg.graph.equal import agreement, best_claim, pool_entities
from kg.graph.keys import claim_name
from kg.graph.pool import CLAIM_ORDER, ROWS, Fact, Pool, fact_row, within
from kg.model import Claim, Entity

RENAMED = "UPDATE claim SET subject=?, relation=?, object=?, value=?, name=?, kept=?, old_subject=?, old_object=? WHERE row=?"
OLD = "coalesce(old_subject, subject)", "substr(coalesce(old_object, object), 8)"  # as the page has them

RIVALS = f"SELECT {CLAIM_ORDER}, value, claimed, row FROM claim WHERE kept >= 0"


class Identity(Protocol):
    """What says which things are one: `same` maps an id to the id that stands for it, without chains; `notes` tell why, by that."""

    @property
    def same(self) -> Mapping[str, str]: ...
    @property
    def notes(self) -> Mapping[str, tuple[str, ...]]: ...


@dataclass(frozen=True, slots=True)
class Decided:
    """No two ids are one thing, or those that are given."""

    same: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def all_different(pool: Pool) -> Identity:
    return Decided()


Identify = Callable[[Pool], Identity]


def seal(
    pool: Pool, identify: Identify = all_different, amend: Callable[[Pool], object] | None = None
) -> None:
    """Merge all. `identify` sees the things as the pages have them; `amend` may change things and claims before facts are made of them."""
    _gather(pool, None)
    changes = Changes()
    _decide(pool, identify(pool), changes)
    pool.connection.execute(
        "INSERT INTO named SELECT DISTINCT coalesce(new, entity), article FROM mention LEFT JOIN same ON old=entity ORDER BY 1, 2"
    )
    if amend is not None:
        amend(pool)
    _keep_best_claims(pool)


def reseal(pool: Pool, changes: Changes, identify: Identify = all_different) -> None:
    """Merge what pages that were taken out and in touch; `changes` have all that became other by it in the end."""
    _gather(pool, changes.things)
    _decide(pool, identify(pool), changes)
    _name(pool, changes.things)
    _keep_best_again(pool, changes)
    changes.finish(pool)


def _gather(pool: Pool, among: Collection[str] | None) -> None:
    """The things as the pages have them, pooled by id."""
    run = pool.connection
    for table in ("apart", "thing"):
        where, values = within("id", among)
        run.execute(f"DELETE FROM {table} WHERE {where}", values)
    for thing in _pooled(pool, among):
        run.execute("INSERT INTO apart VALUES (?,?,?,?)", (thing.id, thing.kind, thing.label, thing.code))
        _put(pool, thing)


def _pooled(
    pool: Pool, among: Collection[str] | None, same: Mapping[str, str] | None = None
) -> Iterator[Entity]:
    """Equal things as one, `among` some ids, with `same` under those that stand for them. What claims know of their objects counts where no page has the thing itself."""
    where, values = within("id", among)
    name, joined = ("coalesce(new, id)", "LEFT JOIN same ON old=id") if same else ("id", "")
    rows = pool.connection.execute(
        f"SELECT DISTINCT {name}, own, body FROM variant {joined} WHERE {where} ORDER BY 1, own DESC, body",
        values,
    )
    for _, group in groupby(rows, key=lambda row: str(row[0])):
        found = list(group)
        yield pool_entities(
            pool.value(body, Entity).renamed(same or {}) for _, own, body in found if own == found[0][1]
        )


def _put(pool: Pool, thing: Entity) -> None:
    row = (thing.id, thing.kind, pool.text(thing))
    pool.connection.execute("INSERT INTO thing VALUES (?,?,?)", row)


def _decide(pool: Pool, identity: Identity, changes: Changes) -> None:
    """Have things be one that were not, and apart that were one; `changes` learn which things and facts that touches."""
    run, before = pool.connection, pool.same
    pool.same = {old: new for old, new in identity.same.items() if old != new}
    other = {name for name in {*before, *pool.same} if before.get(name) != pool.same.get(name)}
    run.execute("DELETE FROM same")
    run.executemany("INSERT INTO same VALUES (?,?)", pool.same.items())
    changes.things |= other | _explained(pool, identity.notes) | _inside(pool, other)
    changes.things |= {names.get(name, name) for names in (before, pool.same) for name in changes.things}
    _rename_claims(pool, other, changes)
    where, values = within("id", changes.things)
    run.execute(f"DELETE FROM thing WHERE {where}", values)
    for thing in _pooled(pool, _parts(pool, changes.things), pool.same):
        _put(pool, replace(thing, notes=identity.notes.get(thing.id, ())))


def _parts(pool: Pool, things: Set[str]) -> set[str]:
    """All ids that are these things."""
    return {*things, *(old for old, new in pool.same.items() if new in things)}


def _explained(pool: Pool, notes: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The things whose reason to be one became another."""
    run = pool.connection
    before = dict(run.execute("SELECT id, notes FROM why"))
    now = {name: json.dumps(told, ensure_ascii=False) for name, told in notes.items()}
    run.execute("DELETE FROM why")
    run.executemany("INSERT INTO why VALUES (?,?)", now.items())
    return {name for name in {*before, *now} if before.get(name) != now.get(name)}


def _inside(pool: Pool, things: Set[str]) -> set[str]:
    """What is a part of one of these things."""
    where, values = within("part_of", things)
    rows = pool.connection.execute(f"SELECT DISTINCT id FROM variant WHERE {where}", values) if things else ()
    return {name for (name,) in rows}


def _name(pool: Pool, things: Set[str]) -> None:
    """Which articles name these things."""
    where, values = within("entity", things)
    pool.connection.execute(f"DELETE FROM named WHERE {where}", values)
    where, values = within("entity", _parts(pool, things))
    pool.connection.execute(
        f"INSERT INTO named SELECT DISTINCT coalesce(new, entity), article FROM mention LEFT JOIN same ON old=entity WHERE {where}",
        values,
    )


def _rename_claims(pool: Pool, other: Set[str], changes: Changes) -> None:
    """Claims on the things that stand: all on those that became `other`, and those of new pages."""
    run = pool.connection
    select = "SELECT row, subject, relation, object, name, body FROM claim WHERE"
    for names, place, values in _to_rename(pool, other, changes.pages):
        where = " OR ".join(f"{column} IN ({names})" for column in OLD)
        for row, *fact, name, body in run.execute(
            f"{select} {place} AND ({where} OR qualified)", values
        ).fetchall():
            written = pool.value(body, Claim)
            claim = written.renamed(pool.same)
            subject, relation, value, text = fact_row(claim)
            was = fact_row(written)
            moved = (subject, value) != (was[0], was[2])
            kept = -1 if moved and value == f"entity {subject}" else 1
            old = (was[0], was[2]) if moved else (None, None)
            run.execute(RENAMED, (subject, relation, value, text, claim_name(claim), kept, *old, row))
            changes.claims.add(name)
            changes.rows.add(row)
            changes.facts |= {(fact[0], fact[1], fact[2]), (subject, relation, value)}


def _to_rename(
    pool: Pool, other: Set[str], pages: Iterable[int]
) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Of claims that may need it: which names, where in the table, and the values of both."""
    if other:
        names = json.dumps(sorted(other))
        yield "SELECT value FROM json_each(?1)", "1", (names,)
    for page in pages if pool.same else ():
        yield "SELECT old FROM same", "row >= ?1 AND row < ?2", (page * ROWS, (page + 1) * ROWS)


def _keep_best_claims(pool: Pool) -> None:
    """One claim for a fact and place in the text, and the facts that stand."""
    rows = pool.connection.execute(f"{RIVALS} ORDER BY {CLAIM_ORDER}, row")
    for fact, places in groupby(rows, key=lambda row: tuple(row[:3])):
        _keep_best_of_fact(pool, fact, places)


def _keep_best_again(pool: Pool, changes: Changes) -> None:
    """The same of the facts that pages touch; which claims and facts are others by it."""
    run, where = pool.connection, "subject=? AND relation=? AND object=?"
    for fact in sorted(changes.facts):
        before = _claims_and_fact(pool, fact)
        run.execute(
            f"UPDATE claim SET kept=iif(kept<0, kept, 1), sure=NULL WHERE {where} AND (kept=0 OR sure NOT NULL)",
            fact,
        )
        run.execute(f"DELETE FROM fact WHERE {where}", fact)
        rows = run.execute(f"{RIVALS} AND {where} ORDER BY article, start, end, row", fact).fetchall()
        _keep_best_of_fact(pool, fact, rows)
        now = _claims_and_fact(pool, fact)
        changes.rows |= {row for row, *_ in before[0] ^ now[0]}
        if before[1] != now[1]:
            changes.things.add(fact[0])


def _claims_and_fact(pool: Pool, fact: Fact) -> tuple[set[tuple[int, int, str | None]], list[tuple[str]]]:
    """The row of each claim on a fact, whether it is kept, and its agreement; the value of the fact, if it stands."""
    where = "subject=? AND relation=? AND object=?"
    claims = pool.connection.execute(f"SELECT row, kept, sure FROM claim WHERE {where}", fact)
    values = pool.connection.execute(f"SELECT value FROM fact WHERE {where}", fact)
    return set(claims), values.fetchall()


def _keep_best_of_fact(pool: Pool, fact: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    stated: list[str] = []
    kept: list[int] = []
    for _, group in groupby(rows, key=lambda row: row[3:6]):
        value, claimed, row = _keep_best(pool, [(str(r[6]), r[7], r[8]) for r in group])  # type: ignore[misc]
        if not claimed:
            stated.append(value)
            kept.append(row)
    if len(kept) > 1:
        _agree(pool, kept)
    if stated:
        pool.connection.execute("INSERT INTO fact VALUES (?,?,?,?)", (*fact, min(stated)))


def _agree(pool: Pool, rows: Iterable[int]) -> None:
    """What several pages say is surer: the claims of a fact get the confidence of their agreement."""
    claims = {row: _claim(pool, row) for row in rows}
    confidence = agreement(claim.evidence for claim in claims.values())
    for row, claim in claims.items():
        if claim.evidence.confidence < confidence:
            pool.connection.execute("UPDATE claim SET sure=? WHERE row=?", (str(confidence), row))


def _keep_best(pool: Pool, rivals: list[tuple[str, int, int]]) -> tuple[str, int, int]:
    """Pass over all claims but the best; its value, whether it only claims, its row. `rivals` are (value, claimed, row)."""
    if len(rivals) == 1:
        return rivals[0]
    claims = {row: _claim(pool, row) for _, _, row in rivals}
    best = best_claim(claims.values())
    keep = min(row for row, claim in claims.items() if claim is best)
    pool.connection.executemany(
        "UPDATE claim SET kept=0 WHERE row=?", [(row,) for row in claims if row != keep]
    )
    return next(rival for rival in rivals if rival[2] == keep)


def _claim(pool: Pool, row: int) -> Claim:
    return next(pool.read_claims("WHERE row=?", row, of="claim"))
