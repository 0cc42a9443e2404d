"""The command that compares: two graphs, or what two rule sets make of the same pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import DONE, FAULTS, DataError, app, echo, echo_data, fail


@app.command()
def diff(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            help="OLD and NEW: folders that `kg build` wrote, or .ttl files. With --ontology: pages.",
            metavar="OLD NEW | INPUT…",
        ),
    ],
    ontology: Annotated[
        list[Path] | None,
        typer.Option("--ontology", help="Compare rule sets: twice OLD and NEW, once ours and NEW."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the facts as JSON.")] = False,
) -> None:
    """List the facts gained and lost between two graphs, each with its quotes. Example: kg diff old exports

    Between two rule sets: kg diff pages --ontology my-rules. Exit status 0: the same facts, 1: others.
    """
    from kg.api.checking import SIDES, diff_graphs, diff_rules, format_json, format_text

    if ontology:
        found = diff_rules(inputs, ontology, skipped=lambda line: fail(f"skipped {line}"))
    elif len(inputs) == 2:
        found = diff_graphs(*inputs)
    else:
        raise DataError(SIDES)
    if json:
        echo_data(format_json(found))
    else:
        echo(format_text(found))
    raise typer.Exit(FAULTS if found.gained or found.lost else DONE)
