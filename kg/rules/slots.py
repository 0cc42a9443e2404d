"""Slot text: a sentence in which each mention is one private-use character that stands for its class."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.faults import near
from kg.model import DataError, Mention, Span, light
from kg.schema import OwnClass, read_as
from kg.text.sentences import split_sentences

FIRST = 0xE000
LAST = 0xE0FF
MENTION = re.compile(f"[{chr(FIRST)}-{chr(LAST)}]")
_SHORT_FORM = re.compile(r"[（(][^（）()，。；、]{0,6}?[“《「]?([^（）()，。；]*)[）)]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class SlotCodes:
    """One private-use character for each concrete class and value type, in sorted order.

    A class of the user's has one for each class of ours that its things may be read as: a slot of either takes them.
    """

    def __init__(self, kinds: Iterable[str], own: Mapping[str, OwnClass] | None = None) -> None:
        """Raises DataError where there are more classes than characters."""
        names = sorted(set(kinds))
        found: list[tuple[str, tuple[str, ...]]] = [(kind, ()) for kind in names]
        for name in sorted(own or {}):
            above = own[name].above if own else ()
            found += [(kind, above) for kind in read_as(own[name].kinds if own else ()) if kind in names]
        if len(found) > LAST - FIRST + 1:
            raise DataError(
                f"there are more classes than slots can tell apart: {len(found)}, and no more than 256"
            )
        self._codes = {(kind, above[:1]): chr(FIRST + i) for i, (kind, above) in enumerate(found)}
        self._of: dict[str, str] = {}
        for (kind, above), code in zip(found, self._codes.values(), strict=True):
            for name in (kind, *above):
                self._of[name] = self._of.get(name, "") + code

    def code(self, kind: str, types: tuple[str, ...] = ()) -> str:
        """The character of a mention of a class of ours, and of the user's that it belongs to."""
        return self._codes.get((kind, types[:1])) or self._codes[kind, ()]

    def characters(self, kinds: Sequence[str], expand: Callable[[str], Sequence[str]], where: str) -> str:
        """The characters of some classes and of those below them. Raises DataError for an unknown class."""
        found = [c for name in kinds for kind in expand(name) or (name,) for c in self._one(kind, where)]
        return "".join(dict.fromkeys(found))

    def _one(self, kind: str, where: str) -> str:
        if kind not in self._of:
            raise DataError(
                f"pattern '{where}': no class '{kind}'{near(kind, self._of)}; classes: {', '.join(sorted(self._of))}, Text"
            )
        return self._of[kind]


@light
@dataclass(frozen=True, slots=True)
class SlotText:
    """`text` is the slot text of `span`, `places` are those of its mentions in `text`, in order."""

    span: Span
    text: str
    mentions: Mapping[int, Mention]  # by place
    places: Sequence[int]
    gains: Sequence[int]  # how much shorter `text` is than the article up to the n-th mention; the first is 0

    def between(self, start: int, end: int) -> list[tuple[int, Mention]]:
        """The mentions in a range of the slot text, with their places, in order."""
        inside = self.places[bisect_left(self.places, start) : bisect_left(self.places, end)]
        return [(at, self.mentions[at]) for at in inside]

    def start_of(self, at: int) -> int:
        """Where the character at a place of the slot text begins in the article."""
        return self.span.start + at + self.gains[bisect_left(self.places, at)]

    def end_of(self, at: int) -> int:
        """Where it ends."""
        return self.span.start + at + 1 + self.gains[bisect_right(self.places, at)]

    def source(self, start: int, end: int) -> Span:
        """The span in the article of a non-empty range of the slot text."""
        return Span(self.start_of(start), self.end_of(end - 1))

    def plain(self, span: Span) -> str:
        """The slot text of what lies in a span of the article: its words, without those of names."""
        every = range(len(self.text))
        first = bisect_left(every, span.start, key=self.start_of)
        return self.text[first : bisect_right(every, span.end, key=self.end_of)]


def encode(text: str, span: Span, mentions: Sequence[Mention], codes: SlotCodes) -> SlotText:
    """Slot text of a span. `mentions` are in order, do not overlap and lie in the span.

    A name with the short form that the text gives it in brackets behind it is one slot: 甲公司（以下简称“乙”）承建.
    """
    if _PRIVATE.search(text, span.start, span.end):
        text = _PRIVATE.sub("□", text)
    pieces: list[str] = []
    found: dict[int, Mention] = {}
    gains = [0]
    at = span.start
    before: Mention | None = None
    for mention in mentions:
        start, end = mention.span.start, mention.span.end
        if before is not None and before.entity is not None and before.entity == mention.entity:
            bracket = _SHORT_FORM.match(text, before.span.end, span.end)
            if bracket is not None and bracket.start(1) <= start and end <= bracket.end(1):
                gains[-1] += bracket.end() - at
                at = bracket.end()
                continue
        before = mention
        pieces += (text[at:start], codes.code(mention.kind, mention.types))
        place = start - span.start - gains[-1]
        found[place] = mention
        gains.append(end - span.start - place - 1)
        at = end
    pieces.append(text[at : span.end])
    return SlotText(span, "".join(pieces), found, list(found), gains)


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
