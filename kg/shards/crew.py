"""What makes several shards at once, as the driver sees it: it takes shards, and tells what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from kg.shards.plan import Shard


@dataclass(frozen=True, slots=True)
class Read:
    """A page of a shard was read; `fault` says why it has no facts, if so."""

    shard: str  # its name
    source: str
    fault: str


@dataclass(frozen=True, slots=True)
class Made:
    """The file of a shard stands."""

    shard: str


@dataclass(frozen=True, slots=True)
class Died:
    """The process at work on a shard ended before it was done."""

    shard: str
    why: str


Event = Read | Made | Died


class Crew(Protocol):
    """Processes of this machine, or of others."""

    def free(self) -> bool:
        """Whether another shard can be started."""
        ...

    def start(self, shard: Shard) -> None: ...

    def wait(self, *, patient: bool = True) -> Iterator[Event]:
        """What happened, as soon as something did; if not `patient`, what has happened, if anything. Raises what a worker raised that is no matter of one page."""
        ...
