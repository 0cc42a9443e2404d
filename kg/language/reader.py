"""The clauses of an article, made stretch by stretch and only where asked for."""

from __future__ import annotations

from bisect import bisect_right

from kg.language.classes import WordClasses
from kg.language.clauses import RELATIVE, Clause, find_clauses
from kg.language.tokens import TokenReader


class ClauseReader:
    """`at` gives the clause that an offset lies in."""

    def __init__(self, tokens: TokenReader, classes: WordClasses) -> None:
        self.tokens, self.classes = tokens, classes
        self._made: dict[int, tuple[Clause, ...]] = {}

    def at(self, start: int) -> Clause | None:
        """The clause that holds the character at an offset; relative clauses inside it apart."""
        clauses = self.of_stretch(start)
        index = bisect_right(clauses, start, key=_start) - 1
        found = clauses[index] if index >= 0 else None
        return found if found is not None and start < found.span.end else None

    def of_stretch(self, start: int) -> tuple[Clause, ...]:
        """The clauses of the stretch that an offset lies in."""
        tokens = self.tokens.tokens_at(start)
        if not tokens:
            return ()
        if tokens[0].start not in self._made:
            found = find_clauses(tokens, self.classes)
            self._made[tokens[0].start] = tuple(c for c in found if c.kind != RELATIVE)
        return self._made[tokens[0].start]


def _start(clause: Clause) -> int:
    return clause.span.start
