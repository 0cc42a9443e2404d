"""Lists of firms: 远川集团、青石电气等企业; 零售行业的远川、青钢、白麓; 有8家公司…，它们是：远川310亿元、白麓280亿元."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.model import Mention, Span
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS
from kg.text.signs import JOINT, LISTED_FIRM, MORE, OF_FIRMS

FIRM, IN_LIST = "Company", "name.list.firm"
LISTED = 0.8  # how sure its members are
OPENING = 40  # characters before a list within which 8家企业 says of what it is

_BETWEEN = re.compile(f"[{CLAUSE_MARKS}{SENTENCE_MARKS}]")
_SUM = re.compile(r"(?<=[^0-9.]{2})[0-9][0-9.,]*[^0-9]{0,3}\Z")


@dataclass(frozen=True, slots=True)
class _Known:
    """Where firms begin and end, and what other names take."""

    starts: dict[int, int]  # of firms, each with its end
    ends: dict[int, int]  # with its start
    taken: bytearray

    def is_firm(self, member: Span, *, is_open: bool = False) -> bool:
        """Whether it is a firm, or ends with one; of one whose end is open, whether it begins with one."""
        return self.ends.get(member.end, -1) >= member.start or (is_open and member.start in self.starts)

    def is_free(self, member: Span) -> bool:
        return not any(self.taken[member.start : member.end])


def listed_firms(
    text: str, found: Sequence[Mention], heads: Sequence[str], proper: Callable[[str], bool]
) -> Iterator[Mention]:
    """The members of lists of firms that are no firms by themselves: 白麓 of 远川集团、青石电气、白麓.

    A list is of firms where two of its members are; one is enough where the words say what is listed: 等 and one of
    `heads` (企业) behind it, 8家企业 or 零售行业的 before it. Where nothing behind it says so, a member must be
    `proper`, no common word, and what 、 or a sum ends.
    """
    known = _known(text, found)
    of_firms = "|".join(map(re.escape, heads))
    closing = re.compile(f"等(?!地)[^、]{{0,12}}?(?:{of_firms})")
    for start, end in _lists(text):
        mark = text.index("、", start)
        opened = max((m.end() for m in OF_FIRMS.finditer(text, max(0, start - OPENING), mark)), default=-1)
        said = closing.search(text, mark, end)
        bound = said or MORE.search(text, mark, end)
        members = _members(text, max(start, opened), bound.start() if bound else end, known)
        first = _first(text, members)
        firm = [known.is_firm(m, is_open=not bound and m is members[-1]) for m in members]
        if sum(firm[first:]) < (1 if said or opened >= start else 2):
            continue
        for at, member in enumerate(members[first:], first):
            begun = at > first or (opened >= start and at == 0)
            ended = at + 1 < len(members) or opened >= start or _SUM.search(text, member.start, end)
            name = text[member.start : member.end]
            if not begun or firm[at] or not LISTED_FIRM.fullmatch(name):
                continue
            if known.is_free(member) and (said or (ended and proper(name))):
                yield Mention(member, name, FIRM, IN_LIST, certainty=LISTED)


def _known(text: str, found: Sequence[Mention]) -> _Known:
    firms = [m.span for m in found if m.kind == FIRM]
    taken = bytearray(len(text) + 1)
    for mention in found:
        if mention.kind != FIRM:
            taken[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
    return _Known({f.start: f.end for f in firms}, {f.end: f.start for f in firms}, taken)


def _lists(text: str) -> Iterator[tuple[int, int]]:
    """What stands between two marks and holds 、."""
    start = 0
    for mark in (*_BETWEEN.finditer(text), None):
        end = mark.start() if mark else len(text)
        if "、" in text[start:end]:
            yield start, end
        start = mark.end() if mark else end


def _members(text: str, start: int, end: int, known: _Known) -> list[Span]:
    """What 、 and, beside a firm, 和 part, without the sums behind them: 白麓280亿元."""
    bounds = [start - 1, *(at for at in range(start, end) if text[at] == "、"), end]
    spans = [Span(a + 1, b) for a, b in pairwise(bounds)]
    joint = JOINT.search(text, spans[-1].start, end)
    if joint is not None and (joint.end() in known.starts or joint.start() in known.ends):
        spans[-1:] = [Span(spans[-1].start, joint.start()), Span(joint.end(), end)]
    sums = (_SUM.search(text, span.start, span.end) for span in spans)
    return [Span(s.start, found.start() if found else s.end) for s, found in zip(spans, sums, strict=True)]


def _first(text: str, members: Sequence[Span]) -> int:
    """Where the list begins: what stands before a member that is no name at all is another list."""
    no_names = (
        at for at, m in enumerate(members[:-1]) if LISTED_FIRM.fullmatch(text, m.start, m.end) is None
    )
    return max(no_names, default=0)


def with_listed(found: Sequence[Mention], listed: Iterable[Mention]) -> list[Mention]:
    """All of them, without firms that only begin one of the list: 日立 of 日立建机."""
    firms = list(listed)
    within = {m for m in found if m.kind == FIRM and any(f.span.covers(m.span) for f in firms)}
    return [*(m for m in found if m not in within), *firms]
