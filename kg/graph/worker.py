"""Answer one query in a process of its own, which is killed when its time is up, and gets only so much memory.

The store's library knows no limit of either, and a thread cannot be stopped: only a process can.
"""

from __future__ import annotations

import ctypes
import json
import multiprocessing as mp
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from threading import Event

from pyoxigraph import NamedNode

from kg.graph.describe import KINDS, describe
from kg.graph.empty import why_empty
from kg.graph.query import Source, Term, run_rows, serialize_answer, told
from kg.graph.store import read_store
from kg.model import DataError

CELLS = "cells"  # the format of the query page, beside those of `kg.graph.query`
VALUES = "values"  # that of `kg serve --mcp`
SHOWN = 1000  # rows of both
NO_MEMORY = 86  # exit status of a process that Python, not the store's library, found without memory
LAST = 5.0  # seconds for a process that has closed its pipe to end
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # linux/sched.h
LOOK = 0.2  # seconds between two looks at whether anybody still waits


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in one of the formats of `kg.graph.query` or CELLS, or (`format` empty) what is wrong with the query."""

    format: str
    body: bytes  # UTF-8


class TimeUp(Exception):
    """The query took too long and was stopped."""


class OutOfMemory(Exception):
    """The query needed more memory than it may have."""


def answer_within(
    seconds: float,
    *,
    store: Path,
    query: str,
    formats: Sequence[str],
    memory: int = 0,
    stop: Event | None = None,
) -> Answered:
    """The answer in the first of `formats` that can hold it.

    Raises TimeUp after `seconds`, the start of the process included, or when `stop` is set; OutOfMemory when the
    process needs more than `memory` MB, its own 100 included (0: no limit; only Linux holds it); ChildProcessError when
    it dies otherwise.
    """
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(store, query, tuple(formats), memory, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        until = time.monotonic() + seconds
        while not ours.poll(min(LOOK, max(0.0, until - time.monotonic()))):
            if stop is not None and stop.is_set():
                raise TimeUp("the query was stopped: nobody waits for its answer")
            if time.monotonic() >= until:
                raise TimeUp(f"the query took longer than {seconds:g} s and was stopped")
        answered: Answered = ours.recv()
        return answered
    except EOFError as error:
        process.join(LAST)
        raise _died(process.exitcode, memory) from error
    finally:
        process.kill()
        process.join()
        ours.close()


def _context() -> ForkServerContext | SpawnContext:
    """Where processes come from: a server without threads that has read our code already, so that a query starts at once.

    A plain fork would copy the threads of the web server; Windows knows neither.
    """
    if "forkserver" not in mp.get_all_start_methods():
        return mp.get_context("spawn")
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["__main__", __name__])
    return context


def _died(status: int | None, memory: int) -> Exception:
    """What the end of a process without an answer means: the store's library aborts where it gets no memory."""
    if memory and status in (-signal.SIGABRT, NO_MEMORY):
        return OutOfMemory(f"the query needed more than {memory} MB of memory and was stopped; ask for less")
    return ChildProcessError("the query ended without an answer; the machine's memory may have run out")


def _work(store: Path, query: str, formats: tuple[str, ...], memory: int, pipe: Connection) -> None:
    _leave_network()
    if memory:
        _limit(memory)
    try:
        pipe.send(_answered(store, query, formats))
    except MemoryError:
        os._exit(NO_MEMORY)


def _leave_network() -> None:
    """On Linux, where the system lets it, this process has no network: a query that our guard takes for harmless calls nobody."""
    if sys.platform == "linux":
        ctypes.CDLL(None).unshare(NEW_USER | NEW_NETWORK)


def _limit(memory: int) -> None:
    """No more than so many MB for this process; and where it ends for that, no core file and no trace of Rust's stack."""
    try:
        import resource
    except ImportError:  # Windows
        return
    os.environ["RUST_BACKTRACE"] = "0"
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory << 20, memory << 20))


def _answered(store: Path, query: str, formats: tuple[str, ...]) -> Answered:
    faults: list[str] = []
    for format in formats:
        try:
            if format in TABLES:
                return Answered(format, TABLES[format](store, query).encode())
            return Answered(format, serialize_answer(read_store(store), query, format).encode())
        except DataError as error:
            faults.append(str(error))
    return Answered("", faults[0].encode())


def _cells(store: Path, query: str) -> str:
    """The first SHOWN rows as people read them: each cell its text and, for a thing of the graph, its local name; without rows, why."""
    from kg.ontology import ontology_folder
    from kg.schema import load_schema

    source = Source(store)
    found = run_rows(query, source)
    shown = replace(found, rows=found.rows[:SHOWN])
    schema = load_schema(ontology_folder())
    cells = describe(shown, source, schema)
    hints = [] if found.rows else list(why_empty(query, source, schema))
    rows = [
        [[cell.text, _thing(term, found.base_iri)] for cell, term in zip(row, terms, strict=True)]
        for row, terms in zip(cells, shown.rows, strict=True)
    ]
    table = {"header": found.header, "rows": rows, "total": len(found.rows), "hints": hints}
    return json.dumps(table, ensure_ascii=False)


def _values(store: Path, query: str) -> str:
    """The first SHOWN rows: of each term its text and the name of its datatype, and how many rows there are."""
    found = run_rows(query, Source(store))
    rows = [[None if term is None else told(term) for term in row] for row in found.rows[:SHOWN]]
    table = {"header": found.header, "rows": rows, "total": len(found.rows)}
    return json.dumps(table, ensure_ascii=False)


TABLES = {CELLS: _cells, VALUES: _values}


def _thing(term: Term, base_iri: str) -> str:
    """The local name of a thing that the HTML graph can show."""
    name: str = getattr(term, "value", "").removeprefix(base_iri)
    inside = isinstance(term, NamedNode) and term.value.startswith(base_iri)
    return name if inside and not name.startswith(tuple(KINDS)) else ""
