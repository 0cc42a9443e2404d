"""The file of a pool that is kept from one build to the next, so that this merges only what became other."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from kg.graph import keys
from kg.graph.bodies import read_body
from kg.graph.pool import INDEXES, Pool, connect, new_pool
from kg.model import Article, DataError


class PoolFile:
    """A context: `again` opens the pool that an earlier build kept, `begin` a new one; what is not kept in the end is as it was."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection: sqlite3.Connection | None = None
        self.new = False

    def __enter__(self) -> PoolFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def again(self, mark: str) -> Pool | None:
        """The pool that was kept under this mark; None where there is none."""
        if not (mark and self.path.is_file()):
            return None
        try:
            self.connection = connect(self.path)
            self.connection.execute("PRAGMA journal_mode=DELETE")  # what is not kept is rolled back
            self.connection.execute("BEGIN IMMEDIATE")
            found = self.connection.execute("SELECT value FROM state WHERE name='mark'").fetchone()
            if found == (mark,):
                return Pool(self.connection)
        except sqlite3.DatabaseError:  # something else wrote it
            pass
        self.close()
        return None

    def begin(self) -> Pool:
        """An empty pool in the place of any other."""
        self.close()
        self._remove()
        self.new, self.connection = True, connect(self.path)
        return new_pool(self.connection)

    def keep(self, mark: str, **state: str) -> None:
        """Keep what the pool holds under a mark, and what else to know of it (`Pool.state`)."""
        if self.connection is None:
            return
        if self.new:
            for line in INDEXES.split(";"):
                self.connection.execute(line)
        rows = {"mark": mark, **state}.items()
        self.connection.executemany("INSERT OR REPLACE INTO state VALUES (?,?)", rows)
        self.connection.execute("COMMIT")
        self.new = False
        with self.path.open("rb") as file:  # before anything says that it is there
            os.fsync(file.fileno())

    def close(self) -> None:
        """Give up what was not kept."""
        if self.connection is not None:
            with suppress(sqlite3.Error):  # nothing was begun
                self.connection.execute("ROLLBACK")
            self.connection.close()
            self.connection = None
        if self.new:
            self._remove()
            self.new = False

    def _remove(self) -> None:
        for ending in ("", "-journal"):
            self.path.with_name(f"{self.path.name}{ending}").unlink(missing_ok=True)


def article_text(path: Path, name: str) -> str:
    """The text of an article, by the local name of its node, from the pool that a build kept.

    Raises DataError where none is kept, or its build was told to leave texts out (`--no-text`).
    """
    if not path.is_file():
        raise DataError("the texts of this graph are not here: run `kg build` again")
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as pool:
            if pool.execute("SELECT value FROM state WHERE name='texts'").fetchone() != ("yes",):
                raise DataError("this graph was built without texts (--no-text)")
            names = pool.execute("SELECT DISTINCT identifier FROM article")
            found = next((n for (n,) in names if keys.local(f"article-{n}") == name), None)
            row = pool.execute("SELECT body FROM article WHERE identifier=?", (found,)).fetchone()
    except sqlite3.DatabaseError as error:
        raise DataError(f"the texts of this graph cannot be read: {error}") from error
    if row is None:
        raise DataError(f"no article '{name}'")
    return read_body(row[0], Article).text
