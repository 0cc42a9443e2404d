"""Folding keeps the length and leaves Chinese punctuation alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.fold import _FOLDED, _TABLE, fold
from kg.text.masthead import find_page_date


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


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("清河日报 二〇二四年五月六日 星期一", "2024-05-06"),
        ("二○二四年十二月三十一日", "2024-12-31"),
        ("二零二四年十月廿一日 星期一", "2024-10-21"),
        ("二〇二四年十月十日", "2024-10-10"),
        ("二〇二四年二月三十日 星期五", None),
        ("二〇二四年十三月一日", None),
        ("發布時間：2024-05-06 10:20", "2024-05-06"),
        ("2024-05-06 10:20　來源：江城日報", "2024-05-06"),
    ],
)
def test_the_date_of_a_page(line: str, date: str | None) -> None:
    assert find_page_date(f"{line}\n\n大坝长个子\n") == date


@given(st.text(alphabet="一二三十廿卅〇○零年月日星期２０２４0159-. \n", max_size=40))
def test_whatever_stands_at_the_head_is_a_date_or_none(text: str) -> None:
    date = find_page_date(text)
    assert date is None or re.fullmatch(r"\d{4}-\d\d-\d\d", date)


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x7f", "\xad", "\u200b", "\u200e", "\u2060", "\ufeff"])
def test_what_has_no_width_is_a_space(sign: str) -> None:
    assert fold(f"水{sign}库") == "水 库"


@pytest.mark.parametrize("sign", ["\ue000", "\uf8ff"])
def test_signs_of_private_use_never_reach_the_rules(sign: str) -> None:
    """Rules use these codes for mentions."""
    assert fold(sign) == "�"


def test_the_pattern_finds_the_characters_of_the_table_and_no_other() -> None:
    every = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    assert set(_FOLDED.findall(every)) == set(_TABLE)
