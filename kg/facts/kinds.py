"""Events, and those that no verb of a clause tells by itself: 甲工程、乙工程等一批在建项目, 形象进度达80%."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.facts.signs import Sign
from kg.facts.themes import is_work, last_member, listed_works
from kg.facts.times import date_of, share_of, when_of
from kg.model import Mention

ONGOING, RUN, OPERATE, FINISH = "ongoing", "run", "operate", "finish"  # classes of verbs
STEPS = frozenset({"craft", "part"})  # deeds on parts of works
HOPED, WHOLE = "?", 100  # behind a class: only hoped for; a share
KINDS = frozenset(
    ["ongoing", "start", "finish", "operate", "study", "early", "again"]
)  # of what works may be of
DONE = frozenset(["start", "finish", "operate"])  # what a kind of works has behind it: 新开工项目, 竣工项目


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
    rite: bool = False  # a rite of theirs: 重点项目开工仪式


COPULA = ("是", "为", "系")  # 某工程是今年新开工项目


def copula_event(
    signs: Sequence[Sign], at: int, end: int, verb: str, is_ahead: Callable[[Mention], bool | None]
) -> Event | None:
    """The event of a verb that tells of what kind works are: 甲工程是乙工程首个|开工|项目, 甲工程是2019年|开工|的."""
    noun, of = end, end < len(signs) and signs[end].letter == "H"
    while noun < len(signs) and (
        signs[noun].letter in "HAM"
        or (of and signs[noun].letter in "Nv" and noun + 1 < len(signs) and signs[noun].mention is None)
        and not signs[noun].says("whole")
    ):
        noun += 1
    stands = noun < len(signs) and (
        signs[noun].says("whole") or (of and signs[noun].letter == "N" and noun + 1 == len(signs))
    )
    cleft = of and end + 1 == len(signs)
    if verb not in KINDS or not (stands or cleft):
        return None
    told = next((i for i in range(at - 1, 0, -1) if signs[i].letter == "Y" and signs[i].text in COPULA), 0)
    owner = next((i for i in range(told - 1, -1, -1) if is_work(signs[i])), None)
    if (
        not told
        or owner is None
        or any(s.letter not in "DTHXEMQ" and not s.says("whole") for s in signs[owner + 1 : told])
    ):
        return None
    if any(s.verb for s in signs[told + 1 : at]):
        return None
    works, date = listed_works(signs, owner, -1)[0], date_of(signs, told, at, end)
    when, modal = when_of(
        signs[told:at], signs, at, end, date, is_ahead, hoped=False, follows="", behind=True
    )
    if verb == "study" and when != "going":
        return None  # 十三五规划的项目
    when = "done" if when == "bare" and verb in DONE else when
    denied = any(name.startswith("negation:") for s in signs[owner + 1 : told] for name in s.classes)
    return (
        Event(verb, when, at, len(signs), told, works, date, "", True, modal) if when and not denied else None
    )


def kind_event(
    signs: Sequence[Sign], at: int, end: int, verb: str, is_ahead: Callable[[Mention], bool | None]
) -> Event | None:
    """The event of a verb that tells of a kind of works: 甲工程等3个在建项目, 甲工程、乙工程等一批拟开工项目."""
    works, low, stop = attributed_works(signs, at, end) if verb in KINDS else ((), at, end)
    if not works:
        return None
    date = date_of(signs, low, at, end)
    when, modal = when_of(signs[low:at], signs, at, end, date, is_ahead, hoped=False, follows="", behind=True)
    return Event(verb, when, at, stop, low, works, date, "", True, modal) if when else None


def attributed_works(signs: Sequence[Sign], at: int, end: int) -> tuple[tuple[Mention, ...], int, int]:
    """甲工程、乙工程等一批|在建|项目: works of whose kind a verb before a bare 项目 tells; where it begins to, and where 项目 ends."""
    stop = end + 1 if end < len(signs) and signs[end].letter == "H" else end
    here, counted = at - 1, False
    while (
        here >= 0 and (signs[here].letter in "MQADX" or signs[here].says("some")) and not is_work(signs[here])
    ):
        counted = counted or signs[here].letter == "M"
        here -= 1
    low = here + 1
    etc = here
    while etc >= 0 and signs[etc].letter in "NAMQ" and signs[etc].mention is None and not signs[etc].verb:
        etc -= 1
    if etc >= 0 and signs[etc].letter == "E":  # 等一批重点|在建|项目
        low, here = etc + 1, etc - 1
    elif not counted:
        return (), at, end
    last = last_member(signs, here + 1)
    if last is None or stop >= len(signs) or not signs[stop].says("whole"):
        return (), at, end
    return listed_works(signs, last, -1)[0], low, stop + 1


def by_progress(signs: Sequence[Sign]) -> Iterator[Event]:
    """形象进度达80%: a share of the work and no verb."""
    at = next((i for i, s in enumerate(signs) if s.says("progress")), None)
    shares = [s for i, s in enumerate(signs) if at is not None and i > at and share_of(s) is not None]
    if any(s.says("before") for s in signs[at or 0 :]):
        return  # 进度达到50%时再拨付: on condition
    if at is not None and shares and (share_of(shares[0]) or 0) < WHOLE:
        yield Event(ONGOING, "going", at, len(signs), 0)
