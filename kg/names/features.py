"""What speaks for a name beginning at a token, and what for no name at all: readable features, each with a value.

Borders are log-odds of counts in raw text (推进 stands before names far more often than in them), the rest is grammar: tags,
numbers, routes (甲至乙), repetition in the article, what the rules found. No words beside the name but verbs of works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from kg.language.lexicon import NEVER, Lexicon
from kg.language.tags import CHINESE_NUMBER, LATIN, NUMBER, shape
from kg.language.tokens import Token
from kg.names.candidates import OPENERS, STOPS, Candidate
from kg.names.grammar import AREAS, VALUES, WATERS

Features = dict[str, float]

NOUNS = frozenset({"n", "vn", "nz", "LOC", "ORG", "PER", "an", "s", "f"})
PROPER = frozenset({"LOC", "ORG", "PER", "nz"})
BREAKS = frozenset({"u", "p", "c", "r", "w", "d"})  # tags that end the run of nouns before a head
COUNTED = ("v", "PER", "u", "p", "d", "c", "m", "q", "r", "TIME", "w", "a", "f", "xc")
ROUTE = frozenset({"至", "到", "—", "-", "～", "－", "–", "~"})
CLASSES = ("line", "change", "work", "plant", "firm", "part", "zone", "park", "school", "reservoir", "rule")
BY_GROUP = (
    "run", "route", "common", "again", "long", "o.u", "o.p", "f.LOC", "quoted", "noproper", "rare", "common.plain", "o.v", "o.n",
    "in.v", "bos", "proper", "outside", "worst", "short", "o.w", "o.vn", "lefts", "f.v", "f.vn", "in.u", "in.q", "of.v.LOC", "plain", "role", "driven",
    "outer", "alien", "again.plain", "size", "counted",
)  # fmt: skip
UNMET = 7.5  # rarity of a word that hardly an article holds: as good as a name
RARE = 8.0  # the rarity of a name that is known
TITLE_GAP = 0  # the title is searched whole
COUNTERS = frozenset("个项座条处家台套眼口块批件辆人户名村类次天")  # 8项: a count
MOST = 6  # times that a name is looked for in its article
UNSEEN = 1.0  # added to counts


@dataclass(frozen=True, slots=True)
class Word:
    """A token with what its counts say."""

    text: str
    outside: float  # log-odds of standing right before a name
    first: float  # of beginning one
    inside: float  # of standing in one; negative: it hardly does
    rarity: float  # log of the inverse share of articles
    proper: bool
    met: bool  # within a name
    single: bool  # one Chinese character that jieba leaves by itself


class WordTable:
    """Words with their counts, made once each."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.memo: dict[tuple[str, str, str], Word] = {}

    def word(self, token: Token) -> Word:
        """What is known of a token."""
        key = (token.text if token.kind not in VALUES else "#", token.tag, token.kind)
        word = self.memo.get(key)
        if word is None:
            word = self._word(token)
            if len(self.memo) < 1 << 16:
                self.memo[key] = word
        return word

    def _word(self, token: Token) -> Word:
        text = normal(token.text)
        out, first, inside = NEVER if token.kind else self.lexicon.border(text)
        rarity = log((self.lexicon.read + 1) / (self.lexicon.articles(text) + 1))
        if token.kind:
            rarity = 2.0 if token.kind in VALUES else RARE
        latin = shape(token.text) == LATIN and len(token.text) > 1
        if latin:
            rarity = RARE
        single = len(text) == 1 and not token.kind and "一" <= text <= "鿿" and token.tag != "w"
        return Word(
            text,
            _odds(out, inside + first),
            _odds(first, out),
            _odds(inside + first, out),
            rarity,
            latin or (token.tag in PROPER and token.kind not in VALUES) or (token.tag == "n" and len(text) > 1 and rarity > UNMET),
            inside + first > 0,
            single,
        )


def normal(text: str) -> str:
    """`#` for a number, as the tables have it."""
    return "#" if shape(text) in (NUMBER, CHINESE_NUMBER) else text


def _odds(a: int, b: int) -> float:
    return max(-4.0, min(4.0, log((a + UNSEEN) / (b + UNSEEN))))


@dataclass(frozen=True, slots=True)
class Around:
    """What the article tells of a candidate beside its own words."""

    text: str  # of the article
    body: int  # where the text below the title begins
    verbs: Mapping[str, str]  # of works: 建设 → build
    roles: tuple[str, ...]  # what a thing may be called before its name: 投资银行|花旗集团


