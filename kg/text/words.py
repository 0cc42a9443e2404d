"""Word boundaries by jieba: a private tokenizer, without the HMM (it glues 从省, 由省). The one importer of jieba."""

from __future__ import annotations

import functools
import logging


@functools.cache
def _tokenizer():  # type: ignore[no-untyped-def]
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
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
