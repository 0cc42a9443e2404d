"""Where known names stand in a text: the longest at each place, none within another.

An automaton of all 37,000 names takes 0.1 s of CPU to build, and finds them in a page in no time. So the first pages get
small ones, of the names that they can hold: what a build of one page needs is built in 2 ms.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import add

import ahocorasick_rs

ENOUGH = 50_000  # characters; behind them one automaton of all names is cheaper than one a text

Found = tuple[str, int, int]  # the name, its start and end in the text


@dataclass(slots=True)
class KnownNames:
    """Names of two characters and more, sorted."""

    texts: tuple[str, ...]
    _searched: int = field(default=0, repr=False, compare=False)  # characters so far
    _all: ahocorasick_rs.AhoCorasick | None = field(default=None, repr=False, compare=False)

    def __reduce__(self) -> tuple[type[KnownNames], tuple[tuple[str, ...]]]:
        """An automaton cannot be kept in a file (`kg/ready.py`)."""
        return KnownNames, (self.texts,)

    def find(self, text: str) -> list[Found]:
        """In order."""
        self._searched += len(text)
        if self._all is None and self._searched > ENOUGH:
            self.build()
        if self._all is not None:
            return _matches(self._all, self.texts, text)
        few = tuple(self._possible(text))
        return _matches(_automaton(few), few, text)

    def build(self) -> None:
        """Build the automaton of all names now, before processes are forked that would each build their own."""
        if self._all is None:
            self._all = _automaton(self.texts)

    def _possible(self, text: str) -> Iterator[str]:
        """The names whose first two characters stand in the text."""
        for begin in sorted(set(map(add, text, text[1:]))):
            at = bisect_left(self.texts, begin)
            while at < len(self.texts) and self.texts[at].startswith(begin):
                yield self.texts[at]
                at += 1


def _automaton(names: tuple[str, ...]) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def _matches(automaton: ahocorasick_rs.AhoCorasick, names: tuple[str, ...], text: str) -> list[Found]:
    return [(names[index], start, end) for index, start, end in automaton.find_matches_as_indexes(text)]
