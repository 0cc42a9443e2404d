"""The works that an event is of: behind its verb, before it, or those that the text goes on about."""

from __future__ import annotations

from collections.abc import Sequence

from kg.facts.signs import Sign
from kg.model import Mention

WORKS = ("Project", "Facility", "Reservoir")
LISTING = "SC"  # letters between the members of a list
PASSING = frozenset("DTXUHLAFEMQJWB()[]bPKY")  # letters of what may stand between a work and its verb
AREAS = frozenset({"Province", "City", "County", "Township", "Village", "Zone", "River", "Lake"})
TAKING = ("preposition:patient", "preposition:target")  # 把, 对: what they take is the theme
MAKING = "build"  # 建设 behind a work is a noun
KINDS = ("个", "项", "批", "大")  # what works are counted by
ONE = "one"  # unit of several, as a part of works
NUMBER, NUMBERED, FIRST = 3, ("号",), ("首", "第")  # signs before 机组, and what makes it one of several
FAR = 5  # signs of a prepositional phrase


def is_work(sign: Sign) -> bool:
    """Whether a sign names a work, or stands for one."""
    return sign.mention is not None and is_work_mention(sign.mention)


def is_work_mention(mention: Mention) -> bool:
    """Whether a mention is of a work."""
    return mention.kind in WORKS and mention.entity is not None and mention.value is None


def listed_works(signs: Sequence[Sign], at: int, step: int) -> tuple[tuple[Mention, ...], int]:
    """The works of the list that a work stands in, going one way (1 or -1), and the place behind its last member."""
    found = [signs[at].mention]
    last, here = at, at + step
    while 0 <= here < len(signs):
        sign = signs[here]
        if is_work(sign) and _separated(signs, last, here):
            found.append(sign.mention)
            last = here
        elif not _is_inner(sign):
            break
        here += step
    works = tuple(m for m in found if m is not None)
    return works if step > 0 else works[::-1], last + (1 if step > 0 else 0)


def _is_inner(sign: Sign) -> bool:
    """Whether a sign may stand in a list of works: a mark, or a part of a member that no name covers (石关扩容)."""
    known = sign.letter in "SCNvAMGW[]()b" or sign.says("whole") or sign.mention is not None
    return known and (not sign.verb or (sign.letter == "G" and sign.verb == MAKING))


def _separated(signs: Sequence[Sign], last: int, here: int) -> bool:
    low, high = min(last, here) + 1, max(last, here)
    return any(signs[i].letter in LISTING for i in range(low, high))


def object_works(signs: Sequence[Sign], end: int) -> tuple[tuple[Mention, ...], int]:
    """The works right behind a verb, over what describes them, and where they end."""
    several = _open_list(signs, end)
    if several is not None:
        return several
    at, described = end, True
    while at < len(signs) and not is_work(signs[at]):
        sign = signs[at]
        if sign.letter == "H":
            described = True
        elif sign.verb and sign.verb != "none":
            at, described = _described(signs, at), True
            if not at:
                return (), end
            continue
        elif sign.mention is not None and sign.mention.kind in AREAS:
            pass
        elif sign.letter in "SC" and not described:
            at, described = _described(signs, at), True
            if not at:
                return (), end
            continue
        elif _leads(sign) or (sign.letter in "NvVGr" and not sign.says("whole")):
            described = False
        elif sign.says("after") or sign.says("before") or sign.says("scope") or sign.says("unit"):
            return (), end
        at += 1
    if at >= len(signs) or not described:
        return (), end
    works, stop = listed_works(signs, at, 1)
    return ((), end) if _goes_on(signs, stop) else (works, stop)


def _open_list(signs: Sequence[Sign], start: int) -> tuple[tuple[Mention, ...], int] | None:
    """The works of a list that begins behind a verb, some of its members without names: 石关扩容、甲工程|等|重大项目."""
    etc = next((i for i in range(start, len(signs)) if signs[i].letter == "E"), len(signs))
    head = etc + 1
    while head < len(signs) and signs[head].letter in "AMQN" and not signs[head].says("whole"):
        head += 1
    counted = etc + 1 < len(signs) and signs[etc + 1].letter == "M"
    if not counted and not (head < len(signs) and signs[head].says("whole")):
        return None
    opens = [start, *(i + 1 for i in range(start, etc) if signs[i].letter in LISTING)]
    if len(opens) == 1 or any(_acts(signs[i]) for i in opens) or not all(map(_fits, signs[start:etc])):
        return None
    works = tuple(m for s in signs[start:etc] if is_work(s) and (m := s.mention) is not None)
    return (works, etc) if works and not all(is_work(signs[i]) for i in opens) else None


