"""The commands on rules and what they find: explain, rules, score."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import (
    DONE,
    FAULTS,
    OUT,
    DataError,
    JsonOption,
    OntologyOption,
    Out,
    app,
    echo,
    echo_data,
    store_of,
)
from kg.cli.show import print_table


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
    date: Annotated[
        str,
        typer.Option(
            "--date", metavar="YYYY-MM-DD", help="With --text: the day of the paper, from which 今年 counts."
        ),
    ] = "",
    want: Annotated[
        str,
        typer.Option(
            "--want",
            help="With --text: a fact, and what the sentence or the rules lack for it.",
            metavar="'X RELATION Y'",
        ),
    ] = "",
    json: JsonOption = False,
    ontology: OntologyOption = None,
    out: Out = OUT,
) -> None:
    """Every fact on one thing, each with its quote, page, rule and confidence. Example: kg explain 汾河

    With --text, what the rules make of a sentence. Example: kg explain --text "引水工程总投资3亿元" --place 山西省
    """
    if (name is None) == (text is None):
        raise DataError("give a NAME or --text SENTENCE, one of the two")
    if text is not None and json:
        from kg import as_json, read

        echo_data(as_json(read(text, date=date, ontology=ontology)))
    elif text is not None:
        from kg.api.reading import trace_text

        echo(trace_text(text, place=place, date=date, want=want, ontology=ontology))
    else:
        _explain(name or "", out, ontology, json)


def _explain(name: str, out: Path, ontology: Path | None, json: bool) -> None:
    from kg import as_json
    from kg import open as open_graph
    from kg.api.explaining import explain_text

    if json:
        echo_data(as_json(open_graph(out, ontology=ontology).explain(name)))
    else:
        echo(explain_text(store_of(out), name, ontology))


@app.command()
def init(
    field: Annotated[Path, typer.Argument(help="The folder to write.", metavar="FIELD")],
    kind: Annotated[
        str, typer.Option("--class", help="The name of its class, in letters A to Z.")
    ] = "ScienceHall",
    zh: Annotated[str, typer.Option("--zh", help="What such a thing is called; names end in it.")] = "科技馆",
) -> None:
    """Write a folder for a field of your own, to be given with --ontology. Example: kg init museums --class Museum --zh 博物馆

    It has one class, one relation, one name rule, a page with its gold and questions, and passes `kg rules --test FIELD`.
    """
    from kg.api.packs import start_pack

    for path in start_pack(field, kind, zh):
        typer.echo(str(path))


@app.command()
def rules(
    rule: Annotated[
        str | None,
        typer.Argument(
            help="A rule, or the beginning of some: project.status; with --test also a folder of your own.",
            metavar="[RULE]",
        ),
    ] = None,
    test: Annotated[
        bool,
        typer.Option(
            "--test",
            help="Run the examples instead, and list those that do not hold; of a folder also its gold and questions.",
        ),
    ] = False,
    classes: Annotated[
        bool, typer.Option("--classes", help="List the classes and relations instead.")
    ] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print a JSON Schema of the rule files, for editors.")
    ] = False,
    on: Annotated[
        list[Path] | None,
        typer.Option("--on", help="Pages: list what RULE finds in them, in context.", metavar="PAGES"),
    ] = None,
    json: JsonOption = False,
    ontology: OntologyOption = None,
) -> None:
    """Print the rule book as a table; one RULE with its examples. Example: kg rules project.investment.total"""
    from kg import as_json
    from kg.api.checking import rule_rows, rule_text

    if schema:
        from kg.api.packs import rule_schema

        typer.echo(rule_schema(ontology))
        return
    if classes:
        _print_classes(ontology, json)
        return
    if on:
        _print_concordance(rule, on, ontology, json)
        return
    if test and rule is not None and Path(rule).is_dir():
        _test_pack(Path(rule), json)
    if test:
        _test_rules(rule or "", ontology)
    found = rule_rows(rule or "", ontology)
    if json:
        echo_data(as_json(found))
    elif rule is not None and len(found) == 1:
        echo(rule_text(found[0]))
    else:
        header = ("rule", "makes", "finds", "examples", "file")
        print_table(header, [(r.id, r.makes, r.finds, str(len(r.examples)), r.file) for r in found])


@app.command()
def score(
    gold: Annotated[list[Path] | None, typer.Argument(help="Gold files (.json).", metavar="GOLD…")] = None,
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
    corrections: Annotated[
        list[Path] | None,
        typer.Option("--corrections", help="Take accepted and rejected lines of this file as gold too."),
    ] = None,
    ontology: OntologyOption = None,
    out: Out = OUT,
) -> None:
    """Precision, recall and F1 against gold files. Example: kg score corpus/gold/*.json --pages corpus"""
    from kg import Graph
    from kg.api.checking import score as run
    from kg.api.checking import score_text

    result = run(
        Graph(out).turtle,
        gold or [],
        pages=pages,
        folds=folds,
        fold=fold,
        gold_names=gold_names,
        ontology=ontology,
        corrections=corrections or [],
    )
    if show:
        echo("\n".join(result.notes))
    echo(score_text(result, "rules" if by_rule else "json" if json else "table"))


def _print_classes(ontology: Path | None, json: bool) -> None:
    from kg import as_json
    from kg.api.packs import class_rows

    found = class_rows(ontology)
    if json:
        echo_data(as_json(found))
        return
    header = ("name", "zh", "en", "of", "read as", "nouns", "words")
    print_table(header, [(r.name, r.zh, r.en, r.of, r.read_as, r.nouns, r.words) for r in found])


def _print_concordance(rule: str | None, on: list[Path], ontology: Path | None, json: bool) -> None:
    from kg import as_json
    from kg.api.hits import find_hits, hits_text

    if not rule:
        raise DataError("--on wants a RULE: kg rules project.investment.total --on corpus")
    found = find_hits(rule, on, ontology)
    if json:
        echo_data(as_json(found))
    else:
        echo(hits_text(found))


def _test_pack(folder: Path, json: bool) -> None:
    from kg.api.packs import check_pack, pack_text

    found = check_pack(folder)
    echo(pack_text(found))
    raise typer.Exit(DONE if found.passes else FAULTS)


def _test_rules(prefix: str, ontology: Path | None) -> None:
    """Run the examples of rules; exit status 1 when one does not hold."""
    from kg.api.checking import run_rule_examples

    number, failures = run_rule_examples(prefix, ontology)
    for failure in failures:
        echo(failure)
    echo(f"{number} examples, {len(failures)} of them do not hold")
    raise typer.Exit(FAULTS if failures else DONE)
