"""Word boundaries by jieba, without the HMM (it glues 从省, 由省). The one importer of jieba and rjieba.

Two of one dictionary: rjieba (Rust, some 20 times as fast) cuts running text; a private `jieba.Tokenizer` tells how
common a word is, and cuts short names that are in doubt, what rjieba cannot take, and the first pages. They give the same
words, which a test holds. jieba's whole dictionary costs 1.3 CPU seconds to load, so each entry is read when it is asked
for; rjieba's 0.15, as much as jieba takes to cut six pages so.
"""

from __future__ import annotations

import functools
import logging
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from io import BufferedReader
from typing import Protocol

_RUN = re.compile(r"\n(.).*(?:\n\1.*)*")  # entries of the dictionary that share a character
_COUNT = re.compile(r" (\d+)")
_TAG = re.compile(r" \d+ (\w+)")
LOOKED_UP = 1 << 15  # 3 MB; papers name new things without end
FEW = 15_000  # characters of running text that are cut before rjieba is loaded
_TOTALS = {3039560: 60101967}  # characters of the dictionary of jieba 0.42.1 → the sum of its counts


class _Tokenizer(Protocol):
    """What is used of `jieba.Tokenizer`, which has no types."""

    FREQ: dict[str, int]
    total: int
    initialized: bool

    def get_dict_file(self) -> BufferedReader: ...

    def cut(self, sentence: str, *, HMM: bool) -> Iterator[str]: ...


class _Jieba:
    """A private tokenizer whose dictionary is looked up in the text of its file, entry by entry."""

    def __init__(self) -> None:
        self.tokenizer = _new_tokenizer()
        with self.tokenizer.get_dict_file() as file:
            self.text = "\n" + file.read().decode("utf-8")
        self.runs: dict[str, list[tuple[int, int]]] = {}
        for match in _RUN.finditer(self.text):
            self.runs.setdefault(match[1], []).append(match.span())
        self.looked_up: set[str] = set()

    def cut(self, text: str) -> tuple[str, ...]:
        if not self.tokenizer.initialized:
            self.tokenizer.total = _TOTALS.get(len(self.text)) or total_of(self.text)
            self.tokenizer.initialized = True
        for start in range(len(text)):
            end = start + 1
            while end <= len(text) and self._known(text[start:end]):
                end += 1
        return tuple(self.tokenizer.cut(text, HMM=False))

    def frequency(self, word: str) -> int:
        return self.tokenizer.FREQ[word] if self._known(word) else 0

    def tag(self, word: str) -> str:
        for start, end in self.runs.get(word[:1], ()):
            at = self.text.rfind(f"\n{word} ", start, end)
            found = _TAG.match(self.text, at + 1 + len(word)) if at >= 0 else None
            if found:
                return found[1]
        return ""

    def _known(self, word: str) -> bool:
        """Whether entries begin with the word. As `Tokenizer.gen_pfdict`: those that are none themselves have a count of 0."""
        if word not in self.looked_up:
            if len(self.looked_up) >= LOOKED_UP:
                self.looked_up.clear()  # the counts stay, and what no entry begins with is asked for again
            self.looked_up.add(word)
            begun = False
            for start, end in self.runs.get(word[:1], ()):
                begun = begun or self.text.find(f"\n{word}", start, end) >= 0
                at = self.text.rfind(f"\n{word} ", start, end) if begun else -1
                if at >= 0:
                    count = _COUNT.match(self.text, at + 1 + len(word))
                    self.tokenizer.FREQ[word] = int(count[1]) if count else 0
            if begun:
                self.tokenizer.FREQ.setdefault(word, 0)
        return word in self.tokenizer.FREQ


def total_of(dictionary: str) -> int:
    """The sum of the counts of a dictionary."""
    counts = Counter(_COUNT.findall(dictionary))
    return sum(int(count) * times for count, times in counts.items())


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


class _Cutter:
    """Cuts running text, from some length in all on by rjieba."""

    def __init__(self) -> None:
        self.characters = 0
        self.fast: Callable[[str, bool], Sequence[str]] | None = None

    def cut(self, text: str) -> Sequence[str]:
        if self.fast is None:
            self.characters += len(text)
            if self.characters <= FEW:
                return _jieba().cut(text)
            self.load()
        return self.fast(text, False) if self.fast else _jieba().cut(text)

    def load(self) -> None:
        """Load rjieba, dictionary and all."""
        import rjieba

        self.fast = rjieba.cut
        rjieba.cut("", False)


_cutter = _Cutter()


@functools.lru_cache(maxsize=2048)  # of sentences: the stages ask for those of one article
def words(text: str) -> tuple[str, ...]:
    """The words of a text; joined they give the text."""
    try:
        return tuple(_cutter.cut(text))
    except UnicodeEncodeError:  # half of a surrogate pair
        return _jieba().cut(text)


@functools.lru_cache(maxsize=16384)
def name_words(text: str) -> tuple[str, ...]:
    """The same of a name or a few characters around one, by jieba itself."""
    return _jieba().cut(text)


def load_words() -> None:
    """Load both dictionaries now, before processes are forked that would each load their own."""
    _jieba()
    _cutter.load()


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


@functools.lru_cache(maxsize=16384)
def part_of_speech(word: str) -> str:
    """The tag of a word in jieba's dictionary, by the ICTCLAS set: 落户 n, 支持 v, 城关 ns; empty for one it does not hold."""
    return _jieba().tag(word)
