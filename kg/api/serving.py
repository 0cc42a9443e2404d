"""What hands a graph on to others: a triple store, browsers and programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.speaking import catalogue
from kg.graph.login import Login
from kg.graph.marks import Mark
from kg.graph.push import PushResult, Sending, Target
from kg.graph.push import push as push_turtle
from kg.made import HTML, POOL, SHARDS, STORE, TURTLE

if TYPE_CHECKING:
    from kg.workbench.routes import Desk

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
    ready: Callable[[str, int, str, str], object],
    corrections: Path | None = None,
    by: str = "",
    pages: Sequence[Path] = (),
) -> None:
    """Serve the graph in `out` until interrupted; `ready` is told host, port and the tokens of marks and workbench once they are taken.

    With `corrections` who has the token may mark facts, which are written into that file as `by` whom; with an
    `ontology` that adds to ours, who has the token writes rules into that folder, tried on `pages`. On a local host only.
    """
    from kg.drawing import draw_graph
    from kg.graph.asking import Asking
    from kg.graph.marks import Marking
    from kg.graph.reading import Reading
    from kg.graph.serve import LOCAL, Served
    from kg.graph.serve import serve as run

    marking = None
    if corrections is not None and host in (*LOCAL, "::1"):
        marking = Marking.new(marks_into(out, corrections, ontology, by))
    desk = desk_of(ontology, pages) if host in (*LOCAL, "::1") else None
    more = tuple(desk.routes()) if desk is not None else ()
    asking = Asking(answers_from(out, ontology))
    draw = partial(draw_graph, out, ontology)
    reading = Reading(texts_from(out))
    served = Served(
        *(out / STORE, out / HTML, host, seconds, origins, ontology, memory, marking, asking, draw, more),
        tell=tell,
        reading=reading,
    )
    tokens = (marking.token if marking else "", desk.token if desk is not None else "")
    run(served, port=port, ready=lambda host, port: ready(host, port, *tokens))


def tell(lang: str, message: str) -> str:
    """A message of the code in a language of the catalogue."""
    return catalogue(lang).tell(message)


def desk_of(ontology: Path | None, pages: Sequence[Path]) -> Desk | None:
    """The workbench of the folder that is given last with --ontology; its pages are tried on where no others are given."""
    from kg.ontology import own_folders
    from kg.workbench.bench import Workbench
    from kg.workbench.routes import Desk

    folders = own_folders(ontology)
    if ontology is None or not folders:
        return None
    own = folders[-1] / "pages"
    return Desk.new(Workbench(folders[-1], ontology, [*pages] or ([own] if own.is_dir() else [])))


def answers_from(out: Path, ontology: Path | None = None) -> Callable[[str], str]:
    """What answers questions in Chinese by the graph in `out`, as JSON: what `kg ask --format json` prints."""
    from kg.api.queries import Source
    from kg.api.questions import ask

    return lambda question: ask(question, Source(out / STORE), ontology).text("json")


def texts_from(out: Path) -> Callable[[str], str]:
    """What gives the text of an article of the graph in `out`."""
    from kg.graph.keep import article_text

    return lambda name: article_text(out / SHARDS / POOL, name)


def marks_into(out: Path, file: Path, ontology: Path | None, by: str) -> Callable[[Mark], str]:
    """What writes marks on the facts of the graph in `out` into a file of corrections."""
    from kg.api.corrections import take_mark
    from kg.api.graph import Graph

    return lambda mark: take_mark(Graph(out, ontology), mark, file, by)
