"""What stands on both sides of a number: the noun phrase before it with its verb, and the noun behind it with what it does."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.language.classes import WordClasses
from kg.language.tokens import Token, TokenReader
from kg.model import Mention, light
from kg.rules.indicators import Indicators
from kg.rules.topics import SUBJECTS, WORKS

NOUNS = "NvAF[]bC"  # letters of a noun phrase, read from its end
RIGHT = "NvAGQ[]bCH"  # and from its beginning
SKIPPED = "DUYXT"  # between the noun and the number: 已达, 共, 为
PASSED = "DUX"  # between a verb and the noun before it
VERBS = "VG"
MARKS = "BZS"
LONGEST, SHORTEST = 20, 2  # characters of an indicator
PREDICATE = 14  # characters of what counted things do
OF, EACH = "的", "每"
COUNT = "Quantity"  # a kind of tokens
MONEY, CLASS, AGE = "CNY", "类", "岁"  # units


def patient_end(code: str, at: int) -> int:
    """Where the noun ends that stands before a verb, adverbs passed over: 公交线路 of 公交线路已恢复运营289条; 0: none."""
    while at and code[at - 1] in PASSED:
        at -= 1
    return at if at and code[at - 1] in "Nv" else 0


@light
@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side of a number."""

    verb: str = ""
    noun: str = ""
    rest: str = ""  # what the noun does, behind it
    thing: str = ""  # the noun without the verbal noun that it ends in: 工业企业 of 工业企业技术改造
    near: bool = False  # nothing but a mark or a number stands there
    listed: bool = False  # that mark is 、
    vague: bool = False  # a noun stands there that names no thing: 项任务


