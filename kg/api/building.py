"""Pages in; the graph out: `kg.build`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date as day
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import DataError

if TYPE_CHECKING:
    from kg.graph.bulk import Manifest
    from kg.outputs import Summary

BASE_IRI = "https://shanhe.example/id/"
Progress = Callable[[str, int, int, str], None]  # stage, done, of how many, what
Paths = str | PathLike[str]
PIPED = "standard input"


def build(
    pages: Paths | Iterable[Paths],
    out: Paths = "exports",
    *,
    ontology: Paths | None = None,
    base_iri: str = BASE_IRI,
    progress: Progress | None = None,
    max_errors: float = 0.5,
    workers: int | None = None,
    on: str = "",
    date: str = "",
    follow_links: bool = False,
    texts: bool = True,
    corrections: Paths | None = None,
) -> Summary:
    """Read pages and write `graph.ttl`, `graph.html` and the store into the folder `out`.

    `pages` is a file, a folder, a pattern, or several of them; `ontology` a folder of rules and tables to add to
    ours, or with kg.ttl to use instead. `progress` is called with stage, done, total and what is at hand. Stop when more than the share
    `max_errors` of 20 pages or more fails. `workers` is the number of processes (None: by cores and pages), `on` a cluster
    (`ray`). `date` (ISO 8601) is the day of pages whose text tells none. `corrections` is a file of corrections beside
    those in the folders of pages and of rules.

    What could not be read is in `Summary.skipped`, a line each. Raises DataError when nothing can be read, for a mistake in rules, tables or
    corrections, and when another build is at work in `out`.
    """
    from kg.painter import Painter

    given = [pages] if isinstance(pages, str | PathLike) else list(pages)
    with Painter() as painter:
        painter.start()
        from kg.pipeline import build as run  # while the painter loads

        return run(
            [Path(each) for each in given],
            out=Path(out),
            ontology=Path(ontology) if ontology is not None else None,
            base_iri=_absolute(base_iri),
            progress=progress,
            max_errors=max_errors,
            workers=workers,
            on=on,
            painter=painter,
            date=iso_day(date),
            follow_links=follow_links,
            texts=texts,
            corrections=[Path(corrections)] if corrections is not None else [],
        )


def build_text(data: bytes, out: Paths = "exports", **options: object) -> Summary:
    """`build` with one page that came through a pipe; its source is `stdin.txt`, or by what it begins with .html, .pdf, .docx."""
    with piped(data) as page:
        found = build(page, out, **options)  # type: ignore[arg-type]
        lines = [
            tuple(line.replace(str(page), PIPED) for line in told) for told in (found.skipped, found.losses)
        ]
        return replace(found, skipped=lines[0], losses=lines[1])


@contextmanager
def piped(data: bytes) -> Iterator[Path]:
    """A page that came through a pipe, as a file for a while; no message has the path of that file."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="kg-stdin-") as folder:
        path = Path(folder) / f"stdin{_suffix(data)}"
        path.write_bytes(data)
        try:
            yield path
        except DataError as error:
            raise DataError(str(error).replace(str(path), PIPED)) from error


def _suffix(data: bytes) -> str:
    head = data[:1024].lstrip().lower()
    if head.startswith(b"%pdf-"):
        return ".pdf"
    if head.startswith((b"<!doctype html", b"<html")):
        return ".html"
    if head.startswith(b"pk\x03\x04"):
        return ".docx" if b"word/" in data else ".xlsx" if b"xl/" in data else ".zip"
    return ".rtf" if head.startswith(b"{\\rtf") else ".txt"


def write_bulk(out: Paths, folder: Paths, *, graph: str = "") -> Manifest:
    """The graph in `out` as packed N-Triples in parts (N-Quads with `graph`), for bulk loaders."""
    from kg.graph.bulk import write_bulk as run
    from kg.made import TURTLE

    return run(Path(out) / TURTLE, Path(folder), graph=graph)


def _absolute(iri: str) -> str:
    """An IRI that others can begin with. Raises DataError for a text that is none."""
    from pyoxigraph import NamedNode

    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise DataError(
            f"--base-iri {iri}: is no IRI ({error}); wanted: such as https://example.org/id/"
        ) from None


def iso_day(date: str) -> str:
    """A day as ISO 8601 writes it. Raises DataError for another text."""
    with suppress(ValueError):
        return day.fromisoformat(date).isoformat() if date else ""
    raise DataError(f"--date {date}: is no day; wanted: YYYY-MM-DD, as 2024-05-06")
