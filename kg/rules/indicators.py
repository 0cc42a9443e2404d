"""`ontology/indicators.toml`: the words and forms by which a text says what a number measures."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kg.model import DataError
from kg.rules.model import Example, RelationRule
from kg.rules.precision import Measured, corrected, load_measured

FILE = "indicators.toml"
WORDS = (
    "no_noun",
    "vague",
    "counted_as",
    "link",
    "open",
    "action",
    "deed",
    "stop",
    "adverb",
    "no_deed",
    "empty",
    "reached",
    "filler",
    "to",
    "time_end",
    "over",
    "over_end",
    "grown",
    "counted",
    "abstract",
    "not_built",
    "bound",
    "one",
    "needs_stem",
    "void",
    "object",
    "lies",
    "of_works",
    "enters",
    "whole",
    "plain",
    "flows",
    "compare",
    "down",
    "up",
    "head",
    "money",
)
PATTERNS = (
    "levels",
    "spell",
    "listed",
    "work",
    "anecdote",
    "joins",
    "points",
    "stretch",
    "share_of",
    "unnamed",
    "short_end",
    "bare",
)
RULES = {"measure": "quantity.measure", "observation": "quantity.observation"}
ESTIMATE = Decimal("0.8")  # of a figure's confidence, before it was measured
_SECTIONS = {"words", "change", "count", "pattern", "takes", "dimension", "indicator", "rule"}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the language with a name of its own: 一年能发6亿千瓦时电 is 年发电量."""

    name: str  # may hold \\1
    units: frozenset[str]
    kinds: frozenset[str]  # classes of the subject; empty: any
    pattern: re.Pattern[str]
    example: Example


@dataclass(frozen=True, slots=True, eq=False)
class Indicators:
    """All that `indicators.toml` says."""

    words: Mapping[str, frozenset[str]]
    forms: tuple[Form, ...]
    suffixes: Mapping[str, str]  # of a unit: km → 长度
    takes: Mapping[str, frozenset[str]]  # units of a class of subject; classes not named take all
    counters: frozenset[str]
    not_counted: frozenset[str]
    count_suffix: str
    area_words: tuple[str, ...]  # longest first
    not_areas: tuple[str, ...]  # 县 before 级 is no county
    ranked: tuple[str, ...]  # 县级 in 26个县级、87个乡镇级水源地
    levels: re.Pattern[str]  # （市、区）
    spell: re.Pattern[str]  # 近三年
    praise: tuple[str, ...]  # what follows 全省 where it only ranks: 全省最大的
    stretch: re.Pattern[str]  # 段 behind a name: what follows is of that stretch alone
    work: re.Pattern[str]  # a work that a clause opens with; group `name` is what stands before its head noun
    anecdote: re.Pattern[str]  # 王大爷家的: what one person has is no figure of the place
    joins: re.Pattern[str]
    points: re.Pattern[str]  # 这条渠, where a sentence begins: the work named last
    share: str  # 占比
    share_name: str  # {what}占{of}比例
    share_of: re.Pattern[str]  # 占 before a share
    unnamed: re.Pattern[str]  # 该镇: what no name stands for
    short_end: re.Pattern[str]  # how a short form of a work's name ends
    bare: re.Pattern[str]  # 大坝, where a clause begins: the work named last
    each: str  # 分别
    part: str  # 其中
    listed: re.Pattern[str]  # what follows the first name of a list
    ranks: frozenset[str]  # units of 第3
    changes: Mapping[str, str]
    change_units: frozenset[str]
    sums: frozenset[str]
    compare: re.Pattern[str]  # 同比下降了 at the end of what stands before a value
    rules: Mapping[str, RelationRule]  # by relation
    heads: tuple[str, ...]  # words["head"], longest first


def load_indicators(folder: Path) -> Indicators:
    """Reads `indicators.toml` in `folder`. Raises DataError for a missing file, bad TOML or an unknown key."""
    path = folder / FILE
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); an {FILE} is wanted") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: not TOML: {error}") from error
    if unknown := set(data) - _SECTIONS:
        raise DataError(
            f"{path}: unknown section '{sorted(unknown)[0]}'; known: {', '.join(sorted(_SECTIONS))}"
        )
    return _indicators(data, FILE, load_measured(folder))


