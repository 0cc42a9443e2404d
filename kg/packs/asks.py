"""`gold/asks.txt`: questions on the pages of a pack, and the answers that are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import DataError

if TYPE_CHECKING:
    from kg.api.values import Answer, AnswerRow

REMARK, EQUALS, BETWEEN, MORE = "#", "=", "、", "…"
ANSWERED, SEVERAL = "answered", "several"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with all that answers it; with `more`, only a part of that."""

    question: str
    wanted: tuple[str, ...]
    more: bool = False


def read_asks(path: Path) -> list[Ask]:
    """Lines such as `介休市有哪些学校 = 介休市第五小学、介休市北关小学`; a last member `…` allows more answers."""
    if not path.is_file():
        return []
    found = []
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        if not line.strip() or line.startswith(REMARK):
            continue
        question, _, answer = (part.strip() for part in line.partition(EQUALS))
        members = tuple(part.strip() for part in answer.split(BETWEEN) if part.strip())
        wanted = tuple(member for member in members if member != MORE)
        if not question or not wanted:
            raise DataError(f"{path.name}:{number}: 'question = answer、answer' is wanted")
        found.append(Ask(question, wanted, len(wanted) < len(members)))
    return found


def differs(ask: Ask, answer: Answer) -> str:
    """What is wrong with the answer; empty where it is the one that is wanted."""
    if not _understood(answer):
        return f"not answered ({answer.status})"
    if ask.wanted == (answer.text,):  # yes, no, a count
        return ""
    told = [set(_forms(row)) for row in answer.rows]
    missing = [each for each in ask.wanted if not any(each in forms for forms in told)]
    extra = [] if ask.more else [row for row in answer.rows if not set(_forms(row)) & set(ask.wanted)]
    parts = (("missing", missing), ("not wanted", dict.fromkeys(row.value or row.label for row in extra)))
    return "; ".join(f"{what}: {_joined(names)}" for what, names in parts if names)


def _understood(answer: Answer) -> bool:
    if answer.status == SEVERAL:
        return all(part.status == ANSWERED for part in answer.parts)
    return answer.status == ANSWERED


def _forms(row: AnswerRow) -> Iterator[str]:
    """How a row may be written: its thing where it has no value, else the value, by itself or behind its thing."""
    yield row.value or row.label
    if row.value:
        yield f"{row.label} {row.value}"


def _joined(names: Iterable[str]) -> str:
    return BETWEEN.join(names)
