"""A count's name made full: the verb that governs a bare noun, and the noun that a bare verb carries over.

承办 + 5个 + 项目 is 承办项目数量; 保留1025项行政权力事项，精简446项 is 精简行政权力事项数量, the noun told before; 年产值亿元以上 + 企业 + 48家 is
年产值亿元以上企业数量. All is read off parts of speech; no word stands in a list.
"""

from __future__ import annotations

from dataclasses import dataclass

VERBS = "VG"
SKIPPED = "DUX"
PARTICLES = "DU"  # 了 and 已 within a run of verbs
MARKS = "BZ"
SHORT = 6  # characters of a noun that wants its verb: 项目, 重大合同
LONGEST = 24  # characters of a name
OF = "的"


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
    end = next((i for i in range(at - 1, -1, -1) if code[i] in MARKS), 0)
    while end > 0 and code[end - 1] in "vG":
        end -= 1
    return end if end and code[end - 1] == "N" else 0


def patient_end(code: str, at: int) -> int:
    """Where the noun ends that stands before a verb, adverbs passed over: 公交线路 of 公交线路已恢复运营289条; 0: none."""
    while at and code[at - 1] in SKIPPED:
        at -= 1
    return at if at and code[at - 1] in "Nv" else 0


def with_verb(indicator: str, verb: str, noun: str, suffix: str) -> str:
    """承办项目数量 of 项目数量, behind 承办."""
    bare = indicator.removesuffix(suffix)
    if not verb or bare != noun or len(noun) > SHORT or verb in noun:
        return indicator
    return verb + indicator
