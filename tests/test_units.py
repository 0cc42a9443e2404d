"""The table of unit words: what it must hold, and what is said of mistakes in it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg.model import DataError
from kg.text.units import load_units

UNITS = load_units(Path(__file__).parents[1] / "ontology")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[[unit]]\nwords = ['里']\nunit = 'km'\nfactr = 1", "unknown key 'factr'"),
        ("[[unit]]\nwords = ['里']\nunit = 'km'\nfactor = 'x'", "a number is wanted"),
        ("[[unit]]\nwords = '里'\nunit = 'km'\nfactor = 1", "no list of words"),
        ("[[unit]]\nwords = ['里', '里']\nunit = 'km'\nfactor = 1", "stands twice"),
        ("[unit]\nwords = ['里']", "[[unit]] is wanted"),
        ("[hedge]\nbefore = []", "unknown key 'hedge'"),
        ("[per]\nd = 1", "a string is wanted"),
        ("per = 1", "no table"),
        ("words = ", "not TOML"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, toml: str, said: str) -> None:
    (tmp_path / "units.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(DataError, match=said.replace("[", r"\[")):
        load_units(tmp_path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        load_units(tmp_path)


def test_factors_are_exact() -> None:
    assert all(isinstance(unit.factor, Decimal) for unit in UNITS.words.values())
    assert UNITS.words["斤"].factor == Decimal("0.5")
