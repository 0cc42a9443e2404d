"""The names and values of a question: whatever the graph has by that name, and sums, amounts and dates."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.ask.model import Name, QuestionBook
from kg.model import Mention, Quantity, Span
from kg.text.values import Units, find_values

LONGEST = 60  # characters of a name
SHORTEST = 2
READINGS = 12  # of a question whose names are things of several classes
LONG = 200  # characters of one question: a longer text is only read part by part
_NUMBER = re.compile(r"\d|一|二|两|三|四|五|六|七|八|九|十|百|千|零|〇|Ⅰ|Ⅱ|Ⅲ|Ⅳ|Ⅴ")
_BARE = re.compile(r"(?:[\d.]+|(?:一|二|两|三|四|五|六|七|八|九|十|百|千)+)(?:亿|万)")
# 造林面积; 泵站, of which the graph has 泵站数量; 管网, 公益林, of which it has 管网总长, 公益林面积
FIGURES = ("Indicator", "Counted", "Long", "Wide")
MARK = "，"


class Lexicon(Protocol):
    """What is called so: all things of a name; none for what is no name."""

    def find(self, text: str) -> tuple[Name, ...]: ...


@dataclass(frozen=True, slots=True)
class ExampleLexicon:
    """The invented names of the examples."""

    names: Mapping[str, str]

    def find(self, text: str) -> tuple[Name, ...]:
        kind = self.names.get(text)
        return (Name(text, kind, f"<https://shanhe.example/id/{text}>", text),) if kind else ()


@dataclass(frozen=True, slots=True)
class Found:
    """A name or value where it stands; `names` are all things of the name, none for a value."""

    span: Span
    names: tuple[Name, ...]
    value: Mention | None = None


def find_names(text: str, lexicon: Lexicon, book: QuestionBook, units: Units) -> tuple[Found, ...]:
    """What the question names, from the left, always the longest."""
    values = {m.span.start: m for m in _values(text, units, book)}
    found: list[Found] = []
    at = 0
    while at < len(text):
        value = values.get(at)
        size = len(value.span) if value else 0
        name = _longest(text, at, max(size + 1, SHORTEST), lexicon, book)
        best = name or (Found(value.span, (), value) if value else None)
        if best is not None:
            found.append(best)
        at = best.span.end if best else at + 1
    return tuple(found)


def _longest(text: str, at: int, shortest: int, lexicon: Lexicon, book: QuestionBook) -> Found | None:
    for end in range(min(len(text), at + LONGEST), at + shortest - 1, -1):
        word = text[at:end]
        names = lexicon.find(word)
        if word in book.class_words:
            names = tuple(n for n in names if n.kind in FIGURES)
        if names:
            return Found(Span(at, end), names)
    return None


def _values(text: str, units: Units, book: QuestionBook) -> Iterator[Mention]:
    """Sums, amounts and dates; 500亿 is 500亿元, and 超过 and 以上 are no part of them."""
    full, back = _with_unit(text, book.units)
    for bound in book.bounds:  # in a page, 10亿元以上项目 gives no sum
        full = full.replace(bound, MARK * len(bound))
    for mention in find_values(full, units=units, today=None):
        start = _NUMBER.search(full, mention.span.start, mention.span.end)
        if start is not None:
            span = Span(back[start.start()], back[mention.span.end - 1] + 1)
            yield Mention(
                span, text[span.start : span.end], _kind(mention), mention.rule, value=mention.value
            )


def _with_unit(text: str, units: tuple[str, ...]) -> tuple[str, list[int]]:
    """The text with 元 where a sum lacks it, and the offset in `text` of each of its characters."""
    parts: list[str] = []
    back: list[int] = []
    at = 0
    for match in _BARE.finditer(text):
        if text.startswith(units, match.end()):
            continue
        parts.append(text[at : match.end()])
        back.extend(range(at, match.end()))
        parts.append("元")
        back.append(match.end() - 1)
        at = match.end()
    return "".join([*parts, text[at:]]), [*back, *range(at, len(text))]


def _kind(mention: Mention) -> str:
    if (
        isinstance(mention.value, Quantity)
        and isinstance(mention.value.value, str)
        and "-" in mention.value.value
    ):
        return "Range"
    return mention.kind


def alternatives(
    found: Sequence[Found],
) -> Iterator[tuple[tuple[Mention, ...], Mapping[int, tuple[Name, ...]]]]:
    """The mentions for each choice of classes, with the names by where they start; figures' names may be none."""
    choices = [_choices(f) for f in found]
    for chosen in itertools.islice(itertools.product(*choices), READINGS):
        mentions = tuple(c[0] for c in chosen if c is not None)
        yield mentions, {c[0].span.start: c[1] for c in chosen if c is not None and c[1]}


def _choices(found: Found) -> list[tuple[Mention, tuple[Name, ...]] | None]:
    if found.value is not None:
        return [(found.value, ())]
    by_kind: dict[str, list[Name]] = {}
    for name in found.names:
        by_kind.setdefault(name.kind, []).append(name)
    text = found.names[0].written
    rows: list[tuple[Mention, tuple[Name, ...]] | None] = [
        (Mention(found.span, text, kind, ""), tuple(sorted(names))) for kind, names in sorted(by_kind.items())
    ]
    return [*rows, None] if any(kind in by_kind for kind in FIGURES) else rows
