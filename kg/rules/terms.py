"""What a text says of itself: 本办法自2009年10月1日起施行, 自发布之日起施行, 本办法适用于某市."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Date, Entity, Mention, Span
from kg.rules.match import walk
from kg.rules.model import RuleBook
from kg.text.dates import find_dates

OWN, SINCE, EFFECT, COVERS = "POLICY_END", "SINCE_ISSUED", "EFFECT", "COVERS"  # word lists
AREAS = ("Province", "City", "County", "Township", "Zone")
_BRACKETS = re.compile("[（(][^（）()]*[）)]$")


@dataclass(frozen=True, slots=True)
class Term:
    """What is said of the text that is called `noun`: a date, or None for that of its issue; or an area."""

    noun: str
    value: Date | Entity | None
    span: Span


def effects(text: str, rules: RuleBook) -> Iterator[Term]:
    """From when on a text holds."""
    words = rules.words
    pattern = _effect(words.get(OWN, ()), words.get(SINCE, ()), words.get(EFFECT, ()))
    for match in pattern.finditer(text):
        dates = [m.value for m in find_dates(match["when"], today=None) if isinstance(m.value, Date)]
        if match["issued"] or len(dates) == 1:
            yield Term(match["noun"], None if match["issued"] else dates[0], Span(*match.span()))


def scopes(text: str, mentions: Sequence[Mention], rules: RuleBook) -> Iterator[Term]:
    """Where a text holds."""
    areas = {m.span.start: m for m in walk(mentions) if m.kind in AREAS and m.entity and not m.deictic}
    for match in _scope(rules.words.get(OWN, ()), rules.words.get(COVERS, ())).finditer(text):
        at, area = match.end(), areas.get(match.end())
        while at in areas:
            area = areas[at]
            at = area.span.end
        if area is not None:
            yield Term(match["noun"], area.entity, Span(match.start(), at))


def of_term(term: Term, texts: Sequence[Mention]) -> Mention | None:
    """The one of `texts` that is called so."""
    found = {m.entity.id: m for m in texts if m.entity and _bare(m.entity.label).endswith(term.noun)}
    return next(iter(found.values())) if len(found) == 1 else None


def _bare(label: str) -> str:
    return _BRACKETS.sub("", label)


@lru_cache(maxsize=8)
def _effect(own: tuple[str, ...], since: tuple[str, ...], effect: tuple[str, ...]) -> re.Pattern[str]:
    issued = rf"(?P<issued>{_any(since)})"
    return re.compile(
        rf"本(?P<noun>{_any(own)})(?:自|从)?(?P<when>{issued}|(?:(?!自|从)[^。；，\n]){{5,16}}?)(?:{_any(effect)})"
    )


@lru_cache(maxsize=8)
def _scope(own: tuple[str, ...], covers: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"本(?P<noun>{_any(own)})(?:{_any(covers)})")


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
