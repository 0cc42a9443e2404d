"""What a process costs: its cold start, what RDF takes of a build, Turtle out and in."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pyoxigraph import RdfFormat, parse

from kg.extract import Tools
from kg.graph.pool import open_pool
from kg.graph.rdf import stream, triples, write_sorted
from kg.graph.seal import seal
from kg.graph.store import load_store
from kg.model import PageFacts
from kg.pipeline import build

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Rdf:
    """CPU seconds of a build, of making triples and Turtle in it, of loading the store; triples a second out and in."""

    build: float
    turtle: float
    store: float
    triples: int
    out: float
    back: float


def cold(*arguments: str, out: Path, kept: Path | None = None) -> tuple[float, float]:
    """Wall and CPU seconds of a `kg` process of its own; what an earlier one wrote to `out` is taken away.

    `kept` is its cache folder, filled by a first run that does not count; None: an empty one each time. Modules are
    compiled to bytecode, as an installation has them, whatever PYTHONDONTWRITEBYTECODE says here.
    """
    rounds = []
    for number in range(ROUNDS + 1):
        shutil.rmtree(out, ignore_errors=True)
        with tempfile.TemporaryDirectory() as empty:
            before, start = _children(), time.perf_counter()
            environment = {**os.environ, "XDG_CACHE_HOME": str(kept or empty), "PYTHONDONTWRITEBYTECODE": ""}
            subprocess.run(
                [sys.executable, "-m", "kg.cli", *arguments], check=True, capture_output=True, env=environment
            )
            if number:
                rounds.append((time.perf_counter() - start, _children() - before))
    return median(wall for wall, _ in rounds), median(cpu for _, cpu in rounds)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rdf_cost(pages: Sequence[Path], facts: Sequence[PageFacts], tools: Tools, folder: Path) -> Rdf:
    """Of a build of the pages from nothing, with the tools loaded; `facts` are those of the pages."""
    path = folder / "graph.ttl"
    with open_pool() as pool:
        pool.add(facts)
        seal(pool)
        turtle = _median(lambda: write_sorted(stream(pool), path))
        rows = triples(pool.knowledge())
    out = _median(lambda: write_sorted(rows, path))
    store = _median(lambda: load_store(path, folder / "store"))
    back = _median(lambda: sum(1 for _ in parse(path=str(path), format=RdfFormat.TURTLE)))
    whole = _median(lambda: build(pages, out=_empty(folder / "exports"), tools=tools))
    return Rdf(whole, turtle, store, len(rows), len(rows) / out, len(rows) / back)


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)
