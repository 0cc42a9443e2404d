"""The rule book as people read it: one row a rule, and one rule with its examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.rules.indicators import Form, Indicators
from kg.rules.model import Example, RuleBook

FIGURE = "figure"
NOUNS = "a number with a unit, and the noun that the clause measures or counts"
ENDS = 6  # ends of names that a row shows
LONGEST = 60  # characters of them


@dataclass(frozen=True, slots=True)
class Row:
    """A rule in one line: what it makes, and what it finds, as written in its file."""

    id: str
    kind: str  # name, relation, gazetteer, anaphor, figure
    makes: str
    finds: str
    examples: tuple[Example, ...]
    file: str
    notes: tuple[str, ...] = ()


def rows(book: RuleBook) -> tuple[Row, ...]:
    """All rules: names, anaphors, relations, frames, gazetteer, each in the order of their files."""
    return (*_names(book), *_anaphors(book), *_relations(book), *_frames(book), *_gazetteer(book))


def figure_rows(book: Indicators) -> tuple[Row, ...]:
    """What figures are read by: the two rules that make them, then the forms with names of their own."""
    made = [
        Row(
            rule.id,
            "figure",
            makes,
            NOUNS,
            rule.examples,
            rule.source,
            (f"confidence: {rule.confidence}",),
        )
        for makes, rule in book.rules.items()
    ]
    names = dict.fromkeys(form.name for form in book.forms)
    return (*made, *(_form_row(name, [f for f in book.forms if f.name == name]) for name in names))


def _form_row(name: str, forms: Sequence[Form]) -> Row:
    units = sorted({unit for form in forms for unit in form.units} - {""})
    kinds = sorted({kind for form in forms for kind in form.kinds})
    return Row(
        f"{FIGURE}.{name}",
        FIGURE,
        "measure, observation",
        "\n".join(form.pattern.pattern for form in forms),
        tuple(form.example for form in forms),
        forms[0].file,
        (f"units: {', '.join(units) or 'none'}", *([f"only of: {', '.join(kinds)}"] if kinds else [])),
    )


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
            "\n".join(p.source for p in r.patterns) or "clauses, by lexicon/stages.tsv",
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


def _frames(book: RuleBook) -> list[Row]:
    return [
        Row(
            f.id,
            "frame",
            ", ".join(dict.fromkeys(m.rule.makes for m in f.made)),
            "|".join(sorted(f.verbs) or f.nouns) or "|".join(f.forms),
            f.examples,
            f.source,
            (
                *(f"{role}: {'|'.join(sorted(kinds))}" for role, kinds in f.roles.items()),
                *(f"makes: {m.subject} {m.rule.makes} {m.object}" for m in f.made),
                *([f"unless: {'|'.join(f.unless)}"] if f.unless else []),
                f"confidence: {f.made[0].rule.confidence}",
            ),
        )
        for f in book.frames
    ]


def _gazetteer(book: RuleBook) -> list[Row]:
    return [
        Row(
            r.id,
            "gazetteer",
            r.makes,
            f"{'|'.join(r.subject)} in {'the ' if r.scene else 'a '}{'|'.join(r.object)}{' where the text plays' if r.scene else ''}",
            r.examples,
            r.source,
            (f"confidence: {r.confidence}",),
        )
        for r in book.gazetteer
    ]
