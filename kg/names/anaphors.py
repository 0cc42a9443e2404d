"""Words that stand for a name: 该项目, 全市, and short forms that the article itself introduces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.model import Mention, Span, by_place
from kg.rules.model import AnaphorRule, RuleBook
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS
from kg.text.words import name_words

SHORT_FORM = "name.short"
WORK = "Project"
SHORTEST = 3  # characters of a part of a name that stands for it
_OF = "的"
_OPEN = set(CLAUSE_MARKS + SENTENCE_MARKS + "“‘ 　——")


def find_anaphors(text: str, mentions: Sequence[Mention], rules: RuleBook) -> tuple[Mention, ...]:
    """`mentions` (top level, in order) with the anaphors that stand free of them, in order."""
    found = [m for rule in rules.anaphors for m in _matches(text, rule)]
    return _together(mentions, found)


def find_short_forms(text: str, mentions: Sequence[Mention], rules: RuleBook) -> tuple[Mention, ...]:
    """`mentions` with short forms, `candidates` holds the full name's text: （下称“城北工程”）, and 27号线 for 轨道交通27号线工程."""
    introduced = list(_introduced(text, mentions, rules))
    spans = {(m.span, m.kind) for m in introduced}
    kept = [m for m in mentions if (m.span, m.kind) not in spans or m.text.startswith("《")]
    return _together(kept, [*introduced, *_parts(text, kept, rules)])


def _introduced(text: str, mentions: Sequence[Mention], rules: RuleBook) -> Iterator[Mention]:
    cues = "|".join(re.escape(w) for w in rules.words.get("SHORT_FORM", ()))
    pattern = re.compile(rf"[（(](?:{cues})[“《「]?([^）)”》」，。]{{2,20}})[”》」]?[）)]")
    for mention in mentions if cues else ():
        match = pattern.match(text, mention.span.end)
        if match is not None:
            yield from _uses(text, mention, match)


def _parts(text: str, mentions: Sequence[Mention], rules: RuleBook) -> Iterator[Mention]:
    """Parts of a work's name that open a later clause and belong to one work only."""
    ends = tuple(rules.words.get("SHORT_END", ()))
    works = {m.text: m for m in reversed(mentions) if m.kind == WORK and m.value is None}
    owners: dict[str, list[Mention]] = {}
    for work in works.values():
        for part in _parts_of(work.text, ends, rules.generic):
            owners.setdefault(part, []).append(work)
    only = {part: works[0] for part, works in owners.items() if len(works) == 1}
    for use in _any_of(tuple(only)).finditer(text) if only else ():
        work = only[use.group()]
        if text[use.start() - 1 : use.start()] in _OPEN and use.start() > work.span.end:
            yield Mention(Span(*use.span()), use.group(), WORK, SHORT_FORM, candidates=(work.text,))


@lru_cache(maxsize=4096)
def _parts_of(name: str, ends: tuple[str, ...], generic: frozenset[str]) -> tuple[str, ...]:
    """27号线 of 轨道交通27号线工程: from a word's beginning to a head noun, with a word that is not generic."""
    found: list[str] = []
    words = name_words(name)
    for i, first in enumerate(words):
        part = ""
        for word in words[i:]:
            part += word
            if len(part) >= SHORTEST and part != name and part.endswith(ends) and first not in generic:
                found.append(part)
    return tuple(found)


def _uses(text: str, mention: Mention, match: re.Match[str]) -> Iterator[Mention]:
    short = match.group(1)
    for use in re.finditer(re.escape(short), text[match.start() :]):
        span = Span(match.start() + use.start(), match.start() + use.end())
        yield Mention(span, short, mention.kind, SHORT_FORM, candidates=(mention.text,))


def _matches(text: str, rule: AnaphorRule) -> Iterator[Mention]:
    for match in _any_of(rule.words).finditer(text):
        if rule.holds and text.startswith(_OF, match.end()):
            continue  # 二期工程的东段 is a part of it
        if not rule.opens or match.start() == 0 or text[match.start() - 1] in _OPEN:
            yield Mention(Span(*match.span()), match.group(), rule.makes, rule.id, deictic=True)


@lru_cache(maxsize=256)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))))


def _together(mentions: Sequence[Mention], found: Sequence[Mention]) -> tuple[Mention, ...]:
    if not found:
        return tuple(mentions)
    kept = list(mentions)
    taken = bytearray(max(m.span.end for m in (*mentions, *found)))
    for mention in mentions:
        taken[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
    for mention in sorted(found, key=lambda m: (-len(m.span), m.span.start, m.rule)):
        if taken.find(1, mention.span.start, mention.span.end) < 0:
            taken[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
            kept.append(mention)
    return tuple(sorted(kept, key=by_place))
