"""Answer one query in a process of its own, which is killed when its time is up.

The store's library knows no time limit, and a thread cannot be stopped: only a process can.
"""

from __future__ import annotations

import multiprocessing as mp
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from kg.graph.query import serialize_answer
from kg.graph.store import read_store
from kg.model import DataError


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in one of the formats of `kg.graph.query`, or (`format` empty) what is wrong with the query."""

    format: str
    text: str


class TimeUp(Exception):
    """The query took too long and was stopped."""


def answer_within(seconds: float, *, store: Path, query: str, formats: Sequence[str]) -> Answered:
    """The answer in the first of `formats` that can hold it.

    Raises TimeUp after `seconds`, the start of the process (about 0.3 s) included; ChildProcessError when the
    process dies without an answer, as when memory runs out.
    """
    context = mp.get_context("spawn")  # a fork would copy the threads of the server
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(store, query, tuple(formats), theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise TimeUp(f"the query took longer than {seconds:g} s and was stopped")
        answered: Answered = ours.recv()
        return answered
    except EOFError as error:
        raise ChildProcessError("the query ended without an answer") from error
    finally:
        process.kill()
        process.join()
        ours.close()


def _work(store: Path, query: str, formats: tuple[str, ...], pipe: Connection) -> None:
    pipe.send(_answered(store, query, formats))


def _answered(store: Path, query: str, formats: tuple[str, ...]) -> Answered:
    faults: list[str] = []
    for format in formats:
        try:
            return Answered(format, serialize_answer(read_store(store), query, format))
        except DataError as error:
            faults.append(str(error))
    return Answered("", faults[0])
