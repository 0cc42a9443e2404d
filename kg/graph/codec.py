"""The values of the model as one line of JSON and back, exactly: `decode(encode(x))` is `x` in every field.

A dataclass is `{"Span":[2,6]}`, its name and its fields in their order; a decimal is `{"Decimal":"2E+8"}`, with its
exponent and zeros kept; a tuple is an array. What was written by another version of a class is not understood: shards
are named by the version of the code, so that none is met.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal

from kg.model import Article, Claim, Date, Document, Entity, Evidence, PageFacts, Quantity, Span

CLASSES: Mapping[str, type] = {
    c.__name__: c for c in (Article, Claim, Date, Document, Entity, Evidence, PageFacts, Quantity, Span)
}
FIELDS: Mapping[type, tuple[str, ...]] = {c: tuple(f.name for f in fields(c)) for c in CLASSES.values()}


def encode(value: object) -> str:
    """One line without line ends. Raises TypeError for a value that the model does not have."""
    return _ENCODER.encode(value)


def decode(line: str) -> object:
    """The value of a line. Raises ValueError for one that `encode` did not write."""
    try:
        return _whole(_DECODER.decode(line))
    except (TypeError, KeyError) as error:
        raise ValueError(f"not a value of the model: {line[:80]}") from error


def _tagged(value: object) -> dict[str, object]:
    if isinstance(value, Decimal):
        return {"Decimal": str(value)}
    names = FIELDS.get(type(value))
    if names is None:
        raise TypeError(f"{type(value).__name__} is no value of the model")
    return {type(value).__name__: [getattr(value, name) for name in names]}


def _untagged(table: dict[str, object]) -> object:
    ((name, value),) = table.items()
    if name == "Decimal":
        return Decimal(str(value))
    parts = _whole(value)
    if not isinstance(parts, tuple):
        raise TypeError(name)
    return CLASSES[name](*parts)


def _whole(value: object) -> object:
    """Arrays, which json reads as lists, as tuples all the way down; what the hook has made is made."""
    if not isinstance(value, list):
        return value
    return tuple([_whole(part) if isinstance(part, list) else part for part in value])


# made once: `json.loads` with a hook makes a new one for every line
_ENCODER = json.JSONEncoder(default=_tagged, ensure_ascii=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(object_hook=_untagged)
