"""One build at a time in a folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kg.model import DataError

FILE = "lock"
# of SQLite: the disk is full, cannot be read or written, or a file cannot be opened
OF_THE_DISK = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)

DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


@contextmanager
def only_build(folder: Path, out: Path) -> Iterator[None]:
    """Hold the folder for this build. Raises DataError when another has it, or it cannot be written then or later.

    The lock is that of an SQLite file: it works on every system, and ends with its process however that ends.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{out}: cannot be written: {error.strerror}") from error
    try:
        with closing(sqlite3.connect(folder / FILE, timeout=0, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            yield
    except OSError as error:
        raise DataError(f"{error.filename or out}: {error.strerror or error}") from error
    except sqlite3.OperationalError as error:
        raise DataError(f"{out}: {_why(error)}") from error
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in DAMAGED:
            raise
        raise DataError(f"{folder / FILE}: {error}; remove it") from error


def _why(error: sqlite3.OperationalError) -> str:
    """Raises the error again if it is a mistake of ours."""
    code = error.sqlite_errorcode & 0xFF  # the primary code, https://sqlite.org/rescode.html
    if code == sqlite3.SQLITE_BUSY:
        return "another build is writing here; wait for it, or give another folder with -o"
    if code in OF_THE_DISK:
        return f"cannot be written: {error}"
    raise error
