"""Reads the tables of `ontology/gazetteer`, and those of a user's folders."""

from __future__ import annotations

import csv
import gzip
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from kg.gazetteer.forms import Shortener, forms_of
from kg.gazetteer.history import cities_once, former_cities, former_names, merged_divisions, renamed
from kg.gazetteer.rows import Row, rows, table
from kg.gazetteer.values import TIER_CUE, Gazetteer, Place, Water
from kg.model import DataError

KINDS = {"1": "Province", "2": "City", "3": "County"}
VILLAGE_DIGITS = 12  # of a statistical code


def load_gazetteer(folder: Path, own: Sequence[Path] = ()) -> Gazetteer:
    """Read the tables of `ontology/gazetteer`, and `waters.csv` and the villages of folders of the user's. Raises DataError when one of ours is missing."""
    try:
        forms = tomllib.loads((folder / "forms.toml").read_text("utf-8"))
        divisions = list(rows(folder / "divisions.tsv.gz"))
        townships = _townships(folder / "townships.tsv.gz")
        history = list(rows(folder / "history.tsv.gz"))
        events = list(rows(folder / "events.tsv.gz"))
        tiers = {r["code"]: r["tier"] for r in rows(folder / "shortnames.tsv.gz")}
        waters = _waters(folder)
        for each in own:
            if (each / "waters.csv").is_file():
                waters |= _waters(each)
    except FileNotFoundError as error:
        raise DataError(f"{error.filename} is missing; build_gazetteer.py makes it") from error
    shorten = Shortener(forms)
    district = str(forms["district"])
    merged = merged_divisions(divisions, history, events, forms)
    former = former_names(divisions, history, events, frozenset(r["code"] for r in merged), district)
    former |= former_cities(divisions, history, str(forms["prefecture"]))
    divisions += merged
    tiers = {**{r["code"]: TIER_CUE for r in merged}, **tiers}
    places = {r["code"]: _place(r, shorten, former) for r in divisions}
    by_name: dict[str, list[str]] = {}
    for code, name in townships:
        by_name.setdefault(name, []).append(code)
    for code, name in townships:
        plain = shorten.plain_town(name)
        if plain and code not in by_name.get(plain, ()):
            by_name.setdefault(plain, []).append(code)
    return Gazetteer(
        places,
        forms_of(places, shorten, tiers, forms),
        {name: tuple(codes) for name, codes in by_name.items()},
        waters,
        {key: tuple(value) for key, value in forms.items() if isinstance(value, list)},
        {key: tuple(value) for key, value in forms["not_after"].items()},
        {key: tuple(value) for key, value in forms["goes_on"].items()},
        {key: tuple(value) for key, value in forms["counted"].items()},
        renamed(places),
        cities_once(divisions, history),
        {key: value for each in own for key, value in _villages(each, forms).items()},
    )


def _villages(folder: Path, forms: Mapping[str, object]) -> Mapping[str, tuple[str, ...]]:
    """`villages.csv` or `villages.csv.gz` (code,name) by name, 东赵村委会 under 东赵村. Raises DataError for a code of another length."""
    path = next((p for p in (folder / "villages.csv", folder / "villages.csv.gz") if p.is_file()), None)
    if path is None:
        return {}
    closings = forms["village_closings"]
    strip = tuple(str(c) for c in closings) if isinstance(closings, list) else ()
    found: dict[str, list[str]] = {}
    with (
        gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    ) as file:
        for row in csv.DictReader(file):
            code, name = row.get("code", ""), row.get("name", "")
            if len(code) != VILLAGE_DIGITS or not name:
                raise DataError(
                    f"{path}: code,name are wanted, the code with {VILLAGE_DIGITS} digits: {dict(row)}"
                )
            closing = next((c for c in strip if name.endswith(c)), "")
            found.setdefault(name.removesuffix(closing), []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def _townships(path: Path) -> list[tuple[str, str]]:
    """Code and name of each."""
    names, cells = table(path)
    code, name = names.index("code"), names.index("name")
    return [(row[code], _plain(row[name])) for row in cells]


def _plain(name: str) -> str:
    """The table marks some townships as abolished in brackets: 龙嘴镇（撤销）."""
    return name.partition("（")[0] if "（" in name else name


def _place(row: Row, shorten: Shortener, former: Mapping[str, tuple[str, ...]]) -> Place:
    kind = KINDS[row["level"]]
    lon, lat = (Decimal(row[k]) if row[k] else None for k in ("lon", "lat"))
    short = shorten.short(row["name"], kind)
    return Place(
        row["code"], row["name"], kind, row["parent"] or None, short, former.get(row["code"], ()), lon, lat
    )


def _waters(folder: Path) -> dict[str, Water]:
    with (folder / "waters.csv").open(encoding="utf-8", newline="") as file:
        return {r["name"]: _water(r) for r in csv.DictReader(file)}


def _water(row: Row) -> Water:
    aliases = tuple(a for a in row.get("aliases", "").split(";") if a)
    provinces = frozenset(code[:2] for code in row.get("counties", "").split(";") if code)
    return Water(row["name"], row["kind"], aliases, provinces)
