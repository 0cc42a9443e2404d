"""All that the pages say, in one SQLite file: merged there, so that memory does not grow with the number of pages.

First `add` the pages, then `kg.graph.seal` merges what is equal, then read. SQLite sorts on disk; here one thing, article or
claim is held at a time. Without a path the pool is in memory, for few pages. What the pages say stays as it was added
beside what was made of it, so that pages can be taken out and in again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from kg.graph.bodies import Kept, article_key, name_of_quantity, read_body, read_object
from kg.graph.codec import encode
from kg.graph.equal import pool_documents
from kg.graph.keys import claim_name, object_key, order
from kg.model import REJECTED, Article, Claim, Document, Entity, Knowledge, PageFacts, Quantity, Value

CACHE = 32  # MiB of the file that SQLite keeps in memory
KEPT = 1 << 14  # things and claims whose values are kept as they came, some 30 MB: no text is read again
ROWS = 1 << 24  # of a table for one page: the row's number begins with the page's
TABLES = """
CREATE TABLE page (number INTEGER PRIMARY KEY, key TEXT, shard TEXT, note TEXT);
CREATE TABLE document (row INTEGER PRIMARY KEY, identifier TEXT, source TEXT, body TEXT);
CREATE TABLE article (row INTEGER PRIMARY KEY, identifier TEXT, body TEXT);
CREATE TABLE variant (row INTEGER PRIMARY KEY, id TEXT, own INTEGER, part_of TEXT, body TEXT);
CREATE TABLE mention (row INTEGER PRIMARY KEY, entity TEXT, article TEXT);
CREATE TABLE claim (row INTEGER PRIMARY KEY, subject TEXT, relation TEXT, object TEXT, value TEXT, article TEXT, start INTEGER,
    end INTEGER, claimed INTEGER, qualified INTEGER, name TEXT, body TEXT, kept INTEGER DEFAULT 1, sure TEXT,
    old_subject TEXT, old_object TEXT);
