"""Slips of fonts and OCR, from `ontology/rules/slips.toml`: what stands for what, where the surroundings prove it.

Patterns are matched on folded text without white space, so that a wrap or a space may stand inside (断面为吁⏎类).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.model import DataError

_KEYS = ("id", "why", "pattern", "near", "slip", "becomes", "repaired", "stays")
_WORD = re.compile(r"\{([A-Z]+)\}")


@dataclass(frozen=True, slots=True)
class Slip:
    """One kind of slip. The group `slip` of the pattern is what is mended, the rest is its proof.

    `signs` maps the characters of a slip, each by itself (O → 0, l → 1). Without signs the whole group becomes
    `becomes`, which is no longer than the group (Il → Ⅱ), or is taken away.
    """

    id: str
    why: str
    pattern: re.Pattern[str]
    near: re.Pattern[str] | None  # quick to look for: where it does not stand, the pattern is not tried
    signs: Mapping[str, str]
    becomes: str
    repaired: tuple[tuple[str, str], ...]  # examples: the text with the slip, and mended
    stays: tuple[str, ...]  # counter-examples


@dataclass(frozen=True, slots=True)
class Mended:
    """What `[start, end)` of a text becomes; not longer than it was."""

    start: int
    end: int
    becomes: str


def find_slips(squeezed: str, slips: tuple[Slip, ...]) -> Iterator[Mended]:
    """The slips of a text without white space, kind by kind; those of a later kind may overlap earlier ones."""
    present = set(squeezed)
    for slip in slips:
        signs = slip.signs
        if (signs and present.isdisjoint(signs)) or (slip.near and not slip.near.search(squeezed)):
            continue
        for match in slip.pattern.finditer(squeezed):
            start, end = match.span("slip")
            if not signs:
                yield Mended(start, end, slip.becomes)
            for at in range(start, end) if signs else ():
                if squeezed[at] in signs:
                    yield Mended(at, at + 1, signs[squeezed[at]])


def load_slips(folder: Path) -> tuple[Slip, ...]:
    """Read `rules/slips.toml`. Raises DataError for a wrong key or value, a bad pattern, or a slip without examples."""
    path = folder / "rules" / "slips.toml"
    try:
        loaded = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path.name}: {error}") from error
    unknown = sorted(set(loaded) - {"words", "slip"})
    if unknown:
        raise DataError(f"{path.name}: unknown key '{unknown[0]}'; known: words, slip")
    words, tables = loaded.get("words", {}), loaded.get("slip", [])
    if not isinstance(words, dict) or not isinstance(tables, list) or not tables:
        raise DataError(f"{path.name}: a table [words] and tables [[slip]] are wanted")
    strings = {name: _string(f"{path.name}: word '{name}'", word) for name, word in words.items()}
    slips = tuple(_slip(path.name, table, strings) for table in tables)
    for at, slip in enumerate(slips):
        if slip.id in {other.id for other in slips[:at]}:
            raise DataError(f"{path.name}: two slips are called '{slip.id}'")
    return slips


def _slip(where: str, table: object, words: Mapping[str, str]) -> Slip:
    if not isinstance(table, dict) or not isinstance(table.get("id"), str):
        raise DataError(f"{where}: each [[slip]] has an 'id'")
    where = f"{where}: slip '{table['id']}'"
    for key in table:
        if key not in _KEYS:
            raise DataError(f"{where}: unknown key '{key}'; known: {', '.join(_KEYS)}")
    becomes = _string(f"{where}: 'becomes'", table.get("becomes"), empty=True)
    slip = _string(f"{where}: 'slip'", table.get("slip", ""), empty=True)
    if slip and len(slip) != len(becomes):
        raise DataError(f"{where}: 'slip' and 'becomes' are of one length, a character for a character")
    return Slip(
        table["id"],
        _string(f"{where}: 'why'", table.get("why")),
        _pattern(where, _string(f"{where}: 'pattern'", table.get("pattern")), words),
        _near(where, _string(f"{where}: 'near'", table.get("near", ""), empty=True)),
        dict(zip(slip, becomes, strict=True)) if slip else {},
        becomes,
        tuple(_example(where, pair) for pair in _list(f"{where}: 'repaired'", table.get("repaired"))),
        tuple(_string(f"{where}: 'stays'", text) for text in _list(f"{where}: 'stays'", table.get("stays"))),
    )


def _near(where: str, text: str) -> re.Pattern[str] | None:
    return _compiled(f"{where}: 'near'", text) if text else None


def _pattern(where: str, text: str, words: Mapping[str, str]) -> re.Pattern[str]:
    for name in _WORD.findall(text):
        if name not in words:
            raise DataError(f"{where}: no word '{name}'; words: {', '.join(sorted(words))}")
        text = text.replace(f"{{{name}}}", words[name])
    pattern = _compiled(f"{where}: 'pattern'", text)
    if "slip" not in pattern.groupindex:
        raise DataError(f"{where}: the pattern has no group (?P<slip>…) for what is mended")
    return pattern


def _compiled(where: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise DataError(f"{where}: {error}") from error


def _example(where: str, pair: object) -> tuple[str, str]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise DataError(f"{where}: an example is a pair [as on the page, mended], not {pair!r}")
    before, after = (_string(f"{where}: 'repaired'", text) for text in pair)
    return before, after


def _list(where: str, value: object) -> list[object]:
    if not isinstance(value, list) or not value:
        raise DataError(f"{where} is a list of examples, not {value!r}")
    return value


def _string(where: str, value: object, *, empty: bool = False) -> str:
    if not isinstance(value, str) or not (value or empty):
        raise DataError(f"{where} is a string, not {value!r}")
    return value
