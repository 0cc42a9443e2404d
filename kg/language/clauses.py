"""Clauses: the tokens of a stretch → who does what to what, and how: predicate, aspect, modality, negation, voice, subject, object.

Each rule is a small function over the letters of `WordClasses.code`; all of them go over a stretch a fixed number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.language.classes import SUFFIXES, WordClasses, levels
from kg.language.phrases import PREPOSITIONAL, TIME, noun_runs, span_of
from kg.language.predicates import (
    WHITE,
    blank_phrases,
    chain_end,
    cut_predicates,
    find_predicate,
    is_setting,
    number_at,
    object_at,
    relative_clauses,
    subject_at,
)
from kg.language.tokens import Token
from kg.model import Span, light, replace

MAIN, RELATIVE, COPULA, SPEECH, TITLE, HEADING = "main", "relative", "copula", "speech", "title", "heading"
KNOWN, UNKNOWN, NONE = "known", "unknown", "none"
SETTINGS = frozenset({"place", "time", "source", "path"})
VALUES = frozenset({"m", "TIME"})  # tags of values; a name has another
RUN = re.compile("[^BZ]+")
HEADED = re.compile(r"(?:MS|M?\(b+\)S?)(?=[^S]*[VGNv])")  # 一、 and （二）
COUNTED = re.compile(rf"[{re.escape('NvAQFR[]()br')}]+D*M[MQN]*$")  # 全长6公里
POINTS = ".．"
WORDS = re.compile("[^WULSC()\\[\\]]")


@light
@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. All spans are in the text that the tokens are of; what is not there is None."""

    kind: str  # main, relative, copula, speech (记者从省水利厅获悉), title or heading (一、加快建设)
    span: Span
    predicate: Span | None = None  # the first verb: 开工 of 已开工建设
    serial: tuple[Span, ...] = ()  # verbs that go on with it: 建设; 改建 of 新建、改建
    subject: Span | None = None
    subject_kind: str = NONE  # known: it holds a name; unknown: a noun phrase without one; none: that of an earlier clause, or nobody
    object: Span | None = None  # all that follows the verb, or what 把 gives
    agent: Span | None = None  # whom 由 and 被 name
    voice: str = "active"  # active, passive (被, 为…所), agent (由), disposal (把)
    aspect: str = ""  # perfective, experiential, progressive, prospective, not yet
    modality: str = ""  # planned, expected, hoped, required, possible, begun
    negated: bool = False
    adverbs: tuple[Span, ...] = ()
    target: Span | None = None  # of 对: 老街 of 对老街进行改造
    setting: tuple[
        Span, ...
    ] = ()  # times and places before the verb, those of a clause of their own before it too
    head: Span | None = None  # of a relative clause: the noun that it says something of
    reported: bool = False  # what a clause of speech before it told


def find_clauses(
    tokens: Sequence[Token], classes: WordClasses, code: str = "", *, title: bool = False
) -> tuple[Clause, ...]:
    """The clauses of a stretch, a relative clause right after the one that holds it. `title`: the text is one."""
    code = code or classes.code(tokens)
    found: list[Clause] = []
    for base, level in levels(code):
        if base and "B" not in level:
            continue  # a name in quotes, what stands in brackets
        part = tokens[base : base + len(level)]
        found += _Reader(part, classes, level).read(title=title and not base, first=base == 0)
    return tuple(sorted(found, key=_place))


def _place(clause: Clause) -> tuple[int, int]:
    return clause.span.start, -clause.span.end


