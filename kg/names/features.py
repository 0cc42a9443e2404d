"""What speaks for a name beginning at a token, and what for no name at all: readable features, each with a value.

Borders are log-odds of counts in raw text (推进 stands before names far more often than in them), the rest is grammar: tags,
numbers, routes (甲至乙), repetition in the article, what the rules found. No words beside the name but verbs of works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log

from kg.language.lexicon import Lexicon
from kg.language.tokens import Token
from kg.names.candidates import OPENERS, STOPS, Candidate
from kg.names.clusters import none_clusters, start_clusters
from kg.names.evidence import Word
from kg.names.grammar import AREAS, VALUES, WATERS
from kg.names.inside import ROUTE, Around, Features, Inside
from kg.text.signs import MEETS, OF, RANKED

BREAKS = frozenset({"u", "p", "c", "r", "w", "d"})  # tags that end the run of nouns before a head
SIGNS = {
    "“": "“",
    "‘": "“",
    "「": "“",
    "『": "“",
    "、": "、",
    "（": "（",
    "(": "（",
    "《": "《",
    "〈": "《",
}  # before a beginning
NAMELESS = "nameless"  # its one rare word may be a name as well as a term: 青石高铁项目, 井巷工程
FIRMS, WORKS = ("firm", "trade"), ("work", "change", "line", "plant", "part", "item")  # classes of heads
SELDOM = 1.5  # `rare` of a word that may name a thing although it is a plain word: 青山水库
COMMON = 1.0  # `rare` of a word that any text may have: 汽车有限公司
QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』"}
BARE = 4  # characters; a longer head tells a legal form: 有限公司
SHORTEST = 2  # characters before the head of a firm
NUMBERED = 2  # figures that number an item of a list
WORDS = 4  # of a phrase that was counted
CLAUSE = "，,："  # what ends the reach of a verb
REACH_RIGHT, REACH_LEFT = 6, 13  # tokens in which verbs of works are looked for
REACH_VALUE = 10  # tokens behind a candidate in which values are looked for
LISTED = frozenset({"、", "和", "及", "与", "等"})
# features that weigh differently by the class of the head
BY_GROUP = (
    "run", "route", "common", "again", "long", "o.u", "o.p", "f.LOC", "quoted", "noproper", "rare", "common.plain", "o.v", "o.n",
    "in.v", "bos", "proper", "outside", "worst", "short", "o.w", "o.vn", "lefts", "f.v", "f.vn", "in.u", "in.q", "of.v.LOC", "plain", "role", "driven",
    "outer", "alien", "again.plain", "size", "counted", "enclosed", "o.does", "o.route", "o.head", "in.head", "in.act", "in.split", "in.said",
)  # fmt: skip
MOST = 6  # times that a name is looked for in its article


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
    cut = next(
        (
            i
            for i in range(last, candidate.first - 1, -1)
            if tokens[i].tag in BREAKS and not (candidate.first < i < last and tokens[i].text in ROUTE)
        ),
        -1,
    )
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
    if _titled(tokens, candidate.first):
        found["none.titled"] = found[f"none.titled.{group}"] = 1.0
    if right is not None and right.text in around.documents:
        found["none.document"] = found[f"none.document.{candidate.head}"] = 1.0
    described = range(max(candidate.first, cut - 2), cut) if cut >= 0 and tokens[cut].text == OF else ()
    if any(RANKED.match(tokens[i].text) for i in (*described, *chunk)):
        found["none.ranked"] = found[f"none.ranked.{group}"] = 1.0
    if around.law:
        found["none.law"] = found[f"none.law.{group}"] = 1.0
    if right is None and candidate.first == 0:
        found["none.alone"] = found[f"none.alone.{group}"] = (
            1.0  # the stretch is this and no more: a cell, a heading
        )
    _verbs_around(candidate, around, found)
    _values_behind(candidate, found)
    none_clusters(candidate, words, found)
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


def start_features(
    candidate: Candidate, words: Sequence[Word], around: Around, lexicon: Lexicon
) -> list[tuple[int, Features]]:
    """For each token that the name may begin with, from the last: where it begins in the text, and its features."""
    inside = Inside(candidate, words, around)
    found: list[tuple[int, Features]] = []
    grouped = _grouped(candidate.group)
    phrase = ""
    for at in range(candidate.last, candidate.first - 1, -1):
        token = candidate.tokens[at]
        phrase = words[at].text + phrase if candidate.last - at < WORDS else ""
        if token.start < inside.head_start:
            inside.add(at)
        elif at > candidate.first and len(token.text) <= len(candidate.head):
            continue
        if _never_again(candidate.group, inside):
            break
        enclosed = _enclosed(candidate, at)
        if _never(candidate, token, inside, around):
            continue
        f = _edge(candidate, words, at)
        _shape(candidate, at, f)
        inside.tell(f)
        f["common"] = log(1 + lexicon.phrases.get(phrase, 0)) / 3 if phrase else 0.0
        if "noproper" in f:
            f["common.plain"] = f["common"]
        _elsewhere(candidate, token.start, around, lexicon, f)
        _seams(candidate, at, lexicon.heads, f)
        if at > candidate.first and (done := around.verbs.get(candidate.tokens[at - 1].text)):
            f["o.does"] = f[f"o.does.{done}"] = 1.0
        if enclosed:
            f["enclosed"] = 1.0
        start_clusters(candidate, words, at, f)
        f.update([(name, f[key]) for key, name in grouped if key in f])
        if not _barred(candidate, inside, f, enclosed=enclosed):
            found.append((token.start, f))
    return found


@lru_cache(maxsize=64)
def _grouped(group: str) -> tuple[tuple[str, str], ...]:
    """The features that weigh differently by the class of the head, each with its name there."""
    return tuple((key, f"{group}.{key}") for key in BY_GROUP)


def _seams(candidate: Candidate, at: int, heads: Mapping[str, str], f: Features) -> None:
    """Whether a name ends right before the beginning (an apposition), and whether the beginning cuts a route."""
    if at <= candidate.first:
        return
    before = candidate.tokens[at - 1]
    if before.text in ROUTE:
        f["o.route"] = 1.0
    elif not before.kind:
        group = heads.get(before.text) or (heads.get(before.text[-2:]) if len(before.text) > 2 else None)
        if group:
            f["o.head"] = f[f"o.head.{group}"] = 1.0


def _enclosed(candidate: Candidate, at: int) -> bool:
    """Whether quotes stand around just what a name would hold: “清流进村工程”."""
    tokens, last = candidate.tokens, candidate.last
    return (
        at > 0
        and last + 1 < len(tokens)
        and tokens[at - 1].text in QUOTES
        and tokens[last + 1].text == QUOTES[tokens[at - 1].text]
    )


def _never_again(group: str, inside: Inside) -> bool:
    """What no name has in it, so that none begins here or further left: half a pair, an indefinite number, a clause."""
    named = group in FIRMS or group in WORKS
    return (
        inside.broken or (named and (inside.indefinite or inside.clause)) or (group in FIRMS and inside.sum)
    )


def _never(candidate: Candidate, first: Token, inside: Inside, around: Around) -> bool:
    """What no name begins with: 全市某工程 is 某工程."""
    if (
        first.text in around.deictic
        or inside.lone
        or first.text == MEETS
        or _is_sign(first)
        or _is_now(first)
    ):
        return True
    if candidate.group not in FIRMS:
        return False
    short = candidate.end - first.start - len(candidate.head) < SHORTEST
    return short or (first.text.isdigit() and first.end - first.start <= NUMBERED)  # 13浙江某公司


def _barred(candidate: Candidate, inside: Inside, f: Features, *, enclosed: bool) -> bool:
    """What else is no name, whatever speaks for it: a count of things, words that any place's page may have."""
    group = candidate.group
    if group in FIRMS:
        bare = group == "trade" or len(candidate.head) < BARE or f["rare"] < COMMON
        return bare and "plain" in f
    if group not in WORKS:
        return False
    nameless = not (inside.named or inside.quoted or enclosed or inside.longest_run > 1 or "size" in f)
    if nameless:
        f[NAMELESS] = 1.0
    common = "noproper" in f and f["rare"] < SELDOM
    return "counted" in f or (nameless and common)