CREATE TABLE apart (id TEXT PRIMARY KEY, kind TEXT, label TEXT, code TEXT) WITHOUT ROWID;
CREATE TABLE same (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID;
CREATE TABLE why (id TEXT PRIMARY KEY, notes TEXT) WITHOUT ROWID;
CREATE TABLE thing (id TEXT PRIMARY KEY, kind TEXT, body TEXT) WITHOUT ROWID;
CREATE TABLE named (entity TEXT, article TEXT, PRIMARY KEY (entity, article)) WITHOUT ROWID;
CREATE TABLE fact (subject TEXT, relation TEXT, object TEXT, value TEXT, PRIMARY KEY (subject, relation, object)) WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE VIEW best AS SELECT * FROM claim WHERE kept > 0;
"""
# `kept`: 1 the best of its fact and place, 0 another is better, -1 its thing would be part of itself. `sure`: the confidence of
# agreement. Subject, object, value and name of a claim are those of the things that stand; the old ones where they differ.
INDEXES = """
CREATE INDEX IF NOT EXISTS page_key ON page (key);
CREATE INDEX IF NOT EXISTS page_shard ON page (shard);
CREATE INDEX IF NOT EXISTS document_id ON document (identifier);
CREATE INDEX IF NOT EXISTS article_id ON article (identifier);
CREATE INDEX IF NOT EXISTS variant_id ON variant (id);
CREATE INDEX IF NOT EXISTS mention_entity ON mention (entity);
CREATE INDEX IF NOT EXISTS claim_fact ON claim (subject, relation, object);
CREATE INDEX IF NOT EXISTS claim_quantity ON claim (object) WHERE object LIKE 'quantity|%';
"""
CLAIM_COLUMNS = "subject, relation, object, value, article, start, end, claimed, qualified, name, body"
CLAIM_ORDER = "subject, relation, object, article, start, end"  # the fact, and its place in the text
SUBJECTS = "SELECT id FROM thing UNION SELECT subject FROM fact UNION SELECT entity FROM named"
NODES = f"""SELECT (SELECT count(*) FROM best) + (SELECT count(*) FROM ({SUBJECTS}))
    + (SELECT count(DISTINCT identifier) FROM document) + (SELECT count(DISTINCT identifier) FROM article)
    + (SELECT count(DISTINCT object) FROM best WHERE object LIKE 'quantity|%')"""
INSERT = {
    "document": "INSERT INTO document VALUES (?,?,?,?)",
    "article": "INSERT INTO article VALUES (?,?,?)",
    "variant": "INSERT INTO variant VALUES (?,?,?,?,?)",
    "mention": "INSERT INTO mention VALUES (?,?,?)",
    "claim": f"INSERT INTO claim (row, {CLAIM_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
}  # what pages say

Fact = tuple[str, str, str]  # subject, relation and object as the table of claims has them


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
        with closing(connect(path)) as connection:
            yield new_pool(connection)
    finally:
        if path is not None:
            path.unlink(missing_ok=True)


def connect(path: Path | None) -> sqlite3.Connection:
    """A file of a pool, or memory."""
    connection = sqlite3.connect(path or ":memory:", isolation_level=None)
    connection.executescript(
        f"PRAGMA synchronous=OFF; PRAGMA cache_size=-{CACHE * 1024}; PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=FILE;"
    )
    connection.create_function("name_order", 1, order, deterministic=True)
    connection.create_function("quantity_name", 1, name_of_quantity, deterministic=True)
    return connection


def new_pool(connection: sqlite3.Connection) -> Pool:
    """A pool in an empty file; nothing is rolled back: one that is not finished is thrown away."""
    connection.executescript(f"PRAGMA journal_mode=OFF; {TABLES} BEGIN;")
    return Pool(connection)


def within(column: str, among: Collection[str] | Collection[int] | None) -> tuple[str, tuple[str, ...]]:
    """A condition that a column is one of some texts (None: any), and its value."""
    if among is None:
        return "1", ()
    return f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(list(among)),)


class Pool:
    """The tables, and what can be asked of them. `connection` is for the questions of other modules."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._kept: dict[str, object] = {}  # text of a value → the value
        self.same: Mapping[str, str] = dict(connection.execute("SELECT old, new FROM same"))

    # --- what the pages say

    def add(self, pages: Iterable[PageFacts]) -> None:
        """Take pages in; a page that is given twice changes nothing."""
        for page in pages:
            self.take(page)

    def take(self, page: PageFacts | None, *, key: str = "", shard: str = "", note: str = "") -> int:
        """Take a page in, or a part of one, under a key and with a note; its number."""
        row = (key, shard, note)
        number = (
            self.connection.execute("INSERT INTO page (key, shard, note) VALUES (?,?,?)", row).lastrowid or 0
        )
        if page is None:
            return number
        document = replace(page.document, notes=(), losses=())
        rows: Mapping[str, Iterable[Sequence[str | int | None]]] = {
            "document": [(document.identifier, document.source, encode(document))],
            "article": [(a.identifier, encode(a)) for a in page.articles],
            "variant": self._variants(page),
            "mention": page.mentioned,
            "claim": map(self.claim_row, page.claims),
        }
        for table, found in rows.items():
            numbered = ((row, *values) for row, values in enumerate(found, number * ROWS))
            self.connection.executemany(INSERT[table], numbered)
        return number

    def claim_row(self, claim: Claim) -> tuple[str | int, ...]:
        """A claim as the table has it."""
        evidence = claim.evidence
        place = (evidence.article, evidence.span.start, evidence.span.end)
        claimed = 2 if evidence.modality == REJECTED else int(not claim.stands)
        marks = (claimed, int(bool(evidence.qualifiers)))
        return (*fact_row(claim), *place, *marks, claim_name(claim), self.text(claim))

    def _variants(self, page: PageFacts) -> Iterator[tuple[str | int | None, ...]]:
        """The things of a page (own: 1), and those that claims have as objects (0), each once."""
        objects = {self.text(c.object): c.object for c in page.claims if isinstance(c.object, Entity)}
        yield from ((e.id, 1, e.part_of, self.text(e)) for e in page.entities)
        yield from ((e.id, 0, e.part_of, body) for body, e in objects.items())

    def keys(self) -> set[str]:
        """The keys of its pages."""
        return {key for (key,) in self.connection.execute("SELECT key FROM page")}

    def shards(self) -> set[str]:
        """The names of the shards that they came in."""
        return {name for (name,) in self.connection.execute("SELECT DISTINCT shard FROM page")}

    def move(self, keys: Collection[str], shard: str) -> None:
        """These pages are in another shard now."""
        where, values = within("key", keys)
        self.connection.execute(
            f"UPDATE page SET shard=?2 WHERE {where.replace('?', '?1')}", (*values, shard)
        )

    def notes(self) -> Iterator[str]:
        """The notes of all pages."""
        for (note,) in self.connection.execute("SELECT note FROM page WHERE note != ''"):
            yield note

    def variants(self) -> Iterator[Entity]:
        """Before things are one: each as the pages have it, by id; no more than identity looks at."""
        for name, kind, label, code in self.connection.execute(
            "SELECT id, kind, label, code FROM apart ORDER BY id"
        ):
            yield Entity(name, kind, label, code=code)

    def links(self, relation: str) -> Iterator[tuple[str, str]]:
        """Before things are one: subject and object of the facts with this relation that stand, each once, sorted."""
        yield from self.connection.execute(
            "SELECT DISTINCT coalesce(old_subject, subject), substr(coalesce(old_object, object), 8) FROM claim"
            " WHERE relation=? AND object LIKE 'entity %' AND NOT claimed ORDER BY 1, 2",
            (relation,),
        )

    def state(self, name: str) -> str:
        """What was kept with the pool under a name; nothing where it was not."""
        found = self.connection.execute("SELECT value FROM state WHERE name=?", (name,)).fetchone()
        return str(found[0]) if found else ""

    # --- what was made of it

    def documents(self, among: Collection[str] | None = None) -> Iterator[Document]:
        """By the name of their node; the parts of one file are one document."""
        where, values = within("identifier", among)
        rows = self.connection.execute(
            f"SELECT DISTINCT identifier, source, body FROM document WHERE {where} ORDER BY name_order('doc-' || identifier), source, body",
            values,
        )
        for _, group in groupby(rows, key=lambda row: (row[0], row[1])):
            yield pool_documents(read_body(body, Document) for _, _, body in group)

    def articles(self, among: Collection[str] | None = None) -> Iterator[Article]:
        """By the name of their node."""
        where, values = within("identifier", among)
        question = f"SELECT DISTINCT body, identifier FROM article WHERE {where} ORDER BY name_order('article-' || identifier), body"
        yield from self.read(question, Article, *values)

    def subjects(self, among: Collection[str] | None = None) -> Iterator[Subject]:
        """All that is a thing, has a fact or is mentioned, by the name of its node."""
        parts = [
            (f"SELECT {column} AS id FROM {table} WHERE", within(column, among))
            for column, table in (("id", "thing"), ("subject", "fact"), ("entity", "named"))
        ]
        union = " UNION ".join(f"{select} {where}" for select, (where, _) in parts)
        values = tuple(value for _, (_, found) in parts for value in found)
        for (name,) in self.connection.execute(f"SELECT id FROM ({union}) ORDER BY name_order(id)", values):
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

    def claims(self, among: Collection[int] | None = None) -> Iterator[Claim]:
        """By their names, `among` those in some rows. An object entity has the id that stands, and whatever else its page knew of it."""
        where, values = within("row", among)
        yield from self.read_claims(f"WHERE {where} ORDER BY name, body", *values)

    def quantities(self, among: Collection[str] | None = None) -> Iterator[Quantity]:
        """Each quantity that a claim has, once, by the name of its node; `among` those of some objects."""
        where, values = within("object", among)
        yield from self.read(
            "SELECT min(value), quantity_name(min(value)) AS node FROM best"
            f" WHERE object LIKE 'quantity|%' AND {where} GROUP BY object ORDER BY node",
            Quantity,
            *values,
        )

    def knowledge(self) -> Knowledge:
        """The whole in memory, sorted."""
        entities = {e.id: e for e in self.read("SELECT body FROM thing ORDER BY id", Entity)}
        return Knowledge(
            tuple(sorted(self.documents(), key=lambda d: (d.identifier, d.source))),
            tuple(sorted(self.articles(), key=article_key)),
            tuple(entities.values()),
            tuple(self.connection.execute("SELECT entity, article FROM named ORDER BY entity, article")),
            tuple(with_object(claim, entities) for claim in self.read_claims(f"ORDER BY {CLAIM_ORDER}")),
        )

    # --- values and texts

    def read(self, question: str, kind: type[Kept], *values: str) -> Iterator[Kept]:
        """The values that a question finds, its first column. Raises TypeError where that holds others."""
        for row in self.connection.execute(question, values):
            yield self.value(row[0], kind)

    def read_claims(self, where: str, *values: str | int, of: str = "best") -> Iterator[Claim]:
        """The claims (`of` a table) that a condition finds, on the things that stand, as sure as agreement makes them."""
        for body, sure in self.connection.execute(f"SELECT body, sure FROM {of} {where}", values):
            claim = self.value(body, Claim).renamed(self.same)
            yield (
                claim
                if sure is None
                else replace(claim, evidence=replace(claim.evidence, confidence=Decimal(sure)))
            )

    def text(self, value: Claim | Entity) -> str:
        """A value as the tables have it."""
        body = encode(value)
        if len(self._kept) < KEPT:
            self._kept[body] = value
        return body

    def value(self, body: str, kind: type[Kept]) -> Kept:
        """The value of a text."""
        value = self._kept.get(body)
        return value if type(value) is kind else read_body(body, kind)


def fact_row(claim: Claim) -> tuple[str, str, str, str]:
    """The fact of a claim as the table has it, and the text of its object."""
    value = claim.object
    kept = Entity(value.id, "", "") if isinstance(value, Entity) else value
    return (claim.subject, claim.relation, object_key(value), encode(kept))


def with_object(claim: Claim, entities: Mapping[str, Entity]) -> Claim:
    """The claim with its object as it was merged."""
    if not isinstance(claim.object, Entity) or claim.object.id not in entities:
        return claim
    return replace(claim, object=entities[claim.object.id])
