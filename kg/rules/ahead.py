"""Whether a figure is of what is to come: 将 and 未来五年 before it make it planned, 现有 does not; a cue counts where it governs the figure.

未来五年，全省将打造集群4个、园区6个 is planned; 规划建设产业带，入驻企业20家 and 争取项目资金300万元 have come about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from kg.language.clauses import KNOWN
from kg.language.reader import ClauseReader
from kg.model import Mention, Span, replace
from kg.rules.match import Found
from kg.rules.model import Modality
from kg.rules.phrase_indicator import PhraseReader
from kg.rules.plans import PLANNED
from kg.rules.spots import NOMINAL, Spot, spot_of
from kg.text.signs import PLANS, STANDING, YEARS_AHEAD

PROSPECTIVE = "prospective"  # an aspect
PARTS = "；;"


@dataclass(frozen=True, slots=True)
class Ahead:
    """What of one article's figures is to come."""

    phrases: PhraseReader
    clauses: ClauseReader
    modality: Modality

    def told(self, fact: Found, sentence: Span) -> Found:
        """A figure's fact with its modality, where the clauses before the number settle it."""
        figure = fact.object
        spot = spot_of(self.phrases, figure) if isinstance(figure, Mention) else None
        if spot is None or not isinstance(figure, Mention):
            return fact
        own = Span(spot.tokens[spot.clause_start()].start, figure.span.start)
        text = self.phrases.tokens.text
        if STANDING.search(text, own.start, own.end):
            return replace(fact, modality="")
        aims = any(t.text in self.phrases.book.words["aims_at"] for t in spot.before()) or self._is_planned(
            spot
        )
        if (
            aims
            or self._is_to_come(spot, figure)
            or YEARS_AHEAD.search(text, sentence.start, figure.span.start)
        ):
            return replace(fact, plan=fact.plan or PLANNED)
        cues = list(self._cues(fact.core or fact.span))
        plans = PLANS.search(text, sentence.start, own.start) is not None
        idle = cues and not any(self._governs(cue, own, spot, plans=plans) for cue in cues)
        return replace(fact, modality="") if idle and not fact.plan else fact

    def _is_planned(self, spot: Spot) -> bool:
        """规划新建公路700公里: a plan that governs a verb."""
        start = spot.clause_start()
        return any(
            spot.letter(i) == "X" and spot.tokens[i].text in self.phrases.book.words["plans"]
            for i in range(start, spot.at)
        )

    def _is_to_come(self, spot: Spot, figure: Mention) -> bool:
        """Whether 将 stands in the clause, or in one before that it goes on from, with no named subject of its own."""
        if self._says_so(spot):
            return True
        stretch = takewhile(
            lambda c: c.span.start <= figure.span.start, self.clauses.of_stretch(figure.span.start)
        )
        ahead = False
        for clause in stretch:
            apart = self.phrases.tokens.text[clause.span.start - 1 : clause.span.start] in tuple(PARTS)
            begins = clause.subject_kind == KNOWN or apart
            verb = clause.predicate
            before = verb is not None and verb.start < figure.span.start
            ahead = (clause.aspect == PROSPECTIVE and before) or (ahead and not begins and not clause.aspect)
        return ahead

    def _says_so(self, spot: Spot) -> bool:
        """Whether 将 stands before a verb of the clause."""
        return any(
            self.phrases.classes.says("aspect", spot.tokens[i].text) == PROSPECTIVE
            and spot.letter(i) == "D"
            and spot.letter(i + 1) in tuple("VGDX")
            for i in range(spot.clause_start(), spot.at)
        )

    def _cues(self, span: Span) -> Iterator[Span]:
        text = self.phrases.tokens.text
        for pattern in (self.modality.expected, self.modality.planned):
            yield from (Span(*m.span()) for m in pattern.finditer(text, span.start, span.end))

    def _governs(self, cue: Span, own: Span, spot: Spot, *, plans: bool) -> bool:
        """Whether a cue is of the figure: not one of another clause that is a main verb, nor one that takes a sum: 争取资金."""
        at = next((i for i, t in enumerate(spot.tokens) if t.start <= cue.start < t.end), None)
        if at is None:
            return True
        if at > spot.at:
            return False  # 签约项目458个、计划总投资30亿元
        inside = own.start <= cue.start
        whole = cue.end > spot.tokens[at].end  # 规划|建设
        if whole and not inside:
            return False
        alone = spot.tokens[at].end == cue.end and spot.letter(at) in tuple("XVG")
        takes = inside and not plans and spot.letter(at + 1) in tuple(NOMINAL) and self._is_got(spot, at)
        return not (alone and takes)

    def _is_got(self, spot: Spot, at: int) -> bool:
        """Whether nothing but a noun of money stands between a cue and a number: 争取项目资金300万元."""
        between = spot.code[at + 1 : spot.at]
        got = spot.tokens[spot.at - 1].text.endswith(tuple(self.phrases.book.words["spent"]))
        return got and all(letter in NOMINAL for letter in between)
