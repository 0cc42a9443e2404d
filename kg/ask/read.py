"""Put the phrases of a question together: what is asked for, what narrows it, and what is wanted of it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.ask.cover import Chunk
from kg.ask.items import Group, Items, MisfitError, items
from kg.ask.model import Constraint, Name, Phrase, QuestionBook, Reading
from kg.ask.narrow import compared, is_period, link_constraint, own_constraint, told

SUMMED = ("money", "number")
QUESTIONED = {"who", "where", "when", "how_many", "how_much"}  # 你知道…多少吗 asks how much
PLACES, BODIES = ("Area",), ("Organization",)  # what a link must allow for 哪里 and 谁


def read(content: Sequence[Chunk], book: QuestionBook) -> Reading | None:
    """The reading of a cover's content, or None where its phrases make no question together."""
    try:
        return _Reader(items(content), book).reading()
    except MisfitError:
        return None


class _Reader:
    """Gives each phrase and each name its part, once; what has none makes a misfit."""

    def __init__(self, parts: Items, book: QuestionBook) -> None:
        self.items, self.book = parts, book
        self.asks = parts.asks
        self.taken: list[Chunk] = []  # properties that a comparison or superlative took
        self.free: list[Group] = list(parts.groups)  # not yet linked
        self.constraints: list[Constraint] = []
        self.periods: list[Constraint] = []

    def reading(self) -> Reading:
        self._compare()
        best = self._best()
        asked = self._asked()
        class_ = self._one("class")
        subject = self._subject(class_, best or asked)
        classes = self._classes(class_, subject)
        self._narrow(class_, subject, classes)
        wants = self._wants(class_, subject, best, asked)
        if wants == "verdict" and not self.constraints:
            raise MisfitError
        of = best or asked
        if best is not None and asked is not None:
            raise MisfitError
        order, pair = self._order(subject)
        says = self._says(class_, subject, wants, of, order)
        return Reading(
            wants=wants,
            says=says,
            classes=tuple(sorted(classes)) if class_ is not None else (),
            label=self._label(class_),
            subjects=subject.names if subject else (),
            constraints=tuple(self.constraints),
            property=self._property(of),
            order=order,
            pair=pair,
            names=self._names(),
            rules=self._rules(),
            event=self._event(of),
            counts=all(c.phrase.counts for c in self.constraints) or wants != "count",
        )

    def _event(self, of: Chunk | None) -> str:
        """What the question calls the event of a date."""
        if of is None or of.phrase is None or of.phrase.value != "date":
            return ""
        return next((w for w in self.book.figures.events if w in of.text), "")

    def _rules(self) -> tuple[str, ...]:
        spoken = (c.phrase.id for c in self.items.phrases if c.phrase)
        return tuple(dict.fromkeys([*spoken, *(c.phrase.id for c in self.constraints)]))

    def _one(self, kind: str) -> Chunk | None:
        found = self.items.of(kind)
        if len(found) > 1:
            raise MisfitError
        return found[0] if found else None

    def _compare(self) -> None:
        for chunk in self.items.of("compare"):
            constraint, taken = compared(chunk, self.items, self.book)
            if taken is not None:
                self.taken.append(taken)
            (self.periods if is_period(constraint) else self.constraints).append(constraint)

    def _best(self) -> Chunk | None:
        """The property that a superlative orders by."""
        best = self._one("best")
        if best is None:
            return None
        found = self.items.beside(best, "property", behind_first=False)
        if found is None and best.phrase is not None and best.phrase.meant:
            meant = self._phrase(best.phrase.meant)
            return Chunk(best.start, best.end, "property", best.text, meant, (), {}, {})
        if found is None or found in self.taken or found.phrase is None:
            raise MisfitError
        if found.phrase.value not in (*SUMMED, "date"):
            raise MisfitError
        self.taken.append(found)
        return found

    def _asked(self) -> Chunk | None:
        found = [c for c in self.items.of("property") if c not in self.taken]
        if len(found) > 1:
            raise MisfitError
        return found[0] if found else None

    def _subject(self, class_: Chunk | None, of: Chunk | None) -> Group | None:
        """The names that are asked about, where no class is asked for."""
        if class_ is not None or self.asks & {"who", "where"}:
            return None
        wanted: tuple[str, ...] = ()
        for chunk in (of, *self.items.of("state")):
            if chunk is not None and chunk.phrase is not None:
                wanted = wanted or chunk.phrase.of
        for constraint in self.constraints:
            wanted = wanted or constraint.phrase.of
        for group in self.free:
            if not wanted or group.kinds <= set(wanted):
                self.free.remove(group)
                return group
        raise MisfitError

    def _classes(self, class_: Chunk | None, subject: Group | None) -> frozenset[str]:
        if class_ is not None and class_.phrase is not None:
            return frozenset(class_.phrase.of)
        if subject is not None:
            return subject.kinds
        return self.book.concrete(PLACES if "where" in self.asks else BODIES)

    def _narrow(self, class_: Chunk | None, subject: Group | None, classes: frozenset[str]) -> None:
        x_at = class_.start if class_ is not None else subject.at if subject else self._ask_at()
        for chunk in (*self.items.of("state"), *self.items.of("constraint")):
            if chunk.phrase is None or not classes & set(chunk.phrase.of):
                raise MisfitError
            self.constraints.append(own_constraint(chunk, self.book))
        if class_ is not None and class_.phrase is not None and class_.phrase.where:
            self.constraints.insert(0, own_constraint(class_, self.book))
        for constraint in self.constraints:
            if (
                constraint.phrase.kind == "property"
                and classes is not None
                and not classes & set(constraint.phrase.of)
            ):
                raise MisfitError
        if class_ is not None and class_.phrase is not None and class_.phrase.link:
            self._link(self._phrase(class_.phrase.link), class_.start, classes, x_at, class_.phrase.x)
        for chunk in self.items.of("link"):
            if chunk.phrase is not None:
                self._link(chunk.phrase, chunk.start, classes, x_at)
        for group in list(self.free):
            self._bare(group, classes, x_at)

    def _ask_at(self) -> int:
        return next(
            (c.start for c in self.items.of("ask") if c.phrase and c.phrase.asks in ("who", "where")), 0
        )

    def _phrase(self, identifier: str) -> Phrase:
        return next(p for p in self.book.phrases if p.id == identifier)

    def _link(self, link: Phrase, at: int, classes: frozenset[str], x_at: int, x: str = "") -> None:
        """Link the nearest names that the link fits."""
        for group in sorted(self.free, key=lambda g: abs(g.at - at)):
            constraint = link_constraint(link, group, classes, x_at, self.book, x=x, free=self._is_free())
            if constraint is not None:
                self.free.remove(group)
                self.constraints.append(constraint)
                return
        raise MisfitError

    def _is_free(self) -> bool:
        return bool(self.asks & {"who", "where"}) and not self.items.of("class")

    def _bare(self, group: Group, classes: frozenset[str], x_at: int) -> None:
        if self._is_free():
            raise MisfitError
        links = [p for p in self.book.phrases if p.bare]
        for link, x in [(link, x) for x in ("subject", "object") for link in links]:
            constraint = (
                link_constraint(link, group, classes, x_at, self.book, x=x) if link.x in ("", x) else None
            )
            if constraint is not None:
                self.free.remove(group)
                self.constraints.append(constraint)
                return
        raise MisfitError

    def _wants(
        self, class_: Chunk | None, subject: Group | None, best: Chunk | None, asked: Chunk | None
    ) -> str:
        summed = bool(self.items.of("sum"))
        if "pages" in self.asks:
            if subject is None or asked or best:
                raise MisfitError
            return "pages"
        if "yes_no" in self.asks and class_ is None and not self.asks & QUESTIONED:
            if asked is not None or best is not None:
                raise MisfitError
            return "verdict"
        if best is not None:
            return "best"
        if asked is not None:
            return self._wants_value(asked, class_, subject, summed)
        if self.asks & {"when", "how_much"}:
            raise MisfitError
        if class_ is not None:
            return "count" if "how_many" in self.asks else "list"
        if self.asks & {"who", "where"} and self.constraints:
            return "list"
        raise MisfitError

    def _wants_value(self, asked: Chunk, class_: Chunk | None, subject: Group | None, summed: bool) -> str:
        value = asked.phrase.value if asked.phrase else ""
        if asked.phrase is not None and asked.phrase.pair:
            raise MisfitError
        if (value == "date") != ("when" in self.asks):
            raise MisfitError
        if self.asks & {"who", "where"} or ("how_much" in self.asks and value == "date"):
            raise MisfitError
        if "which" in self.asks and (class_ is None or "how_much" not in self.asks):
            raise MisfitError
        if "how_many" in self.asks and value not in SUMMED:
            raise MisfitError
        if subject is not None and asked.phrase and not subject.kinds <= set(asked.phrase.of):
            raise MisfitError
        several = class_ is not None or (subject is not None and len(subject.things) > 1)
        return "sum" if summed and several and value in SUMMED else "value"

    def _order(self, subject: Group | None) -> tuple[str, bool]:
        best = self._one("best")
        if best is None or best.phrase is None:
            return "", False
        several = subject is not None and len(subject.things) > 1
        if best.phrase.pair and not several:
            raise MisfitError
        if subject is not None and not several:
            raise MisfitError
        return best.phrase.order, several

    def _property(self, chunk: Chunk | None) -> Constraint | None:
        if chunk is None or chunk.phrase is None:
            if self.periods:
                raise MisfitError
            return None
        own = own_constraint(chunk, self.book)
        where = " ".join([own.where, *(p.where for p in self.periods)])
        return Constraint(where, "".join([*(p.says for p in self.periods), own.says]), own.phrase, own.values)

    def _label(self, class_: Chunk | None) -> str:
        if class_ is None or class_.phrase is None:
            return ""
        return class_.label or class_.phrase.label

    def _names(self) -> tuple[Name, ...]:
        inside = (n for c in self.items.phrases for names in (c.named or {}).values() for n in names)
        return (*(n for g in self.items.groups for n in g.names), *inside)

    def _says(
        self, class_: Chunk | None, subject: Group | None, wants: str, of: Chunk | None, order: str
    ) -> str:
        says = self.book.says
        if class_ is not None:
            head = class_.text
        elif subject is not None:
            head = told(subject.names, self.book)
        else:
            head = says["place"] if "where" in self.asks else says["any"]
        property_ = self._property(of)
        wanted = property_.says if property_ else ""
        if wants == "best":
            date = property_ is not None and property_.phrase.value == "date"
            wanted += says[
                ("earliest" if order == "asc" else "latest")
                if date
                else ("least" if order == "asc" else "most")
            ]
        elif wants != "value":
            wanted += says[wants]
        return says["join"].join([head, *(c.says for c in self.constraints)]) + " → " + wanted
