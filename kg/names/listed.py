"""Works named in a list that ends with a common head: 滨河路改造、城东湿地公园建设等12个重点项目."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.model import Mention, Span
from kg.rules.model import NameRule
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

Start = Callable[
    [int, int], int
]  # where the first name of a list begins, given where it may begin and where it ends
Proper = Callable[[Span], bool]  # whether something in the span is no common word


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


def _is_work(name: str, rule: NameRule) -> bool:
    fits = rule.shortest <= len(name) and name.endswith(rule.trim)
    return fits and not (rule.refuse and rule.refuse.search(name))
