"""Known names in a text: small automata of what a text can hold, then one of all names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import Tools
from kg.names.known import ENOUGH, KnownNames
from tests.conftest import CORPUS

TEXTS = st.text("山河东西甲", max_size=30)


@given(st.sets(st.text("山河东西甲", min_size=2, max_size=5)), TEXTS)
def test_both_ways_find_the_same(names: set[str], text: str) -> None:
    small, whole = KnownNames(tuple(sorted(names))), KnownNames(tuple(sorted(names)))
    whole.build()
    assert small.find(text) == whole.find(text)


def test_the_longest_name_is_found() -> None:
    assert KnownNames(("大同", "大同市", "同市场")).find("去大同市场") == [("大同市", 1, 4)]


@pytest.mark.parametrize("page", sorted(CORPUS.glob("*.txt")), ids=lambda p: p.stem)
def test_pages_are_searched_alike(page: Path, tools: Tools) -> None:
    text = page.read_text("utf-8")
    small, whole = KnownNames(tools.places.names.texts), KnownNames(tools.places.names.texts)
    whole.build()
    assert small.find(text) == whole.find(text) != []


def test_after_many_pages_the_whole_is_built() -> None:
    names = KnownNames(("大同市",))
    assert [len(names.find("大同市" + "，" * 9999)) for _ in range(ENOUGH // 10_000 + 2)] == [1] * 7
    assert names._all is not None
