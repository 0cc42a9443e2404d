"""Answer one query in a process of its own, which is killed when its time is up.

The store's library knows no time limit, and a thread cannot be stopped: only a process can.
"""

from __future__ import annotations

import json
import multiprocessing as mp
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from threading import Event

from pyoxigraph import NamedNode

from kg.graph.describe import KINDS, describe
from kg.graph.query import Source, Term, run_rows, serialize_answer
from kg.graph.store import read_store
from kg.model import DataError

CELLS = "cells"  # the format of the query page, beside those of `kg.graph.query`
SHOWN = 1000  # rows of it
LOOK = 0.2  # seconds between two looks at whether anybody still waits


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in one of the formats of `kg.graph.query` or CELLS, or (`format` empty) what is wrong with the query."""

    format: str
    text: str


class TimeUp(Exception):
    """The query took too long and was stopped."""


def answer_within(
    seconds: float, *, store: Path, query: str, formats: Sequence[str], stop: Event | None = None
) -> Answered:
    """The answer in the first of `formats` that can hold it.

    Raises TimeUp after `seconds`, the start of the process included, or when `stop` is set;
    ChildProcessError when the process dies without an answer, as when memory runs out.
    """
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(store, query, tuple(formats), theirs), daemon=True)
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
        raise ChildProcessError("the query ended without an answer") from error
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


def _work(store: Path, query: str, formats: tuple[str, ...], pipe: Connection) -> None:
    pipe.send(_answered(store, query, formats))


def _answered(store: Path, query: str, formats: tuple[str, ...]) -> Answered:
    faults: list[str] = []
    for format in formats:
        try:
            if format == CELLS:
                return Answered(format, _cells(store, query))
            return Answered(format, serialize_answer(read_store(store), query, format))
        except DataError as error:
            faults.append(str(error))
    return Answered("", faults[0])


def _cells(store: Path, query: str) -> str:
    """The first SHOWN rows as people read them: each cell its text and, for a thing of the graph, its local name."""
    from kg.ontology import ontology_folder
    from kg.schema import load_schema

    source = Source(store)
    found = run_rows(query, source)
    shown = replace(found, rows=found.rows[:SHOWN])
    cells = describe(shown, source, load_schema(ontology_folder()))
    rows = [
        [[cell.text, _thing(term, found.base_iri)] for cell, term in zip(row, terms, strict=True)]
        for row, terms in zip(cells, shown.rows, strict=True)
    ]
    return json.dumps({"header": found.header, "rows": rows, "total": len(found.rows)}, ensure_ascii=False)


def _thing(term: Term, base_iri: str) -> str:
    """The local name of a thing that the HTML graph can show."""
    name: str = getattr(term, "value", "").removeprefix(base_iri)
    inside = isinstance(term, NamedNode) and term.value.startswith(base_iri)
    return name if inside and not name.startswith(tuple(KINDS)) else ""
