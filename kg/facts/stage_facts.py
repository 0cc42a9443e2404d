"""A stage of a work → facts: its status and date, how they are meant, and the clauses that say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.facts.stage_words import Stage
from kg.model import DENIED, Article, Date, Mention, Span
from kg.rules.match import QUOTE, STALE, STATES, STATUS, Found, clauses_around
from kg.rules.model import RelationRule, RuleBook
from kg.rules.plans import PLANNED, is_planned, is_to_come
from kg.text.sentences import sentence_around

BEGINNING = frozenset({"carry", "build"})  # 2017年投资3亿元实施的某工程
Made = tuple[Found, bool]  # a fact, and whether it holds only if nothing else is said of the work


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the facts of one article; `made` gives the rule of a status or of a relation of dates."""

    article: Article
    made: Mapping[str, RelationRule]
    rules: RuleBook
    today: Date | None

    def is_ahead(self, date: Mention) -> bool | None:
        """Whether a date is to come; None where nobody knows."""
        if self.article.issued is None and self.today is None:
            return None
        issued = self.today.iso if self.today is not None else self.article.issued
        if is_to_come(date, issued) or is_planned(date, issued, self.rules.modality):
            return True
        value = date.value
        this_year = issued is not None and isinstance(value, Date) and value.iso == issued[:4]
        return None if this_year else False

    def is_past(self, date: Mention) -> bool:
        """Whether a date is of another year than the article's, or the article has none."""
        issued = self.today.iso if self.today is not None else self.article.issued
        return issued is None or (isinstance(date.value, Date) and date.value.year < int(issued[:4]))

    def facts(
        self,
        stage: Stage,
        verb: str,
        work: Mention,
        core: Span,
        date: Mention | None,
        when: str,
        year: Date | None,
        *,
        until: str = STATES[1],
        weak: bool = False,
    ) -> Iterator[Made]:
        """`year` is that of a plan, for what has no date of its own; `until` is the state of what is to come to another.

        What is `weak` may be a task: it holds where nothing else is said of the work.
        """
        span = self._quote(work, core, date if stage.date else None)
        if stage.date and date is None and when == "bare" and year is not None:
            date = Mention(core, year.iso, "Date", "value.date.title", value=year)
        old = (verb == "start" and when == "done") or (verb in BEGINNING and when == "begun")
        old = old and self._is_old(date)
        if stage.status and not old:
            until = until if when == "coming" else ""
            yield from self._statuses(stage, work, span, core, until=until, weak=weak)
        if stage.date and date is not None and stage.date in self.made:
            ahead = when in ("coming", "hoped") or self.is_ahead(date) is True
            yield (
                Found(self.made[stage.date], work, date, span, core=core, modality=PLANNED if ahead else ""),
                False,
            )

    def _statuses(
        self, stage: Stage, work: Mention, span: Span, core: Span, *, until: str, weak: bool
    ) -> Iterator[Made]:
        if stage.status in self.made:
            modality = stage.modality or (PLANNED if stage.status == STATES[0] else "")
            fact = Found(self.made[stage.status], work, stage.status, span, core=core, modality=modality)
            yield fact, weak
        if stage.modality and until in self.made:
            planned = PLANNED if until == STATES[0] else ""
            yield Found(self.made[until], work, until, span, core=core, modality=planned), True

    def _is_old(self, date: Mention | None) -> bool:
        issued = self.today.iso if self.today is not None else self.article.issued
        value = date.value if date is not None else None
        return issued is not None and isinstance(value, Date) and value.year < int(issued[:4]) - STALE

    def _quote(self, work: Mention, core: Span, date: Mention | None) -> Span:
        """The clauses of the event, from those of its work and date on if they are near."""
        sentence = sentence_around(self.article.text, core)
        span = clauses_around(self.article.text, sentence, core)
        for other in (date, work):
            if other is not None and sentence.covers(other.span) and span.end - other.span.start <= QUOTE:
                wide = Span(min(span.start, other.span.start), max(span.end, other.span.end))
                span = clauses_around(self.article.text, sentence, wide)
        return span


def settled(found: Sequence[Made]) -> tuple[Found, ...]:
    """Without the states that hold only if nothing else is said of a work."""
    said = {
        f.subject.entity
        for f, weak in found
        if f.rule.makes == STATUS
        and not weak
        and f.modality != DENIED
        and (not f.modality or f.object == STATES[0])
    }
    return tuple(dict.fromkeys(f for f, weak in found if not weak or f.subject.entity not in said))
