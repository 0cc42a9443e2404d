"""The tables of `ontology/lexicon/`: words with their tags, how often each stands at the border of a name, heads of names.

`build_lexicon.py` and `cluster_words.py` beside them count in raw text; heads are written by hand.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.model import DataError

FOLDER = "lexicon"
SHORTEST = 2  # characters of a head that tells the class of a longer noun
START, END = "^", "$"  # of a sentence, in transitions.tsv


class Border(NamedTuple):
    """How often a word stood right before a name, at its beginning, and within it (推进: 269, 61, 47)."""

    outside: int = 0
    first: int = 0
    inside: int = 0


NEVER = Border()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of words. Rows stay text until they are asked for: a page has few of the 30,000 words."""

    words: Mapping[str, tuple[str, str, str]]  # articles, borders and tags, as the table writes them
    moves: Mapping[str, Mapping[str, int]]  # tag → the tag that followed → how often
    phrases: Mapping[
        str, int
    ]  # a run of two to four words that ends in a head → of how many articles: 污水处理厂
    heads: Mapping[str, str]  # 高速公路 → line
    clusters: Mapping[str, str]  # a word → the commonest one of its cluster: 化工 → 水泥
    read: int  # articles that were counted

    def tags(self, word: str) -> dict[str, int]:
        """The tags of a word, each with how often it was met: {"v": 295, "vn": 24}."""
        row = self.words.get(word)
        pairs = (part.rpartition(":") for part in row[2].split()) if row else ()
        return {tag: int(count) for tag, _, count in pairs}

    def mostly(self, tag: str, least: int) -> frozenset[str]:
        """Words of two signs and more that bear a tag so many times and mostly: 比亚迪 of `ORG`."""
        rows = (word for word, row in self.words.items() if tag in row[2] and len(word) > 1)
        counts = ((word, self.tags(word)) for word in rows)
        return frozenset(w for w, c in counts if c.get(tag, 0) >= least and 2 * c[tag] > sum(c.values()))

    def border(self, word: str) -> Border:
        """How a word stands to names."""
        row = self.words.get(word)
        return Border(*map(int, row[1].split(","))) if row and row[1] else NEVER

    def articles(self, word: str) -> int:
        """Of how many articles a word stood in."""
        row = self.words.get(word)
        return int(row[0]) if row else 0


def load_lexicon(folder: Path, own: Sequence[Path] = (), nouns: Mapping[str, str] | None = None) -> Lexicon:
    """Read the tables in `folder`/lexicon; `own` are folders that add heads, and so are `nouns`, where ours have them not.

    Raises DataError for a row that does not fit its table.
    """
    added = dict(row for each in own for row in rows_of(each, "heads.tsv", 2))
    folder = folder / FOLDER
    moves: dict[str, dict[str, int]] = {}
    for before, tag, count in read_table(folder / "transitions.tsv", 3):
        moves.setdefault(before, {})[tag] = int(count)
    phrases = {phrase: int(count) for phrase, count in read_table(folder / "phrases.tsv", 2)}
    return Lexicon(
        {
            word: (articles, borders, tags)
            for word, articles, borders, tags in read_table(folder / "words.tsv", 4)
        },
        moves,
        phrases,
        _with_nouns({**dict(read_table(folder / "heads.tsv", 2)), **added}, nouns or {}),
        {word: row[0] for row in read_table(folder / "clusters.tsv", 2) for word in row[1].split()},
        phrases.pop("", 1),
    )


def _with_nouns(heads: Mapping[str, str], nouns: Mapping[str, str]) -> dict[str, str]:
    """The heads, and the nouns that end in none of them: 公路改造工程 is a work by its 工程."""
    new = {n: g for n, g in nouns.items() if not any(n[at:] in heads for at in range(len(n) - SHORTEST + 1))}
    return {**heads, **new}


def rows_of(folder: Path, name: str, columns: int) -> list[list[str]]:
    """The rows of a table in `folder`/lexicon; none where it has none."""
    path = folder / FOLDER / name
    return list(read_table(path, columns)) if path.is_file() else []


def read_table(path: Path, columns: int) -> Iterator[list[str]]:
    """The rows of a table with tabs, below its header. Raises DataError for one with more or fewer columns."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows, None)
        for row in rows:
            if len(row) != columns:
                raise DataError(f"{path}:{rows.line_num}: {len(row)} columns; wanted: {columns}")
            yield row
