"""Processes of this machine that make shards: forked with all that is loaded, and gone when their driver is gone.

Each has a pipe of its own, so that the driver knows what a worker that died was at. (The pool of the standard library
is broken by one death, and leaves orphans when the driver dies: CPython issue 111873.)
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

from kg.extract import Tools
from kg.model import DataError
from kg.pages.read import Page
from kg.shards.crew import Died, Event, Made, Read
from kg.shards.make import FAULTS_OF_OURS, STOP, make_shard, related
from kg.shards.plan import Shard
from kg.text.words import load_words

METHOD = (
    "fork" if sys.platform == "linux" else "spawn"
)  # elsewhere forking is not safe; workers load for themselves
MOST = 32  # workers by default; merging and writing do not get faster by more
FEW = 64  # pages to read for each worker by default: 2 s of work, against 0.1 s for a process
PATIENCE = 10.0  # seconds in which a worker may finish its page when the build stops
PR_SET_PDEATHSIG = 1  # linux/prctl.h
TOLD = (DataError, OSError, MemoryError, ImportError, *FAULTS_OF_OURS)  # no matter of one page


def default_workers(pages: int) -> int:
    """A worker for each core, and none for so few pages that starting it costs more than it saves."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(cores, MOST, pages // FEW))


@dataclass(frozen=True, slots=True)
class Raised:
    """What a worker raised that stops the build; `ours` with its trace."""

    text: str
    ours: bool


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    shard: str = ""  # the name of what it is at


class Workers:
    """A crew of up to `count` processes. `tools` is called before the first is forked; what it loads, all share."""

    def __init__(
        self,
        count: int,
        tools: Callable[[], Tools],
        folder: Path,
        *,
        earlier: Sequence[Path] = (),
        method: str = METHOD,
    ) -> None:
        self.count, self.tools, self.folder, self.earlier = count, tools, folder, earlier
        self.context: BaseContext = multiprocessing.get_context(method)
        self.found: list[_Worker] = []

    def __enter__(self) -> Workers:
        if self.context.get_start_method() == "fork":
            self.tools().places.names.build()
            load_words()
            gc.collect()
            gc.freeze()  # or each collection would copy the pages of memory that all share
        return self

    def __exit__(self, *_: object) -> None:
        """Idle workers end; those at work write what they have, or are killed when they take too long."""
        try:
            for worker in self.found:
                if worker.shard and worker.process.pid and worker.process.is_alive():
                    os.kill(worker.process.pid, signal.SIGINT)
                worker.pipe.close()
            end = time.monotonic() + PATIENCE
            for worker in self.found:
                worker.process.join(max(0, end - time.monotonic()))
        finally:
            for worker in self.found:
                worker.process.kill()
                worker.process.join()

    def free(self) -> bool:
        return len(self.found) < self.count or any(not worker.shard for worker in self.found)

    def start(self, shard: Shard) -> None:
        worker = next((w for w in self.found if not w.shard), None) or self._hire()
        worker.shard = shard.name
        try:
            worker.pipe.send((shard, related(shard, self.earlier)))
        except OSError:  # killed while it was idle
            self._dismiss(worker)
            self.start(shard)

    def wait(self, *, patient: bool = True) -> Iterator[Event]:
        at = {worker.pipe: worker for worker in self.found if worker.shard}
        for pipe in wait(list(at), None if patient else 0):
            worker = next(w for p, w in at.items() if p is pipe)
            try:
                yield from self._told(worker)
            except (EOFError, OSError):
                self._dismiss(worker)
                yield Died(worker.shard, _why(worker.process.exitcode))

    def _told(self, worker: _Worker) -> Iterator[Event]:
        while worker.shard and worker.pipe.poll():
            match worker.pipe.recv():
                case (str(source), str(fault)):
                    yield Read(worker.shard, source, fault)
                case Raised(text, ours):
                    raise RuntimeError(f"in a worker:\n{text}") if ours else DataError(text)
                case _:
                    name, worker.shard = worker.shard, ""
                    yield Made(name)

    def _hire(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        forked = self.context.get_start_method() == "fork"
        others = [worker.pipe for worker in self.found] if forked else []
        arguments = (theirs, [*others, ours] if forked else [], self.tools, self.folder, os.getpid())
        process = self.context.Process(target=_work, args=arguments, daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self.found.append(worker)
        return worker

    def _dismiss(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.join()
        self.found.remove(worker)


def _work(
    pipe: Connection, others: Sequence[Connection], tools: Callable[[], Tools], folder: Path, driver: int
) -> None:
    """What a worker does: shards as they come, until the driver closes the pipe or is gone."""
    for other in others:  # or no worker would notice that the driver has closed its end
        other.close()
    signal.signal(signal.SIGINT, _stop_once)
    _die_with(driver)
    try:
        while True:
            shard, earlier = pipe.recv()
            make_shard(
                shard, tools, folder, earlier=earlier, done=lambda page, fault: _tell(pipe, page, fault)
            )
            pipe.send(None)
    except (EOFError, ConnectionError, KeyboardInterrupt):
        return
    except TOLD as error:
        ours = not isinstance(error, DataError | OSError)
        pipe.send(Raised(traceback.format_exc() if ours else str(error), ours))


def _tell(pipe: Connection, page: Page, fault: str) -> None:
    pipe.send((page.source, fault))


def _stop_once(number: int, frame: FrameType | None) -> None:
    """Ctrl-C reaches all processes of a terminal, and the driver passes it on: the second must not break the writing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    STOP.asked = True
    if not STOP.writing:
        raise KeyboardInterrupt


def _die_with(driver: int) -> None:
    """Have the system kill this process when the driver ends, however it ends; elsewhere the next page finds no pipe."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != driver:  # it ended before
            os._exit(1)


def _why(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit status {code}"
