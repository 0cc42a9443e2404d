"""`corrections.toml` → corrections, and back: what is read is checked, what is written is put behind what stands there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as day
from pathlib import Path

from kg.fresh import fresh
from kg.made import CORRECTIONS
from kg.model import DataError
from kg.toml import quoted, read_toml

REJECT, ACCEPT, CHANGE, SAME, DIFFERENT, THING = "reject", "accept", "change", "same", "different", "thing"
CLAIM = ("subject", "relation", "object", "page", "quote")  # what a claim is told by
TOLD = ("by", "date", "note")  # for people
KEYS = {  # by section: what must be there, and what may
    REJECT: (("subject", "relation"), (*CLAIM[2:], *TOLD)),
    ACCEPT: (("subject", "relation"), (*CLAIM[2:], *TOLD)),
    CHANGE: (("subject", "relation"), (*CLAIM[2:], "to", "to_relation", "to_subject", *TOLD)),
    SAME: (("kind", "names"), TOLD),
    DIFFERENT: (("kind", "names"), TOLD),
    THING: (("name",), ("kind", "page", "rename", "class", "place", *TOLD)),
}
NEW = {CHANGE: ("to", "to_relation", "to_subject"), THING: ("rename", "class", "place")}  # one at least
HEAD = re.compile(r"(?m)^[ \t]*\[\[[ \t]*(\w+)[ \t]*\]\]")


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry: what it does, by what it says; `where` is file and line."""

    action: str
    values: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()  # of same and different
    where: str = ""

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")

    @property
    def text(self) -> str:
        """What it is about, and where it stands."""
        if self.names:
            said = " = ".join(self.names) if self.action == SAME else " ≠ ".join(self.names)
        elif self.action == THING:
            said = " ".join((self["name"], *(f"{key} {self[key]}" for key in NEW[THING] if self[key])))
        else:
            said = " ".join(filter(None, (self[key] for key in CLAIM)))
        return f"{self.where}: {self.action} {said}"

    @property
    def told(self) -> str:
        """What the graph says of it: who, when and why."""
        new = [f"{key.removeprefix('to_')} → {self[key]}" for key in NEW.get(self.action, ()) if self[key]]
        what = f"{self.action} {', '.join(new)}" if new else self.action
        return " · ".join(filter(None, (what, *(self[key] for key in TOLD))))


def load_corrections(*paths: Path) -> tuple[Correction, ...]:
    """The entries of files, each in its order. Raises DataError for the first mistake in them."""
    seen = dict.fromkeys(path.resolve() for path in paths)
    return tuple(one for path in seen for one in _read(path))


def find_files(folders: Iterable[Path]) -> tuple[Path, ...]:
    """`corrections.toml` in each of the folders that has one."""
    return tuple(path for folder in folders if _is_file(path := folder / CORRECTIONS))


def _is_file(path: Path) -> bool:
    """No error for a name that is too long."""
    try:
        return path.is_file()
    except OSError:
        return False


def check(action: str, values: Mapping[str, object], where: str) -> Correction:
    """An entry of one's own making. Raises DataError for what is missing, unknown or of the wrong form."""
    if action not in KEYS:
        raise DataError(f"{where}: unknown section '{action}'; known: {', '.join(KEYS)}")
    must, may = KEYS[action]
    for key in values:
        if key not in (*must, *may):
            raise DataError(f"{where}: unknown key '{key}'; [[{action}]] knows {', '.join((*must, *may))}")
    for key in must:
        if not values.get(key):
            raise DataError(f"{where}: [[{action}]] wants {' and '.join(must)}")
    wanted = NEW.get(action, ())
    if wanted and not any(values.get(key) for key in wanted):
        raise DataError(f"{where}: [[{action}]] wants one of {', '.join(wanted)}")
    names = values.get("names", ())
    many = isinstance(names, Sequence) and not isinstance(names, str) and len(names) > 1
    if "names" in must and not many:
        raise DataError(f'{where}: names = ["…", "…"]: two names or more')
    texts = {key: _text(value, f"{where}: {key}") for key, value in values.items() if key != "names"}
    return Correction(action, texts, tuple(_text(n, f"{where}: names") for n in names), where)  # type: ignore[attr-defined]


def add_correction(path: Path, correction: Correction) -> None:
    """Put an entry behind what stands in the file, which is made if it is not there; comments stay."""
    before = _text_of(path) if path.exists() else ""
    if before.strip():
        _entries(before, path)  # a file with a mistake in it is not written on
        before = before.rstrip("\n") + "\n\n"
    text = before + as_toml(correction)
    _entries(text, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with fresh(path) as new:
        new.write_text(text, "utf-8")


def as_toml(correction: Correction) -> str:
    """An entry as the file has it."""
    rows: list[tuple[str, str]] = [(key, quoted(text)) for key, text in correction.values.items() if text]
    if correction.names:
        rows.insert(1, ("names", f"[{', '.join(map(quoted, correction.names))}]"))
    return "\n".join((f"[[{correction.action}]]", *(f"{key} = {text}" for key, text in rows))) + "\n"


def _read(path: Path) -> tuple[Correction, ...]:
    return _entries(_text_of(path), path)


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: is not text in UTF-8") from error


def _entries(text: str, path: Path) -> tuple[Correction, ...]:
    try:
        table = read_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: cannot be read as TOML: {error}") from error
    found = [
        (line, check(section, row, f"{path.name} line {line}"))
        for section, rows in table.items()
        for line, row in zip(_lines(text, section), _rows(section, rows, path), strict=False)
    ]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _rows(section: str, rows: object, path: Path) -> Sequence[Mapping[str, object]]:
    if section not in KEYS:
        raise DataError(f"{path.name}: unknown section '{section}'; known: {', '.join(KEYS)}")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataError(f"{path.name}: {section}: written as [[{section}]] and the lines below it")
    return rows


def _lines(text: str, section: str) -> Iterator[int]:
    """The lines of the heads of a section, in order."""
    for head in HEAD.finditer(text):
        if head[1] == section:
            yield text.count("\n", 0, head.start(1)) + 1


def _text(value: object, where: str) -> str:
    if isinstance(value, day):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise DataError(f"{where}: text is wanted")
    return str(value).strip()
