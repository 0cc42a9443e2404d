"""Cells of tables that people open in Excel, which takes some texts for formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?%?")


def safe(row: Sequence[str]) -> list[str]:
    """A row whose cells are text or numbers: before what would be a formula stands an apostrophe, as Excel has it."""
    return [f"'{c}" if _FORMULA.match(c) and not _NUMBER.fullmatch(c) else c for c in row]


def safe_csv(text: str) -> str:
    """A table as SPARQL's CSV has it with its cells made safe."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    csv.field_size_limit(2**31 - 1)
    for row in csv.reader(io.StringIO(text, newline="")):
        writer.writerow(safe(row))
    return made.getvalue()
