"""A count's name made full: the verb that governs a bare noun, and the noun that a bare verb carries over.

承办 + 5个 + 项目 is 承办项目数量; 保留1025项行政权力事项，精简446项 is 精简行政权力事项数量, the noun told before; 年产值亿元以上 + 企业 + 48家 is
年产值亿元以上企业数量. All is read off parts of speech; no word stands in a list.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.language.tokens import Token
from kg.model import Mention
from kg.rules.phrase_indicator import PhraseReader
from kg.rules.phrase_sides import COUNT, MARKS, OF, PREDICATE, SHORTEST, SKIPPED, VERBS, patient_end
from kg.rules.topics import SUBJECTS

PARTICLES = "DU"  # 了 and 已 within a run of verbs
STOPS = "BZ"  # between clauses
SHORT = 6  # characters of a noun that wants its verb: 项目, 重大合同
LONGEST = 24  # characters of a name


@dataclass(slots=True)
class Told:
    """The noun that the sentence counted last, by unit, and where the sentence begins."""

    sentence: int = -1
    noun: str = ""
    unit: str = ""

    def keep(self, sentence: int, noun: str, unit: str) -> None:
        self.sentence, self.noun, self.unit = sentence, noun, unit

    def carried(self, sentence: int, unit: str) -> str:
        """The noun of the count before, where that has the same unit."""
        return self.noun if sentence == self.sentence and unit == self.unit else ""


def only_verbs(code: str) -> bool:
    """Whether a name is no noun: 精简, 规范."""
    return bool(code) and all(letter in VERBS + PARTICLES for letter in code)


def object_end(code: str, at: int) -> int:
    """Where the object ends of the clause before the one that a token is in, without the verbal noun that it ends in; 0: none."""
    end = next((i for i in range(at - 1, -1, -1) if code[i] in STOPS), 0)
    while end > 0 and code[end - 1] in "vG":
        end -= 1
    return end if end and code[end - 1] == "N" else 0


def with_verb(indicator: str, verb: str, noun: str, suffix: str) -> str:
    """承办项目数量 of 项目数量, behind 承办."""
    bare = indicator.removesuffix(suffix)
    if not verb or bare != noun or len(noun) > SHORT or verb in noun:
        return indicator
    return verb + indicator


@dataclass(slots=True)
class FullNames:
    """Makes the names of one article's counts full."""

    phrases: PhraseReader
    _told: Told = field(default_factory=Told)

    def full(self, figure: Mention, unit: str, indicator: str) -> str:
        """A count's indicator with the verb that governs it, or with the noun that the verb carries over."""
        suffix = self.phrases.book.count_suffix
        if not self.phrases.counts(unit) or not indicator.endswith(suffix) or OF in indicator:
            return indicator
        tokens = self.phrases.tokens.tokens_at(figure.span.start)
        at = next((i for i, t in enumerate(tokens) if t.start == figure.span.start), None)
        if at is None:
            return indicator
        code = self.phrases.code(tokens)
        left, right = self.phrases.left(tokens, code, at), self.phrases.right(tokens, code, at)
        bare = indicator.removesuffix(suffix)
        start = self._verb_start(bare, tokens, code, at)
        if not left.noun and not right.noun and start is not None:
            noun = self.phrases.noun_up_to(tokens, code, patient_end(code, start))
            noun = noun or self._told.carried(tokens[0].start, unit)
            noun = noun or self.phrases.noun_up_to(tokens, code, object_end(code, at))
            return bare + noun + suffix if noun else ""
        noun = right.noun or left.noun
        if left.noun.startswith(bare) and only_verbs(self._letters(left.noun[len(bare) :], tokens, code, at)):
            indicator = left.noun + suffix  # 汽车销售20万辆
        described = self._described(tokens, code, at, left.noun)
        if described and noun and bare.endswith(noun[-2:]) and len(described + noun) <= LONGEST:
            return described + noun + suffix
        if described.endswith(OF) and not noun and (told := self._told.carried(tokens[0].start, unit)):
            return described + told + suffix
        if noun:
            self._told.keep(tokens[0].start, noun, unit)
        return with_verb(
            indicator, "" if left.verb in self.phrases.book.words["open"] else left.verb, noun, suffix
        )

    def _described(self, tokens: tuple[Token, ...], code: str, at: int, noun: str) -> str:
        """年产值亿元以上 of 年产值亿元以上企业48家, 面积超过20平方公里的 of 面积超过20平方公里的有36条河流: a bound that tells which are counted."""
        end = at
        while end and (code[end - 1] in SKIPPED or tokens[end - 1].text in self.phrases.book.words["link"]):
            if code[end - 1] == "H":
                break
            end -= 1
        start = self.phrases.noun_start(tokens, code, end) if noun else end
        if not start or not (code[start - 1] in "MQF" or (code[start - 1] == "H" and not noun)):
            return ""
        begin = start
        while begin and code[begin - 1] not in MARKS + "TPL(" and tokens[begin - 1].kind not in SUBJECTS:
            begin -= 1
        text = "".join(t.text for t in tokens[begin:start])
        words = self.phrases.book.words["bound"] | self.phrases.book.words["over_bound"]
        if tokens[begin].kind == COUNT:
            return ""  # 100家以上单项冠军、500家科技企业
        bounds = any(t.kind == "Money" for t in tokens[begin:start]) or any(word in text for word in words)
        return text if bounds and SHORTEST < len(text) <= PREDICATE else ""

    def _letters(self, text: str, tokens: tuple[Token, ...], code: str, at: int) -> str:
        """The letters of the last tokens before a number that are a text, links passed over."""
        for end in range(at, max(0, at - 4), -1):
            start, found = end, ""
            while start and len(found) < len(text):
                start -= 1
                found = tokens[start].text + found
            if text and found == text:
                return code[start:end].replace("v", "G")
        return ""

    def is_deed_of(self, figure: Mention, indicator: str) -> bool:
        """Whether a verb and its noun are the name of a sum: 减轻电费负担, 督促偿还欠款."""
        sides = self.phrases.sides(figure)
        if sides is None:
            return False
        left, right = sides
        noun = left.noun or right.noun
        return bool(noun) and (bool(left.verb) or only_verbs(self._first_letter(figure, noun)))

    def _first_letter(self, figure: Mention, noun: str) -> str:
        tokens = self.phrases.tokens.tokens_at(figure.span.start)
        code = self.phrases.code(tokens)
        at = self.phrases.tokens.text.rfind(noun, 0, figure.span.start)
        letter = next((c for t, c in zip(tokens, code, strict=True) if t.start == at), "")
        return letter.replace("v", "G")

    def _verb_start(self, bare: str, tokens: tuple[Token, ...], code: str, at: int) -> int | None:
        """Where what stands right before a number begins, if it is all of its name, a verb and no noun."""
        size, start = 0, at
        while start and size < len(bare):
            start -= 1
            size += len(tokens[start].text)
        verbs = "".join(t.text for t in tokens[start:at]) == bare and only_verbs(code[start:at])
        return start if verbs else None
