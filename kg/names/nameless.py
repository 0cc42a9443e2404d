"""What speaks for no name at all where one may end: readable features, each with a value (the beginnings: `features.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

from kg.language.lexicon import Lexicon
from kg.language.tokens import Token
from kg.names.candidates import BRAND, STOPS, Candidate
from kg.names.clusters import none_clusters
from kg.names.evidence import Word
from kg.names.grammar import VALUES
from kg.names.inside import ROUTE, Around, Features
from kg.text.signs import OF, RANKED

BREAKS = frozenset({"u", "p", "c", "r", "w", "d"})  # tags that end the run of nouns before a head
CLAUSE = "，,："  # what ends the reach of a verb
REACH_RIGHT, REACH_LEFT = 6, 13  # tokens in which verbs of works are looked for
REACH_VALUE = 10  # tokens behind a candidate in which values are looked for
LISTED = frozenset({"、", "和", "及", "与", "等"})
NEAR = 3  # words before the head of which the rarest counts


def none_features(candidate: Candidate, words: Sequence[Word], around: Around, lexicon: Lexicon) -> Features:
    """What speaks for no name ending at a candidate; what speaks for some name has the other sign."""
    group = candidate.group
    found: Features = {"none": 1.0, f"none.{group}": 1.0, f"none.head.{candidate.head}": 1.0}
    _words(candidate, words, lexicon, found)
    _chunk(candidate, words, found)
    _behind(candidate, around, lexicon.heads, found)
    for kind in candidate.walked:
        found[f"none.walked.{kind}"] = found[f"none.walked.{kind}.{group}"] = -1.0
    if not candidate.walked:
        found[f"none.unwalked.{group}"] = 1.0
    if _titled(candidate.tokens, candidate.first):
        found["none.titled"] = found[f"none.titled.{group}"] = 1.0
    if around.law:
        found["none.law"] = found[f"none.law.{group}"] = 1.0
    _verbs_around(candidate, around, found)
    _values_behind(candidate, found)
    none_clusters(candidate, words, found)
    return found


def _words(candidate: Candidate, words: Sequence[Word], lexicon: Lexicon, found: Features) -> None:
    """The words before the head: how rare, whether names, how common their phrases; and the head's own word."""
    last, first, group = candidate.last, candidate.first, candidate.group
    near = words[max(first, last - NEAR) : last + 1]
    found["none.rare"] = -max((word.rarity for word in near[:-1]), default=0.0) / 4
    found["none.proper"] = -float(any(word.proper for word in near))
    singles = last > 1 and words[last - 1].single and words[last - 2].single
    found["none.singles"] = found[f"none.run.{group}"] = -float(singles)
    for size in (2, 3):
        if last - size + 1 >= first:
            phrase = "".join(word.text for word in words[last - size + 1 : last + 1])
            spread = log(1 + lexicon.phrases.get(phrase, 0)) / 3
            found[f"none.common.{size}"] = found[f"none.common.{size}.{group}"] = spread
    if last > first:
        found[f"none.before.{words[last - 1].text}"] = 1.0
    token = candidate.tokens[last]
    if candidate.added:
        found[f"none.item.{lexicon.heads[candidate.added]}"] = 1.0
    elif group == BRAND:
        _shares(lexicon.tags(token.text), found)
    elif len(token.text) > len(candidate.head):
        found[f"none.word.{token.text}"] = 1.0


def _chunk(candidate: Candidate, words: Sequence[Word], found: Features) -> None:
    """The run of nouns that ends with the head, and what cuts it from what stands before."""
    tokens, first, last, group = candidate.tokens, candidate.first, candidate.last, candidate.group
    cut = next((at for at in range(last, first - 1, -1) if _breaks(candidate, at)), -1)
    chunk = range(max(cut + 1, first), last + 1)
    found["none.chunk"] = found[f"none.chunk.{group}"] = -float(any(words[at].proper for at in chunk))
    found["none.chunk.rare"] = -max((words[at].rarity for at in chunk if at < last), default=0.0) / 4
    found["none.chunk.long"] = min(6, len(chunk)) / 3
    found["none.quoted"] = -float(any(tokens[at].text in "”’" for at in chunk))
    if cut >= first:
        found[f"none.cut.{tokens[cut].text[:2]}"] = found[f"none.cut.{tokens[cut].tag}"] = 1.0
    described = range(max(first, cut - 2), cut) if cut >= 0 and tokens[cut].text == OF else ()
    if any(RANKED.match(tokens[at].text) for at in (*described, *chunk)):
        found["none.ranked"] = found[f"none.ranked.{group}"] = 1.0


