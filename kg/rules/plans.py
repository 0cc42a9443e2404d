"""Whether a state is only planned: what stands before its verb in the clause, and dates to come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Article, Date, Mention, Span
from kg.rules.model import Modality
from kg.text.signs import TELLS_YEAR

EXPECTED, PLANNED = "expected", "planned"
DEED = re.compile("已")  # between a cue and the verb: 计划中的某工程已开工
PREPOSITION = "将"  # 将某工程列入 takes an object; 将开工 is to come
POINTING = ("其", "该", "此", "这", "全", "各", "一")  # what may open the object of 将
OF = "的"  # closes a modifier: 计划投资3亿元的某工程 plans no state
OPENING = 8  # characters of a clause before, which is nothing but a time: 明年5月，某工程开工


@dataclass(frozen=True, slots=True)
class Told:
    """Where a state is told: its clauses, and in them what tells it, up to the end of the verb."""

    subject: Span
    core: Span
    verb: Span


def plan_of(
    article: Article, told: Told, dates: Sequence[Mention], modality: Modality, *, dated: bool
) -> str:
    """`expected` or `planned` where the clause says so of a state, else "". `dates` are those of the clause.

    `dated`: a date to come makes a plan, and so do 将, 要 and the like; else only words of plan and hope do.
    """
    text, cues = article.text, list(_cues(article, told, dates, modality, dated))
    found = [cue for cue in cues if _governs(text, cue, told)]
    if any(modality.expected.fullmatch(text, cue.start, cue.end) for cue in found):
        return EXPECTED
    if found or (
        dated and (modality.behind.match(text, told.verb.end, told.core.end) or _opens(text, told, modality))
    ):
        return PLANNED
    return ""


def is_soon(text: str, told: Told, modality: Modality) -> bool:
    """Whether a state that is to come is near: 即将完工, 竣工验收在即."""
    span = Span(told.core.start, told.verb.end)
    before = modality.soon.search(text, span.start, span.end)
    return before is not None or modality.soon.match(text, told.verb.end, told.core.end) is not None


def is_to_come(date: Mention, issued: str | None) -> bool:
    """Whether a date lies behind the day of the article."""
    return (
        issued is not None and isinstance(date.value, Date) and date.value.iso > issued[: len(date.value.iso)]
    )


def is_planned(date: Mention, issued: str | None, modality: Modality) -> bool:
    """Whether a date is of something that is to come; 年底 is, as long as the year runs."""
    said = modality.coming.search(date.text) is not None and _may_come(date, issued)
    return said or is_to_come(date, issued)


def _cues(
    article: Article, told: Told, dates: Sequence[Mention], modality: Modality, dated: bool
) -> Iterator[Span]:
    """Words of plan and hope, and dates to come, up to the end of the verb."""
    region = (told.core.start, told.verb.end)
    near = [m for m in dates if m.span.end <= told.verb.end]
    if dated:
        yield from (m.span for m in near if is_to_come(m, article.issued))
    none = [Span(*m.span()) for m in modality.no_plan.finditer(article.text, *region)]
    patterns = (modality.expected, modality.planned, *([modality.coming] if dated else []))
    for cue in (Span(*m.span()) for p in patterns for m in p.finditer(article.text, *region)):
        date = next((m for m in near if m.span.overlaps(cue)), None)
        if (date is None or _may_come(date, article.issued)) and not any(s.covers(cue) for s in none):
            yield cue


def _may_come(date: Mention, issued: str | None) -> bool:
    """Whether 年底 or 年内 in a date is that of this year or a later one: not in 2016年底, 去年底."""
    if TELLS_YEAR.match(date.text) or not isinstance(date.value, Date):
        return False
    return issued is None or date.value.year >= int(issued[:4])


def _governs(text: str, cue: Span, told: Told) -> bool:
    """Whether a cue is of the verb, and not of a modifier, of an object that is taken, or of a deed."""
    if told.subject.covers(cue) or DEED.search(text, cue.end, told.verb.end):
        return False
    if text[cue.start : cue.end] == PREPOSITION and (
        cue.end == told.subject.start or text.startswith(POINTING, cue.end)
    ):
        return False
    anchor = told.verb.start if cue.end <= told.verb.start else told.verb.end
    return OF not in text[cue.end : anchor]


def _opens(text: str, told: Told, modality: Modality) -> bool:
    """Whether the clause before is a time to come and nothing else."""
    before = text[max(0, told.core.start - OPENING) : told.core.start].rstrip("，")
    clause = re.split("[，。；！？\n]", before)[-1]
    return len(before) < min(OPENING, told.core.start) and modality.coming.match(clause) is not None
