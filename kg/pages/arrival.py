"""How much of a file arrived: the text that a reader gave against all text that a plain reading of the container finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.pages.flow import Block

ENOUGH = 0.9  # of the Han characters; less is told
_HAN = re.compile(r"[㐀-鿿]+")


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file, and the date that its format tells (ISO 8601). `notes` and `losses` are lines to be told."""

    text: str
    date: str | None = None
    notes: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the Han characters of a file came."""

    came: int
    whole: int

    @property
    def low(self) -> bool:
        return self.came < ENOUGH * self.whole

    def tell(self, where: str, why: str) -> str:
        return f"{where}: {100 * self.came // max(self.whole, 1)} % of its Chinese characters were read, the rest is {why}"


def came(text: str, whole: str) -> Share:
    """Each character counts as often as it stands in both."""
    wanted, found = (Counter("".join(_HAN.findall(t))) for t in (whole, text))
    return Share((wanted & found).total(), wanted.total())


def count_han(text: str) -> int:
    return sum(map(len, _HAN.findall(text)))


def han(blocks: Sequence[Block]) -> int:
    return sum(count_han(block.text) for block in blocks)
