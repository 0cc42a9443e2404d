"""Whether the outputs that stand are those of this build already: a note of what they were made from, beside the shards."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

from kg.fresh import fresh
from kg.graph import generation
from kg.link.identity import FILE as IDENTITY
from kg.made import ERRORS, HTML, SHARDS, STORE, TURTLE
from kg.outputs import Summary

FILE = "made.json"
PAGE = Path(__file__).parent / "view" / "page"
LOGS = ("LOG", "LOCK", "OPTIONS", "IDENTITY")  # of the store: what opening it may touch


def mark(
    shards: Sequence[str],
    folders: Sequence[Path],
    *,
    base_iri: str,
    max_errors: float,
    texts: bool = True,
    corrections: str = "",
) -> str:
    """A hash of all that the outputs are made from: shards by their names, which stand for pages, rules and code, and
    what comes in after them, the scripts and styles of the page among it."""
    page = [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(PAGE.iterdir())]
    tables = [path.read_bytes().hex() if path.is_file() else "" for path in (f / IDENTITY for f in folders)]
    parts = json.dumps([*shards, *page, *tables, base_iri, max_errors, texts, corrections])
    return hashlib.sha256(parts.encode()).hexdigest()


def standing(mark: str, out: Path) -> Summary | None:
    """The summary of the build that made the outputs in `out`, if it had this mark and they are as it left them."""
    noted = _noted(out)
    try:
        if noted.get("mark") != mark:
            return None
        summary = noted["summary"]
        told = {field.name: _tuples(summary[field.name]) for field in fields(Summary)}  # type: ignore[index]
        files = tuple(out / name for name in summary["files"])  # type: ignore[index]
    except (KeyError, TypeError, RecursionError):  # something else wrote it
        return None
    return replace(Summary(**told), files=files, unchanged=True)  # type: ignore[arg-type]


def stands(out: Path) -> str:
    """The mark of the build that made the outputs, if they are as it left them; else nothing."""
    return str(_noted(out).get("mark", ""))


def _noted(out: Path) -> dict[str, object]:
    """What is noted of the outputs, if they are so; else nothing."""
    try:
        noted = json.loads((out / SHARDS / FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):  # something else wrote it
        return {}
    return noted if isinstance(noted, dict) and noted.get("files") == _sizes(out) else {}


def note(mark: str, summary: Summary, out: Path) -> None:
    """Keep what the outputs are. What has changed since is seen by size and time."""
    told = {field.name: getattr(summary, field.name) for field in fields(Summary)}
    told["files"] = [path.name for path in summary.files]
    text = json.dumps({"mark": mark, "files": _sizes(out), "summary": told}, ensure_ascii=False)
    with fresh(out / SHARDS / FILE) as new:
        new.write_text(text, "utf-8")


def add(out: Path, name: str, write: Callable[[Path], object]) -> None:
    """Have `write` write one more output, and note that it is there."""
    noted = _noted(out)
    generation.add(out, name, write)
    if noted:
        noted["files"] = _sizes(out)
        with fresh(out / SHARDS / FILE) as new:
            new.write_text(json.dumps(noted, ensure_ascii=False), "utf-8")


def forget(out: Path) -> None:
    """Before the outputs change."""
    (out / SHARDS / FILE).unlink(missing_ok=True)


def _sizes(out: Path) -> list[list[str | int]]:
    return [[path.relative_to(out).as_posix(), *_state(path)] for path in _outputs(out) if path.is_file()]


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _outputs(out: Path) -> Iterator[Path]:
    yield from (out / name for name in (TURTLE, HTML, ERRORS))
    yield from _kept(sorted((out / STORE).rglob("*")))


def _kept(paths: Iterable[Path]) -> Iterator[Path]:
    return (path for path in paths if not path.name.startswith(LOGS))


def _tuples(value: object) -> object:
    """What JSON reads as lists, as the tuples that were written."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
