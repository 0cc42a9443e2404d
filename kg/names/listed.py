"""Works and firms named in a list that ends with a common head: 滨河路改造、城东湿地公园建设等12个重点项目, 远川集团、青石电气等企业."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from kg.model import Mention, Span
from kg.rules.model import NameRule
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS
from kg.text.signs import LISTED_FIRM

Start = Callable[
    [int, int], int
]  # where the first name of a list begins, given where it may begin and where it ends
Proper = Callable[[Span], bool]  # whether something in the span is no common word

FIRM, IN_LIST = "Company", "name.list.firm"
LONGEST_LIST = 120  # characters of a list of firms
LISTED = 0.8  # how sure its members are

_BEFORE = re.compile(f"[{CLAUSE_MARKS}{SENTENCE_MARKS}]")


def listed_names(
    text: str, rule: NameRule, between: re.Pattern[str], start_of: Start, proper: Proper
) -> Iterator[Mention]:
    """The items before each head (`rule.ends`, a pattern): those that end as a work does and name something.

    `between` is what stands between items; `rule.trim` are the words that an item may end with: 改造, 建设.
    """
    for match in re.finditer("|".join(rule.ends), text):
        lowest = max(0, match.start() - rule.longest)
        lowest = max((m.end() for m in _BEFORE.finditer(text, lowest, match.start())), default=lowest)
        parts = [m.span() for m in between.finditer(text, lowest, match.start())]
        if not any(text[a:b] == "、" for a, b in parts):
            continue
        bounds = [lowest, *(at for part in parts for at in part), match.start()]
        for number, (start, end) in enumerate(zip(bounds[::2], bounds[1::2], strict=True)):
            first = start_of(start, end) if number == 0 else start
            span = Span(first, end)
            if _is_work(text[first:end], rule) and proper(span):
                yield Mention(span, text[first:end], rule.makes, rule.id)


def listed_firms(text: str, found: Sequence[Mention], heads: Sequence[str]) -> Iterator[Mention]:
    """What stands between two marks of a list that 等 and one of `heads` (企业) close, and of which one is a firm by itself.

    Where the first member begins is open, so it is none of these.
    """
    firms = {m.span for m in found if m.kind == FIRM}
    begun = {span.start for span in firms}
    taken = bytearray(len(text) + 1)
    for mention in found:
        if mention.kind != FIRM:
            taken[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
    closing = re.compile(
        f"等(?!地)[^、{CLAUSE_MARKS}{SENTENCE_MARKS}]{{0,6}}?(?:{'|'.join(map(re.escape, heads))})"
    )
    for match in closing.finditer(text):
        lowest = max(0, match.start() - LONGEST_LIST)
        lowest = max((m.end() for m in _BEFORE.finditer(text, lowest, match.start())), default=lowest)
        marks = [at for at in range(lowest, match.start()) if text[at] == "、"]
        members = [Span(a + 1, b) for a, b in pairwise([*marks, match.start()])]
        first = bool(marks) and any(firm.end == marks[0] for firm in firms)
        for span in members if first or any(span.start in begun for span in members) else ():
            whole = span not in firms and LISTED_FIRM.fullmatch(text, span.start, span.end) is not None
            if whole and not any(taken[span.start : span.end]):
                yield Mention(span, text[span.start : span.end], FIRM, IN_LIST, certainty=LISTED)


def with_listed(found: Sequence[Mention], listed: Iterable[Mention]) -> list[Mention]:
    """All of them, without firms that only begin one of the list: 日立 of 日立建机."""
    firms = list(listed)
    within = {m for m in found if m.kind == FIRM and any(f.span.covers(m.span) for f in firms)}
    return [*(m for m in found if m not in within), *firms]


def _is_work(name: str, rule: NameRule) -> bool:
    fits = rule.shortest <= len(name) and name.endswith(rule.trim)
    return fits and not (rule.refuse and rule.refuse.search(name))
