"""The pattern language: parse `{^subject:Project} ~ <INVEST> (约|近)? {object:Money}`, compile it to `re`.

A pattern is matched against *slot text* (see `slots.py`), in which each mention is one private-use character
that stands for its class. So `{object:County}` is a character class and standard `re` does the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import DataError
from kg.rules.slots import MENTION, SlotCodes
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

DEEPEST = 30  # ( within each other
LONGEST, GAPS = 2000, 12  # characters of a pattern, and how often it may go over text
GAP = 12  # characters; a longer jump is usually another fact
LONG_GAP = 40  # characters, for ~~ which crosses the commas of a sentence
TEXT = 30  # characters at most in {x:Text}
AND = "AND"  # the word list of what may stand between the items of a list

_TOKEN = re.compile(
    r"\s+|(?P<slot>\{(?P<carry>\^)?(?:(?P<role>\w+):)?(?P<kinds>[^\W\da-z_]\w*(?:\|[^\W\da-z_]\w*)*)(?:/(?P<test>[^/{}]+)/)?\})"
    r"|(?P<list><(?:(?P<listrole>\w+):)?(?P<words>\w+)>)|(?P<long>~~)|(?P<gap>~)|(?P<start>\^)|(?P<end>\$)"
    r"|(?P<open>\()|(?P<close>\))|(?P<or>\|)|(?P<repeat>[?+])|(?P<not>!)|(?P<char>[^\s{}<>~()|?+^$!])"
)
_FOREIGN = re.compile(r"\\[a-zA-Z]|\\.|[\[\]*。]|\.[*+?]")  # what people try
_TEST = re.compile(r"/[^/{}]+/(?=\})")  # what a slot must hold is a regular expression
_WIDE = str.maketrans("｛｝＜＞｜", "{}<>|")  # as Chinese keyboards write them
TEXT_KIND = "Text"
PIECE = 2  # characters at most of a piece of text that a pattern needs
NO_TEXT = "NO_TEXT"  # the word list of what {x:Text} never begins with


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a pattern that a mention fills; `group` is its name in the regular expression."""

    group: str
    role: str
    kinds: tuple[str, ...]
    carried: bool
    test: str = ""  # a regular expression that the name holds, or the unit of a quantity


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a pattern at its top level: as written, and its regular expression."""

    source: str
    expression: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern.

    `regex` matches slot text. `rest` is the pattern without its carried subject, or None. `repeats` are the
    named groups that hold a list, each with the expression of one item, so that every item gives a fact.
    """

    source: str
    regex: re.Pattern[str]
    rest: re.Pattern[str] | None
    slots: tuple[Slot, ...]
    repeats: tuple[tuple[str, re.Pattern[str]], ...]
    needs: tuple[frozenset[str], ...]  # pieces of slot text: a match holds one of each of these sets
    steps: tuple[Step, ...] = ()  # none where the pattern is a choice as a whole


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def compile_pattern(
    source: str,
    *,
    words: Mapping[str, Sequence[str]],
    codes: SlotCodes,
    expand: Callable[[str], Sequence[str]],
) -> Pattern:
    """Compile one pattern. `expand` turns a class into the concrete classes below it.

    Raises DataError for a bracket that does not close, an unknown word list, class or sign.
    """
    builder = _Builder(source, words, codes, expand)
    expression = builder.sequence(top=True)
    rest = builder.rest_of(expression)
    return Pattern(
        source,
        re.compile(expression),
        re.compile(rest) if rest is not None else None,
        tuple(builder.slots),
        tuple((group, re.compile(item)) for group, item in builder.repeats),
        tuple(dict.fromkeys(builder.needs)),
        tuple(builder.steps),
    )


def _tokens(source: str) -> list[_Token]:
    tokens, at = [], 0
    if foreign := _FOREIGN.search(_TEST.sub("", source)):
        raise DataError(f"pattern '{source}': {_told(foreign.group())}")
    written, source = source, source.translate(_WIDE)
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise DataError(
                f"pattern '{written}': '{source[at:]}' is not understood; {{role:Class}}, <WORDS>, ~, (a|b), ?, +, ! are"
            )
        at = match.end()
        if match.lastgroup is None:
            continue
        kind = "slot" if match.group("slot") else "list" if match.group("list") else match.lastgroup
        tokens.append(_Token(kind, match.group()))
    return tokens


def _told(sign: str) -> str:
    if sign == "。":
        return (
            "a pattern is matched within one sentence, and '。' ends it; ~~ goes over commas, and no further"
        )
    return f"'{sign}' is a sign of regular expressions and means nothing here; (a|b), ?, +, ~ and <WORDS> are what there is"


