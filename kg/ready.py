"""Rules and tables as they are once loaded, kept in the user's cache folder: to load them anew takes a second.

A file there is named by a hash of all that it is made from (`kg.shards.plan.fingerprint`: rules, tables, our code, the
versions of Python and of packages), so a changed rule is never missed. A pickle can do whatever its names can: only PARTS
are taken, and only from a folder that is the user's and closed to others (0700). Whatever is wrong with a file or with
the folder, the tools are loaded as if there were none; whoever deletes one loses a second.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import io
import os
import pickle
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeGuard

from kg.patterns import restored, taken_apart

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from kg.extract import Tools

NAME = "shanhe-kg"  # of the folder
KEPT = 4  # files: one each of the ontologies that are in use
HASH = 32  # bytes before the pickle: its SHA-256
PARTS = {  # all that a file may name, by module
    "decimal": ("Decimal",),
    "pathlib": ("PosixPath", "WindowsPath"),
    "kg.extract.tools": ("Tools",),
    "kg.facts.stage_words": ("Stage", "StageWords"),
    "kg.gazetteer.values": ("Form", "Gazetteer", "Place", "Water"),
    "kg.language.classes": ("WordClasses",),
    "kg.language.lexicon": ("Lexicon",),
    "kg.rules.bodies": ("Bodies",),
    "kg.names.find": ("NameFinder",),
    "kg.names.grammar": ("Grammar",),
    "kg.names.known": ("KnownNames",),
    "kg.names.lists": ("ListFinder",),
    "kg.names.notices": ("NoticeWords",),
    "kg.names.places": ("PlaceFinder",),
    "kg.names.rivers": ("RiverFinder",),
    "kg.names.scorer": ("NameScorer",),
    "kg.names.signs": ("SignFinder",),
    "kg.names.villages": ("VillageFinder",),
    "kg.pages.cues": ("PageCues",),
    "kg.patterns": ("restored",),
    "kg.ready": ("_made", "_read_only"),
    "kg.rules.index": ("Index",),
    "kg.rules.indicators": ("Form", "Indicators"),
    "kg.rules.model": (
        *(
            "AnaphorRule",
            "Example",
            "Frame",
            "GazetteerRule",
            "Made",
            "Modality",
            "NameRule",
            "RelationRule",
            "RuleBook",
        ),
        "SumRole",
    ),
    "kg.rules.pattern": ("Pattern", "Slot", "Step"),
    "kg.rules.slots": ("SlotCodes",),
    "kg.rules.own": ("OwnClasses",),
    "kg.schema.values": ("OwnClass", "Relation", "Schema"),
    "kg.story.home": ("SceneWords",),
    "kg.text.slips": ("Slip",),
    "kg.text.traditional": ("Traditional",),
    "kg.text.units": ("Bare", "Rate", "UnitWord", "Units"),
    "kg.text.words": ("part_of_speech", "words"),
}
WRITABLE, SHARED = stat.S_IWGRP | stat.S_IWOTH, stat.S_IRWXG | stat.S_IRWXO
NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # Windows has none


def cache_folder() -> Path | None:
    """`$XDG_CACHE_HOME/shanhe-kg`, else `~/.cache/shanhe-kg`; None where there is no home."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    if Path(given).is_absolute():
        return Path(given) / NAME
    try:
        return Path.home() / ".cache" / NAME
    except RuntimeError:
        return None


def find_tools(key: str, folder: Path) -> Tools | None:
    """The tools that were kept under `key`, of an ontology at `folder`; None where there are none to be trusted."""
    path = _path(key)
    data = _read(path) if path else None
    if path is None or data is None:
        return None
    collects = gc.isenabled()
    gc.disable()
    try:
        tools: Tools = _Unpickler(io.BytesIO(data)).load()
        os.utime(path)
    except (OSError, pickle.UnpicklingError):
        return None
    finally:
        gc.freeze()  # as `kg.extract.load_tools` does
        if collects:
            gc.enable()
    return replace(tools, folder=folder)


