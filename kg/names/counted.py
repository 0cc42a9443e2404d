"""What is counted is no name: 新建学校 in 某县新建学校10所、医院3所, and 某县三所新学校."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kg.model import Mention, Quantity
from kg.names.grammar import MARKS
from kg.text.signs import SEVERAL_OF

BUILT = frozenset({"Institution", "Facility"})
COUNTERS = ("所", "座", "个", "家", "处")


def without_counted(text: str, found: Iterable[Mention], known: Sequence[Mention]) -> Iterator[Mention]:
    """`found` without buildings and schools that are counted: behind which a clause ends with their number, or that hold it."""
    ends = {m.span.start for m in known if _counts_things(text, m)}
    for mention in found:
        counted = mention.span.end in ends or _holds_number(text, mention, known)
        if mention.kind not in BUILT or not counted:
            yield mention


def _holds_number(text: str, mention: Mention, known: Sequence[Mention]) -> bool:
    """Whether a name holds a number that is of no place in it: 三所, and not the town of 八所镇."""
    count = SEVERAL_OF.search(text, mention.span.start, mention.span.end)
    places = (m.span for m in known if m.value is None) if count is not None else ()
    return count is not None and not any(p.start <= count.start() < p.end for p in places)


def _counts_things(text: str, mention: Mention) -> bool:
    value = mention.value
    if not isinstance(value, Quantity) or not isinstance(value.value, Decimal) or value.value < 2:
        return False
    end = mention.span.end
    return mention.text.endswith(COUNTERS) and (end == len(text) or text[end] in MARKS)
