"""The command for questions in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import (
    DONE,
    FAULTS,
    OUT,
    DataError,
    EndpointOption,
    GraphOption,
    OntologyOption,
    Out,
    app,
    echo,
    echo_data,
    fail,
    login,
    store_of,
)
from kg.cli.lang import spoken

if TYPE_CHECKING:
    from kg.api.questions import Asked


@app.command()
def ask(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="A question in Chinese; it may have spaces.", metavar="QUESTION"),
    ] = None,
    format: Annotated[str, typer.Option("--format", help="table, json or csv.")] = "table",
    sparql: Annotated[
        bool, typer.Option("--sparql", help="Only print the SPARQL that the question becomes.")
    ] = False,
    test: Annotated[
        bool, typer.Option("--test", help="Run the examples of the question rules instead.")
    ] = False,
    endpoint: EndpointOption = None,
    graph: GraphOption = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            "--timeout", min=0.001, help="With --endpoint: seconds that each of its answers may take."
        ),
    ] = None,
    ontology: OntologyOption = None,
    out: Out = OUT,
) -> None:
    """Answer a question in Chinese, with the evidence of each answer. Example: kg ask 汾河流经哪些县

    Others (docs/ask.md has more): 汾河上有几个监测断面 · 湖北有哪些投资超过50亿元的工程 ·
    牛栏江是不是金沙江的支流 · 哪些页提到汾河

    Exit status 1: it was not understood, or a name in it may be several things.

    For an endpoint, user and password or a token are taken from KG_USER, KG_PASSWORD and KG_TOKEN.
    """
    from kg.api.queries import Source
    from kg.api.questions import FORMATS, run_examples
    from kg.api.questions import ask as run

    if format not in FORMATS:
        raise DataError(f"no format '{format}'; formats: {', '.join(FORMATS)}")
    if bool(words) == test:
        raise DataError("give a question, or --test, one of the two")
    if endpoint is None and (graph or timeout):
        raise DataError("--graph and --timeout are for an --endpoint")
    if not words:
        _tell_examples(*run_examples(ontology))
    auth = login().auth if endpoint else None
    asked = run(
        " ".join(words or ()), Source(store_of(out), endpoint, graph, timeout, auth), ontology=ontology
    )
    _tell(asked)
    if sparql:
        echo_data(asked.sparql(), nl=bool(asked.answers[0].sparql))
    elif format == "table":
        echo(asked.text(format, spoken()), nl=False)
    else:
        echo_data(asked.text(format), nl=False)
    raise typer.Exit(DONE if asked.understood else FAULTS)


def _tell_examples(number: int, failures: Sequence[str]) -> None:
    """Exit status 1 when an example does not hold."""
    for failure in failures:
        echo(failure)
    echo(f"{number} examples, {len(failures)} of them do not hold")
    raise typer.Exit(FAULTS if failures else DONE)


def _tell(asked: Asked) -> None:
    """What keeps a question from an answer, on standard error."""
    for answer in asked.answers:
        if answer.understood:
            continue
        if len(asked.answers) > 1:
            fail(f"this part is not answered: {answer.question}")
        fail("not understood" if answer.status == "unknown" else "not clear")
        for note in answer.notes:
            fail(asked.noted(note, spoken()))
        for question in answer.near:
            fail(f"understood would be: {question}")
        if not answer.near:
            fail("`kg ask --help` and docs/ask.md have questions that are understood")
