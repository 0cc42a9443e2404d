"""Cells of tables that people open in Excel, which takes some texts for formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?%?")


def safe(row: Sequence[str]) -> list[str]:
    """A row whose cells are text or numbers: before what would be a formula stands an apostrophe, as Excel has it."""
    return [f"'{c}" if _FORMULA.match(c) and not _NUMBER.fullmatch(c) else c for c in row]
