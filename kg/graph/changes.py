"""What becomes other in a sealed pool as pages are taken out and in: documents, articles, things, facts and their claims."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from kg.graph.keys import digest
from kg.graph.pool import INSERT, ROWS, Fact, Pool, within
from kg.model import PageFacts


@dataclass(slots=True)
class Changes:
    """Too many of them are as good as too few are wrong: what is among them is made anew."""

    documents: set[str] = field(default_factory=set)  # identifiers
    articles: set[str] = field(default_factory=set)
    things: set[str] = field(default_factory=set)  # ids
    facts: set[Fact] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)  # names, those of claims that are no more too
    rows: set[int] = field(default_factory=set)  # of claims
    pages: list[int] = field(default_factory=list)  # new

    def take_in(self, pool: Pool, page: PageFacts | None, *, key: str, shard: str, note: str) -> None:
        """A new page."""
        number = pool.take(page, key=key, shard=shard, note=note)
        self.pages.append(number)
        self._see(pool, number)

    def take_out(self, pool: Pool, shards: Collection[str]) -> None:
        """The pages that are in none of these shards."""
        where, values = within("shard", shards)
        rows = pool.connection.execute(f"SELECT number FROM page WHERE NOT {where}", values).fetchall()
        for (number,) in rows:
            self._see(pool, number)
            for table in INSERT:
                pool.connection.execute(f"DELETE FROM {table} WHERE row >= ? AND row < ?", _rows(number))
            pool.connection.execute("DELETE FROM page WHERE number=?", (number,))

    def finish(self, pool: Pool) -> None:
        """Once all is merged: the claims that became other, by their names, and all that are called so."""
        where, values = within("row", self.rows)
        rows = pool.connection.execute(f"SELECT name FROM claim WHERE {where}", values)
        self.claims |= {name for (name,) in rows}
        where = "subject=? AND relation=? AND object=?"
        for fact in self.facts:
            named = pool.connection.execute(f"SELECT row, name FROM claim WHERE {where}", fact)
            self.rows |= {row for row, name in named if name in self.claims}

    @property
    def quantities(self) -> list[str]:
        """The objects of facts that are quantities."""
        return sorted({value for _, _, value in self.facts if value.startswith("quantity|")})

    def nodes(self) -> Iterator[str]:
        """The names of all nodes whose triples may be others now."""
        yield from (f"doc-{name}" for name in self.documents)
        yield from (f"article-{name}" for name in self.articles)
        yield from (f"quantity-{digest(value.removeprefix('quantity|'))}" for value in self.quantities)
        yield from self.claims
        yield from self.things

    def _see(self, pool: Pool, number: int) -> None:
        """All that a page touches."""
        for found, column, table in (
            (self.documents, "identifier", "document"),
            (self.articles, "identifier", "article"),
            (self.things, "id", "variant"),
            (self.things, "entity", "mention"),
            (self.claims, "name", "claim"),
        ):
            rows = pool.connection.execute(
                f"SELECT {column} FROM {table} WHERE row >= ? AND row < ?", _rows(number)
            )
            found.update(name for (name,) in rows)
        claims = "SELECT row, subject, relation, object FROM claim WHERE row >= ? AND row < ?"
        for row, *fact in pool.connection.execute(claims, _rows(number)):
            self.rows.add(row)
            self.facts.add((fact[0], fact[1], fact[2]))


def _rows(number: int) -> tuple[int, int]:
    """The first row of a page in each table, and the first after it."""
    return number * ROWS, (number + 1) * ROWS
