"""From the text of a question to its readings, the likeliest first; or to the words that nothing knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.ask.cover import Cover, covers
from kg.ask.model import Phrase, QuestionBook, Reading
from kg.ask.names import FIGURES, Lexicon, alternatives, find_names
from kg.ask.read import read
from kg.model import Span, squeeze
from kg.rules.slots import encode
from kg.text.fold import fold
from kg.text.units import Units

MARKS = "。？?！!"


@dataclass(frozen=True, slots=True)
class Understanding:
    """`readings` of a question; without any, `strange` are the spans that nothing knows, and `refused` a rule that says why."""

    text: str
    readings: tuple[Reading, ...]
    strange: tuple[Span, ...] = ()
    refused: Phrase | None = None
    named: tuple[Span, ...] = ()  # where it names things, if all words are known but make no question


def normal(question: str) -> str:
    """A question as it is read: widths folded, without white space and the mark at its end."""
    return squeeze(fold(question)).rstrip(MARKS)


def whole_names(text: str, book: QuestionBook) -> str:
    """江宁风电场二期和三期 with the name before both."""
    if not book.figures.phases:
        return text
    phase = "|".join(map(re.escape, book.figures.phases))
    join = "|".join(map(re.escape, book.joins))
    two = re.compile(rf"^(.{{3,}}?)({phase})({join})(?=(?:{phase}))")
    return two.sub(lambda m: f"{m[1]}{m[2]}{m[3]}{m[1]}", text)


def understand(question: str, lexicon: Lexicon, book: QuestionBook, units: Units) -> Understanding:
    text = normal(question)
    found = sorted(_covers(text, lexicon, book, units), key=lambda row: row[0].cost)
    readings: dict[tuple[str, tuple[str, ...]], Reading] = {}
    for cover, _ in found:
        if cover.strange:
            break
        refused = next(_refusals(cover), None)
        if refused is not None and not readings:
            return Understanding(text, (), (), refused)
        reading = read(cover.content, book) if refused is None else None
        if reading is not None:
            readings.setdefault((reading.says, tuple(n.term for n in reading.names)), reading)
    if readings or not found:
        return Understanding(text, tuple(sorted(readings.values(), key=lambda r: _figure_of_class(r, book))))
    named = tuple(f.span for f in find_names(text, lexicon, book, units) if f.names)
    return Understanding(text, (), found[0][1], next(_refusals(found[0][0]), None), named)


def _figure_of_class(reading: Reading, book: QuestionBook) -> bool:
    """Whether 项目 is taken for a figure, 项目数量: only where none is counted."""
    return any(name.kind in FIGURES and name.written in book.class_words for name in reading.names)


def _covers(
    text: str, lexicon: Lexicon, book: QuestionBook, units: Units
) -> Iterator[tuple[Cover, tuple[Span, ...]]]:
    """Each cover with the spans in the text that nothing knows, neighbours joined."""
    whole = Span(0, len(text))
    for mentions, names in alternatives(find_names(text, lexicon, book, units)):
        slots = encode(text, whole, mentions, book.codes)
        for cover in covers(slots, names, book):
            spans = (slots.source(c.start, c.end) for c in cover.strange)
            yield cover, _joined(spans)


def _joined(spans: Iterator[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in spans:
        if found and found[-1].end == span.start:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)


def _refusals(cover: Cover) -> Iterator[Phrase]:
    return (c.phrase for c in cover.chunks if c.kind == "refuse" and c.phrase is not None)
