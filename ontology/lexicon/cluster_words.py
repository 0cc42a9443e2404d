#!/usr/bin/env python3
"""Put words with like neighbours into clusters: clusters.tsv, from raw articles.

    python ontology/lexicon/cluster_words.py ARTICLES.jsonl.gz [--out FILE]

A line of ARTICLES is `[source, text]`. A word is told by what stands one and two words before and behind it: positive
pointwise mutual information, 100 dimensions of its singular value decomposition, k-means (Levy and Goldberg 2014 for the
first two). A cluster bears the name of its commonest word: 水泥 stands for 钢铁, 化工, 纺织. It wants rjieba, numpy, scipy and
scikit-learn, and takes two minutes; seeds are fixed. Nothing of the texts but lists of single words is written.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import rjieba
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.linalg import svds
from sklearn.cluster import MiniBatchKMeans

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from kg.names.evidence import normal  # noqa: E402

LEAST = 10  # a word met less often is in no cluster
CONTEXTS = 6000  # commonest words that are looked for beside a word
WINDOW = (-2, -1, 1, 2)
SMOOTHING = 0.75  # of the contexts' counts, against rare ones
DIMENSIONS, CLUSTERS, SEED = 100, 400, 1
BATCH = 4096  # words that k-means takes at a time
WORD = re.compile(r"[一-鿿A-Za-z#]")


def main() -> None:
    """Parse the arguments, count, write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, default=HERE / "clusters.tsv")
    given = parser.parse_args()
    texts = list(words(given.articles))
    counts = Counter(word for text in texts for word in text)
    common = [word for word, _ in counts.most_common()]
    vocabulary = [word for word in common if counts[word] >= LEAST and WORD.match(word)]
    found = clusters(vectors(neighbours(texts, vocabulary, common[:CONTEXTS])))
    members: dict[int, list[str]] = {}
    for word, cluster in zip(vocabulary, found, strict=True):  # the commonest first
        members.setdefault(int(cluster), []).append(word)
    with given.out.open("w", encoding="utf-8") as file:
        file.write("cluster\twords\n")
        file.writelines(f"{group[0]}\t{' '.join(group)}\n" for group in sorted(members.values()))


def words(path: Path) -> Iterator[list[str]]:
    """The words of each article, `#` for a number."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield [normal(word) for word in rjieba.cut(json.loads(line)[1])]


def neighbours(texts: list[list[str]], vocabulary: list[str], contexts: list[str]) -> coo_matrix:
    """How often each context stands at each place beside each word."""
    rows, columns = array("i"), array("i")
    row_of = {word: i for i, word in enumerate(vocabulary)}
    column_of = {word: i for i, word in enumerate(contexts)}
    for text in texts:
        beside = [column_of.get(word, -1) for word in text]
        for at, word in enumerate(text):
            row = row_of.get(word)
            if row is None:
                continue
            for place, step in enumerate(WINDOW):
                near = at + step
                if 0 <= near < len(text) and beside[near] >= 0:
                    rows.append(row)
                    columns.append(place * len(contexts) + beside[near])
    shape = (len(vocabulary), len(WINDOW) * len(contexts))
    met = csr_matrix((np.ones(len(rows), np.float32), (np.array(rows), np.array(columns))), shape=shape)
    met.sum_duplicates()
    return met.tocoo()


def vectors(met: coo_matrix) -> np.ndarray:
    """A unit vector for each word."""
    total, of_word = met.sum(), np.asarray(met.sum(1)).ravel()
    of_context = np.asarray(met.sum(0)).ravel() ** SMOOTHING
    of_context *= total / of_context.sum()
    information = np.log(met.data * total / (of_word[met.row] * of_context[met.col]))
    kept = information > 0
    positive = csr_matrix((information[kept], (met.row[kept], met.col[kept])), shape=met.shape)
    left, strength, _ = svds(positive.astype(np.float32), k=DIMENSIONS, random_state=SEED)
    found = left * np.sqrt(strength)
    return found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9)


def clusters(found: np.ndarray) -> np.ndarray:
    """The number of each word's cluster."""
    return MiniBatchKMeans(CLUSTERS, random_state=SEED, batch_size=BATCH, n_init=3).fit(found).labels_


if __name__ == "__main__":
    main()
