"""The command that writes corrections."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import OUT, DataError, OntologyOption, Out, app, echo, fail, is_quiet

CLAIMS = ("reject", "accept", "change")
USES = {
    "reject": "SUBJECT RELATION [OBJECT]",
    "accept": "SUBJECT RELATION [OBJECT]",
    "change": "SUBJECT RELATION [OBJECT] --to NEW",
    "same": "CLASS NAME NAME…",
    "different": "CLASS NAME NAME…",
    "rename": "NAME NEW",
    "class": "NAME CLASS",
    "place": "NAME AREA",
}


@app.command()
def correct(
    action: Annotated[str, typer.Argument(help=", ".join(USES), metavar="ACTION")],
    words: Annotated[
        list[str],
        typer.Argument(
            help="What it is about: SUBJECT RELATION [OBJECT]; CLASS NAME NAME… for same and different; NAME NEW for the others.",
            metavar="WORD…",
        ),
    ],
    to: Annotated[str, typer.Option("--to", help="With change: the right object.")] = "",
    to_relation: Annotated[str, typer.Option("--to-relation", help="With change: the right relation.")] = "",
    to_subject: Annotated[str, typer.Option("--to-subject", help="With change: the right subject.")] = "",
    page: Annotated[str, typer.Option("--page", help="Only as this page says it: b/x or b/x.txt.")] = "",
    quote: Annotated[str, typer.Option("--quote", help="Only where the sentence has these words.")] = "",
    kind: Annotated[
        str, typer.Option("--kind", help="Of several things with one name, that of this class.")
    ] = "",
    note: Annotated[str, typer.Option("--note", help="Why, for people.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who says so; else KG_BY of the environment.")] = "",
    file: Annotated[
        Path, typer.Option("--file", "-f", dir_okay=False, help="The file that it is written to.")
    ] = Path("corrections.toml"),
    ontology: OntologyOption = None,
    out: Out = OUT,
) -> None:
    """Write a correction that each build applies (docs/corrections.md). Example: kg correct reject 青崖河防洪工程 investment 3亿元

    kg correct change 青崖河防洪工程 status --to completed · kg correct same Company 远川股份 远川水务股份有限公司 ·
    kg correct place 东山污水处理厂 介休市

    `kg build` reads corrections.toml where it runs, and in the folders of pages and of rules.
    """
    from kg import Graph
    from kg import correct as run
    from kg.api.corrections import meets

    section, values, names = _told(action, words)
    values |= {"to": to, "to_relation": to_relation, "to_subject": to_subject, "page": page, "quote": quote}
    values |= {"note": note, "by": by or os.environ.get("KG_BY", ""), "date": date.today().isoformat()}
    values |= {"kind": kind or values.get("kind", "")}
    graph = Graph(out, ontology)
    for relation in filter(None, (values.get("relation"), to_relation)):
        if relation not in graph.schema.relations:
            raise DataError(f"no relation '{relation}'; relations: {', '.join(graph.schema.relations)}")
    for name in filter(None, (values["kind"], values.get("class_"))):
        if name not in graph.schema.classes:
            raise DataError(f"no class '{name}'; classes: {', '.join(sorted(graph.schema.classes))}")
    written = run(section, file=file, names=names, **values)
    if is_quiet():
        return
    echo(f"wrote {written.text}")
    if graph.store.is_dir():
        number = meets(graph, written)
        if number and number < len(written.names):
            fail(
                f"only {number} of these {len(written.names)} names is in {out}; are the others spelt as there?"
            )
        elif number:
            met = "claim" if section in CLAIMS else "thing"
            echo(f"it meets {number} {met}{'s' * (number > 1)} of {out}; the next build applies it")
        else:
            fail(f"nothing in {out} is what it is about; is it spelt as there?")


def _told(action: str, words: list[str]) -> tuple[str, dict[str, str], list[str]]:
    """Section, values and names of the file. Raises DataError for a wrong number of words."""
    if action not in USES:
        raise DataError(f"no action '{action}'; actions: {', '.join(USES)}")
    if action in ("same", "different"):
        return action, {"kind": words[0]}, words[1:]
    if action in CLAIMS:
        if not 2 <= len(words) <= 3:
            raise DataError(f"kg correct {action} {USES[action]}")
        return action, dict(zip(("subject", "relation", "object"), words, strict=False)), []
    if len(words) != 2:
        raise DataError(f"kg correct {action} {USES[action]}")
    return "thing", {"name": words[0], f"{action}_" if action == "class" else action: words[1]}, []
