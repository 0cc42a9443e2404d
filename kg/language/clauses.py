"""Clauses: the tokens of a stretch → who does what to what, and how: predicate, aspect, modality, negation, voice, subject, object.

Each rule is a small function over the letters of `WordClasses.code`; all of them go over a stretch a fixed number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.language.classes import SUFFIXES, WordClasses, levels
from kg.language.phrases import PREPOSITIONAL, TIME, noun_runs, span_of
from kg.language.tokens import Token
from kg.model import Span, replace

MAIN, RELATIVE, COPULA, SPEECH, TITLE, HEADING = "main", "relative", "copula", "speech", "title", "heading"
KNOWN, UNKNOWN, NONE = "known", "unknown", "none"
NOMINALS = "NvAMQRFWSCJ[]()b"  # what subjects and objects are made of
SETTINGS = frozenset({"place", "time", "source", "path"})
VALUES = frozenset({"m", "TIME"})  # tags of values; a name has another
RUN = re.compile("[^BZ]+")
HEADED = re.compile(r"(?:MS|M?\(b+\)S?)(?=[^S]*[VGNv])")  # 一、 and （二）
SETTING = re.compile(r"L?[TpDF]+[TpDFNMQL]*$")  # 今年10月, 在青岭市
COUNTED = re.compile(rf"[{re.escape('NvAQFR[]()br')}]+D*M[MQN]*$")  # 全长6公里
POINTS = ".．"
WORDS = re.compile("[^WULSC()\\[\\]]")
JOINED = re.compile(r"[SCL](?=[VG])")
WHITE = "p"  # a prepositional phrase, in the letters that rules go over; `r` is a relative clause


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
                one = self._clause(outer, a, b, kind)
                one = replace(one, reported=reported, setting=(*setting, *one.setting))
                setting = []
                if self._tells(one, outer, a, b):
                    one, reported = replace(one, kind=SPEECH), True
                yield one
            for a, b in relatives[start]:
                one = self._clause(letters, a, b - 1, RELATIVE)
                yield replace(one, head=self._noun(b, end), reported=reported)

    def _marker(self, end: int) -> int:
        """Where the words of a numbered heading begin, behind 一、, （二）, 3.; 0 where none does."""
        match = HEADED.match(self.level, 0, end)
        if match:
            return match.end()
        point = end > 2 and self.level[0] == "M" and self.tokens[1].text in POINTS and self.level[2] != "M"
        return 2 if point else 0

    def _clause(self, letters: str, start: int, end: int, kind: str) -> Clause:
        """One clause of the tokens [start, end), of which `letters` has phrases and relative clauses blanked."""
        at = find_predicate(letters, start, end)
        stop = end if at is None else at
        last = stop if at is None else chain_end(letters, at, end)
        counted = at is None and COUNTED.match(letters[start:end])
        if counted:
            stop = number_at(letters, start, end)
        if kind == MAIN and (counted or (at is not None and letters[at] == "Y")):
            kind = COPULA
        subject = subject_at(letters, start, stop, alone=at is None and not counted)
        object_ = object_at(letters, stop if counted else last, end) if at is not None or counted else None
        before = [self.tokens[i].text for i in range(start, stop) if letters[i] in "DX"]
        after = [self.tokens[i].text for i in range(stop, last)]
        found = Clause(
            kind,
            span_of(self.tokens, start, end),
            None if at is None else span_of(self.tokens, at, at + 1),
            ()
            if at is None
            else tuple(self._span(i, i + 1) for i in range(at + 1, last) if letters[i] in "VG"),
            self._span(*subject) if subject else None,
            self._knows(subject),
            self._span(*object_) if object_ else None,
            aspect=self._aspect(before, after),
            modality=next((m for w in before if (m := self.classes.says("modality", w))), ""),
            negated=any(self.classes.says("negation", w) for w in before),
            adverbs=tuple(self._span(i, i + 1) for i in range(start, stop) if letters[i] == "D"),
            setting=tuple(self._settings(letters, start, stop)),
        )
        return self._voiced(found, letters, start, stop)

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


def blank_phrases(level: str) -> str:
    """The letters with each prepositional phrase as `ppp`: 由中川集团承建 is `pppV`."""
    return PREPOSITIONAL.sub(_blank, level) if "P" in level else level


def _blank(match: re.Match[str]) -> str:
    return WHITE * len(match[0])


def relative_clauses(letters: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Each V的N: where the clause begins, and where it ends, behind 的.

    加强项目的管理 is none: with an object before 的 there must be another predicate outside.
    """
    low = start
    at = letters.find("H", start, end)
    while at >= 0:
        found = _relative(letters, low, at, end)
        if found is not None:
            yield found, at + 1
        low = at + 1
        at = letters.find("H", low, end)


