"""Nouns around a value: what ends before it (完成造林 in 全市累计完成造林), what begins behind it, and what is said of it."""

from __future__ import annotations

import re

from kg.rules.indicators import Indicators
from kg.text.words import words

OTHER = "＃"
DONE = ("了", "着", "过")  # behind a verb
STEM_AFTER, TAKES = ("的", "是"), ("将", "把")  # 压减生铁 of 任务是压减生铁, 缴费比例 of 将缴费比例
OF = "的"
ETCETERA, ITEMS = "等", "、"
LONGEST = 18  # characters; a longer stretch is a clause, no name
DEED, FULL = 12, 20  # characters of what a counted thing does, and of what it has passed: 顺利通过评估验收
NOUN = 20  # characters of a noun behind a count
ITEM = 8  # characters of an item of a list that one figure is told of: 干渠、支渠长559公里
_PIECE = re.compile(rf"[{OTHER}、]")
_NEXT = re.compile(rf"、{OTHER}")
_SIGNS = "“”‘’\"'（）()《》·—…！？!?。 　"


def stem_of(before: str, book: Indicators) -> str:
    """The name that ends where `before` ends: 全市累计完成造林 → 完成造林."""
    filler = book.words["filler"]
    tokens = [
        t for t in words(book.spell.sub("", _last_piece(before, book))) if t.strip(_SIGNS) and t not in filler
    ]
    tokens = _without_links(tokens, book)
    for at in range(len(tokens) - 2, 0, -1):
        if _cuts(tokens, at, book) and len("".join(tokens[at + 1 :])) >= 2:
            tokens = tokens[at + 1 :]
            break
    if "".join(tokens) in book.changing:
        return ""  # 由35%提高到38%
    while len(tokens) > 1 and (tokens[0] in book.words["open"] or tokens[0].strip(_SIGNS) == ""):
        tokens.pop(0)
    while len("".join(tokens)) > LONGEST:
        tokens.pop(0)
    vague = len(tokens) == 1 and tokens[0] in book.words["void"]
    ends = bool(tokens) and tokens[-1] in book.words["time_end"]
    stem = "".join(tokens).strip("、")
    return "" if vague or ends or stem.count("“") != stem.count("”") else stem


def _cuts(tokens: list[str], at: int, book: Indicators) -> bool:
    """Whether the name begins behind a word: 的, 是, and 将 before a noun, but not in 将投资."""
    verbs = book.words["action"] | book.words["link"] | book.words["sums"]
    takes = tokens[at] in TAKES and at + 1 < len(tokens)
    return tokens[at] in STEM_AFTER or (takes and tokens[at + 1] not in verbs)


def _last_piece(before: str, book: Indicators) -> str:
    """What stands between the value before and this one; of a list without values, all items that are nouns."""
    _, other, piece = before.rpartition(OTHER)
    *items, last = piece.split("、")
    if other or not items:
        return last
    begins = next(iter(words(last)), "") in book.words["action"]
    named = all(2 <= len(item) <= ITEM for item in items[1:]) and items[0]
    return last if begins or not named or len(piece) > LONGEST else piece


def _without_links(tokens: list[str], book: Indicators) -> list[str]:
    """生产总值 of 生产总值完成, 利用系数 of 利用系数提高到."""
    found = list(tokens)
    last = ""
    while found and found[-1] in book.words["link"]:
        last = found.pop()
        if last in book.words["to"]:
            while found and found[-1] in book.words["up"] | book.words["down"]:
                found.pop()
    while len(found) > 1 and found[-1] in book.words["reached"] and "".join(found[:-1]).endswith(book.heads):
        found.pop()
        found = _without_links(found, book)
    return found


def held_now(before: str, after: str, book: Indicators) -> tuple[str, bool, bool]:
    """What stands before a value, without the value that it had before and how long it took: 产量 of 产量由＃猛增至.

    Also whether the value is the one of before, and whether it is the one that holds now.
    """
    before = book.span.sub("", before)
    old = book.old_of.search(before) if book.new.match(after) else None
    if old is not None and old.start():
        return before[: old.start()], True, False
    risen = book.risen.search(before)
    return (before[: risen.start()], False, True) if risen and risen.start() else (before, False, False)


def noun_of(after: str, book: Indicators) -> str:
    """The noun that follows a value: 纯电动公交车 in 纯电动公交车跑在线路上; none if it names the next value."""
    area = next((w for w in book.area_words if after.startswith(w)), "")
    if area and not after[len(area) :].startswith(book.not_areas):
        return area
    text, other, _ = after.removeprefix("的").partition(OTHER)
    if other and "、" in text:
        text = text[: text.rindex("、") + 1]
    found = _noun_tokens(text, book)
    if _is_done(found, text, book):
        found.pop()  # 32个国家建立了
    if other and len("".join(found)) == len(text) and not text.endswith("、"):
        return ""
    if len(found) > 1 and found[0] in book.words["action"] and len(found[0]) == 1:
        found.pop(0)
    noun = "".join(found).strip(_SIGNS + "、")
    if noun.endswith(book.ranked) and text.endswith("、"):
        noun += noun_of(after.rpartition(OTHER)[2], book)  # 26个县级、87个乡镇级水源地
    no_noun = book.words["action"] | book.changing | book.words["link"]
    names = 2 <= len(noun) <= NOUN and found[0] not in no_noun
    if not names or noun in book.words["empty"] or noun.endswith(tuple(book.words["abstract"])):
        return ""
    return noun


