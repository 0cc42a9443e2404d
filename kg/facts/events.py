"""The signs of a clause → its events: the class of what happens to works, when, to how much of them, and on what date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.facts.signs import Sign
from kg.facts.stage_words import StageWords
from kg.facts.themes import AREAS, object_works
from kg.model import Date, Mention, Quantity

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
    ]
)
OF_SETS = frozenset(["start", "build", "ongoing", "finish", "operate", "sign", "vigour", "advance+"])
NO_OBJECT = frozenset({"craft", "part"})  # what follows is how much: 掘进1200米
ONGOING, EARLY, RUN, OPERATE, FINISH = "ongoing", "early", "run", "operate", "finish"
HOPED = "?"  # behind a class of `stage_joins.tsv`: only hoped for
NOMINAL = frozenset("NvGVM[")  # letters of what makes a verb before it a modifier: 开工率
WHOLE = 100
NEAR = 4  # signs between 未 and its verb
REACH = 3  # signs between a verb and a date behind it: 开工于2018年


@dataclass(frozen=True, slots=True)
class Event:
    """What a clause says of works, at signs [at, end)."""

    verb: str
    when: str
    at: int
    end: int
    low: int  # where the signs that tell of it begin
    works: tuple[Mention, ...] = ()  # those that it is done to, if they stand behind it
    date: Mention | None = None
    scope: str = ""  # part or unit, if the clause says so behind the verb
    behind: bool = False  # its theme can only stand behind it: 在建的
    modal: bool = False  # a word of plan or hope makes it one
    of_set: bool = False  # its theme is a set of works without names: 新开工项目12个


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
        if event[0] is not None:
            found.append(event[0])
            low = event[0].end
    return found or list(_progress(signs))


def _event(
    signs: Sequence[Sign], at: int, low: int, words: StageWords, is_ahead: Callable[[Mention], bool | None]
) -> tuple[Event | None, int]:
    """The event that begins with a verb, if it is one, and where the next may begin."""
    verb, end = _chain(signs, at, words)
    works: tuple[Mention, ...] = ()
    relative = (
        end < len(signs) and signs[end].letter == "H"
    )  # 开工建设的某工程: what follows is no second verb of the first
    if not relative and (verb.rstrip(HOPED) in PIVOTS or verb in TRANSITIVE):
        works, stop = object_works(signs, end)
        second = _pivot(signs, stop, verb, words) if works else None
        if second is not None:
            verb, end = second
        elif works:
            end = stop
    told = list(signs[_behind_of(signs, low, at) : at])
    if any(s.says("manner") for s in told) and verb in PUSHED:
        verb = STRONG
    if verb == RUN and any(s.says("formal") or s.says("modality:begun") for s in told):
        verb = OPERATE
    of_set = False
    one = _shaped(signs, at, end, verb, works)
    if one is None:
        of_set = verb in OF_SETS and _names_set(signs, end)
        if not of_set:
            return None, end
        one = (verb, end, "", True, "")
    verb, end, scope, behind, follows = one
    hoped = verb.endswith(HOPED) or any(s.says("urge") for s in told)
    date = _date(signs, _behind_of(signs, low, at), at, end)
    if verb == "carry" and any(_is_money(s) for s in told):
        follows = follows or "begun"
    if follows == "since" and verb in ("carry", "build"):
        follows = "begun"
    when, modal = _when(told, signs, at, end, date, is_ahead, hoped=hoped, follows=follows, behind=behind)
    if when == "":
        return None, end
    return Event(verb.rstrip(HOPED), when, at, end, low, works, date, scope, behind, modal, of_set), end


def _chain(signs: Sequence[Sign], at: int, words: StageWords) -> tuple[str, int]:
    """The class of the verbs that begin with one, and where they end: 开工建设, 建成并投运."""
    verb, end = signs[at].verb, at + 1
    while end < len(signs):
        skip = end
        while skip < len(signs) and skip < end + 2 and _joins(signs[skip]):
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


def _pivot(signs: Sequence[Sign], stop: int, verb: str, words: StageWords) -> tuple[str, int] | None:
    """推进某工程建设: the verb behind the works that the first has."""
    at = stop
    while at < len(signs) and not signs[at].verb and _fills(signs[at]):
        at += 1
    if at >= len(signs) or not signs[at].verb:
        return None
    second, end = _chain(signs, at, words)
    joined = words.joins.get((verb, second.rstrip(HOPED)))
    return None if joined is None else (joined, end)


def _fills(sign: Sign) -> bool:
    """Whether a sign may stand between works and the verb behind them: 等3个项目今年."""
    return sign.letter in "EHDTXMQ" or sign.says("whole") or sign.says("manner") or _is_date(sign)


def _shaped(
    signs: Sequence[Sign], at: int, end: int, verb: str, works: tuple[Mention, ...]
) -> tuple[str, int, str, bool, str] | None:
    """Class, end, scope, whether its theme stands behind, and the word of time right behind; None for what is no event."""
    if works:
        return verb, end, "", True, ""
    while end < len(signs) and signs[end].letter == "U":
        end += 1
    if end == len(signs):
        return verb, end, "", False, ""
    after = signs[end]
    for name in ("after", "before", "since"):
        if after.says(name):
            return None if name == "before" else (verb, end + 1, "", False, name)
    if after.says("rite"):
        return (verb, end + 1, "", False, "rite") if verb == "start" else None
    if after.says("site"):
        return (
            (ONGOING, end + 1, "", False, "")
            if verb in ("build", "craft", "part", "advance+", "light", "ongoing", "start")
            else None
        )
    if after.letter == "H":
        return verb, end, "", True, ""
    if _scope(after):
        stop = end + 1
        while stop < len(signs) and (_scope(signs[stop]) or signs[stop].verb):
            stop += 1
        return verb, stop, _scope(after), False, ""
    share = _share(after)
    if verb.rstrip(HOPED) == FINISH and (
        share is not None or after.says("progress") or after.says("progressing") or _is_money(after)
    ):
        return (FINISH if share == WHOLE else ONGOING), len(signs), "", False, ""
    if verb not in NO_OBJECT and _has_object(signs, end):
        return None
    return verb, end, "", False, ""


def _has_object(signs: Sequence[Sign], at: int) -> bool:
    """Whether a noun that is no work follows a verb: 建成中型沼气池, 开工率."""
    start = at
    while (
        at < len(signs)
        and not signs[at].verb
        and (signs[at].letter in "AMQCFD" or _is_area(signs[at]) or (signs[at].letter == "H" and at > start))
    ):
        at += 1
    if at == len(signs) or signs[at].letter not in NOMINAL or _is_date(signs[at]):
        return False
    return signs[at].verb in ("", "none") or signs[at - 1].letter == "H"


def _is_area(sign: Sign) -> bool:
    return sign.mention is not None and sign.mention.kind in AREAS


def _names_set(signs: Sequence[Sign], at: int) -> bool:
    """Whether what follows a verb is a set of works without names: 新开工亿元以上项目."""
    while at < len(signs) and (signs[at].letter in "NAMQFHvC" or signs[at].mention is not None):
        if signs[at].says("whole"):
            return True
        at += 1
    return False


def _scope(sign: Sign) -> str:
    return "unit" if sign.says("unit") else "part" if sign.says("scope") else ""


def _when(
    told: Sequence[Sign],
    signs: Sequence[Sign],
    at: int,
    end: int,
    date: Mention | None,
    is_ahead: Callable[[Mention], bool | None],
    *,
    hoped: bool,
    follows: str,
    behind: bool,
) -> tuple[str, bool]:
    """When it is, and whether a word of plan says so; nothing where the clause only sets the time for another."""
    ahead = is_ahead(date) if date is not None else None
    inner = [*told, *(s for s in signs[at:end] if not s.verb)]
    if any(_says(s, "negation") for s in inner[-NEAR:]):
        return "not", False
    if hoped or any(_modal(s, "hoped", "required") for s in inner):
        return "hoped", True
    if any(
        _modal(s, "planned", "expected", "possible")
        or s.says("aspect:prospective")
        and s.letter == "D"
        or s.says("coming")
        for s in inner
    ):
        return "coming", True
    if follows == "rite" and any(s.says("coming") for s in signs[end:]):  # 开工动员会明天召开
        return "coming", True
    if any(s.says("soon") for s in signs[end : end + 1]):
        return "coming", True
    if any(s.says("aspect:progressive") and s.letter == "D" for s in inner):
        return "going", False
    done = any(
        s.says("aspect:perfective") or s.says("aspect:experiential")
        for s in [*inner, *signs[end - 1 : end + 1]]
    )
    if done or follows == "since":
        return "done", False
    if ahead:
        return "coming", False
    if follows == "after":
        return ("done", False) if ahead is False else ("", False)
    if follows == "begun" or any(s.says("modality:begun") for s in inner):
        return "begun", False
    if (
        ahead is False
        or any(s.says("achieved") for s in inner)
        or (behind and signs[end : end + 1] and signs[end].letter == "H")
    ):
        return "done", False
    return "bare", False


def _modal(sign: Sign, *kinds: str) -> bool:
    return sign.letter in "XD" and any(sign.says(f"modality:{kind}") for kind in kinds)


def _says(sign: Sign, name: str) -> bool:
    return any(each.startswith(f"{name}:") for each in sign.classes)


def _behind_of(signs: Sequence[Sign], low: int, at: int) -> int:
    """Where what tells of a verb begins: behind the last 的 before it."""
    return max((i + 1 for i in range(low, at) if signs[i].letter == "H"), default=low)


def _date(signs: Sequence[Sign], low: int, at: int, end: int) -> Mention | None:
    """The last date before a verb, else one right behind it."""
    dates = [i for i in range(low, end) if _is_date(signs[i])]
    dates = [i for i in dates if not (i and signs[i - 1].says("until"))]
    if not dates:
        dates = [i for i in range(end, min(end + REACH, len(signs))) if _is_date(signs[i])][:1]
        if dates and any(signs[i].letter not in "PJ" for i in range(end, dates[0])):
            return None
    if not dates or (len(dates) > 1 and signs[dates[-1] - 1].letter == "J"):
        return None
    return signs[dates[-1]].mention


def _is_date(sign: Sign) -> bool:
    return sign.mention is not None and isinstance(sign.mention.value, Date)


def _is_money(sign: Sign) -> bool:
    return sign.mention is not None and sign.mention.kind == "Money"


def _share(sign: Sign) -> int | None:
    value = sign.mention.value if sign.mention is not None else None
    if isinstance(value, Quantity) and value.unit == "%" and not isinstance(value.value, str):
        return int(value.value)
    return None


def _progress(signs: Sequence[Sign]) -> Iterator[Event]:
    """形象进度达80%: a share of the work and no verb."""
    at = next((i for i, s in enumerate(signs) if s.says("progress")), None)
    shares = [s for i, s in enumerate(signs) if at is not None and i > at and _share(s) is not None]
    if at is not None and shares and (_share(shares[0]) or 0) < WHOLE:
        yield Event(ONGOING, "going", at, len(signs), 0)
