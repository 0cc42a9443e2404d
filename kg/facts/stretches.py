"""The signs of a stretch → its clauses, and what a clause opens with or only sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.facts.signs import Sign
from kg.facts.themes import is_work, listed_works
from kg.model import Date, Mention, Quantity

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


def dated(sign: Sign) -> bool:
    return sign.mention is not None and isinstance(sign.mention.value, Date)


def is_setting(clause: Sequence[Sign]) -> bool:
    """Nothing but a time: 2020年12月底，."""
    if not any(dated(s) or s.says("coming") for s in clause):
        return False
    if any(s.says("until") or s.verb for s in clause):
        return False
    return all(
        dated(s) or s.letter in "TDPFLJ" or s.says("modality:begun") or s.letter == "X" for s in clause
    )


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