def _is_done(found: list[str], text: str, book: Indicators) -> bool:
    """Whether a noun of two characters or more has taken the verb in, before 了."""
    done = bool(found) and found[-1] in book.words["action"] and text.startswith(DONE, len("".join(found)))
    return done and len("".join(found[:-1])) >= 2


def _noun_tokens(text: str, book: Indicators) -> list[str]:
    """The words up to one that no noun holds; 以上 in 省考以上断面 is held."""
    tokens = words(text)
    found: list[str] = []
    for at, token in enumerate(tokens):
        bound = token in book.words["bound"] and found and tokens[at + 1 : at + 2] not in ((), ("的",))
        if token in book.words["stop"] and not bound and (found or token != "有"):
            break
        found.append(token)
    return found


def counted_of(after: str, book: Indicators) -> str:
    """国考断面 of 国考断面优良水体比例, where another figure's name goes on behind what is counted."""
    tokens = _noun_tokens(after.partition(OTHER)[0], book)
    for at in range(len(tokens) - 1):
        if tokens[at] in book.words["counted"]:
            noun = "".join(tokens[: at + 1])
            return noun if len(noun) <= NOUN else ""
    return ""


def said_of(rest: str, before: str, book: Indicators) -> str:
    """What is said of counted things, before or behind them: 完成治理, 新建; 完成…的治理 is one."""
    deed, verb = deed_of(rest, book), shared_action(before, book)
    if deed.startswith("的"):
        return verb + deed[1:]
    return deed or verb


def deed_of(rest: str, book: Indicators) -> str:
    """完成治理 in 97个行政村已完成治理; of a list, what its last item does. It may begin with 的: 村的治理工作."""
    parts = _NEXT.split(rest)
    if len(parts) > 1:
        rest = parts[-1].partition(noun_of(parts[-1], book) or OTHER)[2]
    piece = _PIECE.split(rest)
    tokens = list(words(piece[0].strip(_SIGNS)))
    while tokens and tokens[0] in book.words["adverb"]:
        tokens.pop(0)
    if tokens[1:2] and tokens[1] in DONE:
        tokens.pop(1)  # 建立了销售网络
    deed = "".join(tokens).strip(_SIGNS)
    longest = FULL if tokens and tokens[0] in book.words["achieved"] or deed.startswith(OF) else DEED
    if len(piece) > 1 or not tokens or tokens[0] in book.words["no_deed"] or not 2 <= len(deed) <= longest:
        return ""
    return deed


def shared_action(before: str, book: Indicators) -> str:
    """The verb right before a value, or before the first value of its list: 建成 in 建成＃座水厂、."""
    if before.endswith(ETCETERA) and ITEMS in before:
        return _list_action(before, book)
    found = _last_action(_PIECE.split(before)[-1], book)
    first, _, rest = before.partition(OTHER)
    if found or rest[-1:] not in ("", "、"):
        return found
    return _last_action(first, book)


def _list_action(before: str, book: Indicators) -> str:
    """治理 of 治理了甲河、乙河等, before a count of them."""
    tokens = words(before.rpartition(OTHER)[2].partition(ITEMS)[0])
    action = book.words["action"]
    return next((t for t in reversed(tokens) if t in action or t[-2:] in action), "")


def _last_action(piece: str, book: Indicators) -> str:
    tokens = [t for t in words(piece) if t.strip(_SIGNS)]
    while tokens and tokens[-1] in book.words["link"]:
        tokens.pop()
    found: list[str] = []
    while tokens and tokens[-1] in book.words["action"]:
        found.insert(0, tokens.pop())
    return "".join(found)


def noun_before(before: str, book: Indicators) -> str:
    """绿色工厂 in 另外培育了绿色工厂."""
    tokens = list(words(stem_of(before, book)))
    ends = book.words["action"] | book.words["link"]
    while len(tokens) > 1 and tokens[-1] in ends:
        tokens.pop()
    start = max((i + 1 for i, t in enumerate(tokens) if t in book.words["stop"]), default=0)
    while start and tokens[start - 1] in book.words["action"]:
        start -= 1  # 开工项目22个
    noun = "".join(tokens[start:])
    deed = noun in book.words["action"] or set(tokens[start:]) <= book.words["action"]
    if len(noun) < 2 or noun in book.words["empty"] or deed:
        return ""
    return noun