def _indicators(data: Mapping[str, object], where: str, measured: Mapping[str, Measured]) -> Indicators:
    table, count, change = (_table(data, name, where) for name in ("words", "count", "change"))
    words = {name: frozenset(_strings(table, name, where)) for name in WORDS}
    return Indicators(
        words=words,
        forms=tuple(_form(row, where) for row in _rows(data, "indicator", where)),
        suffixes={
            unit: _text(row, "suffix", where)
            for row in _rows(data, "dimension", where)
            for unit in _strings(row, "units", where)
        },
        takes={
            kind: frozenset(_strings(row, "units", where))
            for row in _rows(data, "takes", where)
            for kind in _strings(row, "of", where)
        },
        counters=frozenset(_strings(count, "units", where)),
        not_counted=frozenset(_strings(count, "skip", where)),
        count_suffix=_text(count, "suffix", where),
        area_words=tuple(sorted(_strings(count, "areas", where), key=len, reverse=True)),
        not_areas=_strings(count, "not_areas", where),
        ranked=_strings(count, "ranked", where),
        share=_text(_table(data, "pattern", where), "share", where),
        share_name=_text(_table(data, "pattern", where), "share_name", where),
        each=_text(_table(data, "pattern", where), "each", where),
        part=_text(_table(data, "pattern", where), "part", where),
        praise=_strings(table, "praise", where),
        **_patterns(_table(data, "pattern", where), where),
        ranks=frozenset(_strings(count, "ranks", where)),
        changes={name: _text(change, name, where) for name in ("yearly", "summed", "plain")},
        change_units=frozenset(_strings(change, "units", where)),
        sums=frozenset(_strings(change, "sum", where)),
        compare=_compare(
            words, frozenset(_strings(change, "sum", where)), frozenset(_strings(table, "since", where))
        ),
        rules=_relation_rules(data, where, measured),
        heads=tuple(sorted(words["head"], key=lambda w: (-len(w), w))),
    )


def _relation_rules(
    data: Mapping[str, object], where: str, measured: Mapping[str, Measured]
) -> dict[str, RelationRule]:
    """What the facts are said to be made by, with the examples of [[rule]]."""
    examples: dict[str, list[Example]] = {name: [] for name in RULES}
    for row in _rows(data, "rule", where):
        makes = _text(row, "makes", where)
        if makes not in RULES:
            raise DataError(f"{where}: [[rule]] makes '{makes}'; {' or '.join(RULES)} is wanted")
        examples[makes].append(_example(row, where))
    return {
        makes: RelationRule(
            rule,
            makes,
            (),
            tuple(examples[makes]),
            where,
            confidence=corrected(ESTIMATE, measured.get(rule)),
        )
        for makes, rule in RULES.items()
    }


def _example(row: Mapping[str, object], where: str) -> Example:
    place = row.get("place", "")
    return Example(
        _text(row, "text", where), _strings(row, "facts", where), place if isinstance(place, str) else ""
    )


def _form(row: Mapping[str, object], where: str) -> Form:
    name = _text(row, "name", where)
    try:
        pattern = re.compile(_text(row, "pattern", f"{where}: {name}"))
    except re.error as error:
        raise DataError(f"{where}: indicator '{name}': {error}") from error
    if "example" not in row:
        raise DataError(f"{where}: indicator '{name}' has no example: {{text = \"…\", facts = […]}}")
    return Form(
        name,
        frozenset(_strings(row, "units", f"{where}: {name}")),
        frozenset(_strings(row, "of", where) if "of" in row else ()),
        pattern,
        _example(_table(row, "example", where), f"{where}: {name}"),
    )


def _patterns(table: Mapping[str, object], where: str) -> dict[str, re.Pattern[str]]:
    try:
        return {name: re.compile(_text(table, name, where)) for name in PATTERNS}
    except re.error as error:
        raise DataError(f"{where}: [pattern]: {error}") from error


def _compare(
    words: Mapping[str, frozenset[str]], sums: frozenset[str], since: frozenset[str]
) -> re.Pattern[str]:
    """Named groups: `year` 同比, `sum` 累计, `down` or `up`."""
    parts = {
        "year": words["compare"],
        "sum": sums,
        "since": since - sums,
        "down": words["down"],
        "up": words["up"],
    }
    one = {name: f"(?P<{name}>{_choice(found)})" for name, found in parts.items()}
    return re.compile(
        f"(?:(?:{one['year']}|{one['sum']}|{one['since']})[^，。；#＃]{{0,3}}?)?(?:{one['down']}|{one['up']})(?:{_choice(words['grown'])})?$"
    )


def _choice(found: frozenset[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(found, key=lambda w: (-len(w), w)))


def _table(data: Mapping[str, object], key: str, where: str) -> Mapping[str, object]:
    value = data.get(key)
    if not isinstance(value, dict):
        raise DataError(f"{where}: a table [{key}] is wanted")
    return value


def _rows(data: Mapping[str, object], key: str, where: str) -> list[Mapping[str, object]]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise DataError(f"{where}: {key} must be written [[{key}]]")
    return value


def _strings(row: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    value = row.get(key)
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise DataError(f"{where}: {key} must be a list of texts")
    return tuple(value)


def _text(row: Mapping[str, object], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise DataError(f"{where}: {key} must be a text in quotes")
    return value
