"""Parsers of others at work on one file: what they raise is told as its fault, and what memory they take is bounded."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.model import DataError

MEMORY = 2 * 2**30  # bytes that the parser of a file may take; a few numbers in a PDF can ask for any number
REASON = 200  # characters of what a parser says of a file
NOISY = ("pdfminer", "trafilatura", "htmldate")  # they log what a page is told for in one line


@contextmanager
def parsing(where: str, verdict: str) -> Iterator[None]:
    """Raises DataError for whatever is raised inside: `where`, the file, then `verdict`, `cannot be unpacked`, and why."""
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with _bounded(MEMORY):
            yield
    except DataError:
        raise
    except MemoryError as error:
        raise DataError(f"{where}: {verdict}: it takes more than {MEMORY >> 30} GB of memory") from error
    except Exception as error:  # a parser of other people's formats may raise anything at all
        reason = " ".join(f"{type(error).__name__} {error}".split())[:REASON]
        raise DataError(f"{where}: {verdict}: {reason}") from error


@contextmanager
def _bounded(more: int) -> Iterator[None]:
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
