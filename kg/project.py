"""`kg.toml`, a user's project file: where their own rules and tables lie."""

from __future__ import annotations

import tomllib
from pathlib import Path

from kg.model import DataError
from kg.ontology import several
from kg.toml import read_toml

FILE = "kg.toml"
_KEYS = {"ontology"}


def project_ontology(folder: Path) -> Path | None:
    """The folder or folders that `ontology = "…"` in `folder`/kg.toml names, relative to it; None without such a file.

    Raises DataError for bad TOML, an unknown key or a folder that is not there.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        data = read_toml(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path}: cannot be read as TOML: {error}") from error
    if unknown := sorted(set(data) - _KEYS):
        raise DataError(f"{path}: unknown key '{unknown[0]}'; known: {', '.join(sorted(_KEYS))}")
    named = data.get("ontology")
    if named is None:
        return None
    names = named if isinstance(named, list) else [named]
    for name in names:
        if not isinstance(name, str) or not (folder / name).is_dir():
            raise DataError(f"{path}: ontology: there is no folder '{name}'")
    return several([folder / str(name) for name in names])
