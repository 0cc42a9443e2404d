"""The letters of a clause (`WordClasses.code`) → where its predicate, subject, object and relative clauses are, as indices.

Each rule is a function of the letters alone, in which prepositional phrases are `p` and relative clauses `r`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.language.phrases import PREPOSITIONAL

NOMINALS = "NvAMQRFWSCJ[]()b"  # what subjects and objects are made of
SETTING = re.compile(r"L?[TpDF][TpDFNMQL]*+$")  # 今年10月, 在青岭市
JOINED = re.compile(r"[SCL](?=[VG])|L(?=v[NA])")
WHITE = "p"  # a prepositional phrase, in the letters that rules go over; `r` is a relative clause


def blank_phrases(level: str) -> str:
    """The letters with each prepositional phrase as `ppp`: 由中川集团承建 is `pppV`."""
    return PREPOSITIONAL.sub(_blank, level) if "P" in level else level


def _blank(match: re.Match[str]) -> str:
    return WHITE * len(match[0])


def relative_clauses(letters: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Each V的N: where the clause begins, and where it ends, behind 的.

    加强项目的管理 is none: with an object before 的 there must be another predicate outside.
    """
    low = start
    at = letters.find("H", start, end)
    while at >= 0:
        found = _relative(letters, low, at, end)
        if found is not None:
            yield found, at + 1
        low = at + 1
        at = letters.find("H", low, end)


def _relative(letters: str, low: int, at: int, end: int) -> int | None:
    """Where the relative clause before a 的 begins."""
    if at + 1 >= end or letters[at + 1] not in "NvAMRG[":
        return None
    verb = _back(letters, low, at, NOMINALS.replace("S", ""))
    if verb == low or letters[verb - 1] not in "VGU":
        return None
    begins = _verb_start(letters, low, verb)
    if begins is None:
        return None
    has_object = verb < at
    begins = _with_sum(letters, low, _back(letters, low, begins, "DpTX"))
    while begins > low + 1 and letters[begins - 1] == "S":  # 投资2亿元、占地60亩的
        before = _verb_start(letters, low, _back(letters, low, begins - 1, NOMINALS.replace("S", "")))
        if before is None:
            break
        begins = before
    if not has_object or find_predicate(letters, low, begins) is not None:
        return begins
    return None if find_predicate(letters, at + 1, end) is None else begins


def _with_sum(letters: str, low: int, at: int) -> int:
    """Where what stands before the verb of a relative clause begins, a verb with a sum before it included: 投资3亿元|建设的."""
    begins = _back(letters, low, at, NOMINALS.replace("S", ""))
    if begins > low and letters[begins - 1] in "VG" and letters[begins] == "M" and "M" in letters[begins:at]:
        verb = _verb_start(letters, low, begins)
        if verb is not None:
            before = _back(letters, low, verb, "DpTX")
            return _back(letters, low, before, NOMINALS.replace("S", ""))
    return begins


def _verb_start(letters: str, low: int, end: int) -> int | None:
    """Where the verbs that end at `end` begin, 了 and 过 behind them apart; None where there are none."""
    verb = end - 1 if end > low and letters[end - 1] == "U" else end
    begins = _back(letters, low, verb, "VG")
    return begins if begins < verb else None


def _back(letters: str, low: int, at: int, of: str) -> int:
    while at > low and letters[at - 1] in of:
        at -= 1
    return at


def cut_predicates(letters: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut where another predicate begins: 加强领导、强化保障; 修了路并建了桥. 新建、改建公路 is one clause."""
    low = looked = start
    verb: int | None = None
    for match in JOINED.finditer(letters, start, end):
        at = match.start()
        if letters[at] == "C" or letters[at - 1 : at] in ("V", "G") or at == low:
            continue
        if letters[at + 1] == "G" and letters[at + 2 : at + 3] not in ("N", "v", "A", "M"):
            continue
        if verb is None:
            verb, looked = find_predicate(letters, looked, at), at
        if verb is not None:
            yield low, at
            low = looked = at + 1
            verb = None
    yield low, end


def is_setting(letters: str) -> bool:
    """Only times and places: 今年10月."""
    return SETTING.match(letters) is not None


def find_predicate(letters: str, start: int, end: int) -> int | None:
    """The token of the first verb of a clause that is no noun there; a modal verb or an adjective where there is no other."""
    spare = None
    for at in range(start, end):
        letter = letters[at]
        if letter == "Y" or (letter in "VG" and _acts(letters, at, start, end)):
            return at
        if (
            letter == "v" and at and letters[at - 1] in ("DX" if at > start else "L")
        ):  # 正在建设/vn, 并种植/vn
            return at
        if letter == "X" or (letter == "A" and at > start and at + 1 == end and letters[at - 1] in "NDv"):
            spare = at
    return spare


def _acts(letters: str, at: int, start: int, end: int) -> bool:
    """Whether a verb that may be a noun is one: 建设大桥; not 治理 in 河道治理已完成."""
    if at > start and letters[at - 1] in "DXpT":
        return True
    following = letters[at + 1 : at + 2] if at + 1 < end else ""
    if (
        at > start
        and letters[at - 1] in "NvA"
        and following
        and following in ("SCE" if letters[at] == "G" else "E")
    ):
        return False  # 墨河修复、老街治理等工程
    if letters[at] == "V":
        return True
    if following in ("D", "V", "G", "Y", "X", "p", "P"):
        return False
    return following != "" or at == start


def chain_end(letters: str, at: int, end: int) -> int:
    """Where the verbs that begin with a predicate end: 开工建设, 新建、改建, 建成了."""
    stop = at + 1
    while stop < end:
        if letters[stop] in "VG" and letters[at] != "Y":
            stop += 1
        elif (
            letters[stop] in "SCL"
            and letters[stop - 1] in "VG"
            and stop + 1 < end
            and letters[stop + 1] in "VG"
        ):
            stop += 2
        else:
            break
    return stop + 1 if stop < end and letters[stop] == "U" else stop


def subject_at(letters: str, start: int, end: int) -> tuple[int, int] | None:
    """The last noun phrase before the predicate, lists included; of a clause without one its only one."""
    stop = end
    while stop > start and letters[stop - 1] not in "NvA]GFRM)":
        stop -= 1
    begins = stop
    while begins > start and letters[begins - 1] in f"{NOMINALS}HGVE":
        if letters[begins - 1] == "V" and letters[begins : begins + 1] != "E":
            break
        begins -= 1
    while begins < stop and letters[begins] in "HSCWE":
        begins += 1
    return (begins, stop) if begins < stop else None


def object_at(letters: str, start: int, end: int) -> tuple[int, int] | None:
    """All between the verb and the end of the clause."""
    while start < end and letters[start] in "U":
        start += 1
    while end > start and letters[end - 1] in "UL":
        end -= 1
    return (start, end) if start < end else None


def number_at(letters: str, start: int, end: int) -> int:
    """Where the number of 全长6公里 begins."""
    at = end
    while at > start and letters[at - 1] in "MQ":
        at -= 1
    while at == end or (letters[at] != "M"):
        at -= 1
    return _back(letters, start, at, "M")