def _breaks(candidate: Candidate, at: int) -> bool:
    """Whether a token ends the run of nouns to its right; what joins two places does not."""
    token, inner = candidate.tokens[at], candidate.first < at < candidate.last
    return token.tag in BREAKS and not (inner and token.text in ROUTE)


def _behind(candidate: Candidate, around: Around, heads: Mapping[str, str], found: Features) -> None:
    """What follows: the next word, another head, nothing at all."""
    tokens, last, group = candidate.tokens, candidate.last, candidate.group
    right = tokens[last + 1] if last + 1 < len(tokens) else None
    tag = right.tag if right else "$"
    found[f"none.right.{tag}"] = found[f"none.right.{group}.{tag}"] = 1.0
    if right is not None:
        found[f"none.next.{right.text[:2]}"] = 1.0
        if right.text in around.documents:
            found["none.document"] = found[f"none.document.{candidate.head}"] = 1.0
    elif candidate.first == 0:  # the stretch is this and no more: a cell, a heading
        found["none.alone"] = found[f"none.alone.{group}"] = 1.0
    ahead = _head_ahead(tokens, last, heads)
    if ahead:
        found[f"none.ahead.{ahead}"] = found[f"none.ahead.{ahead}.{group}"] = 1.0


def _head_ahead(tokens: Sequence[Token], last: int, heads: Mapping[str, str]) -> str:
    """The class of a head that follows within three words of nouns: 合肥至福州铁路|客运|专线."""
    for at in range(last + 1, min(len(tokens), last + 4)):
        token = tokens[at]
        if token.tag in BREAKS or token.tag in ("v", "f", "xc") or token.text in STOPS:
            return ""
        group = heads.get(token.text) or heads.get(token.text[-2:], "")
        if group and not token.kind:
            return f"{group}.{at - last}"
    return ""


def _shares(tags: Mapping[str, int], found: Features) -> None:
    """How often a word is a body, a place, a person or none of them, whatever it is here: no weight is a word's own."""
    total = sum(tags.values())
    for tag in ("ORG", "LOC", "PER", "nz"):
        found[f"none.brand.{tag}"] = -tags.get(tag, 0) / total
    found["none.brand.met"] = -log(total) / 4


def _titled(tokens: Sequence[Token], first: int) -> bool:
    """Whether a title in 《》 is open where a stretch of nouns begins."""
    for at in range(first - 1, -1, -1):
        if tokens[at].text in "》〉":
            return False
        if tokens[at].text in "《〈":
            return True
    return False


def _values_behind(candidate: Candidate, found: Features) -> None:
    """What the sentence measures behind a candidate: 总投资3亿元, 全长12公里."""
    for at in range(candidate.last + 1, min(len(candidate.tokens), candidate.last + REACH_VALUE + 1)):
        kind = candidate.tokens[at].kind
        if kind in VALUES:
            found[f"none.value.{kind}"] = found[f"none.value.{kind}.{candidate.group}"] = -1.0


def _verbs_around(candidate: Candidate, around: Around, found: Features) -> None:
    tokens, last = candidate.tokens, candidate.last
    classes = set()
    for at in range(last + 1, min(len(tokens), last + REACH_RIGHT + 1)):
        if tokens[at].text in CLAUSE:
            break
        kind = around.verbs.get(tokens[at].text)
        if kind:
            classes.add(f"right.{kind}")
    for at in range(last - 1, max(-1, last - REACH_LEFT - 1), -1):
        if tokens[at].text in CLAUSE:
            break
        kind = around.verbs.get(tokens[at].text)
        if kind:
            classes.add(f"left.{kind}")
    for name in classes:
        found[f"none.{name}"] = -1.0
        found[f"none.{candidate.group}.{name}"] = -1.0
    if not classes:
        found[f"none.{candidate.group}.noverb"] = 1.0
    if last + 1 < len(tokens) and tokens[last + 1].text in LISTED:
        found["none.listed"] = -1.0
        found[f"none.listed.{candidate.group}"] = -1.0
