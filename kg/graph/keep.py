"""The file of a pool that is kept from one build to the next, so that this merges only what became other."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from kg.graph.pool import INDEXES, Pool, connect, new_pool


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
