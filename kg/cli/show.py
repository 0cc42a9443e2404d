"""What the commands print: tables, the progress of a build, its summary."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.api.settings import labels_in
from kg.cli.app import echo, is_quiet, is_verbose, say, shown
from kg.cli.lang import chosen, tell

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID
    from rich.table import Table
    from rich.text import Text

    from kg import Summary
    from kg.api.queries import Shown

WIDE = 100_000  # columns: no cell is folded
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@contextmanager
def progress() -> Iterator[Callable[[str, int, int, str], None] | None]:
    """Progress with rate and time left on standard error, when that is a terminal; with -v a line a stage elsewhere."""
    if is_quiet() or not sys.stderr.isatty():
        yield _say_stage if is_verbose() else None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        stages: dict[str, TaskID] = {}

        def step(stage: str, done: int, total: int, what: str) -> None:
            if stage not in stages:
                stages[stage] = bar.add_task(tell(stage), total=total, completed=done, rate="", what=what)
            speed = bar.tasks[stages[stage]].speed
            rate = f"{speed:,.{0 if speed > 100 else 1}f}/s" if speed and total > 1 else ""
            bar.update(stages[stage], completed=done, total=total, rate=rate, what=what)

        yield step


def _say_stage(stage: str, done: int, total: int, what: str) -> None:
    """A line for each page that is read, and for the end of each other stage."""
    if what or done == total:
        say(f"{tell(stage)} {done}/{total} {what}".rstrip())


def print_summary(summary: Summary) -> None:
    echo(
        f"{summary.pages} pages, {summary.articles} articles, {summary.entities} things named, {summary.facts} facts, {summary.claims} claims"
    )
    echo(f"things  {_counts(summary.by_class)}")
    echo(f"facts   {_counts(summary.by_relation)}")
    echo(f"open    {summary.unplaced} names that could not be settled make no fact")
    if summary.undated:
        echo(f"undated {summary.undated} dates such as 今年 on pages without a date; --date gives one")
    if summary.corrected or summary.unmet:
        echo(f"mended  {summary.corrected} claims and things by corrections")
    for path in summary.files:
        echo(f"kept    {path}" if summary.unchanged else f"wrote   {path}")


def _counts(counts: Sequence[tuple[str, int]]) -> str:
    labels = labels_in(chosen())
    return ", ".join(f"{labels.get(name, name)} {count}" for name, count in counts) or tell("none")


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns by rich, which knows the width of Chinese characters; long cells fold and nothing is cut.

    In a pipe or a file they are plain lines, with tabs between cells and no boxes.
    """
    header = [tell(head) for head in header]
    if not sys.stdout.isatty():
        _print_lines(header, rows)
        return
    from rich.text import Text

    table = [[Text(shown(cell)) for cell in row] for row in rows]
    _print_columns(header, table, table)


def print_cells(header: Sequence[str], rows: Sequence[Sequence[Shown]], folders: Sequence[Path]) -> None:
    """A table whose places link, in a terminal that can (OSC 8), to the page's file if that is under one of `folders`.

    Where a terminal is too narrow, labels stand without their IRIs. In a pipe or a file they are plain lines.
    """
    if not sys.stdout.isatty():
        _print_lines(header, [[cell.text for cell in row] for row in rows])
        return
    from rich.text import Text

    def linked(cell: Shown, text: str) -> Text:
        path = cell.place and _page(cell.place.source, folders)
        return Text(shown(text), style=f"link {path.as_uri()}" if path else "")

    full = [[linked(cell, cell.text) for cell in row] for row in rows]
    _print_columns(header, full, [[linked(cell, cell.brief or cell.text) for cell in row] for row in rows])


def _page(source: str, folders: Sequence[Path]) -> Path | None:
    found = (folder / source for folder in folders)
    return next((path.resolve() for path in found if path.is_file()), None)


def _print_columns(
    header: Sequence[str], rows: Sequence[Sequence[Text]], brief: Sequence[Sequence[Text]]
) -> None:
    """The rows, or the brief ones where the whole ones do not fit; with lines between them where cells fold."""
    from rich.console import Console

    console = Console(markup=False, emoji=False, highlight=False)
    table, note = _table(header, rows), ""
    if not _fits(table, console) and brief != rows:
        table, note = _table(header, brief), "; in a wider terminal, or with --format csv, with IRIs"
    table.show_lines = not _fits(table, console)
    console.print(table)
    _say_rows(len(rows), note)


def _print_lines(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for row in (header, *rows):
        typer.echo(shown("\t".join(" ".join(cell.split()) for cell in row)))
    _say_rows(len(rows), "")


def _say_rows(number: int, note: str) -> None:
    say(f"{number} row{'s'[number == 1 :]}{note}")


def _fits(table: Table, console: Console) -> bool:
    """Whether no cell of it folds."""
    return console.measure(table, options=console.options.update(max_width=WIDE)).maximum <= console.width


def _table(header: Sequence[str], rows: Sequence[Sequence[Text]]) -> Table:
    from rich.table import Column, Table

    columns = [
        Column(name, overflow="fold", justify="right" if _numeric([row[i].plain for row in rows]) else "left")
        for i, name in enumerate(header)
    ]
    table = Table(*columns)
    for row in rows:
        table.add_row(*row)
    return table


def _numeric(cells: Sequence[str]) -> bool:
    """Whether a column reads best with its digits below each other."""
    given = [cell for cell in cells if cell]
    return bool(given) and all(NUMBER.fullmatch(cell) for cell in given)
