"""The command for questions in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import (
    DONE,
    FAULTS,
    OUT,
    EndpointOption,
    GraphOption,
    OntologyOption,
    Out,
    app,
    echo,
    echo_data,
    login,
    say,
    store_of,
)
from kg.model import DataError

if TYPE_CHECKING:
    from kg.ask.answer import QuestionTools
    from kg.ask.model import Answer
    from kg.explain import Labels

FORMATS = ("table", "json", "csv")


@app.command()
def ask(
    words: Annotated[
        list[str] | None, typer.Argument(help="A question in Chinese; it may have spaces.", metavar="问题")
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
    from kg.ask.answer import load_question_tools
    from kg.ask.remote import RemoteGraph
    from kg.ask.several import ask_several
    from kg.explain import open_graph
    from kg.graph.query import Source

    if format not in FORMATS:
        raise DataError(f"no format '{format}'; formats: {', '.join(FORMATS)}")
    question = " ".join(words) if words else None
    if (question is None) != test:
        raise DataError("give a question, or --test, one of the two")
    if endpoint is None and (graph or timeout):
        raise DataError("--graph and --timeout are for an --endpoint")
    tools = load_question_tools(ontology)
    if question is None:
        _test_rules(tools)
        return
    source = Source(None, endpoint, graph, timeout, login().auth if endpoint else None)
    asked = RemoteGraph(source) if endpoint else open_graph(store_of(out))
    answers = ask_several(question, asked, tools)
    for answer in answers:
        _tell(answer)
    if sparql:
        _print_sparql(answers)
    else:
        labels = {n: (r.label_zh, r.label_en) for n, r in tools.schema.relations.items()}
        _print(question, answers, format, labels)
    raise typer.Exit(DONE if all(answer.understood for answer in answers) else FAULTS)


def _test_rules(tools: QuestionTools) -> None:
    """Exit status 1 when an example does not hold."""
    from kg.ask.examples import question_cases, run_questions

    cases = question_cases(tools.book)
    failures = list(run_questions(cases, tools.book, tools.units))
    for failure in failures:
        typer.echo(str(failure))
    typer.echo(f"{len(cases)} examples, {len(failures)} of them do not hold")
    raise typer.Exit(FAULTS if failures else DONE)


def _tell(answer: Answer) -> None:
    """What keeps a question from an answer, on standard error."""
    if answer.understood:
        return
    say("not understood" if answer.status == "unknown" else "not clear")
    for note in answer.notes:
        say(note)
    for question in answer.near:
        say(f"understood would be: {question}")
    if not answer.near:
        say("`kg ask --help` and docs/ask.md have questions that are understood")


def _print_sparql(answers: tuple[Answer, ...]) -> None:
    """Of several questions each query behind its question, as a comment."""
    several = len(answers) > 1
    texts = [f"# {answer.question}\n{answer.sparql}" if several else answer.sparql for answer in answers]
    echo_data("\n\n".join(texts), nl=bool(answers[0].sparql))


def _print(question: str, answers: tuple[Answer, ...], format: str, labels: Labels) -> None:
    from kg.ask.show import as_csv, as_json, as_text

    if format == "json":
        echo_data(as_json(question, answers))
    elif format == "csv":
        echo_data(as_csv(answers), nl=False)
    elif all(answer.understood for answer in answers):
        echo(as_text(answers, labels))
