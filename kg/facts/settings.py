"""The time that a sentence sets and what happens at it: 今年以来，…，甲工程开工; 5月4日总投资3亿元的甲工程动工."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.facts.kinds import Event
from kg.facts.signs import Sign
from kg.facts.stretches import dated
from kg.model import Date, Mention, replace

NOUNS = frozenset({"none", "extent", "light", "study"})  # what takes no date of a clause from its verb
SETTLED = frozenset({"done", "begun", "bare"})  # when an event is that a time set before may date
BEGINNING = frozenset({"carry", "build", "advance", "advance+"})  # 2017年开始，省里实施某工程
DAY = 10  # characters of a date that has its day


@dataclass(slots=True)
class Settings:
    """Goes over the clauses of a sentence; a time holds until the text turns to who tells, or to another time."""

    time: Mention | None = None
    begins: bool = False  # what happens goes on from then
    near: bool = False  # the clause before sets it, or this one opens with it
    opening: Sign | None = None  # with which this one opens
    holds: bool = True  # the clause before still is of it
    told: set[str] = field(default_factory=set)  # the works that it has dated

    def open(self, clause: Sequence[Sign]) -> Mention | None:
        """Take the time of a clause that holds nothing else, and give it."""
        self._set(next((s.mention for s in clause if dated(s)), None))
        self.begins = any(s.says("modality:begun") for s in clause)
        self.near = True
        return self.time

    def read(self, clause: Sequence[Sign], events: Sequence[Event]) -> None:
        """Go on to a clause."""
        self.opening = _opening(clause)
        if self.opening is not None:
            self._set(self.opening.mention)
        elif not self.near and (not self.holds or clause[0].letter == "T" or any(map(dated, clause))):
            self.time = None
        self.holds = _goes_on(clause, events, opens=self.opening is not None)

    def leave(self) -> None:
        """Done with a clause."""
        self.near = False

    def date(
        self, clause: Sequence[Sign], event: Event, events: Sequence[Event], works: Sequence[Mention]
    ) -> Mention | None:
        """The date of an event: its own, else the time that is set, if it dates the works for the first time."""
        names = {w.entity.id for w in works if w.entity is not None}
        date = event.date if event.date is not None else self._given(clause, event, events, names)
        self.told |= names if date is not None else set()
        return date

    def begun(self, event: Event) -> Event:
        """Of what goes on from the time that is set: it begins then."""
        begins = self.begins and self.time is not None and event.verb in BEGINNING and event.when == "bare"
        return replace(event, when="begun") if begins else event

    def _set(self, time: Mention | None) -> None:
        self.time, self.begins, self.told = time, False, set()

    def _given(
        self, clause: Sequence[Sign], event: Event, events: Sequence[Event], names: set[str]
    ) -> Mention | None:
        if self.time is None or event is not next((e for e in events if e.verb not in NOUNS), None):
            return None
        if self.opening is not None:
            return self.time if _is_main(clause, event, self.opening) else None
        if self.near:
            return self.time
        perfect = any(s.says("aspect:perfective") for s in clause[event.low : event.at])
        if perfect or event.when not in SETTLED or names & self.told:
            return None  # 5月4日，…，甲工程已开工: some time before
        return self.time


def _opening(clause: Sequence[Sign]) -> Sign | None:
    """The date that a clause opens with."""
    for sign in clause:
        if dated(sign):
            return sign
        if sign.letter not in "TDL":
            return None
    return None


def _goes_on(clause: Sequence[Sign], events: Sequence[Event], *, opens: bool) -> bool:
    """Whether what a clause tells still is of its sentence's time: works, a rite, or nothing that is done.

    A time within a clause that tells of none is the time of something else: 2022年冬奥会的重点工程——甲工程通车.
    """
    if events or any(s.says("rite") for s in clause):
        return True
    attends = any(s.says("aspect:progressive") for s in clause[:2])  # 伴随着一声巨响
    return not opens and (attends or not any(s.letter in "VG" for s in clause))


def _is_main(clause: Sequence[Sign], event: Event, opening: Sign) -> bool:
    """Whether the date that opens a clause is of an event: 2018年投资建设的甲工程竣工 gives its year to the verb beside it."""
    before = [s for s in clause[: event.at] if s.start >= opening.end]
    relative = any(s.letter == "H" for s in before) and any(s.letter in "VG" for s in before)
    value = opening.mention.value if opening.mention is not None else None
    return not relative or (isinstance(value, Date) and len(value.iso) == DAY)
