"""Bounds on what reading one file may take: memory and time of this process, which the system counts."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

MEMORY = 2 * 2**30  # bytes that one file may take; a few numbers in a PDF can ask for any number
CLOCK = getattr(signal, "ITIMER_VIRTUAL", None)  # of the time that the process computes, not of the day


class OutOfTime(Exception):
    """The reading of a file took longer than it may."""


@contextmanager
def bounded_memory(more: int = MEMORY) -> Iterator[None]:
    """On Linux this process may take so many bytes more than it has; elsewhere as many as there are."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[5])  # proc(5): data and stack
    except (ImportError, OSError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = pages * resource.getpagesize() + more
    bounds = [bound for bound in (limit, soft, hard) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(bounds), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@contextmanager
def bounded_time(seconds: float) -> Iterator[None]:
    """Raises OutOfTime in what computes longer than so many seconds. No bound on Windows and outside of the main thread."""
    if CLOCK is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(CLOCK, seconds)
    try:
        yield
    finally:
        signal.setitimer(CLOCK, 0)
        signal.signal(signal.SIGVTALRM, before)


def _ring(number: int, frame: FrameType | None) -> None:
    raise OutOfTime