class _Builder:
    """Recursive descent over the tokens of one pattern."""

    def __init__(
        self,
        source: str,
        words: Mapping[str, Sequence[str]],
        codes: SlotCodes,
        expand: Callable[[str], Sequence[str]],
    ) -> None:
        self.source, self.words, self.codes, self.expand = source, words, codes, expand
        self.tokens = _tokens(source)
        self._check_size()
        self.at = self.depth = self.pluses = 0
        self.slots: list[Slot] = []
        self.needs: list[frozenset[str]] = []  # what all that is parsed so far needs
        self.repeats: list[tuple[str, str]] = []
        self.steps: list[Step] = []
        self.head = ""  # the expression of a carried subject, at the very beginning
        joins = sorted(words.get(AND, ("、",)), key=lambda w: (-len(w), w))
        self.between = f"(?:{'|'.join(map(re.escape, joins))})?"
        starts = "|".join(re.escape(w) for w in words.get(NO_TEXT, ()))
        self.barred_start = f"(?!{starts})" if starts else ""
        self.last = ""  # slot characters of the latest slot: no gap jumps over these

    def _check_size(self) -> None:
        if len(self.source) > LONGEST:
            raise self.fail(f"longer than {LONGEST} characters; several rules are wanted")
        if sum(token.kind in ("gap", "long") for token in self.tokens) > GAPS:
            raise self.fail(f"more than {GAPS} times ~")

    def fail(self, why: str) -> DataError:
        return DataError(f"pattern '{self.source}': {why}")

    def peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def sequence(self, *, top: bool = False) -> str:
        parts: list[str] = []
        needs, self.needs = self.needs, []
        while self.peek() not in ("", "close", "or"):
            start = self.at
            parts.append(self.item())
            self.join_characters(start)
            if top:
                written = "".join(token.text for token in self.tokens[start : self.at])
                self.steps.append(Step(written, parts[-1]))
        if self.peek() == "or":
            if top:
                self.steps.clear()
            own, self.needs = self.needs, []
            parts += ("|", self.alternative())
            other = self.needs
            self.needs = [min(own, key=len) | min(other, key=len)] if own and other else []
        if top and self.peek() == "close":
            raise self.fail("a ) has no (")
        self.needs = needs + self.needs
        return "".join(parts)

    def join_characters(self, at: int) -> None:
        """Of two characters one behind the other, the pair is needed."""
        kinds = [token.kind for token in self.tokens[max(0, at - 2) : at + 1]]
        if self.at == at + 1 and kinds[-2:] == ["char", "char"] and kinds[0] != "not":
            self.needs.append(frozenset({self.tokens[at - 1].text + self.tokens[at].text}))

    def alternative(self) -> str:
        self.at += 1
        return self.sequence()

    def item(self) -> str:
        token = self.tokens[self.at]
        self.at += 1
        first_slot, needs, pluses = len(self.slots), len(self.needs), self.pluses
        part = self.atom(token)
        if self.peek() != "repeat":
            return part
        sign = self.tokens[self.at].text
        self.at += 1
        if sign == "?":
            del self.needs[needs:]
            return f"(?:{part})?"
        if first_slot == len(self.slots):  # words alone
            if self.pluses > pluses:
                raise self.fail("a + within what has a + itself")
            self.pluses += 1
        return self.repeated(part, first_slot)

    def repeated(self, part: str, first_slot: int) -> str:
        if first_slot == len(self.slots):
            return f"(?:{part})+"
        group = f"r{len(self.repeats)}"
        self.repeats.append((group, part))
        plain = re.sub(r"\(\?P<\w+>", "(?:", part)
        whole = f"(?P<{group}>{plain}(?:{self.between}{plain})*)"
        if self.slots[first_slot].carried:
            self.head = whole
        return whole

    def atom(self, token: _Token) -> str:
        if token.kind == "slot":
            return self.slot(token.text)
        if token.kind == "list":
            return self.word_list(token.text)
        if token.kind in ("gap", "long"):
            return self.gap(token.kind)
        if token.kind == "open":
            self.depth += 1
            if self.depth > DEEPEST:
                raise self.fail(f"more than {DEEPEST} ( within each other")
            inner = self.sequence()
            if self.peek() != "close":
                raise self.fail("a ( does not close")
            self.at, self.depth = self.at + 1, self.depth - 1
            return f"(?:{inner})"
        if token.kind == "not":
            return self.barred()
        if token.kind == "start":
            return rf"(?:^|(?<=[{CLAUSE_MARKS}{SENTENCE_MARKS}]))"
        if token.kind == "end":
            return rf"(?=$|[{CLAUSE_MARKS}{SENTENCE_MARKS}])"
        if token.kind == "char":
            self.needs.append(frozenset({token.text}))
            return re.escape(token.text)
        raise self.fail(f"'{token.text}' stands where nothing can be repeated")

    def barred(self) -> str:
        """!的: what must not follow here, and at the head of a pattern what must not stand before it; it takes no text."""
        ahead = self.at > 1
        if self.peek() not in ("char", "list", "slot", "open"):
            raise self.fail("'!' wants what must not follow: !的, !<WORDS>, !(a|b)")
        slots, needs, last = len(self.slots), len(self.needs), self.last
        token = self.tokens[self.at]
        self.at += 1
        part = self.atom(token)
        if any(slot.role for slot in self.slots[slots:]):
            raise self.fail("what follows '!' plays no role")
        del self.slots[slots:], self.needs[needs:]
        self.last = last
        plain = re.sub(r"[(][?]P<[a-z0-9]+>", "(?:", part)
        return f"(?!{plain})" if ahead else self.not_behind(plain)

    def not_behind(self, part: str) -> str:
        """Python looks back over one length only."""
        try:
            re.compile(f"(?<!{part})")
        except re.error as error:
            raise self.fail("'!' at the head of a pattern wants words of one length") from error
        return f"(?<!{part})"

    def slot(self, text: str) -> str:
        match = _TOKEN.match(text)
        if match is None:
            raise self.fail(f"'{text}' is no slot")
        named = match.group("kinds").split("|")
        kinds = tuple(dict.fromkeys(k for n in named for k in (self._expanded(n) or (n,))))
        slot = Slot(
            f"s{len(self.slots)}",
            match.group("role") or "",
            kinds,
            bool(match.group("carry")),
            self.test(match.group("test") or "", text, bool(match.group("role"))),
        )
        if slot.carried and self.slots:
            raise self.fail(f"'{text}': only the first slot can be carried over (^)")
        self.slots.append(slot)
        if kinds == (TEXT_KIND,):
            self.last = ""
            return rf"(?P<{slot.group}>{self.barred_start}[^{CLAUSE_MARKS}{SENTENCE_MARKS}、]{{2,{TEXT}}}?)"
        characters = self.codes.characters(kinds, self.expand, self.source)
        self.last = characters
        if not slot.carried:
            self.needs.append(frozenset(characters))
        part = f"(?P<{slot.group}>[{characters}])"
        if slot.carried:
            self.head = part
        return part

    def test(self, source: str, slot: str, named: bool) -> str:
        """What the name in a slot must hold: {subject:Project/学校/}."""
        if source and not named:
            raise self.fail(f"'{slot}': only a slot with a role is tested")
        try:
            re.compile(source)
        except re.error as error:
            raise self.fail(f"'{slot}': {error}") from error
        return source

    def _expanded(self, name: str) -> Sequence[str]:
        return () if name == TEXT_KIND else self.expand(name)

    def word_list(self, text: str) -> str:
        """<INVEST>, or <indicator:LENGTH>, whose word plays a role in the fact."""
        match = _TOKEN.match(text)
        role, name = (match.group("listrole"), match.group("words")) if match else (None, text)
        if name not in self.words:
            raise self.fail(f"there is no word list <{name}>; lists: {', '.join(sorted(self.words))}")
        ordered = sorted(self.words[name], key=lambda w: (-len(w), w))
        words = "|".join(re.escape(w) for w in ordered)
        if all(ordered) and ordered:
            self.needs.append(frozenset(w[:PIECE] for w in ordered))
        if role is None:
            return f"(?:{words})"
        slot = Slot(f"s{len(self.slots)}", role, (TEXT_KIND,), False)
        self.slots.append(slot)
        return f"(?P<{slot.group}>{words})"

    def gap(self, kind: str) -> str:
        barred = self.last if kind == "gap" else self.last
        marks = CLAUSE_MARKS + SENTENCE_MARKS if kind == "gap" else SENTENCE_MARKS
        return rf"[^{barred}{marks}]{{0,{GAP if kind == 'gap' else LONG_GAP}}}?"

    def rest_of(self, expression: str) -> str | None:
        if not self.slots or not self.slots[0].carried:
            return None
        at = expression.find(self.head)
        if at != 0:
            raise self.fail("a carried slot (^) must come first")
        rest = expression[len(self.head) :]
        leading = re.match(r"\[\^[^\]]*\]\{0,\d+\}\?", rest)
        return rest[leading.end() :] if leading else rest


def mention_positions(text: str) -> list[int]:
    """Where the mentions stand in a slot text."""
    return [m.start() for m in MENTION.finditer(text)]
