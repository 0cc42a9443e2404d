"""Reads `ontology/indicators.toml`, and the one of a user's folder that adds to it."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from kg.model import DataError
from kg.rules.indicators import PATTERNS, RULES, WORDS, Form, Indicators
from kg.rules.model import Example, RelationRule
from kg.rules.precision import Measured, corrected, load_measured
from kg.toml import read_toml

FILE = "indicators.toml"
ESTIMATE = Decimal("0.8")  # of a figure's confidence, before it was measured
_SECTIONS = {
    "words",
    "change",
    "count",
    "persons",
    "pattern",
    "takes",
    "dimension",
    "indicator",
    "rule",
    "sizes",
}

Table = Mapping[str, object]


def load_indicators(folder: Path, own: Sequence[Path] = ()) -> Indicators:
    """Reads `indicators.toml` in `folder`, and the rows and words that those in `own` add.

    Raises DataError for a missing file, bad TOML or an unknown key.
    """
    data = _read(folder / FILE)
    for path in (each / FILE for each in own):
        if path.is_file():
            data = added(data, _read(path), str(path))
    return _indicators(data, FILE, load_measured(folder))


def _read(path: Path) -> Table:
    try:
        data = read_toml(path.read_text("utf-8"))
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); an {FILE} is wanted") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: is not in UTF-8; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: not TOML: {error}") from error
    if unknown := set(data) - _SECTIONS:
        raise DataError(
            f"{path}: unknown section '{sorted(unknown)[0]}'; known: {', '.join(sorted(_SECTIONS))}"
        )
    return data


def added(ours: Table, theirs: Table, where: str) -> Table:
    """A file of ours with what theirs adds: their rows stand first, their words join our lists, texts replace ours."""
    found = dict(ours)
    for section, value in theirs.items():
        first = ours.get(section)
        if isinstance(value, list) and isinstance(first, list):
            found[section] = [*value, *first]
        elif isinstance(value, dict) and isinstance(first, dict):
            found[section] = _joined(first, value, f"{where}: [{section}]")
        else:
            raise DataError(f"{where}: {section} must be written as in our {FILE}")
    return found


def _joined(ours: Table, theirs: Table, where: str) -> Table:
    found = dict(ours)
    for key, value in theirs.items():
        if key not in ours:
            near = difflib.get_close_matches(key, sorted(ours), n=3)
            raise DataError(f"{where}: there is no '{key}'{'; near: ' + ', '.join(near) if near else ''}")
        first = ours[key]
        found[key] = [*first, *value] if isinstance(first, list) and isinstance(value, list) else value
    return found


def _indicators(data: Table, where: str, measured: Mapping[str, Measured]) -> Indicators:
    table, count, change = (_table(data, name, where) for name in ("words", "count", "change"))
    words = {name: frozenset(_strings(table, name, where)) for name in WORDS}
    forms = tuple(_form(row, where) for row in _rows(data, "indicator", where))
    units = {unit for form in forms for unit in form.units}
    return Indicators(
        words=words,
        forms=forms,
        forms_of={unit: tuple(form for form in forms if unit in form.units) for unit in units},
        suffixes={
            unit: _text(row, "suffix", where)
            for row in reversed(_rows(data, "dimension", where))  # the first row of a unit holds
            for unit in _strings(row, "units", where)
        },
        takes={
            kind: frozenset(_strings(row, "units", where))
            for row in _rows(data, "takes", where)
            for kind in _strings(row, "of", where)
        },
        counters=frozenset(_strings(count, "units", where)),
        persons={
            unit: _text(row, "suffix", where)
            for row in _rows(data, "persons", where)
            for unit in _strings(row, "units", where)
        },
        not_counted=frozenset(_strings(count, "skip", where)),
        count_suffix=_text(count, "suffix", where),
        area_words=tuple(sorted(_strings(count, "areas", where), key=len, reverse=True)),
        not_areas=_strings(count, "not_areas", where),
        ranked=_strings(count, "ranked", where),
        share=_text(_table(data, "pattern", where), "share", where),
        rate=_text(_table(data, "pattern", where), "rate", where),
        distance=_text(_table(data, "pattern", where), "distance", where),
        sizes={end: _strings(sizes, end, where) for sizes in [_table(data, "sizes", where)] for end in sizes},
        share_name=_text(_table(data, "pattern", where), "share_name", where),
        each=_text(_table(data, "pattern", where), "each", where),
        part=_text(_table(data, "pattern", where), "part", where),
        praise=_strings(table, "praise", where),
        **_patterns(_table(data, "pattern", where), where),
        ranks=frozenset(_strings(count, "ranks", where)),
        changes={name: _text(change, name, where) for name in ("yearly", "summed", "plain", "old")},
        change_units=frozenset(_strings(change, "units", where)),
        sums=frozenset(_strings(change, "sum", where)),
        compare=_compare(
            words, frozenset(_strings(change, "sum", where)), frozenset(_strings(table, "since", where))
        ),
        rules=_relation_rules(data, where, measured),
        heads=tuple(sorted(words["head"], key=lambda w: (-len(w), w))),
        changing=words["up"] | words["down"],
        granted=frozenset(_strings(count, "granted", where)),
        only={unit: _strings(only, unit, where) for only in [_table(count, "only", where)] for unit in only},
        phrased=frozenset(_strings(count, "phrased", where)),
    )


def _relation_rules(data: Table, where: str, measured: Mapping[str, Measured]) -> dict[str, RelationRule]:
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


def _example(row: Table, where: str) -> Example:
    place = row.get("place", "")
    return Example(
        _text(row, "text", where), _strings(row, "facts", where), place if isinstance(place, str) else ""
    )


def _form(row: Table, where: str) -> Form:
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
        where,
    )


def _patterns(table: Table, where: str) -> dict[str, re.Pattern[str]]:
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
        f"(?:(?:{one['year']}|{one['sum']}|{one['since']})[^，。；#＃]{{0,8}}?)?(?:{one['down']}|{one['up']})(?:{_choice(words['grown'])})?$"
    )


def _choice(found: frozenset[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(found, key=lambda w: (-len(w), w)))


def _table(data: Table, key: str, where: str) -> Table:
    value = data.get(key)
    if not isinstance(value, dict):
        raise DataError(f"{where}: a table [{key}] is wanted")
    return value


def _rows(data: Table, key: str, where: str) -> list[Table]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise DataError(f"{where}: {key} must be written [[{key}]]")
    return value


def _strings(row: Table, key: str, where: str) -> tuple[str, ...]:
    value = row.get(key)
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise DataError(f"{where}: {key} must be a list of texts")
    return tuple(value)


def _text(row: Table, key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise DataError(f"{where}: {key} must be a text in quotes")
    return value
