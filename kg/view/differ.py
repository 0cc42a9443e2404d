"""Which claims another speaks against, in time that grows with the claims and not with their square."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from kg.model import DENIED, REJECTED, Claim, Date, Entity, Quantity, Value

# a thing has one
ONE = frozenset({"investment", "startDate", "completionDate", "issueDate", "effectiveDate"})
WHOLE = frozenset({"", "total", "estimate", "contract"})  # roles of sums of a whole work


def find_differing(claims: Sequence[Claim], sentences: Mapping[int, str] | None = None) -> frozenset[int]:
    """The numbers of claims that another claim speaks against.

    Two sums or dates of one thing, two figures for one indicator and period in different articles, or a claim that
    another denies. 2025 and 2025-06 agree; what was planned does not speak against what came. `sentences` tells in which sentence a claim
    stands: two dates of one sentence are phases (今年底开工控制性工程，2012年全线开工), and so are a whole sum and one of another role.
    """
    groups: dict[tuple[Hashable, ...], list[int]] = {}
    for i, claim in enumerate(claims):
        if claim.evidence.modality == REJECTED:
            continue
        groups.setdefault((claim.subject, claim.relation, _apart(claim)), []).append(i)
    found: set[int] = set()
    for group in groups.values():
        if len(group) > 1:
            found.update(_figures(claims, group))
            for i, j in _pairs(claims, group):
                if _against(claims[i], claims[j]) and not _phases(i, j, claims, sentences or {}):
                    found |= {i, j}
    return frozenset(found)


def _apart(claim: Claim) -> Hashable:
    """Claims of one fact that give another value here never speak against each other."""
    if claim.relation in ONE:
        return None
    value = claim.object
    return (value.indicator, value.unit, value.period) if isinstance(value, Quantity) else value


def _pairs(claims: Sequence[Claim], group: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Those of a group that may speak against each other, figures of one indicator apart (`_figures`)."""
    denied = [i for i in group if claims[i].evidence.modality == DENIED]
    if claims[group[0]].relation in ONE:
        one = not denied and all(claims[i].object == claims[group[0]].object for i in group)
        return () if one else combinations(group, 2)
    others = [i for i in group if claims[i].evidence.modality != DENIED] if denied else ()
    return ((i, j) for i in denied for j in others)


def _figures(claims: Sequence[Claim], group: Sequence[int]) -> Iterator[int]:
    """The figures of one indicator and period that another article gives otherwise."""
    first = claims[group[0]]
    if first.relation in ONE or not isinstance(first.object, Quantity) or not first.object.indicator:
        return
    by_modality: dict[str, dict[int, tuple[Decimal | str, str]]] = {}
    for i in group:
        claim = claims[i]
        if isinstance(claim.object, Quantity):
            told = (claim.object.value, claim.evidence.article)
            by_modality.setdefault(claim.evidence.modality, {})[i] = told
    for told_by in by_modality.values():
        pairs = set(told_by.values())
        values, articles = Counter(v for v, _ in pairs), Counter(a for _, a in pairs)
        for i, (value, article) in told_by.items():
            if len(pairs) - values[value] - articles[article] + 1 > 0:
                yield i


def _against(one: Claim, other: Claim) -> bool:
    first, second = one.evidence, other.evidence
    if (first.modality == DENIED) != (second.modality == DENIED):
        return one.object == other.object
    if first.modality != second.modality or one.object == other.object:
        return False
    if one.relation in ONE:
        return not (
            isinstance(one.object, Date)
            and isinstance(other.object, Date)
            and (one.object.iso.startswith(other.object.iso) or other.object.iso.startswith(one.object.iso))
        )
    return _other_figure(one.object, other.object) and first.article != second.article


def _phases(i: int, j: int, claims: Sequence[Claim], sentences: Mapping[int, str]) -> bool:
    one, other = claims[i], claims[j]
    if one.relation == "investment":
        return _part(one) != _part(other) or (_part(one) and one.evidence.article == other.evidence.article)
    return isinstance(one.object, Date) and i in sentences and sentences[i] == sentences.get(j)


def _part(claim: Claim) -> bool:
    """Whether a sum is of a part or a year of the work."""
    return claim.evidence.sum_role not in WHOLE


def _other_figure(one: Value | Entity, other: Value | Entity) -> bool:
    """Another value for the same indicator, unit and period."""
    if not isinstance(one, Quantity) or not isinstance(other, Quantity):
        return False
    same = (one.indicator, one.unit, one.period) == (other.indicator, other.unit, other.period)
    return same and bool(one.indicator) and one.value != other.value
