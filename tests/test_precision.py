"""Confidence: the author's estimate, corrected by what was measured."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg.extract import load_rule_book
from kg.model import DataError
from kg.ontology import ontology_folder
from kg.rules.precision import Measured, corrected, load_measured, write_measured


@pytest.mark.parametrize(
    ("estimate", "right", "wrong", "confidence"),
    [
        ("0.9", 25, 1, "0.94"),
        ("0.9", 0, 0, "0.9"),
        ("0.9", 0, 30, "0.22"),
        ("0.95", 5000, 0, "0.99"),
        ("0.5", 0, 5000, "0.05"),
    ],
)
def test_correction(estimate: str, right: int, wrong: int, confidence: str) -> None:
    assert corrected(Decimal(estimate), Measured(right, wrong)) == Decimal(confidence)


def test_what_was_never_measured_keeps_its_estimate() -> None:
    assert corrected(Decimal("0.85"), None) == Decimal("0.85")


def test_written_and_read(tmp_path: Path) -> None:
    write_measured({"b.rule": Measured(3, 1), "a.rule": Measured(2, 0)}, tmp_path)
    assert (tmp_path / "precision.csv").read_text("utf-8") == "rule,right,wrong\na.rule,2,0\nb.rule,3,1\n"
    assert load_measured(tmp_path) == {"b.rule": Measured(3, 1), "a.rule": Measured(2, 0)}


def test_a_broken_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "precision.csv").write_text("rule,right,wrong\na.rule,two,0\n", "utf-8")
    with pytest.raises(DataError, match="precision.csv: rule,right,wrong are wanted"):
        load_measured(tmp_path)


def test_the_rule_book_uses_what_was_measured() -> None:
    table = load_measured(ontology_folder())
    book = load_rule_book()
    known = set(book.rule_ids())
    assert set(table) <= known | {r for r in table if r.startswith(("quantity", "indicator"))}
    often = [r for r in book.relations if r.id in table and table[r.id].right >= 10 and not table[r.id].wrong]
    assert often
    assert all(r.confidence >= Decimal("0.92") for r in often)
