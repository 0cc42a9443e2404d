"""Cover a question with chunks, none of its characters left out: names, phrases that a rule knows, words without content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.ask.model import Name, Phrase, QuestionBook
from kg.ask.names import FIGURES
from kg.ask.own import OWN
from kg.model import Mention
from kg.rules.pattern import TEXT_KIND, Pattern
from kg.rules.slots import MENTION, SlotText

KEPT = 80  # covers of each beginning of the question
PHRASE, FILLER, STRANGE = 10, 11, 1000  # what a chunk costs: few chunks are better, unknown characters worst


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the slot text. `kind` is a phrase's, name, join, filler or strange."""

    start: int
    end: int
    kind: str
    text: str
    phrase: Phrase | None = None
    names: tuple[Name, ...] = ()
    slots: Mapping[str, Mention] | None = None
    named: Mapping[str, tuple[Name, ...]] | None = None  # of the slots that are names
    label: str = ""  # what the role `label` of the pattern holds


@dataclass(frozen=True, slots=True)
class Cover:
    chunks: tuple[Chunk, ...]
    cost: int

    @property
    def strange(self) -> tuple[Chunk, ...]:
        return tuple(c for c in self.chunks if c.kind == "strange")

    @property
    def content(self) -> tuple[Chunk, ...]:
        return tuple(c for c in self.chunks if c.kind != "filler")


def covers(slots: SlotText, names: Mapping[int, tuple[Name, ...]], book: QuestionBook) -> tuple[Cover, ...]:
    """The covers of a question, the cheapest first; one with unknown characters stands where there is no other.

    Each beginning is kept as its last chunk and the beginning before it, so that a question costs by its length.
    """
    size = len(slots.text)
    best: list[list[_Beginning]] = [[] for _ in range(size + 1)]
    best[0] = [_Beginning(0, 0)]
    numbers: dict[tuple[int, int, int, str], int] = {}
    for at in range(size):
        best[at] = _pruned(best[at])
        if not best[at]:
            continue
        for chunk in _chunks(slots, at, names, book):
            for beginning in best[at]:
                best[chunk.end].append(_longer(beginning, chunk, numbers))
    return tuple(Cover(end.chunks(), end.cost) for end in _pruned(best[size]))


@dataclass(frozen=True, slots=True)
class _Beginning:
    """A cover of the beginning of a question. `content` is the same number for the same chunks but fillers."""

    cost: int
    content: int
    chunk: Chunk | None = None
    before: _Beginning | None = None

    def chunks(self) -> tuple[Chunk, ...]:
        found: list[Chunk] = []
        at: _Beginning | None = self
        while at is not None and at.chunk is not None:
            found.append(at.chunk)
            at = at.before
        return tuple(reversed(found))


def _longer(before: _Beginning, chunk: Chunk, numbers: dict[tuple[int, int, int, str], int]) -> _Beginning:
    content = before.content
    if chunk.kind != "filler":
        key = (content, chunk.start, chunk.end, chunk.phrase.id if chunk.phrase else chunk.kind)
        content = numbers.setdefault(key, len(numbers) + 1)
    return _Beginning(before.cost + _cost(chunk), content, chunk, before)


def _cost(chunk: Chunk) -> int:
    if chunk.kind == "strange":
        return STRANGE
    return FILLER if chunk.kind == "filler" else PHRASE


def _pruned(found: Sequence[_Beginning]) -> list[_Beginning]:
    """The cheapest, each only once whatever its fillers are."""
    kept: dict[int, _Beginning] = {}
    for beginning in sorted(found, key=lambda b: b.cost):
        kept.setdefault(beginning.content, beginning)
        if len(kept) == KEPT:
            break
    return list(kept.values())


def _chunks(
    slots: SlotText, at: int, names: Mapping[int, tuple[Name, ...]], book: QuestionBook
) -> Iterator[Chunk]:
    for phrase in book.phrases:
        for pattern in phrase.patterns:
            match = pattern.regex.match(slots.text, at)
            if match is not None and match.end() > at:
                if phrase.kind == "class" and phrase.source != OWN and match.group() in book.own_words:
                    continue  # that class asks for those of this one too
                yield _phrase(slots, names, phrase, pattern, match)
    if at in slots.mentions:
        things = names.get(slots.mentions[at].span.start, ())
        if things and things[0].kind not in FIGURES:
            yield Chunk(at, at + 1, "name", slots.mentions[at].text, names=things)
        yield Chunk(at, at + 1, "strange", slots.mentions[at].text)
        return
    yield from _words(slots.text, at, book)


def _words(text: str, at: int, book: QuestionBook) -> Iterator[Chunk]:
    for word, join in book.joins.items():
        if text.startswith(word, at):
            yield Chunk(at, at + len(word), "join", join)
    for filler in book.fillers:
        word = filler.removeprefix("^")
        if text.startswith(word, at) and (word == filler or at == 0):
            yield Chunk(at, at + len(word), "filler", word)
    yield Chunk(at, at + 1, "strange", text[at])


def _phrase(
    slots: SlotText,
    names: Mapping[int, tuple[Name, ...]],
    phrase: Phrase,
    pattern: Pattern,
    match: re.Match[str],
) -> Chunk:
    filled: dict[str, Mention] = {}
    label = ""
    for slot in pattern.slots:
        at = match.start(slot.group)
        if at < 0 or not slot.role:
            continue
        if slot.kinds == (TEXT_KIND,):
            label = match.group(slot.group)
        else:
            filled[slot.role] = slots.mentions[at]
    named = {role: names[m.span.start] for role, m in filled.items() if m.span.start in names}
    text = "".join(
        slots.mentions[i].text if MENTION.match(slots.text[i]) else slots.text[i]
        for i in range(match.start(), match.end())
    )
    return Chunk(match.start(), match.end(), phrase.kind, text, phrase, (), filled, named, label)
