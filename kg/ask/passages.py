"""The texts of the pages that a build read, which it keeps beside the graph: found by words, cut into sentences.

What lies behind is the pool that the next build takes up (`kg.graph.keep`). Where there is none, as for an endpoint, or the build
was told to show no texts, there are no sentences.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kg.graph.codec import decode
from kg.made import POOL, SHARDS
from kg.model import Article, Span, squeeze
from kg.text.sentences import split_sentences

READ = 40  # articles, those with the rarest of the words, that are read
WAIT = 5.0  # seconds for a build that writes
LONG = 90  # characters of a sentence that is cut at its semicolons
_PARTS = re.compile(r"[^；;]+[；;]?")
LIKELIEST = "SELECT body FROM article WHERE {score} > 0 ORDER BY {score} DESC, identifier LIMIT ?"
HAS = "(instr(body, ?) > 0)"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a page, `start` and `end` raw; `around` stands before it in its paragraph, `before` in its article."""

    article: str
    page: str
    title: str
    start: int
    end: int
    text: str
    around: str
    before: str
    issued: str

    def with_before(self, earlier: Sentence) -> Sentence:
        """Together with one before it in its paragraph, and what lies between."""
        text = squeeze(self.around[len(earlier.around) :]) + self.text
        return replace(self, start=earlier.start, text=text, around=earlier.around, before=earlier.before)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pool of a build, opened for each look-up: a build may take its place at any time."""

    pool: Path

    def counts(self, words: Sequence[str]) -> tuple[int, tuple[int, ...]]:
        """How many articles there are, and how many have each of the words; none where the pool cannot be read."""
        if not words:
            return 0, ()
        sums = ", ".join(f"sum({HAS})" for _ in words)
        rows = self._rows(f"SELECT count(*), {sums} FROM article", words)
        number, *found = rows[0] if rows else (0,)
        return int(str(number)), tuple(int(str(n or 0)) for n in found) or (0,) * len(words)

    def sentences(self, weights: Sequence[tuple[str, float]]) -> Iterator[Sentence]:
        """Those of the articles with most of the words, the heavier counting more."""
        if not weights:
            return
        score = " + ".join(f"{weight:.4f} * {HAS}" for _, weight in weights)
        words = [word for word, _ in weights]
        sources = {
            str(row[0]): str(row[1]) for row in self._rows("SELECT identifier, source FROM document", ())
        }
        for (body,) in self._rows(LIKELIEST.format(score=score), (*words, *words, READ)):
            article = decode(str(body))
            if isinstance(article, Article):
                page = PurePosixPath(sources.get(article.document, article.document)).stem
                yield from sentences_of(article, page)

    def _rows(self, query: str, values: Sequence[object]) -> list[tuple[object, ...]]:
        try:
            with closing(sqlite3.connect(f"{self.pool.resolve().as_uri()}?mode=ro", WAIT, uri=True)) as pool:
                shown = pool.execute("SELECT value FROM state WHERE name='texts'").fetchone()
                return pool.execute(query, values).fetchall() if shown and shown[0] else []
        except sqlite3.Error:  # there is none, or another version's
            return []


def pages_beside(store: Path) -> Pages | None:
    """Of the build that made a store; None where it kept none."""
    pool = store.parent / SHARDS / POOL
    return Pages(pool) if pool.is_file() else None


def sentences_of(article: Article, page: str) -> Iterator[Sentence]:
    """The sentences of its title and body; rows of tables are none."""
    text = article.text
    for whole in split_sentences(text):
        if article.row_of(whole) is not None:
            continue
        paragraph = text.rfind("\n", 0, whole.start) + 1
        for span in _cut(text, whole):
            raw = _raw(article, span)
            yield Sentence(
                *(
                    article.identifier,
                    page,
                    article.title,
                    raw.start,
                    raw.end,
                    squeeze(text[span.start : span.end]),
                ),
                around=text[max(paragraph, article.body) : span.start],
                before=text[: span.start],
                issued=article.issued or "",
            )


def _cut(text: str, span: Span) -> Iterator[Span]:
    """Without the white space at its ends; a long one at its semicolons."""
    cuts = _PARTS.finditer(text, span.start, span.end) if len(span) > LONG else ()
    for part in [Span(*m.span()) for m in cuts] or [span]:
        inside = text[part.start : part.end]
        start = part.start + len(inside) - len(inside.lstrip())
        if inside.strip():
            yield Span(start, start + len(inside.strip()))


def _raw(article: Article, span: Span) -> Span:
    """By the leaps of its offsets."""
    begins, raws = article.leaps[::2], article.leaps[1::2]
    found: list[int] = []
    for begin, raw, end in zip(begins, raws, (*begins[1:], len(article.text)), strict=True):
        first, last = max(begin, span.start), min(end, span.end)
        if first < last:
            found += (raw + first - begin, raw + last - begin)
    return Span(min(found), max(found)) if found else span


def rarity(number: int, has: int) -> float:
    """How much a word tells that so many of all articles have; one that none has tells little."""
    return math.log((number + 1) / (has + 1)) + 0.3 if has else 0.5
