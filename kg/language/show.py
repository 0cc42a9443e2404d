"""A stretch as lines to read: its tokens with tags, its phrases, lists and clauses, one line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.language.classes import WordClasses
from kg.language.clauses import Clause, find_clauses
from kg.language.lists import Coordination, find_lists
from kg.language.phrases import Phrases, find_phrases
from kg.language.tokens import Token
from kg.model import Span


def show_language(text: str, tokens: Sequence[Token], classes: WordClasses) -> Iterator[str]:
    """`text` is what the tokens are of."""
    code = classes.code(tokens)
    yield "tokens   " + " ".join(f"{t.text}/{t.kind or t.tag}" for t in tokens if t.text.strip())
    yield from _phrases(text, find_phrases(tokens, classes, code))
    for one in find_lists(tokens, classes, code):
        yield f"list     {_list(text, one)}"
    for clause in find_clauses(tokens, classes, code):
        yield f"clause   {clause.kind}: {_clause(text, clause)}"


def _phrases(text: str, found: Phrases) -> Iterator[str]:
    said = [_of(text, p.span) for p in found.nouns]
    said += [f"{_of(text, p.number)}|{_of(text, p.unit)}" for p in found.numbers]
    said += [f"{_of(text, p.preposition)}({p.role}) {_of(text, p.object)}" for p in found.prepositions]
    said += [f"{_of(text, p.first)} = {_of(text, p.second)}" for p in found.appositions]
    if said:
        yield "phrases  " + " · ".join(said)


def _list(text: str, one: Coordination) -> str:
    members = " + ".join(_of(text, m) for m in one.members)
    count = f" [{one.count}]" if one.count is not None else ""
    head = f" | {_of(text, one.head)}" if one.head else ""
    full = (
        f" → {' + '.join(one.completed)}" if one.completed != tuple(_of(text, m) for m in one.members) else ""
    )
    return f"{members}{count}{head}{full}"


def _clause(text: str, clause: Clause) -> str:
    verbs = [_of(text, v) for v in (clause.predicate, *clause.serial) if v]
    said = [("subject", _of(text, clause.subject) or ("carried" if clause.predicate else ""))]
    said += [
        ("predicate", "+".join(verbs)),
        ("object", _of(text, clause.object)),
        ("agent", _of(text, clause.agent)),
    ]
    said += [("target", _of(text, clause.target)), ("of", _of(text, clause.head))]
    said += [
        ("aspect", clause.aspect),
        ("modality", clause.modality),
        ("voice", clause.voice.replace("active", "")),
    ]
    said += [("setting", " ".join(_of(text, s) for s in clause.setting))]
    marks = [name for name, holds in (("negated", clause.negated), ("reported", clause.reported)) if holds]
    return " · ".join([*(f"{name} {value}" for name, value in said if value), *marks])


def _of(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""
