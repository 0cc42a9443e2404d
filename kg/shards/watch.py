"""Progress of reading, and the share of pages that may fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.model import DataError

MAX_ERRORS = 0.5  # share of the pages
FEWEST = 20  # pages; of fewer, the share that fails is not judged
SAMPLE = 100  # pages that must have been read before the share so far stands for all

Progress = Callable[[str, int, int, str], None]  # stage, done, in all, what was just done


@dataclass(slots=True)
class Watch:
    """Tells the progress of reading, and stops it when too many pages fail."""

    progress: Progress | None
    max_errors: float
    done: int = 0
    total: int = 0
    read: int = 0
    failed: int = 0

    def page(self, source: str, fault: str) -> None:
        """A page was read. Raises DataError when too many have failed by now."""
        self.done += 1
        self.read += 1
        self.failed += bool(fault)
        tell(self.progress, "reading", self.done, self.total, source)
        if self.total >= FEWEST:
            check_share(self.failed, max(self.read, min(self.total, SAMPLE)), self.max_errors, fault)

    def lost(self, pages: int, failed: int) -> None:
        """These were read by a worker that died, and will be again."""
        self.done -= pages
        self.read -= pages
        self.failed -= failed


def check_share(failed: int, of: int, most: float, fault: str) -> None:
    """Raises DataError when more than a share `most` has failed."""
    if failed > most * of:
        raise DataError(
            f"{failed} of {of} pages failed, --max-errors {most:g} allows fewer; one of them: {fault}"
        )


def tell(progress: Progress | None, stage: str, done: int, total: int, what: str) -> None:
    if progress is not None:
        progress(stage, done, total, what)