def none_features(candidate: Candidate, words: Sequence[Word], around: Around, lexicon: Lexicon) -> Features:
    """What speaks for no name ending here."""
    phrases, heads = lexicon.phrases, lexicon.heads
    tokens, last, group = candidate.tokens, candidate.last, candidate.group
    found: Features = {"none": 1.0, f"none.{group}": 1.0, f"none.head.{candidate.head}": 1.0}
    right = tokens[last + 1] if last + 1 < len(tokens) else None
    found[f"none.right.{right.tag if right else '$'}"] = 1.0
    found[f"none.right.{group}.{right.tag if right else '$'}"] = 1.0
    if right is not None:
        found[f"none.next.{right.text[:2]}"] = 1.0
    near = range(max(candidate.first, last - 3), last + 1)
    found["none.rare"] = -max((words[i].rarity for i in near if i < last), default=0.0) / 4
    found["none.proper"] = -float(any(words[i].proper for i in near))
    cut = next((i for i in range(last, candidate.first - 1, -1) if tokens[i].tag in BREAKS), -1)
    chunk = range(max(cut + 1, candidate.first), last + 1)
    proper = -float(any(words[i].proper for i in chunk))
    found["none.chunk"] = proper
    found[f"none.chunk.{group}"] = proper
    found["none.chunk.rare"] = -max((words[i].rarity for i in chunk if i < last), default=0.0) / 4
    found["none.chunk.long"] = min(6, len(chunk)) / 3
    found["none.singles"] = -float(last > 1 and words[last - 1].single and words[last - 2].single)
    if cut >= candidate.first:
        found[f"none.cut.{tokens[cut].text[:2]}"] = 1.0
        found[f"none.cut.{tokens[cut].tag}"] = 1.0
    for size in (2, 3):
        if last - size + 1 >= candidate.first:
            spread = phrases.get("".join(w.text for w in words[last - size + 1 : last + 1]), 0)
            found[f"none.common.{size}"] = found[f"none.common.{size}.{group}"] = log(1 + spread) / 3
    if candidate.added:
        found[f"none.item.{heads[candidate.added]}"] = 1.0
    elif len(tokens[last].text) > len(candidate.head):
        found[f"none.word.{tokens[last].text}"] = 1.0
    ahead = _head_ahead(tokens, last, heads)
    if ahead:
        found[f"none.ahead.{ahead}"] = found[f"none.ahead.{ahead}.{group}"] = 1.0
    if last > candidate.first:
        found[f"none.before.{words[last - 1].text}"] = 1.0
    found["none.quoted"] = -float(any(tokens[i].text in "”’" for i in chunk))
    found[f"none.run.{group}"] = -float(last > 1 and words[last - 1].single and words[last - 2].single)
    for kind in candidate.walked:
        found[f"none.walked.{kind}"] = -1.0
        found[f"none.walked.{kind}.{group}"] = -1.0
    if not candidate.walked:
        found[f"none.unwalked.{group}"] = 1.0
    _verbs_around(candidate, around, found)
    return found


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


def _verbs_around(candidate: Candidate, around: Around, found: Features) -> None:
    tokens, last = candidate.tokens, candidate.last
    classes = set()
    for at in range(last + 1, min(len(tokens), last + 7)):
        if tokens[at].text in "，,：":
            break
        kind = around.verbs.get(tokens[at].text)
        if kind:
            classes.add(f"right.{kind}")
    for at in range(last - 1, max(-1, last - 14), -1):
        if tokens[at].text in "，,：":
            break
        kind = around.verbs.get(tokens[at].text)
        if kind:
            classes.add(f"left.{kind}")
    for name in classes:
        found[f"none.{name}"] = -1.0
        found[f"none.{candidate.group}.{name}"] = -1.0
    if not classes:
        found[f"none.{candidate.group}.noverb"] = 1.0
    if last + 1 < len(tokens) and tokens[last + 1].text in ("、", "和", "及", "与", "等"):
        found["none.listed"] = -1.0
        found[f"none.listed.{candidate.group}"] = -1.0


