"""The closed classes of grammar (`ontology/lexicon/grammar.tsv`), and the tokens of a stretch as one letter each.

The rules of lists, phrases and clauses read the letters, as `re` reads a text: 由中川集团承建的远山隧道 is `PNNVHNN`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.language.lexicon import FOLDER, Lexicon, read_table, rows_of
from kg.language.tokens import Token
from kg.model import DataError

FILE = "grammar.tsv"
KEPT = 1 << 16  # words whose letters are remembered
DEEPEST = 4  # brackets within brackets that are read; what lies deeper is one thing with what holds it
NOMINAL = 0.3  # share of a word's tags from which on a verb may be a noun as well: 建设, 修复
VERBAL, OFTEN = (
    0.55,
    30,
)  # of one character: share and count of `v` from which on it is a verb and no piece of a name
OPENERS, CLOSERS = "“‘《〈『「", "”’》〉』」"  # what stands for itself, like a noun
ROUND, CLOSED = "（([【〔", "）)]】〕"  # what adds to the word before it
MARKS, ENDS = "，,：:；;—…", "。！？!?\n"
PLAIN = {  # tag → letter, where no class and no length decides
    "vn": "v", "n": "N", "nz": "N", "LOC": "N", "ORG": "N", "PER": "N", "s": "N", "an": "N", "nw": "N", "f": "F", "m": "M",
    "q": "Q", "TIME": "T", "t": "T", "r": "R", "a": "A", "xc": "U", "w": "W", "u": "U", "c": "L",
}  # fmt: skip
# words of a class are of it whatever their tag (None), or with one of these tags only
PLANT = "plant"  # the class of heads of what stands somewhere: 厂, 站, 中心
LETTERS: tuple[tuple[str, str, frozenset[str] | None], ...] = (
    ("structural", "H", None),
    ("etcetera", "E", None),
    ("range", "J", None),
    ("conjunction", "C", None),
    ("linker", "L", frozenset({"c", "d", "f", "r", "p", "v"})),
    ("preposition", "P", frozenset({"p"})),
    ("passive", "P", None),
    ("aspect", "D", frozenset({"d", "ad", "v", "p", "n", "f", "TIME"})),
    ("negation", "D", None),
    ("particle", "U", frozenset({"u", "xc"})),
    ("copula", "Y", frozenset({"v"})),
    ("modality", "X", frozenset({"v", "d", "ad", "vd", "xc"})),
    ("adverb", "D", None),
    ("vague", "M", None),
)
_MEANT = re.compile("x(?=D?[VGT]|PT)")  # 计划/n before a verb or a time
_DOES = re.compile("(?<=D)n(?=[UZB]|$)")  # 开园 of 正式开园, a word that no tagger counted
_BY = re.compile(r"L(?=MH?N)")  # 以3亿元的价格
_WITH = re.compile("(?<![^BLDXT])C")  # 与 that nothing stands before
_DASH = re.compile("(?<=[NTM])B(?=[NTM])")  # 6月7日—8日
_TO = re.compile(r"(?<![NvGMTQF\])])J")  # 到青岭水库, with no beginning before it
_PIECE = re.compile("NV(?=[VG])")
LAST = 256  # stretches whose codes are remembered: several stages ask for those of one article
SUFFIXES = frozenset({"了", "过", "着"})  # aspect behind the verb


@dataclass(frozen=True, slots=True)
class WordClasses:
    """The classes with their words, each with what it says there: preposition → 由 → agent."""

    words: Mapping[str, Mapping[str, str]]
    lexicon: Lexicon
    _letters: dict[tuple[str, str, bool], str] = field(default_factory=dict, repr=False, compare=False)
    _codes: dict[int, tuple[Sequence[Token], str]] = field(default_factory=dict, repr=False, compare=False)

    def code(self, tokens: Sequence[Token]) -> str:
        """One letter a token.

        N noun or name, v verbal noun, G verb that may be a noun, V verb, X modal verb, Y copula, P preposition, D adverb,
        aspect or negation, A adjective, M number, Q classifier, T time, R pronoun, F localizer, C conjunction of nouns,
        L of clauses, S 、, J 至, E 等, H 的, U other particle, B mark of a clause, Z of a sentence, `[ ]` quotes and titles, `( )` brackets,
        W other sign.
        """
        kept = self._codes.get(id(tokens))
        if kept is not None:  # which holds them, so that no others have this id
            return kept[1]
        code = self._code(tokens)
        if type(tokens) is tuple:
            if len(self._codes) >= LAST:
                self._codes.clear()
            self._codes[id(tokens)] = tokens, code
        return code

    def _code(self, tokens: Sequence[Token]) -> str:
        known = self._letters
        found = []
        for token in tokens:
            key = (token.text, token.tag, token.kind == "")
            letter = known.get(key)
            if letter is None:
                letter = self._letter(*key)
                if len(known) < KEPT:
                    known[key] = letter
            found.append(letter)
        code = _DOES.sub("V", _MEANT.sub("X", "".join(found))).replace("x", "N").replace("n", "N")
        code = _TO.sub("P", _WITH.sub("P", code))
        for match in _BY.finditer(code):
            if self.words["preposition"].get(tokens[match.start()].text) == "means":
                code = f"{code[: match.start()]}P{code[match.end() :]}"
        for match in _DASH.finditer(code):
            if tokens[match.start()].text in self.words["range"]:
                code = f"{code[: match.start()]}J{code[match.end() :]}"
        for match in _PIECE.finditer(code):  # 投 of 青岭城投组成, cut to single characters: a piece of a name
            at = match.start() + 1
            if len(tokens[at].text) == len(tokens[at - 1].text) == 1:
                code = f"{code[:at]}N{code[at + 1 :]}"
        return code

    def says(self, name: str, word: str) -> str:
        """What a word of a class says; empty for one that it does not hold."""
        return self.words[name].get(word, "")

    def nominal(self, word: str) -> bool:
        """Whether a verb is a noun often enough: 建设, 修复; 实施 is not."""
        tags = self.lexicon.tags(word)
        total = sum(tags.values())
        return total > 0 and (tags.get("vn", 0) + tags.get("n", 0)) / total >= NOMINAL

    def head(self, text: str, *, shortest: int = 1) -> str:
        """The longest head of names that a text ends in."""
        return next(
            (
                text[-n:]
                for n in range(min(6, len(text)), shortest - 1, -1)
                if text[-n:] in self.lexicon.heads
            ),
            "",
        )

    def head_at(self, text: str, *, shortest: int = 2) -> str:
        """The longest head of names that a text begins with."""
        lengths = range(min(6, len(text)), shortest - 1, -1)
        return next((text[:n] for n in lengths if text[:n] in self.lexicon.heads), "")

    def _letter(self, text: str, tag: str, plain: bool) -> str:
        if not plain:
            return {"m": "M", "TIME": "T"}.get(tag, "N")
        sign = _sign(text)
        if sign:
            return sign
        if text.isascii() and text.isalpha():
            return "N"
        for name, letter, tags in LETTERS:
            if text in self.words[name] and (tags is None or tag in tags):
                return letter
        if tag in ("n", "vn") and text in self.words["modality"]:
            return "x"
        if tag in ("v", "vd") or self._is_compound(text):
            return self._verb(text)
        if tag == "a" and len(text) > 2 and self.head(text, shortest=2):
            return "N"  # 重大项目/a
        if tag == "vn" and len(text) > 2 and self.lexicon.heads.get(self.head(text)) == PLANT:
            return "N"  # 处理厂/vn
        if text in self.words["preposition"] and not self.lexicon.tags(text):
            return "P"  # 途经/n
        if tag in ("d", "ad", "p"):
            return ("P" if tag == "p" else "D") if len(text) > 1 else "N"  # 河/d: a piece of a name
        if tag == "m" and text in self.words["classifier"]:
            return "Q"
        letter = PLAIN.get(tag, "N")
        return "n" if letter == "N" and len(text) == 2 and not self.lexicon.tags(text) else letter

    def _is_compound(self, text: str) -> bool:
        """全面铺开, 深化改革: one word of jieba's that no tagger counted, an adverb or a verb and a verb."""
        if len(text) != 4 or self.lexicon.tags(text):
            return False
        first, second = (self.lexicon.tags(half) for half in (text[:2], text[2:]))
        adverb = first.get("ad", 0) + first.get("d", 0)
        if not self.nominal(text[:2]):
            adverb += first.get("v", 0)  # 深化改革
        verb = second.get("v", 0) + second.get("vn", 0)
        return adverb > 0 and 5 * adverb > 2 * sum(first.values()) and 2 * verb >= sum(second.values())

    def _verb(self, text: str) -> str:
        if len(text) > 1:
            return "G" if self.nominal(text) else "V"
        tags = self.lexicon.tags(text)
        often = tags.get("v", 0)
        return "V" if often >= OFTEN and often / sum(tags.values()) >= VERBAL else "N"


