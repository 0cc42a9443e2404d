"""Word boundaries by jieba, without the HMM (it glues 从省, 由省). The one importer of jieba and rjieba.

Two of one dictionary: rjieba (Rust, some 20 times as fast) cuts running text; a private `jieba.Tokenizer` tells how
common a word is, and cuts short names that are in doubt and what rjieba cannot take. They give the same words, which
a test holds. jieba's whole dictionary costs 1.3 CPU seconds to load, so only the words that begin with a character
that was asked for are loaded: no cut looks at others.
"""

from __future__ import annotations

import functools
import logging
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BufferedReader
from typing import Protocol

_RUN = re.compile(r"^(.).*\n(?:\1.*\n)*", re.MULTILINE)  # the words of the dictionary that share a character
_ENTRY = re.compile(r"^(\S+) (\d+)", re.MULTILINE)
_COUNT = re.compile(r" (\d+)")


class _Tokenizer(Protocol):
    """What is used of `jieba.Tokenizer`, which has no types."""

    FREQ: dict[str, int]
    total: int
    initialized: bool

    def get_dict_file(self) -> BufferedReader: ...

    def cut(self, sentence: str, *, HMM: bool) -> Iterator[str]: ...


class _Jieba:
    """A private tokenizer whose dictionary is loaded character by character."""

    def __init__(self) -> None:
        self.tokenizer = _new_tokenizer()
        with self.tokenizer.get_dict_file() as file:
            self.text = file.read().decode("utf-8")
        self.runs: dict[str, list[tuple[int, int]]] = {}
        for match in _RUN.finditer(self.text):
            self.runs.setdefault(match[1], []).append(match.span())

    def cut(self, text: str) -> tuple[str, ...]:
        if not self.tokenizer.initialized:
            counts = Counter(_COUNT.findall(self.text))
            self.tokenizer.total = sum(int(count) * times for count, times in counts.items())
            self.tokenizer.initialized = True
        self._load(text)
        return tuple(self.tokenizer.cut(text, HMM=False))

    def frequency(self, word: str) -> int:
        self._load(word[:1])
        return self.tokenizer.FREQ.get(word, 0)

    def _load(self, characters: Iterable[str]) -> None:
        """As `Tokenizer.gen_pfdict`: the words that begin with these, and their beginnings with a count of 0."""
        known = self.tokenizer.FREQ
        for character in characters:
            for start, end in self.runs.pop(character, ()):
                for word, count in _ENTRY.findall(self.text, start, end):
                    known[word] = int(count)
                    for length in range(len(word) - 1, 0, -1):
                        known.setdefault(word[:length], 0)


def _new_tokenizer() -> _Tokenizer:
    # pkg_resources, which jieba 0.42.1 imports where it is there, takes 0.2 CPU seconds and is not needed
    hidden = sys.modules.pop("pkg_resources", None)
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba
    finally:
        del sys.modules["pkg_resources"]
        if hidden is not None:
            sys.modules["pkg_resources"] = hidden
    jieba.setLogLevel(logging.WARNING)
    tokenizer: _Tokenizer = jieba.Tokenizer()
    return tokenizer


_jieba = functools.cache(_Jieba)


@functools.cache
def _fast() -> Callable[[str, bool], Sequence[str]]:
    import rjieba

    return rjieba.cut


@functools.lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """The words of a text; joined they give the text."""
    try:
        return tuple(_fast()(text, False))
    except UnicodeEncodeError:  # half of a surrogate pair
        return _jieba().cut(text)


@functools.lru_cache(maxsize=16384)
def name_words(text: str) -> tuple[str, ...]:
    """The same of a name or a few characters around one, by jieba itself."""
    return _jieba().cut(text)


def boundaries(text: str) -> frozenset[int]:
    """The offsets at which a word begins or ends, 0 and the length among them."""
    found, at = [0], 0
    for word in words(text):
        at += len(word)
        found.append(at)
    return frozenset(found)


def frequency(word: str) -> int:
    """How often jieba's dictionary has met the word; 0 for one it does not hold: 余热 79, 泽城 0."""
    return _jieba().frequency(word)
