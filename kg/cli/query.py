"""The command `query`: SPARQL as it is given, from a file, or saved under a name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import (
    OUT,
    PIPE,
    DataError,
    EndpointOption,
    GraphOption,
    OntologyOption,
    Out,
    app,
    echo_data,
    login,
    piped_text,
    say,
    store_of,
)
from kg.cli.lang import head_of, teach
from kg.cli.show import print_cells, print_table

if TYPE_CHECKING:
    from kg.api.queries import Source


def complete_names(begun: str) -> list[tuple[str, str]]:
    """Saved queries, for the shell."""
    from kg.api.queries import load_saved

    return [(q.name, q.en) for q in load_saved().values() if q.name.startswith(begun)]


@app.command()
def query(
    sparql: Annotated[
        str | None,
        typer.Argument(help="A SPARQL 1.1 query; kg:, id:, rdfs: … need no PREFIX.", metavar="SPARQL"),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="A file with the query; - is standard input.")
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", "-n", help="A saved query; --list has them.", autocompletion=complete_names),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", "-s", help="A parameter of a saved query: river=汾河", metavar="NAME=VALUE"),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the saved queries.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Print the query instead of asking it.")] = False,
    format: Annotated[
        str, typer.Option("--format", help="table, csv, tsv, json, xml; ttl, nt for CONSTRUCT and DESCRIBE.")
    ] = "table",
    endpoint: EndpointOption = None,
    graph: GraphOption = None,
    timeout: Annotated[
        float | None, typer.Option("--timeout", min=0.001, help="Seconds that the answer may take.")
    ] = None,
    pages: Annotated[
        Path | None, typer.Option("--pages", help="Folder of the pages, for links to them in a terminal.")
    ] = None,
    ontology: OntologyOption = None,
    out: Out = OUT,
) -> None:
    """Answer a SPARQL query. Example: kg query "SELECT ?name WHERE { ?p a kg:Project ; rdfs:label ?name } LIMIT 5"

    A saved query (docs/queries.md): kg query --name projects-on-river --set river=汾河

    For an endpoint, user and password or a token are taken from KG_USER, KG_PASSWORD and KG_TOKEN.
    """
    from kg.api.queries import FORMATS, Source, answer_text, fill_query, given_query

    if list_:
        _list(ontology)
        return
    if format not in FORMATS:
        raise DataError(f"no format '{format}'; formats: {', '.join(FORMATS)}")
    if graph and not endpoint:
        raise DataError("--graph is for an --endpoint; the embedded store has one graph")
    saved = given_query(sparql, file, name, ontology, piped_text() if file == Path(PIPE) else "")
    teach({parameter.en: parameter.zh for parameter in saved.parameters})
    auth = login().auth if endpoint else None
    source = Source(None if endpoint else store_of(out), endpoint, graph, timeout, auth)
    text = fill_query(saved, dict(map(_setting, set_ or [])), source, ontology, show=show)
    if show:
        typer.echo(text.rstrip("\n"))
    elif format == "table":
        _print(text, source, ontology, pages, named=name is not None)
    else:
        echo_data(answer_text(text, source, format).rstrip("\n"))


def _setting(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise DataError(f"--set {text}: NAME=VALUE is wanted, such as river=汾河")
    return name.strip(), value


def _list(ontology: Path | None) -> None:
    from kg.api.queries import load_saved

    found = load_saved(ontology).values()
    rows = [(q.name, " ".join(p.name for p in q.parameters), q.zh, q.en) for q in found]
    print_table(("name", "--set", "中文", "English"), rows)


def _print(text: str, source: Source, ontology: Path | None, pages: Path | None, *, named: bool) -> None:
    from kg.api.queries import answer_shown, why_nothing

    header, rows = answer_shown(text, source, ontology)
    if named:
        header = tuple(map(head_of, header))
    print_cells(header, rows, [pages] if pages else [Path(), Path("corpus")])
    if not rows:
        for line in why_nothing(text, source, ontology):
            say(line)
