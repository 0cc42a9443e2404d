"""What was called otherwise, or was a division of its own: former names, merged divisions, former cities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kg.gazetteer.rows import Row
from kg.gazetteer.values import Place

RECENT = 2010  # year; names given up since then are still written, whatever they look like
OLDEST = 1985  # year; names given up before it are not looked for
MERGED = 2005  # year; divisions merged since then stay places of their own: pages of the time name them


def former_names(
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


def former_cities(
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


def renamed(places: Mapping[str, Place]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, place in places.items():
        for name in place.former:
            found.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def cities_once(divisions: Sequence[Row], history: Sequence[Row]) -> dict[tuple[str, str], frozenset[str]]:
    cities = {(r["code"][:2], r["name"]): r["code"] for r in divisions if r["level"] == "2"}
    found: dict[tuple[str, str], set[str]] = {}
    for row in history:
        city = cities.get((row["code"][:2], row["city"]))
        if city is not None:
            found.setdefault((row["code"][:2], row["name"]), set()).add(city)
    return {key: frozenset(codes) for key, codes in found.items()}


def merged_divisions(
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
