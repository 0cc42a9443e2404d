"""Repair joins, mends and keeps the map back to the raw text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Span
from kg.text.repair import PUNCTUATION, SLIP, SPACE, WIDTH, WRAP, Repaired, repair

PAGE_TEXT = st.text(
    alphabet="河湖水芋吁姻豫类摄、，。（）,;:()!?.0123456789 \n\u3000ABab％５⻄*■▲", max_size=60
)


def whole(raw: str) -> Repaired:
    return repair(raw, Span(0, len(raw)))


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("大坝在2\n025年建\n成", "大坝在2025年建成"),
        ("每立方\n  米含沙", "每立方米含沙"),
        ("Yellow\nRiver 之声", "Yellow River之声"),
        ("New  York", "New York"),
        ("2 号闸", "2号闸"),
        ("盖度20.50%， 草 原", "盖度20.50%，草原"),
        ("库容6. 6亿立方米", "库容6.6亿立方米"),
        ("土方4 600 万方", "土方4600万方"),
        ("投资1 99亿元", "投资199亿元"),
        ("分别为3.5 2.1", "分别为3.5 2.1"),
        ("2023 2024", "2023 2024"),
        ("▲柳河县 县水利局清淤", "▲柳河县 县水利局清淤"),
    ],
)
def test_white_space(raw: str, repaired: str) -> None:
    assert whole(raw).text == repaired


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("断面达芋类", "断面达Ⅲ类"),
        ("断面为吁\n类", "断面为Ⅴ类"),
        ("消除劣吁类水体", "消除劣Ⅴ类水体"),
        ("各界呼吁保护", "各界呼吁保护"),
        ("山芋种类多", "山芋种类多"),
        ("占比20.5豫", "占比20.5%"),
        ("晋冀豫三省", "晋冀豫三省"),
        ("姻张小山 摄", "■张小山摄"),
        ("两家联姻", "两家联姻"),
        ("断面由吁类变清", "断面由Ⅴ类变清"),
        ("种下香芋类作物", "种下香芋类作物"),
        ("2024豫商大会", "2024豫商大会"),
        ("姻 山间晨雾散去", "■山间晨雾散去"),
        ("这段姻缘", "这段姻缘"),
    ],
)
def test_a_slip_is_mended_only_where_its_surroundings_prove_it(raw: str, repaired: str) -> None:
    assert whole(raw).text == repaired


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("水清,岸绿;好吗?好!", "水清，岸绿；好吗？好！"),
        ("河长制(县级)", "河长制（县级）"),
        ("标准(GB 3838-2002)", "标准（GB 3838-2002）"),
        ("投资1,200万元,位于城北", "投资1,200万元，位于城北"),
        ("按1:9分摊", "按1:9分摊"),
        ("f(x), g(y)", "f(x), g(y)"),
    ],
)
def test_half_width_punctuation(raw: str, repaired: str) -> None:
    assert whole(raw).text == repaired


def test_every_change_is_told_with_its_raw_span() -> None:
    found = repair("|水 位５米,达芋\n类|", Span(1, 11))
    assert found.text == "水位5米，达Ⅲ类"
    assert [(e.kind, e.span, e.replacement) for e in found.edits] == [
        (SPACE, Span(2, 3), ""),
        (WIDTH, Span(4, 5), "5"),
        (PUNCTUATION, Span(6, 7), "，"),
        (SLIP, Span(8, 9), "Ⅲ"),
        (WRAP, Span(9, 10), ""),
    ]


@given(PAGE_TEXT, st.integers(0, 60), st.integers(0, 60))
def test_the_edits_applied_to_the_raw_text_give_the_repaired_text(raw: str, a: int, b: int) -> None:
    span = Span(min(a, b, len(raw)), min(max(a, b), len(raw)))
    found = repair(raw, span)
    text, at = "", span.start
    for edit in found.edits:
        text += raw[at : edit.span.start] + edit.replacement
        at = edit.span.end
    assert text + raw[at : span.end] == found.text


@given(PAGE_TEXT)
def test_each_character_has_its_raw_offset_in_order(raw: str) -> None:
    found = whole(raw)
    assert len(found.offsets) == len(found.text)
    assert list(found.offsets) == sorted(set(found.offsets))
    changed = {at for edit in found.edits for at in range(edit.span.start, edit.span.end)}
    assert all(raw[o] == c for o, c in zip(found.offsets, found.text, strict=True) if o not in changed)


@given(PAGE_TEXT)
def test_no_newline_is_left_and_no_space_at_the_edges(raw: str) -> None:
    text = whole(raw).text
    assert "\n" not in text
    assert text == text.strip()
