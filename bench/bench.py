"""`make bench`: what a page costs, as ratios against jieba.cut on the same text in the same run."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from kg.extract import link_article, load_tools, page_facts, read_mentions
from kg.link.places import page_context
from kg.pages.cut import cut_articles
from kg.pages.read import find_pages, read_document
from kg.rules.match import find_facts, make_claims
from kg.text.values import find_values

ROOT = Path(__file__).parent.parent
ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """Median CPU seconds of a few rounds, after one to warm up."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)


def main() -> None:
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    start = time.perf_counter()
    tools = load_tools()
    loaded = time.perf_counter() - start
    documents = [read_document(p) for p in find_pages([ROOT / "corpus"]).pages]
    characters = sum(len(d.text) for d in documents)
    articles = [(d, a) for d in documents for a in cut_articles(d, tools.cues)]
    read = [read_mentions(a, d, tools) for d, a in articles]
    contexts = {
        d.identifier: page_context(
            [places for (e, _), (places, _) in zip(articles, read, strict=True) if e is d], tools.gazetteer
        )
        for d in documents
    }
    jobs = [
        (a, places, values, contexts[d.identifier], tools)
        for (d, a), (places, values) in zip(articles, read, strict=True)
    ]
    linked = [(d, a, link_article(*job)) for (d, a), job in zip(articles, jobs, strict=True)]

    reference = seconds(lambda: [list(jieba.cut(d.text)) for d in documents])
    rows = {
        "jieba.cut, the reference": reference,
        "page to claims, all stages": seconds(lambda: [page_facts(d, tools) for d in documents]),
        "  repair, cut": seconds(lambda: [cut_articles(d, tools.cues) for d in documents]),
        "  values": seconds(
            lambda: [find_values(a.text, units=tools.units, today=None) for _, a in articles]
        ),
        "  places": seconds(lambda: [tools.places.find(a.text) for _, a in articles]),
        "  names and linking": seconds(lambda: [link_article(*job) for job in jobs]),
        "  relation rules": seconds(
            lambda: [make_claims(a, find_facts(a, m, tools.rules), d.text, tools.rules) for d, a, m in linked]
        ),
    }
    write = sys.stdout.write
    write(
        f"{len(documents)} pages, {characters} characters; Python {sys.version.split()[0]}; tools loaded in {loaded:.2f} s\n"
    )
    write(f"{'':<30}{'ms a page':>12}{'x jieba.cut':>14}\n")
    for name, value in rows.items():
        write(f"{name:<30}{1000 * value / len(documents):>12.1f}{value / reference:>14.2f}\n")


if __name__ == "__main__":
    main()
