"""What the sentence behind a figure says beside its number."""

from __future__ import annotations

import re

from kg.ask.alike import pairs
from kg.ask.model import FigureWords, Row
from kg.explain import Quote

MARK = "　"
PART = 0.5  # share of what stands behind 其中 that a question must have
_SENTENCE = re.compile(r"[；。！？]")
_CLAUSE = re.compile(r"[，；。！？]")
_NUMBER = re.compile(r"\d[\d.,]*(?!\d|年|月|日)")


def before_number(quote: Quote) -> str:
    """The words behind the last number before it."""
    before = quote.text.rpartition(quote.written)[0] if quote.written else quote.text
    return _NUMBER.split(before)[-1]


def beside_number(quote: Quote) -> str:
    """These, and those behind it in its clause: 142个项目开工."""
    behind = quote.text.rpartition(quote.written)[2] if quote.written else ""
    return before_number(quote) + quote.written + MARK + _NUMBER.split(_CLAUSE.split(behind)[0])[0]


def counts_other(word: str, quote: Quote) -> bool:
    """Whether a word is what the number before counts: 污水处理厂, for the 3 of 12座污水处理厂，3个园区."""
    before = quote.text.rpartition(quote.written)[0] if quote.written else ""
    return len(before_number(quote)) < len(before) and before_number(quote).startswith(word, 1)


def is_past(row: Row, words: FigureWords) -> bool:
    """Whether it is the figure of before: 原公路总里程, 以前的2300公斤."""
    if row.indicator.startswith(words.former):
        return True
    quotes = [q for fact in row.facts for q in fact.quotes]
    return any(word in before_number(q) for q in quotes for word in words.past)


def part_is_asked(row: Row, asked: str, words: FigureWords) -> bool:
    """Whether what stands behind 其中 is asked for: 其中正式协议7项，意向协议21项 is no answer to 多少项协议."""
    parts = [_part(q, words) for fact in row.facts for q in fact.quotes]
    for name in sorted((row.label, *row.names), key=len, reverse=True):
        parts = [part.replace(name, "") for part in parts]
    return all(not part or covered(part, pairs(asked)) > PART * len(part) for part in parts)


def _part(quote: Quote, words: FigureWords) -> str:
    """The words of the clause before a number that is one of those behind 其中."""
    before = _SENTENCE.split(quote.text.rpartition(quote.written)[0])[-1]
    inside = any(word in before for word in words.within)
    part = _CLAUSE.split(before_number(quote))[-1] if inside else ""
    return part.removeprefix(next((w for w in words.within if part.startswith(w)), ""))


def covered(text: str, known: frozenset[str] | set[str]) -> int:
    """How many characters of the text stand in pairs that are known."""
    at = {j for i in range(len(text) - 1) if text[i : i + 2] in known for j in (i, i + 1)}
    return len(at)


def share_said(words: tuple[str, ...], quotes: list[Quote], *, counted: bool = False) -> float:
    """The share of the words' characters that stand beside the number of one of the quotes; 0 for a count of another's."""
    size = sum(map(len, words))
    own = [q for q in quotes if not (counted and any(counts_other(w, q) for w in words))]
    shares = (sum(_said(w, beside_number(q)) for w in words) / size for q in own if size)
    return max(shares, default=0.0)


def _said(word: str, text: str) -> int:
    return covered(word, pairs(text)) if len(word) > 1 else int(word in text)
