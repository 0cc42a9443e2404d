"""The tags of the words of a sentence, by a bigram Viterbi over counts that a good tagger gave.

The tag set is LAC's: n nz s f v vn vd a ad an d m q r p c u xc w and PER LOC ORG TIME.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from math import log

from kg.language.lexicon import END, START, Lexicon
from kg.text.signs import CHINESE_NUMBER as CHINESE_NUMERALS

PROPER = frozenset({"LOC", "ORG", "PER", "nz"})  # tags of words that name something
FEW = 3  # a word counted less often takes the tag of jieba's dictionary too
KEPT = 1 << 16  # words whose tags are remembered
NUMBER, CHINESE_NUMBER, LATIN = "<num>", "<cnum>", "<lat>"  # stand for all numbers and Latin words
_NUMBER = re.compile(r"[\d０-９.．%％]+$")
_LATIN = re.compile(r"[A-Za-z]+$")
_SIGN = re.compile(r"[^一-鿿A-Za-z0-9]")
# tags of jieba's dictionary (ICTCLAS) where they have other names
ICTCLAS = {
    "uj": "u", "ul": "u", "uz": "u", "ug": "u", "ud": "u", "uv": "u", "nr": "PER", "nrt": "PER", "nrfg": "PER", "ns": "LOC",
    "nt": "ORG", "t": "TIME", "tg": "TIME", "l": "n", "i": "n", "j": "n", "ng": "n", "vg": "v", "vd": "ad", "vq": "v", "vi": "v",
    "ag": "a", "dg": "d", "x": "w", "o": "d", "y": "u", "e": "u", "h": "n", "k": "n", "b": "a", "z": "a", "g": "n", "mq": "m",
    "rr": "r", "rz": "r", "df": "d", "zg": "n", "eng": "nz", "rg": "r", "nw": "nz",
}  # fmt: skip
UNKNOWN = (
    ("n", -1.0),
    ("nz", -1.0),
    ("LOC", -1.2),
    ("PER", -1.5),
    ("ORG", -1.5),
)  # logs, of a word in no table

Tags = tuple[tuple[str, float], ...]  # a word's tags, each with log P(word | tag) but for a constant


class Tagger:
    """`tag` gives the likeliest tags of a sequence of words."""

    def __init__(
        self, lexicon: Lexicon, dictionary: Callable[[str], str], places: frozenset[str] = frozenset()
    ) -> None:
        """`dictionary` gives the one tag that jieba's dictionary has for a word, or nothing."""
        self.lexicon, self.dictionary, self.places = lexicon, dictionary, places
        counts = {t: sum(row.values()) for t, row in lexicon.moves.items() if t != START}
        total = sum(counts.values()) or 1
        self.prior = {t: log(c / total) for t, c in counts.items()}
        self.moves = {t: self._row(row) for t, row in lexicon.moves.items()}
        self.columns = {t: {b: row[t] for b, row in self.moves.items()} for t in [*self.prior, END]}
        self.memo: dict[str, Tags] = {}
        self.runs: dict[tuple[str, ...], tuple[str, ...]] = {}

    def tag(self, words: Sequence[str], fixed: Mapping[int, str] | None = None) -> list[str]:
        """One tag a word. `fixed` are the tags of words that are known to be names or values, by their index.

        A word of one tag parts what stands before it from what follows: between two such words the tags are remembered.
        """
        fixed = fixed or {}
        found: list[str] = []
        known = self.memo
        before, run = START, list[str]()
        for index, word in enumerate(words):
            one = fixed.get(index)
            if one is None:
                tags = known.get(word) or self.tags(word)
                if len(tags) > 1:
                    run.append(word)
                    continue
                one = tags[0][0]
            if run:
                found += self._between(before, run, one)
                run = []
            found.append(one)
            before = one
        return [*found, *self._between(before, run, "")] if run else found

    def _between(self, before: str, words: Sequence[str], after: str) -> tuple[str, ...]:
        """The tags of words of several each, behind one of the tag `before` and, if any, in front of one of the tag `after`."""
        key = (before, after, *words)
        found = self.runs.get(key)
        if found is None:
            found = self._likeliest(before, words, after)
            if len(self.runs) < KEPT:
                self.runs[key] = found
        return found

    def _likeliest(self, before: str, words: Sequence[str], after: str) -> tuple[str, ...]:
        row = self.moves[before]
        best = [(tag, row[tag] + p) for tag, p in self.tags(words[0])]
        back: list[tuple[list[tuple[str, float]], list[int]]] = []
        for word in words[1:]:
            last, came, best = best, list[int](), list[tuple[str, float]]()
            for tag, p in self.memo.get(word) or self.tags(word):
                column = self.columns[tag]
                scores = [s + column[t] for t, s in last]
                top = max(scores)
                best.append((tag, top + p))
                came.append(scores.index(top))
            back.append((last, came))
        onward = self.columns[after] if after else dict.fromkeys(self.prior, 0.0)
        ends = [s + onward[t] for t, s in best]
        at = ends.index(max(ends))
        found = [best[at][0]]
        for last, came in reversed(back):
            at = came[at]
            found.append(last[at][0])
        return tuple(found[::-1])

    def tags(self, word: str) -> Tags:
        """What a word may be."""
        found = self.memo.get(word)
        if found is None:
            found = self._tags(word)
            if len(self.memo) < KEPT:
                self.memo[word] = found
        return found

    def _tags(self, word: str) -> Tags:
        counted = self.lexicon.tags(shape(word))
        total = sum(counted.values())
        if total >= FEW:
            return tuple((t, log(c / total) - self.prior[t]) for t, c in counted.items() if t in self.prior)
        named = "ns" if word in self.places else self.dictionary(word)
        tag = ICTCLAS.get(named, named) or ("w" if _SIGN.match(word) else "")
        if tag in self.prior:
            return ((tag, -self.prior[tag]),)
        return tuple((t, p - self.prior[t]) for t, p in UNKNOWN if t in self.prior)

    def _row(self, row: Mapping[str, int]) -> dict[str, float]:
        total, size = sum(row.values()), len(self.prior)
        return {t: log((row.get(t, 0) + 0.5) / (total + 0.5 * size)) for t in [*self.prior, END]}


def shape(word: str) -> str:
    """The word as the table has it: numbers and Latin words are one each."""
    if _NUMBER.match(word):
        return NUMBER
    if CHINESE_NUMERALS.match(word):
        return CHINESE_NUMBER
    return LATIN if _LATIN.match(word) else word
