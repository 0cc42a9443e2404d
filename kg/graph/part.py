"""What a pool holds, counted; and the part of a large graph that an HTML page can show."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph.pool import CLAIM_ORDER, Pool, with_object
from kg.model import Article, Document, Entity, Knowledge

SHOWN = """
CREATE TEMP TABLE weight AS SELECT id, sum(n) AS n FROM (
    SELECT subject AS id, count(*) AS n FROM best GROUP BY 1 UNION ALL
    SELECT substr(object, 8), count(*) FROM best WHERE object LIKE 'entity %' GROUP BY 1
) GROUP BY id;
CREATE TEMP TABLE shown AS SELECT row FROM best JOIN weight ON id = subject
    ORDER BY n DESC, subject, relation, object, article, start, end LIMIT {limit};
CREATE TEMP TABLE kept (id TEXT PRIMARY KEY);
INSERT OR IGNORE INTO kept SELECT subject FROM claim WHERE row IN (SELECT row FROM shown);
INSERT OR IGNORE INTO kept SELECT substr(object, 8) FROM claim
    WHERE row IN (SELECT row FROM shown) AND object LIKE 'entity %';
CREATE TEMP TABLE told AS SELECT DISTINCT article AS id FROM claim WHERE row IN (SELECT row FROM shown);
CREATE UNIQUE INDEX temp.told_id ON told (id);
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """`facts` counts distinct (subject, relation, object) that are not denied; `by_class` the things named."""

    pages: int
    articles: int
    entities: int
    facts: int
    claims: int
    by_class: tuple[tuple[str, int], ...]
    by_relation: tuple[tuple[str, int], ...]


def count(pool: Pool) -> Counts:
    """What a sealed pool holds; the largest numbers first."""
    return Counts(
        pages=_number(pool, "SELECT count(*) FROM (SELECT DISTINCT identifier, source FROM document)"),
        articles=_number(pool, "SELECT count(*) FROM (SELECT DISTINCT body FROM article)"),
        entities=_number(pool, "SELECT count(DISTINCT entity) FROM named"),
        facts=_number(pool, "SELECT count(*) FROM fact"),
        claims=count_claims(pool),
        by_class=_table(
            pool, "SELECT kind, count(*) FROM thing WHERE id IN (SELECT entity FROM named) GROUP BY 1"
        ),
        by_relation=_table(pool, "SELECT relation, count(*) FROM fact GROUP BY 1"),
    )


def count_claims(pool: Pool) -> int:
    """Those that are not rejected."""
    return _number(pool, "SELECT count(*) FROM best WHERE claimed < 2")


def heaviest(pool: Pool, limit: int) -> Knowledge:
    """The claims on the things with the most claims (as subject or object; then by id), up to `limit` claims.

    With them their things, the parents of these, and the articles that those claims are from with what they name.
    """
    for line in SHOWN.format(limit=limit).split(";"):  # a script would end what is open
        pool.connection.execute(line)
    claims = tuple(pool.read_claims(f"WHERE row IN (SELECT row FROM shown) ORDER BY {CLAIM_ORDER}"))
    entities = _with_parents(pool)
    articles = tuple(
        pool.read("SELECT DISTINCT body FROM article WHERE identifier IN (SELECT id FROM told)", Article)
    )
    mentioned = pool.connection.execute(
        "SELECT entity, article FROM named WHERE entity IN (SELECT id FROM kept) AND article IN (SELECT id FROM told) ORDER BY 1, 2"
    )
    return Knowledge(
        _documents(pool, {a.document for a in articles}),
        tuple(sorted(articles, key=lambda a: (a.document, a.span, a.identifier))),
        tuple(entities[key] for key in sorted(entities)),
        tuple(mentioned),
        tuple(with_object(claim, entities) for claim in claims),
    )


def _documents(pool: Pool, wanted: set[str]) -> tuple[Document, ...]:
    found = (d for d in pool.documents() if d.identifier in wanted)
    return tuple(sorted(found, key=lambda d: (d.identifier, d.source)))


def _with_parents(pool: Pool) -> dict[str, Entity]:
    """The things to show, and what they lie in."""
    question = "SELECT body FROM thing WHERE id IN (SELECT id FROM kept)"
    entities = {e.id: e for e in pool.read(question, Entity)}
    wanted = [e.part_of for e in entities.values() if e.part_of]
    while wanted:
        name = wanted.pop()
        for parent in (
            pool.read("SELECT body FROM thing WHERE id=?", Entity, name) if name not in entities else ()
        ):
            entities[name] = parent
            wanted.extend([parent.part_of] if parent.part_of else [])
    return entities


def _number(pool: Pool, question: str) -> int:
    (number,) = pool.connection.execute(question).fetchone()
    return int(number)


def _table(pool: Pool, question: str) -> tuple[tuple[str, int], ...]:
    rows = [(str(name), int(number)) for name, number in pool.connection.execute(question)]
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))