def keep_tools(key: str, tools: Tools) -> None:
    """Write a file of them, all of it or none, and delete those that were not used for longest."""
    path = _path(key)
    if path is None:
        return
    with suppress(OSError):  # a home that cannot be written, a full disk
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _private(path.parent):
            return
        _write(path, _pickled(tools))
        for old in sorted(path.parent.glob("tools-*"), key=_used)[:-KEPT]:
            old.unlink(missing_ok=True)


def _path(key: str) -> Path | None:
    folder = cache_folder()
    whole = f"{key} {sys.implementation.cache_tag} {sys.byteorder}"
    return folder / f"tools-{hashlib.sha256(whole.encode()).hexdigest()[:32]}" if folder else None


def _read(path: Path) -> bytes | None:
    """What stands behind the hash, if it is whole and nobody but the user can have written it. No link is followed."""
    try:
        if not _private(path.parent):
            return None
        with os.fdopen(os.open(path, os.O_RDONLY | NO_LINK), "rb") as file:
            state = os.fstat(file.fileno())
            if state.st_mode & WRITABLE or not _ours(state):
                return None
            digest, data = file.read(HASH), file.read()
    except OSError:
        return None
    return data if hashlib.sha256(data).digest() == digest else None


def _private(folder: Path) -> bool:
    """Whether it is a folder, no link to one, of the user, whom alone it lets in. Windows keeps profiles apart itself."""
    state = folder.lstat()
    if not hasattr(os, "getuid"):
        return stat.S_ISDIR(state.st_mode)
    return stat.S_ISDIR(state.st_mode) and _ours(state) and not state.st_mode & SHARED


def _ours(state: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or state.st_uid == os.getuid()


def _write(path: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # readable by the user alone
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(data).digest())
            file.write(data)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another process deleted it
        return 0.0


def _pickled(tools: Tools) -> bytes:
    file = io.BytesIO()
    _Pickler(file, pickle.HIGHEST_PROTOCOL).dump(replace(tools, folder=Path()))
    return file.getvalue()


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: object) -> tuple[Callable[..., object], tuple[object, ...]]:
        """What pickle cannot do, patterns, which it would compile again, and our values, which it makes slowly."""
        if isinstance(value, re.Pattern):
            return restored, taken_apart(value)
        if isinstance(value, MappingProxyType):
            return _read_only, (dict(value),)
        if _is_plain(value):
            return _made, (type(value), *(_kept(value, field) for field in fields(value)))
        return NotImplemented  # type: ignore[no-any-return]


def _is_plain(value: object) -> TypeGuard[DataclassInstance]:
    """A value of ours that is no more than its fields."""
    own = vars(type(value))
    return is_dataclass(value) and "__slots__" in own and "__reduce__" not in own


def _kept(value: object, field: Field[object]) -> object:
    """A field's content; of one that only spares work (no part of what a value is equal by), what it begins with."""
    if field.compare or field.default_factory is MISSING:
        return getattr(value, field.name)
    return field.default_factory()


def _made(kind: type, *values: object) -> object:
    """A value of ours by its fields: of frozen ones a fourth of the time that `dataclasses` takes."""
    made: object = object.__new__(kind)
    for put, value in zip(_puts(kind), values, strict=True):
        put(made, value)
    return made


@functools.cache
def _puts(kind: type) -> tuple[Callable[[object, object], None], ...]:
    return tuple(getattr(kind, field.name).__set__ for field in fields(kind))


def _read_only(table: dict[str, object]) -> Mapping[str, object]:
    return MappingProxyType(table)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Callable[..., object]:
        """Nothing but PARTS: a name with dots could reach through a module of ours to any other."""
        if name not in PARTS.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} is no part of the tools")
        found: Callable[..., object] = super().find_class(module, name)
        return found
