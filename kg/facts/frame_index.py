"""The frames of a rule book by their words: which stretches may tell something, found by one walk over the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import ahocorasick_rs

from kg.facts.stretch import FrameWords
from kg.model import Mention
from kg.rules.model import Frame, RuleBook
from kg.rules.topics import AREAS

LISTS = (
    "FRAME_WHOLE",
    "FRAME_PART",
    "FRAME_TITLE",
    "FRAME_PAIRING",
    "FRAME_LIGHT",
    "FRAME_HERE",
    "FRAME_ONE_OF",
)  # in the order of `FrameWords`
TEXT_ROLE = "text"
ALONE = frozenset({TEXT_ROLE, "date"})  # roles that a stretch with one name may fill
GOES_ON = frozenset("；;")  # a stretch that ends so is followed by one of the same sentence
KEPT = 8  # rule books that are remembered


@dataclass(frozen=True, slots=True)
class FrameIndex:
    """Frames by word. Bit n of a mask is frame n of the book."""

    words: FrameWords
    by_verb: Mapping[str, tuple[Frame, ...]]  # those without forms
    of_nouns: tuple[Frame, ...]  # those with forms
    bits: Sequence[
        tuple[int, int]
    ]  # of each piece: the frames whose verb or noun it is, and those that begin with it
    free: int  # frames that any text may begin
    alone: int  # frames that a stretch with one name may fill
    lists: bool  # whether a list of areas is enough
    automaton: ahocorasick_rs.AhoCorasick = field(repr=False)  # of the pieces

    def found(self, text: str) -> list[tuple[int, int, int]]:
        """Where pieces of frames stand in a text, by where they begin: start, end, number of the piece."""
        matches = self.automaton.find_matches_as_indexes(text, overlapping=True)
        return sorted((start, end, piece) for piece, start, end in matches)


_known: dict[int, tuple[RuleBook, FrameIndex]] = {}


def frame_index(rules: RuleBook) -> FrameIndex:
    """The index of the frames of a book, made once."""
    known = _known.get(id(rules))  # which holds the book, so that no other has this id
    if known is None:
        if len(_known) >= KEPT:
            _known.clear()
        known = _known[id(rules)] = rules, _index(rules)
    return known[1]


def _index(rules: RuleBook) -> FrameIndex:
    frames, by_verb, bits = rules.frames, dict[str, list[Frame]](), dict[str, list[int]]()
    for number, frame in enumerate(frames):
        for word in frame.verbs if not frame.forms else ():
            by_verb.setdefault(word, []).append(frame)
        for side, words in enumerate(((*frame.verbs, *frame.nouns), frame.begins)):
            for word in words:
                bits.setdefault(word, [0, 0])[side] |= 1 << number
    pieces = sorted(bits)
    return FrameIndex(
        frame_words(rules),
        {word: tuple(found) for word, found in by_verb.items()},
        tuple(frame for frame in frames if frame.forms),
        [(bits[piece][0], bits[piece][1]) for piece in pieces],
        sum(1 << n for n, frame in enumerate(frames) if not frame.begins),
        sum(1 << n for n, frame in enumerate(frames) if not frame.roles.keys().isdisjoint(ALONE)),
        any("list" in frame.forms for frame in frames),
        ahocorasick_rs.AhoCorasick(pieces),
    )


def frame_words(rules: RuleBook) -> FrameWords:
    """The words that reading stretches for frames needs."""
    verbs = frozenset(word for frame in rules.frames for word in frame.verbs)
    nouns = frozenset(word for frame in rules.frames for word in frame.nouns) - verbs
    lists = (frozenset(rules.words.get(name, ())) for name in LISTS)
    whole, parts, titles, pairing, light, here, one_of = lists
    return FrameWords(verbs, whole, parts, titles, pairing, light, here, one_of, nouns)


class Filter:
    """Which stretches of an article may tell something: most have too few names, or no word of a frame."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], places: Sequence[int], index: FrameIndex, *, alone: bool
    ) -> None:
        """`places` are where names and sums begin; `alone`: one is enough, since what the text is about may be the other."""
        self.text, self.places, self.index, self.alone = text, places, index, alone
        names = [m for m in mentions if m.entity is not None]
        near = zip(names, names[1:], strict=False)
        self.beside = [
            b.span.start
            for a, b in near
            if a.kind in AREAS and b.kind in AREAS and b.span.start - a.span.end < 2
        ]
        self.pieces = index.found(text)

    def passes(self, start: int, end: int, *, carries: bool) -> bool:
        """`carries`: the sentence has named something before."""
        count = bisect_left(self.places, end) - bisect_left(self.places, start)
        if not count:
            return False
        index = self.index
        if index.lists and bisect_left(self.beside, start) < bisect_left(self.beside, end):
            return True
        held, begun = 0, index.free
        for at in range(bisect_left(self.pieces, (start,)), len(self.pieces)):
            first, last, piece = self.pieces[at]
            if first >= end:
                break
            if last <= end:
                held |= index.bits[piece][0]
                begun |= index.bits[piece][1]
        one = count > 1 or carries or self.alone or self.text[end - 1] in GOES_ON
        return held & begun & (-1 if one else index.alone) != 0
