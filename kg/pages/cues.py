"""Cues of page layout, from `ontology/rules/pages.toml`, with the slips and traditional characters to look for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.model import DataError
from kg.text.slips import Slip, load_slips
from kg.text.traditional import Traditional, load_traditional
from kg.text.units import load_units

_WORDS = ("surnames", "compound", "role", "not_name")  # what {name}, {names} and {role} are made of


@dataclass(frozen=True, slots=True)
class PageCues:
    """Compiled patterns over single folded lines, and what repair needs."""

    lead: re.Pattern[str]  # 本报讯: begins an article
    reporter: re.Pattern[str]  # （记者 …） behind a lead
    byline: re.Pattern[str]  # （通讯员 …） alone on a line: ends an article
    bare_byline: re.Pattern[str]  # nothing but names on a line
    tail_byline: re.Pattern[str]  # （王某某） behind the last sentence
    credit: re.Pattern[str]  # … 摄: ends a photo caption
    picture: re.Pattern[str]  # 图为: how a caption begins whose credit stands on the next line
    filler: re.Pattern[str]  # masthead, editors, column labels
    roundup: re.Pattern[str]  # 简讯: the head of a list of briefs
    jump_to: re.Pattern[str]
    jump_from: re.Pattern[str]
    meta: re.Pattern[str]  # 来源：… 发布时间：…: between the title and the body of a page of the web
    issued: re.Pattern[str]  # the date in such a line; groups year, month, day
    foot: re.Pattern[str]  # 上一篇, 相关新闻: titles behind it are links to other pages
    disclaimer: re.Pattern[str]  # a paragraph on copyright
    orphan: re.Pattern[str]  # begins no paragraph: 的生态环境治理
    broken: re.Pattern[str]  # begins with the end of a word: 治，推出了
    story_date: re.Pattern[str]  # of a dateline; groups year (may be missing), month, day
    table_caption: re.Pattern[str]  # 单位：万元 over a table; group unit
    table_name: re.Pattern[str]  # heads of the column that names what a row is of
    table_index: re.Pattern[str]  # 序号, 备注: heads of columns that say nothing of it
    table_unit: re.Pattern[str]  # the head of a column of units
    table_total: re.Pattern[str]  # 合计: such a row is of nothing that has a name
    table_place: re.Pattern[str]
    table_builder: re.Pattern[str]
    table_start: re.Pattern[str]
    table_end: re.Pattern[str]
    not_name: re.Pattern[str]  # ends the name of a place: 祁县 on a line of its own is no reporter
    slips: tuple[Slip, ...]
    traditional: Traditional
    units: frozenset[str] = frozenset()  # unit words, as heads of tables have in brackets
    says: Mapping[str, str] = field(
        default_factory=dict
    )  # how a row says it: place → 位于|, the cell at the stroke


_OTHERS = ("not_name", "slips", "traditional", "units", "says")
_SAYS = ("place", "builder", "start", "end")
_PATTERNS = tuple(name for name in PageCues.__dataclass_fields__ if name not in _OTHERS)


def load_cues(folder: Path) -> PageCues:
    """Read `rules/pages.toml`, `rules/slips.toml` and `traditional.tsv`.

    Raises DataError for an unknown or missing key, a wrong value or a bad pattern.
    """
    path = folder / "rules" / "pages.toml"
    try:
        loaded = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path.name}: {error}") from error
    table = loaded.get("pages")
    known = (*_WORDS, *_PATTERNS)
    if not isinstance(table, dict):
        raise DataError(f"{path.name}: the table [pages] is wanted, with {', '.join(known)}")
    for key in table:
        if key not in known:
            raise DataError(f"{path.name}: unknown key '{key}'; known: {', '.join(known)}")
    missing = [key for key in known if key not in table]
    if missing:
        raise DataError(f"{path.name}: [pages] lacks {', '.join(missing)}")
    patterns = _compiled(path.name, table)
    return PageCues(
        **patterns,
        slips=load_slips(folder),
        traditional=load_traditional(folder),
        units=frozenset(load_units(folder).words),
        says=_says(path.name, loaded.get("says")),
    )


def _says(where: str, table: object) -> dict[str, str]:
    if not isinstance(table, dict) or set(table) != set(_SAYS):
        raise DataError(f"{where}: the table [says] is wanted, with {', '.join(_SAYS)}")
    for key, value in table.items():
        if not isinstance(value, str) or value.count("|") != 1:
            raise DataError(f"{where}: '{key}' in [says] is a text with one | where the cell stands")
    return {key: str(value) for key, value in table.items()}


def _compiled(where: str, table: Mapping[str, object]) -> dict[str, re.Pattern[str]]:
    words = _slots(where, table)
    patterns = {key: _pattern(f"{where}: '{key}'", table[key], words) for key in _PATTERNS}
    return patterns | {"not_name": _pattern(f"{where}: 'not_name'", [table["not_name"]], {})}


def _slots(where: str, table: Mapping[str, object]) -> dict[str, str]:
    """What stands for {name}, {names} and {role} in a pattern."""
    surnames, role = table["surnames"], table["role"]
    if not isinstance(surnames, str) or not isinstance(role, str):
        raise DataError(f"{where}: 'surnames' and 'role' are strings")
    compound = "|".join(_strings(f"{where}: 'compound'", table["compound"]))
    name = rf"(?:(?:{compound})\s*[一-龥]{{1,2}}|[{surnames}]\s*[一-龥](?:\s?[一-龥])?)"
    return {"{names}": rf"{name}(?:[\s、，,]+{name})*", "{name}": name, "{role}": role}


def _strings(where: str, value: object) -> list[str]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise DataError(f"{where} is a list of strings, not {value!r}")
    return [str(item) for item in value]


def _pattern(where: str, value: object, words: Mapping[str, str]) -> re.Pattern[str]:
    text = "|".join(f"(?:{part})" for part in _strings(where, value))
    for slot, meaning in words.items():
        text = text.replace(slot, meaning)
    try:
        return re.compile(text)
    except re.error as error:
        raise DataError(f"{where}: {error}") from error
