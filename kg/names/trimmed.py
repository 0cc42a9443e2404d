"""Names that hold more than a name: a class and the name behind it, two lines, a body and what it does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kg.language.lexicon import Lexicon
from kg.language.tags import PROPER
from kg.language.tokens import Token
from kg.model import replace
from kg.names.candidates import OF_WORKS
from kg.names.settle import LINE, Judged
from kg.text.signs import BODIES, DIVERTED

VERBS, JOINT = ("v", "p"), "c"
MET, ALWAYS = 5, 0.9  # a verb was met so often, and of all that share as one
WORK = "work"  # the class of 工程, 项目

Names = dict[tuple[int, int], Judged]


def trimmed(
    names: Names, lexicon: Lexicon, plain: Collection[str], vague: Collection[str] = frozenset()
) -> Names:
    """The names of works, each without what is none of it, and none of those that are no names.

    国家重点水利工程|引青济白工程; 青岭铁路|及疏港铁路; nothing of 某局会同某厅研究某项目 nor of a name whose head has
    a word of `plain` before it, or that have one of `vague` in them: 机场主要工程, 本行政区域水利工程, 某局相关项目管理中心.
    """
    found: Names = {}
    for (start, end), one in names.items():
        tokens = [t for t in one.candidate.tokens if start <= t.start and t.end <= end]
        if one.candidate.group not in OF_WORKS or not tokens or not _is_whole(one, tokens):
            found[start, end] = one
            continue
        if any(token.text in vague for token in tokens):
            continue
        for first, last in _pieces(tokens, one.candidate.group, lexicon, plain):
            found[first, last] = replace(one, start=first)
    return found


def _is_whole(one: Judged, tokens: Sequence[Token]) -> bool:
    """Whether a name ends in its own head, and not in one that its list tells once for all."""
    return tokens[-1].text.endswith(one.candidate.added)


def _pieces(
    tokens: Sequence[Token], group: str, lexicon: Lexicon, plain: Collection[str]
) -> Iterator[tuple[int, int]]:
    heads = lexicon.heads
    if _is_deed(tokens, lexicon) or (group == WORK and len(tokens) > 1 and tokens[-2].text in plain):
        return
    for at in range(len(tokens) - 1, 0, -1):
        before, behind = tokens[:at], tokens[at:]
        if _group(before[-1], heads) == WORK and not is_proper(before) and is_proper(behind):
            yield behind[0].start, behind[-1].end
            return
        if behind[0].tag == JOINT and _group(before[-1], heads) == LINE == _group(behind[-1], heads):
            yield before[0].start, before[-1].end
            if is_proper(behind[1:]):
                yield behind[1].start, behind[-1].end
            return
    yield tokens[0].start, tokens[-1].end


def _is_deed(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a body does something there: what is a verb nearly always stands behind it."""
    body = next((at for at, token in enumerate(tokens) if token.text.endswith(BODIES)), len(tokens))
    return any(_is_verb(token.text, lexicon) for token in tokens[body + 1 :])


def _is_verb(word: str, lexicon: Lexicon) -> bool:
    tags = lexicon.tags(word)
    return sum(tags.get(tag, 0) for tag in VERBS) >= max(MET, ALWAYS * sum(tags.values()))


def is_proper(tokens: Iterable[Token]) -> bool:
    """Whether one of the words names something."""
    return any(token.tag in PROPER or DIVERTED.fullmatch(token.text) for token in tokens)


def _group(token: Token, heads: Mapping[str, str]) -> str:
    """The class of the head that a word is or ends with: 疏港铁路."""
    return next((heads[token.text[at:]] for at in range(len(token.text)) if token.text[at:] in heads), "")
