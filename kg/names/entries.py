"""Numbered lists of works: the heading of an item (3.青岭水库除险加固。) is a name where most headings of its list end as works do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.language.tokens import Token
from kg.model import Span, replace
from kg.names.settle import LISTABLE, Judged
from kg.names.trimmed import is_proper
from kg.text.signs import NUMBERED, REGISTER, SAID

SHORTEST, LONGEST = 4, 30  # characters of a heading
ENTRIES = 3  # of a list
WORKS = ("work", "change")  # groups of heads that at least half of them have
LISTED = LISTABLE | {"zone", "park", "school"}  # what a register of works may have as its items
ENTRY = 0.02  # a heading in such a list is a name, from this on
LEAST = 0.3  # of what speaks for a name that ends there
ENTERED = 0.8  # how sure it is then
# a number with a sign or brackets anywhere, as pages have it that lost their lines; 一是 only where a clause begins
_OPEN = re.compile(
    rf"(?:(?<![\d.．])(?!{SAID})|(?:^|(?<=[\n。；]))[ 　]*)(?:{NUMBERED.pattern})[ 　]*|(?P<dash>--+)(?!\d)"
)
_LINE = re.compile(r"(?<=\n)[ 　]*(?=[^\n])(?!(?:" + NUMBERED.pattern.replace("?P<", "?P<of_") + r")|--)")
_HEADING = re.compile(r"[^。：:；;，,\n（(]+?(?=[。：:；;\n（(▲△★☆●○■□◆◇]|--|\d{1,2}[、.．](?!\d)|\Z)")


def add_entries(
    text: str, judged: Sequence[Judged], names: dict[tuple[int, int], Judged]
) -> frozenset[tuple[int, int]]:
    """Add the headings of numbered lists of works, each whole, unless nothing in it is surely a name.

    The headings that are names are given back: what is built there is a work.
    """
    entries: set[tuple[int, int]] = set()
    register = REGISTER.search(text)
    opens = register.end() if register else len(text)
    for headings in (*_lists(text), *_lines(text, opens)):
        listed = headings[0].start > opens
        by_end = {j.candidate.end: j for j in judged if j.candidate.group in (LISTED if listed else LISTABLE)}
        told = [(span, by_end[span.end]) for span in headings if span.end in by_end]
        works = sum(listed or one.candidate.group in WORKS for _, one in told)
        if len(told) < ENTRIES or 2 * len(told) < len(headings) or 2 * works < len(told):
            continue
        for span, one in told:
            share = dict([(one.start, one.probability), *one.others]).get(span.start, 0.0)
            cut = one.start != span.start and (one.likely or share < one.probability * LEAST)
            whole = (
                is_proper(_tokens(one, span)) if listed else not cut and share >= ENTRY
            )  # 一是推进|某工程 names less
            if whole and not one.nameless:
                names[span.start, span.end] = replace(
                    one, start=span.start, probability=max(one.probability, ENTERED)
                )
                entries.add((span.start, span.end))
                if listed:
                    _drop_within(names, span)
    return frozenset(entries)


def _drop_within(names: dict[tuple[int, int], Judged], item: Span) -> None:
    """Drop what an item of a register only begins with or holds: its name is the whole (青岭港口铁路|支线)."""
    for start, end in list(names):
        if item.start <= start and end <= item.end and (start, end) != (item.start, item.end):
            del names[start, end]


def _tokens(one: Judged, span: Span) -> Iterator[Token]:
    return (t for t in one.candidate.tokens if span.start <= t.start and t.end <= span.end)


def _lists(text: str) -> Iterator[Sequence[Span]]:
    """The headings of each kind of numbers."""
    found: dict[str, list[Span]] = {}
    for match in _OPEN.finditer(text):
        heading = _HEADING.match(text, match.end())
        if heading is not None and SHORTEST <= len(heading.group()) <= LONGEST:
            found.setdefault(match.lastgroup or "", []).append(Span(*heading.span()))
    yield from (headings for headings in found.values() if len(headings) >= ENTRIES)


def _lines(text: str, start: int) -> Iterator[Sequence[Span]]:
    """What stands on lines of its own behind the heading of a register, which have no numbers."""
    found: list[Span] = []
    for match in _LINE.finditer(text, start):
        heading = _HEADING.match(text, match.end())
        if (
            heading is not None
            and SHORTEST <= len(heading.group()) <= LONGEST
            and text[heading.end() : heading.end() + 1] in ("\n", "")
        ):
            found.append(Span(*heading.span()))
    if len(found) >= ENTRIES:
        yield found
