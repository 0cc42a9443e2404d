"""The examples of docs/values.md are read as it says."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from kg.model import Date, Quantity
from kg.text.periods import find_periods
from kg.text.values import find_values, load_units

ROOT = Path(__file__).parents[1]
UNITS = load_units(ROOT / "ontology")
TODAY = Date("2024-08-06")  # as the document says
TABLE = re.compile(r"^\| text \| (value|date|period) \|\n\|---\|---\|\n((?:\|.*\n)+)", re.M)


def _examples() -> list[tuple[str, str, str]]:
    text = (ROOT / "docs" / "values.md").read_text("utf-8")
    tables = [(kind, [line.split("|") for line in rows.splitlines()]) for kind, rows in TABLE.findall(text)]
    return [(kind, row[1].strip(), row[2].strip()) for kind, rows in tables for row in rows]


EXAMPLES = _examples()


@pytest.mark.parametrize(("kind", "text", "told"), EXAMPLES)
def test_an_example_is_read_as_told(kind: str, text: str, told: str) -> None:
    if kind == "period":
        found = [str(m.value) for m in find_periods(text, today=TODAY)]
    else:
        values = [m.value for m in find_values(text, units=UNITS, today=TODAY)]
        found = [_shown(v) for v in values if isinstance(v, Date) == (kind == "date")]
    assert "; ".join(found) == told


def _shown(value: object) -> str:
    if isinstance(value, Date):
        return value.iso
    if isinstance(value, Quantity):
        return f"{value.value} {value.unit}".strip()
    assert isinstance(value, Decimal)
    return f"{value} CNY"


def test_every_kind_has_its_table() -> None:
    assert {kind for kind, _, _ in EXAMPLES} == {"value", "date", "period"}
