"""Pages → a shard's file: the first of the two functions of a build (`kg.pipeline.write_graph` is the second).

Both take paths and give files, so that a pool of processes or a cluster can run them.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.extract import Tools, page_facts
from kg.model import DataError, Document, PageFacts
from kg.pages.bounds import OutOfTime, bounded_memory, bounded_time
from kg.pages.read import WHOLE, Page, read_parts
from kg.shards.file import Record, is_whole, key_of, read_lines, to_line, write_lines
from kg.shards.plan import SUFFIX, Shard, bits_of

# What a mistake of ours raises. Of the rest, too little memory or a full disk is no matter of one page.
FAULTS_OF_OURS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)

SECONDS = 60.0  # that a part of a page may take
SLOWEST = 20_000  # bytes a second that a long one is read at least; a usual machine reads 100,000
MEMORY = 4 * 2**30  # bytes that a part of a page may take

Done = Callable[[Page, str], None]  # a page that was just read, and why it failed if it did


def make_shard(
    shard: Shard,
    tools: Callable[[], Tools],
    folder: Path,
    *,
    earlier: Sequence[Path] = (),
    done: Done | None = None,
) -> Path:
    """Write the file of a shard into `folder`; what the shards of an `earlier` build have of its pages is copied.

    A page that cannot be read, or that our rules fail on, is recorded with the reason. Ctrl-C in a page ends with
    KeyboardInterrupt as ever; the pages before it are in a smaller shard then, from which the next build copies.
    """
    path, making = folder / shard.name, _Making(shard)
    sound = [near for near in related(shard, earlier) if is_whole(near)]
    write_lines(path, _lines(making, tools, sound, done), name=making.name)
    if making.stopped:
        raise KeyboardInterrupt
    return path


def missing(shards: Sequence[Shard], folder: Path) -> list[Shard]:
    """The shards that have no file, or a damaged one."""
    return [shard for shard in shards if not is_whole(folder / shard.name)]


def stale(shards: Sequence[Shard], folder: Path) -> list[Path]:
    """The files of shards of other pages or rules, and what killed builds left of some."""
    wanted = {shard.name for shard in shards}
    return [path for path in sorted(folder.glob(f"*{SUFFIX}*")) if path.name not in wanted]


def read_page(page: Page, key: str, tools: Tools) -> Iterator[Record]:
    """The records of a page. What was read of it before a fault stays; the articles of its parts are numbered on."""
    first, parts, seconds = 1, read_parts(page), _seconds(page)
    try:
        while (read := _read_part(parts, tools, first, seconds)) is not None:
            first += len(read[0].articles)
            yield Record(key, *read)
    except DataError as error:
        yield Record(key, None, fault=str(error))
    except OutOfTime:
        yield Record(
            key, None, fault=f"{page.source}: took more than {seconds:.0f} s to read; it is left out"
        )
    except MemoryError:
        told = f"{page.source}: takes more than {MEMORY >> 30} GB of memory to read; it is left out"
        yield Record(key, None, fault=told)
    except FAULTS_OF_OURS as error:
        told = f"{page.source}: a mistake of ours, {type(error).__name__}: {' '.join(str(error).split())}"
        yield Record(key, None, fault=told, trace=traceback.format_exc())


def _read_part(
    parts: Iterator[Document], tools: Tools, first: int, seconds: float
) -> tuple[PageFacts, int] | None:
    """The facts of the next part of a page, within its time and memory."""
    with bounded_time(seconds), bounded_memory(MEMORY):
        document = next(parts, None)
        return None if document is None else page_facts(document, tools, first)


def _seconds(page: Page) -> float:
    """What reading one part of a page may take of this process's time."""
    try:
        size = 0 if page.member else page.path.stat().st_size
    except OSError:
        size = 0
    return SECONDS + min(size, WHOLE) / SLOWEST


def related(shard: Shard, earlier: Sequence[Path]) -> list[Path]:
    """The files that may hold pages of this shard: their bits are a beginning of its bits, or the reverse."""
    return [path for path in earlier if _related(shard.prefix, path.name)]


@dataclass(slots=True)
class Stop:
    """Ctrl-C as a worker takes it: while lines are written it is only `asked` for, or the whole shard were lost."""

    writing: bool = False
    asked: bool = False


STOP = Stop()


@dataclass(slots=True)
class _Making:
    """A shard in the making: the keys of the pages that it has, and whether Ctrl-C ended it before the last."""

    shard: Shard
    kept: set[str] = field(default_factory=set)
    stopped: bool = False

    def name(self) -> str:
        return replace(self.shard, tasks=tuple(t for t in self.shard.tasks if t.key in self.kept)).name


def _lines(
    making: _Making, tools: Callable[[], Tools], earlier: Sequence[Path], done: Done | None
) -> Iterator[str]:
    """First what is copied, then what is read."""
    STOP.writing = False
    tasks = {task.key: task for task in making.shard.tasks}
    for path in earlier:
        found: set[str] = set()
        for line in read_lines(path):
            if key_of(line) in tasks:
                found.add(key_of(line))
                yield line
        making.kept |= found
        for key in found:  # of all its lines; another file may have it too
            tasks.pop(key)
    for task in tasks.values():
        fault, begun = "", False
        try:
            for record in read_page(task.page, task.key, tools()):
                line = to_line(record)
                STOP.writing = True
                fault, begun = fault or record.fault, True
                yield line
                STOP.writing = False
            STOP.writing = True
            making.kept.add(task.key)
            begun = False
            STOP.writing = False
            if done is not None:
                done(task.page, fault)
            if STOP.asked:
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            if begun or not making.kept:  # half a page must not stand in a file
                raise
            making.stopped = STOP.writing = True
            return
    STOP.writing = True


def _related(prefix: str, name: str) -> bool:
    bits = bits_of(name)
    return name.endswith(SUFFIX) and (prefix.startswith(bits) or bits.startswith(prefix))
