"""One build at a time in a folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kg.model import DataError

FILE = "lock"


@contextmanager
def only_build(folder: Path, out: Path) -> Iterator[None]:
    """Hold the folder for this build. Raises DataError when another has it, or it cannot be written.

    The lock is that of an SQLite file: it works on every system, and ends with its process however that ends.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{out}: cannot be written: {error.strerror}") from error
    with closing(sqlite3.connect(folder / FILE, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            told = f"{out}: another build is writing here; wait for it, or give another folder with -o"
            raise DataError(told) from error
        yield
