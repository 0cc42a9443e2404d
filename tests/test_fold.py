"""Folding keeps the length and leaves Chinese punctuation alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.fold import fold


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("２０２６年１月２０日", "2026年1月20日"),
        ("增⻓１２．５％", "增长12.5%"),
        ("ＰＭ２．５", "PM2.5"),
        ("⻄⻛吹过⻢家⼭的⽯头", "西风吹过马家山的石头"),
        ("⻬心治水的⻱山村、⺠心所向", "齐心治水的龟山村、民心所向"),
        ("１０﹪｡", "10%。"),
        ("桥　头", "桥 头"),
        ("先修渠，后种树；好吗？好！（真的）：", "先修渠，后种树；好吗？好！（真的）："),
        ("《水法》、“清水”…—·", "《水法》、“清水”…—·"),
        ("Ⅲ类、㎡、①", "Ⅲ类、㎡、①"),
    ],
)
def test_fold(raw: str, folded: str) -> None:
    assert fold(raw) == folded
