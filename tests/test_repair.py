"""Repair joins, mends and keeps the map back to the raw text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import DataError, Span
from kg.ontology import ontology_folder
from kg.text.repair import PUNCTUATION, SLIP, SPACE, WIDTH, WRAP, Edit, Repaired, repair
from kg.text.slips import Slip, load_slips

ROOT = Path(__file__).parent.parent
SLIPS = load_slips(ontology_folder())

PAGE_TEXT = st.text(
    alphabet="河湖水芋吁姻豫类摄、，。（）,;:()!?.0123456789 \n\u3000ABab％５⻄*■▲", max_size=60
)


def whole(raw: str) -> Repaired:
    return repair(raw, Span(0, len(raw)), SLIPS)


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
    ("slip", "raw", "mended"),
    [(slip, raw, mended) for slip in SLIPS for raw, mended in slip.repaired],
    ids=lambda value: getattr(value, "id", value),
)
def test_a_slip_is_mended_where_its_surroundings_prove_it(slip: Slip, raw: str, mended: str) -> None:
    """Every example of slips.toml, with all kinds of slips at work; and its own kind is what mends it."""
    assert whole(raw).text == mended
    assert slip_edits(repair(raw, Span(0, len(raw)), (slip,)))


@pytest.mark.parametrize("raw", [raw for slip in SLIPS for raw in slip.stays])
def test_what_is_no_slip_stays(raw: str) -> None:
    """Every counter-example of slips.toml, with all kinds of slips at work."""
    assert not slip_edits(whole(raw))


def slip_edits(found: Repaired) -> list[Edit]:
    return [edit for edit in found.edits if edit.kind == SLIP]


@given(st.text(alphabet="OolI〇0123456789.,，·万亿无元豫芋吁类曰月日年末未己已人民市 \n", max_size=40))
def test_mending_slips_twice_changes_nothing(raw: str) -> None:
    text = whole(raw).text
    assert slip_edits(whole(whole(text).text)) == []


SLIP_TABLE = """
[[slip]]
id = "a"
why = "b"
pattern = "(?<=5)(?P<slip>豫)"
slip = "豫"
becomes = "%"
repaired = [["5豫", "5%"]]
stays = ["豫剧"]
"""


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("why", "wy", "slip 'a': unknown key 'wy'; known: id, why, pattern"),
        ('"%"', '"%%"', "slip 'a': 'slip' and 'becomes' are of one length"),
        ("?P<slip>", "?:", "the pattern has no group"),
        ("(?<=", "(?<", "'pattern': "),
        ('["5豫", "5%"]', '"5豫"', "an example is a pair"),
        ('["豫剧"]', "[]", "'stays' is a list of examples"),
        ("(?P<slip>豫)", "(?P<slip>豫)(?={UNIT})", "no word 'UNIT'"),
        ("[[slip]]", "[[slips]]", "unknown key 'slips'; known: words, slip"),
        ('id = "a"', "id = 3", "each .*has an 'id'"),
    ],
)
def test_a_wrong_slip_is_told(tmp_path: Path, old: str, new: str, why: str) -> None:
    (tmp_path / "rules").mkdir()
    table = tmp_path / "rules" / "slips.toml"
    table.write_text(SLIP_TABLE, "utf-8")
    assert load_slips(tmp_path)
    table.write_text(SLIP_TABLE.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError, match=why):
        load_slips(tmp_path)


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
    found = repair("|水 位５米,达芋\n类|", Span(1, 11), SLIPS)
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
    found = repair(raw, span, SLIPS)
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


# --- the catalogue in docs/reading.md

CATALOGUE = (ROOT / "docs" / "reading.md").read_text("utf-8").partition("\n## Repair\n")[2]
ROWS = [line for line in CATALOGUE.splitlines() if line.startswith("| `")]
MENDED = [pair for row in ROWS for pair in re.findall(r"`([^`]+)` → `([^`]+)`", row)]
LEFT = [text for row in ROWS for text in re.findall(r"`([^`]+)`", row.rsplit("|", 2)[1])]


@pytest.mark.parametrize(("raw", "mended"), MENDED)
def test_the_catalogue_tells_what_is_repaired(raw: str, mended: str) -> None:
    assert whole(raw.replace("⏎", "\n")).text == mended


@pytest.mark.parametrize("raw", LEFT)
def test_the_catalogue_tells_what_stays(raw: str) -> None:
    assert [edit for edit in whole(raw).edits if edit.kind in (SLIP, SPACE, WIDTH, WRAP)] == []


def test_the_catalogue_has_each_kind_of_slip() -> None:
    assert [slip.id for slip in SLIPS] == [
        match for row in ROWS for match in re.findall(r"^\| `(\w+\.[\w.]+)`", row)
    ]
    assert len(MENDED) > len(SLIPS) < len(LEFT)
