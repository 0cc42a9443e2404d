"""The commands that hand a graph on or check it: export, push, serve, validate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import DONE, FAULTS, OUT, OntologyOption, Out, app, echo, login, say, store_of
from kg.model import DataError


@app.command()
def export(
    file: Annotated[
        Path | None, typer.Argument(help="Where to write; its ending tells the format.", metavar="FILE")
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="turtle, ntriples, nquads, trig, jsonld, graphml, gexf, csv (a folder), figures (a sheet, CSV and XLSX), void.",
        ),
    ] = None,
    graph: Annotated[
        str | None, typer.Option("--graph", help="With nquads and trig: IRI of the graph they name.")
    ] = None,
    ontology: OntologyOption = None,
    out: Out = OUT,
) -> None:
    """Write the graph in another format. Example: kg export --format gexf, or kg export graph.nq"""
    from kg.build import TURTLE
    from kg.graph.export import FORMATS, Built, default_path, format_of
    from kg.graph.export import export as run
    from kg.ontology import ontology_folder
    from kg.schema import load_schema

    if file is None and format is None:
        raise DataError(f"give a FILE or --format, one of {', '.join(FORMATS)}")
    if format is not None and format not in FORMATS:
        raise DataError(f"no format '{format}'; formats: {', '.join(FORMATS)}")
    kind = format or format_of(file or Path())
    schema = load_schema(ontology_folder(ontology))
    built = Built(out / TURTLE, store_of(out))
    for path in run(built, file or default_path(out, kind), format=kind, schema=schema, graph=graph):
        typer.echo(f"wrote {path}")


@app.command()
def push(
    url: Annotated[
        str, typer.Argument(help="Graph Store address, such as http://127.0.0.1:7878/store", metavar="URL")
    ],
    graph: Annotated[
        str | None, typer.Option("--graph", help="IRI of a named graph; without it the default graph.")
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="Add to what is there instead of replacing it.")] = False,
    gzip: Annotated[bool, typer.Option("--gzip", help="Send it packed.")] = False,
    chunk: Annotated[
        float, typer.Option("--chunk", min=0, help="Send it in parts of so many MB; 0 sends it at once.")
    ] = 0,
    retries: Annotated[
        int, typer.Option("--retries", min=0, help="How often to try again where the server is busy or away.")
    ] = 3,
    query_url: Annotated[
        str | None,
        typer.Option("--query-url", help="Where the server answers queries, to count what arrived."),
    ] = None,
    out: Out = OUT,
) -> None:
    """Send the graph to a triple store. Example: kg push http://127.0.0.1:7878/store

    A user and password, or a token, are taken from KG_USER, KG_PASSWORD and KG_TOKEN in the environment.
    """
    from kg.build import TURTLE
    from kg.graph.push import Sending, Target
    from kg.graph.push import push as run

    sending = Sending(add, gzip, int(chunk * 1_000_000), retries)
    result = run(out / TURTLE, Target(url, graph, query_url), login=login(), sending=sending)
    typer.echo(f"sent {result.sent} triples; {_counted(result.on_server)}")


@app.command()
def serve(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port on this machine; 0 takes a free one.")
    ] = 8000,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 127.0.0.1 is this machine only, 0.0.0.0 all.")
    ] = "127.0.0.1",
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.001, help="Seconds that a query may take.")
    ] = 30.0,
    memory: Annotated[
        int, typer.Option("--memory", min=200, help="MB of memory that a query may take (held on Linux).")
    ] = 1000,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option("--allow-origin", help="A web page elsewhere that may read answers (CORS); * for all."),
    ] = None,
    ontology: OntologyOption = None,
    out: Out = OUT,
) -> None:
    """Serve the HTML graph at /, a read-only SPARQL endpoint at /sparql, and there a page to ask it. Example: kg serve

    Another machine asks it with --endpoint http://HOST:PORT/sparql, if it listens with --host.
    """
    from kg.build import HTML
    from kg.graph.serve import Served
    from kg.graph.serve import serve as run

    origins = tuple(allow_origin or ())
    served = Served(store_of(out), out / HTML, host, timeout, origins, ontology, memory)
    run(served, port=port, ready=_tell_address)


@app.command()
def validate(out: Out = OUT, ontology: OntologyOption = None) -> None:
    """Check the graph against the SHACL shapes, and that every fact has its claim. Example: kg validate -o exports"""
    from kg.build import TURTLE
    from kg.graph.shapes import validate as run
    from kg.ontology import ontology_folder

    report = run(out / TURTLE, ontology_folder(ontology))
    for line in report.results:
        echo(line)
    typer.echo("the graph conforms" if report.conforms else f"{len(report.results)} faults")
    raise typer.Exit(DONE if report.conforms else FAULTS)


def _tell_address(host: str, port: int) -> None:
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    say(f"{url}/ is the graph, {url}/sparql the endpoint and, in a browser, its page; Ctrl-C ends")


def _counted(number: int | None) -> str:
    if number is None:
        return "nobody counted them there: --query-url tells where to ask"
    return f"the server counts {number}"
