"""The command `query`: SPARQL as it is given, from a file, or saved under a name."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import (
    OUT,
    EndpointOption,
    GraphOption,
    OntologyOption,
    Out,
    app,
    echo_data,
    login,
    say,
    store_of,
)
from kg.cli.show import print_cells, print_table
from kg.model import DataError

if TYPE_CHECKING:
    from kg.graph.query import Source
    from kg.graph.saved import SavedQuery


@app.command()
def query(
    sparql: Annotated[
        str | None,
        typer.Argument(help="A SPARQL 1.1 query; kg:, id:, rdfs: … need no PREFIX.", metavar="SPARQL"),
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="A file with the query.")] = None,
    name: Annotated[str | None, typer.Option("--name", "-n", help="A saved query; --list has them.")] = None,
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
    from kg.graph.cells import safe_csv
    from kg.graph.query import FORMATS, Source, run_query

    if list_:
        _list(ontology)
        return
    if format not in FORMATS:
        raise DataError(f"no format '{format}'; formats: {', '.join(FORMATS)}")
    if graph and not endpoint:
        raise DataError("--graph is for an --endpoint; the embedded store has one graph")
    saved = _given(sparql, file, name, ontology)
    auth = login().auth if endpoint else None
    source = Source(None if endpoint else store_of(out), endpoint, graph, timeout, auth)
    text = _filled(saved, set_ or [], source, ontology, show)
    if show:
        typer.echo(text.rstrip("\n"))
    elif format == "table":
        _print(text, source, ontology, pages)
    else:
        answer = run_query(
            text,
            store=source.store,
            endpoint=endpoint,
            graph=graph,
            format=format,
            timeout=timeout,
            auth=source.auth,
        )
        echo_data((safe_csv(answer) if format == "csv" else answer).rstrip("\n"))


def _given(sparql: str | None, file: Path | None, name: str | None, ontology: Path | None) -> SavedQuery:
    from kg.graph.saved import SavedQuery, find_saved, load_saved, read_saved

    if [sparql, file, name].count(None) != 2:
        raise DataError("give the query itself, --file F.rq or --name NAME, one of the three")
    if name is not None:
        return find_saved(load_saved(ontology), name)
    return read_saved(file) if file is not None else SavedQuery("the query", "", "", (), sparql or "")


def _filled(saved: SavedQuery, settings: list[str], source: Source, ontology: Path | None, show: bool) -> str:
    """The query with its parameters; with all prefixes where it is only shown."""
    from kg.graph.query import base_of, with_prefixes
    from kg.graph.rdf import BASE_IRI
    from kg.graph.saved import fill, terms_of
    from kg.ontology import ontology_folder
    from kg.schema import load_schema

    values = dict(_setting(text) for text in settings)
    things = any(p.type == "thing" for p in saved.parameters)
    base = base_of(source) if things else BASE_IRI
    text = saved.text
    if saved.parameters or values:
        text = fill(saved, values, terms_of(load_schema(ontology_folder(ontology)), base))
    return re.sub(r"(PREFIX \w+: <\S+>) ", r"\1\n", with_prefixes(text, base)) if show else text


def _setting(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise DataError(f"--set {text}: NAME=VALUE is wanted, such as river=汾河")
    return name.strip(), value


def _list(ontology: Path | None) -> None:
    from kg.graph.saved import load_saved

    found = load_saved(ontology).values()
    rows = [(q.name, " ".join(p.name for p in q.parameters), q.zh, q.en) for q in found]
    print_table(("name", "--set", "中文", "English"), rows)


def _print(text: str, source: Source, ontology: Path | None, pages: Path | None) -> None:
    from kg.graph.describe import describe
    from kg.graph.empty import why_empty
    from kg.graph.query import run_rows
    from kg.ontology import ontology_folder
    from kg.schema import load_schema

    rows = run_rows(text, source)
    schema = load_schema(ontology_folder(ontology))
    print_cells(rows.header, describe(rows, source, schema), [pages] if pages else [Path(), Path("corpus")])
    if not rows.rows:
        with suppress(DataError):  # an endpoint that fails now has answered all the same
            for line in why_empty(text, source, schema):
                say(line)
