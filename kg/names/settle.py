"""Names of one article settled with each other: lists, lines and their sections, names within names; then mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import Mention, Span, light, replace
from kg.names.candidates import OF_WORKS, Candidate
from kg.names.kinds import WORK
from kg.text.signs import BRANCHES, BUILDINGS, EXTENDED, JOINS, LATER_PHASE, LINE_NAME

LIKELY = {"trade": 0.55, "brand": 0.7, "item": 0.35, "firm": 0.5, "school": 0.5, "zone": 0.5, "part": 0.5}
FOUND, UNFOUND = 0.5, 0.65
SURER = 0.25  # by how much a name is surer than one that goes on behind it
SURE = 0.7  # where nothing in it is surely a name
PART, LINE, PLANT, FIRM = "part", "line", "plant", "firm"
STANDING = "Facility"  # what is there already
LISTABLE = frozenset({*OF_WORKS, "item", "part", "rule", "reservoir"})
MEMBER = 0.3  # what stands in one list with names is one, from this on
WHOLE = 0.1  # a line that a section is named by is one, from this on; a plant that a phase is named by too
BEGINNING = ("work", "line", "change")  # groups whose names may only begin longer ones
NAMED = "name.head"  # the rule of what no rule found


@light
@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its verdict: the probability of a name, the likeliest beginning, and the next likeliest."""

    candidate: Candidate
    probability: float
    start: int
    others: tuple[tuple[int, float], ...]  # further beginnings with their probabilities

    nameless: bool = False  # whether nothing in it is surely a name

    @property
    def likely(self) -> bool:
        """Whether it is a name."""
        if self.nameless:
            return self.probability >= SURE
        other = FOUND if self.candidate.walked else UNFOUND
        return self.probability >= LIKELY.get(self.candidate.group, other)


def add_members(text: str, judged: Sequence[Judged], names: dict[tuple[int, int], Judged]) -> None:
    """Add what stands in one list with works that are names: 甲工程、乙改造 and 丙基地, each beside the next."""
    starts = {start for (start, _), one in names.items() if one.candidate.group in LISTABLE}
    ends = {end for (_, end), one in names.items() if one.candidate.group in LISTABLE}
    unsure = [
        one
        for one in judged
        if not one.likely and one.probability >= MEMBER and one.candidate.group in LISTABLE
    ]
    for way in (1, -1):
        for one in unsure[::way]:
            start, end = one.start, one.candidate.end
            if (start - 1 in ends and text[start - 1] in JOINS) or (end + 1 in starts and text[end] in JOINS):
                names.setdefault((start, end), one)
                starts.add(start)
                ends.add(end)


def add_wholes(text: str, judged: Sequence[Judged], names: dict[tuple[int, int], Judged]) -> None:
    """Add the line that a name of a section begins with, and the plant of a later phase: 青岭铁路白沙段, 青岭电厂二期工程."""
    parts = {start for (start, _), one in names.items() if one.candidate.group == PART}
    works = {start for (start, _), one in names.items() if one.candidate.group in OF_WORKS}
    for one in judged:
        section = one.candidate.group == LINE and one.start in parts
        if one.probability >= WHOLE and (section or (one.start in works and _is_phased(text, one))):
            names.setdefault((one.start, one.candidate.end), one)


def add_firms(text: str, judged: Sequence[Judged], names: dict[tuple[int, int], Judged]) -> None:
    """Add the firm that the name of a branch begins with: 青岭集团 of 青岭集团南方分公司."""
    branches = {start: end for start, end in names if text[start:end].endswith(BRANCHES)}
    for one in judged:
        inside = one.candidate.group == FIRM and one.candidate.end < branches.get(one.start, 0)
        if inside and one.probability >= WHOLE:
            names.setdefault((one.start, one.candidate.end), one)


def with_first_signs(
    text: str, names: Mapping[tuple[int, int], Judged], heads: tuple[str, ...]
) -> dict[tuple[int, int], Judged]:
    """With the first sign of a line that looks like a preposition, where the article has it: 向莆铁路, not 莆铁路."""
    whole = {text[start:end] for start, end in names}
    found: dict[tuple[int, int], Judged] = {}
    for (start, end), one in names.items():
        cut = start > 0 and text.startswith(heads, start + 1)  # no line is called by one sign
        begins = text[start - 1 : start + 3]
        longer = cut and any(name.startswith(begins) for name in whole)
        found[start - 1 if longer else start, end] = one
    return found


