"""How far works are by nouns: 进入路面施工阶段, 建设取得突破性进展."""

from __future__ import annotations

from collections.abc import Sequence

from kg.facts.kinds import ONGOING
from kg.facts.signs import Sign
from kg.facts.stage_words import StageWords
from kg.facts.themes import is_work

QUICK = frozenset({"quick", "vigour"})  # what building does: 建设|不断|提速
ENTER = "enter"  # the class of 进入, 转入
MAKING = frozenset({"build", "craft", "part", "advance"})  # deeds that have headway
EMPTY = frozenset({"none", "extent", "light", "gain", "study", ENTER})
RUNNING = frozenset({"operate", "run", "trial"})
GAINING = frozenset({"gain", "light", "none", ENTER})  # verbs that headway is told with


def phase_of(signs: Sequence[Sign], at: int, words: StageWords) -> tuple[str, int] | None:
    """The class of the phase that works enter with the verb at `at`, and where it ends: 进入|路面|施工|阶段."""
    stop = next((i for i in range(at + 1, len(signs)) if is_work(signs[i])), len(signs))
    end = next((i for i in range(stop - 1, at, -1) if signs[i].says("phase")), None)
    if end is None and stop < len(signs):
        return None
    last = max((i for i in range(at + 1, stop) if signs[i].verb and signs[i].verb not in EMPTY), default=0)
    behind = len(signs) if end is None else end + 1
    if last and (end is not None or last + 1 == len(signs)):
        joined = words.joins.get((ENTER, signs[last].verb))
        tested = end is not None and last + 1 < end  # 通车前准备阶段, 运行试验阶段
        ready = any(s.says("modality:planned") for s in signs[at:last])
        return (ONGOING if (tested or ready) and joined in RUNNING else joined, behind) if joined else None
    return (ONGOING, behind) if any(s.says("hard") for s in signs[at + 1 :]) else None


def quickens(signs: Sequence[Sign], at: int) -> bool:
    """Whether the verb at the end of a clause says that building goes on: 建设|不断|提速."""
    before = at - 1
    while before > 0 and signs[before].letter in "DX":
        before -= 1
    return at + 1 == len(signs) and before >= 0 and signs[at].verb in QUICK and signs[before].verb in MAKING


def headway_at(signs: Sequence[Sign], at: int) -> int:
    """Where headway ends that the building of works, or a part of them, makes: 建设|取得|突破性|进展; 0 for none."""
    low = next((i + 1 for i in range(at - 1, -1, -1) if is_work(signs[i])), 0)
    deed = any(
        s.verb in MAKING or s.says("scope") or s.says("unit") or (s.says("whole") and s.mention is None)
        for s in signs[low:at]
    )
    end = at + 1
    while deed and end < len(signs) and signs[end].letter in "UAMQNvVGH" and signs[end].mention is None:
        if signs[end].says("headway") and end + 1 == len(signs):
            return end + 1
        end += 1
    return 0
