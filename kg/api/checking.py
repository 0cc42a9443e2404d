"""What checks a graph or a rule book: scores against gold, differences, shapes, examples of rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.api.corrections import claims_met, load_corrections
from kg.api.graph import Graph
from kg.corrections.file import ACCEPT, CHANGE, REJECT
from kg.graph.diff import Difference, format_json, format_text
from kg.graph.diff import diff as diff_graphs
from kg.graph.shapes import Report
from kg.model import DataError

if TYPE_CHECKING:
    from kg.rules.book import Row
    from kg.score import Score

__all__ = [
    "Difference",
    "Report",
    "diff_graphs",
    "diff_rules",
    "format_json",
    "format_text",
    "rule_rows",
    "rule_text",
    "run_rule_examples",
    "score",
    "score_text",
]

SIDES = "give OLD and NEW, two graphs; or pages and --ontology once (ours against it) or twice"


def diff_rules(
    pages: Sequence[Path], ontologies: Sequence[Path], *, skipped: Callable[[str], object]
) -> Difference:
    """The facts that another rule set gains and loses on some pages, built twice in a folder that is removed.

    One ontology is compared with ours. `skipped` is told each page that cannot be read.
    """
    from kg.api.building import build

    if len(ontologies) > 2:
        raise DataError(SIDES)
    sides = [None, *ontologies] if len(ontologies) == 1 else list(ontologies)
    with TemporaryDirectory(prefix="kg-diff-") as folder:
        outs = [Path(folder) / name for name in ("old", "new")]
        for out, side in zip(outs, sides, strict=True):
            for line in build(pages, out, ontology=side).skipped:
                skipped(line)
        return diff_graphs(*outs)


def rule_rows(prefix: str, ontology: Path | None = None) -> tuple[Row, ...]:
    """The rules whose id begins so. Raises DataError where there is none."""
    from kg.extract import load_figure_book, load_rule_book
    from kg.rules.book import figure_rows, rows

    book = (*rows(load_rule_book(ontology)), *figure_rows(load_figure_book(ontology)))
    found = tuple(row for row in book if row.id.startswith(prefix))
    if not found:
        known = ", ".join(sorted({row.id.split(".")[0] for row in book}))
        raise DataError(f"no rule begins with '{prefix}'; rules begin with {known}")
    return found


def rule_text(row: Row) -> str:
    """A rule with its examples."""
    from kg.rules.book import format_rule

    return format_rule(row)


def run_rule_examples(prefix: str, ontology: Path | None = None) -> tuple[int, Sequence[str]]:
    """How many examples the rules have whose id begins so, and a line for each that does not hold."""
    from kg.examples import cases, figure_cases, run
    from kg.extract import load_tools

    tools = load_tools(ontology)
    found = (*cases(tools.rules, prefix), *figure_cases(tools.indicators, prefix))
    return len(found), [str(failure) for failure in run(found, tools)]


def score(
    turtle: Path,
    gold: Sequence[Path],
    *,
    pages: Path | None = None,
    folds: Path | None = None,
    fold: str = "",
    gold_names: bool = False,
    ontology: Path | None = None,
    corrections: Sequence[Path] = (),
) -> Score:
    """Precision, recall and F1 against gold files; of some folds of a table, or with the gold's names given.

    The lines of `corrections` count as gold of their own: what is accepted the rules should find, what is rejected not.
    """
    from kg.score import Score, in_folds, score_gold_names, score_graph

    if (folds is None) != (not fold):
        raise DataError("--folds FILE and --fold 1,2,3 go together")
    if folds is not None:
        gold = list(in_folds(gold, table=folds, folds=fold.split(",")))
    if not gold and not corrections:
        raise DataError("give gold files, or --corrections FILE")
    if gold_names and pages is None:
        raise DataError("--gold-names wants --pages, the folder of the page texts")
    if not gold:
        found = Score()
    elif gold_names and pages is not None:
        found = score_gold_names(gold, pages=pages, ontology=ontology)
    else:
        found = score_graph(turtle, gold, pages=pages, schema=Graph(turtle.parent, ontology).schema)
    if corrections:
        _score_corrections(found, Graph(turtle.parent, ontology), corrections)
    return found


def _score_corrections(score: Score, graph: Graph, files: Sequence[Path]) -> None:
    """A line is right or wrong once, however many claims it meets; what corrections themselves made does not count."""
    for line in load_corrections(*files):
        if line.action not in (ACCEPT, REJECT, CHANGE):
            continue
        there = bool(claims_met(graph, line))
        row = score.rows["corrections", f"→{line['relation']}"]
        if line.action == ACCEPT:
            row["tp" if there else "fn"] += 1
        elif there:
            row["fp"] += 1
        if there != (line.action == ACCEPT):
            score.notes.append(f"{'extra' if there else 'missed':<8}{line.text}")


def score_text(found: Score, format: str = "table") -> str:
    """The figures as a table, as JSON, or by rule."""
    from kg.score import as_json, format_rules, format_table

    return {"json": as_json, "rules": format_rules}.get(format, format_table)(found)
