"""What hands a graph on to others: a triple store, browsers and programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.graph.login import Login
from kg.graph.push import PushResult, Sending, Target
from kg.graph.push import push as push_turtle
from kg.made import HTML, STORE, TURTLE

__all__ = ["Login", "PushResult", "Sending", "Target", "push", "serve"]


def push(out: Path, target: Target, *, login: Login, sending: Sending) -> PushResult:
    """Send the graph in `out` to a triple store. Raises DataError where it cannot."""
    return push_turtle(out / TURTLE, target, login=login, sending=sending)


def serve(
    out: Path,
    *,
    host: str,
    port: int,
    seconds: float,
    memory: int,
    origins: tuple[str, ...],
    ontology: Path | None,
    ready: Callable[[str, int], object],
) -> None:
    """Serve the graph in `out` until interrupted; `ready` is told host and port once they are taken."""
    from kg.graph.serve import Served
    from kg.graph.serve import serve as run

    served = Served(out / STORE, out / HTML, host, seconds, origins, ontology, memory)
    run(served, port=port, ready=ready)
