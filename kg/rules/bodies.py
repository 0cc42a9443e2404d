"""How bodies are called in short and in full, and which are of the centre: `bodies.csv` of ontology folders, as values."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.model import DataError

FILE = "bodies.csv"
CENTRAL = "CENTRAL"  # the word list of rules that the bodies of the centre make
LEAGUE = "LEAGUE"  # and that of the leagues
KINDS = ("body", "central", "league", "legal", "level", "named", "party", "seat", "tail")


@dataclass(frozen=True, slots=True)
class Bodies:
    """How bodies are called in short and in full, and which word stands for which level of area."""

    full: Mapping[str, str]  # longest first
    levels: Mapping[str, str]  # 市 → City; longest first
    tails: Mapping[str, str]  # 工程项目 → 工程: ends of names that say the same
    waters: Mapping[str, str]  # other names of waters: 汾水 → 汾河
    party: Mapping[str, tuple[str, str]]  # 委 → 中共, 委员会: what stands before and behind the area
    legal: tuple[str, ...] = ()  # ends of firms' names that tell their legal form: 有限公司
    central: Mapping[str, str] = field(
        default_factory=dict
    )  # 发改委 of the centre by all its names → its name
    named: frozenset[str] = frozenset()  # 海关: called by the short name of its seat
    leagues: Mapping[str, str] = field(default_factory=dict)  # 民盟 → 中国民主同盟
    seats: Mapping[str, str] = field(
        default_factory=dict
    )  # 行署 → City: bodies that only areas of one level have


def load_bodies(folders: Sequence[Path], waters: Mapping[str, str]) -> Bodies:
    """Read `bodies.csv` (kind,short,full) of ontology folders, the later ones adding; `waters` are other names of waters.

    Raises DataError for an unknown kind.
    """
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for path, row in _rows(folders):
        kind = row.get("kind", "")
        if kind not in found:
            raise DataError(f"{path}: unknown kind '{kind}'; known: {', '.join(KINDS)}")
        found[kind][row.get("short", "")] = row.get("full", "")
    return Bodies(
        full=dict(sorted(found["body"].items(), key=lambda item: (-len(item[0]), item[0]))),
        levels=dict(sorted(found["level"].items(), key=lambda item: -len(item[0]))),
        tails=found["tail"],
        waters=dict(waters),
        party={short: _around(full) for short, full in found["party"].items()},
        legal=tuple(found["legal"]),
        central={short: full or short for short, full in found["central"].items()},
        named=frozenset(found["named"]),
        leagues=found["league"],
        seats=found["seat"],
    )


def central_names(folders: Sequence[Path]) -> tuple[str, ...]:
    """All names, short and full, of the bodies of the centre, of any year."""
    central = load_bodies([f for f in folders if (f / FILE).is_file()], {}).central
    return tuple(dict.fromkeys([*central, *central.values()]))


def league_names(folders: Sequence[Path]) -> tuple[str, ...]:
    """How the parties and leagues besides the party of state are called before an area: 民盟."""
    return tuple(load_bodies([f for f in folders if (f / FILE).is_file()], {}).leagues)


def _around(full: str) -> tuple[str, str]:
    before, _, after = full.partition("…")
    return before, after


def _rows(folders: Sequence[Path]) -> Iterator[tuple[Path, dict[str, str]]]:
    for path in (folder / FILE for folder in folders):
        if path.is_file() or path.parent == folders[0]:
            with path.open(encoding="utf-8", newline="") as file:
                yield from ((path, row) for row in csv.DictReader(file))
