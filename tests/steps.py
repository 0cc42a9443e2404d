"""Counts the steps of a regular expression: `re` as a backtracking matcher in Python, which tries what `re` tries in its order.

The standard library's matcher has no counter, and a clock tells what else the machine does. An alternative or a repeat costs
one step whatever its first character, so that only what is really gone through is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

Node = tuple[object, object]
SPACE = {c.CATEGORY_SPACE: str.isspace, c.CATEGORY_DIGIT: str.isdecimal}
ONE = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)  # what matches one character


class Counter:
    """`steps` of all searches so far of one expression."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.nodes = _nodes(pattern.pattern, pattern.flags)
        self.text, self.steps = "", 0

    def findall(self, text: str) -> list[str]:
        """All that it matches, as `finditer` gives it."""
        self.text = text
        found, at = [], 0
        while at <= len(text):
            end = next(self._ends(self.nodes, 0, at), None)
            self.steps += 1
            if end is not None:
                found.append(text[at:end])
            at = at + 1 if end is None or end == at else end
        return found

    def _ends(self, nodes: Sequence[Node], index: int, at: int) -> Iterator[int]:
        """Where the rest of a sequence may end, the way that is tried first before the others."""
        while index < len(nodes) and nodes[index][0] in ONE:
            self.steps += 1
            if not self._one(nodes[index], at):
                return
            index, at = index + 1, at + 1
        if index == len(nodes):
            yield at
            return
        for end in self._node(nodes[index], at):
            yield from self._ends(nodes, index + 1, end)

    def _node(self, node: Node, at: int) -> Iterator[int]:
        self.steps += 1
        kind, value = node
        if kind in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            least, most, body = value  # type: ignore[misc]
            yield from self._repeated(kind, least, most, list(body), at)
        elif kind is c.BRANCH:
            for way in value[1]:  # type: ignore[index]
                if not way or way[0][0] is not c.LITERAL or self._one(way[0], at):
                    yield from self._ends(list(way), 0, at)
        elif kind is c.SUBPATTERN:
            yield from self._ends(list(value[3]), 0, at)  # type: ignore[index]
        elif kind is c.ATOMIC_GROUP:
            yield from list(self._ends(list(value), 0, at))[:1]  # type: ignore[call-overload]
        elif self._holds(node, at):
            yield at

    def _repeated(self, kind: object, least: int, most: int, body: list[Node], at: int) -> Iterator[int]:
        if len(body) == 1 and body[0][0] in ONE:
            last = at
            lazy = kind is c.MIN_REPEAT
            while last - at < most:
                if lazy and last - at >= least:
                    yield last
                self.steps += 1
                if not self._one(body[0], last):
                    break
                last += 1
            if lazy:
                if last - at >= most:
                    yield last
                return
            ends = range(last, at + least - 1, -1)
            yield from ends[:1] if kind is c.POSSESSIVE_REPEAT else ends
            return
        ways = self._again(kind is c.MIN_REPEAT, least, most, body, at)
        yield from list(ways)[:1] if kind is c.POSSESSIVE_REPEAT else ways

    def _again(self, lazy: bool, least: int, most: int, body: list[Node], at: int) -> Iterator[int]:
        if lazy and least <= 0:
            yield at
        if most > 0:
            for end in self._ends(body, 0, at):
                if end > at:
                    yield from self._again(lazy, least - 1, most - 1, body, end)
        if not lazy and least <= 0:
            yield at

    def _holds(self, node: Node, at: int) -> bool:
        """An assertion, or a place in the text."""
        kind, value = node
        if kind in (c.ASSERT, c.ASSERT_NOT):
            ahead, body = value  # type: ignore[misc]
            start = at if ahead > 0 else at - parser.SubPattern.getwidth(body)[0]
            found = start >= 0 and next(self._ends(list(body), 0, start), None) is not None
            return found is (kind is c.ASSERT)
        if kind is not c.AT:
            raise NotImplementedError(str(kind))
        if value in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            return at == 0
        if value is c.AT_END:
            return at == len(self.text) or (at == len(self.text) - 1 and self.text[at] == "\n")
        raise NotImplementedError(str(value))

    def _one(self, node: Node, at: int) -> bool:
        if at >= len(self.text):
            return False
        kind, value = node
        sign = self.text[at]
        if kind is c.LITERAL:
            return ord(sign) == value
        if kind is c.NOT_LITERAL:
            return ord(sign) != value
        if kind is c.ANY:
            return sign != "\n"
        return self._among(sign, list(value))  # type: ignore[call-overload]

    def _among(self, sign: str, parts: list[Node]) -> bool:
        negated = parts[0][0] is c.NEGATE
        return negated is not any(_is(sign, kind, value) for kind, value in parts[negated:])


@cache
def _nodes(pattern: str, flags: int) -> list[Node]:
    return list(parser.parse(pattern, flags))


def _is(sign: str, kind: object, value: object) -> bool:
    if kind is c.LITERAL:
        return ord(sign) == value
    if kind is c.RANGE:
        low, high = value  # type: ignore[misc]
        return bool(low <= ord(sign) <= high)
    if kind is c.CATEGORY and value in SPACE:
        return bool(SPACE[value](sign))
    raise NotImplementedError(str(value))
