"""A figure's name made whole: it begins and ends where a noun phrase of the text does, and holds nothing that no noun phrase holds.

改造户数 of 完成危房改造4297户 is 危房改造户数, 登记市场主体数量 of 新登记市场主体69万户 is 新登记市场主体数量, 每年可提供清洁电量 is 每年提供清洁电量. A name
that no phrase of the text is, 多达孵化或产业化的项目, is in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.language.tokens import Token
from kg.model import Mention, Quantity
from kg.rules.name_runs import SHORTEST, Run, runs_of
from kg.rules.phrase_indicator import PhraseReader
from kg.rules.phrase_sides import OF
from kg.rules.spots import NOMINAL, Spot, spot_of

NO_PHRASE = "the name is no noun phrase"
NO_NOUN = "the name tells no thing"
TORN = "the name begins within a phrase"
NEVER = "PULYJEB"  # letters of words that no noun phrase holds, but before 的
ROLES = ("target", "means", "goal", "place", "path")  # of prepositions that stand in names
BETWEEN = "MBSZ()"  # between a phrase and a number that it is not told of
DEED = 8  # characters of what counted things do
LONGEST = 26  # characters of a name
FROM = "距"  # 距震中40公里 is a distance


@dataclass(frozen=True, slots=True)
class WholeNames:
    """Makes the names of one article's figures whole."""

    phrases: PhraseReader

    def whole(self, figure: Mention, name: str, *, changes: bool = False) -> tuple[str, str]:
        """The name made whole, and why it is in doubt; an empty text if it is not."""
        spot = spot_of(self.phrases, figure)
        book = self.phrases.book
        if spot is None or book.shares.search(name) or any(form.name == name for form in book.forms):
            return name, ""
        if changes:
            return self._of_change(spot, name)
        bare = self._bare(name)
        if inside_number(spot, name):
            return name, TORN
        for text, cuts in ((name, False), (bare, False), (bare, True)):
            if runs := runs_of(text, spot, cuts=cuts):
                if size := self._listed(spot, runs[0]):
                    return self.whole(figure, name[size:])
                if self._is_torn(spot, runs[0]):
                    return name, TORN
                made, why = self._made(spot, runs, name, text)
                people = isinstance(figure.value, Quantity) and figure.value.unit in book.persons
                return made, "" if people and why == NO_NOUN else why
        return name, ""

    def _of_change(self, spot: Spot, name: str) -> tuple[str, str]:
        """毛利率变化 of 毛利率也有望提高3个百分点: the name of a change is only freed of what stands before its verb."""
        end = next(
            (
                e
                for e in sorted(self.phrases.book.changes.values(), key=len, reverse=True)
                if name.endswith(e)
            ),
            "",
        )
        bare = name.removesuffix(end)
        runs = runs_of(bare, spot, cuts=False) if bare else ()
        kept = [
            (t, c)
            for r in runs
            for t, c in zip(spot.tokens[r.start : r.end], spot.code[r.start : r.end], strict=True)
        ]
        while kept and kept[-1][1] in "DX" and not kept[-1][0].text.endswith(self.phrases.book.heads):
            kept.pop()
        return ("".join(t.text for t, _ in kept) + end, "") if kept else (name, "")

    def with_deed(self, figure: Mention, unit: str, name: str) -> str:
        """达标的社区数量 of 564个社区达标, where the name says only what is counted."""
        book = self.phrases.book
        sides = self.phrases.sides(figure) if unit in book.counters else None
        if sides is None or name != sides[1].noun + book.count_suffix:
            return name
        if sides[0].noun and 1 < len(sides[0].noun) <= SHORTEST + 2 and self._is_verbal(figure):
            return sides[0].noun + name
        if sides[0].verb:
            return name
        rest = sides[1].rest
        says = 1 < len(rest) <= DEED and not rest.startswith(tuple(book.words["no_deed"]))
        return f"{rest}{OF}{name}" if says else name

    def _is_verbal(self, figure: Mention) -> bool:
        """巡察 of 巡察703个单位, a verb that is read as a noun."""
        spot = spot_of(self.phrases, figure)
        return spot is not None and spot.letter(spot.at - 1) in ("v", "G")

    def _made(self, spot: Spot, runs: Sequence[Run], name: str, bare: str) -> tuple[str, str]:
        pieces: list[str] = []
        letters = ""
        held = Run(0, 0)
        for number, run in enumerate(runs):
            if held.start <= run.start and run.end <= held.end:
                continue  # 灌溉面积 of 新增有效灌溉面积
            if self._is_relative(spot, runs, number):
                pieces.append(spot.text(run.start, run.end))
                continue
            wide = held = self._widened(spot, run, first=number == 0)
            piece, why = self._piece(spot, wide)
            if why:
                return name, why
            pieces.append(piece)
            letters += spot.code[wide.start : wide.end]
        if letters and not letters.strip("MHFD"):
            return name, NO_NOUN
        if len(bare) == len(name) and not self._tells(name, letters, spot, runs):
            return name, NO_NOUN
        suffix = name[len(bare) :]
        if pieces[0].startswith(FROM) and suffix:
            suffix = self.phrases.book.distance
        made = self._turned(spot, pieces[0]) + "".join(pieces) + suffix
        return (made if len(made) <= LONGEST else name), ""

    def _turned(self, spot: Spot, name: str) -> str:
        """减少 of 减少水泥破损量2万吨、粉尘排放量5千吨, which the second item goes on with."""
        start = spot.clause_start()
        listed = "MS" in spot.code[start : spot.at]
        verbs = [t.text for t in spot.tokens[start : spot.at] if t.text in self.phrases.book.words["turns"]]
        return verbs[-1] if listed and verbs and verbs[-1] not in name else ""

    def _tells(self, name: str, letters: str, spot: Spot, runs: Sequence[Run]) -> bool:
        """Whether a name holds a noun, or ends as figures do."""
        book = self.phrases.book
        if name.endswith((*book.heads, *book.words["sums"], *book.words["money"])):
            return True
        nouns = [
            t
            for r in runs
            for t, c in zip(spot.tokens[r.start : r.end], spot.code[r.start : r.end], strict=True)
            if c in "NvF]b"
        ]
        return not letters or sum(len(t.text) for t in nouns) >= SHORTEST

    def _is_relative(self, spot: Spot, runs: Sequence[Run], number: int) -> bool:
        """供农户选择 of 供农户选择的图集."""
        run = runs[number]
        behind = spot.text(runs[number + 1].start, runs[number + 1].end) if number + 1 < len(runs) else ""
        return spot.text(run.start, run.end).endswith(OF) or behind.startswith(OF)

    def _bare(self, name: str) -> str:
        """Without what was added for the unit: 数量, 长度, 人数."""
        book = self.phrases.book
        ends = {book.count_suffix, *book.suffixes.values(), *book.persons.values(), book.share, book.rate}
        fitting = (s for s in ends if s and name.endswith(s) and len(name) > len(s) + 1)
        return name.removesuffix(max(fitting, key=len, default=""))

    def _listed(self, spot: Spot, run: Run) -> int:
        """Characters of 茶等 of 蜜、茶等三大产业, the last of a list that began further left; the count names them all."""
        at = spot.code.find("E", run.start, run.end)
        cut = spot.letter(run.start - 1) == "S" and spot.letter(at + 1) == "M" and at + 1 < run.end
        return len(spot.text(run.start, at + 1)) if at > 0 and cut else 0

    def _is_torn(self, spot: Spot, run: Run) -> bool:
        """收水价款 of 多收水价款; 茶等产业 of 蜜、茶等产业."""
        before = spot.letter(run.start - 1)
        listed = before == "S" and "E" in spot.code[run.start : run.end]
        single = len(spot.tokens[run.start].text) == 1 and spot.code[run.start] == "v"
        counted = before == "M" and not spot.tokens[run.start - 1].kind
        return listed or (single and counted and run.end <= spot.at)

    # -- widened to the phrase ---------------------------------------------------------------------------

    def _widened(self, spot: Spot, run: Run, *, first: bool) -> Run:
        """With the tokens beside it that are of the same noun phrase."""
        start, end = run.start, run.end
        if end <= spot.at and not any(letter in BETWEEN for letter in spot.code[end : spot.at]):
            while first and start and spot.code[start] in "NvAGF" and self._opens_left(spot, start):
                start -= 1
            while end < spot.at and self._joins(spot, end):
                end += 1
        elif start == spot.at + 1 or spot.code[spot.at + 1 : start] == "H":
            end = self._noun_end(spot, end)
        return Run(start, end)

    def _noun_end(self, spot: Spot, end: int) -> int:
        """Where the noun ends that is counted, if it is not the name of another figure: 9个断面优良水体比例."""
        last = found = end
        while spot.letter(last) and spot.code[last] in NOMINAL and not spot.tokens[last].kind:
            last += 1
            found = last if spot.code[last - 1] == "N" else found
        return end if spot.text(end, found).endswith(self.phrases.book.heads) else found

    def _opens_left(self, spot: Spot, start: int) -> bool:
        """Also 工程 of 工程类采购额, which a single character goes with."""
        before = spot.tokens[start - 1]
        bound = len(spot.tokens[start].text) == 1 and spot.code[start] == spot.code[start - 1] == "N"
        return self._joins(spot, start - 1) or (bound and not before.kind and len(before.text) > 1)

    def _joins(self, spot: Spot, at: int) -> bool:
        if spot.tokens[at].text in self.phrases.book.words["prefix"]:
            return True  # 新批外商投资企业
        return spot.code[at] in NOMINAL and not self._stops(spot.tokens[at])

    def _stops(self, token: Token) -> bool:
        """What is no part of the phrase beside it: a name, 目前, 公司, 计划."""
        book, classes = self.phrases.book, self.phrases.classes.words
        kinds = ("open", "void", "filler", "link", "reached", "adverb", "bodies", "time_end")
        known = any(token.text in book.words[kind] for kind in kinds)
        return bool(token.kind) or known or token.text in classes["modality"] or token.text in book.changing

    # -- what a noun phrase holds ------------------------------------------------------------------------

    def _piece(self, spot: Spot, run: Run) -> tuple[str, str]:
        start, end = run.start, run.end
        while start < end and self._is_peeled(spot, start):
            start += 1
        kept: list[str] = []
        for i in range(start, end):
            if i > start and self._is_idle(spot, i):
                continue
            if self._breaks(spot, i, start, end):
                return "", NO_PHRASE
            kept.append(spot.tokens[i].text)
        return ("".join(kept), "") if kept else ("", NO_PHRASE)

    def _is_idle(self, spot: Spot, at: int) -> bool:
        """可 of 每年可提供, 就 of 西区就腾出."""
        text = spot.tokens[at].text
        adverb = spot.code[at] == "D" and len(text) == 1 and text in self.phrases.book.words["adverb"]
        return adverb or (spot.code[at] == "X" and spot.code[at - 1] == "T")

    def _is_peeled(self, spot: Spot, at: int) -> bool:
        text, words = spot.tokens[at].text, self.phrases.book.words
        if self.phrases.classes.says("reporting", text):
            return True  # 宣布裁员
        verbal = spot.letter(at + 1) in tuple("VGvXD")  # 可再生能源 is one
        if spot.letter(at + 1) == "F" and self.phrases.classes.says("preposition", text) == "means":
            return True  # 用上
        if spot.code[at] == "R" and text[0] in words["points"] | words["it"]:
            return True  # 这条渠长, 它全长
        return (
            (spot.code[at] in "XC" and verbal)
            or text in words["causes"]
            or (verbal and text in words["adverb"])
        )

    def _breaks(self, spot: Spot, at: int, start: int, end: int) -> bool:
        token, letter = spot.tokens[at], spot.code[at]
        words = self.phrases.book.words
        if token.text in words["pairs"] | words["over_bound"] - words["to"] or self.phrases.classes.says(
            "reporting", token.text
        ):
            return True
        if letter == "M":
            return bool(token.kind) and not self._bounds(spot, at)
        if letter == "R":
            return token.text[0] not in words["each"]
        if letter in "CL" and (letter == "C" or text_joins(spot, at)):
            return at in (start, end - 1)
        if letter == "Y" and at > start and spot.code[at - 1] in "VG":
            return False  # 更换为纯电动
        if letter == "P":
            held = spot.letter(at + 1) in tuple(NOMINAL) and at < end - 1
            return not (
                self._is_bound(token.text, held=held)
                or spot.text(start, end).endswith(self.phrases.book.heads)
            )
        if letter == "U" and len(token.text) == 1 and at > start:
            return False  # 所 of 邮政局所
        if token.text in words["compare"] and at == end - 1:
            return True  # 增长率同比
        return letter in NEVER and not (letter == "E" and at > start)

    def _is_bound(self, text: str, *, held: bool) -> bool:
        """A preposition that a name holds with what follows it: 用 of 总用钢量, 对 of 企业对环境满意率; 通过 that is a verb."""
        role = self.phrases.classes.says("preposition", text)
        return not role or text in self.phrases.book.words["achieved"] or (held and role in ROLES)

    def _bounds(self, spot: Spot, at: int) -> bool:
        """10亿元以上 before the noun of what is counted."""
        words = self.phrases.book.words
        behind, before = spot.text(at + 1, at + 2), spot.text(max(0, at - 1), at)
        bound = spot.tokens[at].text.endswith(tuple(words["bound"])) or behind.startswith(
            tuple(words["bound_too"])
        )
        return bound or before in words["over_bound"] | words["bound_too"]


def text_joins(spot: Spot, at: int) -> bool:
    """Whether a conjunction stands between two verbs: 回收并利用."""
    return at > 0 and spot.letter(at - 1) in tuple("VGv") and spot.letter(at + 1) in tuple("VGvN")


def inside_number(spot: Spot, name: str) -> bool:
    """万土壤调查面积 of 1∶10万土壤调查: a name that begins with the last numeral of a number."""
    starts = (i for i in range(1, spot.at) if spot.code[i - 1 : i + 1] == "MM" and not spot.tokens[i].kind)
    return any(name.startswith(spot.text(i, i + 2)) for i in starts if i + 2 <= spot.at)
