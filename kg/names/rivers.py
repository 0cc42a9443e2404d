"""Rivers by evidence: each way to begin a name before 河, 江, 溪, 渠 is weighed, and the default is no river.

What speaks for a name: a clear border on its left, a stem that is no common word, the same name elsewhere with another left
neighbour, what only waters have behind them (流域, 干流, 两岸), a list of rivers. What speaks against it: a verb or a
particle in the stem (挖渠, 继…河), a description (臭水河), a street, a park, a plant behind it (黄河路, 油溪电厂).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Mention, Span
from kg.names.river_page import RiverPage
from kg.names.river_words import NOWHERE, RiverWords
from kg.rules.model import NameRule

__all__ = ("NOWHERE", "RiverFinder")

LIKELY = 1.15  # points from which a candidate is a river
AGAIN = -0.5  # the same of a name that is one elsewhere in the article


class RiverFinder(RiverWords):
    """Weighs what may be a river's name."""

    def find(self, rule: NameRule, text: str, known: Sequence[Mention]) -> Iterator[Mention]:
        """The rivers of a text; `known` are names and values that hold no river and end before one."""
        page = RiverPage(text, known, self)
        weighed = [page.weigh(rule, m.start(), m.end()) for m in re.finditer(f"[{''.join(rule.ends)}]", text)]
        best = [max(found, key=lambda w: (w.points, w.start), default=None) for found in weighed]
        names = {text[w.start : w.end] for w in best if w is not None and w.points >= LIKELY}
        for first, found in zip(best, weighed, strict=True):
            sure = first is not None and first.points >= LIKELY
            again = (w for w in found if w.points >= AGAIN and text[w.start : w.end] in names)
            chosen = first if sure else next(again, None)
            if chosen is not None:
                span = Span(chosen.start, chosen.end)
                yield Mention(span, text[span.start : span.end], rule.makes, rule.id)
