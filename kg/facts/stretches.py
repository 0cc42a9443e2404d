"""The signs of a stretch → its clauses, and what a clause opens with or only sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.facts.kinds import STEPS, Event
from kg.facts.signs import Sign
from kg.facts.themes import is_work, listed_works
from kg.facts.times import is_money
from kg.model import Date, Mention, Quantity

PLACE = "preposition:place"
NEAR = 3  # signs between 包括 and the first work: 位于某市的
HAS, COLONS = "有", ("：", ":")
DASH = ("—", "－－")
OWNING, OWNED = "其", 4  # how many signs what 其 owns may have


def split_clauses(signs: Sequence[Sign]) -> Iterator[list[Sign]]:
    """The signs between the marks, without what stands in round brackets."""
    depth = 0
    clause: list[Sign] = []
    for sign in signs:
        if sign.letter == "(":
            depth += 1
        elif sign.letter == ")":
            depth = max(0, depth - 1)
        elif depth and sign.letter != "Z" and not dated(sign):
            continue
        elif sign.letter in "BZ":
            if clause:
                yield clause
            clause = []
        elif sign.letter not in "[]W" or sign.mention is not None:
            clause.append(sign)
    if clause:
        yield clause


def is_listed(sign: Sign) -> bool:
    return is_work(sign) or sign.letter in "SCEMQ" or sign.says("whole")


def is_list(clause: Sequence[Sign], at: int, first: int) -> bool:
    """Whether the works from `first` on are what a clause names from `at` on, and no kinds of works: …等10个方面."""
    described = first > at and clause[first - 1].letter == "H"  # 包括总投资3亿元的甲工程
    if not described and (any(s.verb or s.letter in "VGP" for s in clause[at:first]) or first - at > NEAR):
        return False
    etc = next((i for i in range(first, len(clause)) if clause[i].letter == "E"), None)
    tail = [s for s in clause[etc + 1 :] if s.letter not in "MQHA"] if etc is not None else []
    return not tail or tail[0].letter not in "NvG" or tail[0].says("whole")


def counts_off(clause: Sequence[Sign]) -> bool:
    """Whether a clause is no more than some works and how many they are: 甲工程、乙工程等7个项目."""
    etc = next((i for i, s in enumerate(clause) if s.letter == "E"), len(clause))
    tail = clause[etc + 1 :]
    named = all(is_listed(s) for s in clause[:etc]) and is_work(clause[0])
    return named and len(tail) > 1 and tail[0].letter == "M" and tail[-1].says("whole")


def dated(sign: Sign) -> bool:
    return sign.mention is not None and isinstance(sign.mention.value, Date)


def is_past_setting(clause: Sequence[Sign]) -> bool:
    """Nothing but a time long ago: 20年前的今天，."""
    return any(s.says("ago") for s in clause) and all(s.letter in "TMFLH" or s.says("ago") for s in clause)


def is_setting(clause: Sequence[Sign]) -> bool:
    """Nothing but a time: 2020年12月底，."""
    if not any(dated(s) or s.says("coming") for s in clause):
        return False
    if any(s.says("until") or s.verb for s in clause):
        return False
    return all(
        dated(s) or s.letter in "TDPFLJ" or s.says("modality:begun") or s.letter == "X" for s in clause
    )


def is_site(clause: Sequence[Sign], work: int) -> bool:
    """Whether a clause only says at which work what follows happens: 在某市某工程施工现场."""
    before, after = clause[:work], clause[listed_works(clause, work, 1)[1] :]
    comes = any(s.says("arrive") for s in before)
    enters = comes or any(s.says(PLACE) for s in before)
    placed = all(
        s.letter in "PTDLFHRUM"
        or s.says("crew")
        or s.says("arrive")
        or s.mention is not None
        or s.verb == "extent"
        for s in before
    )
    there = (not after and not comes) or any(s.says("site") for s in after)
    return enters and placed and there and all(s.says("site") or s.verb or s.letter in "HFNG" for s in after)


def is_costed(clause: Sequence[Sign], work: int) -> bool:
    """Whether a clause opens with a work and only says before it what it costs: 总投资22亿元的某项目."""
    before = clause[: work - 1]
    return (
        clause[work - 1].letter == "H"
        and any(map(is_money, before))
        and all(s.verb in ("", "extent", "none") and s.letter != "P" for s in before)
    )


def tells_members(clause: Sequence[Sign]) -> int | None:
    """Where a clause goes on to the members of a set: 包括, 在建的|有, 开工项目|有."""
    for at, sign in enumerate(clause):
        behind = at > 0 and (clause[at - 1].letter == "H" or clause[at - 1].says("whole"))
        if sign.says("includes") or (sign.text == HAS and behind):
            return at
    return None


def opens_list(text: str, clause: Sequence[Sign]) -> bool:
    """Whether a clause is a label of what follows: 续建项目：, 新开工项目3个：."""
    return text.startswith(COLONS, clause[-1].end) and (clause[-1].says("whole") or clause[-1].letter == "M")


def is_step(clause: Sequence[Sign], event: Event) -> bool:
    """Whether what a step is done to can only be a part of what the sentence is about: 主体结构已封顶."""
    named = any(s.mention is not None and s.mention.value is None for s in clause[: event.at])
    return event.verb in STEPS and event.low == 0 and not named


def apposed(text: str, clause: Sequence[Sign]) -> tuple[Mention, ...]:
    """The works of which the next clause names a part: 甲工程控制性工程——, 作为甲工程的控制性工程，."""
    work = next((i for i in range(len(clause) - 1, -1, -1) if is_work(clause[i])), None)
    if work is None or not (text.startswith(DASH, clause[-1].end) or clause[0].says("role")):
        return ()
    rest = [s for s in clause[work + 1 :] if s.letter != "H"]
    noun = all(s.letter in "NvAMQGF" and s.mention is None and not s.verb for s in rest)
    return listed_works(clause, work, -1)[0] if rest and noun else ()


def is_plan(clause: Sequence[Sign]) -> bool:
    """Whether a clause only tells who means to spend what: 某集团拟出资2亿元，."""
    if is_work(clause[0]) or not any(is_money(s) for s in clause):
        return False
    meant = next(
        (i for i, s in enumerate(clause[:-1]) if s.says("modality:planned") and s.letter in "XD"), None
    )
    return meant is not None and clause[meant + 1].letter in "VG"


def has_subject(clause: Sequence[Sign]) -> bool:
    """Whether a clause opens with a thing that is no work and no part of one."""
    if owns_work(clause):
        return True
    for sign in clause:
        if sign.mention is not None and sign.mention.value is None:
            return True
        if sign.letter in "N" and not sign.classes and not sign.verb:
            return True
        if sign.letter not in "DTLXUAF" and not dated(sign):
            return False
    return False


def owns_work(clause: Sequence[Sign]) -> bool:
    """Whether a clause opens with a work of what it goes on about: 其改建工程."""
    return clause[0].text in OWNING and any(s.says("whole") for s in clause[1:OWNED])


def opens_unnamed(clause: Sequence[Sign]) -> bool:
    """Whether a clause opens with a work that no name covers: 光伏二期项目."""
    at = next((i for i, s in enumerate(clause) if s.verb or s.letter in "VXP"), len(clause))
    return any(s.says("whole") and s.mention is None for s in clause[1:at])


def counts(clause: Sequence[Sign], works: Sequence[Mention]) -> bool:
    """Whether a clause opens with as many of their kind, without their names: 两个项目, 这两条铁路."""
    at = next((i for i, s in enumerate(clause) if s.letter not in "RDL"), len(clause))
    if not works or at + 1 >= len(clause) or clause[at].mention is None or clause[at + 1].mention is not None:
        return False
    value, head = clause[at].mention, clause[at + 1]
    number = value.value.value if value is not None and isinstance(value.value, Quantity) else None
    return number == len(works) and (head.says("whole") or all(head.text in work.text for work in works))


def headed(clause: Sequence[Sign], at: int) -> tuple[Mention, ...]:
    """The works behind the 的 of a relative clause."""
    at += 1
    while at < len(clause) and not is_work(clause[at]):
        sign = clause[at]
        named = sign.mention is not None and sign.mention.kind in (
            "Province",
            "City",
            "County",
            "Township",
            "Village",
            "Zone",
        )
        if not (named or sign.letter in "AMQHSCD" or sign.says("whole")):
            return ()
        at += 1
    return listed_works(clause, at, 1)[0] if at < len(clause) else ()


def is_intended(clause: Sequence[Sign], event: Event) -> bool:
    """Whether somebody plans to do it, of which the work need not have been begun: 县里计划年内完成某工程, not 某工程计划年内完工."""
    return bool(event.works) and any(s.says("modality:planned") for s in clause[event.low : event.at])
