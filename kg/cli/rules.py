"""The commands on rules and what they find: explain, rules, score."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import DONE, FAULTS, OUT, OntologyOption, Out, app, echo, store_of
from kg.cli.show import print_table
from kg.model import DataError

if TYPE_CHECKING:
    from kg.score import Score


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

        echo(format_trace(trace(text, load_tools(ontology), place=place)))
        return
    from kg.explain import explain as run
    from kg.explain import format_explanation
    from kg.ontology import ontology_folder
    from kg.schema import load_schema

    things = run(store_of(out), name or "")
    relations = load_schema(ontology_folder(ontology)).relations
    echo(format_explanation(things, {n: (r.label_zh, r.label_en) for n, r in relations.items()}))


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
    from kg.extract import load_figure_book, load_rule_book
    from kg.rules.book import figure_rows, format_rule, rows

    book = (*rows(load_rule_book(ontology)), *figure_rows(load_figure_book(ontology)))
    found = [row for row in book if row.id.startswith(rule or "")]
    if not found:
        known = ", ".join(sorted({row.id.split(".")[0] for row in book}))
        raise DataError(f"no rule begins with '{rule}'; rules begin with {known}")
    if rule is not None and len(found) == 1:
        typer.echo(format_rule(found[0]))
        return
    header = ("rule", "makes", "finds", "examples", "file")
    print_table(header, [(r.id, r.makes, r.finds, str(len(r.examples)), r.file) for r in found])


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
    gold_names: Annotated[
        bool,
        typer.Option(
            "--gold-names",
            help="Read the pages under --pages anew with the gold's names, and score what is read of them.",
        ),
    ] = False,
    folds: Annotated[
        Path | None, typer.Option("--folds", help="Table of folds (.tsv with the columns page and fold).")
    ] = None,
    fold: Annotated[
        str, typer.Option("--fold", help="With --folds: score only these, such as 1,2,3,4.", metavar="FOLDS")
    ] = "",
    ontology: OntologyOption = None,
    out: Out = OUT,
) -> None:
    """Precision, recall and F1 against gold files. Example: kg score corpus/gold/*.json --pages corpus"""
    from kg.build import TURTLE
    from kg.score import as_json, format_rules, format_table, in_folds, score_graph

    if (folds is None) != (not fold):
        raise DataError("--folds FILE and --fold 1,2,3 go together")
    if folds is not None:
        gold = list(in_folds(gold, table=folds, folds=fold.split(",")))
    if gold_names:
        result = _named_by_gold(gold, pages, ontology)
    else:
        result = score_graph(out / TURTLE, gold, pages=pages)
    if show:
        typer.echo("\n".join(result.notes))
    if by_rule:
        typer.echo(format_rules(result))
        return
    typer.echo(as_json(result) if json else format_table(result))


def _named_by_gold(gold: Sequence[Path], pages: Path | None, ontology: Path | None) -> Score:
    from kg.score import score_gold_names

    if pages is None:
        raise DataError("--gold-names wants --pages, the folder of the page texts")
    return score_gold_names(gold, pages=pages, ontology=ontology)


def _test_rules(prefix: str, ontology: Path | None) -> None:
    """Run the examples of rules; exit status 1 when one does not hold."""
    from kg.examples import cases, figure_cases, run
    from kg.extract import load_tools

    tools = load_tools(ontology)
    found = (*cases(tools.rules, prefix), *figure_cases(tools.indicators, prefix))
    failures = list(run(found, tools))
    for failure in failures:
        typer.echo(str(failure))
    typer.echo(f"{len(found)} examples, {len(failures)} of them do not hold")
    raise typer.Exit(FAULTS if failures else DONE)
