"""Sentences and clauses of repaired text, as spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from kg.model import Span

CLAUSE_MARKS = "，；：,;:"
SENTENCE_MARKS = "。！？!?\n"

_SENTENCE = re.compile(rf"[^{SENTENCE_MARKS}]*(?:[{SENTENCE_MARKS}]+[”’』」）)]*|$)")
_EMPTY = " 　" + SENTENCE_MARKS  # signs that make no clause
_CLAUSE = re.compile(rf"[^{CLAUSE_MARKS}]+")


@lru_cache(maxsize=64)  # several stages ask for those of the articles of a page
def split_sentences(text: str) -> tuple[Span, ...]:
    """Spans of the sentences, in order, marks included; a newline ends a sentence."""
    return tuple(Span(*m.span()) for m in _SENTENCE.finditer(text) if m.group().strip())


def sentence_around(text: str, span: Span) -> Span:
    """The sentence that a span lies in; of one that lies in none, the span itself."""
    sentences = split_sentences(text)
    at = bisect_right(sentences, span.start, key=_start) - 1
    return sentences[at] if at >= 0 and sentences[at].covers(span) else span


def _start(span: Span) -> int:
    return span.start


def clause_bounds(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the clauses of a stretch begin and end, marks left out: 工程全长6公里，总投资3亿元 has two."""
    return [m.span() for m in _CLAUSE.finditer(text, start, end) if m.group().strip(_EMPTY)]
