"""The gazetteer: every division of China with its code, former names, short names; townships; waters.

Sources and dates of the tables: `ontology/gazetteer/SOURCES.md`.
"""

from __future__ import annotations

import csv
import gzip
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from kg.model import DataError, Entity

KINDS = {"1": "Province", "2": "City", "3": "County"}
KIND_TOWNSHIP = "Township"
KIND_VILLAGE = "Village"
TOWNSHIP_DIGITS, VILLAGE_DIGITS = 9, 12  # of statistical codes: a village's begins with its township's
KIND_LAKE = "Lake"
KIND_PROVINCE = "Province"
RECENT = 2010  # year; names given up since then are still written, whatever they look like
OLDEST = 1985  # year; names given up before it are not looked for
MERGED = 2005  # year; divisions merged since then stay places of their own: pages of the time name them
TIER_WORD = "A"  # a short name that is a common word: never bare
TIER_CUE = "B"  # needs a cue
TIER_SAFE = "C"  # safe in its home province


Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A division: `code` of GB/T 2260 (townships: nine digits), `parent` its code or None."""

    code: str
    name: str
    kind: str
    parent: str | None
    short: str = ""
    former: tuple[str, ...] = ()
    lon: Decimal | None = None
    lat: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write the name of one or several places. `how` is full, former, short; `tier` A, B or C for short."""

    text: str
    how: str
    codes: tuple[str, ...]
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Water:
    """A river, lake or reservoir that is known by name."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    provinces: frozenset[str] = (
        frozenset()
    )  # first two digits of the codes of the counties that it is known in


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All tables, indexed. Places by code; forms (ways to write names) by text."""

    places: Mapping[str, Place]
    forms: Mapping[str, Form]
    townships: Mapping[str, tuple[str, ...]]  # name → codes
    waters: Mapping[str, Water]  # by name
    words: Mapping[str, tuple[str, ...]]  # lists of forms.toml
    not_after: Mapping[str, tuple[str, ...]]
    goes_on: Mapping[str, tuple[str, ...]]  # full name → what makes a longer word of it: 和县|区
    counted: Mapping[str, tuple[str, ...]]  # class word behind a count → kinds: 县 in 两县 → County
    renamed: Mapping[str, tuple[str, ...]] = field(
        repr=False, default_factory=dict
    )  # former name → codes of those that bear another now
    once: Mapping[tuple[str, str], frozenset[str]] = field(
        repr=False, default_factory=dict
    )  # province (two digits) and name → cities (codes) that it was of at some time
    villages: Mapping[str, tuple[str, ...]] = field(
        repr=False, default_factory=dict
    )  # name → codes, if a table is given
    _entities: dict[str, Entity] = field(repr=False, compare=False, default_factory=dict)  # made so far
    _paths: dict[str, tuple[Place, ...]] = field(repr=False, compare=False, default_factory=dict)
    _towns: dict[str, str] = field(
        repr=False, compare=False, default_factory=dict
    )  # code → name of townships, when one is asked for

    def place(self, code: str) -> Place:
        """The place of a code, townships included. Raises DataError for an unknown one."""
        if code in self.places:
            return self.places[code]
        if not self._towns:
            for name, codes in self.townships.items():  # full names before short ones
                for c in codes:
                    self._towns.setdefault(c, name)
        if code in self._towns:
            return Place(code, self._towns[code], KIND_TOWNSHIP, code[:6])
        raise DataError(f"no division has the code {code}")

    def named(self, text: str) -> tuple[Place, ...]:
        """All places that may be written so."""
        form = self.forms.get(text)
        codes = (*(form.codes if form else ()), *self.townships.get(text, ()))
        return tuple(self.place(code) for code in codes)

    def all_forms(self, text: str) -> tuple[Form, ...]:
        """All ways of writing that have these characters: 大同 of 大同市 and of 大同区."""
        form = self.forms.get(text)
        return (form,) if form else ()

    def path(self, code: str) -> tuple[Place, ...]:
        """From the province down to the place itself."""
        path = self._paths.get(code)
        if path is None:
            place = self.place(code)
            path = (*self.path(place.parent), place) if place.parent else (place,)
            self._paths[code] = path
        return path

    def may_lie_in(self, inner: str, outer: str) -> bool:
        """Whether a division lies in another by their codes, of today or of an earlier year."""
        if any(place.code == outer for place in self.path(inner)[:-1]):
            return True
        place = self.place(inner)
        return any(outer in self.once.get((inner[:2], name), ()) for name in (place.name, *place.former))

    def village(self, name: str, parent: str) -> Entity | None:
        """The village of a name in a township or county (code), if the table of villages knows one only."""
        codes = [code for code in self.villages.get(name, ()) if code.startswith(parent)]
        if len(codes) != 1:
            return None
        return Entity(
            f"area-{codes[0]}", KIND_VILLAGE, name, (), codes[0], f"area-{codes[0][:TOWNSHIP_DIGITS]}"
        )

    def entity(self, code: str) -> Entity:
        """The entity of a place; `id` is `area-` and the code."""
        entity = self._entities.get(code)
        if entity is None:
            place = self.place(code)
            names = {place.short, *place.former} - {"", place.name}
            entity = Entity(
                f"area-{code}",
                place.kind,
                place.name,
                tuple(sorted(names)),
                code,
                f"area-{place.parent}" if place.parent else None,
                place.lon,
                place.lat,
            )
            self._entities[code] = entity
        return entity


