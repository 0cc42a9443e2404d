"""Two things of a sentence and a relation → the rule that would say it: classes by the names, words by what stands between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.extract import Tools
from kg.model import DataError, Mention, Span
from kg.rules.match import walk
from kg.schema import Schema
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

GAP = 12  # characters that ~ goes over
SHORTEST = 2  # characters of a word that tells


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as it begins."""

    id: str
    makes: str
    pattern: str
    unless: tuple[str, ...] = ()


def draft_rule(
    text: str, mentions: Sequence[Mention], subject: Span, object_: Span, makes: str, tools: Tools
) -> Draft:
    """Raises DataError where a mark is no name or value, or the relation cannot be of them."""
    schema = tools.schema
    if makes not in schema.relations:
        raise DataError(f"there is no relation '{makes}'")
    one, other = _marked(subject, mentions, text), _marked(object_, mentions, text)
    kinds = [
        _class(one, schema.relations[makes].domain, schema),
        _class(other, schema.relations[makes].range, schema),
    ]
    first, second = (one, other) if one.span.start < other.span.start else (other, one)
    between = text[first.span.end : second.span.start]
    inside = [m for m in mentions if first.span.end <= m.span.start and m.span.end <= second.span.start]
    word = _word(between, first.span.end, inside, tools.scorer.split, last=True)
    carried = "^" if first is one else ""
    roles = {id(one): f"{{{carried}subject:{kinds[0]}}}", id(other): f"{{object:{kinds[1]}}}"}
    gap = "~~" if any(sign in between for sign in CLAUSE_MARKS) or len(between) > GAP else "~"
    if word:
        pattern = f"{roles[id(first)]} {gap} {word} ~ {roles[id(second)]}"
    else:
        behind = _behind(text, second.span.end)
        word = _word(behind, second.span.end, mentions, tools.scorer.split, last=False)
        pattern = f"{roles[id(first)]} ~ {roles[id(second)]}" + (f" ~ {word}" if word else "")
    return Draft(f"own.{makes.lower()}", makes, pattern)


def _marked(span: Span, mentions: Sequence[Mention], text: str) -> Mention:
    fits = [m for m in walk(mentions) if m.span.overlaps(span)]
    if not fits:
        raise DataError(
            f"'{text[span.start : span.end]}' is no name and no value here: a [[name]] rule, or nouns of a [[class]], would make it one"
        )
    return min(fits, key=lambda m: (m.span != span, abs(len(m.span) - len(span))))


def _class(mention: Mention, allowed: frozenset[str], schema: Schema) -> str:
    """Its narrowest class that the relation takes."""
    for kind in (*mention.types, mention.kind):
        if kind in allowed:
            return kind
    raise DataError(f"{mention.text} is a {mention.type}; the relation takes {', '.join(sorted(allowed))}")


def _behind(text: str, at: int) -> str:
    ends = (text.find(sign, at) for sign in CLAUSE_MARKS + SENTENCE_MARKS)
    return text[at : min((i for i in ends if i >= 0), default=len(text))]


def _word(
    stretch: str,
    start: int,
    mentions: Sequence[Mention],
    split: Callable[[str], Sequence[str]],
    *,
    last: bool,
) -> str:
    """The word that tells: the nearest to the second thing that is no name."""
    plain = list(stretch)
    for mention in mentions:
        for at in range(mention.span.start - start, mention.span.end - start):
            if 0 <= at < len(plain):
                plain[at] = "\n"
    words = [w for piece in "".join(plain).replace("，", "\n").split("\n") for w in split(piece)]
    telling = [w for w in words if len(w) >= SHORTEST and w.isalpha()] or [w for w in words if w.isalpha()]
    return (telling[-1] if last else telling[0]) if telling else ""
