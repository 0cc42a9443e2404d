"""The tables of `ontology/lexicon/`: words with their tags, how often each stands at the border of a name, heads of names.

`build_lexicon.py` beside them counts the first three in raw text; heads are written by hand.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.model import DataError

FOLDER = "lexicon"
START, END = "^", "$"  # of a sentence, in transitions.tsv


class Border(NamedTuple):
    """How often a word stood right before a name, at its beginning, and within it (推进: 198, 55, 36)."""

    outside: int
    first: int
    inside: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of words."""

    tags: Mapping[str, Mapping[str, int]]  # word → tag → how often
    moves: Mapping[str, Mapping[str, int]]  # tag → the tag that followed → how often
    borders: Mapping[str, Border]
    articles: Mapping[str, int]  # word → of how many articles it stood in
    phrases: Mapping[str, int]  # a run of words that ends in a head → of how many articles: 污水处理厂
    heads: Mapping[str, str]  # 高速公路 → line
    read: int  # articles that were counted


def load_lexicon(folder: Path) -> Lexicon:
    """Read the tables in `folder`/lexicon. Raises DataError for a line that does not fit its table."""
    folder = folder / FOLDER
    words = {row[0]: row[1:] for row in _rows(folder / "words.tsv", 4)}
    moves: dict[str, dict[str, int]] = {}
    for before, tag, count in _rows(folder / "transitions.tsv", 3):
        moves.setdefault(before, {})[tag] = int(count)
    phrases = {phrase: int(count) for phrase, count in _rows(folder / "phrases.tsv", 2)}
    return Lexicon(
        {word: _counts(row[2]) for word, row in words.items() if row[2]},
        moves,
        {word: Border(*map(int, row[1].split(","))) for word, row in words.items() if row[1]},
        {word: int(row[0]) for word, row in words.items()},
        phrases,
        {head: kind for head, kind in _rows(folder / "heads.tsv", 2)},
        phrases[""] if "" in phrases else 1,
    )


def _counts(text: str) -> dict[str, int]:
    """`v:12 vn:40` as a table."""
    return {tag: int(count) for tag, _, count in (part.partition(":") for part in text.split())}


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    """The rows of a table below its header."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows, None)
        for row in rows:
            if len(row) != columns:
                raise DataError(f"{path}:{rows.line_num}: {len(row)} columns; wanted: {columns}")
            yield row
