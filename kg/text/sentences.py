"""Sentences and clauses of repaired text, as spans."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.model import Span

CLAUSE_MARKS = "，；：,;:"
SENTENCE_MARKS = "。！？!?\n"

_SENTENCE = re.compile(rf"[^{SENTENCE_MARKS}]*(?:[{SENTENCE_MARKS}]+[”’』」）)]*|$)")
_CLAUSE = re.compile(rf"[^{CLAUSE_MARKS}]+")


@lru_cache(maxsize=4)  # several stages ask for those of one article
def split_sentences(text: str) -> tuple[Span, ...]:
    """Spans of the sentences, in order, marks included; a newline ends a sentence."""
    return tuple(Span(*m.span()) for m in _SENTENCE.finditer(text) if m.group().strip())


def split_clauses(text: str, within: Span) -> tuple[Span, ...]:
    """Spans of the clauses of a sentence, marks left out: 工程全长6公里，总投资3亿元 has two."""
    found = _CLAUSE.finditer(text, within.start, within.end)
    return tuple(Span(*m.span()) for m in found if m.group().strip(" 　" + SENTENCE_MARKS))
