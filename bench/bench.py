"""How long pages take, against a reference in the same run: jieba.cut over the same text. Run by `make bench`.

Ratios carry over from machine to machine, seconds do not. Each figure is the best of several warm rounds.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import jieba

from kg.build import Tools, link_article, load_tools, page_facts, read_mentions, write_outputs
from kg.graph.merge import merge
from kg.link.places import page_context
from kg.model import Document
from kg.pages.cut import cut_articles
from kg.pages.read import find_pages, read_document
from kg.rules.match import find_facts, make_claims

ROUNDS = 5
CORPUS = Path(__file__).parent.parent / "corpus"


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest round, after one that warms up."""
    work()
    return min(seconds(work) for _ in range(ROUNDS))


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def stages(documents: Sequence[Document], tools: Tools) -> Mapping[str, float]:
    """Seconds of each stage over all documents, by the calls that `kg.build.page_facts` makes."""
    cut = [cut_articles(document, tools.cues) for document in documents]
    read = [
        [read_mentions(a, d, tools) for a in articles] for d, articles in zip(documents, cut, strict=True)
    ]
    contexts = [page_context([places for places, _ in page], tools.gazetteer) for page in read]
    jobs = [
        (d, article, places, values, context)
        for d, articles, page, context in zip(documents, cut, read, contexts, strict=True)
        for article, (places, values) in zip(articles, page, strict=True)
    ]
    linked = [link_article(a, places, values, context, tools) for _, a, places, values, context in jobs]

    def link() -> None:
        for _, article, places, values, context in jobs:
            link_article(article, places, values, context, tools)

    def rules() -> None:
        for (document, article, *_), mentions in zip(jobs, linked, strict=True):
            make_claims(article, find_facts(article, mentions, tools.rules), document.text, tools.rules)

    return {
        "repair, cut": best(lambda: [cut_articles(d, tools.cues) for d in documents]),
        "places, values": best(lambda: [read_mentions(a, d, tools) for d, a, *_ in jobs]),
        "names, links": best(link),
        "relation rules": best(rules),
    }


def report(documents: Sequence[Document], tools: Tools) -> list[str]:
    """The lines to print."""
    text = "\n".join(d.text for d in documents)
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    reference = best(lambda: list(jieba.cut(text)))
    facts = [page_facts(d, tools)[0] for d in documents]
    pages = best(lambda: [page_facts(d, tools) for d in documents])
    knowledge = merge(facts)
    merging = best(lambda: merge(facts))
    with TemporaryDirectory() as folder:
        writing = best(lambda: write_outputs(knowledge, tools.schema, out=Path(folder)))
    spent = stages(documents, tools)
    claims = sum(len(f.claims) for f in facts)
    return [
        f"{len(documents)} pages, {len(text)} characters, {claims} claims; times in multiples of jieba.cut (HMM) over the same text",
        f"pages to facts       {pages / reference:6.2f}",
        *(f"  {name:<18} {t / reference:6.2f}  {t / pages:4.0%}" for name, t in spent.items()),
        f"  {'the rest':<18} {(pages - sum(spent.values())) / reference:6.2f}  {1 - sum(spent.values()) / pages:4.0%}",
        f"merge                {merging / reference:6.2f}",
        f"Turtle, store, HTML  {writing / reference:6.2f}",
        f"jieba.cut            {1:6.2f}  {len(text) / reference / 1e6:.2f} million characters a second",
    ]


def main() -> None:
    """Measure over corpus/ and print."""
    documents = [read_document(page) for page in find_pages([CORPUS]).pages]
    print("\n".join(report(documents, load_tools())))  # noqa: T201


if __name__ == "__main__":
    main()
