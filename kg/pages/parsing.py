"""Parsers of others at work on one file: what they raise is told as its fault, and what memory they take is bounded."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from kg.model import DataError
from kg.pages.bounds import MEMORY, bounded_memory

REASON = 200  # characters of what a parser says of a file
NOISY = ("pdfminer", "trafilatura", "htmldate")  # they log what a page is told for in one line


@contextmanager
def parsing(where: str, verdict: str) -> Iterator[None]:
    """Raises DataError for whatever is raised inside: `where`, the file, then `verdict`, `cannot be unpacked`, and why."""
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with bounded_memory():
            yield
    except DataError:
        raise
    except MemoryError as error:
        raise DataError(f"{where}: {verdict}: it takes more than {MEMORY >> 30} GB of memory") from error
    except Exception as error:  # a parser of other people's formats may raise anything at all
        reason = " ".join(f"{type(error).__name__} {error}".split())[:REASON]
        raise DataError(f"{where}: {verdict}: {reason}") from error