@dataclass(slots=True)
class PhraseSides:
    """Reads the sides of the figures of one article."""

    tokens: TokenReader
    classes: WordClasses
    book: Indicators
    _codes: dict[int, str] = field(default_factory=dict)
    _anaphors: frozenset[int] | None = (
        None  # where 隧道 stands for a work named before, or is what is counted
    )

    def noun_up_to(self, tokens: tuple[Token, ...], code: str, end: int) -> str:
        start = self.noun_start(tokens, code, end) if end else end
        return self._thing("".join(t.text for t in tokens[start:end]))

    def code(self, tokens: tuple[Token, ...]) -> str:
        first = tokens[0].start
        if first not in self._codes:
            self._codes[first] = self.classes.code(tokens)
        return self._codes[first]

    def sides(self, figure: Mention) -> tuple[Side, Side] | None:
        """What stands before and behind a number."""
        tokens = self.tokens.tokens_at(figure.span.start)
        at = next((i for i, t in enumerate(tokens) if t.start == figure.span.start), None)
        if at is None:
            return None
        code = self.code(tokens)
        return self.left(tokens, code, at), self.right(tokens, code, at)

    # -- what stands before the number -------------------------------------------------------------------

    def left(self, tokens: tuple[Token, ...], code: str, at: int) -> Side:
        end = at
        link = self.book.words["link"]
        while end:
            of = code[end - 1] == "H" and code[max(0, end - 2)] != "T"  # not 2018年的6.4万辆
            if code[end - 1] not in SKIPPED and (of or tokens[end - 1].text not in link):
                break
            end -= 1
        if not end or code[end - 1] in MARKS + "MCH":
            return Side(near=True, listed=bool(end) and code[end - 1] == "S")
        if end < at and tokens[end].text in self.book.words["to"] and code[end - 1] in VERBS:
            end -= 1  # 施工人员增派至1000人
        start = self.noun_start(tokens, code, end)
        noun = "".join(t.text for t in tokens[start:end] if t.text not in self.book.words["void"])
        verb = ""
        if start and code[start - 1] in VERBS and self._is_deed(tokens[start - 1].text):
            verb = tokens[start - 1].text
            each = start > 1 and code[start - 2] == "R" and tokens[start - 2].text[0] == EACH
            verb = tokens[start - 2].text + verb if each else verb
        if start and code[start - 1] == "H" and start > 1 and code[start - 2] in VERBS:
            verb = self._relative(tokens, code, start)
        return Side(verb, self._thing(noun), near=True)

    def noun_start(self, tokens: tuple[Token, ...], code: str, end: int) -> int:
        """Where the noun phrase begins that ends at a token; it ends at a name, which is its owner."""
        start = end
        while start and not self._is_owner(tokens[start - 1]):
            letter = code[start - 1]
            behind = start > 1 and code[start - 2] in "NvA"
            nominal = letter == "G" and (code[start] in "NvG" if start < end else behind)
            before = (
                start > 1 and len(tokens[start - 2].text) == 1 and not self._relates(tokens[start - 1].text)
            )
            beside = len(tokens[start].text) == 1 if start < end else before
            piece = (
                letter in VERBS and len(tokens[start - 1].text) == 1 and beside
            )  # 违停, which no dictionary has
            of = letter == "H" and start < end and start > 1 and code[start - 2] in "Nv]"
            if letter not in NOUNS and not nominal and not of and not piece:
                break
            start -= 1
        if start and code[start - 1] == "M" and "C" in code[start:end]:
            start = code.rindex("C", start, end)  # 时速350公里高铁和时速250公里
        while start < end and code[start] in "HFC":
            start += 1
        if code[end - 1] == "F" or all(letter in "AFbC" for letter in code[start:end]):
            return end  # 改造后
        return start

    def _relates(self, text: str) -> bool:
        """Whether a verb of one character is a preposition or an aspect too, and ends no noun: 用, 将."""
        return text in self.classes.words["preposition"] or text in self.classes.words["aspect"]

    def _is_owner(self, token: Token) -> bool:
        if self._anaphors is None:
            self._anaphors = frozenset(
                m.span.start
                for m in self.tokens.known
                if m.deictic and m.kind in WORKS and m.text not in self.book.words["sets"]
            )
        return token.kind in SUBJECTS and token.start not in self._anaphors

    def _is_deed(self, text: str) -> bool:
        words = self.book.words
        known = text in words["link"] or text in words["reached"] or text in words["filler"]
        return len(text) > 1 and not known and text not in words["up"] | words["down"]

    def _relative(self, tokens: tuple[Token, ...], code: str, end: int) -> str:
        """拆除非法设立的 before 地锁: all of the clause that the noun is of."""
        start = end
        while start and code[start - 1] not in MARKS + "MTPL" and tokens[start - 1].kind not in SUBJECTS:
            start -= 1
        text = "".join(t.text for t in tokens[start:end])
        return text if len(text) <= PREDICATE else ""

    # -- what stands behind it ---------------------------------------------------------------------------

    def right(self, tokens: tuple[Token, ...], code: str, at: int) -> Side:
        start = at + 1
        if start < len(code) and code[start] == "H":
            start += 1
        end = start
        while end < len(code) and (code[end] in RIGHT) and not tokens[end].kind:
            if code[end] == "G" and (end + 1 >= len(code) or code[end + 1] not in "NvGH"):
                break
            end += 1
        while end > start and code[end - 1] in "AHCQ":
            end -= 1
        noun = "".join(t.text for t in tokens[start:end])
        last = end
        while last > start and code[last - 1] in "vG":
            last -= 1
        ends = end == len(code) or not tokens[end].kind
        bare = (
            "".join(t.text for t in tokens[start:last])
            if ends and last < end and code[last - 1] == "N"
            else ""
        )
        if end < len(code) and code[end] == "M":
            noun = ""  # 23座隧道9座
        stop = end
        while stop < len(code) and code[stop] not in MARKS + "M":
            stop += 1
        begin = end
        while begin < stop and code[begin] in "DUX":
            begin += 1
        rest = "".join(t.text for t in tokens[begin:stop])
        does = any(letter in "VGY" for letter in code[begin:stop])
        said = does and len(rest) <= PREDICATE and (stop == len(code) or code[stop] != "M")
        named = any(t.kind in SUBJECTS for t in tokens[begin:stop])
        thing = self._thing(noun)
        thing_of = bare if len(bare) >= SHORTEST and thing else ""
        return Side(
            noun=thing,
            rest=rest if said and not named else "",
            thing=thing_of,
            vague=bool(noun) and not thing,
        )

    def _thing(self, noun: str) -> str:
        """A noun that names things: none is 措施 of 五项措施, nor 左右."""
        words = self.book.words
        first = noun.partition(OF)[0]  # 措施 of 九条措施的通知
        vague = first in words["empty"] or any(n.endswith(tuple(words["abstract"])) for n in (first, noun))
        return "" if vague or len(noun) < SHORTEST or noun in self.book.changing else noun
