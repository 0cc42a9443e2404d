"""The commands on pages: build and read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import BASE_IRI, DONE, FAULTS, OUT, STOPPED, OntologyOption, Out, app, echo, echo_data, say
from kg.cli.show import print_summary, progress


@app.command()
def build(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            help="Pages: .txt .md .html .mht .pdf .docx .rtf .epub .zip, folders, and patterns in quotes.",
            metavar="INPUT…",
        ),
    ],
    out: Out = OUT,
    ontology: OntologyOption = None,
    base_iri: Annotated[
        str, typer.Option("--base-iri", help="IRI under which the things of your graph live.")
    ] = BASE_IRI,
    max_errors: Annotated[
        float,
        typer.Option(
            "--max-errors", min=0, max=1, help="Stop when more than this share of 20 pages or more fails."
        ),
    ] = 0.5,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Processes that read pages; by default by cores and pages."),
    ] = None,
    on: Annotated[
        str,
        typer.Option(
            "--on",
            help="Read pages on a cluster: ray (of RAY_ADDRESS, else of this machine), ray://HOST:PORT.",
        ),
    ] = "",
    date: Annotated[
        str,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            help="The day of pages whose text tells none: 今年 and 昨日 count from it. 页面无日期时以此日为准。",
        ),
    ] = "",
    text: Annotated[
        bool,
        typer.Option(
            "--text/--no-text",
            help="Whether graph.html has the articles' texts, or the quotes alone, for who may not pass texts on.",
        ),
    ] = True,
    bulk: Annotated[
        Path | None,
        typer.Option(
            "--bulk", file_okay=False, help="Write packed N-Triples in parts there, for bulk loaders."
        ),
    ] = None,
    bulk_graph: Annotated[
        str, typer.Option("--bulk-graph", help="With --bulk: N-Quads in the graph of this IRI.")
    ] = "",
    follow_links: Annotated[
        bool, typer.Option("--follow-links", help="Also read what links in a folder lead out to.")
    ] = False,
) -> None:
    """Read pages; write graph.ttl, graph.html and the embedded store. Example: kg build corpus -o exports

    What was read is kept in OUT/.shards: the next build reads only the pages that changed.
    """
    from kg.painter import Painter

    try:
        with Painter() as painter:
            painter.start()
            from kg.build import build as run  # while the painter loads

            with progress() as step:
                summary = run(
                    inputs,
                    out=out,
                    ontology=ontology,
                    base_iri=_absolute(base_iri),
                    progress=step,
                    max_errors=max_errors,
                    workers=workers,
                    on=on,
                    painter=painter,
                    date=_day(date),
                    follow_links=follow_links,
                    texts=text,
                )
    except KeyboardInterrupt:
        say("stopped; the next build goes on with what was read so far, and the old graph is as it was")
        raise typer.Exit(STOPPED) from None
    print_summary(summary)
    if bulk is not None:
        _write_bulk(out, bulk, bulk_graph)
    for line in summary.notes:
        say(line)
    for line in summary.skipped:
        say(f"skipped {line}")
    for line in summary.losses:
        say(f"lost    {line}")
    raise typer.Exit(FAULTS if summary.skipped or summary.losses else DONE)


def _absolute(iri: str) -> str:
    """An IRI that others can begin with. Raises DataError for a text that is none."""
    from pyoxigraph import NamedNode

    from kg.model import DataError

    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise DataError(
            f"--base-iri {iri}: is no IRI ({error}); wanted: such as https://example.org/id/"
        ) from None


def _day(date: str) -> str:
    """A day as ISO 8601 writes it. Raises DataError for another text."""
    from datetime import date as day

    from kg.model import DataError

    try:
        return day.fromisoformat(date).isoformat() if date else ""
    except ValueError:
        raise DataError(f"--date {date}: is no day; wanted: YYYY-MM-DD, as 2024-05-06") from None


def _write_bulk(out: Path, folder: Path, graph: str) -> None:
    from kg.build import TURTLE
    from kg.graph.bulk import write_bulk

    manifest = write_bulk(out / TURTLE, folder, graph=graph)
    typer.echo(
        f"wrote   {folder}: {manifest.triples} triples in {len(manifest.files)} files and manifest.json"
    )


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="A page.", metavar="FILE")],
    repairs: Annotated[
        bool, typer.Option("--repairs", help="Show every edit that repair makes, and what is in no article.")
    ] = False,
    text: Annotated[
        bool, typer.Option("--text", help="Print the raw text as read: offsets count its characters.")
    ] = False,
    ontology: OntologyOption = None,
) -> None:
    """Print the articles of a page with their titles, dates and offsets. Example: kg read corpus/p01.txt"""
    from kg.ontology import ontology_folder
    from kg.pages.cues import load_cues
    from kg.pages.cut import cut_page
    from kg.pages.filenames import readable
    from kg.pages.read import Page, read_document
    from kg.pages.show import format_articles, format_repairs

    document = read_document(Page(file, readable(file.stem), readable(file.name)))
    if text:
        echo_data(document.text, nl=False)
        return
    cut = cut_page(document, load_cues(ontology_folder(ontology)))
    echo(format_articles(document, cut))
    if repairs:
        echo("\n" + format_repairs(document, cut))
