"""The Chinese cases of Microsoft's Recognizers-Text; docs/values.md tells which pass and which are not wanted."""

from __future__ import annotations

import pytest

from tests.recognizers_cases import Kind, read_cases
from tests.recognizers_kinds import KINDS
from tests.recognizers_table import BEGIN, DOCUMENT, END, outcomes, table

PASSED = {  # wanted cases, and how many of them pass: may rise, never fall
    "number": (305, 305),
    "percentage": (113, 106),
    "currency": (27, 27),
    "dimension": (26, 26),
    "date": (102, 102),
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_case_is_lost(kind: Kind) -> None:
    _, wanted, passed = outcomes(kind)
    least_wanted, least_passed = PASSED[kind.name]
    assert wanted >= least_wanted
    assert passed >= least_passed


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_reason_is_that_of_a_case(kind: Kind) -> None:
    given = {kind.reason(case) for case in read_cases(kind)}
    assert given - {""} == {why for why, _ in kind.reasons}


def test_the_document_tells_what_is_measured() -> None:
    _, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    told = rest.partition(END)[0].strip()
    assert told == table(), "docs/values.md is old: python -m tests.recognizers_table"
