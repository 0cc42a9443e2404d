"""Rules and tables as they are once loaded, kept in the user's cache folder: to load them anew takes a second.

A file there is named by a hash of all that it is made from (`kg.shards.plan.fingerprint`: rules, tables, our code, the
versions of Python and of packages), so a changed rule is never missed. Whatever is wrong with a file or with the folder,
the tools are loaded as if there were none; whoever deletes one loses a second.
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
OWN = "kg."  # our modules; of others only what these are made of
OTHERS = {
    ("builtins", "frozenset"), ("builtins", "set"), ("collections", "Counter"), ("decimal", "Decimal"), ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
}  # fmt: skip
WRITABLE = stat.S_IWGRP | stat.S_IWOTH


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
        _write(path, _pickled(tools))
        for old in sorted(path.parent.glob("tools-*"), key=_used)[:-KEPT]:
            old.unlink(missing_ok=True)


def _path(key: str) -> Path | None:
    folder = cache_folder()
    whole = f"{key} {sys.implementation.cache_tag} {sys.byteorder}"
    return folder / f"tools-{hashlib.sha256(whole.encode()).hexdigest()[:32]}" if folder else None


def _read(path: Path) -> bytes | None:
    """What stands behind the hash, if it is whole and nobody but the user can have written it."""
    try:
        with path.open("rb") as file:
            state = os.fstat(file.fileno())
            if state.st_mode & WRITABLE or (hasattr(os, "getuid") and state.st_uid != os.getuid()):
                return None
            digest, data = file.read(HASH), file.read()
    except OSError:
        return None
    return data if hashlib.sha256(data).digest() == digest else None


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
        """Nothing but our classes and what they hold."""
        if not module.startswith(OWN) and (module, name) not in OTHERS:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of the tools")
        found: Callable[..., object] = super().find_class(module, name)
        return found
