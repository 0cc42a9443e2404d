"""What stands behind a chain of verbs → whether it is an event, of which part of works, and at what time of it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.facts.kinds import FINISH, HOPED, ONGOING, RUN, WHOLE
from kg.facts.signs import Sign
from kg.facts.themes import AREAS
from kg.facts.times import is_date, is_money, share_of
from kg.model import Mention
from kg.text.signs import POINTER

COPULA = "是"
NO_OBJECT = frozenset({"craft", "part"})  # what follows is how much: 掘进1200米
UNDER_WAY = (
    "build",
    "craft",
    "part",
    "advance+",
    "ongoing",
    "start",
)  # what may have a site, and be in its midst
RITES = frozenset({"start", "finish", "operate"})  # what has a rite: 竣工仪式
NOMINAL = frozenset("NvGVM[")  # letters of what makes a verb before it a modifier: 开工率


def shape_of(
    signs: Sequence[Sign], at: int, end: int, verb: str, works: tuple[Mention, ...]
) -> tuple[str, int, str, bool, str] | None:
    """Class, end, scope, whether its theme stands behind, and the word of time right behind; None for what is no event."""
    if works:
        told_of = end < len(signs) and signs[end].letter == "Y" and signs[end].text in COPULA
        return None if told_of else (verb, end, "", True, "")  # 建设某工程是大事
    while end < len(signs) and (signs[end].letter == "U" or signs[end].says("achieved")):
        end += 1
    if end < len(signs) and signs[end].says("midst") and verb in UNDER_WAY:  # 在建设当中
        verb, end = ONGOING, end + 1
    if end == len(signs):
        return verb, end, "", False, ""
    after = signs[end]
    for name in ("after", "before", "since"):
        if after.says(name):
            return None if name == "before" else (verb, end + 1, "", False, name)
    if after.says("rite"):
        return (verb, end + 1, "", False, "rite") if verb in RITES else None
    if after.says("site"):
        if verb == "light" and end + 1 < len(signs):
            return None  # 举行现场签约, 进行现场检查
        return (ONGOING, end + 1, "", False, "") if verb in (*UNDER_WAY, "light") else None
    if after.letter == "H":
        return verb, end, "", True, ""
    if _scope(after):
        stop = end + 1
        while stop < len(signs) and (_scope(signs[stop]) or signs[stop].verb):
            stop += 1
        return verb, stop, _scope(after), False, ""
    share = _share_behind(signs, end)
    if share is not None and any(s.says("before") for s in signs[end:]):
        return None  # 完成30%时拨付
    if verb.rstrip(HOPED) == FINISH and (
        share is not None or after.says("progress") or after.says("progressing") or is_money(after)
    ):
        return (FINISH if share == WHOLE else ONGOING), len(signs), "", False, ""
    if verb.rstrip(HOPED) == FINISH and after.letter == "M" and end + 1 == len(signs):
        return ONGOING, end + 1, "", False, ""  # 完成了140公里
    if verb == RUN and after.letter == "M" and share is None:
        return None  # 年发电3亿千瓦时
    if verb == "part" and signs[end - 1].says("alone") and after.letter not in "SC":
        return None  # 每年送电30亿千瓦时
    if verb == "craft" and after.letter in "NQ" and len(after.text) == 1 and after.mention is None:
        return None  # 转体|法
    if verb in NO_OBJECT or signs[end - 1].verb in NO_OBJECT or _goes_on(signs, at, end):
        return verb, end, "", False, ""
    if _has_object(signs, end):
        return None
    return verb, end, "", False, ""


def _share_behind(signs: Sequence[Sign], at: int) -> int | None:
    """The share that a verb has: 完成|60%, 完成|设计|总量|的|六成."""
    while (
        at < len(signs)
        and share_of(signs[at]) is None
        and signs[at].letter in "NvGAQH"
        and signs[at].mention is None
    ):
        at += 1
    return share_of(signs[at]) if at < len(signs) else None


def _goes_on(signs: Sequence[Sign], at: int, end: int) -> bool:
    """Whether another verb goes on behind one that takes no object: 已完工见效."""
    if not signs[end - 1].says("alone"):
        return False
    told = at > 0 and signs[at - 1].says("aspect:perfective")
    return signs[end].letter == "V" or (told and signs[end].letter == "v")


def _has_object(signs: Sequence[Sign], at: int) -> bool:
    """Whether a noun that is no work follows a verb: 建成中型沼气池, 开工率."""
    start = at
    while (
        at < len(signs)
        and not signs[at].verb
        and (
            signs[at].letter in "AMQCFDTJ"
            or is_area(signs[at])
            or is_date(signs[at])
            or (signs[at].letter == "H" and at > start)
        )
    ):
        at += 1
    if at > start and at + 1 < len(signs) and signs[at].letter == "V" and signs[at + 1].letter == "N":
        return not (signs[at].verb or signs[start - 1].says("alone"))  # 完成年度|调水|任务
    if at == len(signs) or signs[at].letter not in NOMINAL or is_date(signs[at]):
        return False
    if POINTER.match(signs[at].text):
        return False  # 竣工验收这一关
    return signs[at].verb in ("", "none") or signs[at - 1].letter == "H"


def is_area(sign: Sign) -> bool:
    """Whether a sign names an area."""
    return sign.mention is not None and sign.mention.kind in AREAS


def names_set(signs: Sequence[Sign], at: int) -> bool:
    """Whether what follows a verb is a set of works without names: 新开工亿元以上项目."""
    while at < len(signs) and (signs[at].letter in "NAMQFHvC" or signs[at].mention is not None):
        if signs[at].says("whole"):
            return True
        at += 1
    return False


def follows_set(signs: Sequence[Sign], at: int) -> bool:
    """Whether what stands before a verb is a set of works without names: 高新区重点项目|开工仪式."""
    while at and (signs[at - 1].says("formal") or signs[at - 1].letter == "D"):
        at -= 1
    return at > 0 and signs[at - 1].says("whole") and signs[at - 1].mention is None


def _scope(sign: Sign) -> str:
    return "unit" if sign.says("unit") else "part" if sign.says("scope") else ""
