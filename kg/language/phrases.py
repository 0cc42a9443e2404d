"""Phrases: the tokens of a stretch → noun, number and prepositional phrases, and appositions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.language.classes import CLOSERS, OPENERS, WordClasses, levels
from kg.language.tokens import Token
from kg.model import Span, light
from kg.text.numerals import CHINESE_NUMERALS

# letters of `WordClasses.code`; `b` is what lies in brackets or quotes
RUN = re.compile(r"(?:[NvAMQRFWJ]|G(?=[Nv])|\[b*\]|(?<=[NvM\])])\(b*\))+")
NUMBER = re.compile(r"M+[QN]?")
TIME = "time"  # the role of a preposition before a time
_DASH = "—"


@light
@dataclass(frozen=True, slots=True)
class NounPhrase:
    """青岭市的老街大桥: `head` is the last noun (大桥), `modifiers` what stands before each 的."""

    span: Span
    head: Span
    modifiers: tuple[Span, ...] = ()


@light
@dataclass(frozen=True, slots=True)
class NumberPhrase:
    """4条高速公路, 约3亿元: `unit` is a classifier or a unit, empty in 四县; `noun` is what is counted, if it follows."""

    span: Span
    number: Span
    unit: Span
    noun: Span | None = None


@light
@dataclass(frozen=True, slots=True)
class PrepositionalPhrase:
    """在青岭市境内, 由中川集团, 对河道, 把水引入: `role` is what the preposition says (place, agent, target, patient …)."""

    span: Span
    preposition: Span
    role: str
    object: Span


@light
@dataclass(frozen=True, slots=True)
class Apposition:
    """Two names of one thing: 青白高速（青岭—白渡高速公路）, 全省最大的水库——远山水库."""

    first: Span
    second: Span


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases of a stretch, each kind in order."""

    nouns: tuple[NounPhrase, ...]
    numbers: tuple[NumberPhrase, ...]
    prepositions: tuple[PrepositionalPhrase, ...]
    appositions: tuple[Apposition, ...]


def find_phrases(tokens: Sequence[Token], classes: WordClasses, code: str = "") -> Phrases:
    """The phrases of a stretch, within brackets and quotes too. `code` is that of the tokens, if known."""
    code = code or classes.code(tokens)
    nouns: list[NounPhrase] = []
    numbers: list[NumberPhrase] = []
    prepositions: list[PrepositionalPhrase] = []
    appositions: list[Apposition] = []
    for base, level in levels(code):
        part = tokens[base : base + len(level)]
        nouns += noun_phrases(part, level)
        if "M" in level:
            numbers += number_phrases(part, level, classes)
        if "P" in level:
            prepositions += prepositional_phrases(part, level, classes)
        if "B" in level or "(" in level:
            appositions += find_appositions(part, level)
    return Phrases(
        tuple(sorted(nouns, key=lambda p: p.span.start)),
        tuple(sorted(numbers, key=lambda p: p.span.start)),
        tuple(sorted(prepositions, key=lambda p: p.span.start)),
        tuple(sorted(appositions, key=lambda p: p.first.start)),
    )


