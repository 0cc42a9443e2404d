"""The questions that a class or relation of the user's brings with it: its words, as rows of question rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.schema import Relation, Schema

Table = Mapping[str, object]

OWN = "[[class]], [[property]]"  # where such a rule stands
VALUES = {"Money": "money", "Date": "date", "Text": "text"}
AREA = "Area"
SAYS, BACK = "{word}为{{o}}", "{{s}}的{word}"

_RELATION = re.compile(r"kg:([a-z]\w*)")


def own_questions(schema: Schema) -> Table:
    """Rows for [[class]], [[property]] and [[link]], without examples."""
    relations = [r for r in schema.relations.values() if r.own]
    return {
        "class": list(_classes(schema)),
        "property": [_property(r) for r in relations if VALUES.keys() & r.range],
        "link": [
            _link(r, schema) for r in relations if not VALUES.keys() & r.range and "Quantity" not in r.range
        ],
    }


def that_have(where: str, schema: Schema) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The user's classes that the one relation of a rule's SPARQL takes, as subject and as object: `has`, `object_of`."""
    relations = [schema.relations[n] for n in set(_RELATION.findall(where)) if n in schema.relations]
    if len(relations) != 1:
        return (), ()
    (relation,) = relations
    return tuple(sorted(relation.domain & schema.own.keys())), tuple(
        sorted(relation.range & schema.own.keys())
    )


def _classes(schema: Schema) -> Iterator[Table]:
    """One for each set of words: a word of several classes asks for all of them."""
    of: dict[str, list[str]] = {}
    for name, own in schema.own.items():
        for word in dict.fromkeys((schema.label(name, "zh"), *own.words)):
            of.setdefault(word, []).append(name)
    groups: dict[tuple[str, ...], list[str]] = {}
    for word, names in of.items():
        groups.setdefault(tuple(names), []).append(word)
    for classes, words in groups.items():
        yield {"id": _id("class", *classes), "pattern": [_plain(w) for w in words], "classes": list(classes)}


def _property(relation: Relation) -> Table:
    (value,) = VALUES.keys() & relation.range
    return {
        "id": _id("property", relation.name),
        "of": sorted(relation.domain),
        "where": f"?x kg:{relation.name} ?value .",
        "value": VALUES[value],
        "pattern": _words(relation),
        "says": relation.label_zh,
    }


def _link(relation: Relation, schema: Schema) -> Table:
    path = f"kg:{relation.name}" + (f"|^kg:{relation.name}" if relation.symmetric else "")
    direct = f"?s {path} ?o ."
    areas = bool(relation.range & {AREA, *schema.subclasses(AREA)})
    return {
        "id": _id("link", relation.name),
        "subject": sorted(relation.domain),
        "object": sorted(relation.range),
        "where": f"?s {path} ?place . ?place kg:partOf* ?o ." if areas else direct,
        "direct": direct,
        "pattern": [*_words(relation), *map(_plain, schema.inverse(relation.name)[:1])],
        "says": SAYS.format(word=relation.label_zh),
        "back": BACK.format(word=relation.label_zh),
    }


def _words(relation: Relation) -> list[str]:
    return [_plain(word) for word in dict.fromkeys((relation.label_zh, *relation.words))]


def _plain(word: str) -> str:
    """A word without the signs that patterns read otherwise."""
    return "".join(sign for sign in word if sign not in "{}<>~()|?+^$! ")


def _id(section: str, *names: str) -> str:
    return ".".join((section, "own", *(name.lower() for name in names)))
