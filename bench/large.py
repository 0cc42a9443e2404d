"""`python bench/large.py 1000000 FOLDER`: a graph of so many triples in the embedded store, and every saved query on it.

The graph is that of corpus/, copied: works, firms, articles and claims of each copy are its own, areas, waters, agencies
and quantities are shared. So a county has the more works and a river the more articles the larger the graph is, as in a
real one.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median, quantiles

from kg.build import STORE, TURTLE, build
from kg.graph.query import with_prefixes
from kg.graph.saved import fill, load_saved, terms_of
from kg.graph.store import load_store, read_store, replace_store
from kg.ontology import ontology_folder
from kg.schema import load_schema

ROOT = Path(__file__).parent.parent
SHARED = ("agency", "area", "river", "lake", "quantity")
SYLLABLES = "青云龙泉玉柳石桥松林东兴永安和平白沙清溪金河"
OWN = re.compile(rf"\bid:((?!{'|'.join(SHARED)})[a-z]+-[\w-]+)")
LABEL = re.compile(r'((?:rdfs:label|skos:altLabel) )"')
IDENTIFIER = re.compile(r'(dcterms:identifier )"([^"]+)"')
LIMIT = 60  # seconds of CPU that all rounds of one query may take
ROUNDS = 20
ENOUGH = 8.0  # seconds after which no further round begins


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of CPU; None where the limit was reached. `rows` of the answer."""

    name: str
    rows: int
    middle: float | None
    slow: float | None  # the 95th percentile


def write_copies(turtle: Path, target: Path, copies: int) -> None:
    """The Turtle file of ours, so many times over, in blocks that `load_store` can cut."""
    text = turtle.read_text("utf-8")
    end = text.index("\nid:") + 1
    blocks = re.split(r"(?<= \.\n)(?=id:)", text[end:])
    with target.open("w", encoding="utf-8") as file:
        file.write(text[:end])
        for number in range(copies):
            file.writelines(_copy(block, number) for block in blocks)


def _copy(block: str, number: int) -> str:
    if not number:
        return block
    own = OWN.match(block) is not None
    block = OWN.sub(rf"id:\1-n{number}", block)
    high, low = divmod(number, len(SYLLABLES))
    name = SYLLABLES[high % len(SYLLABLES)] + SYLLABLES[low]
    if not own:
        return block
    return LABEL.sub(rf'\1"{name}', IDENTIFIER.sub(rf'\1"\2-n{number}"', block))


def time_queries(store: Path, *, limit: int = LIMIT) -> Iterator[Timing]:
    """Each saved query with its example, in a process of its own that is ended at the limit."""
    terms = terms_of(load_schema(ontology_folder()))
    for name, query in load_saved().items():
        yield _timed(name, with_prefixes(fill(query, query.examples, terms)), store, limit)


def _timed(name: str, sparql: str, store: Path, limit: int) -> Timing:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_ask, args=(sparql, store, theirs, limit))
    process.start()
    theirs.close()
    seconds: list[float] = []
    rows = 0
    try:
        while True:
            rows, taken = ours.recv()
            seconds.append(taken)
    except EOFError:  # done, or killed at the limit
        process.join()
    if not seconds:
        return Timing(name, 0, None, None)
    slow = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return Timing(name, rows, 1000 * median(seconds), 1000 * slow)


def _ask(sparql: str, folder: Path, pipe: Connection, limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    store = read_store(folder)
    spent = 0.0
    for _ in range(ROUNDS):
        start = time.process_time()
        answer = store.query(sparql)
        rows = sum(1 for _ in answer)  # type: ignore[union-attr]
        taken = time.process_time() - start
        pipe.send((rows, taken))
        spent += taken
        if spent > ENOUGH:
            break


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main(triples: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write = sys.stdout.write
    build([ROOT / "corpus"], out=folder / "corpus", workers=1)
    one = len(read_store(folder / "corpus" / STORE))
    large = folder / TURTLE
    write_copies(folder / "corpus" / TURTLE, large, max(1, round(triples / one)))
    wall, cpu = time.perf_counter(), time.process_time()
    fresh = load_store(large, folder / STORE)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    replace_store(fresh, folder / STORE)
    count = len(read_store(folder / STORE))
    write(f"{count:,} triples; load {os.getloadavg()[0]:.1f}\n")
    write(f"Turtle {large.stat().st_size / 1e6:,.0f} MB, store {size_of(folder / STORE) / 1e6:,.0f} MB\n")
    write(f"loaded in {wall:,.1f} s ({cpu:,.1f} s of CPU), {count / cpu:,.0f} triples a second of CPU\n\n")
    write("| query | rows | median ms | p95 ms |\n|---|---|---|---|\n")
    for timing in time_queries(folder / STORE):
        told = [f"{ms:,.1f}" if ms is not None else f"over {LIMIT} s" for ms in (timing.middle, timing.slow)]
        write(f"| {timing.name} | {timing.rows:,} | {told[0]} | {told[1]} |\n")
        sys.stdout.flush()
    shutil.rmtree(folder / "corpus")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
