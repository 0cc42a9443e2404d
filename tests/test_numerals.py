"""Written numbers, one behaviour a row."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.numerals import parse_number

_DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2", "1.2"),
        ("1,200", "1200"),
        ("12,345,678.9", "12345678.9"),
        ("〇", "0"),
        ("半", "0.5"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("二百三十四", "234"),
        ("二百三", "230"),
        ("二百零三", "203"),
        ("两千五百", "2500"),
        ("两千五", "2500"),
        ("一万二", "12000"),
        ("一万零二", "10002"),
        ("三万零五十", "30050"),
        ("3.5万", "35000"),
        ("2.3亿", "230000000"),
        ("5万亿", "5000000000000"),
        ("1亿2千万", "120000000"),
        ("三点五", "3.5"),
        ("三点一四万", "31400"),
        ("30余万", "300000"),
        ("5亿多", "500000000"),
        ("4200 万", "42000000"),
        ("二〇二四", "2024"),
        ("百分之二十", "0.2"),
        ("千分之三", "0.003"),
        ("四分之一", "0.25"),
        ("壹佰零伍万", "1050000"),
        ("兩千四百五", "2450"),
        ("-3.2", "-3.2"),
        ("负十二", "-12"),
    ],
)
def test_a_number_is_read_exactly(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "两三", "七八", "十几", "数百", "十四五", "水", "1.2.3", "万亩", "七十百", "零分之一"]
)
def test_what_names_no_single_number_is_none(text: str) -> None:
    assert parse_number(text) is None


def test_no_trailing_zeros_and_no_exponent() -> None:
    assert [str(parse_number(t)) for t in ("3.50万", "20.50", "100亿")] == ["35000", "20.5", "10000000000"]


def _written(number: int) -> str:
    """A number in Chinese, the long way: 10203 → 一万零二百零三."""
    for word, factor in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        if number >= factor:
            high, low = divmod(number, factor)
            zero = "零" if 0 < low < factor // 10 else ""
            return _written(high) + word + (zero + _written(low) if low else "")
    return _DIGITS[number]


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_reading_undoes_writing_in_chinese(number: int) -> None:
    assert parse_number(_written(number)) == number


@given(
    st.decimals(min_value=0, max_value=10**9, places=4),
    st.sampled_from([("", 1), ("百", 100), ("千", 1000), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]),
)
def test_reading_undoes_writing_with_a_multiplier(number: Decimal, multiplier: tuple[str, int]) -> None:
    word, factor = multiplier
    assert parse_number(f"{number}{word}") == number * factor
    assert parse_number(f"{number:,}{word}") == number * factor