def noun_runs(level: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Runs of nouns with what stands before them, each back to its last noun and the bracket behind that."""
    for match in RUN.finditer(level, start, len(level) if end is None else end):
        stop = match.end()
        while stop > match.start() and level[stop - 1] in "AMQRFWJG":
            stop -= 1
        if stop > match.start() and level[match.start() : stop].strip("(b)"):
            yield match.start(), stop


def noun_phrases(tokens: Sequence[Token], level: str) -> Iterator[NounPhrase]:
    """Longest runs of nouns with what modifies them, joined over 的: 青岭市 + 的 + 老街大桥."""
    parts: list[tuple[int, int]] = []
    for start, end in noun_runs(level):
        if parts and level[parts[-1][1] : start] != "H":
            yield _noun_phrase(tokens, level, parts)
            parts = []
        parts.append((start, end))
    if parts:
        yield _noun_phrase(tokens, level, parts)


def _noun_phrase(tokens: Sequence[Token], level: str, parts: Sequence[tuple[int, int]]) -> NounPhrase:
    start, end = parts[-1]
    at = end
    while at > start + 1 and level[at - 1] == ")":
        at = level.rindex("(", start, at)
    begins = level.rindex("[", start, at) if level[at - 1] == "]" else at - 1
    return NounPhrase(
        span_of(tokens, parts[0][0], end),
        span_of(tokens, begins, max(at, begins + 1)),
        tuple(span_of(tokens, a, b) for a, b in parts[:-1]),
    )


def number_phrases(tokens: Sequence[Token], level: str, classes: WordClasses) -> Iterator[NumberPhrase]:
    """A number, its classifier or unit, and the noun that it counts: 4 + 条 + 高速公路, 1200 + 平方公里."""
    runs = dict[int, int]()
    for first, last in noun_runs(level):
        runs.update(dict.fromkeys(range(first, last), last))
    for match in NUMBER.finditer(level):
        start, end = match.span()
        at = start
        while at < end and (tokens[at].text[0].isdigit() or at == start or tokens[at].text == "."):
            at += 1
        counts = classes.words["classifier"]
        if at == end or not (level[at] in "MQ" or tokens[at].text in counts):
            end = at
        noun = runs.get(end) if end < len(level) and level[end] in "NvA[" else None
        span = span_of(tokens, start, end)
        number, unit = _number_and_unit(tokens, start, at, end, counts)
        yield NumberPhrase(span, number, unit, span_of(tokens, end, noun) if noun else None)


def _number_and_unit(
    tokens: Sequence[Token], start: int, at: int, end: int, classifiers: Mapping[str, str]
) -> tuple[Span, Span]:
    """Of a value that is one token (3亿元, 4条) the number is what its digits are."""
    first, last = tokens[start].start, tokens[end - 1].end
    if at < end:
        return Span(first, tokens[at].start), Span(tokens[at].start, last)
    text = "".join(t.text for t in tokens[start:end])
    written = _WRITTEN.match(text)
    size = written.end() if written else len(text)
    return Span(first, first + size), Span(first + size, last)


# 约32亿 of 约32亿元, 3万 of 3万千瓦
_FIGURES = CHINESE_NUMERALS.replace("千", "")
_WRITTEN = re.compile(rf"[^\d{CHINESE_NUMERALS}]?(?:[\d.,{_FIGURES}余]|(?<!万)(?<!亿)千)+")


def prepositional_phrases(
    tokens: Sequence[Token], level: str, classes: WordClasses
) -> Iterator[PrepositionalPhrase]:
    """A preposition and the nouns behind it, up to a verb or another preposition; with its localizer (在青岭市境内)."""
    for match in PREPOSITIONAL.finditer(level):
        start, end = match.span()
        word = tokens[start].text
        role = classes.says("preposition", word) or classes.says("passive", word)
        if level[start + 1 : end].strip("T") == "":
            role = TIME  # 于明年3月
        yield PrepositionalPhrase(
            span_of(tokens, start, end),
            span_of(tokens, start, start + 1),
            role,
            span_of(tokens, start + 1, end),
        )


# nouns, each joined to the next by 的, 、, 和: 对青岭市的老街、新街 ; not 在建 (a verb follows)
_OBJECT = r"(?:[NvAMQRTFWJbE]|[\[\]()]|G(?=[NvF])|[SCH](?=[NvAMR\[]))"
PREPOSITIONAL = re.compile(rf"P(?:[VG](?=[VY]))?{_OBJECT}+|P[VG](?=[VY])")  # 把治水作为大事


def find_appositions(tokens: Sequence[Token], level: str) -> Iterator[Apposition]:
    """X（Y） with a noun before the bracket and more than a number in it, and X——Y; of （简称“Y”） Y alone."""
    for match in _BRACKETED.finditer(level):
        inner = tokens[match.start() + 2 : match.end() - 1]
        quoted = [i for i, t in enumerate(inner) if t.text in OPENERS or t.text in CLOSERS]
        if len(quoted) == 2 and quoted[1] - quoted[0] > 1:
            inner = inner[quoted[0] + 1 : quoted[1]]
        if any(t.tag not in ("m", "q", "w") for t in inner):
            first = _begin(level, match.start() + 1)
            yield Apposition(span_of(tokens, first, match.start() + 1), span_of(inner, 0, len(inner)))
    for match in _DASHED.finditer(level):
        end = next((b for a, b in noun_runs(level, match.end() - 1) if a == match.end() - 1), None)
        if tokens[match.start() + 1].text[0] == _DASH and end is not None:
            first = _begin(level, match.start() + 1)
            yield Apposition(span_of(tokens, first, match.start() + 1), span_of(tokens, match.end() - 1, end))


def _begin(level: str, end: int) -> int:
    """Where the noun phrase that ends at a token begins, 的 and what stands before it included."""
    start = end
    while start and level[start - 1] in "NvAMQRFWJH[]b":
        start -= 1
    return start


_BRACKETED = re.compile(r"[Nv\]]\(b+\)")
_DASHED = re.compile(r"[Nv\]]B+[NvAMRF\[]")


def span_of(tokens: Sequence[Token], start: int, end: int) -> Span:
    """The span of the text that tokens [start, end) cover."""
    return Span(tokens[start].start, tokens[end - 1].end)
