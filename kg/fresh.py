"""A file that is written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.model import DataError


@contextmanager
def fresh(path: Path) -> Iterator[Path]:
    """The path of a file beside another, to write to; it takes the other's place, and after a failure nothing is left of it.

    Raises DataError where it cannot be written.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        yield new
        new.replace(path)
    except OSError as error:
        raise DataError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
