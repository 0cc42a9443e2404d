"""The command that compares: two graphs, or what two rule sets make of the same pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import DONE, FAULTS, app, echo, echo_data, say
from kg.model import DataError

if TYPE_CHECKING:
    from kg.graph.diff import Difference

WANTED = "give OLD and NEW, two graphs; or pages and --ontology once (ours against it) or twice"


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
    from kg.graph.diff import diff as run
    from kg.graph.diff import format_json, format_text

    if ontology:
        found = _of_rules(inputs, ontology)
    elif len(inputs) == 2:
        found = run(*inputs)
    else:
        raise DataError(WANTED)
    if json:
        echo_data(format_json(found))
    else:
        echo(format_text(found))
    raise typer.Exit(FAULTS if found.gained or found.lost else DONE)


def _of_rules(inputs: Sequence[Path], ontologies: Sequence[Path]) -> Difference:
    """Build the pages twice, in a folder that is removed."""
    from kg.build import build
    from kg.graph.diff import diff as run

    if len(ontologies) > 2:
        raise DataError(WANTED)
    sides = [None, *ontologies] if len(ontologies) == 1 else list(ontologies)
    with TemporaryDirectory(prefix="kg-diff-") as folder:
        outs = [Path(folder) / name for name in ("old", "new")]
        for out, side in zip(outs, sides, strict=True):
            for line in build(inputs, out=out, ontology=side).skipped:
                say(f"skipped {line}")
        return run(*outs)
