"""A JSON Schema of rule files, made of the loader's own tables: what it knows, an editor completes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.rules import fields, frames
from kg.rules.load import OF_MODALITY, OWN_SECTIONS
from kg.schema import Schema, declared

Json = dict[str, object]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
REQUIRED = {
    "relation": ("id", "makes", "example"), "gazetteer": ("id", "makes", "example"),
    "name": ("id", "makes", "ends", "example"), "anaphor": ("id", "makes", "words", "example"),
    "frame": ("id", "makes", "example"),
}  # fmt: skip
TEXT: Json = {"type": "string"}
WORDS: Json = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}


def json_schema(schema: Schema) -> Json:
    """Of all sections that a rule file of the user's may have."""
    classes = sorted({*schema.concrete(), *schema.own, *_labels(schema, {*schema.concrete(), *schema.own})})
    relations = sorted({*schema.relations, *(r.label_zh for r in schema.relations.values())})
    made: dict[str, Json] = {
        name: _rows(_keys(keys, relations if name in ("relation", "gazetteer") else classes), REQUIRED[name])
        for name, keys in fields.KEYS.items()
    }
    made["frame"] = _rows(_frame(), REQUIRED["frame"])
    made["class"] = _rows({k: _declared(v) for k, v in declared.CLASS_KEYS.items()}, ("name", "zh", "en"))
    made["property"] = _rows(
        {k: _declared(v) for k, v in declared.PROPERTY_KEYS.items()}, ("name", "zh", "en", "domain", "range")
    )
    lists: Json = {"type": "object", "additionalProperties": WORDS}
    made |= {"words": lists, "words_instead": lists, "disable": WORDS}
    made["modality"] = _object(dict.fromkeys(OF_MODALITY, WORDS))
    made["sum_role"] = _object(dict.fromkeys(fields.SUM_ROLES, WORDS))
    if made.keys() != OWN_SECTIONS:
        raise ValueError(f"sections without a schema: {sorted(OWN_SECTIONS ^ made.keys())}")
    return {"$schema": DRAFT, "title": "Shanhe rules", **_object(made)}


def _labels(schema: Schema, names: Iterable[str]) -> set[str]:
    return {schema.label(name, "zh") for name in names}


def _keys(keys: Mapping[str, fields.Key], makes: list[str]) -> dict[str, Json]:
    return {name: _key(key, makes) for name, key in keys.items()}


def _key(key: fields.Key, makes: list[str]) -> Json:
    if key.holds == fields.MAKES:
        return {"enum": makes}
    if key.holds == fields.ROWS:
        return {"type": "array", "minItems": 1, "items": _object(_keys(fields.EXAMPLE, []), ("text",))}
    if key.holds == fields.FLAG:
        return {"type": "boolean"}
    if key.holds == fields.WHOLE:
        return {"type": "integer"}
    if key.holds == fields.SHARE:
        return {"type": "number", "minimum": 0, "maximum": 1}
    one: Json = {"enum": [*key.choices]} if key.choices else TEXT
    return one if key.holds == fields.TEXT else {"anyOf": [one, {"type": "array", "items": one}]}


def _frame() -> dict[str, Json]:
    roles = dict.fromkeys((*frames.VERB_ROLES, *frames.NOUN_ROLES), TEXT)
    known = {
        "id": fields.Key(fields.TEXT), "note": fields.Key(fields.TEXT), "confidence": fields.Key(fields.SHARE),
        "example": fields.Key(fields.ROWS), "forms": fields.Key(fields.WORDS, frames.FORMS),
    }  # fmt: skip
    rest = dict.fromkeys(frames.KEYS - known.keys(), WORDS)
    return {**roles, **rest, **_keys(known, [])}


def _declared(kind: str) -> Json:
    return {"type": "boolean"} if kind == declared.FLAG else WORDS if kind == declared.WORDS else TEXT


def _rows(properties: Mapping[str, Json], required: Iterable[str]) -> Json:
    return {"type": "array", "items": _object(properties, required)}


def _object(properties: Mapping[str, Json], required: Iterable[str] = ()) -> Json:
    return {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
        **({"required": [*required]} if required else {}),
    }
