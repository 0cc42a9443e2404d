"""The embedded store: pyoxigraph on disk, replaced whole, so that a killed build leaves the old graph or the new."""

from __future__ import annotations

import re
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Quad, RdfFormat, Store, Triple

from kg.made import CURRENT
from kg.model import DataError

CHUNK = (
    2 << 20
)  # bytes of Turtle loaded at a time: 50 MB of memory; 4 MiB take 100, 1 MiB takes 25 and 15 % more time
DATA = ".sst"  # the ending of what RocksDB writes once
OWN = ("LOG", "LOCK")  # what each opening writes for itself
TRIES = 8  # to open a store that is replaced meanwhile
PREFIXES = re.compile(rb"(?:@prefix [^\n]*\n)*")
END = b" .\n"  # of a subject's last line in Turtle as `kg.graph.rdf` writes it; a literal's line ends are escaped


def write_store(rows: Iterable[Triple], folder: Path) -> None:
    """Load the triples into a fresh store beside `folder`, then put it in its place."""
    fresh = fresh_store(folder)
    store = Store(str(fresh))
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in rows)
    store.flush()
    del store  # closes it
    replace_store(fresh, folder)


def load_store(turtle: Path, folder: Path, *, done: Callable[[int], None] | None = None) -> Path:
    """Load a Turtle file of ours into a fresh store beside `folder`; the path of that. Memory stays within a chunk's.

    `done` is told after every chunk how many bytes are loaded.
    """
    fresh = fresh_store(folder)
    store = Store(str(fresh))
    loaded = chunks = 0
    for chunk in turtle_chunks(turtle, CHUNK):
        store.bulk_load(chunk, RdfFormat.TURTLE)
        loaded, chunks = loaded + len(chunk), chunks + 1
        if done is not None:
            done(loaded)
    _finish(store, chunks)
    return fresh


def _finish(store: Store, chunks: int) -> None:
    """Each chunk is a set of files of its own, and a look-up searches them all until they are joined."""
    store.flush()
    if chunks > 1:
        store.optimize()


class LoadingStore:
    """A file to write Turtle of ours into, whose triples a thread loads into a fresh store while more are written.

    The store's library lets go of the interpreter while it loads, so that two processors are at work. At the end of a
    `with` the store is whole; what went wrong in the thread is raised by the next writing or the end.
    """

    def __init__(self, file: BinaryIO, folder: Path) -> None:
        self.file, self.fresh = file, fresh_store(folder)
        self.store = Store(str(self.fresh))
        self.thread = ThreadPoolExecutor(1)
        self.loading: deque[Future[None]] = deque()
        self.prefixes, self.held, self.chunks = b"", bytearray(), 0

    def __enter__(self) -> LoadingStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._load(bytes(self.held))
                while self.loading:
                    self.loading.popleft().result()
                _finish(self.store, self.chunks)
        finally:
            self.thread.shutdown(cancel_futures=True)
            del self.store  # closes it

    def write(self, data: bytes, /) -> int:
        self.held += data
        if len(self.held) >= CHUNK and (end := self.held.rfind(END) + len(END)) >= len(END):
            self._load(bytes(self.held[:end]))
            del self.held[:end]
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()

    def _load(self, chunk: bytes) -> None:
        if not self.prefixes:
            head = PREFIXES.match(chunk)
            self.prefixes = head[0] if head else b""
        else:
            chunk = self.prefixes + chunk
        self.chunks += 1
        while len(self.loading) > 1:  # one is loaded, one waits
            self.loading.popleft().result()
        self.loading.append(self.thread.submit(self.store.bulk_load, chunk, RdfFormat.TURTLE))


def changed_store(old: Path, folder: Path, *, gone: Iterable[Triple], new: Iterable[Triple]) -> None:
    """A store at `folder` as another one, which stays as it is, with some triples less and some more.

    The store's data files are never changed once they are written: both have them, where the file system has links.
    """
    folder.mkdir(parents=True)
    for path in old.iterdir():
        if not path.name.startswith(OWN):
            _share(path, folder / path.name)
    store = Store(str(folder))
    for triple in gone:
        store.remove(Quad(triple.subject, triple.predicate, triple.object))
    store.extend(Quad(t.subject, t.predicate, t.object) for t in new)
    store.flush()
    del store  # closes it


def _share(path: Path, to: Path) -> None:
    if path.suffix == DATA:
        with suppress(OSError, NotImplementedError):
            to.hardlink_to(path)
            return
    shutil.copy2(path, to)


def fresh_store(folder: Path) -> Path:
    """Where the next store is made, empty."""
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)  # a killed build left it
    fresh.parent.mkdir(parents=True, exist_ok=True)
    return fresh


def replace_store(fresh: Path, folder: Path) -> None:
    """Put a store in the place of another by renaming.

    Between the two renamings the old graph stands under another name, where `read_store` finds it.
    """
    old = _old(folder)
    if folder.exists():
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def read_store(folder: Path) -> Store:
    """Open a store for reading. Raises DataError when there is none.

    One that was replaced while it was opened is opened anew; the next may stand under the same name.
    """
    tries = 0
    while True:
        found = _standing(folder)
        if found is None:
            raise DataError(f"no graph at {folder}: run `kg build` first")
        try:
            return Store.read_only(str(found))
        except (OSError, RuntimeError) as error:  # RocksDB calls it corrupt where a file has gone
            tries += 1
            if tries == TRIES:
                raise DataError(f"{folder}: no readable store: {error}") from error


def _standing(folder: Path) -> Path | None:
    """Where the store of `folder` is: a link leads there, or it is about to be renamed."""
    places = (folder, folder.with_name(CURRENT) / folder.name, _old(folder))
    return next((place.resolve() for place in places if place.is_dir()), None)


def turtle_chunks(turtle: Path, size: int) -> Iterator[bytes]:
    """A Turtle file of ours in pieces of `size` bytes or a little more, that end with a subject, each behind the prefixes."""
    with turtle.open("rb") as file:
        prefixes, line = b"", file.readline()
        while line.startswith(b"@prefix"):
            prefixes, line = prefixes + line, file.readline()
        chunk = bytearray(prefixes + line)
        for line in file:
            chunk += line
            if len(chunk) >= size and line.endswith(END):
                yield bytes(chunk)
                chunk = bytearray(prefixes)
        yield bytes(chunk)


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")