def levels(code: str) -> Iterator[tuple[int, str]]:
    """The letters within each pair of brackets or quotes, and those outside, with the index at which they begin.

    What lies in a pair is `b` outside it; a bracket without its other half is a sign.
    """
    letters = list(code)
    open_at: list[int] = []
    for at, letter in enumerate(code):
        if letter in "([":
            if len(open_at) < DEEPEST:
                open_at.append(at)
        elif letter in ")]" and open_at and (letters[open_at[-1]] == "(") == (letter == ")"):
            start = open_at.pop() + 1
            yield start, "".join(letters[start:at])
            letters[start:at] = "b" * (at - start)
    for at in open_at:
        letters[at] = "B"
    yield 0, "".join(letters)


def _sign(text: str) -> str:
    if text == "、":
        return "S"
    if text in ROUND:
        return "("
    if text in CLOSED:
        return ")"
    if text in OPENERS:
        return "["
    if text in CLOSERS:
        return "]"
    if text[0] in MARKS:
        return "B"
    return "Z" if text in ENDS else ""


def load_classes(folder: Path, lexicon: Lexicon, own: Sequence[Path] = ()) -> WordClasses:
    """From `grammar.tsv` of an ontology's `lexicon/`, and of folders that add to it. Raises DataError for a line of other than three columns or a missing class."""
    path = folder / FOLDER / FILE
    found: dict[str, dict[str, str]] = {}
    for word, name, value in (*read_table(path, 3), *(row for each in own for row in rows_of(each, FILE, 3))):
        found.setdefault(name, {})[word] = value
    wanted = {name for name, _, _ in LETTERS} | {
        "reporting",
        "localizer",
        "ordinal",
        "classifier",
        "role",
        "toponym",
        "counter",
        "deictic",
        "owner",
    }
    missing = sorted(wanted - set(found))
    if missing:
        raise DataError(f"{path}: no word of class {', '.join(missing)}")
    return WordClasses(found, lexicon)