def _acts(sign: Sign) -> bool:
    """Whether a sign at the head of a member is a verb of its own: 推进甲工程、加快乙工程等项目."""
    return sign.letter in "VPD" or (bool(sign.verb) and sign.letter != "G")


def _fits(sign: Sign) -> bool:
    """Whether a sign may stand in a member that has no name: 东南扩建年产15万吨."""
    return sign.letter in "SCNvVGAMQTJFW[]()b" and sign.verb in ("", "none", MAKING)


def _described(signs: Sequence[Sign], at: int) -> int:
    """The work that ends a clause behind 的, if a verb is of what describes it: 启动以城乡供水为主的某工程建设; else 0."""
    of = next((i for i in range(len(signs) - 1, at, -1) if signs[i].letter == "H"), 0)
    work = next((i for i in range(of, len(signs)) if is_work(signs[i])), 0) if of else 0
    if not work or any(s.letter in "VGPY" for s in signs[of + 1 : work]):
        return 0
    rest = signs[listed_works(signs, work, 1)[1] :]
    return work if all(s.verb == MAKING or s.says("whole") or s.letter in "EMQ" for s in rest) else 0


def _goes_on(signs: Sequence[Sign], at: int) -> bool:
    """Whether works are what a noun is of: 签署某管道合同, 中标某铁路的通信工程."""
    of = at < len(signs) and signs[at].letter == "H"
    if of and not any(s.verb for s in signs[at + 1 :]):
        return any(s.letter == "N" and s.mention is None and not s.classes for s in signs[at + 1 :])
    sign = signs[at] if at < len(signs) else None
    return (
        sign is not None
        and not sign.verb
        and not sign.classes
        and sign.mention is None
        and sign.letter in "NvA"
    )


def subject_works(
    signs: Sequence[Sign], at: int, *, owned: bool = False, deep: bool = False
) -> tuple[tuple[Mention, ...], str, bool, bool]:
    """The works before a verb; whether a part of them is meant, and which; whether 工程 or a part stands for one; whether another thing is the subject.

    With `owned` a thing of a work is its part: 甲工程的20个工作面; with `deep` one whose noun phrase begins with the work:
    甲工程左岸最后一仓混凝土.
    """
    part, stands = "", False
    here = at - 1
    while here >= 0:
        sign = signs[here]
        etc = here if sign.letter == "E" else _listed_before(signs, here)
        member = last_member(signs, etc) if etc else None
        if member is not None:
            here = member
            continue
        if is_work(sign):
            before = signs[here - 1] if here else None
            if before is not None and before.letter == "P" and not any(before.says(t) for t in TAKING):
                return (), part, stands, True
            member = last_member(signs, here - 1) if before is not None and before.letter == "E" else None
            if member is not None:  # 甲中心、乙园区等|某走廊项目: its members
                here = member
                continue
            works = listed_works(signs, here, -1)[0]
            if _alters(signs, here + 1, at + 1) or (len(works) == 1 and _of_many(signs, here + 1, at)):
                return (), part, stands, True
            return works, part, stands, False
        if sign.says("scope") or sign.says("unit"):
            every = here > 0 and signs[here - 1].says("whole") and sign.says("unit")
            one = sign.says("unit") and _numbered(signs, here)
            part, stands = (
                ("" if every else ONE if one else "unit" if sign.says("unit") else part or "part"),
                True,
            )
        elif sign.says("whole"):
            stands = True
        elif sign.says("some"):
            return (), part, stands, True
        elif sign.letter == "S" and here > 0 and signs[here - 1].verb:
            pass  # 当年启动、当年开工
        elif not _passes(sign):
            opens = next(
                (i for i in range(here - 1, max(here - FAR, -1), -1) if signs[i].letter == "P"), None
            )
            if opens is None:
                work = _whole_of(signs, here, owned=owned)
                work = _begins(signs, here) if work is None and deep else work
                if work is None:
                    return (), "part", stands, True
                works = listed_works(signs, work, -1)[0]
                summed = stands and len(works) > 1  # 甲工程、乙工程三大工程
                return works, part if summed else "part", stands, False
            here = opens
        here -= 1
    return (), part, stands, False


