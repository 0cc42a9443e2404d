"""What corrections ask of a pool whose things are merged and whose facts are not made yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.graph.codec import encode
from kg.graph.pool import CLAIM_ORDER, INSERT, Pool
from kg.model import Claim, Entity


class Amending:
    """Things and claims, to look at and to put back changed."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    def things(self) -> Iterator[Entity]:
        """By id."""
        yield from self.pool.read("SELECT body FROM thing ORDER BY id", Entity)

    def put_thing(self, entity: Entity) -> None:
        """A thing, or another version of it."""
        row = (entity.id, entity.kind, encode(entity))
        self.pool.connection.execute("INSERT OR REPLACE INTO thing VALUES (?,?,?)", row)

    def claims_of(self, things: Sequence[str]) -> Iterator[tuple[int, Claim]]:
        """The claims with one of the things as subject or object, each with its row, in the order of what they say."""
        where = f"WHERE subject=? OR object=? ORDER BY {CLAIM_ORDER}, row"
        for name in things:
            found = (name, f"entity {name}")
            rows = self.pool.connection.execute(f"SELECT row FROM best {where}", found).fetchall()
            claims = list(self.pool.read_claims(where, *found))
            yield from zip((int(row) for (row,) in rows), claims, strict=True)

    def put_claim(self, claim: Claim, row: int | None = None) -> None:
        """A new claim, or another version of that in a row."""
        self.pool.connection.execute(
            INSERT["claim"].replace("INSERT", "INSERT OR REPLACE"), (row, *self.pool.claim_row(claim))
        )

    def sources(self) -> dict[str, str]:
        """The path of the page of each article, whose identifier is that of the page and a number."""
        pages = dict(self.pool.connection.execute("SELECT identifier, source FROM document"))
        articles = self.pool.connection.execute("SELECT DISTINCT identifier FROM article")
        return {name: str(pages.get(name.rpartition("-")[0], "")) for (name,) in articles}

    def articles_of(self, entity: str) -> Iterator[str]:
        """The articles that name a thing."""
        return self.pool.articles_naming(entity)
