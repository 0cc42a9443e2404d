"""Words that stand for a name: 该项目, 全市, and short forms that the article itself introduces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.model import Mention, Span
from kg.rules.model import AnaphorRule, RuleBook
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

SHORT_FORM = "name.short"
_OPEN = set(CLAUSE_MARKS + SENTENCE_MARKS + "“‘ 　——")


def find_anaphors(text: str, mentions: Sequence[Mention], rules: RuleBook) -> tuple[Mention, ...]:
    """`mentions` (top level, in order) with the anaphors that stand free of them, in order."""
    found = [m for rule in rules.anaphors for m in _matches(text, rule)]
    return _together(mentions, found)


def find_short_forms(text: str, mentions: Sequence[Mention], rules: RuleBook) -> tuple[Mention, ...]:
    """`mentions` with later uses of a short form: （下称“城北工程”）. `candidates` holds the full name's text."""
    cues = "|".join(re.escape(w) for w in rules.words.get("SHORT_FORM", ()))
    if not cues:
        return tuple(mentions)
    pattern = re.compile(rf"[（(](?:{cues})[“《「]?([^）)”》」，。]{{2,20}})[”》」]?[）)]")
    found: list[Mention] = []
    for mention in mentions:
        match = pattern.match(text, mention.span.end)
        if match is not None:
            found.extend(_uses(text, mention, match))
    spans = {(m.span, m.kind) for m in found}
    return _together([m for m in mentions if (m.span, m.kind) not in spans or m.text.startswith("《")], found)


def _uses(text: str, mention: Mention, match: re.Match[str]) -> Iterator[Mention]:
    short = match.group(1)
    for use in re.finditer(re.escape(short), text[match.start() :]):
        span = Span(match.start() + use.start(), match.start() + use.end())
        yield Mention(span, short, mention.kind, SHORT_FORM, candidates=(mention.text,))


def _matches(text: str, rule: AnaphorRule) -> Iterator[Mention]:
    for match in _any_of(rule.words).finditer(text):
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
    return tuple(sorted(kept, key=lambda m: m.span))
