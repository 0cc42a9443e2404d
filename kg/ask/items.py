"""The chunks of a cover as what they mean: groups of names, and phrases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.ask.cover import Chunk
from kg.ask.model import Name


class MisfitError(Exception):
    """The phrases of a cover do not make a question together."""


@dataclass(frozen=True, slots=True)
class Group:
    """Names that are listed together: 太原市和晋中市. Each may be several namesakes."""

    at: int
    things: tuple[tuple[Name, ...], ...]
    join: str = "and"

    @property
    def names(self) -> tuple[Name, ...]:
        return tuple(name for namesakes in self.things for name in namesakes)

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(name.kind for name in self.names)

    @property
    def terms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name.term for name in self.names))


@dataclass(frozen=True, slots=True)
class Items:
    """Groups and phrases of one cover; `at` of both is the place in the question."""

    groups: tuple[Group, ...]
    phrases: tuple[Chunk, ...]

    def of(self, kind: str) -> tuple[Chunk, ...]:
        return tuple(c for c in self.phrases if c.kind == kind)

    @property
    def asks(self) -> frozenset[str]:
        return frozenset(c.phrase.asks for c in self.of("ask") if c.phrase)

    def beside(self, chunk: Chunk, kind: str, *, behind_first: bool) -> Chunk | None:
        """The nearest phrase of the kind before or behind, with none of another kind between."""
        at = self.phrases.index(chunk)
        sides = (at + 1, at - 1) if behind_first else (at - 1, at + 1)
        for side in sides:
            if 0 <= side < len(self.phrases) and self.phrases[side].kind == kind:
                return self.phrases[side]
        return None


def items(content: Sequence[Chunk]) -> Items:
    """Raises MisfitError where a 和 joins something else than names."""
    groups: list[Group] = []
    phrases = []
    for row in _rows(content):
        if row[0].kind == "name":
            joins = {c.text for c in row if c.kind == "join"}
            if len(joins) > 1:
                raise MisfitError
            things = tuple(c.names for c in row if c.kind == "name")
            groups.append(Group(row[0].start, things, next(iter(joins), "and")))
        elif row[0].kind == "join":
            raise MisfitError
        else:
            phrases.append(row[0])
    return Items(tuple(groups), tuple(phrases))


def _rows(content: Sequence[Chunk]) -> Iterator[list[Chunk]]:
    """Names with what joins them, and each other chunk alone."""
    row: list[Chunk] = []
    for i, chunk in enumerate(content):
        follows = chunk.kind == "name" and row and row[-1].kind == "join"
        between = i + 1 < len(content) and content[i + 1].kind == "name"
        joins = chunk.kind == "join" and row and row[-1].kind == "name" and between
        if follows or joins:
            row.append(chunk)
            continue
        if row:
            yield row
        row = [chunk]
    if row:
        yield row
