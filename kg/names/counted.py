"""What is counted is no name: 新建学校 in 某县新建学校10所、医院3所."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kg.model import Mention, Quantity
from kg.names.grammar import MARKS

BUILT = frozenset({"Institution", "Facility"})
COUNTERS = ("所", "座", "个", "家", "处")


def without_counted(text: str, found: Iterable[Mention], known: Iterable[Mention]) -> Iterator[Mention]:
    """`found` without buildings and schools behind which a clause ends with their number, two or more."""
    ends = {m.span.start for m in known if _counts_things(text, m)}
    return (m for m in found if m.kind not in BUILT or m.span.end not in ends)


def _counts_things(text: str, mention: Mention) -> bool:
    value = mention.value
    if not isinstance(value, Quantity) or not isinstance(value.value, Decimal) or value.value < 2:
        return False
    end = mention.span.end
    return mention.text.endswith(COUNTERS) and (end == len(text) or text[end] in MARKS)
