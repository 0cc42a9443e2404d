"""The files of shards into one pool: what is new there goes in, what is no more goes out, and what was seen is counted."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kg.graph.changes import Changes
from kg.graph.keep import PoolFile
from kg.graph.pool import Pool
from kg.model import DataError
from kg.shards.file import Record, from_line, key_of, read_lines
from kg.shards.plan import Shard
from kg.shards.watch import FEWEST, Progress, check_share, tell

MOST_CHANGED = 0.2  # of the pages that come and go; where more do, all is merged anew, which then is cheaper


@dataclass(slots=True)
class Merging:
    """A pool that takes the files of shards, in any order, each once; of `total` in the end.

    With `changes` it is the pool of an earlier build: what that has is passed over, and in the end goes what is in `only` no more.
    """

    pool: Pool
    total: int
    progress: Progress | None = None
    changes: Changes | None = None
    taken: set[str] = field(default_factory=set)  # the names of files
    held: set[str] = field(default_factory=set)  # the keys of pages that the pool had

    def add(self, path: Path) -> None:
        if path.name in self.taken:
            return
        found = {self._line(line, path.name) for line in read_lines(path)}
        if self.held:
            self.pool.move(found & self.held, path.name)
        self.taken.add(path.name)
        tell(self.progress, "merging", len(self.taken), self.total, "")

    def only(self, names: Collection[str]) -> None:
        """Take out what is in none of these shards."""
        if self.changes is not None:
            self.changes.take_out(self.pool, names)

    def _line(self, line: str, shard: str) -> str:
        """Take the page of a line in, if it is new; its key."""
        key = key_of(line)
        if key not in self.held:
            record = from_line(line)
            take = self.pool.take if self.changes is None else partial(self.changes.take_in, self.pool)
            take(record.page, key=key, shard=shard, note=seen(record))
        return key


def begin(file: PoolFile, shards: Sequence[Shard], mark: str, progress: Progress | None) -> Merging:
    """Go on with the pool that was kept under this mark, where little became other; else begin one."""
    pool = file.again(mark)
    if pool is not None and not pool.state("amended"):
        held, wanted = pool.keys(), {task.key for shard in shards for task in shard.tasks}
        if len(held ^ wanted) <= MOST_CHANGED * len(wanted):
            taken = pool.shards() & {shard.name for shard in shards}
            return Merging(pool, len(shards), progress, Changes(), taken, held)
    return Merging(file.begin(), len(shards), progress)


@dataclass(slots=True)
class Tally:
    """What was seen of pages: names left open, and why some have no facts."""

    unplaced: int = 0
    undated: int = 0
    read: int = 0
    skipped: list[str] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, pool: Pool) -> Tally:
        """What was seen of all pages in a pool."""
        tally = cls()
        for note in pool.notes():
            unplaced, undated, read, fault, trace, notes, losses = json.loads(note)
            tally.unplaced += unplaced
            tally.undated += undated
            tally.read += read
            tally.notes += notes
            tally.losses += losses
            tally.skipped += [fault] if fault is not None else []
            tally.traces += [f"{fault}\n{trace}"] if trace else []
        return tally

    def check(self, max_errors: float) -> None:
        """Raises DataError when no page has facts, or too large a share has none."""
        if not self.read:
            raise DataError("; ".join(sorted(self.skipped)) or "no pages were given")
        of = self.read + len(self.skipped)
        if of >= FEWEST:
            check_share(len(self.skipped), of, max_errors, min(self.skipped, default=""))


def seen(record: Record) -> str:
    """What a summary counts and tells of a record, as a pool keeps it."""
    page = record.page
    if page is None:
        return json.dumps((record.unplaced, 0, 0, record.fault, record.trace, (), ()))
    document = page.document
    counted = (record.unplaced, page.undated, int(document.start == 0))
    return json.dumps((*counted, None, record.trace, document.notes, document.losses))
