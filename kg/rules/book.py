"""The rule book as people read it: one row a rule, and one rule with its examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.rules.model import Example, RuleBook

ENDS = 6  # ends of names that a row shows
LONGEST = 60  # characters of them


@dataclass(frozen=True, slots=True)
class Row:
    """A rule in one line: what it makes, and what it finds, as written in its file."""

    id: str
    kind: str  # name, relation, gazetteer, anaphor
    makes: str
    finds: str
    examples: tuple[Example, ...]
    file: str
    notes: tuple[str, ...] = ()


def rows(book: RuleBook) -> tuple[Row, ...]:
    """All rules: names, anaphors, relations, gazetteer, each in the order of their files."""
    return (*_names(book), *_anaphors(book), *_relations(book), *_gazetteer(book))


def format_rule(row: Row) -> str:
    """One rule with its examples; an example without a fact is a counter-example."""
    lines = [
        f"{row.id}  {row.kind} → {row.makes}  ({row.file})",
        *(f"  {line}" for line in row.finds.split("\n")),
    ]
    lines += [f"  {note}" for note in row.notes]
    for example in row.examples:
        lines.append(f"\n  {'example' if example.facts else 'counter-example'}: {example.text}")
        lines += [f"    → {fact}" for fact in example.facts] or ["    → nothing"]
    return "\n".join(lines)


def _names(book: RuleBook) -> list[Row]:
    return [
        Row(
            r.id,
            "name",
            r.makes,
            _ends(r.ends),
            r.examples,
            r.source,
        )
        for r in book.names
    ]


def _ends(ends: Sequence[str]) -> str:
    """…厅|局|委员会|…: the first few, a long pattern cut."""
    shown = "|".join(ends[:ENDS])
    cut = len(ends) > ENDS or len(shown) > LONGEST
    return f"…{shown[:LONGEST]}{'…' if cut else ''}"


def _anaphors(book: RuleBook) -> list[Row]:
    return [Row(r.id, "anaphor", r.makes, "|".join(r.words), r.examples, r.source) for r in book.anaphors]


def _relations(book: RuleBook) -> list[Row]:
    return [
        Row(
            r.id,
            "relation",
            f"{r.makes} {r.object}" if r.object else r.makes,
            "\n".join(p.source for p in r.patterns),
            r.examples,
            r.source,
            (
                *([f"inside the names of: {', '.join(r.inside)}"] if r.inside else []),
                *([f"unless: {r.unless.pattern}"] if r.unless else []),
                f"confidence: {r.confidence}",
            ),
        )
        for r in book.relations
    ]


def _gazetteer(book: RuleBook) -> list[Row]:
    return [
        Row(
            r.id,
            "gazetteer",
            r.makes,
            f"{'|'.join(r.subject)} in {'the ' if r.home else 'a '}{'|'.join(r.object)}{' that the article is about' if r.home else ''}",
            r.examples,
            r.source,
            (f"confidence: {r.confidence}",),
        )
        for r in book.gazetteer
    ]
