"""The `kg` command: parses, calls one function, prints. The only module that prints or exits."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.model import DataError

if TYPE_CHECKING:
    from rich.progress import TaskID

    from kg.build import Summary

DONE, FAULTS, USAGE = 0, 1, 2
STOPPED = 130  # by Ctrl-C, as shells have it
OUT = Path("exports")
WIDE = 100_000  # columns of a table that goes to a file or a pipe: no cell is folded
BASE_IRI = "https://shanhe.example/id/"

app = typer.Typer(
    help="Shanhe 山河: knowledge graphs from newspapers, with the quote behind every fact.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Out = Annotated[
    Path,
    typer.Option("--out", "-o", file_okay=False, help="The folder that `kg build` writes and others read."),
]
OntologyOption = Annotated[
    Path | None,
    typer.Option("--ontology", help="A folder with kg.ttl, rules/ and gazetteer/ to use instead of ours."),
]


@app.command()
def build(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            help="Pages: .txt .md .html .pdf .docx .epub .zip, folders, and patterns in quotes.",
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
) -> None:
    """Read pages; write graph.ttl, graph.html and the embedded store. Example: kg build corpus -o exports

    What was read is kept in OUT/.shards: the next build reads only the pages that changed.
    """
    from kg.build import build as run

    try:
        with _progress() as step:
            summary = run(
                inputs, out=out, ontology=ontology, base_iri=base_iri, progress=step, max_errors=max_errors
            )
    except KeyboardInterrupt:
        _say("stopped; the next build goes on with what was read so far, and the old graph is as it was")
        raise typer.Exit(STOPPED) from None
    _print_summary(summary)
    for line in summary.notes:
        _say(line)
    for line in summary.skipped:
        _say(f"skipped {line}")
    raise typer.Exit(FAULTS if summary.skipped else DONE)


@app.command()
def query(
    sparql: Annotated[
        str | None,
        typer.Argument(help="A SPARQL 1.1 query; kg:, id:, rdfs: … need no PREFIX.", metavar="[SPARQL]"),
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="A file with the query.")] = None,
    format: Annotated[
        str, typer.Option("--format", help="table, csv, tsv, json, xml; ttl for CONSTRUCT and DESCRIBE.")
    ] = "table",
    endpoint: Annotated[
        str | None,
        typer.Option("--endpoint", help="Ask a SPARQL endpoint at this URL, not the embedded store."),
    ] = None,
    timeout: Annotated[
        float | None, typer.Option("--timeout", help="Seconds to wait for the endpoint.")
    ] = None,
    out: Out = OUT,
) -> None:
    """Answer a SPARQL query. Example: kg query "SELECT ?name WHERE { ?p a kg:Project ; rdfs:label ?name } LIMIT 5" """
    from kg.graph.query import FORMATS, run_query, run_table

    if format not in FORMATS:
        raise DataError(f"no format '{format}'; formats: {', '.join(FORMATS)}")
    text = _query_text(sparql, file)
    store = None if endpoint else _store(out)
    if format == "table":
        table = run_table(text, store=store, endpoint=endpoint, timeout=timeout)
        _print_table(table.header, table.rows)
    else:
        typer.echo(
            run_query(text, store=store, endpoint=endpoint, format=format, timeout=timeout).rstrip("\n")
        )


@app.command()
def push(
    url: Annotated[
        str, typer.Argument(help="Graph Store address, such as http://127.0.0.1:7878/store", metavar="URL")
    ],
    graph: Annotated[
        str | None, typer.Option("--graph", help="IRI of a named graph; without it the default graph.")
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="Add to what is there instead of replacing it.")] = False,
    out: Out = OUT,
) -> None:
    """Send the graph to a triple store. Example: kg push http://127.0.0.1:7878/store

    A user and password, or a token, are taken from KG_USER, KG_PASSWORD and KG_TOKEN in the environment.
    """
    from kg.build import TURTLE
    from kg.graph.push import push as run

    result = run(
        out / TURTLE,
        url,
        graph=graph,
        add=add,
        user=os.environ.get("KG_USER"),
        password=os.environ.get("KG_PASSWORD"),
        token=os.environ.get("KG_TOKEN"),
    )
    counted = "unknown" if result.on_server is None else str(result.on_server)
    typer.echo(f"sent {result.sent} triples; the server counts {counted}")


@app.command()
def serve(
    port: Annotated[int, typer.Option("--port", help="Port on this machine.")] = 8000,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 127.0.0.1 is this machine only.")
    ] = "127.0.0.1",
    timeout: Annotated[float, typer.Option("--timeout", help="Seconds that a query may take.")] = 30.0,
    out: Out = OUT,
) -> None:
    """Serve the HTML graph at / and a read-only SPARQL endpoint at /sparql. Example: kg serve --port 8000"""
    from kg.build import HTML
    from kg.graph.serve import serve as run

    _say(f"http://{host}:{port}/ is the graph, http://{host}:{port}/sparql the endpoint; Ctrl-C ends")
    run(_store(out), out / HTML, host=host, port=port, seconds=timeout)


@app.command()
def explain(
    name: Annotated[
        str | None, typer.Argument(help="A name, or another form of it: 汾河", metavar="[NAME]")
    ] = None,
    text: Annotated[
        str | None,
        typer.Option(
            "--text", help="A sentence: its names, the rules that fired, and those that nearly did."
        ),
    ] = None,
    place: Annotated[
        str, typer.Option("--place", help="With --text: where the paper is at home, such as 山西省.")
    ] = "",
    ontology: OntologyOption = None,
    out: Out = OUT,
) -> None:
    """Every fact on one thing, each with its quote, page, rule and confidence. Example: kg explain 汾河

    With --text, what the rules make of a sentence. Example: kg explain --text "引水工程总投资3亿元" --place 山西省
    """
    if (name is None) == (text is None):
        raise DataError("give a NAME or --text SENTENCE, one of the two")
    if text is not None:
        from kg.extract import load_tools
        from kg.trace import format_trace, trace

        typer.echo(format_trace(trace(text, load_tools(ontology), place=place)))
        return
    from kg.explain import explain as run
    from kg.explain import format_explanation
    from kg.ontology import ontology_folder
    from kg.schema import load_schema

    things = run(_store(out), name or "")
    relations = load_schema(ontology_folder(ontology)).relations
    typer.echo(format_explanation(things, {n: (r.label_zh, r.label_en) for n, r in relations.items()}))


@app.command()
def rules(
    rule: Annotated[
        str | None, typer.Argument(help="A rule, or the beginning of some: project.status", metavar="[RULE]")
    ] = None,
    test: Annotated[
        bool, typer.Option("--test", help="Run the examples instead, and list those that do not hold.")
    ] = False,
    ontology: OntologyOption = None,
) -> None:
    """Print the rule book as a table; one RULE with its examples. Example: kg rules project.investment.total"""
    if test:
        _test_rules(rule or "", ontology)
        return
    from kg.extract import load_rule_book
    from kg.rules.book import format_rule, rows

    book = load_rule_book(ontology)
    found = [row for row in rows(book) if row.id.startswith(rule or "")]
    if not found:
        known = ", ".join(sorted({row.id.split(".")[0] for row in rows(book)}))
        raise DataError(f"no rule begins with '{rule}'; rules begin with {known}")
    if rule is not None and len(found) == 1:
        typer.echo(format_rule(found[0]))
        return
    header = ("rule", "makes", "finds", "examples", "file")
    _print_table(header, [(r.id, r.makes, r.finds, str(len(r.examples)), r.file) for r in found])


@app.command()
def validate(out: Out = OUT, ontology: OntologyOption = None) -> None:
    """Check the graph against the SHACL shapes, and that every fact has its claim. Example: kg validate -o exports"""
    from kg.build import TURTLE
    from kg.graph.shapes import validate as run
    from kg.ontology import ontology_folder

    report = run(out / TURTLE, ontology_folder(ontology))
    for line in report.results:
        typer.echo(line)
    typer.echo("the graph conforms" if report.conforms else f"{len(report.results)} faults")
    raise typer.Exit(DONE if report.conforms else FAULTS)


@app.command()
def score(
    gold: Annotated[list[Path], typer.Argument(help="Gold files (.json).", metavar="GOLD…")],
    pages: Annotated[
        Path | None, typer.Option("--pages", help="Folder of the page texts, to score the articles too.")
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="List what was missed and what is extra.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    by_rule: Annotated[
        bool, typer.Option("--by-rule", help="Each rule's precision and yield instead of the totals.")
    ] = False,
    out: Out = OUT,
) -> None:
    """Precision, recall and F1 against gold files. Example: kg score corpus/gold/*.json --pages corpus"""
    from kg.build import TURTLE
    from kg.score import as_json, format_rules, format_table, score_graph

    result = score_graph(out / TURTLE, gold, pages=pages)
    if show:
        typer.echo("\n".join(result.notes))
    if by_rule:
        typer.echo(format_rules(result))
        return
    typer.echo(as_json(result) if json else format_table(result))


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
    from kg.pages.read import Page, read_document
    from kg.pages.show import format_articles, format_repairs

    document = read_document(Page(file, file.stem, file.name))
    if text:
        typer.echo(document.text, nl=False)
        return
    cut = cut_page(document, load_cues(ontology_folder(ontology)))
    typer.echo(format_articles(document, cut))
    if repairs:
        typer.echo("\n" + format_repairs(document, cut))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; a user's mistake is one line and exit status 2."""
    try:
        app(args=arguments, prog_name="kg")
    except DataError as error:
        _say(" ".join(str(error).split()))  # a parser's message may have several lines
        sys.exit(USAGE)


def _say(line: str) -> None:
    typer.echo(f"kg: {line}", err=True)


def _test_rules(prefix: str, ontology: Path | None) -> None:
    """Run the examples of rules; exit status 1 when one does not hold."""
    from kg.examples import cases, run
    from kg.extract import load_tools

    tools = load_tools(ontology)
    found = cases(tools.rules, prefix)
    failures = list(run(found, tools))
    for failure in failures:
        typer.echo(str(failure))
    typer.echo(f"{len(found)} examples, {len(failures)} of them do not hold")
    raise typer.Exit(FAULTS if failures else DONE)


def _store(out: Path) -> Path:
    from kg.build import STORE

    return out / STORE


def _query_text(sparql: str | None, file: Path | None) -> str:
    if (sparql is None) == (file is None):
        raise DataError("give the query itself or --file F.rq, one of the two")
    if file is not None:
        try:
            return file.read_text("utf-8")
        except OSError as error:
            raise DataError(f"{file}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise DataError(f"{file}: is not text in UTF-8") from error
    return sparql or ""


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int, str], None] | None]:
    """Progress with rate and time left on standard error, when that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        stages: dict[str, TaskID] = {}

        def step(stage: str, done: int, total: int, what: str) -> None:
            if stage not in stages:
                stages[stage] = bar.add_task(stage, total=total, completed=done, rate="", what=what)
            speed = bar.tasks[stages[stage]].speed
            rate = f"{speed:,.{0 if speed > 100 else 1}f}/s" if speed and total > 1 else ""
            bar.update(stages[stage], completed=done, total=total, rate=rate, what=what)

        yield step


def _print_summary(summary: Summary) -> None:
    typer.echo(
        f"{summary.pages} pages, {summary.articles} articles, {summary.entities} things named, {summary.facts} facts, {summary.claims} claims"
    )
    typer.echo("things  " + ", ".join(f"{name} {count}" for name, count in summary.by_class))
    typer.echo("facts   " + ", ".join(f"{name} {count}" for name, count in summary.by_relation))
    typer.echo(f"open    {summary.unplaced} names that could not be settled make no fact")
    for path in summary.files:
        typer.echo(f"wrote   {path}")


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns by rich, which knows the width of Chinese characters. Long cells fold in a terminal, nothing is cut."""
    from rich.console import Console
    from rich.table import Column, Table

    table = Table(*(Column(name, overflow="fold") for name in header))
    for row in rows:
        table.add_row(*row)
    width = None if sys.stdout.isatty() else WIDE
    Console(width=width, markup=False, emoji=False, highlight=False).print(table)
    _say(f"{len(rows)} row{'s'[len(rows) == 1 :]}")


if __name__ == "__main__":
    main()
