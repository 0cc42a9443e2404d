"""What narrows the thing asked for: links to names, states, comparisons, phrases with names of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from kg.ask.cover import Chunk
from kg.ask.items import Group, Items, MisfitError
from kg.ask.model import Constraint, Name, Phrase, QuestionBook
from kg.model import Date, Mention, Quantity

OPS = {"=": "in", ">": "over", ">=": "at_least", "<": "under", "<=": "at_most", "between": "between"}
DATE_OPS = {">": "after", ">=": "from", "<": "before", "<=": "until", "=": "in", "between": "between"}
_ROLE = re.compile(r"\?(s|o)\b")


def link_constraint(
    link: Phrase,
    group: Group,
    classes: frozenset[str],
    x_at: int,
    book: QuestionBook,
    *,
    x: str = "",
    free: bool = False,
) -> Constraint | None:
    """The link between `?x` and the names; None where it does not fit. `free`: no class is asked for: 在哪里, 是谁."""
    role = _role(link, group, classes, x_at, x or link.x)
    if not role:
        return None
    where = link.direct if free and link.direct else link.where
    names = told(group.names, book)
    x_is, named_is = ("s", "o") if role == "subject" else ("o", "s")
    texts = (where, link.no if role == "subject" else "", link.unknown)
    found = tuple(_ROLE.sub(lambda m: {x_is: "?x", named_is: "?named"}[m.group(1)], t) for t in texts)
    says = link.says.format(o=names) if role == "subject" else link.back.format(s=names)
    return Constraint(found[0], says, link, (("named", group.terms),), found[1], found[2])


def _role(link: Phrase, group: Group, classes: frozenset[str], x_at: int, x: str) -> str:
    """What `?x` is in the link. Where the classes leave it open, what stands first is the subject."""
    subject = bool(classes & set(link.subject)) and group.kinds <= set(link.object)
    object_ = bool(classes & set(link.object)) and group.kinds <= set(link.subject)
    if x:
        return x if (subject if x == "subject" else object_) else ""
    if subject and object_:
        return "subject" if x_at < group.at else "object"
    return "subject" if subject else "object" if object_ else ""


def told(names: tuple[Name, ...], book: QuestionBook, join: str = "and") -> str:
    """The names in a line: 太原市、晋中市."""
    return book.says[join].join(dict.fromkeys(n.label for n in names))


def own_constraint(chunk: Chunk, book: QuestionBook) -> Constraint:
    """Of a phrase that holds its names itself: 汾河流经的县."""
    if chunk.phrase is None or chunk.named is None:
        raise MisfitError
    values = tuple((role, tuple(n.term for n in names)) for role, names in sorted(chunk.named.items()))
    told_names = {role: told(names, book) for role, names in chunk.named.items()}
    says = chunk.phrase.says.format(label=chunk.label, **told_names)
    where, no = (t.replace("{label}", chunk.label) for t in (chunk.phrase.where, chunk.phrase.no))
    return Constraint(where, says, chunk.phrase, values, no)


def compared(chunk: Chunk, items: Items, book: QuestionBook) -> tuple[Constraint, Chunk | None]:
    """The comparison as a constraint, and the phrase of the property that it takes, if there is one.

    A date beside a figure is the figure's period: its constraint then only adds to the figure.
    """
    if chunk.phrase is None or not chunk.slots:
        raise MisfitError
    low = chunk.slots.get("low") or chunk.slots["range"]
    kind = _value_kind(low)
    beside = items.beside(chunk, "property", behind_first=kind == "date")
    if beside is not None and beside.phrase is not None and beside.phrase.value == kind:
        return _comparison(chunk, own_constraint(beside, book), book), beside
    if kind == "date":
        return _dated(chunk, items, book), None
    meant = [p for p in book.phrases if (p.default and p.value == kind) or (p.unit and p.unit == _unit(low))]
    if len(meant) != 1:
        raise MisfitError
    return _comparison(chunk, _plain(meant[0]), book), None


def _dated(chunk: Chunk, items: Items, book: QuestionBook) -> Constraint:
    linked = next((c.phrase.date for c in items.of("link") if c.phrase and c.phrase.date), "")
    dated = next((p for p in book.phrases if p.id == linked), None)
    if dated is not None:
        return _comparison(chunk, _plain(dated), book)
    figures = [c for c in items.of("property") if c.phrase and c.phrase.value == "number"]
    if len(figures) != 1 or chunk.phrase is None or chunk.phrase.op != "=":
        raise MisfitError
    low = (chunk.slots or {})["low"]
    period = f'?figure kg:period ?period . FILTER(STRSTARTS(STR(?period), "{_iso(low)}"))'
    return Constraint(period, low.text, chunk.phrase)


def is_period(constraint: Constraint) -> bool:
    return constraint.where.startswith("?figure kg:period")


def _plain(phrase: Phrase) -> Constraint:
    return Constraint(phrase.where, phrase.says, phrase)


def _comparison(chunk: Chunk, property_: Constraint, book: QuestionBook) -> Constraint:
    of = property_.phrase
    if chunk.phrase is None or chunk.slots is None:
        raise MisfitError
    op = chunk.phrase.op
    if of.value == "date":
        test = _date_test(op, chunk.slots)
        shown = book.says[DATE_OPS[op]].format(*(m.text for m in chunk.slots.values()))
    else:
        test = _number_test(op, chunk.slots)
        unit = _unit(next(iter(chunk.slots.values())))
        if of.value == "number":
            if of.unit and of.unit != unit:
                raise MisfitError
            test += f' FILTER(STR(?unit) = "{unit}")'
        bounds = [m.text for m in chunk.slots.values()]
        shown = bounds[0] if "range" in chunk.slots else book.says[OPS[op]].format(*bounds)
    return Constraint(
        f"{property_.where} {test}",
        f"{property_.says}{shown}",
        of,
        property_.values,
        _else(property_.where, test),
    )


def _else(where: str, test: str) -> str:
    """That the graph has another value: what makes 否 of a question whether it is so."""
    return (
        f"{where} {test.replace('FILTER(', 'FILTER(!(', 1).replace(')', '))', 1)}"
        if test.count("FILTER") == 1
        else ""
    )


def _number_test(op: str, slots: Mapping[str, Mention]) -> str:
    if "range" in slots:
        value = slots["range"].value
        bounds = str(value.value).split("-") if isinstance(value, Quantity) else []
        low, high = (Decimal(bound) for bound in bounds)
        return f"FILTER(?value >= {low:f} && ?value <= {high:f})"
    water = slots["low"].value
    if isinstance(water, Quantity) and isinstance(water.value, str):
        if op != "=":
            raise MisfitError  # Ⅱ is better than Ⅲ, and no number
        return f'FILTER(STR(?value) = "{water.value}")'
    low = _number(slots["low"])
    if op == "between":
        return f"FILTER(?value >= {low:f} && ?value <= {_number(slots['high']):f})"
    return f"FILTER(?value {op} {low:f})"


def _date_test(op: str, slots: Mapping[str, Mention]) -> str:
    """On the text of a date, which is as exact as the page: 2018 or 2018-06-30."""
    low = _iso(slots["low"])
    start = f"SUBSTR(STR(?value), 1, {len(low)})"
    if op == "=":
        return f'FILTER(STRSTARTS(STR(?value), "{low}"))'
    if op == "between":
        high = _iso(slots["high"])
        return f'FILTER({start} >= "{low}" && SUBSTR(STR(?value), 1, {len(high)}) <= "{high}")'
    return f'FILTER({start} {op} "{low}")'


def _value_kind(mention: Mention) -> str:
    if isinstance(mention.value, Date):
        return "date"
    if isinstance(mention.value, Quantity):
        return "money" if mention.value.unit == "CNY" else "number"
    return "money"


def _number(mention: Mention) -> Decimal:
    value = mention.value.value if isinstance(mention.value, Quantity) else mention.value
    if not isinstance(value, Decimal):
        raise MisfitError
    return value


def _unit(mention: Mention) -> str:
    return mention.value.unit if isinstance(mention.value, Quantity) else ""


def _iso(mention: Mention) -> str:
    if not isinstance(mention.value, Date):
        raise MisfitError
    return mention.value.iso
