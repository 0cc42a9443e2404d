"""The tokens of a stretch → signs: known words of works, of time and manner, names and values, one each.

A word that the tables do not know is split where it is made of words that they know (开工建设), and pieces of one that jieba
does not know are joined (投 and 用).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.facts.stage_words import NONE, StageWords
from kg.language.classes import WordClasses
from kg.language.tokens import Token
from kg.model import Mention

GRAMMAR = (
    "aspect",
    "modality",
    "negation",
    "adverb",
    "preposition",
    "passive",
    "linker",
)  # classes that signs are of too


BESIDE = frozenset(["after", "before"])  # one character behind a verb: 完工|后
LATER = 2  # characters of 后年


class Sign(NamedTuple):
    """A word at [start, end) of the text; `verb` is its class among the verbs of works, `classes` are the others."""

    start: int
    end: int
    text: str
    letter: str
    verb: str
    classes: frozenset[str]
    mention: Mention | None = None

    def says(self, name: str) -> bool:
        return name in self.classes


def read_signs(
    tokens: Sequence[Token],
    code: str,
    mentions: Mapping[int, Mention],
    words: StageWords,
    classes: WordClasses,
) -> list[Sign]:
    """`code` has a letter for each token; `mentions` are those of the text, by where they start."""
    found: list[Sign] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if found and found[-1].verb and _is_later(token, words):  # 建成|后|年供水
            for start, part in enumerate(token.text, token.start):
                said = _classes(part, words, classes)[2]
                found.append(Sign(start, start + 1, part, "F" if said & BESIDE else "N", "", said))
            at += 1
            continue
        if token.kind:
            found.append(
                Sign(token.start, token.end, token.text, code[at], "", NONE, mentions.get(token.start))
            )
            at += 1
            continue
        joined = _joined(tokens, at, words)
        parts = [joined[0]] if joined else _parts(token.text, words, classes)
        first = token.text[0]
        if (
            len(token.text) > 1
            and found
            and found[-1].verb
            and "after" in words.words.get(first, NONE)
            and not words.verb(token.text)
        ):
            parts = [first, token.text[1:]] if token.text not in words.words else parts  # 建成|后年|产能
        start = token.start
        for part in parts:
            known = words.signs.get(part)
            if known is None:
                known = words.signs[part] = _classes(part, words, classes)
            own, verb, said = known
            letter = code[at] if len(parts) == 1 or not own else "V"
            found.append(Sign(start, start + len(part), part, letter, verb, said))
            start += len(part)
        at += joined[1] if joined else 1
    return found


def _is_later(token: Token, words: StageWords) -> bool:
    """Whether what looks like a date behind a verb is 后 and a year of the figure that follows."""
    return bool(token.kind) and len(token.text) == LATER and "after" in words.words.get(token.text[0], NONE)


def _classes(part: str, words: StageWords, classes: WordClasses) -> tuple[str, str, frozenset[str]]:
    """The class of a word among the verbs of works by itself, with those that its characters make, and its other classes."""
    own = words.words.get(part) or words.kind_of(part)
    verb = words.verb(part) or words.ended(part)
    said = {f"{name}:{classes.says(name, part)}" for name in GRAMMAR if part in classes.words[name]}
    return words.verb(part), verb, frozenset({*own, *said}) - {verb}


def _joined(tokens: Sequence[Token], at: int, words: StageWords) -> tuple[str, int] | None:
    """The longest known word that several tokens make, and how many."""
    text, best = tokens[at].text, None
    for count in range(2, words.longest + 1):
        if at + count > len(tokens) or tokens[at + count - 1].kind:
            break
        text += tokens[at + count - 1].text
        if len(text) > words.longest:
            break
        if text in words.words:
            best = (text, count)
    return best


def _parts(text: str, words: StageWords, classes: WordClasses) -> list[str]:
    """The known words that make up a word; the word itself where it is known, or not all of it is made of such words."""
    if text in words.words or len(text) < 3:
        return [text]
    parts, at = [], 0
    while at < len(text):
        sizes = range(min(words.longest, len(text) - at), 0, -1)
        size = next((n for n in sizes if _is_known(text[at : at + n], words, classes)), 0)
        if not size:
            return [text]
        parts.append(text[at : at + size])
        at += size
    return parts if any(words.verb(part) for part in parts) else [text]


def _is_known(word: str, words: StageWords, classes: WordClasses) -> bool:
    if word in words.words and (len(word) > 1 or words.words[word] & BESIDE):
        return True
    return any(word in classes.words[name] for name in ("aspect", "modality", "negation", "adverb"))
