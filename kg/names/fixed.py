"""Names whose form says what they are: those that a pattern of the user's gives whole, and works behind a road's number."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kg.model import Mention, Span, replace
from kg.rules.own import JUDGED

BUILT = ("Project", "Facility")
ROUTE = 20  # characters of a road's number, and of where it begins


def settled(chosen: Sequence[Mention], found: Sequence[Mention], whole: Collection[str]) -> list[Mention]:
    """`chosen` with the names that the rules `whole` give: what is judged otherwise at the same place is left out."""
    fixed = [m for m in found if m.rule in whole]
    if not fixed:
        return list(chosen)
    fixed = [m for m in fixed if not any(_holds(o.span, m.span) for o in fixed)]
    kept = [m for m in chosen if m.kind not in JUDGED or not any(_against(m.span, f.span) for f in fixed)]
    return [*kept, *fixed]


def _holds(outer: Span, inner: Span) -> bool:
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end


def _against(judged: Span, fixed: Span) -> bool:
    """Whether a judged name crosses one that is fixed, is the same, or is its tail."""
    meets = judged.start < fixed.end and fixed.start < judged.end
    return (
        meets and not _holds(judged, fixed) and not (judged.start >= fixed.start and judged.end < fixed.end)
    )


def route_before(kinds: Sequence[str], line: Sequence[str], joins: Sequence[str]) -> re.Pattern[str]:
    """What numbers a road, at the end of a text: a kind and a number (国道341线), or a number and a kind (341国道, G341线).

    Behind it may stand the place from which the road goes: 国道213线合作至.
    """
    kind, tail, join = ("|".join(map(re.escape, words)) for words in (kinds, line, joins))
    number = "[A-Z]?[0-9]{1,4}"
    road = rf"(?:(?:{kind})\s?{number}(?:{tail})?|(?<![0-9.A-Z]){number}(?:{tail}|{kind}))"
    return re.compile(rf"{road}(?:[一-鿿]{{2,8}}?(?:{join}))?$")


def with_routes(text: str, mentions: Sequence[Mention], route: re.Pattern[str]) -> list[Mention]:
    """Works that stand right behind the number of a road have it in their names: 国道341线|临潭至卓尼公路改造工程."""
    return [_numbered(text, m, route) if m.kind in BUILT else m for m in mentions]


def _numbered(text: str, mention: Mention, route: re.Pattern[str]) -> Mention:
    start = mention.span.start
    before = route.search(text, max(0, start - ROUTE), start) if text[start - 1 : start] else None
    if before is None:
        return mention
    span = Span(before.start(), mention.span.end)
    return replace(mention, span=span, text=text[span.start : span.end])
