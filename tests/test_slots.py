"""Slot text: which mentions stand in which sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Mention, Span
from kg.rules.slots import in_sentences
from kg.text.sentences import split_sentences


@given(
    st.text(alphabet="山河。！\n，", max_size=40),
    st.lists(st.integers(0, 40), max_size=12, unique=True),
)
def test_a_sentence_has_the_mentions_that_lie_in_it(text: str, bounds: list[int]) -> None:
    ends = sorted(b for b in bounds if b <= len(text))
    mentions = [
        Mention(Span(a, b), text[a:b], "River", "test") for a, b in zip(ends[::2], ends[1::2], strict=False)
    ]
    wanted = [(s, [m for m in mentions if s.covers(m.span)]) for s in split_sentences(text)]
    assert list(in_sentences(text, mentions)) == wanted