def start_features(candidate: Candidate, words: Sequence[Word], around: Around, lexicon: Lexicon) -> list[tuple[int, Features]]:
    """For each token that the name may begin with, from the last: where it begins in the text, and its features."""
    tokens, last, group, text = candidate.tokens, candidate.last, candidate.group, around.text
    phrases, heads = lexicon.phrases, lexicon.heads
    head_start = candidate.end - len(candidate.head)
    found: list[tuple[int, Features]] = []
    counts = dict.fromkeys(COUNTED, 0)
    run = best_run = proper = 0
    total = worst = 0.0
    rarities: list[float] = []
    route = sizes = counted = quoted = roles = driven = outer = alien = 0
    phrase = ""
    for at in range(last, candidate.first - 1, -1):
        token, word = tokens[at], words[at]
        phrase = word.text + phrase if last - at < 4 else ""
        if token.start < head_start:
            alone = word.single and not (at > candidate.first and words[at - 1].single) and not (at < last and (words[at + 1].single or tokens[at + 1].start >= head_start))
            joins = token.text in ROUTE and candidate.first < at < last and _place_like(tokens, words, at - 1) and _place_like(tokens, words, at + 1)
            route += joins
            if not joins and token.tag in counts and (not word.single or alone or token.tag in ("u", "p", "c")):
                counts[token.tag] += 1
            if token.kind == "Quantity" or (token.tag == "m" and at < last and tokens[at + 1].tag == "q"):
                sizes += 1
                if token.text[-1:] in COUNTERS:
                    counted += 1
            if token.text in "”’":
                quoted = 1
            if at < last and (words[at + 1].proper or tokens[at + 1].text in OPENERS):
                roles += token.text.endswith(around.roles) and not token.kind
                driven += token.tag == "v" and not token.kind
            if token.tag in ("v", "ad", "d", "vd") and len(token.text) > 1 and not token.kind:
                alien += not word.met
            outer += word.outside > 0.7 and not token.kind and not word.single
            run = run + 1 if word.single else 0
            best_run = max(best_run, run)
            if not token.kind and word.inside < 0:
                total += word.inside
                worst = min(worst, word.inside)
            rarities.append(word.rarity)
            proper += word.proper
        if token.start >= head_start and at > candidate.first and len(token.text) <= len(candidate.head):
            continue
        before = tokens[at - 1] if at > 0 else None
        f: Features = {}
        if before is None or at == candidate.first:
            sign = before.text[-1:] if before is not None else "^"
            outside = "B“" if sign in "“‘「『" else "B、" if sign == "、" else "B（" if sign in "（(" else "B《" if sign in "《〈" else "B"
            f["bos"] = 1.0
            f[f"bos.{outside}"] = 1.0
        else:
            outside = before.tag
        f[f"o.{outside}"] = f[f"f.{token.tag}"] = f[f"of.{outside}.{token.tag}"] = 1.0
        if before is not None and at > candidate.first:
            left = words[at - 1]
            if not before.kind:
                f["outside"] = left.outside
                f["o.inside"] = left.inside
                if left.single:
                    f["o.single"] = 1.0
                    if word.single:
                        f["o.single.f.single"] = 1.0
            else:
                f[f"o.kind.{_kind(before.kind)}"] = 1.0
        if not token.kind:
            f["first"] = word.first
        else:
            f[f"f.kind.{_kind(token.kind)}"] = 1.0
        size = candidate.end - token.start
        f[f"len.{min(12, last - at + 1)}"] = 1.0
        f["long"] = max(0, size - 16) / 8
        f["short"] = float(size - len(candidate.head) < 2) + float(size - len(candidate.head) < 1)
        for tag, count in counts.items():
            if count:
                f[f"in.{tag}"] = float(count)
        if route:
            f["route"] = float(route)
        if roles:
            f["role"] = float(roles)
        if driven:
            f["driven"] = float(driven)
        if alien:
            f["alien"] = float(alien)
        if outer:
            f["outer"] = float(outer)
        if sizes > counted:
            f["size"] = 1.0
        if counted:
            f["counted"] = 1.0
        f["run"] = float(min(best_run, 3))
        f["worst"], f["sum"] = worst, total / 2
        f["rare"] = max(rarities, default=0.0) / 4
        f["rare.sum"] = min(20.0, sum(rarities)) / 10
        f["proper"] = float(min(proper, 3))
        spread = phrases.get(phrase, 0) if phrase else 0
        f["common"] = log(1 + spread) / 3
        if not proper and not quoted:
            f["noproper"] = 1.0
            f["rare.plain"] = f["rare"]
            if best_run < 2:
                f["plain"] = 1.0
            f["common.plain"] = f["common"]
        if candidate.added:
            f[f"item.{heads[candidate.added]}"] = 1.0
        name = text[token.start : candidate.end]
        if "“" in name:
            f["quoted"] = 1.0
        _repeated(name, candidate, text, around.body, f)
        if "plain" in f and "again" in f:
            f["again.plain"] = 1.0
            f["lefts.plain"] = f["lefts"]
        for kind, start in candidate.walked.items():
            place = "same" if start == token.start else "in" if start < token.start else "over"
            f[f"walk.{place}"] = 1.0
            f[f"walk.{place}.{kind}"] = 1.0
        for key in BY_GROUP:
            if key in f:
                f[f"{group}.{key}"] = f[key]
        found.append((token.start, f))
    return found


def _repeated(name: str, candidate: Candidate, text: str, body: int, f: Features) -> None:
    """Where else the article has the same string, and what stands before it there."""
    if len(name) - len(candidate.head) < 2 or len(name) < 3:
        return
    count, lefts = 0, set()
    at = text.find(name)
    if 0 <= at < body:
        f["titled"] = 1.0
    while at >= 0 and count < MOST:
        count += 1
        lefts.add(text[at - 1 : at] if at else "^")
        at = text.find(name, at + 1)
    if count > 1:
        f["again"] = 1.0
        f["lefts"] = float(len(lefts) > 1)
        f["times"] = float(min(count - 1, 3))


def _place_like(tokens: Sequence[Token], words: Sequence[Word], at: int) -> bool:
    return tokens[at].tag in NOUNS or words[at].single


def _kind(kind: str) -> str:
    return "area" if kind in AREAS else "water" if kind in WATERS else "value" if kind in VALUES else "other"
