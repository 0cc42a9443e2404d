"""Word boundaries by jieba: private, without the HMM, silent."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import words as module
from kg.text.words import FEW, _Cutter, boundaries, frequency, name_words, part_of_speech, total_of, words

CORPUS = Path(__file__).parent.parent / "corpus"
RJIEBA = _Cutter()
RJIEBA.characters = FEW  # so that it is the one that cuts
RJIEBA.cut("和")  # loads it, which no deadline of a property allows for


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("由市水利局负责", ("由", "市", "水利局", "负责")),
        ("从省里来", ("从", "省里", "来")),  # the HMM glues 从省
        ("盛夏县城里", ("盛夏", "县城", "里")),  # no 夏县
        ("", ()),
    ],
)
def test_words(text: str, cut: tuple[str, ...]) -> None:
    assert words(text) == cut


def test_boundaries_hold_both_ends() -> None:
    assert boundaries("盛夏县城里") == {0, 2, 4, 5}
    assert boundaries("") == {0}


@given(st.text(alphabet="山水县市村镇在的和河大小一二3A，。 \ue000", max_size=30))
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


def test_frequency_of_common_and_unknown_words() -> None:
    assert frequency("水利局") > 0
    assert frequency("水利局水利局") == 0


def test_jieba_is_private_and_silent() -> None:
    """The global tokenizer stays unloaded, and nothing is written to standard error."""
    code = "import kg.text.words as w; w.words('和顺县'); import jieba; print(jieba.dt.initialized)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("False", "")


def test_both_cut_the_corpus_as_jieba_with_all_its_dictionary_does() -> None:
    """rjieba, and our tokenizer that reads the dictionary entry by entry, against jieba as it comes."""
    import jieba

    whole = jieba.Tokenizer()
    for page in sorted(CORPUS.glob("*.txt")):
        for line in page.read_text("utf-8").splitlines():
            expected = tuple(whole.cut(line, HMM=False))
            assert words(line) == expected
            assert tuple(RJIEBA.cut(line)) == expected
            assert name_words(line) == expected
            assert all(frequency(word) == whole.FREQ.get(word, 0) for word in expected)
    with whole.get_dict_file() as file:
        assert total_of(file.read().decode("utf-8")) == whole.total
    assert whole.total == 60101967  # as words.py has it


@given(st.text(alphabet="山水县市村镇在的和河大小一二3A%.-+，。 \ue000〇㐀𠮷", max_size=30))
def test_both_cut_any_text_alike(text: str) -> None:
    assert tuple(RJIEBA.cut(text)) == name_words(text)


def test_rjieba_is_loaded_for_long_texts_only() -> None:
    """A build of one page does without: tests/test_cold.py."""
    cutter = _Cutter()
    cutter.cut("和顺县" * (FEW // 3))
    assert cutter.fast is None
    assert cutter.cut("盛夏县城里") == ["盛夏", "县城", "里"]
    assert cutter.fast is not None


def test_what_was_looked_up_is_not_kept_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOKED_UP", 8)
    jieba = module._Jieba()
    text = "由市水利局负责盛夏县城里的水库工程"
    assert [jieba.cut(text) for _ in range(3)] == [name_words(text)] * 3
    assert jieba.frequency("水库") == frequency("水库") > 0
    assert len(jieba.looked_up) <= 8


def test_half_a_surrogate_pair_is_cut_too() -> None:
    assert words("和顺县\ud800水利局") == ("和顺县", "\ud800", "水利局")
    with pytest.raises(UnicodeEncodeError):
        RJIEBA.cut("和顺县\ud800水利局")  # `words` leaves it to jieba


def test_parts_of_speech_are_those_of_jiebas_dictionary() -> None:
    assert part_of_speech("支持") == "v"
    assert part_of_speech("城关") == "ns"
    assert part_of_speech("不是词的词") == ""
