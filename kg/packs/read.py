"""A folder of the user's as a pack: what `pack.toml` says, what of the folder is read, and what nothing reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kg.faults import near
from kg.model import DataError
from kg.ontology import PACK
from kg.tables import read_table

RULES, QUESTIONS, QUERIES, LEXICON, GAZETTEER = "rules", "questions", "queries", "lexicon", "gazetteer"
PAGES, GOLD, ASKS = "pages", "gold", "asks.txt"
FOLDERS: Mapping[str, tuple[str, ...]] = {  # what is read in each folder: endings, or names
    RULES: (".toml",),
    QUESTIONS: (".toml",),
    QUERIES: (".rq",),
    LEXICON: ("heads.tsv", "verbs.tsv", "events.tsv", "grammar.tsv"),
    GAZETTEER: ("waters.csv", "villages.csv", "villages.csv.gz"),
    GOLD: (".gold", ".json", ASKS),
}
FILES = (PACK, "kg.ttl", "indicators.toml", "units.toml", "bodies.csv", "identity.toml", "corrections.toml")
OTHERS = ("README", "LICENSE", "LICENCE", "NOTICE", "CHANGELOG")  # for people
KEYS = ("name", "version", "licence", "zh", "en", "needs", "floor")


@dataclass(frozen=True, slots=True)
class Pack:
    """What a folder says of itself."""

    name: str
    version: str = ""
    licence: str = ""
    needs: tuple[str, ...] = ()
    floor: Decimal = Decimal(0)  # of F1 on its gold, below which its test fails


def read_pack(folder: Path) -> Pack:
    """Raises DataError for a key that is not known, or holds something else than it should."""
    path = folder / PACK
    if not path.is_file():
        return Pack(folder.name)
    table = read_table(path)
    for key, value in table.items():
        if key not in KEYS:
            raise DataError(f"{path}: unknown key '{key}'{near(key, KEYS)}; known: {', '.join(KEYS)}")
        if key == "needs" and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise DataError(f'{path}: needs must be a list of folders: needs = ["../schools"]')
        if key == "floor" and (
            isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1
        ):
            raise DataError(f"{path}: floor is {value!r}; a number from 0 to 1 is wanted")
        if key not in ("needs", "floor") and not isinstance(value, str):
            raise DataError(f"{path}: {key} is {value!r}; a text in quotes is wanted")
    needs = table.get("needs", [])
    return Pack(
        str(table.get("name") or folder.name),
        str(table.get("version", "")),
        str(table.get("licence", "")),
        tuple(needs) if isinstance(needs, list) else (),
        Decimal(str(table.get("floor", 0))),
    )


def unread(folder: Path) -> tuple[str, ...]:
    """A line for each file of a folder that nothing reads."""
    return tuple(_unread(folder))


def _unread(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        name = path.name
        if name.startswith((".", *OTHERS)) or name in FILES or name == PAGES:
            continue
        if path.is_dir() and name in FOLDERS:
            yield from _inside(path, FOLDERS[name])
        elif path.suffix != ".md":
            yield f"{path}: nothing reads it{near(name, (*FILES, *FOLDERS, PAGES))}"


def _inside(folder: Path, read: tuple[str, ...]) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        known = any(path.suffix == each if each.startswith(".") else path.name == each for each in read)
        if not (path.is_file() and known) and not path.name.startswith("."):
            yield f"{path}: nothing reads it; read are {', '.join(read)}{near(path.name, read)}"
