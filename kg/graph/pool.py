"""All that the pages say, in one SQLite file: merged there, so that memory does not grow with the number of pages.

First `add` the pages, then `seal`, then read. SQLite sorts on disk; here one thing, article or claim is held at a time.
Without a path the pool is in memory, for few pages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from kg.graph.bodies import Kept, article_key, name_of_quantity, read_body, read_object
from kg.graph.codec import encode
from kg.graph.equal import agreement, best_claim, pool_documents, pool_entities
from kg.graph.keys import claim_name, object_key, order
from kg.model import REJECTED, Article, Claim, Document, Entity, Knowledge, PageFacts, Quantity, Value

CACHE = 32  # MiB of the file that SQLite keeps in memory
KEPT = 1 << 14  # things and claims whose values are kept as they came, some 30 MB: no text is read again
TABLES = """
CREATE TABLE document (identifier TEXT, source TEXT, body TEXT);
CREATE TABLE article (identifier TEXT, body TEXT);
CREATE TABLE variant (id TEXT, own INTEGER, body TEXT);
CREATE TABLE mention (entity TEXT, article TEXT);
CREATE TABLE claim (subject TEXT, relation TEXT, object TEXT, value TEXT, article TEXT, start INTEGER, end INTEGER,
    claimed INTEGER, qualified INTEGER, name TEXT, body TEXT);
