"""A user's own rules over ours: added, in the place of ours, or leaving some out."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg.model import DataError
from kg.rules.indicators import RULES as FIGURES

Table = Mapping[str, object]
Files = Sequence[tuple[Path, Table]]

RULES = ("name", "relation", "frame", "gazetteer", "anaphor")


def replaced(ours: Files, theirs: Files) -> list[tuple[Path, Table]]:
    """All files, ours without the rules and word lists that theirs replace or disable.

    Raises DataError for a rule in `disable` that is none of ours.
    """
    gone = {identifier for _, table in theirs for identifier in _ids(table)} | _disabled(ours, theirs)
    more = _lists(theirs, "words")
    instead = _lists(theirs, "words_instead")
    kept = [(path, _without(table, gone, more, instead)) for path, table in ours]
    known = {name for _, table in ours for name in _words(table, "words")}
    return [*kept, *((path, _new(table, known)) for path, table in theirs)]


def left_out(theirs: Files) -> frozenset[str]:
    """The rules of figures that theirs disable: they stand in no file."""
    lists = [table.get("disable", []) for _, table in theirs]
    return frozenset(FIGURES.values()) & {i for found in lists if isinstance(found, list) for i in found}


def _without(table: Table, gone: set[str], more: Table, instead: Table) -> Table:
    """One of our files: its rules but for those gone, its word lists with more words or others."""
    found = dict(table)
    for section in RULES:
        rows = table.get(section)
        if isinstance(rows, list):
            found[section] = [row for row in rows if not isinstance(row, dict) or row.get("id") not in gone]
    words = _words(table, "words")
    if words:
        found["words"] = {
            name: instead.get(name, _joined(value, more.get(name))) for name, value in words.items()
        }
    return found


def _new(table: Table, known: set[str]) -> Table:
    """One of their files: its rules, and the word lists that ours do not have."""
    found = {key: value for key, value in table.items() if key not in ("disable", "words_instead", "words")}
    fresh = {
        name: value
        for section in ("words", "words_instead")
        for name, value in _words(table, section).items()
        if name not in known
    }
    return {**found, "words": fresh} if fresh else found


def _joined(value: object, more: object) -> object:
    return [*value, *more] if isinstance(value, list) and isinstance(more, list) else value


def _words(table: Table, section: str) -> Table:
    words = table.get(section, {})
    return words if isinstance(words, dict) else {}


def _lists(files: Files, section: str) -> Table:
    return {name: value for _, table in files for name, value in _words(table, section).items()}


def _ids(table: Table) -> Iterator[str]:
    for section in RULES:
        rows = table.get(section)
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and isinstance(row.get("id"), str):
                yield row["id"]


def _disabled(ours: Files, theirs: Files) -> set[str]:
    known = {identifier for _, table in ours for identifier in _ids(table)} | set(FIGURES.values())
    found: set[str] = set()
    for path, table in theirs:
        wanted = table.get("disable", [])
        for identifier in wanted if isinstance(wanted, list) else [wanted]:
            if identifier not in known:
                near = difflib.get_close_matches(str(identifier), sorted(known), n=3, cutoff=0.5)
                hint = f"; near: {', '.join(near)}" if near else ""
                raise DataError(f"{path.name}: disable: there is no rule '{identifier}'{hint}")
            found.add(str(identifier))
    return found
