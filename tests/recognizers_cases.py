"""The Chinese cases of Microsoft's Recognizers-Text as values, and their texts prepared as pages are.

Widths and traditional characters are folded, white space is taken out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.model import squeeze
from kg.text.fold import fold
from kg.text.traditional import load_traditional, simplify

FOLDER = Path(__file__).parent / "recognizers"
ONTOLOGY = Path(__file__).parents[1] / "ontology"
TRADITIONAL = load_traditional(ONTOLOGY)


@dataclass(frozen=True)
class Result:
    """What a case expects: the words, their type, and the stated values (timex, start, end)."""

    text: str
    type: str
    value: str
    unit: str
    times: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Case:
    input: str
    today: str  # 2017-03-22, or empty
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Kind:
    """One file of cases. `reasons`: why a case is not wanted, and the test of it; the first that holds counts."""

    name: str
    file: str
    found: Callable[[Case], list[str]]
    wanted: Callable[[Case], list[str]]
    reasons: Sequence[tuple[str, Callable[[Case], bool]]]

    def reason(self, case: Case) -> str:
        return next((why for why, holds in self.reasons if holds(case)), "")


def read_cases(kind: Kind) -> list[Case]:
    return [_case(row) for row in json.loads((FOLDER / kind.file).read_text(encoding="utf-8-sig"))]


def _case(row: dict) -> Case:
    today = (row.get("Context") or {}).get("ReferenceDateTime", "")[:10]
    return Case(row["Input"], today, tuple(map(_result, row["Results"])))


def _result(row: dict) -> Result:
    resolution = row.get("Resolution") or {}
    times = tuple(
        (v.get("timex", ""), v.get("value") or v.get("start", ""), v.get("end", ""))
        for v in resolution.get("values", ())
    )
    unit = resolution.get("isoCurrency") or resolution.get("unit") or ""
    return Result(row["Text"], row["TypeName"].split(".")[-1], resolution.get("value") or "", unit, times)


def prepare(text: str) -> str:
    return squeeze(simplify(fold(text), TRADITIONAL))


def says(pattern: str) -> Callable[[Case], bool]:
    compiled = re.compile(pattern)
    return lambda case: bool(compiled.search(prepare(case.input)))
