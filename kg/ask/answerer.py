"""The answer to a reading: one way of answering for each thing that can be wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kg.ask.model import Answer, Constraint, QuestionBook, Reading, Row
from kg.ask.run import Runner
from kg.ask.shown import CNY, amount, with_shown
from kg.ask.sparql import Query, best_query, count_query, rows_query, sum_query, with_constraints

TOLD = 20  # things in the line that answers
SHOWN = 8  # names in a note


class Answerer:
    """One way of answering for each thing that can be wanted."""

    def __init__(
        self, question: str, runner: Runner, book: QuestionBook, relations: Mapping[str, str]
    ) -> None:
        self.question, self.runner, self.book, self.relations = question, runner, book, relations

    def label(self, name: str) -> str:
        """A relation or a state in Chinese; else the name itself."""
        return self.relations.get(name) or self.runner.labels.get(name, name)

    def answer(self, reading: Reading) -> Answer:
        if reading.wants == "verdict":
            return self._verdict(reading)
        if reading.wants == "sum":
            return self._sum(reading)
        if reading.wants == "best":
            return self._best(reading)
        query = rows_query(reading)
        rows = self.runner.rows(query, reading)
        if reading.wants == "count":
            counting = count_query(reading)
            number = self.runner.numbers(counting).get("count", "0")
            return self._made(reading, counting, rows, result=number)
        if reading.event and rows:
            return self._of_event(reading, query, rows)
        return self._made(reading, query, rows, notes=tuple(self._conflicts(reading, rows)))

    def _of_event(self, reading: Reading, query: Query, rows: tuple[Row, ...]) -> Answer:
        """The dates of which a page says that event; else the others, and that they are."""
        said = tuple(r for r in rows if any(reading.event in q.text for f in r.facts for q in f.quotes))
        if said:
            return self._made(reading, query, said, notes=tuple(self._conflicts(reading, said)))
        note = self.book.says["other_event"].format(reading.event)
        answer = self._made(reading, query, rows, notes=(note,), sure=False)
        return replace(answer, told=self.book.says["other_event_told"].format(reading.event, answer.told))

    def _made(
        self,
        reading: Reading,
        query: Query,
        rows: tuple[Row, ...],
        *,
        result: str = "",
        notes: tuple[str, ...] = (),
        sure: bool = True,
        said: str = "",
    ) -> Answer:
        status = "answered" if rows else "unstated"
        rows = with_shown(rows, reading, self.book)
        result = result if rows else ""
        told = self.told(reading, rows, said or result, sure)
        return Answer(self.question, status, reading, query.text, rows, result, told, notes, sure=sure)

    def told(self, reading: Reading, rows: tuple[Row, ...], result: str = "", sure: bool = True) -> str:
        """The answer in a line."""
        says = self.book.says
        if not rows:
            return says["none"] if reading.wants in ("list", "count") else says["unstated"]
        if reading.wants == "verdict":
            return says.get(result, result)
        if reading.wants == "count":
            return says["graph_count"].format(result)
        if reading.wants == "sum":
            return result if sure else says["at_least_sum"].format(result)
        values = (
            row.shown or row.value
            if reading.wants == "value" and reading.subjects
            else f"{row.label} {row.shown or row.value}".strip()
            for row in rows
        )
        told = list(dict.fromkeys(values))
        return says["and"].join(told[:TOLD]) + ("…" if len(told) > TOLD else "")

    def _verdict(self, reading: Reading) -> Answer:
        """Yes where the graph has it; no where it has what speaks against it; never no because it has nothing."""
        query = rows_query(reading)
        rows = self.runner.rows(query, reading)
        if rows:
            return self._made(reading, query, rows, result="yes")
        for i, constraint in enumerate(reading.constraints):
            if constraint.no:
                others = [replace(c, where=c.no) if j == i else c for j, c in enumerate(reading.constraints)]
                against = rows_query(with_constraints(reading, others))
                rows = self.runner.rows(against, reading)
                if rows:
                    said = self.book.says["no_planned" if _is_planned(rows) else "no"]
                    return self._made(reading, against, rows, result="no", said=said)
        answer = self._made(reading, query, ())
        return replace(answer, notes=tuple(self._latest_state(reading)))

    def _latest_state(self, reading: Reading) -> Iterator[str]:
        if not any(c.phrase.kind == "state" for c in reading.constraints):
            return
        states = self._values(reading, "state")
        if states:
            yield self.book.says["latest_state"].format(
                self.book.says["and"].join(sorted(set(states.values())))
            )

    def _values(self, reading: Reading, value: str) -> dict[str, str]:
        """The values of the subjects in the property of that kind."""
        phrase = next((p for p in self.book.phrases if p.kind == "property" and p.value == value), None)
        if phrase is None:
            return {}
        asked = replace(
            reading, wants="value", constraints=(), property=Constraint(phrase.where, phrase.says, phrase)
        )
        return {row.label: row.value for row in self.runner.rows(rows_query(asked), asked)}

    def _sum(self, reading: Reading) -> Answer:
        query = sum_query(reading)
        numbers = self.runner.numbers(query)
        rows = self.runner.rows(rows_query(reading), reading)
        least, most = numbers.get("least", ""), numbers.get("most", "")
        if not rows or not least:
            return self._made(reading, query, ())
        missing = tuple(self._missing(reading, rows))
        notes = (*self._conflicts(reading, rows), *missing)
        result = least if least == most else self.book.says["range"].format(least, most)
        unit = self._unit(reading, rows)
        low, high = (amount(v, unit, self.book) for v in (least, most))
        said = low if low == high else self.book.says["range"].format(low, high)
        return self._made(reading, query, rows, result=result, notes=notes, sure=not missing, said=said)

    def _unit(self, reading: Reading, rows: Sequence[Row]) -> str:
        """Of a sum: that of all its values."""
        if reading.property is not None and reading.property.phrase.value == "money":
            return CNY
        units = {row.value.partition(" ")[2] for row in rows}
        return units.pop() if len(units) == 1 else ""

    def _best(self, reading: Reading) -> Answer:
        query = best_query(reading)
        rows = self.runner.rows(query, reading)
        if not rows:
            return self._made(reading, query, ())
        everything = self.runner.rows(rows_query(reading), reading)
        missing = tuple(self._missing(reading, everything))
        if reading.pair and missing:
            return self._made(reading, query, (), notes=missing)
        doubts = tuple(self._doubts(reading, rows[0].value))
        answer = self._made(reading, query, rows, notes=(*doubts, *missing), sure=not doubts and not missing)
        if not missing or reading.property is None:
            return answer
        compared = len({row.iri for row in everything})
        told = self.book.says["among"].format(reading.property.says, compared, answer.told)
        return replace(answer, told=told)

    def _missing(self, reading: Reading, rows: Sequence[Row]) -> Iterator[str]:
        """The things that meet the question, but have no value."""
        if reading.property is None:
            return
        everything = replace(reading, property=None, wants="list")
        found = self.runner.rows(rows_query(everything), everything)
        known = {row.iri for row in rows}
        names = [row.label for row in found if row.iri not in known]
        if names:
            shown = self.book.says["and"].join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")
            yield self.book.says["missing_value"].format(len(names), reading.property.says, shown)

    def _doubts(self, reading: Reading, best: str) -> Iterator[str]:
        """Things that would be greater, if only the page said that they meet the question."""
        for i, constraint in enumerate(reading.constraints):
            if not constraint.unknown or reading.property is None:
                continue
            others = [
                replace(c, where=c.unknown, values=()) if j == i else c
                for j, c in enumerate(reading.constraints)
            ]
            rows = self.runner.rows(best_query(with_constraints(reading, others)), reading)
            if rows and _better(rows[0].value, best, reading.order):
                names = self.book.says["and"].join(row.label for row in rows)
                yield self.book.says["unknown_place"].format(names, reading.property.says, constraint.says)

    def _conflicts(self, reading: Reading, rows: Sequence[Row]) -> Iterator[str]:
        """Things of which pages give several values."""
        if reading.property is None or reading.property.phrase.value == "text":
            return
        values: dict[str, list[str]] = {}
        for row in with_shown(rows, reading, self.book):
            values.setdefault(row.label, []).append(row.shown)
        for label, several in values.items():
            if len(set(several)) > 1:
                shown = self.book.says["and"].join(dict.fromkeys(several))
                yield self.book.says["conflict"].format(label, shown)


def _is_planned(rows: Sequence[Row]) -> bool:
    return any(q.modality in ("planned", "expected") for row in rows for f in row.facts for q in f.quotes)


def _better(value: str, best: str, order: str) -> bool:
    """As numbers, else (dates) as text."""
    try:
        a, b = (Decimal(text.split()[0]) for text in (value, best))
    except ArithmeticError:
        return value > best if order == "desc" else value < best
    return a > b if order == "desc" else a < b
