"""Where the counties lie."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kg.gazetteer.rows import rows


@dataclass(frozen=True, slots=True)
class Point:
    """Where a county lies, in degrees."""

    code: str
    lon: Decimal
    lat: Decimal


def county_points(folder: Path) -> tuple[Point, ...]:
    """The counties of China with coordinates, without loading the rest of the gazetteer."""
    return tuple(
        Point(r["code"], Decimal(r["lon"]), Decimal(r["lat"]))
        for r in rows(folder / "divisions.tsv.gz")
        if r["level"] == "3" and r["lon"] and r["lat"]
    )
