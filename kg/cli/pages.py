"""The commands on pages: build and read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import as_json
from kg.api.settings import corrections_here
from kg.cli.app import (
    BASE_IRI,
    DONE,
    FAULTS,
    OUT,
    PIPE,
    STOPPED,
    DataError,
    JsonOption,
    OntologyOption,
    Out,
    app,
    echo,
    echo_data,
    fail,
    is_quiet,
    piped,
    say,
)
from kg.cli.show import print_summary, progress


@app.command()
def build(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            help="Pages: .txt .md .html .mht .pdf .docx .rtf .epub .zip, folders, patterns in quotes; - is standard input.",
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
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections",
            dir_okay=False,
            help="Corrections to apply (docs/corrections.md); else corrections.toml here, and in folders of pages and rules.",
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Read pages; write graph.ttl, graph.html and the embedded store. Example: kg build corpus -o exports

    What was read is kept in OUT/.shards: the next build reads only the pages that changed.
    """
    from kg import build as run
    from kg.api.building import build_text

    options = {
        "ontology": ontology,
        "base_iri": base_iri,
        "max_errors": max_errors,
        "workers": workers,
        "on": on,
        "date": date,
        "follow_links": follow_links,
        "texts": text,
        "corrections": corrections or corrections_here(),
    }
    try:
        with progress() as step:
            if Path(PIPE) in inputs and len(inputs) > 1:
                raise DataError("- is standard input, and one page: it stands alone")
            if inputs == [Path(PIPE)]:
                summary = build_text(piped(), out, progress=step, **options)
            else:
                summary = run(inputs, out, progress=step, **options)  # type: ignore[arg-type]
    except KeyboardInterrupt:
        fail("stopped; the next build goes on with what was read so far, and the old graph is as it was")
        raise typer.Exit(STOPPED) from None
    if json:
        echo_data(as_json(summary))
    elif not is_quiet():
        print_summary(summary)
    if bulk is not None:
        _write_bulk(out, bulk, bulk_graph, json)
    for line in summary.notes:
        say(line)
    for line in summary.unmet:
        say(f"unmet   {line}")
    for line in summary.skipped:
        fail(f"skipped {line}")
    for line in summary.losses:
        fail(f"lost    {line}")
    raise typer.Exit(FAULTS if summary.skipped or summary.losses else DONE)


def _write_bulk(out: Path, folder: Path, graph: str, json: bool) -> None:
    from kg.api.building import write_bulk

    manifest = write_bulk(out, folder, graph=graph)
    if not (json or is_quiet()):
        echo(f"wrote   {folder}: {manifest.triples} triples in {len(manifest.files)} files and manifest.json")


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="A page; - is standard input.", metavar="FILE")],
    repairs: Annotated[
        bool, typer.Option("--repairs", help="Show every edit that repair makes, and what is in no article.")
    ] = False,
    text: Annotated[
        bool, typer.Option("--text", help="Print the raw text as read: offsets count its characters.")
    ] = False,
    facts: Annotated[
        bool, typer.Option("--facts", help="Print the facts of the page, without making a graph.")
    ] = False,
    json: JsonOption = False,
    ontology: OntologyOption = None,
) -> None:
    """Print the articles of a page with their titles, dates and offsets. Example: kg read corpus/p01.txt

    With --facts what it says: kg read --facts --json - < page.txt
    """
    from kg.api.reading import articles_table, articles_text, cut, facts_text, read_document, read_file

    document = read_file(piped() if file == Path(PIPE) else file)
    if text:
        echo_data(document.text, nl=False)
    elif facts:
        found = read_document(document, ontology=ontology)
        _print(as_json(found) if json else facts_text(found), json)
    else:
        parts = cut(document, ontology)
        _print(
            as_json(articles_table(document, parts))
            if json
            else articles_text(document, parts, repairs=repairs),
            json,
        )


def _print(text: str, json: bool) -> None:
    if json:
        echo_data(text)
    else:
        echo(text)