@light
@dataclass(frozen=True, slots=True)
class _Reader:
    tokens: Sequence[Token]
    classes: WordClasses
    level: str

    def read(self, *, title: bool, first: bool) -> Iterator[Clause]:
        """The clauses between the marks, in order."""
        setting: list[Span] = []
        reported = False
        letters = blank_phrases(self.level)
        plain = list(letters)
        runs = [m.span() for m in RUN.finditer(self.level) if WORDS.search(m[0])]
        marker = self._marker(runs[0][1]) if runs and first and not runs[0][0] else 0
        relatives = {start: list(relative_clauses(letters, max(start, marker), end)) for start, end in runs}
        for a, b in (span for found in relatives.values() for span in found):
            plain[a:b] = "r" * (b - a)
        outer = "".join(plain)
        for start, end in runs:
            for a, b in cut_predicates(outer, max(start, marker), end):
                if is_setting(outer[a:b]):
                    setting += self._settings(outer, a, b)
                    continue
                kind = HEADING if a < end and marker == a > 0 else TITLE if title else MAIN
                one = self._clause(outer, a, b, kind, setting, reported=reported)
                setting = []
                if self._tells(one, outer, a, b):
                    one, reported = replace(one, kind=SPEECH), True
                yield one
            for a, b in relatives[start]:
                for x, y in cut_predicates(letters, a, b - 1):
                    of = self._noun(b, end)
                    yield self._clause(letters, x, y, RELATIVE, head=of, reported=reported)

    def _marker(self, end: int) -> int:
        """Where the words of a numbered heading begin, behind 一、, （二）, 3.; 0 where none does."""
        match = HEADED.match(self.level, 0, end)
        if match:
            return match.end()
        point = end > 2 and self.level[0] == "M" and self.tokens[1].text in POINTS and self.level[2] != "M"
        return 2 if point else 0

    def _clause(
        self,
        letters: str,
        start: int,
        end: int,
        kind: str,
        setting: Sequence[Span] = (),
        *,
        head: Span | None = None,
        reported: bool,
    ) -> Clause:
        """One clause of the tokens [start, end), of which `letters` has phrases and relative clauses blanked."""
        at = find_predicate(letters, start, end)
        stop = end if at is None else at
        last = stop if at is None else chain_end(letters, at, end)
        counted = at is None and COUNTED.match(letters[start:end])
        if counted:
            stop = number_at(letters, start, end)
        if kind == MAIN and (counted or (at is not None and letters[at] == "Y")):
            kind = COPULA
        subject = subject_at(letters, start, stop)
        object_ = object_at(letters, stop if counted else last, end) if at is not None or counted else None
        before = [self.tokens[i].text for i in range(start, stop) if letters[i] in "DX"]
        after = [self.tokens[i].text for i in range(stop, last)]
        found = Clause(
            kind,
            span_of(self.tokens, start, end),
            None if at is None else span_of(self.tokens, at, at + 1),
            ()
            if at is None or last == at + 1
            else tuple(self._span(i, i + 1) for i in range(at + 1, last) if letters[i] in "VG"),
            self._span(*subject) if subject else None,
            self._knows(subject),
            self._span(*object_) if object_ else None,
            aspect=self._aspect(before, after) if before or after else "",
            modality=next((m for w in before if (m := self.classes.says("modality", w))), "")
            if before
            else "",
            negated=any(self.classes.says("negation", w) for w in before) if before else False,
            adverbs=tuple(self._span(i, i + 1) for i in range(start, stop) if letters[i] == "D")
            if before
            else (),
            setting=(*setting, *self._settings(letters, start, stop)),
            head=head,
            reported=reported,
        )
        phrases = "p" in letters[start:stop] or "P" in letters[start:stop]
        return self._voiced(found, letters, start, stop) if phrases else found

    def _aspect(self, before: Sequence[str], after: Sequence[str]) -> str:
        """已, 正, 将 before the verb; 了, 过, 着 behind it."""
        said = [a for w in before if (a := self.classes.says("aspect", w))]
        said += [self.classes.says("aspect", w) for w in after if w in SUFFIXES]
        return said[-1] if said else ""

    def _voiced(self, clause: Clause, letters: str, start: int, stop: int) -> Clause:
        """Agent and voice of 由, 被, 为…所; what 把 gives is the object."""
        for match in PREPOSITIONAL.finditer(self.level, start, stop):
            if letters[match.start()] != WHITE:
                continue
            word = self.tokens[match.start()].text
            span = self._span(match.start() + 1, match.end())
            role = self.classes.says("preposition", word)
            if role == "patient":
                clause = replace(clause, voice="disposal", object=span)
            elif role == "target":
                clause = replace(clause, target=span)
            elif role == "agent":
                clause = replace(clause, voice="agent", agent=span)
            elif self.classes.says("passive", word) or (
                role == "purpose" and letters[start:stop].endswith("U")
            ):  # 为…所
                clause = replace(clause, voice="passive", agent=span)
        if any(
            letters[i] == "P" and self.classes.says("passive", self.tokens[i].text)
            for i in range(start, stop)
        ):
            clause = replace(clause, voice="passive")  # 被列为
        return clause

    def _settings(self, letters: str, start: int, end: int) -> Iterator[Span]:
        """Times, places and where something comes from."""
        at = start
        while at < end:
            stop = at + 1
            if letters[at] in "Tp":
                while stop < end and letters[stop] == letters[at] and self.level[stop] != "P":
                    stop += 1
                role = (
                    self.classes.says("preposition", self.tokens[at].text) if letters[at] == WHITE else TIME
                )
                if role in SETTINGS:
                    yield self._span(at, stop)
            at = stop

    def _tells(self, clause: Clause, letters: str, start: int, end: int) -> bool:
        """记者从省水利厅获悉 before a mark: what follows is told by others."""
        if clause.predicate is None or clause.object is not None or self.level[end : end + 1] != "B":
            return False
        verb = max(letters.rfind(letter, start, end) for letter in "VG")
        return verb >= start and self.classes.says("reporting", self.tokens[verb].text) != ""

    def _knows(self, subject: tuple[int, int] | None) -> str:
        if subject is None:
            return NONE
        named = any(t.kind and t.tag not in VALUES for t in self.tokens[slice(*subject)])
        return KNOWN if named else UNKNOWN

    def _noun(self, at: int, end: int) -> Span | None:
        run = next(noun_runs(self.level, at, end), None)
        return self._span(*run) if run and run[0] == at else None

    def _span(self, start: int, end: int) -> Span:
        return span_of(self.tokens, start, end)
