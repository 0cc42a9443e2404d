"""The unit words of `ontology/units.toml`: what each is called, its base symbol and its factor."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from kg.model import DataError
from kg.toml import read_toml

FILE = "units.toml"
_SECTIONS = {
    "unit": {"words", "unit", "factor", "not_before", "arabic", "article"},
    "counters": {"words", "arabic", "not_before"},
    "per": set[str](),  # any word may stand here
    "rate": {"cue", "unit", "becomes"},
    "hedges": {"before", "after", "bare", "not_after"},
    "water_class": {"before", "after"},
    "bare": {"unit", "after", "before"},
    "indices": {"after"},
    "ranks": {"after"},
    "thresholds": {"before"},
    "slogans": {"words"},
}


@dataclass(frozen=True, slots=True)
class UnitWord:
    """公里 → km × 1. `not_before` are the characters that make it another word; `arabic`: only after 0-9."""

    symbol: str
    factor: Decimal
    not_before: str = ""
    arabic: bool = False
    article: bool = False  # 一 before it counts nothing: 一座


@dataclass(frozen=True, slots=True)
class Rate:
    """A cue earlier in the clause that turns a unit into a rate: 每秒, m³ → m³/s."""

    cue: str
    unit: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Bare:
    """Words beside a number in 万 or 亿 that tell its unit: 投资2.3亿, 2.3亿资金 are CNY."""

    unit: str
    after: tuple[str, ...]  # the number stands after one of these
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """All that `units.toml` says; every tuple is longest first, so that the first match is the longest.

    Equal to itself alone, so that it can be a key. It holds its compiled pattern: who keeps the one keeps the other.
    """

    words: Mapping[str, UnitWord]
    per: Mapping[str, str]
    rates: tuple[Rate, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    bare: tuple[str, ...]
    not_after: Mapping[str, str]  # 约 after 节 is no hedge
    water_before: tuple[str, ...]
    water_after: tuple[str, ...]
    bare_amounts: tuple[Bare, ...]
    indices: tuple[str, ...]
    ranks: tuple[str, ...]
    thresholds: tuple[str, ...]
    slogans: tuple[str, ...]
    rated: frozenset[str]  # units that a cue turns into a rate
    compiled: dict[str, re.Pattern[str]] = field(repr=False, default_factory=dict)  # made when first used


def load_units(folder: Path, own: Sequence[Path] = ()) -> Units:
    """Reads `units.toml` in `folder`; those in `own` add to it, their rows first.

    Raises DataError for a missing file, bad TOML, or an unknown key.
    """
    data = _read(folder / FILE)
    for path in (each / FILE for each in own):
        if path.is_file():
            theirs = _read(path)
            known = _units(theirs, str(path))  # so that a mistake is told with its file
            data = _added(_without(data, known), theirs)
    return _units(data, str(folder / FILE))


def _read(path: Path) -> dict[str, object]:
    try:
        data = read_toml(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); a {FILE} is wanted") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: is not in UTF-8; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: not TOML: {error}") from error
    _check_keys(data, set(_SECTIONS), str(path))
    return data


def _without(data: dict[str, object], theirs: Units) -> dict[str, object]:
    """Ours without the unit words that theirs say anew."""
    rows = data.get("unit")
    if not isinstance(rows, list):
        return data
    kept = [{**row, "words": [w for w in row["words"] if w not in theirs.words]} for row in rows]
    return {**data, "unit": [row for row in kept if row["words"]]}


def _added(ours: dict[str, object], theirs: dict[str, object]) -> dict[str, object]:
    """Lists with theirs before ours, tables with theirs in the place of ours."""
    found = dict(ours)
    for key, value in theirs.items():
        first = ours.get(key)
        if isinstance(value, list) and isinstance(first, list):
            found[key] = [*value, *first]
        elif isinstance(value, dict) and isinstance(first, dict):
            found[key] = _added(first, value)
        else:
            found[key] = value
    return found


def _units(data: dict[str, object], path: str) -> Units:
    hedges = _table(data, "hedges", path)
    water = _table(data, "water_class", path)
    rates = tuple(_rate(row, path) for row in _rows(data, "rate", path))
    return Units(
        words=MappingProxyType(_unit_words(data, path) | _counters(data, path)),
        per=MappingProxyType(
            {word: _text(symbol, path, word) for word, symbol in _table(data, "per", path).items()}
        ),
        rates=rates,
        before=_words(hedges, "before", path),
        after=_words(hedges, "after", path),
        bare=_words(hedges, "bare", path),
        not_after=_texts(hedges, "not_after", path),
        water_before=_words(water, "before", path),
        water_after=_words(water, "after", path),
        bare_amounts=tuple(_bare(row, path) for row in _rows(data, "bare", path)),
        indices=_words(_table(data, "indices", path), "after", path),
        ranks=_words(_table(data, "ranks", path), "after", path),
        thresholds=_words(_table(data, "thresholds", path), "before", path),
        slogans=_words(_table(data, "slogans", path), "words", path),
        rated=frozenset(rate.unit for rate in rates),
    )


def _unit_words(data: dict[str, object], path: str) -> dict[str, UnitWord]:
    found: dict[str, UnitWord] = {}
    for row in _rows(data, "unit", path):
        unit = UnitWord(
            symbol=_text(row.get("unit"), path, "unit"),
            factor=_number(row.get("factor"), path),
            not_before=_text(row.get("not_before", ""), path, "not_before"),
            arabic=row.get("arabic") is True,
            article=row.get("article") is True,
        )
        for word in _words(row, "words", path):
            if word in found:
                raise DataError(f"{path}: the unit word {word} stands twice; once is right")
            found[word] = unit
    return found


def _counters(data: dict[str, object], path: str) -> dict[str, UnitWord]:
    table = _table(data, "counters", path)
    arabic = _words(table, "arabic", path)
    not_before = _texts(table, "not_before", path)
    return {
        word: UnitWord(
            symbol=word,
            factor=Decimal(1),
            not_before=not_before.get(word, ""),
            arabic=word in arabic,
            article=True,
        )
        for word in _words(table, "words", path)
    }


def _rate(row: dict[str, object], path: str) -> Rate:
    cue, unit, becomes = (_text(row.get(key), path, key) for key in ("cue", "unit", "becomes"))
    return Rate(cue, unit, becomes)


def _bare(row: dict[str, object], path: str) -> Bare:
    unit = _text(row.get("unit"), path, "unit")
    after, before = (_words(row, key, path) for key in ("after", "before"))
    if not after:
        raise DataError(f"{path} [[bare]]: 'after' is empty; words that stand before a number are wanted")
    return Bare(unit, after, before)


def _texts(data: dict[str, object], key: str, path: str) -> Mapping[str, str]:
    """A table whose keys are words of the data's own."""
    table = _table(data, key, path)
    return MappingProxyType({word: _text(value, path, word) for word, value in table.items()})


def _table(data: dict[str, object], key: str, path: str) -> dict[str, object]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise DataError(f"{path}: {key} is no table; [{key}] is wanted")
    if known := _SECTIONS.get(key):
        _check_keys(table, known, f"{path} [{key}]")
    return table


def _rows(data: dict[str, object], key: str, path: str) -> list[dict[str, object]]:
    rows = data.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataError(f"{path}: {key} is no list of tables; [[{key}]] is wanted")
    for row in rows:
        _check_keys(row, _SECTIONS[key], f"{path} [[{key}]]")
    return rows


def _check_keys(table: dict[str, object], known: set[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise DataError(f"{where}: unknown key '{key}'; known: {', '.join(sorted(known))}")


def _words(table: dict[str, object], key: str, path: str) -> tuple[str, ...]:
    words = table.get(key, [])
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise DataError(f"{path}: {key} is no list of words")
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _text(value: object, path: str, key: str) -> str:
    if not isinstance(value, str):
        raise DataError(f"{path}: {key} is {value!r}; a string is wanted")
    return value


def _number(value: object, path: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise DataError(f"{path}: factor is {value!r}; a number is wanted")
    return Decimal(value)
