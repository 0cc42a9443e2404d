"""Words that stand for a name: 该项目, 全市, and short forms that the article itself introduces."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.model import Mention, Span, by_place, replace
from kg.rules.model import AnaphorRule, RuleBook
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS
from kg.text.shorten import FIRM, LINES, Shortening, beginnings, in_order
from kg.text.words import name_words

SHORT_FORM = "name.short"
WORK = "Project"
SHORTENED = (FIRM, *LINES)
AREAS = ("Province", "City", "County", "Township", "Village")
PLACES = (*AREAS, "River", "Lake")  # what may stand within a short form
AROUND = 6  # characters around a short form in which words are looked for
BEFORE = ("STOP", "JOIN", "PREPOSITION")  # lists of words that may stand right before one
SHORTEST = 3  # characters of a part of a name that stands for it
_OF = "的"
_OPEN = set(CLAUSE_MARKS + SENTENCE_MARKS + "“‘ 　——")


def find_anaphors(text: str, mentions: Sequence[Mention], rules: RuleBook) -> tuple[Mention, ...]:
    """`mentions` (top level, in order) with the anaphors that stand free of them, in order."""
    found = [m for rule in rules.anaphors for m in _matches(text, rule)]
    return _together(mentions, found)


def find_short_forms(
    text: str, mentions: Sequence[Mention], rules: RuleBook, short: Shortening
) -> tuple[Mention, ...]:
    """`mentions` with short forms, `candidates` holds the full name's text.

    （下称“城北工程”）, 27号线 for 轨道交通27号线工程, and 鹭岛新材 for 鹭岛新材料股份有限公司 where no name ends so.
    """
    introduced = list(_introduced(text, mentions, rules))
    spans = {(m.span, m.kind) for m in introduced}
    kept = [m for m in mentions if (m.span, m.kind) not in spans or m.text.startswith("《")]
    kept, introduced = _with_places(kept, introduced)
    kept = list(_together(kept, [*introduced, *_parts(text, kept, rules)]))
    kept, cut = _with_places(kept, list(_cut_short(text, kept, rules, short)))
    return _together(kept, cut)


def _with_places(
    mentions: Sequence[Mention], found: Sequence[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """`mentions` without the places that stand within what was found, and what was found with them: 山西 in 山西水投."""
    if not found:
        return list(mentions), []
    places = [m for m in mentions if m.kind in PLACES]
    starts = [m.span.start for m in places]
    within = [tuple(_covered(places, starts, f.span)) for f in found]
    inner = {a.span for each in within for a in each}
    outer = [replace(f, inner=each) if each else f for f, each in zip(found, within, strict=True)]
    return [m for m in mentions if m.kind not in PLACES or m.span not in inner], outer


def _covered(mentions: Sequence[Mention], starts: Sequence[int], span: Span) -> Iterator[Mention]:
    """The mentions, which are in order and start there, that lie within a span and are shorter."""
    for at in range(bisect_left(starts, span.start), len(mentions)):
        if mentions[at].span.start >= span.end:
            return
        if mentions[at].span.end <= span.end and mentions[at].span != span:
            yield mentions[at]


def _cut_short(
    text: str, mentions: Sequence[Mention], rules: RuleBook, short: Shortening
) -> Iterator[Mention]:
    """Short forms that the text introduces by nothing, each of one name only."""
    owners: dict[Span, dict[str, Mention]] = {}
    full = {
        m.text: m
        for top in mentions
        for m in (top, *top.inner)
        if m.kind in SHORTENED and m.rule != SHORT_FORM
    }
    taken = bytearray(len(text))
    for mention in mentions:
        if mention.kind not in PLACES:
            taken[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
    for name, mention in full.items():
        place = place_of(mention)
        for first in set(beginnings(name, mention.kind, place)):
            at = text.find(first)
            while at >= 0:
                end = 0 if taken[at] else _short_end(text, at, mention, place, short)
                if end and taken.find(1, at, end) < 0 and _stands_free(text, at, end, rules):
                    owners.setdefault(Span(at, end), {})[name] = mention
                at = text.find(first, at + 1)
    for span, names in owners.items():
        if len(names) == 1:
            ((name, owner),) = names.items()
            yield Mention(span, text[span.start : span.end], owner.kind, SHORT_FORM, candidates=(name,))


def place_of(mention: Mention) -> str:
    """The area that a name begins with."""
    first = next((m for m in mention.inner if m.span.start == mention.span.start and m.kind in AREAS), None)
    return first.text if first is not None else ""


def _short_end(text: str, at: int, full: Mention, place: str, short: Shortening) -> int:
    """Where the longest short form of a name ends that begins at a place of the text; 0: none does."""
    if text.startswith(full.text, at):
        return 0
    spelled = full.text if full.kind == FIRM else short.spelled(full.text)
    last = at + in_order(text[at : at + len(spelled)], spelled)
    ends = range(last, at + SHORTEST - 1, -1)
    end = next((e for e in ends if short.holds(text[at:e], full.text, full.kind, place)), 0)
    if end and full.kind in LINES:
        end += max((len(work) for work in short.works if text.startswith(work, end)), default=0)
    return end


def _stands_free(text: str, start: int, end: int, rules: RuleBook) -> bool:
    """Whether words begin and end there, and what stands before is a sign or a word that no name holds."""
    opens = start == 0 or text[start - 1] in _OPEN
    left = start if opens else max(0, start - AROUND)
    edges, before = {left}, ""
    at = left
    for word in name_words(text[left : end + AROUND]):
        at += len(word)
        edges.add(at)
        before = word if at == start else before
    return (
        start in edges and end in edges and (opens or any(before in rules.words.get(w, ()) for w in BEFORE))
    )


def _introduced(text: str, mentions: Sequence[Mention], rules: RuleBook) -> Iterator[Mention]:
    cues = "|".join(re.escape(w) for w in rules.words.get("SHORT_FORM", ()))
    pattern = re.compile(rf"[（(](?:{cues})[“《「]?([^）)”》」，。]{{2,20}})[”》」]?[）)]")
    known: set[tuple[str, str]] = set()  # introduced again, it takes up nothing that it had not before
    for mention in mentions if cues else ():
        match = pattern.match(text, mention.span.end)
        if match is not None and (match[1], mention.kind) not in known:
            known.add((match[1], mention.kind))
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
    forms = rule.patterns.finditer(text) if rule.patterns is not None else ()
    words = _any_of(rule.words).finditer(text) if rule.words else ()
    for match in (*words, *forms):
        if rule.holds and text.startswith(_OF, match.end()):
            continue  # 二期工程的东段 is a part of it
        if not rule.opens or match.start() == 0 or text[match.start() - 1] in _OPEN:
            types = (rule.type,) if rule.type else ()
            yield Mention(Span(*match.span()), match.group(), rule.makes, rule.id, deictic=True, types=types)


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
    for mention in sorted(found, key=lambda m: (-len(m.span), m.span.start, not m.types, m.rule)):
        if taken.find(1, mention.span.start, mention.span.end) < 0:
            taken[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
            kept.append(mention)
    return tuple(sorted(kept, key=by_place))
