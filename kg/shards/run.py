"""Makes the shards that are missing, in this process or by a crew.

Where a worker dies, its shard is read again in two halves, and these in halves, down to the page that kills: that one
is left out with the reason, and its shard is named so that the next build tries the page again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.extract import Tools
from kg.shards.crew import Crew, Died, Event, Made, Read
from kg.shards.file import Record, read_lines, to_line, write_lines
from kg.shards.make import make_shard
from kg.shards.plan import Shard
from kg.shards.watch import Watch

TRIES = 2  # of a page alone: the first death may be another's fault, as when memory runs out


def make_here(
    wanted: Sequence[Shard],
    tools: Callable[[], Tools],
    folder: Path,
    *,
    earlier: Sequence[Path],
    watch: Watch,
) -> None:
    """One shard after the other; each that is finished stays, however the build ends."""
    for shard in wanted:
        before = watch.read
        make_shard(
            shard, tools, folder, earlier=earlier, done=lambda page, fault: watch.page(page.source, fault)
        )
        watch.done += len(shard.tasks) - (watch.read - before)  # copied


def make_by(
    crew: Crew,
    wanted: Sequence[Shard],
    folder: Path,
    *,
    watch: Watch,
    made: Callable[[Path], None] = lambda path: None,
) -> dict[str, Shard]:
    """The same by a crew; by the name of a wanted shard what stands for it, where a page of it kills its reader.

    `made` gets the files, one at a time and when no worker waits for another shard.
    """
    run = _Run(folder, watch, deque(_Job(s, s) for s in sorted(wanted, key=lambda s: -len(s.tasks))))
    while run.todo or run.running:
        while run.todo and crew.free():
            run.start(crew)
        for event in crew.wait(patient=not run.made):
            run.take(event)
        if run.made and not (run.todo and crew.free()):
            made(run.made.popleft())
    return run.stands


@dataclass(slots=True)
class _Job:
    """What one worker reads in one go: a shard, or a part of it."""

    shard: Shard
    whole: Shard
    deaths: int = 0
    read: int = 0
    failed: int = 0


@dataclass(slots=True)
class _Run:
    folder: Path
    watch: Watch
    todo: deque[_Job]
    running: dict[str, _Job] = field(default_factory=dict)  # by the name of the part
    parts: dict[str, list[Shard]] = field(default_factory=dict)  # made, by the name of the whole
    stands: dict[str, Shard] = field(default_factory=dict)
    made: deque[Path] = field(default_factory=deque)  # the files of whole shards

    def start(self, crew: Crew) -> None:
        job = self.todo.popleft()
        crew.start(job.shard)
        self.running[job.shard.name] = job

    def take(self, event: Event) -> None:
        match event:
            case Read(name, source, fault):
                job = self.running[name]
                job.read += 1
                job.failed += bool(fault)
                self.watch.page(source, fault)
            case Made(name):
                job = self.running.pop(name)
                self.watch.done += len(job.shard.tasks) - job.read  # copied
                self._made(job)
            case Died(name, why):
                self._died(self.running.pop(name), why)

    def _made(self, job: _Job) -> None:
        if job.shard is job.whole:
            self.made.append(self.folder / job.shard.name)
            return
        found = self.parts.setdefault(job.whole.name, [])
        found.append(job.shard)
        if sum(len(part.tasks) for part in found) == len(job.whole.tasks):
            self.stands[job.whole.name] = _join(self.parts.pop(job.whole.name), self.folder)
            self.made.append(self.folder / self.stands[job.whole.name].name)

    def _died(self, job: _Job, why: str) -> None:
        self.watch.lost(job.read, job.failed)
        tasks = job.shard.tasks
        if len(tasks) > 1:
            middle = len(tasks) // 2
            halves = (replace(job.shard, tasks=half) for half in (tasks[:middle], tasks[middle:]))
            self.todo.extendleft(_Job(half, job.whole) for half in halves)
        elif job.deaths + 1 < TRIES:
            self.todo.appendleft(_Job(job.shard, job.whole, job.deaths + 1))
        else:
            self._give_up(job, why)

    def _give_up(self, job: _Job, why: str) -> None:
        """A record with a key of its own: the next build does not find the page's, and tries again."""
        (task,) = job.shard.tasks
        fault = (
            f"{task.page.source}: its reader was killed ({why}); it is left out, and tried again next time"
        )
        lost = replace(task, key=f"killed {task.key}")
        part = replace(job.shard, tasks=(lost,))
        write_lines(self.folder / part.name, [to_line(Record(lost.key, None, fault=fault))])
        self.watch.page(task.page.source, fault)
        if len(job.whole.tasks) == 1:
            self.stands[job.whole.name] = part
        else:
            self._made(_Job(part, job.whole))


def _join(parts: Sequence[Shard], folder: Path) -> Shard:
    """One file of the parts of a shard, in the order of its pages; where all were read, it is that of the shard."""
    ranked = sorted(parts, key=lambda part: (part.tasks[0].bits, part.tasks[0].page.identifier))
    whole = replace(ranked[0], tasks=tuple(task for part in ranked for task in part.tasks))
    write_lines(folder / whole.name, _lines(ranked, folder))
    for part in ranked:
        (folder / part.name).unlink(missing_ok=True)
    return whole


def _lines(parts: Sequence[Shard], folder: Path) -> Iterator[str]:
    for part in parts:
        yield from read_lines(folder / part.name)
