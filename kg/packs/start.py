"""`kg init`: a folder with one class, one relation, one name rule, a page with its gold and its questions, that passes."""

from __future__ import annotations

import re
from pathlib import Path

from kg.model import DataError
from kg.ontology import ontology_folder
from kg.schema import load_schema
from kg.toml import quoted

TEMPLATE = "template"  # folder of an ontology
_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")
_WORD = re.compile(r"[^\W\d_]{2,8}")


def start_pack(folder: Path, kind: str, zh: str) -> tuple[Path, ...]:
    """Write the folder; the files written. Raises DataError for a name that is none, and where the folder holds something."""
    if not _CLASS.fullmatch(kind):
        raise DataError(f"--class {kind}: a name in letters A to Z is wanted, such as School")
    if not _WORD.fullmatch(zh):
        raise DataError(f"--zh {zh}: a noun in Chinese is wanted, that names of such things end in")
    source = ontology_folder() / TEMPLATE
    schema = load_schema(ontology_folder())
    if kind in schema.classes or zh in {
        label for (name, _), label in schema.labels.items() if name in schema.classes
    }:
        raise DataError(f"there is a class {kind} or {zh} already; give another with --class and --zh")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(f"{folder}: is there already, and not empty; give another name")
    name = folder.name.encode("utf-8", "replace").decode()
    words = {"FIELD": name, "CLASS": kind, "ZH": zh, "EN": _spaced(kind), "ID": kind.lower()}
    made = []
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        text = path.read_text("utf-8")
        text = text.replace('"@FIELD@"', quoted(name))  # of TOML
        for key, value in words.items():
            text = text.replace(f"@{key}@", value)
        at = folder / path.relative_to(source)
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_text(text, "utf-8")
        made.append(at)
    return tuple(made)


def _spaced(kind: str) -> str:
    """ScienceHall → science hall."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", kind).lower()
