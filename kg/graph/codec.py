"""The values of the model as one line of JSON and back, exactly: `decode(encode(x))` is `x` in every field.

A dataclass is `{"Span":[2,6]}`, its name and its fields in their order; a decimal is `{"Decimal":"2E+8"}`, with its
exponent and zeros kept; a tuple is an array. What was written by another version of a class is not understood: shards
are named by the version of the code, so that none is met.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal
from operator import attrgetter

from kg.model import Article, Claim, Date, Document, Entity, Evidence, PageFacts, Quantity, Span


def _only(name: str) -> Callable[[object], object]:
    return lambda value: (getattr(value, name),)


CLASSES: Mapping[str, type] = {
    c.__name__: c for c in (Article, Claim, Date, Document, Entity, Evidence, PageFacts, Quantity, Span)
}
_PARTS: Mapping[type, Callable[[object], object]] = {  # the fields of a value, as a tuple
    c: attrgetter(*(f.name for f in fields(c))) for c in CLASSES.values() if len(fields(c)) > 1
} | {c: _only(fields(c)[0].name) for c in CLASSES.values() if len(fields(c)) == 1}


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
    parts = _PARTS.get(type(value))
    if parts is None:
        raise TypeError(f"{type(value).__name__} is no value of the model")
    return {type(value).__name__: parts(value)}


def _untagged(table: list[tuple[str, object]]) -> object:
    ((name, value),) = table
    if name == "Decimal":
        return Decimal(str(value))
    if type(value) is not list:
        raise TypeError(name)
    return CLASSES[name](*[_whole(part) if type(part) is list else part for part in value])


def _whole(value: object) -> object:
    """Arrays, which json reads as lists, as tuples all the way down; what the hook has made is made."""
    if not isinstance(value, list):
        return value
    return tuple([_whole(part) if type(part) is list else part for part in value])


# made once: `json.loads` with a hook makes a new one for every line
_ENCODER = json.JSONEncoder(default=_tagged, ensure_ascii=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(object_pairs_hook=_untagged)
