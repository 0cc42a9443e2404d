"""Where a figure stands: the tokens of its stretch, their letters, and its own place among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.language.tokens import Token
from kg.model import Mention, light
from kg.rules.phrase_indicator import PhraseReader

CLAUSE_ENDS = "BZ"  # letters of marks between clauses
NOMINAL = "NvA"


@light
@dataclass(frozen=True, slots=True)
class Spot:
    """A figure at the token `at` of a stretch."""

    tokens: tuple[Token, ...]
    code: str
    at: int

    def text(self, start: int, end: int) -> str:
        return "".join(t.text for t in self.tokens[start:end])

    def clause_start(self) -> int:
        start = self.at
        while start and self.code[start - 1] not in CLAUSE_ENDS:
            start -= 1
        return start

    def clause_end(self) -> int:
        end = self.at + 1
        while end < len(self.code) and self.code[end] not in CLAUSE_ENDS:
            end += 1
        return end

    def before(self) -> Iterator[Token]:
        """The tokens of its clause that stand before it."""
        return iter(self.tokens[self.clause_start() : self.at])

    def letter(self, at: int) -> str:
        return self.code[at] if 0 <= at < len(self.code) else ""


def spot_of(phrases: PhraseReader, figure: Mention) -> Spot | None:
    """None where a figure is no token of its own."""
    tokens = phrases.tokens.tokens_at(figure.span.start)
    at = next((i for i, t in enumerate(tokens) if t.start == figure.span.start), None)
    return None if at is None else Spot(tokens, phrases.code(tokens), at)


def meets(text: str, name: str) -> bool:
    """Whether two texts have two characters side by side in common."""
    return any(text[i : i + 2] in name for i in range(len(text) - 1))
