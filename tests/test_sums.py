"""What a sum is of the whole, and who pays how much: both hang on the claim."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.extract import Tools
from kg.model import Entity, Quantity
from kg.trace import trace

ROLES = [
    ("青石岭水库工程总投资9亿元。", [("investment", "total")]),
    ("青石岭水库工程概算总投资9亿元。", [("investment", "estimate")]),
    ("青石岭水库工程总投资9亿元，已完成投资2亿元。", [("investment", "total"), ("measure", "completed")]),
    (
        "青石岭水库工程总投资9亿元，其中中央预算内资金3亿元。",
        [("investment", "total"), ("measure", "central")],
    ),
    ("青石岭水库工程2024年度完成投资2亿元。", [("measure", "completed")]),
    ("青石岭水库工程坝高64米。", []),
]


@pytest.mark.parametrize(("text", "wanted"), ROLES)
def test_a_sum_tells_its_role(text: str, wanted: list[tuple[str, str]], tools: Tools) -> None:
    claims = trace(text, tools, place="山西省").claims
    sums = [
        c
        for c in claims
        if isinstance(c.object, Decimal) or (isinstance(c.object, Quantity) and c.object.unit == "CNY")
    ]
    told = dict.fromkeys(
        (c.relation, c.evidence.sum_role) for c in sums
    )  # a pattern and a frame may tell the same
    assert list(told) == wanted


def test_each_payer_has_its_amount(tools: Tools) -> None:
    text = "青崖河防洪提升工程由太原市财政局出资3亿元、山西远川水务有限公司出资2亿元。"
    claims = trace(text, tools, place="山西省").claims
    paid = {
        c.object.label: c.evidence.amount
        for c in claims
        if isinstance(c.object, Entity) and c.evidence.amount
    }
    assert paid == {"太原市财政局": Decimal(300000000), "山西远川水务有限公司": Decimal(200000000)}
