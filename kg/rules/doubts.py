"""Why a figure is in doubt though it has a name and an owner: a unit that its name cannot have, a condition, a figure of one of many, of a part, or
of what stands behind it. A figure of which one part is in doubt is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.model import Mention, Quantity
from kg.rules.owners import FIRM, SHARE
from kg.rules.phrase_indicator import PhraseReader
from kg.rules.spots import NOMINAL, Spot, meets, spot_of
from kg.rules.topics import WORKS
from kg.text.signs import FEW

UNIT = "such a name has another unit"
OTHERS = "the figure is of the others, which have another name"
CONDITION = "the clause is a condition"
SAYING = "a small count that names no things"
ONE_EACH = "a figure of each one"
PART = "the figure is of some of them"
STRETCH = "the figure is of a stretch of it"
BEHIND = "the figure is of what stands behind it"
BOUND = "a bound of what is counted"
MEMBER = "the figure counts a list of which the owner is a member"
SOME = "a count of those that do what the name does not say"
NATION = "the sentence tells of the whole country"
PARALLEL = "the figure is another's, told beside it"
SMALL = Decimal(10)
EACH = "每"


@dataclass(frozen=True, slots=True)
class Doubts:
    """Doubts about the figures of one article."""

    phrases: PhraseReader

    def why(
        self,
        figure: Mention,
        value: Quantity,
        owner: Mention,
        name: str,
        series: tuple[str, ...],
        *,
        changes: bool,
    ) -> str:
        spot = spot_of(self.phrases, figure)
        if spot is None:
            return ""
        return (
            self._of_words(spot, owner)
            or self._of_value(spot, figure, value, owner, name)
            or ("" if changes else self._of_unit(value.unit, name))
            or self._of_stretch(spot, owner)
            or self._of_attribute(spot, owner, name)
            or self._of_list(spot, owner)
            or self._of_some(spot, figure, value, name)
            or self._of_nation(spot, owner)
            or (PARALLEL if owner.kind in FIRM and _is_parallel(name, series) else "")
        )

    def _of_words(self, spot: Spot, owner: Mention) -> str:
        """What words before the number say: 另外, 如果, 部分, 每根."""
        words = self.phrases.book.words
        before = [t.text for t in spot.before()]
        for kind, why in (("others", OTHERS), ("if", CONDITION), ("partial", PART)):
            if any(text in words[kind] for text in before):
                return why
        start = spot.clause_start()
        each = any(
            t.text[0] == EACH and spot.letter(i) == "R"
            for i, t in enumerate(spot.tokens[start : spot.at], start)
        )
        return ONE_EACH if each and owner.kind in WORKS else ""

    def _of_value(self, spot: Spot, figure: Mention, value: Quantity, owner: Mention, name: str) -> str:
        """精准攻坚的三个精准推进, 5亿元以上重点县, 年收入超过50万元者."""
        book = self.phrases.book
        behind = spot.text(spot.at + 1, spot.at + 2)
        counts = self.phrases.counts(value.unit)
        if behind in book.words["who"]:
            return CONDITION
        bound = figure.text.endswith(tuple(book.words["bound"])) or figure.text.startswith(
            tuple(book.words["over_bound"])
        )
        if bound and spot.letter(spot.at + 1) in (("M",) if counts else (*NOMINAL, "M")):
            return BOUND
        few = isinstance(value.value, Decimal) and value.value <= SMALL and FEW.match(figure.text)
        if counts and few and owner.kind not in WORKS and not self._is_thing(name):
            return SAYING
        return ""

    def _is_thing(self, name: str) -> bool:
        """Whether what is counted is a work, a body or a place, and no 效果, 关键, 力量."""
        book = self.phrases.book
        noun = name.removesuffix(book.count_suffix)
        ends = (*book.words["counted"], *book.words["folk"], *book.words["bodies"], *book.area_words)
        return noun.endswith(ends) or self.phrases.classes.head(noun) != ""

    def _of_unit(self, unit: str, name: str) -> str:
        book = self.phrases.book
        if name.endswith(tuple(book.words["rates"])):
            return UNIT if unit in book.counters else ""
        if unit == SHARE and not name.endswith(book.heads):
            return UNIT
        sizes = self.phrases.book.sizes
        size = next((units for end, units in sizes.items() if name.endswith(end)), None)
        return UNIT if size is not None and unit not in size else ""

    def _of_stretch(self, spot: Spot, owner: Mention) -> str:
        """某大桥（甲段）全长, 某路的1、2标段."""
        if (
            owner.kind not in WORKS
            or not spot.tokens[0].start <= owner.span.start < spot.tokens[spot.at].start
        ):
            return ""
        text = self.phrases.tokens.text[owner.span.end : spot.tokens[spot.at].start]
        return STRETCH if self.phrases.book.partly.match(text) else ""

    def _of_attribute(self, spot: Spot, owner: Mention, name: str) -> str:
        """全长6.7公里的海底隧道: what a number stands before with 的 has it."""
        start = spot.at + 1
        if spot.letter(start) == "S" and owner.kind in WORKS:
            while spot.letter(start) and spot.code[start] in "SMNAvQ":
                start += 1
        if spot.letter(start) != "H" or not spot.at or spot.letter(spot.at - 1) in tuple("BZVGP"):
            return ""
        end = start + 1
        while spot.letter(end) and spot.code[end] in NOMINAL:
            end += 1
        noun = spot.text(start + 1, end)
        apart = owner.span.end <= spot.tokens[spot.at].start and owner.text not in noun
        return BEHIND if noun and apart and not meets(noun, name) else ""

    def _of_list(self, spot: Spot, owner: Mention) -> str:
        """某水电站等4座电站: a member of a list has not its number."""
        if owner.kind not in (*WORKS, *FIRM) or spot.letter(spot.at - 1) != "E":
            return ""
        return (
            MEMBER
            if spot.tokens[spot.clause_start()].start <= owner.span.start < spot.tokens[spot.at].start
            else ""
        )

    def _of_some(self, spot: Spot, figure: Mention, value: Quantity, name: str) -> str:
        """150个行政村连续五年…: what some of them do, where the name does not say it."""
        book = self.phrases.book
        sides = self.phrases.sides(figure) if value.unit in book.counters else None
        if sides is None or sides[0].verb or name != sides[1].noun + book.count_suffix:
            return ""
        end = spot.at + 1
        while spot.letter(end) and spot.code[end] in (*NOMINAL, "H", "F"):
            end += 1
        does = (
            spot.letter(end) in tuple("DVXU")
            and "M" not in spot.code[end : spot.clause_end()]
            and not any(t.text in book.words["every"] for t in spot.tokens[end : spot.clause_end()])
        )
        return SOME if does else ""

    def _of_nation(self, spot: Spot, owner: Mention) -> str:
        """我国现有森林面积2亿公顷，森林覆盖率21%: the country is named last."""
        words = self.phrases.book.words["nation"]
        last = max((i for i, t in enumerate(spot.tokens[: spot.at]) if t.text in words), default=None)
        if last is None or spot.letter(last + 1) not in tuple("NvAGXDV"):
            return ""
        begins = last == 0 or spot.letter(last - 1) in tuple("BZT")
        return (
            NATION
            if begins and not spot.tokens[last].start < owner.span.start < spot.tokens[spot.at].start
            else ""
        )


def _is_parallel(name: str, series: tuple[str, ...]) -> bool:
    """大唐煤炭产量, behind 煤炭产量."""
    return any(len(told) > 2 and name != told and name.endswith(told) for told in series)
