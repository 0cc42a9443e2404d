"""Readings of a question without the words that nothing knows, and without 今年: what was left out is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.ask.cover import Chunk, Cover, covers
from kg.ask.model import QuestionBook, Reading
from kg.ask.names import Lexicon, alternatives, find_names
from kg.ask.read import read
from kg.model import Span
from kg.rules.slots import SlotText, encode
from kg.text.units import Units

MOST = 0.5  # share of a question that may be left out
TRIED = 4  # readings
SHORTEST = 2  # characters of a word that may be left out


@dataclass(frozen=True, slots=True)
class Loose:
    """A reading, and the words that it leaves out."""

    reading: Reading
    words: tuple[str, ...]


def loosely(text: str, lexicon: Lexicon, book: QuestionBook, units: Units) -> tuple[Loose, ...]:
    """The readings that leave out least, a few."""
    if _is_refused(text, lexicon, book, units):
        return ()
    found: dict[tuple[str, tuple[str, ...]], Loose] = {}
    for cost, loose in sorted(_loosely(text, lexicon, book, units), key=lambda row: row[0]):
        del cost
        found.setdefault((loose.reading.says, loose.words), loose)
        if len(found) == TRIED:
            break
    return tuple(found.values())


def _loosely(text: str, lexicon: Lexicon, book: QuestionBook, units: Units) -> Iterator[tuple[int, Loose]]:
    whole = Span(0, len(text))
    for mentions, names in alternatives(find_names(text, lexicon, book, units)):
        slots = encode(text, whole, mentions, book.codes)
        for cover in covers(slots, names, book):
            words = tuple(_left_out(cover, text, slots, book))
            content = [c for c in cover.content if not _is_out(c, book)]
            if (
                not words
                or any(len(w) < SHORTEST for w in words)
                or sum(map(len, words)) > MOST * len(text)
                or any(c.kind == "refuse" for c in content)
            ):
                continue
            reading = read(content, book)
            if reading is not None:
                yield cover.cost, Loose(reading, words)


def _is_refused(text: str, lexicon: Lexicon, book: QuestionBook, units: Units) -> bool:
    """Whether a word stands in it that turns the question round, or asks for what no page tells: 不在, 去年, 为什么."""
    mentions, names = next(alternatives(find_names(text, lexicon, book, units)))
    slots = encode(text, Span(0, len(text)), mentions, book.codes)
    phrases = [p for p in book.phrases if p.kind == "refuse"]
    return any(
        match is not None and match.group() not in book.figures.soft
        for phrase in phrases
        for pattern in phrase.patterns
        for match in pattern.regex.finditer(slots.text)
    )


def _is_out(chunk: Chunk, book: QuestionBook) -> bool:
    return chunk.kind == "strange" or (chunk.kind == "refuse" and chunk.text in book.figures.soft)


def _left_out(cover: Cover, text: str, slots: SlotText, book: QuestionBook) -> Iterator[str]:
    """The words in the text, neighbours joined; fillers between two strange characters are a part of the word."""
    word: Span | None = None
    for chunk in cover.chunks:
        if not _is_out(chunk, book):
            continue
        span = slots.source(chunk.start, chunk.end)
        if word is not None and chunk.kind == "strange" and word.end == span.start:
            word = Span(word.start, span.end)
            continue
        if word is not None:
            yield text[word.start : word.end]
        word = span
    if word is not None:
        yield text[word.start : word.end]
