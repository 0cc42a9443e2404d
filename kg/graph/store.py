"""The embedded store: pyoxigraph on disk, replaced whole, so that a killed build leaves the old graph or the new."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, Store, Triple

from kg.model import DataError


def write_store(rows: Iterable[Triple], folder: Path) -> None:
    """Load the triples into a fresh store beside `folder`, then put it in its place by renaming."""
    fresh = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    old = folder.with_name(f".{folder.name}.old-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    store = Store(str(fresh))
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in rows)
    store.flush()
    del store  # closes it
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def read_store(folder: Path) -> Store:
    """Open a store for reading. Raises DataError when there is none."""
    if not folder.is_dir():
        raise DataError(f"no graph at {folder}: run `kg build` first")
    try:
        return Store.read_only(str(folder))
    except OSError as error:
        raise DataError(f"{folder}: no readable store: {error}") from error
