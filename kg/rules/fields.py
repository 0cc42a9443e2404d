"""What a rule file may say: its sections, the keys of each, what a key holds. The loader checks by these tables, and so does the JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kg.faults import near
from kg.model import DataError
from kg.tables import Table

TEXT, WORDS, FLAG, WHOLE, SHARE, PATTERNS, REGEXES, CLASSES, MAKES, ROWS = (
    "text", "words", "flag", "whole", "share", "patterns", "regexes", "classes", "makes", "rows",
)  # fmt: skip
MODALITIES = ("planned", "expected", "denied")
STATES = ("planned", "underConstruction", "completed", "inOperation")
CONTEXTS = ("title", "lead", "heading", "scene")  # what tells where a text plays
NEEDS = (
    "listed", "specific", "proper", "area", "none", "title", "notice", "shared", "member", "parent", "whole", "body", "opens",
    "pattern", "water", "river",
)  # fmt: skip
SUM_ROLES = (
    "completed", "central", "annual", "phase", "contract", "estimate", "total",
)  # fmt: skip  # the first that fits


@dataclass(frozen=True, slots=True)
class Key:
    """What a key holds, and which values if not all."""

    holds: str
    choices: tuple[str, ...] = ()


_ANY: dict[str, Key] = {"id": Key(TEXT), "makes": Key(MAKES), "example": Key(ROWS), "note": Key(TEXT)}
EXAMPLE: Mapping[str, Key] = {
    "text": Key(TEXT), "facts": Key(WORDS), "names": Key(WORDS), "place": Key(TEXT), "title": Key(TEXT), "date": Key(TEXT),
}  # fmt: skip
RELATION: Mapping[str, Key] = {
    **_ANY,
    "pattern": Key(PATTERNS), "stage": Key(FLAG), "inside": Key(CLASSES), "unless": Key(WORDS), "not_within": Key(WORDS),
    "indicator": Key(TEXT), "object_unit": Key(TEXT), "object": Key(TEXT), "coming": Key(TEXT, STATES),
    "soon": Key(TEXT, STATES), "modality": Key(TEXT, MODALITIES), "confidence": Key(SHARE),
}  # fmt: skip
GAZETTEER: Mapping[str, Key] = {
    **_ANY,
    "subject": Key(CLASSES), "object": Key(CLASSES), "scene": Key(FLAG), "ends": Key(WORDS), "not_ends": Key(WORDS),
    "context": Key(WORDS, CONTEXTS), "signed": Key(FLAG), "by_name": Key(FLAG), "own": Key(FLAG), "amid": Key(FLAG), "near": Key(WORDS),
    "not_before": Key(WORDS), "bare": Key(WORDS), "among": Key(WORDS), "clause": Key(FLAG), "below": Key(FLAG), "confidence": Key(SHARE),
}  # fmt: skip
NAME: Mapping[str, Key] = {
    **_ANY,
    "ends": Key(WORDS), "stop": Key(WORDS), "stop_signs": Key(TEXT), "trim": Key(WORDS), "generic": Key(WORDS),
    "refuse": Key(REGEXES), "not_before": Key(WORDS), "tail": Key(REGEXES), "needs": Key(TEXT, NEEDS),
    "longest": Key(WHOLE), "shortest": Key(WHOLE), "brackets": Key(FLAG), "numbers": Key(FLAG), "syllables": Key(FLAG),
    "inner_places": Key(FLAG), "built": Key(FLAG), "within": Key(WORDS), "adds": Key(WORDS), "between": Key(WORDS),
    "behind": Key(WORDS), "not_behind": Key(WORDS), "opens": Key(WORDS), "lead": Key(WORDS),
}  # fmt: skip
ANAPHOR: Mapping[str, Key] = {
    **_ANY,
    "words": Key(WORDS), "patterns": Key(REGEXES), "opens": Key(FLAG), "home": Key(FLAG), "any": Key(FLAG), "holds": Key(WORDS),
}  # fmt: skip
KEYS: Mapping[str, Mapping[str, Key]] = {
    "relation": RELATION, "gazetteer": GAZETTEER, "name": NAME, "anaphor": ANAPHOR,
}  # fmt: skip


def check_row(row: Table, known: Mapping[str, Key], where: str) -> None:
    """Raises DataError for an unknown key, or one that holds something else than it should."""
    check_keys(row, known, where, "key")
    for key, value in row.items():
        _check(value, known[key], f"{where}: {key}")


def check_keys(table: Table, known: Mapping[str, object] | set[str], where: str, what: str) -> None:
    """Raises DataError for a key that is not known, with one that is near."""
    for key in table:
        if key not in known:
            raise DataError(
                f"{where}: unknown {what} '{key}'{near(key, known)}; known: {', '.join(sorted(known))}"
            )


def _check(value: object, key: Key, where: str) -> None:
    if key.holds in (WORDS, PATTERNS, REGEXES, CLASSES):
        values = strings(value, where)
    elif key.holds == FLAG:
        flag(value, where)
        return
    elif key.holds == WHOLE:
        whole(value, where)
        return
    elif key.holds == SHARE:
        share(value, where)
        return
    elif key.holds == ROWS:
        return
    else:
        values = (string(value, where),)
    for each in values if key.choices else ():
        if each and each not in key.choices:
            raise DataError(f"{where}: '{each}' is none of {', '.join(key.choices)}")


def table(value: object, where: str) -> Table:
    if not isinstance(value, dict):
        raise DataError(f"{where}: a table is wanted, not {value!r}")
    return value


def string(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise DataError(f"{where}: a text in quotes is wanted, not {value!r}")
    return value


def strings(value: object, where: str) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise DataError(f"{where}: a text or a list of texts is wanted, not {value!r}")
    return tuple(values)


def flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise DataError(f"{where}: true or false is wanted, not {value!r}")
    return value


def whole(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise DataError(f"{where}: a whole number is wanted, not {value!r}")
    return value


def share(value: object, where: str) -> Decimal:
    """A number from 0 to 1."""
    try:
        number = Decimal(str(value)) if isinstance(value, (int, float, str)) else Decimal(-1)
    except InvalidOperation:
        number = Decimal(-1)
    if number.is_nan() or not 0 <= number <= 1:
        raise DataError(f"{where.rpartition(':')[0]}: confidence {value!r} is not between 0 and 1")
    return number
