"""What reading a rule needs of all files: word lists, classes and relations, patterns, examples. A mistake says what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from kg.faults import near
from kg.model import DataError
from kg.rules import fields
from kg.rules.facts import check_fact
from kg.rules.model import Example
from kg.rules.pattern import TEXT_KIND, Pattern, compile_pattern
from kg.rules.precision import Measured, corrected
from kg.rules.slots import SlotCodes
from kg.schema import Schema
from kg.tables import Table

VALUE_KINDS = ("Money", "Date", "Quantity")
_LIST = re.compile(r"<(\w+)>")


class RuleKit:
    """One for all rules of a book; it knows which ids stand already."""

    def __init__(
        self,
        schema: Schema,
        words: Mapping[str, tuple[str, ...]],
        measured: Mapping[str, Measured],
        verbs: Mapping[str, tuple[str, ...]],
    ) -> None:
        """`verbs` are those of each class of the lexicon."""
        self.schema, self.words, self.measured, self.verbs = schema, words, measured, verbs
        self.concrete = schema.concrete()
        self.codes = SlotCodes([*self.concrete, *VALUE_KINDS], schema.own)
        self.seen: set[str] = set()
        self._class_of = {schema.label(k, "zh"): k for k in (*sorted(schema.classes), *schema.own)}
        self._relation_of = {r.label_zh: name for name, r in schema.relations.items()}

    def take_id(self, row: Table, file: str) -> tuple[str, str]:
        """The rule's id, and where it stands for messages."""
        identifier = row.get("id")
        if not isinstance(identifier, str) or not re.fullmatch(r"[a-z][\w.-]*", identifier):
            raise DataError(
                f"{file}: a rule has no id such as 'project.place' (lower-case words joined by points)"
            )
        where = f"{file}: rule '{identifier}'"
        if identifier in self.seen:
            raise DataError(f"{where} stands twice")
        self.seen.add(identifier)
        return identifier, where

    def confidence(self, value: object, identifier: str, where: str) -> Decimal:
        return corrected(fields.share(value, f"{where}: confidence"), self.measured.get(identifier))

    def relation(self, row: Table, where: str) -> str:
        """What a rule makes: a relation by name, or by its label in Chinese."""
        return self.relation_name(fields.string(row.get("makes"), f"{where}: makes"), where)

    def relation_name(self, name: str, where: str) -> str:
        name = self._relation_of.get(name, name)
        if name not in self.schema.relations:
            known = (*self.schema.relations, *self._relation_of)
            raise DataError(f"{where}: kg.ttl has no relation '{name}'{near(name, known)}")
        return name

    def one_class(self, row: Table, where: str) -> tuple[str, str]:
        """What a name rule makes: the class of ours that its names are read as, and the one of the user's, if it is one."""
        name = fields.string(row.get("makes"), f"{where}: makes")
        name = self._class_of.get(name, name)
        if name in self.schema.own:
            return self.schema.own[name].kinds[0], name
        if name not in self.concrete:
            known = (*self.concrete, *self.schema.own, *self._class_of)
            raise DataError(f"{where}: kg.ttl has no class '{name}'{near(name, known)}")
        return name, ""

    def classes(self, name: str, where: str) -> tuple[str, ...]:
        """The concrete classes below one, by its name or its label in Chinese; one of the user's is itself."""
        name = self._class_of.get(name, name)
        if name in self.schema.own:
            return (name,)
        found = tuple(k for k in (name, *self.schema.below_ours(name)) if k in self.concrete)
        if not found:
            known = {*self.schema.classes, *self.schema.own, *VALUE_KINDS, TEXT_KIND, *self._class_of}
            raise DataError(f"{where}: kg.ttl has no class '{name}'{near(name, known)}")
        return tuple(dict.fromkeys(found))

    def all_classes(self, row: Table, key: str, where: str) -> tuple[str, ...]:
        names = fields.strings(row.get(key, []), f"{where}: {key}")
        return tuple(k for name in names for k in self.classes(name, f"{where}: {key}"))

    def list(self, value: object, where: str) -> tuple[str, ...]:
        """Words, with "<LIST>" standing for the words of a list."""
        found: list[str] = []
        for word in fields.strings(value, where):
            name = _LIST.fullmatch(word)
            if name is None:
                found.append(word)
            elif name.group(1) in self.words:
                found.extend(self.words[name.group(1)])
            else:
                raise DataError(f"{where}: there is no word list {word}{near(name.group(1), self.words)}")
        return tuple(dict.fromkeys(found))

    def words_of(self, row: Table, key: str, where: str) -> tuple[str, ...]:
        return self.list(row.get(key, []), f"{where}: {key}")

    def words_pattern(self, row: Table, key: str, where: str) -> re.Pattern[str] | None:
        words = self.words_of(row, key, where)
        return alternation(words) if words else None

    def regex(self, row: Table, key: str, where: str) -> re.Pattern[str] | None:
        sources = self.words_of(row, key, where)
        try:
            return re.compile("|".join(sources)) if sources else None
        except re.error as error:
            raise DataError(f"{where}: {key}: {error}") from error

    def pattern(self, source: str, where: str) -> Pattern:
        def expand(name: str) -> Sequence[str]:
            return () if name in VALUE_KINDS else self.classes(name, where)

        try:
            return compile_pattern(source, words=self.words, codes=self.codes, expand=expand)
        except DataError as error:
            raise DataError(str(error) if str(error).startswith(where) else f"{where}: {error}") from error

    def examples(self, row: Table, where: str, key: str, makes: Iterable[str] = ()) -> tuple[Example, ...]:
        """`key` is what they list; `makes` are the relations that facts may have, all if there are none."""
        rows = row.get("example", [])
        if not isinstance(rows, list) or not rows:
            raise DataError(f'{where} has no example: add one as text = "…" with {key} = […]')
        return tuple(self._example(fields.table(each, where), where, key, tuple(makes)) for each in rows)

    def _example(self, table: Table, where: str, key: str, makes: tuple[str, ...]) -> Example:
        table = {key: _plain(value) for key, value in table.items()}
        fields.check_row(table, fields.EXAMPLE, f"{where}: example")
        if key not in table:
            raise DataError(f"{where}: an example has no {key} (use [] for a counter-example)")
        text = fields.string(table.get("text"), f"{where}: example text")
        facts = fields.strings(table[key], f"{where}: example {key}")
        for fact in facts if makes else ():
            check_fact(fact, makes, self.schema, f"{where}: example")
        place, title, day = (fields.string(table.get(k, ""), where) for k in ("place", "title", "date"))
        return Example(text, facts, place, title, day)


def _plain(value: object) -> object:
    """A date of TOML as the text that it is."""
    return value.isoformat() if isinstance(value, date) else value


def alternation(words: Iterable[str]) -> re.Pattern[str]:
    """Any of some words, the longest first; of none, nothing."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return re.compile("|".join(re.escape(w) for w in ordered) or r"(?!)")
