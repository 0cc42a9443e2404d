"""`python bench/large.py 1000000 FOLDER [QUERY …]`: a graph of at least so many triples in the embedded store, and every
saved query on it, or those that are named. A graph that stands in FOLDER is not made again.

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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median, quantiles

from pyoxigraph import RdfFormat, parse

from kg.graph.query import with_prefixes
from kg.graph.saved import fill, load_saved, terms_of
from kg.graph.store import load_store, read_store, replace_store
from kg.ontology import ontology_folder
from kg.pipeline import STORE, TURTLE, build
from kg.schema import load_schema

ROOT = Path(__file__).parent.parent
SHARED = ("agency", "area", "river", "lake", "quantity")
SYLLABLES = "青云龙泉玉柳石桥松林东兴永安和平白沙清溪金河"
OWN = re.compile(rf"\bid:((?!{'|'.join(SHARED)})[a-z]+-[\w-]+)")
LABEL = re.compile(r'((?:rdfs:label|skos:altLabel) )"')
IDENTIFIER = re.compile(r'(dcterms:identifier )"([^"]+)"')
LIMIT = 120  # seconds of CPU that all rounds of one query may take
FEWEST, ROUNDS = 5, 20
FIRST = 100  # rows after which a reader has enough to see
ALONE = multiprocessing.get_context("spawn")  # a fork would begin with the memory of this process
ENOUGH = 8.0  # seconds after which no further round begins, but for the fewest


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of CPU; None where the limit was reached. `rows` of the answer; `peak` MB of its process."""

    name: str
    rows: int
    middle: float | None
    slow: float | None  # the 95th percentile
    first: float | None = None  # the same until FIRST rows were given
    peak: float = 0.0


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a process of its own took to load the Turtle file: seconds, of the clock and of CPU, and MB at its peak."""

    wall: float
    cpu: float
    peak: float


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
    if not own:
        return block
    return LABEL.sub(rf'\1"{_syllables(number)}', IDENTIFIER.sub(rf'\1"\2-n{number}"', block))


def _syllables(number: int) -> str:
    """Two or more, another name for each number."""
    high, low = divmod(number, len(SYLLABLES))
    return (_syllables(high) if high >= len(SYLLABLES) else SYLLABLES[high]) + SYLLABLES[low]


def copies_for(triples: int, turtle: Path, folder: Path) -> int:
    """How many copies have at least so many triples: each adds the same number to the first."""
    one, two = (_count(turtle, number, folder / "some.ttl") for number in (1, 2))
    return 1 + max(0, -(-(triples - one) // (two - one)))


def _count(turtle: Path, copies: int, target: Path) -> int:
    write_copies(turtle, target, copies)
    return len(set(parse(path=str(target), format=RdfFormat.TURTLE)))


def load(turtle: Path, folder: Path) -> Loaded:
    ours, theirs = ALONE.Pipe(duplex=False)
    process = ALONE.Process(target=_load, args=(turtle, folder, theirs))
    process.start()
    theirs.close()
    loaded: Loaded = ours.recv()
    process.join()
    return loaded


def _load(turtle: Path, folder: Path, pipe: Connection) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    fresh = load_store(turtle, folder)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    replace_store(fresh, folder)
    pipe.send(Loaded(wall, cpu, _peak()))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def time_queries(store: Path, *, names: Sequence[str] = (), limit: int = LIMIT) -> Iterator[Timing]:
    """Each saved query with its example, or those named, in a process of its own that is ended at the limit."""
    terms = terms_of(load_schema(ontology_folder()))
    for name, query in load_saved().items():
        if names and name not in names:
            continue
        yield _timed(name, with_prefixes(fill(query, query.examples, terms)), store, limit)


def _timed(name: str, sparql: str, store: Path, limit: int) -> Timing:
    ours, theirs = ALONE.Pipe(duplex=False)
    process = ALONE.Process(target=_ask, args=(sparql, store, theirs, limit))
    process.start()
    theirs.close()
    seconds, firsts = list[float](), list[float]()
    rows, peak = 0, 0.0
    try:
        while True:
            rows, first, taken, peak = ours.recv()
            firsts.append(first)
            seconds.append(taken)
    except EOFError:  # done, or killed at the limit
        process.join()
    if not seconds:
        return Timing(name, 0, None, None)
    return Timing(name, rows, 1000 * median(seconds), _slow(seconds), _slow(firsts), peak)


def _slow(seconds: Sequence[float]) -> float:
    """The 95th percentile, in milliseconds."""
    return 1000 * (quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0])


def _ask(sparql: str, folder: Path, pipe: Connection, limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    store = read_store(folder)
    spent = 0.0
    for number in range(1, ROUNDS + 1):
        start = time.process_time()
        answer = iter(store.query(sparql))  # type: ignore[arg-type]
        rows = sum(1 for _ in islice(answer, FIRST))
        first = time.process_time() - start
        rows += sum(1 for _ in answer)
        taken = time.process_time() - start
        pipe.send((rows, first, taken, _peak()))
        spent += taken
        if spent > ENOUGH and number >= FEWEST:
            break


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def make_graph(triples: int, folder: Path) -> None:
    """The store, and what it took."""
    build([ROOT / "corpus"], out=folder / "corpus", workers=1)
    ours, large = folder / "corpus" / TURTLE, folder / TURTLE
    write_copies(ours, large, copies_for(triples, ours, folder))
    loaded = load(large, folder / STORE)
    count = len(read_store(folder / STORE))
    write(f"{count:,} triples; load {os.getloadavg()[0]:.1f}")
    write(f"Turtle {large.stat().st_size / 1e6:,.0f} MB, store {size_of(folder / STORE) / 1e6:,.0f} MB")
    rate = f"{count / loaded.cpu:,.0f} triples a second of CPU"
    write(
        f"loaded in {loaded.wall:,.1f} s ({loaded.cpu:,.1f} s of CPU), {rate}; peak {loaded.peak:,.0f} MB\n"
    )
    shutil.rmtree(folder / "corpus")


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(triples: int, folder: Path, names: Sequence[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / STORE).is_dir():
        make_graph(triples, folder)
    write(f"| query | rows | median ms | p95 ms | p95 of the first {FIRST} | peak MB |")
    write("|---" * 6 + "|")
    for timing in time_queries(folder / STORE, names=names):
        taken = (timing.middle, timing.slow, timing.first)
        told = " | ".join(f"{ms:,.1f}" if ms is not None else f"over {LIMIT} s" for ms in taken)
        write(f"| {timing.name} | {timing.rows:,} | {told} | {timing.peak:,.0f} |")
    write(f"\nload at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
