"""Load and check the question rules: the TOML files under `ontology/questions/`, and those of a folder of the user's.

Every mistake raises DataError with the file, the rule and what would be right.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg.ask.figure_words import FIGURE, figure_words
from kg.ask.figure_words import TABLES as FIGURES
from kg.ask.model import ASKS, SECTIONS, VALUES, Phrase, QuestionBook, QuestionExample
from kg.ask.own import OWN, own_questions, that_have
from kg.ask.sentence_words import TABLES as SENTENCES
from kg.ask.sentence_words import sentence_words
from kg.model import DataError
from kg.rules.pattern import Pattern, compile_pattern
from kg.rules.slots import SlotCodes
from kg.schema import Schema, read_as
from kg.tables import read_table

Table = Mapping[str, object]

FOLDER = "questions"
READING = (
    *("fronts", "wholes", "units", "bounds", "loose", "parts", "pronouns", "behind", "answers"),
    *("asked_by", "each", "before", "after", "together"),
)
TABLES = ("tails", "words", "joins", "says", "english", "names", "reading", *FIGURES, *SENTENCES)
KEYS: Mapping[str, frozenset[str]] = {
    "class": frozenset({"classes", "label", "link", "x", "where", "says"}),
    "link": frozenset(
        (
            "subject",
            "object",
            "where",
            "direct",
            "says",
            "back",
            "no",
            "unknown",
            "bare",
            "counts",
            "x",
            "date",
        )
    ),
    "property": frozenset({"of", "where", "indicator", "unit", "value", "says", "default", "pair"}),
    "state": frozenset({"of", "where", "no", "says"}),
    "constraint": frozenset({"of", "where", "says"}),
    "ask": frozenset({"asks"}),
    "compare": frozenset({"op"}),
    "best": frozenset({"order", "pair", "meant"}),
    "sum": frozenset(),
    "refuse": frozenset({"says"}),
}
WITH_CLASSES = ("link", "property", "state")
SHARED = frozenset({"id", "pattern", "example", "note"})
NEEDS = {
    "class": ("classes",), "link": ("subject", "object", "where", "says", "back"), "property": ("of", "value", "says"),
    "state": ("of", "where", "says"), "constraint": ("of", "where", "says"), "ask": ("asks",), "compare": ("op",),
    "best": ("order",), "refuse": ("says",),
}  # fmt: skip
TEXTS = (
    "where", "says", "no", "unknown", "link", "label", "back", "direct", "date", "unit", "default", "meant",
)  # fmt: skip
NAMED = "?"  # as an indicator: the one that the question names
OPS = ("=", "<", "<=", ">", ">=", "between")
OWN_KINDS = (
    "Indicator",
    "Counted",
    "Long",
    "Wide",
    "Honour",
    "Page",
    "Range",
)  # what a question names and a text does not
VALUE_KINDS = ("Money", "Date", "Quantity")
_PLAIN_WHOLE = re.compile(r"^\^([^()|]*)\$$")
_VARIABLE = re.compile(r"\?(\w+)")


def load_questions(
    folder: Path, schema: Schema, own: Sequence[Path] = (), bodies: Mapping[str, str] | None = None
) -> QuestionBook:
    """Read the question rules under an ontology folder; those under `own` are added, one with the id of ours replaces it.

    `bodies` are short names of bodies with the full ones: 政府, 人民政府.
    """
    files = [file for each in (folder, *own) for file in _files(each)]
    if schema.own or any(r.own for r in schema.relations.values()):
        files.append((OWN, own_questions(schema)))
    return _Loader(files, schema, bodies or {}).book()


def _files(folder: Path) -> list[tuple[str, Table]]:
    found: list[tuple[str, Table]] = []
    for path in sorted((folder / FOLDER).glob("*.toml")):
        table = read_table(path)
        _check_keys(table, {*TABLES, *SECTIONS}, path.name, "section")
        found.append((path.name, table))
    return found


class _Loader:
    """Reads the tables of all files into one book."""

    def __init__(self, files: Sequence[tuple[str, Table]], schema: Schema, bodies: Mapping[str, str]) -> None:
        self.files, self.schema, self.bodies = files, schema, bodies
        concrete = {k for k in schema.classes if not schema.below_ours(k)}
        self.codes = SlotCodes([*concrete, *schema.own, *VALUE_KINDS, *OWN_KINDS])
        self.words = {name: tuple(_list(value, name)) for name, value in self._merged("words").items()}

    def book(self) -> QuestionBook:
        phrases: dict[str, Phrase] = {}
        for phrase in self._phrases():
            phrases.pop(phrase.id, None)  # the later file's stands last, where ours stood first
            phrases[phrase.id] = phrase
        own_words = self._share_words(phrases)
        reading = self._merged("reading")
        return QuestionBook(
            phrases=tuple(
                sorted(phrases.values(), key=lambda p: p.source != OWN)
            ),  # the user's meaning of a word first
            fillers=self.words.get("FILLER", ()),
            joins={str(k): str(v) for k, v in self._merged("joins").items()},
            says={str(k): str(v) for k, v in self._merged("says").items()},
            english={str(k): str(v) for k, v in self._merged("english").items()},
            tails={kind: tuple(_list(v, kind)) for kind, v in self._merged("tails").items()},
            bodies=dict(self.bodies),
            **{name: tuple(_list(reading.get(name, []), name)) for name in READING},
            class_words=frozenset(self.words.get("CLASS_WORD", ())),
            codes=self.codes,
            names={str(k): str(v) for k, v in self._merged("names").items()},
            broad={name: self.schema.subclasses(name) for name in sorted(self.schema.classes)},
            own_words=own_words,
            depth={name: len(own.above) for name, own in self.schema.own.items()},
            figures=figure_words({name: self._merged(name) for name in FIGURES}, _list),
            sentences=sentence_words({name: self._merged(name) for name in SENTENCES}, _list),
        )

    def _share_words(self, phrases: dict[str, Phrase]) -> frozenset[str]:
        """The words of the user's classes; what such a word stands for in our rules is asked for too."""
        found: set[str] = set()
        ours = [p for p in phrases.values() if p.kind == "class" and p.source != OWN]
        for phrase in [p for p in phrases.values() if p.kind == "class" and p.source == OWN]:
            words = [pattern.source for pattern in phrase.patterns]
            found.update(words)
            same = (p for p in ours if not p.label and any(_means(p, word) for word in words))
            of = dict.fromkeys((*phrase.of, *(name for p in same for name in p.of)))
            phrases[phrase.id] = replace(phrase, of=tuple(of))
        return frozenset(found)

    def _merged(self, section: str) -> dict[str, object]:
        found: dict[str, object] = {}
        for file, table in self.files:
            part = table.get(section, {})
            if not isinstance(part, dict):
                raise DataError(f"{file}: [{section}] must be a table")
            for name, value in part.items():
                known = found.get(name)
                found[name] = (
                    [*known, *value] if isinstance(known, list) and isinstance(value, list) else value
                )
        return found

    def _phrases(self) -> Iterator[Phrase]:
        for file, table in self.files:
            for section in SECTIONS:
                rows = table.get(section, [])
                if not isinstance(rows, list):
                    raise DataError(f"{file}: {section} must be written [[{section}]]")
                for row in rows:
                    yield self._phrase(row, section, file)

    def _phrase(self, row: Table, section: str, file: str) -> Phrase:
        identifier = row.get("id")
        if not isinstance(identifier, str) or not re.fullmatch(r"[a-z][\w.-]*", identifier):
            raise DataError(f"{file}: a {section} has no id such as '{section}.place'")
        where = f"{file}: rule '{identifier}'"
        _check_keys(row, {*SHARED, *KEYS[section]}, where, "key")
        for key in NEEDS.get(section, ()):
            if key not in row:
                raise DataError(f"{where} has no {key}")
        patterns = tuple(self._pattern(p, where) for p in _list(row.get("pattern", []), where))
        own = file == OWN
        if not patterns and not row.get("bare") and not row.get("default"):
            raise DataError(f"{where} has no pattern")
        text = {k: _text(row.get(k, ""), f"{where}: {k}") for k in TEXTS}
        text["where"] = text["where"] or self._figure(row, where)
        having, had = that_have(text["where"], self.schema) if section in WITH_CLASSES else ((), ())
        phrase = Phrase(
            id=identifier,
            kind=section,
            patterns=patterns,
            source=file,
            examples=() if own else self._examples(row, where),
            of=self._with(row.get("of", row.get("classes", [])), having, where, own=section != "class"),
            subject=self._with(row.get("subject", []), having, where),
            object=self._with(row.get("object", []), had, where),
            bare=bool(row.get("bare", False)),
            counts=bool(row.get("counts", True)),
            x=_one_of(row.get("x", ""), ("", "subject", "object"), f"{where}: x"),
            value=_one_of(row.get("value", ""), ("", *VALUES), f"{where}: value"),
            asks=_one_of(row.get("asks", ""), ("", *ASKS), f"{where}: asks"),
            order=_one_of(row.get("order", ""), ("", "asc", "desc"), f"{where}: order"),
            pair=bool(row.get("pair", False)),
            op=_one_of(row.get("op", ""), ("", *OPS), f"{where}: op"),
            **text,
        )
        self._check_where(phrase, where)
        return phrase

    def _figure(self, row: Table, where: str) -> str:
        """The where of a property that is a figure: its indicator as a regular expression, its unit."""
        if "indicator" not in row:
            return ""
        indicator, unit = (_text(row.get(k, ""), f"{where}: {k}") for k in ("indicator", "unit"))
        if indicator == NAMED:
            return FIGURE.replace("?indicator", "?what")
        try:
            re.compile(indicator)
        except re.error as error:
            raise DataError(f"{where}: indicator: {error}") from error
        # Virtuoso finds Chinese neither behind STR() nor by ^…$ without a group.
        grouped = _PLAIN_WHOLE.sub(r"^(\1)$", indicator)
        pattern = grouped.replace("\\", "\\\\").replace('"', '\\"')
        narrowed = f' FILTER(REGEX(?indicator, "{pattern}"))'
        return FIGURE + narrowed + (f' FILTER(STR(?unit) = "{unit}")' if unit else "")

    def _check_where(self, phrase: Phrase, where: str) -> None:
        """The relations of its SPARQL are in kg.ttl, and it speaks of what it must."""
        text = f"{phrase.where} {phrase.no} {phrase.unknown}"
        for name in re.findall(r"kg:([a-z]\w*)", text):
            if (name, "zh") not in self.schema.labels:
                known = sorted({n for n, _ in self.schema.labels})
                raise DataError(f"{where}: kg.ttl has no '{name}'{_near(name, known)}")
        wanted = {"link": ("s", "o"), "property": ("x", "value"), "state": ("x",), "constraint": ("x",)}
        used = set(_VARIABLE.findall(phrase.where))
        for name in wanted.get(phrase.kind, ()):
            if name not in used:
                raise DataError(f"{where}: its where has no ?{name}")
        if phrase.link and phrase.link not in {
            row.get("id") for _, table in self.files for row in _rows(table, "link")
        }:
            raise DataError(f"{where}: there is no link '{phrase.link}'")

    def _pattern(self, source: str, where: str) -> Pattern:
        if "~" in source:
            raise DataError(
                f"{where}: '~' would skip words of the question; every word must be accounted for"
            )
        try:
            return compile_pattern(
                source, words=self.words, codes=self.codes, expand=lambda name: self._expand(name, where)
            )
        except DataError as error:
            raise DataError(f"{where}: {error}") from error

    def _expand(self, name: str, where: str) -> Sequence[str]:
        if name in (*VALUE_KINDS, *OWN_KINDS):
            return ()
        return [k for k in self._classes([name], where) if not self.schema.below_ours(k)]

    def _with(self, value: object, more: tuple[str, ...], where: str, *, own: bool = True) -> tuple[str, ...]:
        """The classes, and those of the user's that have the relation; all, where the rule names none."""
        found = self._classes(value, where, own=own)
        return tuple(dict.fromkeys((*found, *more))) if found else found

    def _classes(self, value: object, where: str, *, own: bool = True) -> tuple[str, ...]:
        """The classes and all below them; with `own` those of the user's that are read as one of them."""
        found = tuple(_list(value, where))
        for name in found:
            if name not in self.schema.classes and name not in OWN_KINDS:
                raise DataError(f"{where}: kg.ttl has no class '{name}'{_near(name, self.schema.classes)}")
        expanded = [k for name in found for k in (name, *self.schema.below_ours(name))]
        added = [k for name in expanded for k in self._of_the_users(name)] if own else []
        return tuple(dict.fromkeys((*expanded, *added)))

    def _of_the_users(self, name: str) -> Iterator[str]:
        """The classes of the user's below one of theirs, or read as one of ours."""
        for key, own in self.schema.own.items():
            if name in own.above or name in read_as(own.kinds):
                yield key

    def _examples(self, row: Table, where: str) -> tuple[QuestionExample, ...]:
        found = []
        for example in _rows(row, "example"):
            _check_keys(example, {"ask", "reads"}, f"{where}: example", "key")
            ask, reads = (_text(example.get(k), f"{where}: example {k}") for k in ("ask", "reads"))
            found.append(QuestionExample(ask, reads))
        if not found or all(e.reads for e in found):
            raise DataError(
                f'{where} needs an example and a counter-example: ask = "…" with reads = "…" (how it is understood) or ""'
            )
        return tuple(found)


def _means(phrase: Phrase, word: str) -> bool:
    """Whether a phrase is this word, and no label is read off it."""
    return any(p.regex.fullmatch(word) for p in phrase.patterns if not any(s.role for s in p.slots))


def _rows(table: Table, section: str) -> Iterator[Table]:
    rows = table.get(section, [])
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict):
            yield row


def _near(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.5)
    return f"; near: {', '.join(near)}" if near else ""


def _check_keys(table: Table, known: Iterable[str], where: str, what: str) -> None:
    names = set(known)
    for key in table:
        if key not in names:
            raise DataError(
                f"{where}: unknown {what} '{key}'{_near(key, names)}; known: {', '.join(sorted(names))}"
            )


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise DataError(f"{where}: a text in quotes is wanted, not {value!r}")
    return value


def _list(value: object, where: str) -> list[str]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise DataError(f"{where}: a text or a list of texts is wanted, not {value!r}")
    return values


def _one_of(value: object, allowed: Sequence[str], where: str) -> str:
    if value not in allowed:
        raise DataError(f"{where}: '{value}' is none of {', '.join(a for a in allowed if a)}")
    return str(value)
