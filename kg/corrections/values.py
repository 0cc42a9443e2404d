"""What a correction writes for a sum, a date, a figure or an area → the value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from kg.gazetteer import Gazetteer
from kg.model import Date, Entity, Value
from kg.text.units import Units
from kg.text.values import find_values

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")


def said_value(text: str, units: Units) -> Value | None:
    """300000000, 3亿元, 2025-06, 2025年6月 or 12.5公里; None for what is none of these."""
    text = text.strip()
    if DATE.fullmatch(text):
        return Date(text)
    if NUMBER.fullmatch(text.replace(",", "")):
        return Decimal(text.replace(",", ""))
    found = [m for m in find_values(text, units=units, today=None) if m.value is not None]
    whole = [m for m in found if len(m.span) == len(text)]
    return whole[0].value if whole else None


def said_area(name: str, gazetteer: Gazetteer) -> Sequence[Entity]:
    """The one area of a name or a code, and what it lies in; none where several are called so."""
    places = [gazetteer.places[name]] if name in gazetteer.places else gazetteer.named(name)
    if len(places) != 1:
        return ()
    found = [gazetteer.entity(places[0].code)]
    while found[-1].part_of is not None:
        found.append(gazetteer.entity(found[-1].part_of.removeprefix("area-")))
    return found
