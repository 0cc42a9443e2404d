"""What a question expects of the sentence that answers it: `[expect]` and `[senses]` in the TOML files of question rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.model import DataError

TABLES = ("expect", "senses")
NUMBER = "number"  # of [senses]: no words but a pattern
Texts = Callable[[object, str], list[str]]  # a list of texts, or DataError


@dataclass(frozen=True, slots=True)
class Expected:
    """A kind of answer: the words that ask for it, and what a sentence with it has."""

    asks: tuple[str, ...]
    holds: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class SentenceWords:
    expected: tuple[Expected, ...] = ()
    senses: tuple[tuple[str, ...], ...] = ()  # words that say the same
    number: str = r"\d"  # a regular expression: what stands before a unit


def sentence_words(tables: Mapping[str, Mapping[str, object]], texts: Texts) -> SentenceWords:
    """Of the merged tables; `texts` checks a list."""
    expected = tuple(_expected(name, row, texts) for name, row in tables["expect"].items())
    senses = tuple(tuple(texts(v, k)) for k, v in tables["senses"].items() if k != NUMBER)
    return SentenceWords(expected, senses, "".join(texts(tables["senses"].get(NUMBER, r"\d"), NUMBER)))


def _expected(name: str, row: object, texts: Texts) -> Expected:
    if not isinstance(row, dict) or set(row) != {"asks", "holds"} or not isinstance(row["holds"], str):
        raise DataError(f"[expect.{name}] must have asks, a list of words, and holds, a regular expression")
    try:
        return Expected(tuple(texts(row["asks"], name)), re.compile(row["holds"]))
    except re.error as error:
        raise DataError(f"[expect.{name}] holds: {error}") from error
