"""Where the ontology lies, beside the package in a checkout or inside it in an installed wheel; and the folders that add to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kg.model import DataError
from kg.tables import read_table

_PACKAGE = Path(__file__).resolve().parent
PACK = "pack.toml"
WHOLE = "lexicon"  # a folder with kg.ttl and this is an ontology of its own

# what a folder of the user's may hold
OWN = (
    "rules",
    "kg.ttl",
    PACK,
    "indicators.toml",
    "units.toml",
    "questions",
    "queries",
    "lexicon",
    "gazetteer",
    "bodies.csv",
    "identity.toml",
)


def ontology_folder(given: Path | None = None) -> Path:
    """The folder that holds `kg.ttl`, `rules/` and all else: `given` if it does, else ours. `given` may be several folders.

    Raises DataError if one of them holds neither an ontology nor anything to add to ours.
    """
    for folder in _given(given):
        if not _adds(folder):
            raise DataError(
                f"no ontology at {folder}: a folder with kg.ttl, rules/ and gazetteer/ is wanted, or one with rules/ to add to ours"
            )
        if _whole(folder):
            return folder
    places = [_PACKAGE / "_ontology", _PACKAGE.parent / "ontology"]
    for place in places:
        if (place / "kg.ttl").is_file():
            return place
    raise DataError(f"no ontology at {places[-1]}: a folder with kg.ttl, rules/ and gazetteer/ is wanted")


def own_folders(given: Path | None) -> tuple[Path, ...]:
    """The folders whose rules and tables are added to ours, those that a pack needs before it.

    Raises DataError for a pack that needs a folder that is not there.
    """
    found: list[Path] = []
    for folder in _given(given):
        if not _whole(folder) and _adds(folder):
            _add(folder, found, ())
    return tuple(found)


def several(folders: list[Path]) -> Path | None:
    """Several folders as one path, as PATH has them: `schools:power`; None of none."""
    return Path(os.pathsep.join(map(str, folders))) if folders else None


def _given(given: Path | None) -> Iterator[Path]:
    if given is None:
        return
    if given.exists():
        yield given
        return
    yield from (Path(part) for part in str(given).split(os.pathsep) if part)


def _add(folder: Path, found: list[Path], above: tuple[Path, ...]) -> None:
    """The folder behind those that its `pack.toml` needs."""
    here = folder.resolve()
    if here in above or any(here == known.resolve() for known in found):
        return
    for name in _needed(folder):
        other = folder / name
        if not _adds(other):
            raise DataError(f"{folder / PACK}: needs '{name}', and there is no pack at {other}")
        _add(other, found, (*above, here))
    found.append(folder)


def _needed(folder: Path) -> list[str]:
    if not (folder / PACK).is_file():
        return []
    needs = read_table(folder / PACK).get("needs", [])
    if not isinstance(needs, list) or not all(isinstance(n, str) for n in needs):
        raise DataError(f'{folder / PACK}: needs must be a list of folders: needs = ["../schools"]')
    return needs


def _whole(folder: Path) -> bool:
    return (folder / "kg.ttl").is_file() and (folder / WHOLE / "words.tsv").is_file()


def _adds(folder: Path) -> bool:
    return any((folder / name).exists() for name in OWN)
