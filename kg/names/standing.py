"""Whether a line or plant stands or is being built, where its clause says so: 某隧道大修, 在某电站调研; 某高速全线通车, 新建的某高速."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise

from kg.language.classes import WordClasses
from kg.names.candidates import Candidate
from kg.names.kinds import SENTENCE_ENDS, WORK
from kg.names.settle import LINE, PART, PLANT, STANDING, Judged
from kg.text.signs import BRIDGE, JOINS

IN_PLACE = ("在", "到", "赴")  # what stands before a place where something is done
OF, COMMA = "的", "，"
STEPS = 3  # tokens between a name and what says that it opens: 日前全线通车
BY_THE_WAY = ("d", "t", "TIME", "ad", "b", "n")  # tags of what may stand there
NOUNS = ("n", "")  # tags of a part that has something happen to it: 某高速桥梁垮塌
BUILDS, SIGN = "build", "w"
BUILDING = frozenset({"build", "start", "advance", "finish", "tender", "win", "study"})  # verbs of works
MEMBERS = 3  # of a list that tells the class of one of them
_CLAUSE = re.compile(r"[^，。；！？\n]*\Z")
Names = Mapping[tuple[int, int], Judged]


class ClauseClasses:
    """Tells by the clauses of its mentions whether a thing stands or is a work."""

    def __init__(self, classes: WordClasses, verbs: Mapping[str, str]) -> None:
        self.verbs, self.classes = verbs, classes
        words = classes.words
        self.wear, self.visits = frozenset(words["wear"]), frozenset(words["visit"])
        self.opening, self.built = tuple(words["opening"]), frozenset(words["being built"])
        self.examples = frozenset(words["example"])

    def settled(self, text: str, names: Names, kinds: Mapping[str, str]) -> dict[str, str]:
        """The classes, with what only stands no work, and what is built or opened one."""
        stands, works = set[str](), set[str]()
        for (start, end), one in names.items():
            group = self._group(text[start:end], one.candidate)
            if group in (LINE, PLANT, PART):
                if self._stands(text, start, one.candidate):
                    stands.add(text[start:end])
                elif self._is_built(start, one.candidate, line=group != PLANT):
                    works.add(text[start:end])
        found = dict(kinds)
        found.update({name: STANDING for name in stands - works if kinds[name] == WORK})
        found.update({name: WORK for name in works - stands if kinds[name] == STANDING})
        found.update(dict.fromkeys(_listed(text, names, found) - stands, WORK))
        return found

    def _group(self, name: str, candidate: Candidate) -> str:
        """The class of the head of a name, its own where it is a member of a list with another behind."""
        heads = self.classes.lexicon.heads
        return heads.get(self.classes.head(name), "") if candidate.added else candidate.group

    def _stands(self, text: str, start: int, candidate: Candidate) -> bool:
        words = [t.text for t in candidate.tokens]
        right = candidate.tokens[candidate.last + 1 : candidate.last + 3]
        if right and (
            right[0].text in self.wear
            or (len(right) > 1 and right[0].tag in NOUNS and right[1].text in self.wear)
        ):
            return True
        sentence = self._sentence(words, candidate.last)
        if any(self.verbs.get(word) in BUILDING for word in sentence):
            return False
        match = _CLAUSE.search(text, 0, start)
        clause = match.group().strip() if match else ""
        opens = next((t.text for t in candidate.tokens if match and t.start >= match.start()), "")
        if opens in self.examples:
            return True
        placed = clause in IN_PLACE and bool(right)
        return placed and bool(self.visits.intersection(sentence))

    def _is_built(self, start: int, candidate: Candidate, *, line: bool) -> bool:
        tokens = candidate.tokens
        before = [t.text for t in tokens if t.end <= start][-2:]
        behind = tokens[candidate.last + 1 : candidate.last + 1 + STEPS]
        ends = not behind or behind[0].tag == SIGN
        if ends and before and self.verbs.get(before[-1]) == BUILDS and not candidate.head.endswith(BRIDGE):
            return True
        if before and before[-1] == OF:
            before.pop()
        if not line:
            return False
        if before and before[-1] in self.built:
            return True
        for token in behind:
            if token.text.endswith(self.opening):
                return True
            if token.tag not in BY_THE_WAY:
                break
        return False

    def _sentence(self, words: list[str], last: int) -> Collection[str]:
        """The words of the sentence that the token at `last` stands in."""
        before = next((i for i in range(last, -1, -1) if words[i] in SENTENCE_ENDS), -1)
        behind = next((i for i in range(last, len(words)) if words[i] in SENTENCE_ENDS), len(words))
        return words[before + 1 : behind]


def _listed(text: str, names: Names, kinds: Mapping[str, str]) -> set[str]:
    """Lines in a list of which most members are works."""
    runs: list[list[tuple[int, int]]] = [[]]
    spans = sorted(names)
    runs[0] += spans[:1]
    for (_, end), span in pairwise(spans):
        if span[0] - end == 1 and text[end] in JOINS:
            runs[-1].append(span)
        elif span[0] >= end:
            runs.append([span])
    found: set[str] = set()
    for run in runs:
        works = sum(kinds[text[a:b]] == WORK for a, b in run)
        if len(run) >= MEMBERS and 2 * works > len(run):
            lines = (text[a:b] for a, b in run if names[a, b].candidate.group == LINE)
            found.update(name for name in lines if kinds[name] == STANDING)
    return found