CREATE TABLE same (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID;
CREATE TABLE thing (id TEXT PRIMARY KEY, kind TEXT, body TEXT) WITHOUT ROWID;
CREATE TABLE named (entity TEXT, article TEXT, PRIMARY KEY (entity, article)) WITHOUT ROWID;
CREATE TABLE fact (subject TEXT, relation TEXT, object TEXT, value TEXT, PRIMARY KEY (subject, relation, object)) WITHOUT ROWID;
"""
CLAIM_ORDER = "subject, relation, object, article, start, end"  # the fact, and its place in the text
SUBJECTS = "SELECT id FROM thing UNION SELECT subject FROM fact UNION SELECT entity FROM named"
NODES = f"""SELECT (SELECT count(*) FROM claim) + (SELECT count(*) FROM ({SUBJECTS}))
    + (SELECT count(DISTINCT identifier) FROM document) + (SELECT count(DISTINCT identifier) FROM article)
    + (SELECT count(DISTINCT object) FROM claim WHERE object LIKE 'quantity|%')"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the graph says of one id: the entity, where the pages have one, and its distinct facts that stand."""

    id: str
    entity: Entity | None
    facts: tuple[tuple[str, Value | Entity], ...]


@contextmanager
def open_pool(path: Path | None = None) -> Iterator[Pool]:
    """A pool in a fresh file at `path`, or in memory. The file is removed at the end."""
    if path is not None:
        path.unlink(missing_ok=True)  # a killed build left it
    try:
        with closing(sqlite3.connect(path or ":memory:", isolation_level=None)) as connection:
            yield Pool(connection)
    finally:
        if path is not None:
            path.unlink(missing_ok=True)


class Pool:
    """The tables, and what can be asked of them. `connection` is for the questions of other modules."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._kept: dict[str, object] = {}  # text of a value → the value
        # nothing is ever rolled back: a pool that is not finished is thrown away
        connection.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-{CACHE * 1024};"
            f"PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=FILE; {TABLES} BEGIN;"
        )
        connection.create_function("name_order", 1, order, deterministic=True)
        connection.create_function("quantity_name", 1, name_of_quantity, deterministic=True)

    def add(self, pages: Iterable[PageFacts]) -> None:
        """Take pages in; a page that is given twice changes nothing."""
        into = self.connection.executemany
        for page in pages:
            document = page.document
            into(
                "INSERT INTO document VALUES (?,?,?)",
                [(document.identifier, document.source, encode(replace(document, notes=(), losses=())))],
            )
            into("INSERT INTO article VALUES (?,?)", [(a.identifier, encode(a)) for a in page.articles])
            into("INSERT INTO variant VALUES (?,?,?)", self._variants(page))
            into("INSERT INTO mention VALUES (?,?)", page.mentioned)
            into("INSERT INTO claim VALUES (?,?,?,?,?,?,?,?,?,?,?)", map(self.claim_row, page.claims))

    def variants(self) -> Iterator[Entity]:
        """Before `seal`: each thing as the pages have it, pooled by id but not renamed, by id; what identity looks at."""
        yield from self._pooled({})

    def links(self, relation: str) -> Iterator[tuple[str, str]]:
        """Before `seal`: subject and object of the facts with this relation that stand, each once, sorted."""
        yield from self.connection.execute(
            "SELECT DISTINCT subject, substr(object, 8) FROM claim WHERE relation=? AND object LIKE 'entity %' AND NOT claimed ORDER BY 1, 2",
            (relation,),
        )

    def seal(
        self,
        same: Mapping[str, str],
        notes: Mapping[str, tuple[str, ...]] | None = None,
        amend: Callable[[Pool], object] | None = None,
    ) -> None:
        """Merge what is equal. `same` maps the id of a thing to the id of the thing that it is (no chains).

        `notes` tell why, by the id that stands. `amend` may change things and claims before facts are made of them.
        """
        run = self.connection
        run.executemany(
            "INSERT INTO same VALUES (?,?)", ((old, new) for old, new in same.items() if old != new)
        )
        self._rename_claims(same)
        run.execute(
            "UPDATE variant SET id=(SELECT new FROM same WHERE old=id) WHERE id IN (SELECT old FROM same)"
        )
        told = notes or {}
        pooled = (replace(e, notes=told.get(e.id, ())) for e in self._pooled(same))
        things = ((e.id, e.kind, self._text(e)) for e in pooled)
        run.executemany("INSERT INTO thing VALUES (?,?,?)", things)
        run.execute(
            "INSERT INTO named SELECT DISTINCT coalesce(new, entity), article FROM mention LEFT JOIN same ON old=entity ORDER BY 1, 2"
        )
        if amend is not None:
            amend(self)
        self._keep_best_claims()
        run.execute("DELETE FROM variant")
        run.execute("DELETE FROM mention")

    def documents(self) -> Iterator[Document]:
        """By the name of their node; the parts of one file are one document."""
        rows = self.connection.execute(
            "SELECT DISTINCT identifier, source, body FROM document ORDER BY name_order('doc-' || identifier), source, body"
        )
        for _, group in groupby(rows, key=lambda row: (row[0], row[1])):
            yield pool_documents(read_body(body, Document) for _, _, body in group)

    def articles(self) -> Iterator[Article]:
        """By the name of their node."""
        yield from self.read(
            "SELECT DISTINCT body, identifier FROM article ORDER BY name_order('article-' || identifier), body",
            Article,
        )

    def subjects(self) -> Iterator[Subject]:
        """All that is a thing, has a fact or is mentioned, by the name of its node."""
        rows = self.connection.execute(f"SELECT id FROM ({SUBJECTS}) ORDER BY name_order(id)")
        for (name,) in rows:
            entity = next(self.read("SELECT body FROM thing WHERE id=?", Entity, name), None)
            facts = self.connection.execute("SELECT relation, value FROM fact WHERE subject=?", (name,))
            yield Subject(name, entity, tuple((relation, read_object(body)) for relation, body in facts))

    def nodes(self) -> int:
        """How many subjects the graph will have."""
        (number,) = self.connection.execute(NODES).fetchone()
        return int(number)

    def articles_naming(self, entity: str) -> Iterator[str]:
        """The articles that name a thing, by the name of their node."""
        rows = self.connection.execute(
            "SELECT article FROM named WHERE entity=? ORDER BY name_order('article-' || article)", (entity,)
        )
        return (article for (article,) in rows)

    def claims(self) -> Iterator[Claim]:
        """By their names. An object entity has the id that stands, and whatever else its page knew of it."""
        yield from self.read("SELECT body FROM claim ORDER BY name, body", Claim)

    def quantities(self) -> Iterator[Quantity]:
        """Each quantity that a claim has, once, by the name of its node."""
        yield from self.read(
            "SELECT min(value), quantity_name(min(value)) AS node FROM claim WHERE object LIKE 'quantity|%' GROUP BY object ORDER BY node",
            Quantity,
        )

    def knowledge(self) -> Knowledge:
        """The whole in memory, sorted."""
        entities = {e.id: e for e in self.read("SELECT body FROM thing ORDER BY id", Entity)}
        claims = self.read(f"SELECT body FROM claim ORDER BY {CLAIM_ORDER}", Claim)
        return Knowledge(
            tuple(sorted(self.documents(), key=lambda d: (d.identifier, d.source))),
            tuple(sorted(self.articles(), key=article_key)),
            tuple(entities.values()),
            tuple(self.connection.execute("SELECT entity, article FROM named ORDER BY entity, article")),
            tuple(with_object(claim, entities) for claim in claims),
        )

    def read(self, question: str, kind: type[Kept], *values: str) -> Iterator[Kept]:
        """The values that a question finds, its first column. Raises TypeError where that holds others."""
        for row in self.connection.execute(question, values):
            yield self._read(row[0], kind)

    def _text(self, value: Claim | Entity) -> str:
        body = encode(value)
        if len(self._kept) < KEPT:
            self._kept[body] = value
        return body

    def _read(self, body: str, kind: type[Kept]) -> Kept:
        value = self._kept.get(body)
        return value if type(value) is kind else read_body(body, kind)

    def _variants(self, page: PageFacts) -> Iterator[tuple[str, int, str]]:
        """The things of a page (own: 1), and those that claims have as objects (0), each once."""
        objects = {self._text(c.object): c.object.id for c in page.claims if isinstance(c.object, Entity)}
        yield from ((e.id, 1, self._text(e)) for e in page.entities)
        yield from ((name, 0, body) for body, name in objects.items())

    def claim_row(self, claim: Claim) -> tuple[str | int, ...]:
        """A claim as the table has it."""
        evidence, value = claim.evidence, claim.object
        kept = Entity(value.id, "", "") if isinstance(value, Entity) else value
        fact = (claim.subject, claim.relation, object_key(value), encode(kept))
        place = (evidence.article, evidence.span.start, evidence.span.end)
        claimed = 2 if evidence.modality == REJECTED else int(not claim.stands)
        marks = (claimed, int(bool(evidence.qualifiers)))
        return (*fact, *place, *marks, claim_name(claim), self._text(claim))

    def _pooled(self, same: Mapping[str, str]) -> Iterator[Entity]:
        """Equal things as one. What claims know of their objects counts where no page has the thing itself."""
        rows = self.connection.execute(
            "SELECT DISTINCT id, own, body FROM variant ORDER BY id, own DESC, body"
        )
        for _, group in groupby(rows, key=lambda row: str(row[0])):
            found = list(group)
            yield pool_entities(
                self._read(body, Entity).renamed(same) for _, own, body in found if own == found[0][1]
            )

    def _rename_claims(self, same: Mapping[str, str]) -> None:
        old = "(SELECT old FROM same)"
        question = (
            f"SELECT rowid, body FROM claim WHERE subject IN {old} OR substr(object, 8) IN {old} OR qualified"
        )
        for row, body in self.connection.execute(question).fetchall() if same else ():
            claim = self._read(body, Claim).renamed(same)
            self.connection.execute("DELETE FROM claim WHERE rowid=?", (row,))
            if object_key(claim.object) != f"entity {claim.subject}":  # a thing that is part of itself
                self.connection.execute(
                    "INSERT INTO claim VALUES (?,?,?,?,?,?,?,?,?,?,?)", self.claim_row(claim)
                )

    def _keep_best_claims(self) -> None:
        """One claim for a fact and place in the text, and the facts that stand."""
        run = self.connection
        rows = run.execute(
            f"SELECT {CLAIM_ORDER}, value, claimed, rowid FROM claim ORDER BY {CLAIM_ORDER}, rowid"
        )
        for fact, places in groupby(rows, key=lambda row: tuple(row[:3])):
            stated: list[str] = []
            kept: list[int] = []
            for _, group in groupby(places, key=lambda row: tuple(row[3:6])):
                value, claimed, row = self._keep_best([(row[6], row[7], row[8]) for row in group])
                if not claimed:
                    stated.append(value)
                    kept.append(row)
            if len(kept) > 1:
                self._agree(kept)
            if stated:
                run.execute("INSERT INTO fact VALUES (?,?,?,?)", (*fact, min(stated)))

    def _agree(self, rows: list[int]) -> None:
        """What several pages say is surer: the claims of a fact get the confidence of their agreement."""
        claims = {
            row: next(self.read("SELECT body FROM claim WHERE rowid=?", Claim, str(row))) for row in rows
        }
        confidence = agreement(claim.evidence for claim in claims.values())
        for row, claim in claims.items():
            if claim.evidence.confidence < confidence:
                surer = replace(claim, evidence=replace(claim.evidence, confidence=confidence))
                self.connection.execute("UPDATE claim SET body=? WHERE rowid=?", (self._text(surer), row))

    def _keep_best(self, rivals: list[tuple[str, int, int]]) -> tuple[str, int, int]:
        """Delete all claims but the best; its value, whether it only claims, its row. `rivals` are (value, claimed, row)."""
        if len(rivals) == 1:
            return rivals[0]
        run = self.connection
        claims = {
            row: next(self.read("SELECT body FROM claim WHERE rowid=?", Claim, str(row)))
            for _, _, row in rivals
        }
        best = best_claim(claims.values())
        keep = min(row for row, claim in claims.items() if claim is best)
        run.executemany("DELETE FROM claim WHERE rowid=?", [(row,) for row in claims if row != keep])
        return next(rival for rival in rivals if rival[2] == keep)


def with_object(claim: Claim, entities: Mapping[str, Entity]) -> Claim:
    """The claim with its object as it was merged."""
    if not isinstance(claim.object, Entity) or claim.object.id not in entities:
        return claim
    return replace(claim, object=entities[claim.object.id])
