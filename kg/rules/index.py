"""Which patterns may match a sentence: those all of whose needs its slot text holds.

Each set of pieces that some pattern needs (`Pattern.needs`) is a bit. A sentence has the bits of the pieces that stand
in it, which one automaton finds; a pattern is tried only where none of its bits is missing. So a rule more costs a
comparison of two numbers, or none: patterns are grouped by the need of theirs that the fewest pieces meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

import ahocorasick_rs

from kg.rules.pattern import Pattern

if TYPE_CHECKING:
    from kg.rules.model import RelationRule

ALWAYS = 1  # the bit of what needs nothing
Row = tuple[
    int, int, "RelationRule", Pattern | None
]  # its number, the bits that it needs, a rule, and a pattern


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """`bits` are those of each piece; `groups` are rows by a bit that all of them need.

    Rules that look inside names have one row, without a pattern, that needs nothing.
    """

    pieces: Sequence[str]
    bits: Sequence[int]
    groups: Sequence[tuple[int, Sequence[Row]]]
    automaton: ahocorasick_rs.AhoCorasick = field(init=False, repr=False)  # of the pieces

    def __post_init__(self) -> None:
        object.__setattr__(self, "automaton", ahocorasick_rs.AhoCorasick(self.pieces))

    def __reduce__(self) -> tuple[type[Index], tuple[object, ...]]:
        """An automaton cannot be kept in a file (`kg/ready.py`)."""
        return Index, (self.pieces, self.bits, self.groups)

    def fitting(self, text: str) -> list[tuple[RelationRule, Pattern | None]]:
        """The patterns that may match a slot text, with their rules, in the order of the rules."""
        held = ALWAYS
        for piece, _, _ in self.automaton.find_matches_as_indexes(text, overlapping=True):
            held |= self.bits[piece]
        rows = [row for bit, group in self.groups if bit & held for row in group if row[1] & held == row[1]]
        rows.sort(key=itemgetter(0))
        return [(rule, pattern) for _, _, rule, pattern in rows]


def make_index(rules: Sequence[RelationRule]) -> Index:
    """The index of some rules."""
    places: dict[frozenset[str], int] = {}
    for needs in _all_needs(rules):
        places.setdefault(needs, len(places) + 1)
    bits: dict[str, int] = {}
    for needs, place in places.items():
        for piece in needs:
            bits[piece] = bits.get(piece, 0) | 1 << place
    rarest = {1 << place: len(needs) for needs, place in places.items()}
    groups: dict[int, list[Row]] = {}
    for row in _rows(rules, places):
        mine = [bit for bit in rarest if bit & row[1]]
        groups.setdefault(min(mine, key=lambda bit: rarest[bit], default=ALWAYS), []).append(row)
    pieces = sorted(bits)
    return Index(pieces, [bits[piece] for piece in pieces], tuple(groups.items()))


def _rows(rules: Iterable[RelationRule], places: Mapping[frozenset[str], int]) -> Iterator[Row]:
    number = 0
    for rule in rules:
        for pattern in (None,) if rule.inside else rule.patterns:
            needs = pattern.needs if pattern is not None else ()
            yield number, sum(1 << places[each] for each in needs), rule, pattern
            number += 1


def _all_needs(rules: Iterable[RelationRule]) -> Iterator[frozenset[str]]:
    return (
        needs for rule in rules if not rule.inside for pattern in rule.patterns for needs in pattern.needs
    )
