"""A name that a question has nearly as the graph has it: 青白高速河口站 for 青白高速公路河口站.

The question's piece may lack characters of the name, and have hardly any that the name lacks; what tells things of one name
apart (一期, 北段) is never lacking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.ask.model import QuestionBook
from kg.model import Span

REACH = 20  # characters of the question before and behind the unknown word in which the name is looked for
LEAST = 4  # characters that agree
FRONTS = (4, 3, 2)  # characters of a place before a name
SHARED = 3  # of so many pairs of a name one must be in the question
MATCH, LACKING, EXTRA = 2.0, -0.6, -1.5
SAME = str.maketrans({"到": "至", "—": "至", "-": "至", "~": "至"})
BRACKETS = str.maketrans("", "", "（）()“”《》·")


@dataclass(frozen=True, slots=True)
class Alike:
    """A piece of the question that may stand for the name `label`; `score` tells how well."""

    span: Span
    label: str
    score: float


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def alike(
    text: str, at: Span, labels: Iterable[str], book: QuestionBook, is_front: Callable[[str], bool]
) -> tuple[Alike, ...]:
    """The names that a piece over the beginning of `at` may stand for, the likeliest only."""
    start, end = max(0, at.start - REACH), min(len(text), at.end + REACH)
    region = text[start:end].translate(SAME)
    wanted = pairs(region)
    found = []
    for label in sorted(set(labels)):
        core = _core(label, book.class_words, region)
        shared = len(pairs(core) & wanted)
        if len(core) < LEAST or shared < 2 or SHARED * shared < len(_own(core, is_front)) - 1:
            continue
        match = _aligned(core, region, book, is_front)
        if match is not None and match[0] <= at.start - start < match[1]:
            found.append(Alike(Span(start + match[0], start + match[1]), label, match[2]))
    best = max((a.score for a in found), default=0.0)
    return tuple(a for a in found if a.score == best)


def _own(core: str, is_front: Callable[[str], bool]) -> str:
    """Without the place before it: 山西青岭民用机场."""
    return next((core[n:] for n in FRONTS if len(core) > n + LEAST and is_front(core[:n])), core)


def _core(label: str, class_words: frozenset[str], region: str) -> str:
    """The name without brackets, and without 工程 at its end where the question has none."""
    core = label.translate(BRACKETS).translate(SAME)
    for word in sorted(class_words, key=len, reverse=True):
        if core.endswith(word) and word not in region:
            return core.removesuffix(word)
    return core


def _aligned(
    core: str, region: str, book: QuestionBook, is_front: Callable[[str], bool]
) -> tuple[int, int, float] | None:
    """Start, end and score of the best piece of the region for the name; None where it lacks too much."""
    words = book.figures
    score, steps = _best(core, region)
    matched = [(i, j) for i, j in steps if core[i] == region[j]]
    if len(matched) < LEAST:
        return None
    start, end = matched[0][1], matched[-1][1] + 1
    inside = {j for _, j in matched}
    extra = [region[j] for j in range(start, end) if j not in inside]
    have = {i for i, _ in matched}
    head = core[: matched[0][0]]
    lacking = [core[i] for i in range(matched[0][0], len(core)) if i not in have | _kinds(core, have, book)]
    if len(extra) > 1 or any(c not in words.inside for c in extra) or (head and not is_front(head)):
        return None
    if len(lacking) > max(2, len(core) // 3) or any(c in words.telling or c.isdigit() for c in lacking):
        return None
    return start, end, score


def _kinds(core: str, have: set[int], book: QuestionBook) -> set[int]:
    """The places of a word for the kind of work, where the question has nothing of it and it does not end the name: 铁路."""
    found: set[int] = set()
    for word in book.wholes:
        at = core.find(word)
        places = set(range(at, at + len(word))) if 0 < at < max(have) else set()
        found |= places if not places & have else set()
    return found


def _best(core: str, region: str) -> tuple[float, list[tuple[int, int]]]:
    """The best local alignment, as pairs of places that agree."""
    rows = [[0.0] * (len(region) + 1) for _ in range(len(core) + 1)]
    best, at = 0.0, (0, 0)
    for i, a in enumerate(core, 1):
        for j, b in enumerate(region, 1):
            agree = rows[i - 1][j - 1] + MATCH if a == b else 0.0
            rows[i][j] = max(0.0, agree, rows[i - 1][j] + LACKING, rows[i][j - 1] + EXTRA)
            if rows[i][j] > best:
                best, at = rows[i][j], (i, j)
    return best, _steps(core, region, rows, at)


def _steps(core: str, region: str, rows: list[list[float]], at: tuple[int, int]) -> list[tuple[int, int]]:
    i, j = at
    found = []
    while i and j and rows[i][j] > 0:
        if core[i - 1] == region[j - 1] and rows[i][j] == rows[i - 1][j - 1] + MATCH:
            i, j = i - 1, j - 1
            found.append((i, j))
        elif rows[i][j] == rows[i - 1][j] + LACKING:
            i -= 1
        else:
            j -= 1
    return found[::-1]
