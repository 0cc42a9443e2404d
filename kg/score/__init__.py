"""Precision, recall and F1 of a graph against gold files, by the rules of the annotation guide.

Entities are matched page by page on class and name (cities and counties also on their path through kg:partOf),
facts on subject, relation and object. What the gold marks as optional counts neither way.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.model import DataError
from kg.schema import Schema
from kg.score.counts import Score, as_json, figures, format_rules, format_table
from kg.score.folds import in_folds
from kg.score.graph import Graph
from kg.score.lines import read_lines, score_lines, split_gold
from kg.score.page import Gold, PageScore

__all__ = [
    "Score",
    "as_json",
    "figures",
    "format_rules",
    "format_table",
    "in_folds",
    "score_gold_names",
    "score_graph",
]

PARTS = ("page", "articles", "entities", "facts")  # of a gold file


def score_graph(
    turtle: Path, gold: Sequence[Path], *, pages: Path | None = None, schema: Schema | None = None
) -> Score:
    """Score a Turtle file. `gold` are files of JSON, and of lines (`kg.score.lines`), for which `schema` is wanted.

    Raises DataError for an unreadable file, or a gold page that the graph does not hold.
    """
    graph = Graph(turtle)
    score = Score()
    tables, lines = split_gold(gold)
    if lines and schema is not None:
        score_lines(graph, read_lines(lines, schema), schema, score)
    for path in tables:
        table = _json(path)
        text = _text(pages / f"{table['page']}.txt") if pages is not None else None
        PageScore(table, graph, score, schema).run(text)
    return score


def score_gold_names(gold: Sequence[Path], *, pages: Path, ontology: Path | None = None) -> Score:
    """Score the pages read with the gold's names, types and identities. Raises DataError as `score_graph` does."""
    from kg.extract import load_tools
    from kg.score.gold_names import write_gold_named

    with TemporaryDirectory() as folder:
        turtle = Path(folder) / "graph.ttl"
        write_gold_named([_json(path) for path in gold], pages, turtle, load_tools(ontology))
        return score_graph(turtle, gold, pages=pages)


def _json(path: Path) -> Gold:
    try:
        table: Gold = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: no gold file: {error}") from error
    missing = [key for key in PARTS if key not in table] if isinstance(table, dict) else list(PARTS)
    if missing:
        raise DataError(f"{path}: no gold file: it lacks {', '.join(missing)}")
    return table


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}; --pages wants the folder of the page texts") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: is not UTF-8, and gold is scored on UTF-8 texts only") from error
