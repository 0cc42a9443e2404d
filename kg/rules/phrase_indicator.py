"""What a figure measures, read off the tokens of its clause: the noun phrase that the number completes, with its verb.

接待 + 164953人 is 接待人数, 查处违停 + 4556起 is 查处违停数量, 34家 + 单位 + 开放停车位 is 开放停车位的单位数量, 23座 + 共16.8公里 are of what
the figure before counted. The words of `indicators.toml` name what is none of this; they are asked first.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.language.classes import WordClasses
from kg.language.tokens import Token, TokenReader
from kg.model import Mention
from kg.rules.indicators import Indicators
from kg.rules.topics import SUBJECTS

NOUNS = "NvAF[]bC"  # letters of a noun phrase, read from its end
RIGHT = "NvAGQ[]bCH"  # and from its beginning
SKIPPED = "DUYXT"  # between the noun and the number: 已达, 共, 为
VERBS = "VG"
MARKS = "BZS"
LONGEST, SHORTEST = 20, 2  # characters of an indicator
PREDICATE = 14  # characters of what counted things do
OF = "的"


@dataclass(frozen=True, slots=True)
class _Side:
    """What stands on one side of a number."""

    verb: str = ""
    noun: str = ""
    rest: str = ""  # what the noun does, behind it
    near: bool = False  # nothing but a mark or a number stands there
    listed: bool = False  # that mark is 、


@dataclass(slots=True)
class PhraseReader:
    """Names figures of one article by their tokens."""

    tokens: TokenReader
    classes: WordClasses
    book: Indicators
    _codes: dict[int, str] = field(default_factory=dict)

    def name(self, figure: Mention, unit: str, previous: str, key: str = "") -> str:
        """The indicator, empty where no phrase says it; `previous` is the figure before, `key` the noun before a colon."""
        tokens = self.tokens.tokens_at(figure.span.start)
        at = next((i for i, t in enumerate(tokens) if t.start == figure.span.start), None)
        if at is None:
            return ""
        first = tokens[0].start
        if first not in self._codes:
            self._codes[first] = self.classes.code(tokens)
        code = self._codes[first]
        left, right = self._left(tokens, code, at), self._right(tokens, code, at)
        found = self._counted(left, right, unit, previous) if self._counts(unit) else ""
        found = found or self._measured(left, right, unit, previous)
        if not found and left.verb and key:
            found = key + left.verb
        return found if SHORTEST < len(found) <= LONGEST + 4 and found not in self.book.words["vague"] else ""

    def _counts(self, unit: str) -> bool:
        return unit in self.book.counters or unit in self.book.persons

    def _counted(self, left: _Side, right: _Side, unit: str, previous: str) -> str:
        """改造8处回头弯路段, 查处违停4556起, 35段已基本消除, 接待164953人."""
        suffix = self.book.persons.get(unit, self.book.count_suffix)
        if right.noun and not (left.noun and left.near):
            verb = "" if left.noun else left.verb
            said = f"{right.rest}{OF}{right.noun}" if right.rest and not verb else verb + right.noun
            return self._with(said, suffix)
        if left.noun:
            return self._with(left.verb + left.noun, suffix)
        if right.rest and previous.endswith(self.book.count_suffix):
            return right.rest + previous
        if left.verb:
            return left.verb + suffix if unit in self.book.persons else ""
        return ""

    def _measured(self, left: _Side, right: _Side, unit: str, previous: str) -> str:
        """直接经济损失29.06亿元, 23座共16.8公里, 20.3亿元以旧换新补贴, 70%的村为景区村庄."""
        suffix = self.book.suffixes.get(unit)
        if suffix is None:
            return ""
        if left.noun:
            return self._with(left.verb + left.noun, suffix)
        if right.noun and unit in self.book.change_units:
            return f"{right.rest}{OF}{right.noun}{self.book.share}" if right.rest else ""
        if right.noun and (left.verb or unit != "CNY" or right.noun.endswith(self.book.heads)):
            return self._with(left.verb + right.noun, suffix)
        bare = previous.removesuffix(self.book.count_suffix)
        if left.near and bare != previous and suffix and not left.verb:
            return bare + suffix
        return ""

    def _with(self, name: str, suffix: str) -> str:
        return name if name.endswith((*self.book.heads, suffix)) else name + suffix

    # -- what stands before the number -------------------------------------------------------------------

    def _left(self, tokens: tuple[Token, ...], code: str, at: int) -> _Side:
        end = at
        link = self.book.words["link"]
        while end and (code[end - 1] in SKIPPED or tokens[end - 1].text in link):
            end -= 1
        if not end or code[end - 1] in MARKS + "M":
            return _Side(near=True, listed=bool(end) and code[end - 1] == "S")
        start = self._noun_start(tokens, code, end)
        noun = "".join(t.text for t in tokens[start:end])
        verb = ""
        if start and code[start - 1] in VERBS and self._is_deed(tokens[start - 1].text):
            verb = tokens[start - 1].text
        if start and code[start - 1] == "H" and start > 1 and code[start - 2] in VERBS:
            verb = self._relative(tokens, code, start)
        return _Side(verb, noun if len(noun) >= SHORTEST else "", near=True)

    def _noun_start(self, tokens: tuple[Token, ...], code: str, end: int) -> int:
        """Where the noun phrase begins that ends at a token; it ends at a name, which is its owner."""
        start = end
        while start and not (tokens[start - 1].kind in SUBJECTS):
            letter = code[start - 1]
            nominal = letter == "G" and start < end and code[start] in "NvG"
            of = letter == "H" and start < end and start > 1 and code[start - 2] in "Nv]"
            if letter not in NOUNS and not nominal and not of:
                break
            start -= 1
        while start < end and code[start] in "HFC":
            start += 1
        if all(letter in "AFbC" for letter in code[start:end]):
            return end
        return start

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

    def _right(self, tokens: tuple[Token, ...], code: str, at: int) -> _Side:
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
        stop = end
        while stop < len(code) and code[stop] not in MARKS + "M":
            stop += 1
        begin = end
        while begin < stop and code[begin] in "DUX":
            begin += 1
        rest = "".join(t.text for t in tokens[begin:stop])
        does = any(letter in "VGY" for letter in code[begin:stop])
        said = does and len(rest) <= PREDICATE and (stop == len(code) or code[stop] != "M")
        return _Side(noun=noun if len(noun) >= SHORTEST else "", rest=rest if said else "")
