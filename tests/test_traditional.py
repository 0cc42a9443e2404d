"""The simplified fold of traditional characters: same length, words before characters, simplified pages untouched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import DataError
from kg.ontology import ontology_folder
from kg.text.traditional import is_traditional, load_traditional, simplify

TABLE = load_traditional(ontology_folder())
CORPUS = Path(__file__).parent.parent / "corpus"


@given(st.text(alphabet="乾縣著名隨著於潛瞭解裡峯羣衞綫鹽瀋陽龍門abc，。 ", max_size=40))
def test_the_length_is_kept_and_folding_twice_changes_nothing_more(text: str) -> None:
    simple = simplify(text, TABLE)
    assert len(simple) == len(text)
    assert "縣" not in simple and "綫" not in simple


@pytest.mark.parametrize(
    ("written", "simple"),
    [
        ("龍門縣治理黃河", "龙门县治理黄河"),
        ("乾縣、乾安、乾燥", "乾县、乾安、干燥"),
        ("隨著春天到來，名著出版，成績顯著", "随着春天到来，名著出版，成绩显著"),
        ("沿著河岸", "沿着河岸"),
        ("位於於潛", "位于於潜"),
        ("瞭望塔上瞭解情況", "瞭望塔上了解情况"),
        ("裡峯羣衞綫", "里峰群卫线"),
        ("投資2.3億元", "投资2.3亿元"),
    ],
)
def test_simplify(written: str, simple: str) -> None:
    assert simplify(written, TABLE) == simple


@pytest.mark.parametrize(
    ("text", "traditional"),
    [
        ("本報訊 縣水利局治理黃河", True),
        ("本报讯 县水利局治理黄河", False),
        ("乾县的水利志记着於潜和名著", False),
        ("县图书馆藏有《蘭亭序》的拓本，近日修复以后重新同读者见面，吸引了许多市民前来观看。", False),
        ("2024-05-06", False),
        ("", False),
    ],
)
def test_a_page_is_judged_as_a_whole(text: str, traditional: bool) -> None:
    assert is_traditional(text, TABLE) is traditional


@pytest.mark.parametrize("page", sorted(CORPUS.glob("*.txt")), ids=lambda page: page.stem)
def test_the_corpus_is_simplified(page: Path) -> None:
    assert not is_traditional(page.read_text("utf-8"), TABLE)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("縣\t县\n隨著 随着", "traditional.tsv:2: '隨著 随着' is no pair of one length"),
        ("# a\n縣\t县级", "traditional.tsv:2: '縣\t县级' is no pair"),
        ("縣\t县", "characters and words are wanted"),
    ],
)
def test_a_wrong_table_is_told(tmp_path: Path, lines: str, why: str) -> None:
    (tmp_path / "traditional.tsv").write_text(lines, "utf-8")
    with pytest.raises(DataError, match=why):
        load_traditional(tmp_path)
    with pytest.raises(DataError, match="traditional.tsv"):
        load_traditional(tmp_path / "nowhere")
