"""The gold files of some folds: a table says in which fold each page is."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from pathlib import Path

from kg.model import DataError


def in_folds(gold: Sequence[Path], *, table: Path, folds: Collection[str]) -> tuple[Path, ...]:
    """The gold files whose page (their stem) `table` puts in one of `folds`; the others are not read.

    `table` is tab-separated, its columns `page` and `fold` among others. Raises DataError where it is not, or where
    no gold file is left.
    """
    fold_of = _folds(table)
    kept = tuple(path for path in gold if fold_of.get(path.stem) in folds)
    if not kept:
        known = ", ".join(sorted(set(fold_of.values())))
        raise DataError(
            f"no gold file is of a page in fold {', '.join(sorted(folds))}; folds of {table}: {known}"
        )
    return kept


def _folds(table: Path) -> dict[str, str]:
    try:
        with table.open(encoding="utf-8", newline="") as file:
            return {row["page"]: row["fold"] for row in csv.DictReader(file, delimiter="\t")}
    except (OSError, ValueError) as error:
        raise DataError(f"{table}: no table of folds: {error}") from error
    except KeyError as error:
        raise DataError(f"{table}: no table of folds: it lacks the column {error}") from error
