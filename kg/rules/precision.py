"""What a rule's confidence is: its author's estimate, corrected by what was measured on gold."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kg.model import DataError

FILE = "precision.csv"
WEIGHT = 10  # facts that the author's estimate counts for
LOWEST, HIGHEST = Decimal("0.05"), Decimal("0.99")
STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Measured:
    """Facts of gold pages that a rule found, right and wrong."""

    right: int
    wrong: int


def load_measured(folder: Path) -> Mapping[str, Measured]:
    """Read `precision.csv` (rule,right,wrong) of an ontology folder; none was measured if there is none."""
    path = folder / FILE
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return {row["rule"]: Measured(int(row["right"]), int(row["wrong"])) for row in rows}
    except (KeyError, ValueError, TypeError) as error:
        raise DataError(
            f"{path}: rule,right,wrong are wanted, the last two as whole numbers: {error}"
        ) from error


def write_measured(measured: Mapping[str, Measured], folder: Path) -> None:
    """Write `precision.csv`, sorted by rule."""
    rows = [f"{rule},{m.right},{m.wrong}" for rule, m in sorted(measured.items())]
    (folder / FILE).write_text("\n".join(["rule,right,wrong", *rows]) + "\n", "utf-8")


def corrected(estimate: Decimal, measured: Measured | None) -> Decimal:
    """The share of facts that were right, the estimate counting as WEIGHT facts: 0.9 with 25 right, 1 wrong is 0.94."""
    if measured is None:
        return estimate
    share = (measured.right + estimate * WEIGHT) / (measured.right + measured.wrong + WEIGHT)
    return min(max(share.quantize(STEP), LOWEST), HIGHEST)
