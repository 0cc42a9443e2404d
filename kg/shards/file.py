"""A shard as a file: gzip'd JSON Lines, a line for each page (for each part of a page too big for one piece).

A line is `[key, page, unplaced, fault, trace]`, its values as `kg.graph.codec` writes them. The checksum is gzip's own
CRC-32; the file appears by renaming, whole or not at all. The order of the lines has no meaning.
"""

from __future__ import annotations

import gzip
import os
import socket
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.graph.codec import decode, encode
from kg.model import DataError, PageFacts

LEVEL = 1  # of gzip: 5.2 times smaller than the JSON in 0.13 ms a page; level 6 gives 6.6 times in 0.34 ms
CHUNK = 1 << 20  # bytes
DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError, ValueError)


@dataclass(frozen=True, slots=True)
class Record:
    """What a page (or part) gave: its facts, or why it has none. `trace` is that of a fault of ours.

    `unplaced` counts the mentions that linking left open.
    """

    key: str
    page: PageFacts | None
    unplaced: int = 0
    fault: str = ""
    trace: str = ""


def write_lines(path: Path, lines: Iterable[str], *, name: Callable[[], str] | None = None) -> None:
    """Write a shard; the same lines give the same bytes. A file that is not finished leaves nothing behind.

    `name` is asked after the last line how the file shall be called instead.
    """
    writer = f"{socket.gethostname()}-{os.getpid()}"  # of a cluster, two may write one shard at once
    fresh = path.with_name(f".{path.name}.{writer}.new")
    try:
        with fresh.open("wb") as file, gzip.GzipFile("", "wb", LEVEL, file, mtime=0) as packed:
            for line in lines:
                packed.write(line.encode("utf-8", "surrogatepass") + b"\n")
        fresh.replace(path.with_name(name()) if name else path)
    finally:
        fresh.unlink(missing_ok=True)


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a shard. Raises DataError for a file that is damaged or ends early."""
    try:
        with gzip.open(path, "rb") as packed:
            for line in packed:
                yield line.decode("utf-8", "surrogatepass").removesuffix("\n")
    except (OSError, *DAMAGE) as error:
        raise DataError(f"{path}: is a damaged shard ({error}); build again") from error


def is_whole(path: Path) -> bool:
    """Whether the file is there and its checksum is right."""
    try:
        with gzip.open(path, "rb") as packed:
            size = sum(map(len, iter(lambda: packed.read(CHUNK), b"")))
    except (OSError, *DAMAGE):
        return False
    return size > 0  # to gzip, an empty file is sound


def read_records(path: Path) -> Iterator[Record]:
    """What the pages of a shard gave. Raises DataError for a damaged file."""
    return map(from_line, read_lines(path))


def to_line(record: Record) -> str:
    return encode((record.key, record.page, record.unplaced, record.fault, record.trace))


def from_line(line: str) -> Record:
    """Raises DataError for a line that is no record."""
    try:
        value = decode(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"a damaged shard: {error}; build again") from error
    match value:
        case (str(key), PageFacts() | None as page, int(unplaced), str(fault), str(trace)):
            return Record(key, page, unplaced, fault, trace)
    raise DataError(f"a damaged shard: no record: {line[:80]}; build again")


def key_of(line: str) -> str:
    """The key of a line, without reading the rest of it."""
    return line[2 : line.index('"', 2)]
