"""`[[class]]` and `[[property]]` in the rule files of a folder of the user's → the RDF that adds them to `kg.ttl`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from kg.faults import Faults, near
from kg.model import DataError
from kg.schema import terms as t
from kg.schema.values import DATE, KG, VALUE_TYPES, XSD, Schema, year_of
from kg.tables import Table, read_table

CLASSES, PROPERTIES = "class", "property"  # sections
TEXT, WORDS, FLAG = "text", "words", "flag"  # what a key holds
CLASS_KEYS: Mapping[str, str] = {
    "name": TEXT, "zh": TEXT, "en": TEXT, "comment_zh": TEXT, "comment_en": TEXT, "kind_of": WORDS, "like": WORDS,
    "nouns": WORDS, "words": WORDS, "has": WORDS, "object_of": WORDS, "colour": TEXT, "shape": TEXT, "note": TEXT,
}  # fmt: skip
PROPERTY_KEYS: Mapping[str, str] = {
    "name": TEXT, "zh": TEXT, "en": TEXT, "comment_zh": TEXT, "comment_en": TEXT, "domain": WORDS, "range": WORDS,
    "inverse_zh": TEXT, "inverse_en": TEXT, "symmetric": FLAG, "claim": FLAG, "instead_of": WORDS, "words": WORDS, "note": TEXT,
}  # fmt: skip
VALUES: Mapping[str, tuple[str, ...]] = {
    name: tuple(iri for iri, value in VALUE_TYPES.items() if value == name) for name in VALUE_TYPES.values()
}
SHAPES = ("circle", "square", "drop", "hexagon", "leaf")
CLASS, OBJECT, DATATYPE = t.CLASS, t.OBJECT, t.DATATYPE
_NAME = {CLASSES: re.compile(r"[A-Z][A-Za-z0-9]*"), PROPERTIES: re.compile(r"[a-z][A-Za-z0-9]*")}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def declared(folders: Sequence[Path], ours: Schema, written: Iterable[Triple]) -> list[Triple]:
    """The triples of all classes and relations in TOML of some folders; `written` are those of their `kg.ttl`.

    Raises DataError, one for all that is wrong.
    """
    reader = _Reader(ours, [*written])
    with_rows = list(_rows(folders, reader.faults))
    for section, row, file in with_rows:
        with reader.faults.told():
            reader.name(section, row, file)
    made: list[Triple] = []
    for section, row, file in with_rows:
        with reader.faults.told():
            made += reader.read(section, row, file)
    reader.faults.end()
    return made


def _rows(folders: Sequence[Path], faults: Faults) -> Iterator[tuple[str, Table, str]]:
    for path in (p for folder in folders for p in sorted((folder / "rules").glob("*.toml"))):
        with faults.told():
            table = read_table(path)
            for section in (CLASSES, PROPERTIES):
                rows = table.get(section, [])
                if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                    faults.add(f"{path.name}: {section} must be written [[{section}]]")
                    continue
                yield from ((section, row, path.name) for row in rows)


class _Reader:
    def __init__(self, ours: Schema, written: Sequence[Triple]) -> None:
        self.ours, self.faults = ours, Faults()
        self.classes = {_local(x) for x in written if _is(x, CLASS)} | ours.classes
        self.properties = {_local(x) for x in written if _is(x, OBJECT) or _is(x, DATATYPE)} | set(
            ours.relations
        )
        self.zh = {ours.label(name, "zh"): name for name in sorted(ours.classes)}

    def name(self, section: str, row: Table, file: str) -> None:
        """Take note of a name, so that rows before and behind may use it."""
        name = row.get("name")
        if not isinstance(name, str) or not _NAME[section].fullmatch(name):
            form = "School" if section == CLASSES else "openingDate"
            raise DataError(
                f"{file}: a {section} has no name such as '{form}' (letters A to Z), but {name!r}"
            )
        known = self.classes if section == CLASSES else self.properties
        if name in known or (name, "zh") in self.ours.labels:
            raise DataError(f"{file}: {section} '{name}': there is one of that name already")
        known.add(name)
        if section == CLASSES and isinstance(zh := row.get("zh"), str):
            self.zh[zh] = name

    def read(self, section: str, row: Table, file: str) -> Iterator[Triple]:
        where = f"{file}: {section} '{row.get('name')}'"
        keys = CLASS_KEYS if section == CLASSES else PROPERTY_KEYS
        for key, value in row.items():
            if key not in keys:
                raise DataError(
                    f"{where}: unknown key '{key}'{near(key, keys)}; known: {', '.join(sorted(keys))}"
                )
            _check(value, keys[key], f"{where}: {key}")
        for key in ("zh", "en"):
            if not row.get(key):
                raise DataError(f'{where}: {key} is wanted, its label: {key} = "…"')
        name = str(row["name"])
        return iter(
            [*_labels(name, row), *(self._class if section == CLASSES else self._property)(name, row, where)]
        )

    def _class(self, name: str, row: Table, where: str) -> Iterator[Triple]:
        parents, like = (self._classes(row, key, where) for key in ("kind_of", "like"))
        if name in (*parents, *like):
            raise DataError(f"{where} is below itself")
        known = (*self.ours.concrete(), *(self.classes - self.ours.classes))
        if not parents and not like:
            raise DataError(
                f'{where}: kind_of is wanted, the class above it, such as kind_of = "Facility"; or like = "…"'
            )
        if not any(k in known for k in (*parents, *like)):
            raise DataError(
                f'{where}: no thing is read as a {parents[0]}; say what these are read as: like = "…", one of {", ".join(known)}'
            )
        colour, shape = str(row.get("colour", "")), str(row.get("shape", ""))
        if colour and not _COLOUR.fullmatch(colour):
            raise DataError(f"{where}: colour '{colour}' is none such as #8c6d3f")
        if shape and shape not in SHAPES:
            raise DataError(f"{where}: shape '{shape}' is none of {', '.join(SHAPES)}")
        yield _triple(name, t.TYPE, CLASS)
        yield from (_triple(name, t.SUBCLASS, KG + parent) for parent in parents or ("Entity",))
        yield from (_triple(name, t.LIKE, KG + kind) for kind in like)
        for key, term in (("has", t.DOMAIN), ("object_of", t.RANGE)):
            for relation in self._relations(row, key, where):
                yield _triple(relation, term, KG + name)
        yield from (_triple(name, t.NOUN, noun, "zh") for noun in _words(row, "nouns"))
        yield from (_triple(name, t.WORD, word, "zh") for word in _words(row, "words"))
        yield from (
            _triple(name, term, value, "") for term, value in ((t.COLOUR, colour), (t.SHAPE, shape)) if value
        )

    def _property(self, name: str, row: Table, where: str) -> Iterator[Triple]:
        if row.get("claim") is True:
            yield _triple(name, t.TYPE, OBJECT)
            return
        for key in ("domain", "range"):
            if not _words(row, key):
                raise DataError(f'{where}: {key} is wanted, one class or several: {key} = ["…"]')
        domain = self._classes(row, "domain", where)
        values = [v for v in _words(row, "range") if v in VALUES]
        classes = self._classes(
            {"range": [v for v in _words(row, "range") if v not in VALUES]}, "range", where
        )
        if values and classes:
            raise DataError(
                f"{where}: range: {values[0]} is a value and {classes[0]} a class; one or the other"
            )
        symmetric = row.get("symmetric") is True
        if symmetric and set(domain) != set(classes):
            raise DataError(f"{where}: symmetric wants a range that is the domain")
        yield _triple(name, t.TYPE, DATATYPE if values else OBJECT)
        if symmetric:
            yield _triple(name, t.TYPE, t.SYMMETRIC)
        yield from (_triple(name, t.DOMAIN, KG + k) for each in domain for k in self._concrete(each))
        yield from (_triple(name, t.RANGE, KG + k) for each in classes for k in self._concrete(each))
        yield from (_triple(name, t.RANGE, iri) for value in values for iri in VALUES[value])
        yield from (_triple(name, t.WORD, word, "zh") for word in _words(row, "words"))
        for other in self._relations(row, "instead_of", where):
            yield _triple(name, t.INSTEAD, KG + other)
        for lang in ("zh", "en"):
            if inverse := row.get(f"inverse_{lang}"):
                yield _triple(name, t.INVERSE, str(inverse), lang)
        if DATE in values:
            yield from _year(name, row)

    def _relations(self, row: Table, key: str, where: str) -> Iterator[str]:
        """Relations by name, or by their label in Chinese."""
        labels = {r.label_zh: name for name, r in self.ours.relations.items()}
        for word in _words(row, key):
            if word not in self.properties and word not in labels:
                raise DataError(
                    f"{where}: {key}: there is no relation '{word}'{near(word, {*self.properties, *labels})}"
                )
            yield labels.get(word, word)

    def _concrete(self, name: str) -> tuple[str, ...]:
        """The classes that things have: those of ours below an abstract one."""
        return tuple(k for k in self.ours.subclasses(name) if k in self.ours.concrete()) or (name,)

    def _classes(self, row: Table, key: str, where: str) -> tuple[str, ...]:
        """Classes by name, or by their label in Chinese."""
        found = []
        for word in _words(row, key):
            name = word if word in self.classes else self.zh.get(word, "")
            if not name and not (key == "range" and word == "Quantity"):
                known = {*self.classes, *(VALUES if key == "range" else ())}
                raise DataError(f"{where}: {key}: there is no class '{word}'{near(word, {*known, *self.zh})}")
            found.append(name or word)
        return tuple(found)


def _labels(name: str, row: Table) -> Iterator[Triple]:
    for lang in ("zh", "en"):
        yield _triple(name, t.LABEL, str(row[lang]), lang)
        yield _triple(name, t.COMMENT, str(row.get(f"comment_{lang}") or row[lang]), lang)


def _year(name: str, row: Table) -> Iterator[Triple]:
    """The year beside a date, which every engine can compare."""
    year = year_of(name)
    yield _triple(year, t.TYPE, DATATYPE)
    for lang, said in (("zh", f"{row['zh']}（年）"), ("en", f"{row['en']}, year")):
        yield _triple(year, t.LABEL, said, lang)
        yield _triple(year, t.COMMENT, f"kg:{name} → xsd:gYear", lang)
    yield _triple(year, f"{t.RDFS}range", f"{XSD}integer")


def _check(value: object, kind: str, where: str) -> None:
    if kind == FLAG and not isinstance(value, bool):
        raise DataError(f"{where}: true or false is wanted, not {value!r}")
    if kind == TEXT and not isinstance(value, str):
        raise DataError(f"{where}: a text in quotes is wanted, not {value!r}")
    words = [value] if isinstance(value, str) else value
    if kind == WORDS and not (isinstance(words, list) and all(isinstance(w, str) and w for w in words)):
        raise DataError(f"{where}: a text or a list of texts is wanted, not {value!r}")


def _words(row: Table, key: str) -> list[str]:
    value = row.get(key, [])
    return [value] if isinstance(value, str) else [str(v) for v in value] if isinstance(value, list) else []


def _triple(name: str, predicate: str, value: str, lang: str | None = None) -> Triple:
    """`lang` None: `value` is an IRI; empty: a plain text."""
    term = NamedNode(value) if lang is None else Literal(value, language=lang) if lang else Literal(value)
    return Triple(NamedNode(KG + name), NamedNode(predicate), term)


def _is(triple: Triple, kind: str) -> bool:
    return triple.predicate.value == t.TYPE and getattr(triple.object, "value", "") == kind


def _local(triple: Triple) -> str:
    return str(getattr(triple.subject, "value", "")).removeprefix(KG)
