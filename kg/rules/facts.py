"""A fact as a line: `临颍县第五小学 openingDate 2025-09-01`. Examples list such lines, and gold for people is made of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal, InvalidOperation

from kg.faults import near
from kg.model import DataError
from kg.schema import Schema

STATUS = "status"
STATES = ("planned", "underConstruction", "completed", "inOperation")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_MODALITY = re.compile(r"\s*\[(\w+)\]$")


def check_fact(line: str, makes: Collection[str], schema: Schema, where: str) -> None:
    """Raises DataError for a relation that the rule does not make, and for a value that the relation cannot have."""
    parts = _MODALITY.sub("", line).split()
    at = next((i for i, part in enumerate(parts) if i and part in makes), 0)
    if not at:
        other = next(
            (part for part in parts[1:] if part in schema.relations), parts[1] if len(parts) > 1 else ""
        )
        raise DataError(
            f"{where}: '{line}': the rule makes {' or '.join(makes)}, not '{other}'{near(other, makes)}"
            if other
            else f"{where}: '{line}' is not written as 'subject relation object'"
        )
    if why := wrong_value(" ".join(parts[at + 1 :]), parts[at], schema):
        raise DataError(f"{where}: '{line}': {why}")


def wrong_value(value: str, relation: str, schema: Schema) -> str:
    """Why a relation cannot have a value; empty where it can."""
    wanted = schema.relations[relation].range
    if not value:
        return f"{relation} has no object"
    if wanted == {"Money"} and not _is_number(value):
        return f"'{value}' is no sum: a plain number in CNY is wanted, such as 110000000"
    if wanted == {"Date"} and not _DATE.fullmatch(value):
        return f"'{value}' is no date: 2025, 2025-09 or 2025-09-01 is wanted"
    if relation == STATUS and value not in STATES:
        return f"'{value}' is no state{near(value, STATES)}: one of {', '.join(STATES)}"
    return ""


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
