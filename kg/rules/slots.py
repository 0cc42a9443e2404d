"""Slot text: a sentence in which each mention is one private-use character that stands for its class."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import DataError, Mention, Span, light
from kg.text.sentences import split_sentences

FIRST = 0xE000
LAST = 0xE0FF
MENTION = re.compile(f"[{chr(FIRST)}-{chr(LAST)}]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class SlotCodes:
    """One private-use character for each concrete class and value type, in sorted order."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self._codes = {kind: chr(FIRST + i) for i, kind in enumerate(sorted(kinds))}

    def code(self, kind: str) -> str:
        return self._codes[kind]

    def characters(self, kinds: Sequence[str], expand: Callable[[str], Sequence[str]], where: str) -> str:
        """The characters of some classes and of those below them. Raises DataError for an unknown class."""
        found = [self._one(kind, where) for name in kinds for kind in expand(name) or (name,)]
        return "".join(dict.fromkeys(found))

    def _one(self, kind: str, where: str) -> str:
        if kind not in self._codes:
            raise DataError(
                f"pattern '{where}': no class '{kind}'; classes: {', '.join(sorted(self._codes))}, Text"
            )
        return self._codes[kind]


@light
@dataclass(frozen=True, slots=True)
class SlotText:
    """`text` is the slot text of `span`; `starts[i]`, `ends[i]` are the span of its i-th character in the article."""

    span: Span
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    mentions: dict[int, Mention]  # by position in `text`
    topics: tuple[Mention, ...] = ()  # what the text before it is about

    def between(self, start: int, end: int) -> list[tuple[int, Mention]]:
        """The mentions in a range of the slot text, with their places, in order."""
        return [(at, mention) for at, mention in self.mentions.items() if start <= at < end]

    def source(self, start: int, end: int) -> Span:
        """The span in the article of a non-empty range of the slot text."""
        return Span(self.starts[start], self.ends[end - 1])

    def plain(self, span: Span) -> str:
        """The slot text of what lies in a span of the article: its words, without those of names."""
        return self.text[bisect_left(self.starts, span.start) : bisect_right(self.ends, span.end)]


def encode(
    text: str, span: Span, mentions: Sequence[Mention], codes: SlotCodes, topics: tuple[Mention, ...] = ()
) -> SlotText:
    """Slot text of a span. `mentions` are in order, do not overlap and lie in the span."""
    if _PRIVATE.search(text, span.start, span.end):
        text = _PRIVATE.sub("□", text)
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    found: dict[int, Mention] = {}
    at = span.start
    for mention in mentions:
        start, end = mention.span.start, mention.span.end
        characters += (text[at:start], codes.code(mention.kind))
        starts += range(at, start + 1)
        found[len(starts) - 1] = mention
        ends += range(at + 1, start + 1)
        ends.append(end)
        at = end
    characters.append(text[at : span.end])
    starts += range(at, span.end)
    ends += range(at + 1, span.end + 1)
    return SlotText(span, "".join(characters), tuple(starts), tuple(ends), found, topics)


def in_sentences(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[Span, list[Mention]]]:
    """Each sentence with the mentions that lie in it, in one walk; `mentions` are in order and do not overlap."""
    at = 0
    for sentence in split_sentences(text):
        while at < len(mentions) and mentions[at].span.start < sentence.start:
            at += 1
        first = at
        while at < len(mentions) and mentions[at].span.end <= sentence.end:
            at += 1
        yield sentence, list(mentions[first:at])