def _is_sign(token: Token) -> bool:
    """Whether a token is a mark that begins no name: ·, ━."""
    return not token.kind and token.tag == "w" and token.text[:1] not in OPENERS and not token.text.isalnum()


def _is_now(token: Token) -> bool:
    """今年, 近日: a time that is no year's."""
    return (token.tag == "TIME" or token.kind == "Date") and not any(c.isdigit() for c in token.text)


def _edge(candidate: Candidate, words: Sequence[Word], at: int) -> Features:
    """What stands right before the beginning, and what it begins with."""
    token, before = candidate.tokens[at], candidate.tokens[at - 1] if at > 0 else None
    f: Features = {}
    if before is None or at == candidate.first:
        outside = f"B{SIGNS.get(before.text[-1:] if before is not None else '', '')}"
        f["bos"] = f[f"bos.{outside}"] = 1.0
    else:
        outside = before.tag
    f[f"o.{outside}"] = f[f"f.{token.tag}"] = f[f"of.{outside}.{token.tag}"] = 1.0
    if before is not None and at > candidate.first:
        _before(before, words[at - 1], words[at], f)
    if not token.kind:
        f["first"] = words[at].first
    else:
        f[f"f.kind.{_kind(token.kind)}"] = 1.0
    return f


def _before(token: Token, left: Word, first: Word, f: Features) -> None:
    if token.kind:
        f[f"o.kind.{_kind(token.kind)}"] = 1.0
        return
    f["outside"], f["o.inside"] = left.outside, left.inside
    if left.single:
        f["o.single"] = 1.0
        if first.single:
            f["o.single.f.single"] = 1.0


def _shape(candidate: Candidate, at: int, f: Features) -> None:
    size = candidate.end - candidate.tokens[at].start
    f[f"len.{min(12, candidate.last - at + 1)}"] = 1.0
    f["long"] = max(0, size - 16) / 8
    f["short"] = float(size - len(candidate.head) < 2) + float(size - len(candidate.head) < 1)


def _elsewhere(candidate: Candidate, start: int, around: Around, lexicon: Lexicon, f: Features) -> None:
    """What the list, the article and the rules say."""
    if candidate.added:
        f[f"item.{lexicon.heads[candidate.added]}"] = 1.0
    name = around.text[start : candidate.end]
    if "“" in name:
        f["quoted"] = 1.0
    if len(name) - len(candidate.head) >= 2 and len(name) >= 3:
        repeats = around.repeats.get(name)
        if repeats is None:
            repeats = around.repeats[name] = _repeated(name, around.text, around.body)
        f.update(repeats)
    if "plain" in f and "again" in f:
        f["again.plain"], f["lefts.plain"] = 1.0, f["lefts"]
    for kind, begins in candidate.walked.items():
        place = "same" if begins == start else "in" if begins < start else "over"
        f[f"walk.{place}"] = f[f"walk.{place}.{kind}"] = 1.0


def _repeated(name: str, text: str, body: int) -> Features:
    """Where else the article has the same string, and what stands before it there."""
    f: Features = {}
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
    return f


def _kind(kind: str) -> str:
    return "area" if kind in AREAS else "water" if kind in WATERS else "value" if kind in VALUES else "other"