def load_gazetteer(folder: Path, own: Sequence[Path] = ()) -> Gazetteer:
    """Read the tables of `ontology/gazetteer`, and `waters.csv` and the villages of folders of the user's. Raises DataError when one of ours is missing."""
    try:
        forms = tomllib.loads((folder / "forms.toml").read_text("utf-8"))
        divisions = list(_rows(folder / "divisions.tsv.gz"))
        townships = _townships(folder / "townships.tsv.gz")
        history = list(_rows(folder / "history.tsv.gz"))
        events = list(_rows(folder / "events.tsv.gz"))
        tiers = {r["code"]: r["tier"] for r in _rows(folder / "shortnames.tsv.gz")}
        waters = _waters(folder)
        for each in own:
            if (each / "waters.csv").is_file():
                waters |= _waters(each)
    except FileNotFoundError as error:
        raise DataError(f"{error.filename} is missing; build_gazetteer.py makes it") from error
    shorten = _Shortener(forms)
    district = str(forms["district"])
    merged = _merged(divisions, history, events, forms)
    former = _former(divisions, history, events, frozenset(r["code"] for r in merged), district)
    former |= _former_cities(divisions, history, str(forms["prefecture"]))
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
        _forms(places, shorten, tiers, forms),
        {name: tuple(codes) for name, codes in by_name.items()},
        waters,
        {key: tuple(value) for key, value in forms.items() if isinstance(value, list)},
        {key: tuple(value) for key, value in forms["not_after"].items()},
        {key: tuple(value) for key, value in forms["goes_on"].items()},
        {key: tuple(value) for key, value in forms["counted"].items()},
        _renamed(places),
        _once(divisions, history),
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


def _rows(path: Path) -> Iterator[Row]:
    names, cells = _table(path)
    return (dict(zip(names, row, strict=True)) for row in cells)


def _table(path: Path) -> tuple[list[str], Iterator[list[str]]]:
    """The names of the columns and the rows of a table of ours, without quotes: `csv.DictReader` takes eight times as long."""
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    return lines[0].split("\t"), (line.split("\t") for line in lines[1:])


def _townships(path: Path) -> list[tuple[str, str]]:
    """Code and name of each."""
    names, cells = _table(path)
    code, name = names.index("code"), names.index("name")
    return [(row[code], _plain(row[name])) for row in cells]


@dataclass(frozen=True, slots=True)
class Point:
    """Where a county lies, in degrees."""

    code: str
    lon: Decimal
    lat: Decimal


def county_points(folder: Path) -> tuple[Point, ...]:
    """The counties of China with coordinates, without loading the rest of the gazetteer."""
    rows = _rows(folder / "divisions.tsv.gz")
    return tuple(
        Point(r["code"], Decimal(r["lon"]), Decimal(r["lat"]))
        for r in rows
        if r["level"] == "3" and r["lon"] and r["lat"]
    )


