"""When what a clause tells of works is: not, hoped for, to come, going on, begun, done; and its date and share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.facts.signs import Sign
from kg.model import Date, Mention, Quantity

BEING = "在"
NEAR = 4  # signs between 未 and its verb
REACH = 3  # signs between a verb and a date behind it: 开工于2018年


def when_of(
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
    if any(s.says("former") for s in inner) or _long_ago(inner):
        return "", False  # 原计划: it came otherwise
    if follows == "after" and date is None and any(s.says("condition") for s in inner):
        return "", False  # 待完工后拨付: nobody knows when
    if any(s.says("sought") for s in inner) or any(s.says("linker:if") for s in signs[:at]):
        return "", False  # 申请竣工验收; 若建成
    if hoped or any(_modal(s, "hoped", "required") for s in inner):
        return "hoped", True
    ready = inner[-1:] and inner[-1].says("modality:planned")  # 准备|投产
    if ready or any(
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
    if any(s.says("aspect:progressive") and s.letter == "D" for s in inner) or _is_at_it(told, signs, end):
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


def _is_at_it(told: Sequence[Sign], signs: Sequence[Sign], end: int) -> bool:
    """Whether 在 stands right before a verb that no noun follows: 也在|加紧施工."""
    at = len(told)
    while at and told[at - 1].says("manner"):
        at -= 1
    follows = signs[end] if end < len(signs) else None
    return (
        at > 0
        and told[at - 1].text == BEING
        and (follows is None or follows.letter in "SC" or follows.says("manner"))
    )


def _long_ago(signs: Sequence[Sign]) -> bool:
    """20|年前: a time that is no date."""
    return any(sign.says("ago") for sign in signs)


def _modal(sign: Sign, *kinds: str) -> bool:
    return sign.letter in "XD" and any(sign.says(f"modality:{kind}") for kind in kinds)


def _says(sign: Sign, name: str) -> bool:
    return any(each.startswith(f"{name}:") for each in sign.classes)


def date_of(signs: Sequence[Sign], low: int, at: int, end: int) -> Mention | None:
    """The last date before a verb, else one right behind it."""
    dates = [i for i in range(low, end) if is_date(signs[i])]
    dates = [i for i in dates if not (i and signs[i - 1].says("until"))]
    if not dates:
        dates = [i for i in range(end, min(end + REACH, len(signs))) if is_date(signs[i])][:1]
        if dates and any(signs[i].letter not in "PJ" for i in range(end, dates[0])):
            return None
    if not dates or (len(dates) > 1 and signs[dates[-1] - 1].letter == "J"):
        return None
    return signs[dates[-1]].mention


def is_date(sign: Sign) -> bool:
    return sign.mention is not None and isinstance(sign.mention.value, Date)


def is_money(sign: Sign) -> bool:
    return sign.mention is not None and sign.mention.kind == "Money"


def share_of(sign: Sign) -> int | None:
    value = sign.mention.value if sign.mention is not None else None
    if isinstance(value, Quantity) and value.unit == "%" and not isinstance(value.value, str):
        return int(value.value)
    return None
