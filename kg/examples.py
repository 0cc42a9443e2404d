"""Run the examples and counter-examples of rules: what each should find, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.extract import Tools, article_claims, article_facts, read_article, read_frames, read_sentence
from kg.facts.read import frame_facts
from kg.model import Claim, Date, Entity, Mention, Quantity, Value
from kg.rules.book import FIGURE, figure_rows
from kg.rules.claims import make_claims
from kg.rules.indicators import RULES, Indicators
from kg.rules.match import walk
from kg.rules.model import Example, RuleBook

FIGURES = tuple(RULES.values())


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold."""

    rule: str
    file: str
    text: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    def __str__(self) -> str:
        parts = [f"missing: {fact}" for fact in self.missing] + [f"not wanted: {fact}" for fact in self.extra]
        return f"{self.file}: {self.rule}: “{self.text}”: {'; '.join(parts)}"


@dataclass(frozen=True, slots=True)
class Case:
    """One example of one rule."""

    kind: str  # name, anaphor, relation, frame, gazetteer or figure
    rule: str
    file: str
    example: Example


def cases(book: RuleBook, prefix: str = "") -> tuple[Case, ...]:
    """All examples of the rules whose id begins with `prefix`, in the order of the book."""
    groups = (
        ("name", [(r.id, r.source, r.examples) for r in book.names]),
        ("anaphor", [(r.id, r.source, r.examples) for r in book.anaphors]),
        ("relation", [(r.id, r.source, r.examples) for r in book.relations]),
        ("frame", [(f.id, f.source, f.examples) for f in book.frames]),
        ("gazetteer", [(r.id, r.source, r.examples) for r in book.gazetteer]),
    )
    return tuple(
        Case(kind, rule, file, example)
        for kind, rows in groups
        for rule, file, examples in rows
        for example in examples
        if rule.startswith(prefix)
    )


def figure_cases(book: Indicators, prefix: str = "") -> tuple[Case, ...]:
    """All examples of what figures are read by, in the order of the book."""
    return tuple(
        Case(row.kind, row.id, row.file, example)
        for row in figure_rows(book)
        for example in row.examples
        if row.id.startswith(prefix)
    )


def run(found: Sequence[Case], tools: Tools) -> Iterator[Failure]:
    """The examples that do not hold."""
    for case in found:
        wanted, got = set(case.example.facts), found_by(case, tools)
        if wanted != got:
            missing, extra = tuple(sorted(wanted - got)), tuple(sorted(got - wanted))
            yield Failure(case.rule, case.file, case.example.text, missing, extra)


def found_by(case: Case, tools: Tools) -> set[str]:
    """What a rule finds in its example, as examples write it: `County 介休市`, `全市 介休市`, `某工程 locatedIn 介休市`."""
    rule = case.rule
    article, mentions = read_sentence(
        case.example.text,
        tools,
        place=case.example.place,
        title=case.example.title,
        date=case.example.date,
    )
    text = article.text
    if case.kind == "name":
        return {f"{m.type} {m.text}" for m in walk(mentions) if m.rule == rule}
    if case.kind == "anaphor":
        return {f"{m.text} {m.entity.label if m.entity else '?'}" for m in walk(mentions) if m.rule == rule}
    today = Date(case.example.date) if case.example.date else None
    reading = read_article(article, mentions, tools, today)
    facts = article_facts(reading, tools)
    if case.kind == "frame":
        facts = frame_facts(read_frames(reading, tools))
    if case.kind in ("relation", "frame"):
        claims = make_claims(article, [f for f in facts if f.rule.id == rule], text, tools.rules)
    else:
        claims = article_claims(reading, facts, text, tools)
    of_form = rule.startswith(FIGURE)
    mine = [c for c in claims if c.evidence.rule == rule or (of_form and c.evidence.rule in FIGURES)]
    return _written(mine, mentions)


def _written(claims: Sequence[Claim], mentions: Sequence[Mention]) -> set[str]:
    labels = {m.entity.id: m.entity.label for m in walk(mentions) if m.entity}
    said = [c for c in claims if c.stands]
    return {f"{labels[c.subject]} {c.relation} {shown(c.object)}" for c in said}


def shown(value: Value | Entity) -> str:
    """An object as examples write it: 230000000, 2023-04, 日处理能力 5 万吨."""
    if isinstance(value, Entity):
        return value.label
    if isinstance(value, Date):
        return value.iso
    if isinstance(value, Quantity):
        number = format(value.value, "f") if isinstance(value.value, Decimal) else value.value
        return f"{value.indicator} {number} {value.unit}"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
