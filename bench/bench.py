"""`make bench`: what a page, a process and RDF cost, as ratios of one run. The figures stand in docs/benchmarks.md."""

from __future__ import annotations

import platform
import sys
import tempfile
from pathlib import Path

from page import BOUND, CHARACTERS, OURS, POSSEG, ROUNDS, cost_rows, growth, matching_share
from whole import cold, rdf_cost

from kg.extract import load_tools, page_facts
from kg.pages.read import find_pages, read_document

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
LENGTHS = (1, 4, 16)  # times the stories of the corpus, as one article


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    tools = load_tools()
    documents = [read_document(p) for p in find_pages([CORPUS]).pages]
    characters = sum(len(d.text) for d in documents)
    say(
        f"Python {platform.python_version()}, {platform.machine()}; corpus/: {len(documents)} pages, {characters} characters"
    )
    say(f"CPU time, medians of {ROUNDS} rounds in which all rows take turns")
    say()
    rows = cost_rows(documents, tools)
    say(f"{'':<28}{'ms a page':>12}{'us a character':>16}{'x jieba.cut':>14}")
    for row in rows:
        micro = 1000 * row.milliseconds * len(documents) / characters
        say(f"{row.name:<28}{row.milliseconds:>12.1f}{micro:>16.1f}{row.ratio:>14.2f}")
    ours, posseg = (next(row for row in rows if row.name == name) for name in (OURS, POSSEG))
    say(f"{OURS} / {POSSEG}: {ours.milliseconds / posseg.milliseconds:.2f} (bound: 1)")
    say()
    page = ours.milliseconds * len(documents) * CHARACTERS / characters
    say(f"a page of {CHARACTERS} characters: {page:.0f} ms (bound: {BOUND})")
    say(f"matching / finding names and values: {matching_share(rows):.2f} (bound: 1)")
    for length, micro in growth(documents, tools, LENGTHS):
        say(f"an article of {length} characters: {micro:.1f} us a character")
    say()
    page_file = str(CORPUS / "p01.txt")
    with tempfile.TemporaryDirectory() as folder:
        kept, one = Path(folder) / "cache", Path(folder) / "one"
        building = ["build", page_file, "-o", str(one)]
        for name, arguments, cache in (
            ("kg --help", ["--help"], kept),
            ("kg build of one page, cold", building, kept),
            ("the same with nothing in the cache folder", building, None),
        ):
            wall, cpu = cold(*arguments, out=one, kept=cache)
            say(f"{name}: {wall:.2f} s, {cpu:.2f} s of CPU")
        facts = [page_facts(document, tools)[0] for document in documents]
        rdf = rdf_cost([CORPUS], facts, tools, Path(folder))
    say(
        f"RDF of a build of corpus/: {rdf.turtle / rdf.build:.2f} of its CPU, with the store {(rdf.turtle + rdf.store) / rdf.build:.2f} (bound: 0.25)"
    )
    say(f"Turtle, {rdf.triples} triples: out {rdf.out:,.0f} a second, in {rdf.back:,.0f} a second")


if __name__ == "__main__":
    main()
