"""The commands that hand a graph on or check it: export, push, html, serve, validate."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import (
    DONE,
    FAULTS,
    OUT,
    PIPE,
    JsonOption,
    OntologyOption,
    Out,
    app,
    echo,
    echo_data,
    login,
    put,
    say,
)
from kg.cli.lang import chosen


def complete_formats(begun: str) -> list[str]:
    """What --format may go on with, for the shell."""
    from kg.api.exporting import FORMATS

    return [name for name in FORMATS if name.startswith(begun)]


@app.command()
def export(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="Where to write; its ending tells the format; - is standard output.", metavar="FILE"
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="turtle, ntriples, nquads, trig, jsonld, graphml, gexf, csv (a folder), figures (a sheet, CSV and XLSX), void, xlsx, geojson, neo4j (a folder), cypher.",
            autocompletion=complete_formats,
        ),
    ] = None,
    graph: Annotated[
        str | None, typer.Option("--graph", help="With nquads and trig: IRI of the graph they name.")
    ] = None,
    ontology: OntologyOption = None,
    out: Out = OUT,
) -> None:
    """Write the graph in another format. Example: kg export --format gexf, or kg export graph.nq

    `-` writes to standard output, as Turtle where --format names no other: kg export - --format nquads | gzip
    """
    from kg.api.exporting import export as run
    from kg.api.exporting import export_bytes

    if file == Path(PIPE):
        put(export_bytes(out, format or "turtle", graph=graph, ontology=ontology, lang=chosen()))
        return
    for path in run(out, file, format=format, graph=graph, ontology=ontology, lang=chosen()):
        say_written(path)


def say_written(path: Path) -> None:
    echo(f"wrote {path}")


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
    from kg.api.serving import Sending, Target
    from kg.api.serving import push as run

    sending = Sending(add, gzip, int(chunk * 1_000_000), retries)
    result = run(out, Target(url, graph, query_url), login=login(), sending=sending)
    echo(f"sent {result.sent} triples; {_counted(result.on_server)}")


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
    mcp: Annotated[
        bool,
        typer.Option(
            "--mcp", help="Serve agents instead: the Model Context Protocol over standard input and output."
        ),
    ] = False,
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections",
            dir_okay=False,
            help="Where facts that are marked 对 / 错 / 改 in the page are written; else corrections.toml here.",
        ),
    ] = None,
    pages: Annotated[
        list[Path] | None,
        typer.Option(
            "--pages",
            help="With --ontology: pages on which the workbench tries rules; else pages/ of the folder.",
        ),
    ] = None,
    ontology: OntologyOption = None,
    out: Out = OUT,
) -> None:
    """Serve the HTML graph at /, a read-only SPARQL endpoint at /sparql, and there a page to ask it. Example: kg serve

    Another machine asks it with --endpoint http://HOST:PORT/sparql, if it listens with --host. For agents: kg serve --mcp (docs/agents.md).
    """
    if mcp:
        from kg.api.agents import serve_agents

        serve_agents(out, ontology, seconds=timeout, memory=memory)
        return
    from kg.api.serving import serve as run

    run(
        out,
        host=host,
        port=port,
        seconds=timeout,
        memory=memory,
        origins=tuple(allow_origin or ()),
        ontology=ontology,
        ready=_tell_address,
        corrections=corrections or Path("corrections.toml"),
        by=os.environ.get("KG_BY", ""),
        pages=pages or [],
    )


@app.command()
def html(out: Out = OUT, ontology: OntologyOption = None) -> None:
    """Draw graph.html, which a build of more than 20,000 claims leaves for later. Example: kg html -o exports"""
    from kg import Graph

    graph = Graph(out, ontology)
    for line in graph.draw():
        say(line)
    echo(str(graph.html))


@app.command()
def validate(json: JsonOption = False, out: Out = OUT, ontology: OntologyOption = None) -> None:
    """Check the graph against the SHACL shapes, and that every fact has its claim. Example: kg validate -o exports"""
    from kg import Graph, as_json

    report = Graph(out, ontology).validate()
    if json:
        echo_data(as_json(report))
        raise typer.Exit(DONE if report.conforms else FAULTS)
    for line in report.results:
        echo(line)
    echo("the graph conforms" if report.conforms else f"{len(report.results)} faults")
    raise typer.Exit(DONE if report.conforms else FAULTS)


def _tell_address(host: str, port: int, token: str, desk: str) -> None:
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    say(f"{url}/ is the graph, {url}/sparql the endpoint and, in a browser, its page; Ctrl-C ends")
    if token:
        say(f"{url}/?token={token} is the graph with 对 / 错 / 改 beside each sentence, for you alone")
    if desk:
        say(
            f"{url}/workbench?token={desk} is the workbench (规则工作台), which writes rules into your folder"
        )


def _counted(number: int | None) -> str:
    if number is None:
        return "nobody counted them there: --query-url tells where to ask"
    return f"the server counts {number}"