def _is_phased(text: str, one: Judged) -> bool:
    """Whether it is a plant behind whose name a later phase follows: the first stands."""
    candidate = one.candidate
    return (
        candidate.group == PLANT
        and candidate.head[-1:] in BUILDINGS
        and LATER_PHASE.match(text, candidate.end) is not None
    )


def without_tails(names: Mapping[tuple[int, int], Judged]) -> dict[tuple[int, int], Judged]:
    """Without names that go on where a much surer one ends: 某西延工程|东接某大道."""
    surest: dict[int, float] = {}
    kept: dict[tuple[int, int], Judged] = {}
    for (start, end), one in sorted(names.items()):  # the shorter first
        if one.candidate.walked or one.probability >= surest.get(start, 0.0) - SURER:
            kept[start, end] = one
        surest[start] = max(surest.get(start, 0.0), one.probability)
    return kept


def without_insides(text: str, names: Mapping[tuple[int, int], Judged]) -> dict[tuple[int, int], Judged]:
    """Without names that only begin longer ones and never stand alone: 青岭铁路 of 青岭铁路扩能改造工程.

    A line that only its sections tell of stays: 青岭铁路 of 青岭铁路白沙段.
    """
    longest: dict[int, int] = {}
    for start, end in names:
        longest[start] = max(end, longest.get(start, 0))
    of_parts = {s for s, end in longest.items() if names[s, end].candidate.group == PART}
    alone = {text[start:end] for start, end in names if longest[start] == end}
    return {
        (start, end): one
        for (start, end), one in names.items()
        if longest[start] == end
        or one.candidate.group not in BEGINNING
        or start in of_parts
        or text[start:end] in alone
    }


def with_wholes(text: str, names: Mapping[tuple[int, int], Judged], kinds: dict[str, str]) -> dict[str, str]:
    """The classes, with a line a work where one of its sections is, and a plant no work where a phase is: 青岭铁路白沙段开工."""
    built: dict[int, int] = {}  # where names of sections that are works begin → where the longest ends
    for (start, end), one in names.items():
        if one.candidate.group == PART and kinds[text[start:end]] == WORK:
            built[start] = max(end, built.get(start, 0))
    for (start, end), one in names.items():
        if one.candidate.group == LINE and end < built.get(start, 0):
            kinds[text[start:end]] = WORK
        if _is_phased(text, one):
            kinds[text[start:end]] = STANDING
    return kinds


def lines_of(
    text: str, names: Mapping[tuple[int, int], Judged], ends: tuple[str, ...]
) -> dict[tuple[int, int], str]:
    """The whole names of sections whose line stands before them in their paragraph: 云白铁路 + 青岭至白沙段.

    `ends` are heads of lines; a section whose own name holds one is whole.
    """
    found: dict[tuple[int, int], str] = {}
    line, until = "", -1
    for (start, end), one in sorted(names.items()):
        name = text[start:end]
        stop = max((name.find(head) + len(head) for head in ends if head in name), default=0)
        if stop and one.candidate.group in (LINE, PART):
            line, until = name[:stop], end
        elif one.candidate.group == PART and line and "\n" not in text[until:start] and not _is_line(name):
            found[start, end] = line + name
    return found


def _is_line(name: str) -> bool:
    """Whether a name is or holds that of a line: 省道218线, 昌平线二期."""
    return LINE_NAME.match(name) is not None


def mention_of(
    text: str,
    start: int,
    end: int,
    kind: str,
    one: Judged,
    whole: str,
    by_span: Mapping[tuple[int, int, str], Mention],
    ending: Sequence[Mention],
) -> Mention:
    """The mention of a settled name; one that a rule found keeps that rule. `whole` is its name where it is told elsewhere."""
    same = by_span.get((start, end, kind))
    if same is not None:
        return replace(same, certainty=one.probability, full=whole or same.full)
    rule = next((m.rule for m in ending if m.kind == kind), f"{NAMED}.{one.candidate.group}")
    name = text[start:end]
    full = whole or _full(name, one.candidate, kind)
    return Mention(Span(start, end), name, kind, rule, certainty=one.probability, full=full)


def _full(name: str, candidate: Candidate, kind: str) -> str:
    """The name with what its list says once for all members; empty where it is whole."""
    added = candidate.added
    if not added or not candidate.completes or kind == "Company" or name.endswith((added, *EXTENDED)):
        return ""
    return name + added
