"""Numbers that are no figures though a name and an owner stand beside them: rates that are set, demands, thresholds, votes, sums for a
purpose that the name does not say, areas that are only where something is, and counts whose noun has lost what makes it such.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.language.tokens import Token
from kg.model import Mention
from kg.rules.owners import FIRM, SHARE, is_money
from kg.rules.phrase_indicator import PhraseReader
from kg.rules.phrase_sides import COUNT
from kg.rules.spots import CLAUSE_ENDS, NOMINAL, Spot, meets, spot_of
from kg.rules.topics import AREAS, WORKS
from kg.text.signs import GRANTED

SET = "a rate that is set, and not measured"
DEMAND = "the clause demands it"
THRESHOLD = "a threshold of what is counted before it"
VOTE = "votes and shares of a firm are no figures"
PURPOSE = "the name does not say what the sum is for"
RULE = "a bound that something is granted within"
AMONG = "what some are taken from"
EACH_ONE = "one of a unit, of which other things are told"
NAMED = "the name is of another firm"
OPPOSITE = "the name has lost the verb that takes it away"
SHARED = "a share of a market or sum that is told elsewhere"
PARTLY = "the figure is of what stands before 的"
WHERE = "areas that are only where something is"
MODIFIED = "the noun has lost what it is told by"
BARE = "the name tells too little of an area"
PHRASE = 12  # of what a name may begin with, 的 included
ALREADY = "已"
TELLING = 6  # characters of a noun that tells enough
SHORT = 2  # characters of a noun that tells too little alone
ONE = "一"
AIMS = ("target", "purpose")  # of prepositions before what a sum is for
DEEDS = "VGv"


@dataclass(frozen=True, slots=True)
class Asides:
    """What the numbers of one article are told for."""

    phrases: PhraseReader

    def why(self, figure: Mention, unit: str, owner: Mention, name: str, *, changes: bool) -> str:
        words = self.phrases.book.words
        if name.endswith(tuple(words["set_rates"])):
            return SET
        if owner.kind in (*AREAS, *FIRM) and any(word in name for word in words["votes"]):
            return VOTE
        spot = spot_of(self.phrases, figure)
        if spot is None:
            return ""
        found = self._of_turn(spot, name) if not changes else ""
        found = (
            found or self._of_demand(spot) or self._of_threshold(spot, figure) or self._of_rule(spot, figure)
        )
        found = found or self._of_rest(spot) or self._of_one(figure, unit)
        found = found or (self._of_share(name) if owner.kind in FIRM else "")
        found = found or (self._of_part(spot, owner) if owner.kind in WORKS else "")
        if found or changes or owner.kind not in (*AREAS, *FIRM):
            return found
        return (
            (self._of_purpose(spot, name) if is_money(unit) else "")
            or self._of_modifier(spot, name)
            or (self._of_another(spot, owner, name) if owner.kind in FIRM else "")
            or (self._of_place(spot, name) or self._of_bare(spot, name) if owner.kind in AREAS else "")
        )

    def _of_turn(self, spot: Spot, name: str) -> str:
        """取消 of 取消全省4700辆旧车, 拆除 of 18家厂被拆除: without it the name says the opposite."""
        turns = self.phrases.book.words["turns"] | self.phrases.book.words["removes"]
        at = spot.at - 1
        while at >= spot.clause_start() and (
            spot.letter(at) in tuple("NvAUQ") or spot.tokens[at].kind in AREAS
        ):
            at -= 1
        before = (
            at >= spot.clause_start() and spot.tokens[at].text in turns and spot.tokens[at].text not in name
        )
        behind = any(
            t.text in turns and t.text not in name for t in spot.tokens[spot.at + 1 : spot.clause_end()]
        )
        passive = any(
            self.phrases.classes.says("passive", t.text) for t in spot.tokens[spot.at + 1 : spot.clause_end()]
        )
        return OPPOSITE if before or (behind and passive) else ""

    def _of_share(self, name: str) -> str:
        """占据份额比例: of which market, whose and when is seldom told beside it."""
        return SHARED if any(word in name for word in self.phrases.book.words["market"]) else ""

    def _of_part(self, spot: Spot, owner: Mention) -> str:
        """甲市到乙市的运行时间, 比世界上的大桥的寿命: a noun behind the 的 of another name is that one's."""
        start = spot.clause_start()
        inside = (i for i in range(start, spot.at) if spot.tokens[i].start == owner.span.start)
        start = next(inside, start - 1) + 1
        of = max((i for i in range(start, spot.at) if spot.letter(i) == "H"), default=-1)
        if of <= start or spot.letter(of + 1) not in tuple(NOMINAL):
            return ""
        before = spot.tokens[start:of]
        named = any(t.kind in (*AREAS, *FIRM) for t in before)
        than = any(self.phrases.classes.says("preposition", t.text) == "than" for t in before)
        return PARTLY if named or than else ""

    def _of_demand(self, spot: Spot) -> str:
        """要求各单位停驶30%的车辆: a demand, where no time tells that it is an aim."""
        start = spot.clause_start()
        at = next(
            (i for i in range(start, spot.at) if spot.tokens[i].text in self.phrases.book.words["demands"]),
            None,
        )
        timed = any(spot.letter(i) == "T" or spot.tokens[i].kind == "Date" for i in range(start, spot.at))
        return DEMAND if at is not None and not timed else ""

    def _of_threshold(self, spot: Spot, figure: Mention) -> str:
        """200毫米 of 9个站雨量超过200毫米: what is told of 9 is that they are above it."""
        above = self.phrases.book.words["over_line"]
        over = figure.text.startswith(tuple(above)) or (spot.at and spot.tokens[spot.at - 1].text in above)
        counts = (i for i in range(spot.clause_start(), spot.at - 1) if self._counts(spot.tokens[i]))
        return THRESHOLD if over and any(self._reaches(spot, i) for i in counts) else ""

    def _counts(self, token: Token) -> bool:
        return token.kind == COUNT and token.text.endswith(tuple(self.phrases.book.counters))

    def _reaches(self, spot: Spot, at: int) -> bool:
        """Whether nothing but nouns stands between a count and a threshold."""
        above = self.phrases.book.words["over_line"]
        between = range(at + 1, spot.at)
        nouns = all(spot.code[i] in NOMINAL + "FQ" or spot.tokens[i].text in above for i in between)
        return nouns and spot.letter(at + 1) in tuple(NOMINAL)

    def _of_rule(self, spot: Spot, figure: Mention) -> str:
        """裁员率不超过20%，就可以返还…: a bound that something is granted within."""
        text = self.phrases.tokens.text
        denied = spot.at > 0 and spot.tokens[spot.at - 1].text in self.phrases.book.words["denies"]
        end = spot.tokens[-1].end
        if not denied:
            return ""
        start = spot.clause_start()
        aims = any(
            spot.letter(i) in tuple("TX") or spot.tokens[i].kind == "Date" for i in range(start, spot.at)
        )
        share = getattr(figure.value, "unit", "") == SHARE
        return RULE if GRANTED.match(text, spot.tokens[spot.at].end, end) or (share and not aims) else ""

    def _of_rest(self, spot: Spot) -> str:
        """1000个储水罐中，85个…: what some are taken from."""
        end = spot.at + 1
        while spot.letter(end) in tuple(NOMINAL + "F"):
            end += 1
        inside = end > spot.at + 1 and spot.tokens[end - 1].text.endswith(
            tuple(self.phrases.book.words["among"])
        )
        return AMONG if inside and spot.letter(end) in tuple(CLAUSE_ENDS) else ""

    def _of_one(self, figure: Mention, unit: str) -> str:
        """发一度电用煤276克: one of a unit is what others are told of."""
        one = figure.text.startswith(ONE) and getattr(figure.value, "value", None) == 1
        return EACH_ONE if one and not self.phrases.counts(unit) else ""

    def _of_purpose(self, spot: Spot, name: str) -> str:
        """计划投入资金3200万元，对国道进行大修; 投入641万元采购设备."""
        words = self.phrases.book.words
        if not name.endswith(tuple(words["spent"])):
            return ""
        at = spot.at + 1
        apart = spot.letter(at) in tuple(CLAUSE_ENDS) and spot.tokens[at].text in "，,"
        at += apart
        role = self.phrases.classes.says("preposition", spot.text(at, at + 1))
        goes = role in AIMS or spot.text(at, at + 1) in words["for"]
        goes = goes or (not apart and spot.letter(at) in tuple(DEEDS))
        end = at
        while end < len(spot.code) and spot.code[end] not in CLAUSE_ENDS:
            end += 1
        said = name
        for word in words["spent"]:
            said = said.replace(word, "")
        return PURPOSE if goes and not meets(spot.text(at + 1, end), said) else ""

    def _of_another(self, spot: Spot, owner: Mention, name: str) -> str:
        """青岭集团占比 in a list that tells of one firm and then of the next."""
        start = spot.clause_start()
        runs = (spot.text(start, i + 1) for i in range(start, spot.at) if spot.letter(i) in tuple(NOMINAL))
        firms = (r for r in runs if r.endswith(tuple(self.phrases.book.words["firms"])) and len(r) > SHORT)
        return NAMED if any(f in name and not meets(f, owner.text[:-SHORT]) for f in firms) else ""

    def modifier(self, figure: Mention, owner: Mention, name: str) -> str:
        """注册新业务的 of 全市注册新业务的企业达到339家, for the name 企业数量 to begin with; empty where it is no short phrase of a verb."""
        spot = spot_of(self.phrases, figure) if owner.kind in AREAS else None
        if spot is None:
            return ""
        at, end = self._noun_before(spot)
        start = begin = self._modifier_start(spot, at, "NvAVGDX")
        while start < at and spot.tokens[start].text in self.phrases.book.words["has"]:
            start += 1
        said = spot.text(start, at)
        verb = any(letter in "VG" for letter in spot.code[start:at]) or spot.letter(start) == "v"
        opens = begin == spot.clause_start() or spot.tokens[begin - 1].kind in AREAS
        fits = verb and opens and SHORT < len(said) <= PHRASE and name.startswith(spot.text(at, end))
        whole = at < end and spot.letter(at - 1) == "H" and said[:-1] not in name
        return said.removeprefix(ALREADY) if fits and whole else ""

    def _of_modifier(self, spot: Spot, name: str) -> str:
        """注册新业务的 of 全市注册新业务的企业达到339家, which the name 企业数量 has lost."""
        at, end = self._noun_before(spot)
        behind = at == end and at == spot.at  # 愿意退休的2100个员工
        if spot.letter(at - 1) != "H" or not (behind or meets(spot.text(at, end), name)):
            return ""
        if end - at and len(spot.text(at, end)) >= TELLING:
            return ""
        start = self._modifier_start(spot, at, "NvAVGMQFP")
        said = spot.text(start, at - 1)
        does = any(letter in "VGvMP" for letter in spot.code[start : at - 1])
        return MODIFIED if does and not meets(said, name) else ""

    def _noun_before(self, spot: Spot) -> tuple[int, int]:
        """The noun that stands before a number, links passed over."""
        end = spot.at
        while end and (spot.letter(end - 1) in tuple("DUXY") or spot.tokens[end - 1].text in self._links()):
            end -= 1
        at = end
        while at and spot.letter(at - 1) in tuple(NOMINAL):
            at -= 1
        return at, end

    def _modifier_start(self, spot: Spot, at: int, letters: str) -> int:
        """Where what stands before the 的 of a noun begins, behind an area that it is told of."""
        start = max(0, at - 1)
        while start and spot.code[start - 1] in letters and not self._is_area(spot, start - 1, letters):
            start -= 1
        return start

    def _is_area(self, spot: Spot, at: int, letters: str) -> bool:
        return "P" not in letters and spot.tokens[at].kind in AREAS

    def _links(self) -> frozenset[str]:
        words = self.phrases.book.words
        return words["link"] | words["to"]

    def _of_place(self, spot: Spot, name: str) -> str:
        """在38个区县均有分布: counted areas are a figure of the one that they lie in only where it is said to have them."""
        noun = name.removesuffix(self.phrases.book.count_suffix)
        if noun == name or not noun.endswith(self.phrases.book.area_words) or len(noun) > SHORT + 1:
            return ""
        before = spot.tokens[spot.at - 1] if spot.at else None
        if before is None:
            return ""
        role = self.phrases.classes.says("preposition", before.text)
        quoted = spot.letter(spot.at - 1) == "Y"
        return WHERE if role == "place" or quoted else ""

    def _of_bare(self, spot: Spot, name: str) -> str:
        """19家企业与某市签订协议: 企业数量 does not tell which; 综合产值 behind 茶叶产量38万吨 not of what."""
        book = self.phrases.book
        if book.generic.fullmatch(name) or (
            book.whole_sum.fullmatch(name) and not name.startswith(tuple(book.words["sets"]))
        ):
            return BARE
        noun = name.removesuffix(book.count_suffix)
        if noun == name:
            return ""
        alone = len(noun) <= SHORT and not noun.endswith(book.area_words)
        return BARE if alone and not self._is_had(spot) and not self._is_linked(spot, noun) else ""

    def _is_had(self, spot: Spot) -> bool:
        """Whether the sentence says that an area has what it counts: 辖15个村和1个社区."""
        return any(t.text in self.phrases.book.words["has"] for t in spot.tokens[: spot.at])

    def _is_linked(self, spot: Spot, noun: str) -> bool:
        """学校由875所整合至414所: what the clause opens with is told of all."""
        start = spot.clause_start()
        while spot.letter(start) in tuple("TL") or spot.tokens[start].kind in AREAS:
            start += 1
        return spot.text(start, start + 1) == noun and start + 1 < spot.at