class _Shortener:
    """Strips the class word and the peoples of an autonomous area: 玉龙纳西族自治县 → 玉龙."""

    def __init__(self, forms: Mapping[str, object]) -> None:
        suffix = forms["suffix"]
        peoples = forms["peoples"]
        if not isinstance(suffix, dict) or not isinstance(peoples, list):
            raise DataError("forms.toml: [suffix] and peoples are wanted")
        self.suffix: dict[str, list[str]] = suffix
        self.autonomous = str(forms["autonomous"])
        self.people = str(forms["people"])
        self.nation = str(forms["nation"])
        longest = sorted(peoples, key=lambda p: (-len(p), p))
        self.peoples = re.compile(f"(?:{'|'.join(longest)})+$")

    def short(self, name: str, kind: str) -> str:
        for end in self.suffix[kind]:
            if name.endswith(end) and len(name) > len(end) + 1:
                stem = name.removesuffix(end)
                bare = self.peoples.sub("", stem) if len(end) > 1 else stem
                return bare if len(bare) > 1 else stem.removesuffix(self.people)  # 内蒙古, 东乡族自治县
        return ""

    def plain_town(self, name: str) -> str:
        """三源浦朝鲜族镇 → 三源浦镇; nothing for others."""
        end = next((e for e in (f"{self.nation}乡", "镇", "乡") if name.endswith(e)), "")
        stem = name.removesuffix(end)
        bare = self.peoples.sub("", stem)
        return bare + end[-1:] if end and len(bare) > 1 and bare != stem else ""

    def middle(self, name: str, kind: str) -> str:
        """大理白族自治州 → 大理州, 玉龙纳西族自治县 → 玉龙县."""
        for end in self.suffix[kind]:
            if end.startswith(self.autonomous) and name.endswith(end):
                return self.short(name, kind) + end.removeprefix(self.autonomous)
        return ""


def _place(row: Row, shorten: _Shortener, former: Mapping[str, tuple[str, ...]]) -> Place:
    kind = KINDS[row["level"]]
    lon, lat = (Decimal(row[k]) if row[k] else None for k in ("lon", "lat"))
    short = shorten.short(row["name"], kind)
    return Place(
        row["code"], row["name"], kind, row["parent"] or None, short, former.get(row["code"], ()), lon, lat
    )


def _former(
    divisions: Sequence[Row],
    history: Sequence[Row],
    events: Sequence[Row],
    merged: frozenset[str],
    district: str,
) -> dict[str, tuple[str, ...]]:
    """Former names by the code of the successor: from recorded renamings, else the same stem in the same province.

    Those of districts and those of two characters only if given up since RECENT: older ones are words by now
    (先锋区, 露天区).
    """
    counties = {r["code"]: r["name"] for r in divisions if r["level"] == "3"}
    found: dict[str, set[str]] = {}

    def keep(code: str, old: str, year: str) -> None:
        plain = len(old) > 2 and not old.endswith(district)
        if old and old != counties[code] and (plain or int(year) >= RECENT):
            found.setdefault(code, set()).add(old)

    for event in events:
        new = event["new_code"]
        if event["new_name"] == counties.get(new) and event["old_code"] not in merged:
            keep(new, event["old_name"], event["year"])
    stems: dict[tuple[str, str], list[str]] = {}
    for code, name in counties.items():
        stems.setdefault((code[:2], name[:-1]), []).append(code)
    for row in history:
        codes = stems.get((row["code"][:2], row["name"][:-1]), [])
        if len(codes) == 1 and int(row["last"]) >= OLDEST:
            keep(codes[0], row["name"], row["last"])
    return {code: tuple(sorted(names)) for code, names in found.items()}


