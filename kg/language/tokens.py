"""The tokens of a text: words with tags, each known name and value one token; the boundaries of known names go before jieba's.

They are made stretch by stretch (between the marks that end a clause or a sentence, ， apart), and only where asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from kg.language.tags import Tagger
from kg.model import Mention, Span, by_place

_STRETCH = re.compile(r"[^。！？；\n!?;]+[。！？；!?;]?")


class Token(NamedTuple):
    """A word at [start, end) of the text; `kind` is the class of the name or value that it is, else empty."""

    start: int
    end: int
    text: str
    tag: str
    kind: str


_new = tuple.__new__  # a third of what the class's own costs; tokens are made in great numbers


class TokenReader:
    """Tokens of one text. `tokens_at` gives those of the stretch that an offset lies in."""

    def __init__(
        self,
        text: str,
        known: Sequence[Mention],
        segment: Callable[[str], Sequence[str]],
        tagger: Tagger,
        tag_of: Mapping[str, str],
        earlier: TokenReader | None = None,
    ) -> None:
        """`tag_of` gives the tag of a token that is a name or a value of a class.

        `earlier` has read the text when less was known: where a stretch has the same names and values, its tokens are the same.
        """
        self.text, self.segment, self.tagger, self.tag_of = text, segment, tagger, tag_of
        self.known = sorted(known, key=by_place)
        self.starts = [m.span.start for m in self.known]
        self.stretches = [m.span() for m in _STRETCH.finditer(text)]
        self._begins = [start for start, _ in self.stretches]
        self._made: dict[int, tuple[Token, ...]] = {}
        self.earlier = earlier if earlier is not None and earlier.text == text else None

    def tokens_at(self, at: int) -> tuple[Token, ...]:
        """The tokens of the stretch that holds the character at an offset; none where a mark stands alone."""
        index = bisect_right(self._begins, at) - 1
        if index < 0 or at >= self.stretches[index][1]:
            return ()
        found = self._made.get(index)
        if found is None:
            found = self._made[index] = self._as_earlier(index) or self._read(Span(*self.stretches[index]))
        return found

    def _as_earlier(self, index: int) -> tuple[Token, ...]:
        """The tokens of a stretch that was read before with the same names and values; else none."""
        made = self.earlier._made.get(index) if self.earlier is not None else None
        if made is None or self.earlier is None or self._known_in(index) != self.earlier._known_in(index):
            return ()
        return made

    def _known_in(self, index: int) -> list[tuple[Span, str]]:
        """The names and values of a stretch, with their classes."""
        start, end = self.stretches[index]
        known = self.known[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [(mention.span, mention.kind) for mention in known]

    def _read(self, span: Span) -> tuple[Token, ...]:
        pieces = self._pieces(span)
        fixed = {i: self.tag_of[kind] for i, (_, _, kind) in enumerate(pieces) if kind}
        tags = self.tagger.tag([text for _, text, _ in pieces], fixed)
        return tuple(
            [
                _new(Token, (start, start + len(text), text, tag, kind))
                for (start, text, kind), tag in zip(pieces, tags, strict=True)
            ]
        )

    def _pieces(self, span: Span) -> list[tuple[int, str, str]]:
        """Where each token begins, its text and its kind."""
        found: list[tuple[int, str, str]] = []
        at = span.start
        for index in range(bisect_left(self.starts, at), len(self.known)):
            mention = self.known[index]
            if mention.span.start >= span.end:
                break
            if mention.span.start < at or mention.span.end > span.end:
                continue
            self._cut(at, mention.span.start, found)
            found.append((mention.span.start, mention.text, mention.kind))
            at = mention.span.end
        self._cut(at, span.end, found)
        return found

    def _cut(self, start: int, end: int, found: list[tuple[int, str, str]]) -> None:
        if start >= end:
            return
        for word in self.segment(self.text[start:end]):
            found.append((start, word, ""))
            start += len(word)
