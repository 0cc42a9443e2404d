"""The signs of a clause → its events: the class of what happens to works, when, to how much of them, and on what date."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.facts.kinds import (
    FINISH,
    HOPED,
    ONGOING,
    OPERATE,
    RUN,
    STEPS,
    Event,
    attributed_works,
    by_progress,
    copula_event,
    kind_event,
)
from kg.facts.phases import ENTER, GAINING, headway_at, phase_of, quickens
from kg.facts.shapes import follows_set, is_area, names_set, shape_of
from kg.facts.signs import Sign
from kg.facts.stage_words import StageWords
from kg.facts.themes import object_works
from kg.facts.times import date_of, is_date, is_money, when_of
from kg.model import Mention

PIVOTS = frozenset(
    [
        "advance",
        "vigour",
        "start",
        "finish",
        "study",
        "approve",
        "pass",
        "light",
        "carry",
        "tender",
        "build",
        "none",
    ]
)
STRONG, PUSHED = "advance+", frozenset({"advance", "carry", "build"})  # 大力推进
TRANSITIVE = frozenset(
    [
        "start",
        "build",
        "advance",
        "advance+",
        "carry",
        "vigour",
        "finish",
        "study",
        "approve",
        "tender",
        "sign",
        "operate",
        "ongoing",
        "win",
    ]
)
OF_SETS = frozenset(["start", "study", "build", "ongoing", "finish", "operate", "sign", "vigour", "advance+"])
NAMING = frozenset(["build", "carry", "advance", STRONG])  # verbs that 的 before them makes nouns
BOUND = frozenset({"sign", "win", "tender"})
GAIN, MEANS = "gain", "preposition:means"
SUMS = frozenset(["none", "extent"])
LONGEST_BUILD = 2  # characters of 建设
PAPERS, PREDICATE = frozenset(["early", "tender"]), 4  # nouns of what is done before a work begins
OFFICE, BODY = frozenset(["early", "tender", "approve", "study"]), "Agency"  # what bodies decide on
REACHING, COUNTED = frozenset({FINISH, "light", "start", ENTER}), 2  # 完成钢梁吊装
WISH = 3  # signs behind a noun of a deed in which a wish is told


def find_events(
    signs: Sequence[Sign], words: StageWords, is_ahead: Callable[[Mention], bool | None]
) -> list[Event]:
    """`is_ahead` tells of a date whether it is to come, None where nobody knows."""
    found: list[Event] = []
    at = low = 0
    while at < len(signs):
        if not signs[at].verb:
            at += 1
            continue
        event = _event(signs, at, low, words, is_ahead)
        at = max(at + 1, event[1])
        if event[0] is not None and not _is_aim(found, event[0], signs):
            found.append(event[0])
            low = low if event[0].verb in SUMS else event[0].end  # 拟投资5亿元|建设某工程
    return found or list(by_progress(signs))


def _manners(told: Sequence[Sign]) -> list[Sign]:
    """The words of manner right before a verb: those of another verb are not its own (持续|开展|标准化|建设)."""
    found: list[Sign] = []
    for sign in reversed(told):
        if (
            sign.letter == "G"
            or (sign.letter in "Nv" and not sign.says("manner"))
            or sign.mention is not None
        ):
            break
        found += [sign] if sign.says("manner") else []
    return found


def _is_party(signs: Sequence[Sign], end: int, work: Mention) -> bool:
    """Whether what was signed stands between the verb and the 的 before a work: 签署|供货|协议|的|某电厂."""
    at = next((i for i in range(end, len(signs)) if signs[i].mention is work), end)
    of = next((i for i in range(at - 1, end, -1) if signs[i].letter == "H"), end)
    noun = signs[of - 1]
    return (
        of > end and noun.letter in "Nv" and noun.mention is None and not noun.verb and not noun.says("whole")
    )


def _is_aim(before: Sequence[Event], event: Event, signs: Sequence[Sign]) -> bool:
    """Whether headway is only what somebody pushes works for: 推进某工程取得新进展."""
    last = before[-1] if before else None
    return (
        last is not None
        and event.verb == ONGOING
        and signs[event.at].verb == GAIN
        and bool(last.works)
        and last.verb in PUSHED | {STRONG, "vigour"}
        and all(s.letter in "EMAQ" or s.says("whole") for s in signs[last.end : event.at])
    )


def _event(
    signs: Sequence[Sign], at: int, low: int, words: StageWords, is_ahead: Callable[[Mention], bool | None]
) -> tuple[Event | None, int]:
    """The event that begins with a verb, if it is one, and where the next may begin."""
    verb, end = _chain(signs, at, words)
    planned = end == at + 1 < len(signs) and signs[at].says("modality:planned") and signs[at].letter in "XD"
    if planned and not object_works(signs, end)[0]:
        return None, end  # 拟|在某地建设
    told_of_kind = copula_event(signs, at, end, verb.rstrip(HOPED), is_ahead) or kind_event(
        signs, at, end, verb.rstrip(HOPED), is_ahead
    )
    if told_of_kind is not None:
        return told_of_kind, told_of_kind.end
    noun = _by_noun(signs, at, end, low, words)
    if noun is not None:
        when, modal = _time(signs, noun[0], noun[1], low, at, is_ahead)
        sure = noun[0] != ONGOING or when in ("bare", "done", "going", "begun")
        return (Event(noun[0], when, at, noun[1], low, modal=modal) if when and sure else None), noun[1]
    works: tuple[Mention, ...] = ()
    relative = (
        end < len(signs) and signs[end].letter == "H"
    )  # 开工建设的某工程: what follows is no second verb of the first
    if not relative and (verb.rstrip(HOPED) in PIVOTS or verb in TRANSITIVE):
        works, stop = object_works(signs, end)
        if works and verb.rstrip(HOPED) in BOUND and _is_party(signs, end, works[0]):
            return None, end  # 签署供货协议的某电厂
        second = _pivot(signs, stop, verb, words) if works else None
        if second is not None:
            verb, end = second
        elif works and signs[at].says(MEANS):
            return None, stop  # 通过某工程，村里安装了路灯
        elif works:
            verb, end = _built(verb, works[-1], words), stop
    told = list(signs[_behind_of(signs, low, at) : at])
    manners = _manners(told)
    if verb == "carry":  # 持续实施某工程 may be said of a programme for ever
        manners = [s for s in manners if not s.says("lasting")]
    if manners and verb in PUSHED:
        verb = STRONG
    if verb == RUN and any(s.says("formal") or s.says("modality:begun") for s in told):
        verb = OPERATE
    if _is_nominal(signs, at, end, verb):
        return None, end
    of_set = False
    one = shape_of(signs, at, end, verb, works)
    if one is None:
        of_set = verb in OF_SETS and names_set(signs, end)
        if not of_set:
            return None, end
        one = (verb, end, "", True, "")
    verb, end, scope, behind, follows = one
    wished = signs[end : end + WISH] if at and signs[at - 1].letter == "H" else ()  # 某工程的开工令人期待
    hoped = verb.endswith(HOPED) or any(s.says("urge") for s in (*told, *wished))
    date = date_of(signs, _behind_of(signs, low, at), at, end)
    if verb == "carry" and any(is_money(s) for s in told):
        follows = follows or "begun"
    if follows == "since" and verb in ("carry", "build"):
        follows = "begun"
    when, modal = when_of(told, signs, at, end, date, is_ahead, hoped=hoped, follows=follows, behind=behind)
    if when == "":
        return None, end
    reached = signs[at].verb == GAIN or any(s.says("achieved") for s in signs[at:end])
    if when == "bare" and (reached or _is_reached(signs, low, at, end, verb)):
        when = "done"
    rite = follows == "rite" and not works and follows_set(signs, at)
    return Event(
        verb.rstrip(HOPED), when, at, end, low, works, date, scope, behind, modal, of_set or rite, rite
    ), end


def _by_noun(signs: Sequence[Sign], at: int, end: int, low: int, words: StageWords) -> tuple[str, int] | None:
    """The class and the end of what a noun behind a verb tells: 进入施工阶段, 取得突破性进展."""
    if signs[at].verb == ENTER and (phase := phase_of(signs, at, words)) is not None:
        return phase
    if quickens(signs, at):
        return ONGOING, end
    headway = headway_at(signs, at) if end == at + 1 and signs[at].verb in GAINING else 0
    return (ONGOING, headway) if headway else None


def _time(
    signs: Sequence[Sign],
    verb: str,
    end: int,
    low: int,
    at: int,
    is_ahead: Callable[[Mention], bool | None],
) -> tuple[str, bool]:
    """When what a noun tells of is."""
    told, date = signs[_behind_of(signs, low, at) : at], date_of(signs, _behind_of(signs, low, at), at, end)
    hoped = verb.endswith(HOPED) or any(s.says("urge") for s in told)
    return when_of(told, signs[: at + 1], at, at + 1, date, is_ahead, hoped=hoped, follows="", behind=False)


def _is_reached(signs: Sequence[Sign], low: int, at: int, end: int, verb: str) -> bool:
    """Whether a bare verb tells of what has come about: 完成吊装, 架设成功; 某工程在某地签约."""
    told = signs[low:at]
    if verb in STEPS:
        counted = any(s.letter == "M" for s in signs[end : end + COUNTED])  # 掘进超2000米
        return counted or any(s.verb in REACHING or s.says("achieved") for s in (*told, *signs[at:end]))
    settles = end > at + 1 and all(is_area(s) for s in signs[end:])  # 签约落户某县
    return verb == "sign" and (
        settles or (end == len(signs) and any(s.letter in "PT" or is_date(s) for s in told))
    )


def _is_nominal(signs: Sequence[Sign], at: int, end: int, verb: str) -> bool:
    """Whether 的 makes a noun of a verb that nothing follows: 经过三个月的紧张实施."""
    if verb.rstrip(HOPED) not in NAMING or end < len(signs):
        return False
    while at and signs[at - 1].says("manner"):
        at -= 1
    return at > 0 and signs[at - 1].letter == "H"


def _chain(signs: Sequence[Sign], at: int, words: StageWords) -> tuple[str, int]:
    """The class of the verbs that begin with one, and where they end: 开工建设, 建成并投运."""
    verb, end = signs[at].verb, at + 1
    while end < len(signs):
        skip = end
        while skip < len(signs) and skip < end + 2 and _joins(signs[skip]):
            skip += 1
        if verb in PAPERS:  # 招标工作|已经|全部|完成
            while skip < len(signs) and skip < end + PREDICATE and _tells(signs[skip]):
                skip += 1
        if _tells_papers(signs, skip):
            skip += 1
        if skip >= len(signs) or not signs[skip].verb:
            break
        joined = words.joins.get((verb.rstrip(HOPED), signs[skip].verb))
        if joined is None:
            break
        verb, end = joined + (HOPED if verb.endswith(HOPED) and not joined.endswith(HOPED) else ""), skip + 1
    return verb, end


def _joins(sign: Sign) -> bool:
    return (
        sign.letter in "SCL"
        or sign.text in "并"
        or sign.says("formal")
        or sign.says("manner")
        or sign.says("achieved")
    )


def _tells_papers(signs: Sequence[Sign], at: int) -> bool:
    """Whether a bare 工程, or a body, only says whose papers follow: 完成|工程|可行性研究报告, 获|国家发改委|核准."""
    if at + 1 >= len(signs) or signs[at + 1].verb not in OFFICE:
        return False
    sign = signs[at]
    return (sign.says("whole") and sign.mention is None) or (
        sign.mention is not None and sign.mention.kind == BODY
    )


def _tells(sign: Sign) -> bool:
    """Whether a sign may stand between the noun of a deed and what is said of it."""
    return sign.letter in "DX" or sign.says("whole") or sign.says("achieved") or is_date(sign)


def _pivot(signs: Sequence[Sign], stop: int, verb: str, words: StageWords) -> tuple[str, int] | None:
    """推进某工程建设: the verb behind the works that the first has."""
    at = stop
    while at < len(signs) and not signs[at].verb and _fills(signs[at]):
        at += 1
    if at >= len(signs) or not signs[at].verb:
        return None
    second, end = _chain(signs, at, words)
    if attributed_works(signs, at, end)[0]:
        return None  # 推进某工程等一批|在建|项目
    joined = words.joins.get((verb, second.rstrip(HOPED)))
    return None if joined is None else (joined, end)


def _built(verb: str, last: Mention, words: StageWords) -> str:
    """推进某工程建设, where 建设 is a part of the name."""
    ends = next((last.text[-n:] for n in range(LONGEST_BUILD, 1, -1) if words.verb(last.text[-n:])), "")
    return words.joins.get((verb, words.verb(ends)), verb) if words.verb(ends) == "build" else verb


def _fills(sign: Sign) -> bool:
    """Whether a sign may stand between works and the verb behind them: 等3个项目今年."""
    return sign.letter in "EHDTXMQ" or sign.says("whole") or sign.says("manner") or is_date(sign)


def _behind_of(signs: Sequence[Sign], low: int, at: int) -> int:
    """Where what tells of a verb begins: behind the last 的 before it."""
    return max((i + 1 for i in range(low, at) if signs[i].letter == "H"), default=low)
