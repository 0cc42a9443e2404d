"""A Ray cluster that makes shards: the same function from files to files, on machines that share a folder.

Each node has this package, the ontology and the pages under the same paths. Ray Core only (`remote`, `wait`, `get`):
Ray Data hangs where actors hold all processors, and never ends with a page that kills its worker.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.extract import Tools, load_tools
from kg.model import DataError
from kg.ontology import ontology_folder, own_folders
from kg.shards.crew import Died, Event, Made, Read
from kg.shards.file import is_whole
from kg.shards.make import make_shard, related
from kg.shards.plan import Shard, fingerprint

if TYPE_CHECKING:
    import ray

LOCAL = "ray"
REMOTE = "ray://"
AHEAD = 2  # shards for each processor, so that none waits for the driver
ONE_MACHINE = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"  # 0: Ray listens on 127.0.0.1 only, on any system
NICENESS = "RAY_worker_niceness"  # Ray's own is 15: beside anything else that runs, its workers stand still
OBJECTS = 80 << 20  # bytes; shards go by files, the least that Ray takes is enough for what is told of them


def open_cluster(
    on: str, ontology: Path | None, folder: Path, *, tables: str, earlier: Sequence[Path] = ()
) -> Cluster:
    """`ray` is the cluster of RAY_ADDRESS, without that one of this machine; `ray://HOST:PORT` is a Ray Client server's.

    `tables` is the fingerprint that each node's code and ontology must have. Raises DataError where Ray is not
    installed or the address is none.
    """
    if on != LOCAL and not (on.startswith(REMOTE) and on.removeprefix(REMOTE)):
        raise DataError(f"--on {on}: no such cluster; ray, or ray://HOST:PORT")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray reads both when it is imported
    if on == LOCAL and not os.environ.get("RAY_ADDRESS"):
        os.environ.setdefault(ONE_MACHINE, "0")
        os.environ.setdefault(NICENESS, "0")
    try:
        import ray  # noqa: F401
    except ImportError as error:
        raise DataError(f"--on {on} needs Ray: pip install 'shanhe-kg[ray]'") from error
    return Cluster(on, ontology, folder, tables=tables, earlier=earlier)


class Cluster:
    """A crew of Ray tasks. A task that is lost with its worker or its node is told as a death, never tried by Ray."""

    def __init__(
        self, on: str, ontology: Path | None, folder: Path, *, tables: str, earlier: Sequence[Path]
    ) -> None:
        self.on, self.folder, self.earlier = on, folder.absolute(), [p.absolute() for p in earlier]
        self.place = _Place(str(Path.cwd()), str(ontology) if ontology else "", tables)
        self.running: dict[ray.ObjectRef, str] = {}
        self.ours = False  # whether Ray runs because of us

    def __enter__(self) -> Cluster:
        import ray

        self.ours = not ray.is_initialized()
        if self.ours:
            _connect(self.on)
        self.task = ray.remote(num_cpus=1, max_retries=0, scheduling_strategy="SPREAD")(_make)
        return self

    def __exit__(self, *_: object) -> None:
        import ray

        for task in self.running:
            ray.cancel(task, force=True)
        if self.ours:
            ray.shutdown()

    def free(self) -> bool:
        import ray

        return len(self.running) < max(1, int(AHEAD * ray.cluster_resources().get("CPU", 0)))

    def start(self, shard: Shard) -> None:
        earlier = [str(path) for path in related(shard, self.earlier)]
        self.running[self.task.remote(shard, str(self.folder), earlier, self.place)] = shard.name

    def wait(self, *, patient: bool = True) -> Iterator[Event]:
        import ray
        from ray.exceptions import RayError, RayTaskError

        ready, _ = ray.wait(list(self.running), num_returns=1, timeout=None if patient else 0)
        for task in ready:
            name = self.running.pop(task)
            try:
                for source, fault in ray.get(task):
                    yield Read(name, source, fault)
                yield Made(name)
            except RayTaskError as error:  # what the task raised: no matter of one page
                if isinstance(error.cause, DataError | OSError):
                    raise DataError(str(error.cause)) from error
                raise
            except RayError as error:
                yield Died(name, type(error).__name__)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the driver is and what it reads by."""

    folder: str
    ontology: str
    tables: str


def _connect(on: str) -> None:
    """Without the dashboard and without telling anybody."""
    import ray

    if on != LOCAL or os.environ.get("RAY_ADDRESS"):
        try:
            ray.init(address=on if on != LOCAL else None, log_to_driver=False, logging_level="ERROR")
        except (ConnectionError, ValueError) as error:
            raise DataError(f"--on {on}: no cluster answers: {error}") from error
        return
    ray.init(include_dashboard=False, object_store_memory=OBJECTS, log_to_driver=False, logging_level="ERROR")


def _make(shard: Shard, folder: str, earlier: Sequence[str], place: _Place) -> list[tuple[str, str]]:
    """On a node: make a shard unless it is there; the pages that were read for it, and why some have no facts."""
    read: list[tuple[str, str]] = []
    os.chdir(place.folder)  # pages may be given by relative paths
    path = Path(folder) / shard.name
    if not is_whole(path):
        make_shard(
            shard,
            _loader(place.ontology, place.tables),
            Path(folder),
            earlier=[Path(p) for p in earlier],
            done=lambda page, fault: read.append((page.source, fault)),
        )
    return read


@cache
def _loader(ontology: str, tables: str) -> Callable[[], Tools]:
    """Once for each process of a node. Raises DataError where it has other code or rules: its shards would be others."""
    given = Path(ontology) if ontology else None
    here = fingerprint(ontology_folder(given), own_folders(given))
    if here != tables:
        raise DataError(
            f"{os.uname().nodename}: has another version of shanhe-kg, of a package, or of the ontology than the driver;"
            " install the same on each node"
        )
    tools = load_tools(given)
    return lambda: tools
