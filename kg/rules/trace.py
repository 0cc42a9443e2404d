"""Why a rule did not fire: which nearly matched a sentence, and the item that stopped each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from kg.model import Article, Mention, Span
from kg.rules.match import Found, clauses_around
from kg.rules.model import RelationRule, RuleBook
from kg.rules.pattern import Pattern, Step
from kg.rules.slots import SlotText, encode
from kg.text.sentences import split_sentences

HALF = 0.5  # of the items of a pattern must match to call it near
FEWEST = 2  # items: a subject alone is near nothing
SHOWN = 12  # rules, the nearest first


@dataclass(frozen=True, slots=True)
class Near:
    """A rule that nearly fired in a sentence: `matched` is the text that fits, `wanted` what stopped it."""

    rule: str
    makes: str
    pattern: str
    matched: str
    wanted: str
    share: float  # of the pattern's items that matched


def near_misses(
    article: Article, mentions: Sequence[Mention], found: Sequence[Found], rules: RuleBook
) -> tuple[Near, ...]:
    """The rules that made nothing of the article but came near, each once, the nearest first."""
    fired = {f.rule.id for f in found}
    best: dict[str, Near] = {}
    for sentence in split_sentences(article.text):
        inside = [m for m in mentions if sentence.covers(m.span)]
        slots = encode(article.text, sentence, inside, rules.codes)
        for rule in rules.relations:
            if rule.id in fired or rule.inside or not inside:
                continue
            for near in _of_rule(article.text, sentence, slots, rule):
                if rule.id not in best or near.share > best[rule.id].share:
                    best[rule.id] = near
    ranked = sorted(best.values(), key=lambda n: (-n.share, n.rule))
    return tuple(ranked[:SHOWN])


def _of_rule(text: str, sentence: Span, slots: SlotText, rule: RelationRule) -> Iterator[Near]:
    for pattern in rule.patterns:
        match = pattern.regex.search(slots.text)
        if match is not None and match.end() > match.start():
            span = clauses_around(text, sentence, slots.source(match.start(), match.end()))
            held = rule.unless.search(text, span.start, span.end) if rule.unless else None
            why = f"without '{held.group()}' (unless)" if held else "names that are linked to a thing"
            yield _near(text, slots, rule, pattern, match, why, 1.0)
            continue
        yield from _of_steps(text, slots, rule, pattern)
        if pattern.rest is not None:
            rest = pattern.rest.search(slots.text)
            if rest is not None and rest.end() > rest.start():
                subject = (
                    f"{pattern.steps[0].source}, here or opening an earlier clause"
                    if pattern.steps
                    else "a subject"
                )
                yield _near(text, slots, rule, pattern, rest, subject, 0.75)


def _of_steps(text: str, slots: SlotText, rule: RelationRule, pattern: Pattern) -> Iterator[Near]:
    telling = [step for step in pattern.steps if not _optional(step)]
    for length in range(len(pattern.steps) - 1, 0, -1):
        steps = [s for s in pattern.steps[:length] if not _optional(s)]
        share = len(steps) / len(telling) if telling else 0.0
        if share < HALF or len(steps) < FEWEST:
            return
        match = re.compile("".join(s.expression for s in pattern.steps[:length])).search(slots.text)
        if match is not None and match.end() > match.start():
            wanted = _next([s.source for s in pattern.steps[length:]]) or "the end of the clause"
            yield _near(text, slots, rule, pattern, match, wanted, share)
            return


def _next(steps: Sequence[str]) -> str:
    """The next item that is wanted; characters side by side are one word."""
    rest = list(dropwhile(lambda s: s.endswith("?") or s in ("~", "~~"), steps))
    word = "".join(takewhile(lambda s: len(s) == 1 and s not in "~^$", rest))
    return word or next(iter(rest), "")


def _optional(step: Step) -> bool:
    return step.source.endswith("?") or step.source in ("~", "~~")


def _near(
    text: str,
    slots: SlotText,
    rule: RelationRule,
    pattern: Pattern,
    match: re.Match[str],
    wanted: str,
    share: float,
) -> Near:
    span = slots.source(match.start(), match.end())
    return Near(rule.id, rule.makes, pattern.source, text[span.start : span.end], wanted, share)
