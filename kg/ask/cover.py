"""Cover a question with chunks, none of its characters left out: names, phrases that a rule knows, words without content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.ask.model import Name, Phrase, QuestionBook
from kg.ask.names import FIGURES
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
    """The covers of a question, the cheapest first; one with unknown characters stands where there is no other."""
    size = len(slots.text)
    best: list[list[Cover]] = [[] for _ in range(size + 1)]
    best[0] = [Cover((), 0)]
    for at in range(size):
        if not best[at]:
            continue
        for chunk in _chunks(slots, at, names, book):
            for cover in best[at]:
                best[chunk.end].append(Cover((*cover.chunks, chunk), cover.cost + _cost(chunk)))
        for end in range(at + 1, size + 1):
            best[end] = _pruned(best[end])
    return tuple(best[size])


def _cost(chunk: Chunk) -> int:
    if chunk.kind == "strange":
        return STRANGE
    return FILLER if chunk.kind == "filler" else PHRASE


def _pruned(found: Sequence[Cover]) -> list[Cover]:
    """The cheapest, each only once whatever its fillers are."""
    kept: dict[tuple[tuple[int, int, str], ...], Cover] = {}
    for cover in sorted(found, key=lambda c: c.cost):
        key = tuple((c.start, c.end, c.phrase.id if c.phrase else c.kind) for c in cover.content)
        kept.setdefault(key, cover)
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