def _relative(letters: str, low: int, at: int, end: int) -> int | None:
    """Where the relative clause before a 的 begins."""
    if at + 1 >= end or letters[at + 1] not in "NvAMRG[":
        return None
    verb = _back(letters, low, at, NOMINALS.replace("S", ""))
    if verb == low or letters[verb - 1] not in "VGU":
        return None
    begins = _verb_start(letters, low, verb)
    if begins is None:
        return None
    has_object = verb < at
    begins = _back(letters, low, _back(letters, low, begins, "DpTX"), NOMINALS.replace("S", ""))
    while begins > low + 1 and letters[begins - 1] == "S":  # 投资2亿元、占地60亩的
        before = _verb_start(letters, low, _back(letters, low, begins - 1, NOMINALS.replace("S", "")))
        if before is None:
            break
        begins = before
    if not has_object or find_predicate(letters, low, begins) is not None:
        return begins
    return None if find_predicate(letters, at + 1, end) is None else begins


def _verb_start(letters: str, low: int, end: int) -> int | None:
    """Where the verbs that end at `end` begin, 了 and 过 behind them apart; None where there are none."""
    verb = end - 1 if end > low and letters[end - 1] == "U" else end
    begins = _back(letters, low, verb, "VG")
    return begins if begins < verb else None


def _back(letters: str, low: int, at: int, of: str) -> int:
    while at > low and letters[at - 1] in of:
        at -= 1
    return at


def cut_predicates(letters: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut where another predicate begins: 加强领导、强化保障; 修了路并建了桥. 新建、改建公路 is one clause."""
    low = looked = start
    verb: int | None = None
    for match in JOINED.finditer(letters, start, end):
        at = match.start()
        if letters[at] == "C" or letters[at - 1 : at] in ("V", "G") or at == low:
            continue
        if letters[at + 1] == "G" and letters[at + 2 : at + 3] not in ("N", "v", "A", "M"):
            continue
        if verb is None:
            verb, looked = find_predicate(letters, looked, at), at
        if verb is not None:
            yield low, at
            low = looked = at + 1
            verb = None
    yield low, end


def is_setting(letters: str) -> bool:
    """Only times and places: 今年10月."""
    return SETTING.match(letters) is not None


def find_predicate(letters: str, start: int, end: int) -> int | None:
    """The token of the first verb of a clause that is no noun there; a modal verb or an adjective where there is no other."""
    spare = None
    for at in range(start, end):
        letter = letters[at]
        if letter in "VY" or (letter == "G" and _acts(letters, at, start, end)):
            return at
        if letter == "v" and at > start and letters[at - 1] in "DX":  # 正在建设/vn
            return at
        if letter == "X" or (letter == "A" and at > start and at + 1 == end and letters[at - 1] in "NDv"):
            spare = at
    return spare


def _acts(letters: str, at: int, start: int, end: int) -> bool:
    """Whether a verb that may be a noun is one: 建设大桥; not 治理 in 河道治理已完成."""
    if at > start and letters[at - 1] in "DXpT":
        return True
    following = letters[at + 1 : at + 2] if at + 1 < end else ""
    if following in ("D", "V", "G", "Y", "X", "p", "P"):
        return False
    return following != "" or at == start


def chain_end(letters: str, at: int, end: int) -> int:
    """Where the verbs that begin with a predicate end: 开工建设, 新建、改建, 建成了."""
    stop = at + 1
    while stop < end:
        if letters[stop] in "VG" and letters[at] != "Y":
            stop += 1
        elif (
            letters[stop] in "SCL"
            and letters[stop - 1] in "VG"
            and stop + 1 < end
            and letters[stop + 1] in "VG"
        ):
            stop += 2
        else:
            break
    return stop + 1 if stop < end and letters[stop] == "U" else stop


def subject_at(letters: str, start: int, end: int, *, alone: bool = False) -> tuple[int, int] | None:
    """The last noun phrase before the predicate; of a clause without one (`alone`) its only one."""
    stop = end
    while stop > start and letters[stop - 1] not in "NvA]GFRM)":
        stop -= 1
    begins = stop
    while begins > start and (
        letters[begins - 1] in NOMINALS
        or letters[begins - 1] in "HG"
        or (alone and letters[begins - 1] == "E")
    ):
        begins -= 1
    while begins < stop and letters[begins] in "HSCW":
        begins += 1
    return (begins, stop) if begins < stop else None


def object_at(letters: str, start: int, end: int) -> tuple[int, int] | None:
    """All between the verb and the end of the clause."""
    while start < end and letters[start] in "U":
        start += 1
    while end > start and letters[end - 1] in "UL":
        end -= 1
    return (start, end) if start < end else None


def number_at(letters: str, start: int, end: int) -> int:
    """Where the number of 全长6公里 begins."""
    at = end
    while at > start and letters[at - 1] in "MQ":
        at -= 1
    while at == end or (letters[at] != "M"):
        at -= 1
    return _back(letters, start, at, "M")