def _renamed(places: Mapping[str, Place]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, place in places.items():
        for name in place.former:
            found.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def _once(divisions: Sequence[Row], history: Sequence[Row]) -> dict[tuple[str, str], frozenset[str]]:
    cities = {(r["code"][:2], r["name"]): r["code"] for r in divisions if r["level"] == "2"}
    found: dict[tuple[str, str], set[str]] = {}
    for row in history:
        city = cities.get((row["code"][:2], row["city"]))
        if city is not None:
            found.setdefault((row["code"][:2], row["name"]), set()).add(city)
    return {key: frozenset(codes) for key, codes in found.items()}


def _merged(
    divisions: Sequence[Row], history: Sequence[Row], events: Sequence[Row], forms: Mapping[str, object]
) -> list[Row]:
    """Divisions that went up in others since MERGED, as rows of their own: 渝北区 is not all of its successor.

    One that was renamed, or made a district alone, is its successor; so is one whose city has the same name again.
    Of names of two characters only those (郊区) that stand behind their city.
    """
    codes = {r["code"] for r in divisions}
    cities = {(r["code"][:2], r["name"]): r["code"] for r in divisions if r["level"] == "2"}
    counties = [r for r in divisions if r["level"] == "3"]
    stems = {(r["parent"], r["name"][:-1]) for r in counties}
    stems |= {(f"{r['code'][:2]}0000", r["name"][:-1]) for r in counties}  # for those whose city is gone too
    renamed = [e for e in events if e["old_name"] and int(e["year"]) >= MERGED]
    olds = Counter(e["new_code"] for e in renamed)
    new = {(e["new_code"], e["year"]) for e in events if e["type"] == forms["set_up"]}
    alone = {
        e["old_code"]
        for e in renamed
        if olds[e["new_code"]] == 1 and (e["type"] != forms["abolished"] or (e["new_code"], e["year"]) in new)
    }
    common, district = forms["after_city"], str(forms["district"])
    found = []
    for row in history:
        code, name = row["code"], row["name"]
        gone = int(row["last"]) >= MERGED and code not in codes | alone
        parent = cities.get((code[:2], row["city"]), f"{code[:2]}0000")
        again = (parent if name.endswith(district) else f"{code[:2]}0000", name[:-1]) in stems
        lasting = (len(name) > 2 or (isinstance(common, list) and name in common)) and (
            code[:2],
            name,
        ) not in cities
        if gone and lasting and not code.endswith("00") and not again:
            found.append({"code": code, "name": name, "level": "3", "parent": parent, "lon": "", "lat": ""})
    return found


def _former_cities(
    divisions: Sequence[Row], history: Sequence[Row], prefecture: str
) -> dict[str, tuple[str, ...]]:
    """Former names of cities by their code: 襄樊市 of 襄阳市, 晋中地区 of 晋中市."""
    cities = {r["code"]: r["name"] for r in divisions if r["level"] == "2"}
    stems = {(code[:2], name.removesuffix("市")): code for code, name in cities.items()}
    found: dict[str, set[str]] = {}
    for row in history:
        code, name = row["code"], row["name"]
        if not code.endswith("00") or int(row["last"]) < OLDEST or name in cities.values():
            continue
        new = code if code in cities else stems.get((code[:2], name.removesuffix(prefecture)), "")
        if new:
            found.setdefault(new, set()).add(name)
    return {code: tuple(sorted(names)) for code, names in found.items()}


def _forms(
    places: Mapping[str, Place], shorten: _Shortener, tiers: Mapping[str, str], words: Mapping[str, object]
) -> dict[str, Form]:
    full: dict[str, list[str]] = {}
    former: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    provinces = {place.short: place for place in places.values() if place.kind == "Province"}
    for code, place in places.items():
        full.setdefault(place.name, []).append(code)
        middle = shorten.middle(place.name, place.kind)
        if middle and middle != place.name:
            full.setdefault(middle, []).append(code)
        for name in place.former:
            former.setdefault(name, []).append(code)
        if len(place.short) >= 2 and not _is_of_another(place, provinces):
            short.setdefault(place.short, []).append(code)
    forms: dict[str, Form] = {}
    for text, codes in short.items():
        tier = _tier(text, [places[c].kind for c in codes], [tiers.get(c, TIER_SAFE) for c in codes], words)
        forms[text] = Form(text, "short", tuple(codes), tier)
    for text, codes in former.items():  # 襄樊
        stem = text.removesuffix("市")
        city = all(places[c].kind == "City" for c in codes)
        if city and len(stem) > 1 and stem != text and stem not in forms:
            forms[stem] = Form(stem, "short", tuple(codes), TIER_CUE)
    forms.update({text: Form(text, "former", tuple(codes)) for text, codes in former.items()})
    forms.update({text: Form(text, "full", tuple(codes)) for text, codes in full.items()})
    return forms


def _is_of_another(place: Place, provinces: Mapping[str, Place]) -> bool:
    """Whether a place would be called as a province that it does not lie in: 河南蒙古族自治县 is never 河南; 青海海南 is a prefecture."""
    province = provinces.get(place.short)
    return province is not None and place.kind == "County" and place.code[:2] != province.code[:2]


def _tier(text: str, kinds: Sequence[str], tiers: Sequence[str], words: Mapping[str, object]) -> str:
    """The strictest of the tiers; cities, named so often, are a step safer, counties named like a water less safe."""
    tier, never, waters = min(tiers), words["never_bare"], words["water_ends"]
    if "Province" in kinds:
        return TIER_SAFE
    if isinstance(never, list) and text in never:
        return TIER_WORD
    if "City" in kinds:
        return TIER_CUE if tier == TIER_WORD else TIER_SAFE
    return min(tier, TIER_CUE) if text.endswith(tuple(str(waters))) else tier


def _plain(name: str) -> str:
    """The table marks some townships as abolished in brackets: 龙嘴镇（撤销）."""
    return name.partition("（")[0] if "（" in name else name


def _waters(folder: Path) -> dict[str, Water]:
    with (folder / "waters.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {r["name"]: _water(r) for r in rows}


def _water(row: Row) -> Water:
    aliases = tuple(a for a in row.get("aliases", "").split(";") if a)
    provinces = frozenset(code[:2] for code in row.get("counties", "").split(";") if code)
    return Water(row["name"], row["kind"], aliases, provinces)
