"""Word boundaries by jieba: a private tokenizer, without the HMM (it glues 从省, 由省). The one importer of jieba."""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterator
from typing import Protocol


class _Tokenizer(Protocol):
    """What is used of `jieba.Tokenizer`, which has no types."""

    FREQ: dict[str, int]

    def initialize(self) -> None: ...

    def cut(self, sentence: str, *, HMM: bool) -> Iterator[str]: ...


@functools.cache
def _tokenizer() -> _Tokenizer:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer: _Tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


@functools.lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """The words of a text; joined they give the text."""
    return tuple(_tokenizer().cut(text, HMM=False))


def boundaries(text: str) -> frozenset[int]:
    """The offsets at which a word begins or ends, 0 and the length among them."""
    found, at = [0], 0
    for word in words(text):
        at += len(word)
        found.append(at)
    return frozenset(found)


def frequency(word: str) -> int:
    """How often jieba's dictionary has met the word; 0 for one it does not hold: 余热 79, 泽城 0."""
    return _tokenizer().FREQ.get(word, 0)