def _numbered(signs: Sequence[Sign], at: int) -> bool:
    """Whether one unit of several is meant, and not the last: 首台|机组, 二号|机组, 第二台|机组."""
    before = [s for s in signs[max(0, at - NUMBER) : at] if s.mention is None]
    text = "".join(s.text for s in before)
    return text.endswith(NUMBERED) or any(s.text.startswith(FIRST) for s in before)


def _alters(signs: Sequence[Sign], start: int, end: int) -> bool:
    """Whether a deed on what stands already is what starts or ends, and not the work itself: 甲隧道|大修|5月开工."""
    if start >= end or signs[start].says("alters"):
        return start < end
    deed, behind = signs[start], signs[start + 1 : end][:1]
    told = deed.letter in "VGv" and not deed.verb and not deed.classes
    return told and any(s.letter in "DTX" for s in behind)


def _of_many(signs: Sequence[Sign], start: int, end: int) -> bool:
    """Whether what follows one work are several others: 甲港|首批|建设|项目, 甲区的12个|项目."""
    head = next((i for i in range(end - 1, start, -1) if signs[i].says("nameless")), None)
    if head is None or any(s.letter == "E" for s in signs[start:head]):
        return False  # 甲工程等12个项目
    counted = (s for s in signs[start:head] if s.letter == "M")
    return any(
        s.mention is None or (s.mention.kind == "Quantity" and s.text.endswith(KINDS)) for s in counted
    )


def _listed_before(signs: Sequence[Sign], at: int) -> int:
    """The 等 behind a list whose heads end at `at`: 甲工程、乙工程|等|一批重点工程、民生项目, 甲大道等|12条道路; 0 for none."""
    if not signs[at].says("whole") and (signs[at].letter != "N" or signs[at].mention is not None):
        return 0
    here = at - 1
    while here > 0 and (signs[here].letter in "NAMQSCvG" or signs[here].says("whole")):
        mention = signs[here].mention
        if signs[here].verb or (mention is not None and mention.value is None):
            return 0
        here -= 1
    told = here >= 0 and (signs[at].says("whole") or signs[here + 1].letter == "M")
    return here if told and signs[here].letter == "E" else 0


def last_member(signs: Sequence[Sign], etc: int) -> int | None:
    """The last work of the list before 等, over members that have no name: 甲工程、|石关扩容|等; None for no list of works."""
    at, marks = etc - 1, 0
    while at >= 0 and not is_work(signs[at]):
        sign = signs[at]
        named = sign.mention is not None and sign.mention.value is None
        if named or not _is_inner(sign):
            return None
        marks += sign.letter in LISTING
        at -= 1
    return at if at >= 0 and (at == etc - 1 or (marks and signs[at + 1].letter in LISTING)) else None


def _begins(signs: Sequence[Sign], at: int) -> int | None:
    """The work that the noun phrase which ends at `at` begins with."""
    while at >= 0 and not is_work(signs[at]):
        sign = signs[at]
        named = sign.mention is not None and sign.mention.value is None
        if (
            named
            or sign.says("crew")
            or not (sign.letter in "NvAMQEGFHDV" and (sign.letter != "V" or sign.verb))
        ):
            return None
        at -= 1
    return at if at >= 0 else None


def _whole_of(signs: Sequence[Sign], at: int, *, owned: bool) -> int | None:
    """The work right before a noun, a part of it: 甲铁路|乙隧道; with `owned` 甲工程的20个|工作面 too."""
    of = False
    while at >= 0 and not is_work(signs[at]):
        sign = signs[at]
        counts = owned and not of and sign.letter == "M"
        if owned and not of and sign.letter == "H":
            of = True
        elif of or not (counts or (sign.mention is None and sign.letter in "NvAMQEG")):
            return None
        at -= 1
    mention = signs[at].mention if at >= 0 else None
    return at if mention is not None and (not of or mention.kind == WORKS[0]) else None


def _passes(sign: Sign) -> bool:
    """Whether a sign is nothing that a clause may be about."""
    if sign.mention is not None:
        return sign.mention.value is not None or sign.mention.kind in AREAS
    return bool(sign.verb) or sign.letter in PASSING or sign.letter in "VGv" or bool(sign.classes)


def _leads(sign: Sign) -> bool:
    """Whether a sign takes what follows it, so that the verb before does not: 以, 由."""
    return sign.letter in "PL" and any(name.startswith("preposition:") for name in sign.classes)
