"""The embedded store: pyoxigraph on disk, replaced whole, so that a killed build leaves the old graph or the new."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, Store, Triple

from kg.model import DataError


def write_store(rows: Iterable[Triple], folder: Path) -> None:
    """Load the triples into a fresh store beside `folder`, then put it in its place by renaming.

    Between the two renamings the old graph stands under another name, where `read_store` finds it.
    """
    fresh, old = folder.with_name(f".{folder.name}.new"), _old(folder)
    shutil.rmtree(fresh, ignore_errors=True)  # a killed build left it
    _load(rows, fresh)
    if folder.exists():
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def read_store(folder: Path) -> Store:
    """Open a store for reading. Raises DataError when there is none."""
    found = folder if folder.is_dir() else _old(folder)
    if not found.is_dir():
        raise DataError(f"no graph at {folder}: run `kg build` first")
    try:
        return Store.read_only(str(found))
    except OSError as error:
        raise DataError(f"{folder}: no readable store: {error}") from error


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _load(rows: Iterable[Triple], folder: Path) -> None:
    """A store in a folder of its own; it is closed when this returns."""
    store = Store(str(folder))
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in rows)
    store.flush()
