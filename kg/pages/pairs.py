"""How much two stretches of a page are about the same: pairs of characters, rare ones counting more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from math import log
from operator import add

from kg.pages.units import Unit

_WORD = re.compile(r"[^\W\d]+\d?")  # no pair begins with a digit


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters within words: 汾河治理 → 汾河, 河治, 治理."""
    found: set[str] = set()
    for word in _WORD.findall(text):
        found.update(map(add, word, word[1:]))
    digits = {sign for sign in set(text) if sign.isdigit() and not sign.isdecimal()}  # ①, ²
    return frozenset(pair for pair in found if pair[0] not in digits) if digits else frozenset(found)


class Weights:
    """What a pair weighs on this page: the fewer units have it, the more."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units, self._total = units, len(units) + 1
        self._of: dict[str, frozenset[str]] = {}
        self._count: Counter[str] = Counter()

    def known(self, units: Iterable[Unit]) -> frozenset[str]:
        """The pairs of several units together."""
        return frozenset().union(*(self._pairs(unit.text) for unit in units))

    def _pairs(self, text: str) -> frozenset[str]:
        found = self._of.get(text)
        if found is None:
            found = self._of[text] = pairs(text)
        return found

    def weight(self, found: Iterable[str]) -> float:
        if not self._count:  # a page of one story never asks
            self._count.update(chain.from_iterable(self._pairs(unit.text) for unit in self._units))
        return sum(log(self._total / self._count[pair]) for pair in sorted(found))

    def shared(self, known: AbstractSet[str], part: AbstractSet[str]) -> float:
        """The share, 0 to 1, of the weight of `part` that is known."""
        whole = self.weight(part)
        return self.weight(part & known) / whole if whole else 0.0
