"""Which patterns may match a sentence: those all of whose needs its slot text holds.

Each set of pieces that some pattern needs (`Pattern.needs`) is a bit. A sentence has the bits of the pieces that stand
in it; a pattern is tried only where none of its bits is missing. So a rule more costs a comparison of two numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import TYPE_CHECKING

from kg.rules.pattern import Pattern

if TYPE_CHECKING:
    from kg.rules.model import RelationRule


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """`bits` are those of each piece; `rows` are the bits that a pattern needs, its rule, and the pattern.

    Rules that look inside names have one row, without a pattern, that needs nothing.
    """

    bits: Mapping[str, int]
    rows: tuple[tuple[int, RelationRule, Pattern | None], ...]

    def fitting(self, text: str) -> list[tuple[int, RelationRule, Pattern | None]]:
        """The rows, in the order of the rules, whose pattern may match a slot text."""
        held = 0
        bits = self.bits
        for piece in bits.keys() & {*text, *map(add, text, text[1:])}:
            held |= bits[piece]
        missing = ~held
        return [row for row in self.rows if not row[0] & missing]


def make_index(rules: Sequence[RelationRule]) -> Index:
    """The index of some rules."""
    places: dict[frozenset[str], int] = {}
    for needs in _all_needs(rules):
        places.setdefault(needs, len(places))
    bits: dict[str, int] = {}
    for needs, place in places.items():
        for piece in needs:
            bits[piece] = bits.get(piece, 0) | 1 << place
    return Index(bits, tuple(row for rule in rules for row in _rows(rule, places)))


def _rows(
    rule: RelationRule, places: Mapping[frozenset[str], int]
) -> Iterator[tuple[int, RelationRule, Pattern | None]]:
    if rule.inside:
        yield 0, rule, None
        return
    for pattern in rule.patterns:
        yield sum(1 << places[needs] for needs in pattern.needs), rule, pattern


def _all_needs(rules: Iterable[RelationRule]) -> Iterator[frozenset[str]]:
    return (
        needs for rule in rules if not rule.inside for pattern in rule.patterns for needs in pattern.needs
    )
