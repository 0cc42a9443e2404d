"""What speaks for a name beginning at a token: readable features, each with a value (no name at all: `nameless.py`).

Borders are log-odds of counts in raw text (推进 stands before names far more often than in them), the rest is grammar: tags,
numbers, routes (甲至乙), repetition in the article, what the rules found. No words beside the name but verbs of works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

from kg.language.lexicon import Lexicon
from kg.language.tokens import Token
from kg.names.candidates import OPENERS, Candidate
from kg.names.clusters import start_clusters
from kg.names.evidence import Word
from kg.names.grammar import AREAS, VALUES, WATERS
from kg.names.inside import ROUTE, Around, Features, Inside
from kg.text.signs import MEETS

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
ZONE = "zone"
FIRMS, WORKS = ("firm", "trade"), ("work", "change", "line", "plant", "part", "item")  # classes of heads
SELDOM = 1.5  # `rare` of a word that may name a thing although it is a plain word: 青山水库
COMMON = 1.0  # `rare` of a word that any text may have: 汽车有限公司
QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』"}
BRANCH = "分"  # 分公司
BARE = 4  # characters; a longer head tells a legal form: 有限公司
COMPASS, REACHES = ("东", "南", "西", "北"), ("至", "起", "到", "止", "接", "抵", "达")
SHORTEST = 2  # characters before the head of a firm
NAMING = ("LOC", "PER")  # tags of places and people, which no number before them measures
NUMBERED = 2  # figures that number an item of a list
WORDS = 4  # of a phrase that was counted
# features that weigh differently by the class of the head
BY_GROUP = (
    "run", "route", "common", "again", "long", "o.u", "o.p", "f.LOC", "quoted", "noproper", "rare", "common.plain", "o.v", "o.n",
    "in.v", "bos", "proper", "outside", "worst", "short", "o.w", "o.vn", "lefts", "f.v", "f.vn", "in.u", "in.q", "of.v.LOC", "plain", "role", "driven",
    "outer", "alien", "again.plain", "size", "counted", "enclosed", "o.does", "o.route", "o.head", "in.head", "in.act", "in.split", "in.said",
)  # fmt: skip
OTHERS = ("kind.", "none")  # how features begin that tell of no beginning
MOST = 6  # times that a name is looked for in its article


def start_features(
    candidate: Candidate, words: Sequence[Word], around: Around, lexicon: Lexicon
) -> list[tuple[int, Features]]:
    """For each token that the name may begin with, from the last: where it begins in the text, and its features.

    Those that weigh differently by the class of the head are to be added (`by_group`).
    """
    inside = Inside(candidate, words, around)
    found: list[tuple[int, Features]] = []
    phrase = ""
    for at in range(candidate.last, candidate.first - 1, -1):
        token = candidate.tokens[at]
        phrase = words[at].text + phrase if candidate.last - at < WORDS else ""
        if token.start < inside.head_start:
            inside.add(at)
        elif at > candidate.first and len(token.text) <= len(candidate.head):
            continue
        if inside.broken or (_never_again(candidate.group, inside) and not candidate.whole):
            break
        if candidate.whole and at > candidate.first:
            continue
        enclosed = _enclosed(candidate, at)
        if _never(candidate, at, inside, around):
            continue
        held: Features = {}
        inside.tell(held)
        if _barred(candidate, inside, held, enclosed=enclosed):
            continue
        f = _edge(candidate, words, at)
        _shape(candidate, at, f)
        f.update(held)
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
        found.append((token.start, f))
    return found


def by_group(group: str, f: Features) -> Features:
    """The features with those that weigh differently by the class of the head."""
    return f | {f"{group}.{key}": f[key] for key in BY_GROUP if key in f}


def start_weights(group: str, weights: Mapping[str, float]) -> dict[str, float]:
    """The weights of features of beginnings before a head of a class, with what is added to some of them there."""
    found = {name: weight for name, weight in weights.items() if not name.startswith(OTHERS)}
    for key in BY_GROUP:
        if f"{group}.{key}" in found:
            found[key] = found.get(key, 0.0) + found[f"{group}.{key}"]
    return found


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
    named = group in FIRMS or group in WORKS or group == ZONE
    return (
        inside.broken
        or (named and (inside.indefinite or inside.clause))
        or (group in FIRMS and (inside.sum or inside.joined))
    )


def _never(candidate: Candidate, at: int, inside: Inside, around: Around) -> bool:
    """What no name begins with: 全市某工程 is 某工程."""
    first = candidate.tokens[at]
    if (
        first.text in around.deictic
        or inside.lone
        or first.text == MEETS
        or _is_sign(first)
        or _is_now(first)
        or _tells_course(candidate, at)
    ):
        return True
    numbered = first.text.isdigit() and first.end - first.start <= NUMBERED
    if candidate.group not in FIRMS:  # 5青岭至白沙公路 is numbered in a list
        return numbered and at < candidate.last and candidate.tokens[at + 1].tag in NAMING
    if candidate.head.startswith(BRANCH) and _follows_firm(candidate, at):
        return True
    named = around.text[first.start : candidate.end - len(candidate.head)]
    return len(named) < SHORTEST or named in around.owners or numbered  # 外资银行, 13浙江某公司


def _tells_course(candidate: Candidate, at: int) -> bool:
    """南至, 北起 before where a line ends or begins."""
    first = candidate.tokens[at]
    after = candidate.tokens[at + 1].text[:1] if at < candidate.last else ""
    signs = first.text[:2] if len(first.text) > 1 else first.text + after
    return not first.kind and len(signs) == 2 and signs[0] in COMPASS and signs[1] in REACHES


def _follows_firm(candidate: Candidate, at: int) -> bool:
    """Whether a place stands right behind a noun, which is of the firm whose branch it is: 远川粮油|黑龙江分公司, not 集团|黑龙江分公司."""
    if at == candidate.first or candidate.tokens[at].kind not in AREAS:
        return False
    before = candidate.tokens[at - 1]
    return not before.kind and before.tag == "n" and not candidate.head.endswith(before.text)


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
