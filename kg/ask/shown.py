"""Values for people: 超过320亿元（32000000000元）, 14.8万平方公里, 计划2014-10（今年十月）."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from kg.ask.model import QuestionBook, Reading, Row
from kg.explain import Quote

CNY = "CNY"
QUOTED = 30  # characters of a sentence that tells a state
STEPS = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_SUM = re.compile(r"(?<=元)\D+$")  # the name of the currency
_DATED = re.compile(r"\d{4}")
_PLAIN = re.compile(r"[^\d.,]*([\d.,]+)(?:余|多|几)?([^\d.,×]*)")


def with_shown(rows: Iterable[Row], reading: Reading, book: QuestionBook) -> tuple[Row, ...]:
    """The rows with their values as people read them."""
    if reading.property is None:
        return tuple(rows)
    kind, where = reading.property.phrase.value, reading.property.where
    found = []
    for row in rows:
        quotes = [q for fact in row.facts if f"kg:{fact.relation}" in where for q in fact.quotes]
        shown = _mode(quotes, book) + _shown(row, kind, _written(quotes), book)
        if kind == "state" and reading.subjects and quotes:
            shown = book.says["said_so"].format(shown, min((q.text for q in quotes), key=len)[:QUOTED])
        found.append(replace(row, shown=shown))
    return tuple(found)


def amount(value: str, unit: str, book: QuestionBook) -> str:
    """A number with its unit: 3800000000 and CNY are 38亿元; as it stands where it is no number."""
    measure = book.figures.measures.get(unit, unit)
    try:
        number = Decimal(value)
    except InvalidOperation:
        return f"{value}{measure}"
    for step, word in STEPS:
        if abs(number) >= step and measure != "%":
            return f"{_digits(number / step)}{word}{measure}"
    return f"{_digits(number)}{measure}"


def _digits(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _shown(row: Row, kind: str, written: str, book: QuestionBook) -> str:
    if not row.value or kind in ("text", "state"):
        return row.value
    if kind == "date":
        relative = written and not _DATED.search(written)
        return f"{row.value}（{written}）" if relative else row.value
    value, _, unit = row.value.partition(" ")
    unit = unit or (CNY if kind == "money" else "")
    plain = f"{value}{book.figures.measures.get(unit, unit)}"
    said = _SUM.sub("", written) if _PLAIN.fullmatch(written) else amount(value, unit, book)
    return said if value in said.replace(",", "") else f"{said}（{plain}）"


def _written(quotes: Sequence[Quote]) -> str:
    """What the page has for the value, where all pages have the same."""
    forms = {q.written for q in quotes if q.written}
    return forms.pop() if len(forms) == 1 else ""


def _mode(quotes: Sequence[Quote], book: QuestionBook) -> str:
    """That it is planned, where no page says it as a fact."""
    modes = {q.modality for q in quotes}
    return book.figures.modes.get(modes.pop(), "") if len(modes) == 1 else ""
