"""Whether a noun that stands nearer to a figure than its owner can have it: a part of the area, a body in it, firms that are counted, another firm.

市区有考生8000人，共设立考点10个 is of 市区 and not of the city; 44家企业参与开发，实现收入4亿元 is of the firms, 来自外省的20支队伍 of another place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.language.clauses import Clause
from kg.language.reader import ClauseReader
from kg.model import Mention
from kg.rules.indicators import Indicators
from kg.rules.nearer_firms import NearerFirms
from kg.rules.owners import FIRM
from kg.rules.phrase_indicator import PhraseReader
from kg.rules.phrase_sides import COUNT
from kg.rules.spots import CLAUSE_ENDS, NOMINAL, Spot, meets, spot_of
from kg.rules.topics import AREAS, PLACES, WORKS, Topic
from kg.text.signs import EACH_OF

PART = "the clause, or the one it goes on from, is of a part of the area"
BODY = "a body in the area does what the clause tells"
COUNTED = "the clause goes on about those that the one before counted"
FROM = "what is counted comes from elsewhere"
EACH = "each one is to have it"
PLAN = "the text is a plan of a part of the area"
RUN = 6  # tokens of the name of a body
DOES = "VGDXPYT"  # letters of what follows a subject
HEAD = 4  # characters of a subject that is but a head


@dataclass(frozen=True, slots=True)
class Nearer:
    """What stands nearer to the figures of one article than their owners."""

    phrases: PhraseReader
    clauses: ClauseReader
    firms: NearerFirms
    narrow: str = ""  # the part of an area that the title says the text is a plan of

    def why(self, figure: Mention, owner: Mention, topic: Topic, name: str, *, here: bool) -> str:
        spot = spot_of(self.phrases, figure)
        if spot is None:
            return ""
        if owner.kind in FIRM:
            return self.firms.why(spot, figure, owner, topic, name)
        if owner.kind in WORKS:
            return self.firms.at_work(spot, figure, owner)
        if owner.kind not in AREAS:
            return ""
        return (
            self._of_plan(owner, here=here)
            or self._of_part(figure, owner, name)
            or self._of_body(spot, figure, name)
            or self._of_counted(spot, name)
            or self._of_origin(spot, owner)
            or self._of_one(spot, owner)
            or self._of_each(spot, figure)
        )

    def _of_plan(self, owner: Mention, *, here: bool) -> str:
        """A plan of some 园 tells its figures, and not those of the district that it lies in."""
        narrow = self.narrow and owner.kind in PLACES and not owner.text.endswith(self.narrow)
        return PLAN if narrow and not here else ""

    # -- parts of an area --------------------------------------------------------------------------------

    def part(self, figure: Mention, owner: Mention, name: str) -> str:
        """市区 of 市区有考生8000人，共设立考点10个: the part of a city that a name is to begin with."""
        text = self._subject(figure).removeprefix(owner.text) if owner.kind in AREAS else ""
        return text if text in self.phrases.book.words["parts"] and not meets(text, name) else ""

    def _of_part(self, figure: Mention, owner: Mention, name: str) -> str:
        """某园区 or 某库区 as the subject in force, which the name does not hold."""
        text = self._subject(figure)
        words = self.phrases.book.words
        part = text.endswith(tuple(words["parts"])) and not text.startswith(tuple(words["whole_of"]))
        return PART if part and not owner.text.endswith(text) and not meets(text, name) else ""

    def _subject(self, figure: Mention) -> str:
        """The subject in force at a figure, empty for none, and for one that stands behind it."""
        found: Clause | None = None
        for clause in self.clauses.of_stretch(figure.span.start):
            if clause.span.start > figure.span.start:
                break
            found = clause if clause.subject is not None else found
        if found is None or found.subject is None or found.subject.end > figure.span.start:
            return ""
        return self.phrases.tokens.text[found.subject.start : found.subject.end]

    # -- bodies ------------------------------------------------------------------------------------------

    def _of_body(self, spot: Spot, figure: Mention, name: str) -> str:
        """某省排灌总站投入…: a body that a clause before the figure opens with; 省排灌总站, which begins with a level, is one too."""
        counts = self.phrases.counts(spot_unit(figure))
        subject = self._subject(figure)
        if subject.endswith(tuple(self.phrases.book.words["organs"])) and self._is_body(subject):
            return "" if counts and meets(subject, name) else BODY  # 垃圾中转站109座
        for start in self._openings(spot):
            run = self._body_at(spot, start)
            if run:
                counted = counts and meets(run, name)
                return BODY if not counted and self._holds(spot, start) else ""
        return ""

    def _openings(self, spot: Spot) -> Iterator[int]:
        """Where the clauses begin, the figure's own first."""
        start = spot.clause_start()
        while True:
            yield start
            if not start:
                return
            start -= 1
            while start and spot.code[start - 1] not in CLAUSE_ENDS:
                start -= 1

    def _body_at(self, spot: Spot, start: int) -> str:
        """The name of a body that a clause opens with, behind the area that it is of."""
        words = self.phrases.book.words
        ends = tuple(words["organs"])
        at = start
        while at < spot.at and spot.letter(at) in tuple("TLD"):
            at += 1
        for end in range(at, min(at + RUN, spot.at)):
            of = spot.letter(end) == "H" and end > at and spot.tokens[end - 1].kind in AREAS
            if not of and spot.letter(end) not in tuple("NvGVA"):
                return ""
            text = spot.text(at, end + 1)
            last = spot.letter(end + 1) in tuple(DOES) or end + 1 == spot.at
            last = last or spot.tokens[end].text in words["firms"]
            if last and text.endswith(ends) and self._is_body(text):
                return text
        return ""

    def _is_body(self, text: str) -> bool:
        """Whether it is one body and no department of the area's government, nor all the schools of the area."""
        words = self.phrases.book.words
        return not text.endswith(tuple(words["offices"])) and not text.startswith(tuple(words["whole_of"]))

    def _holds(self, spot: Spot, start: int) -> bool:
        """Whether no clause between the one that begins there and the figure has a subject of its own."""
        begin = spot.tokens[spot.clause_start()].start
        first = spot.tokens[start].start
        clauses = self.clauses.of_stretch(spot.tokens[spot.at].start)
        return first == begin or not any(c.subject for c in clauses if first < c.span.start <= begin)

    # -- counted things ----------------------------------------------------------------------------------

    def _of_counted(self, spot: Spot, name: str) -> str:
        """44家企业 of 全市有44家企业参与开发，…，实现收入4亿元: what several firms do is not told of all."""
        begin = spot.clause_start()
        words = self.phrases.book.words
        if self._has_own(spot):
            return ""
        for i in range(begin):
            if spot.letter(i) != "M" or spot.tokens[i].kind != COUNT:
                continue
            end = i + 1
            while end < begin and spot.code[end] in NOMINAL:
                end += 1
            noun = spot.text(i + 1, end)
            actors = noun.endswith(tuple(words["actors"])) and not meets(noun, name)
            if actors and spot.letter(end) in tuple("VGDX") and self._holds_on(spot, end, begin):
                return COUNTED
        return ""

    def _has_own(self, spot: Spot) -> bool:
        """Whether its clause has a subject that is more than a head: 电池材料产能, and not 资产总额."""
        clause = self.clauses.at(spot.tokens[spot.at].start)
        subject = clause.subject if clause is not None else None
        return subject is not None and subject.end <= spot.tokens[spot.at].start and len(subject) > HEAD

    def _holds_on(self, spot: Spot, start: int, begin: int) -> bool:
        """Whether no area and no other subject that acts is named between."""
        return not any(
            t.kind in AREAS or t.text[0] in self.phrases.book.words["points"]
            for i, t in enumerate(spot.tokens[start : spot.at], start)
            if spot.letter(i - 1) in tuple(CLAUSE_ENDS)
        )

    def _of_origin(self, spot: Spot, owner: Mention) -> str:
        """来自各地的20支队伍: what is counted is of other places."""
        if spot.letter(spot.at - 1) != "H":
            return ""
        start = spot.clause_start()
        before = spot.tokens[start : spot.at - 1]
        comes = any(t.text in self.phrases.book.words["comes"] for t in before)
        return FROM if comes and not any(t.start == owner.span.start for t in before) else ""

    def _of_one(self, spot: Spot, owner: Mention) -> str:
        """某市当地一家企业的负责人谈到…: one of the area's, and not the area."""
        ones = tuple(self.phrases.book.words["this_one"])
        between = (t for t in spot.tokens[: spot.at] if t.start >= owner.span.end)
        return BODY if not owner.deictic and any(t.text.startswith(ones) for t in between) else ""

    def _of_each(self, spot: Spot, figure: Mention) -> str:
        """各县、每个乡镇建成2个以上: a quota of each, where no word sums them up."""
        start = spot.clause_start()
        words = self.phrases.book.words
        before = [t.text for t in spot.tokens[start : spot.at]]
        at = next((i for i, text in enumerate(before) if text.startswith(EACH_OF)), None)
        if at is None or any(text in words["summed"] for text in before[at:]):
            return ""
        bound = figure.text.endswith(tuple(words["bound"])) or figure.text.startswith(
            tuple(words["over_bound"])
        )
        opens = at == 0 or spot.letter(start + at - 1) in tuple("TL")
        quota = bound or not before[at].startswith(EACH_OF[0])
        return EACH if opens and quota and self.phrases.counts(spot_unit(figure)) else ""


def narrow_of(title: str, book: Indicators) -> str:
    """山北园 of 《山北科技园区山北园发展规划》的通知: what a plan is of, empty where it is of a whole area."""
    found = book.narrow.search(title)
    return found["part"] if found else ""


def spot_unit(figure: Mention) -> str:
    """The unit of a figure; empty for one without."""
    return getattr(figure.value, "unit", "")
