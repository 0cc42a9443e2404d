"""The outputs of one build as one folder, which takes the place of the one before by one renaming.

`graph.ttl`, `graph.html` and `store` are links through `.made`, a link to the folder of the generation that stands:
whoever opens them sees one generation, and a kill at any time leaves the old one or the new. Where there are no links
(Windows without the right to make them), the outputs are renamed one after the other.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from kg.fresh import fresh
from kg.made import CURRENT, HTML, STORE, TURTLE

NAMES = (TURTLE, HTML, STORE)


def begin(out: Path) -> Path:
    """An empty folder for the next generation; what builds that died left is removed."""
    out.mkdir(parents=True, exist_ok=True)
    prune(out)
    folder = out / f"{CURRENT}-{os.getpid()}"
    if folder.exists():  # it stands, made by a process of this number before
        folder = folder.with_name(f"{folder.name}-next")
    folder.mkdir()
    return folder


def prune(out: Path) -> None:
    """Remove all generations but the one that stands, and unfinished links."""
    standing = current(out)
    for path in out.glob(f"{CURRENT}-*"):
        if path.is_symlink():
            path.unlink(missing_ok=True)
        elif standing is None or path.name != standing.name:
            shutil.rmtree(path, ignore_errors=True)


def current(out: Path) -> Path | None:
    """The folder of the generation that stands; None where there is none, or no links are."""
    with suppress(OSError):
        return out / (out / CURRENT).readlink()
    return None


def switch(folder: Path, out: Path) -> None:
    """Have the outputs in `folder` stand, and the ones before gone. One renaming is the moment at which this is true."""
    for path in _files(folder):
        _sync(path)
    try:
        _adopt(out)
        for name in (
            name for name in NAMES if (folder / name).exists()
        ):  # of a first build they lead nowhere yet
            _point(out / name, f"{CURRENT}/{name}")
        _point(out / CURRENT, folder.name)
        _unpoint(out)
    except (OSError, NotImplementedError):
        if current(out) is not None:
            raise
        _rename(folder, out)
        return
    prune(out)


def add(out: Path, name: str, write: Callable[[Path], object]) -> None:
    """Write one more output of the generation that stands."""
    folder = current(out)
    with fresh((folder or out) / name) as new:
        write(new)
    if folder is not None:
        _point(out / name, f"{CURRENT}/{name}")


def _unpoint(out: Path) -> None:
    """Remove the links to outputs that this generation does not have."""
    for link in (out / name for name in NAMES):
        if link.is_symlink() and not link.exists():
            link.unlink()


def _point(link: Path, target: str) -> None:
    """Have a link lead to a target, by renaming another over it."""
    if link.is_symlink() and os.fspath(link.readlink()) == target:
        return
    new = link.with_name(f"{CURRENT}-link-{os.getpid()}")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    try:
        new.replace(link)
    finally:
        new.unlink(missing_ok=True)
    _sync(link.parent)


def _adopt(out: Path) -> None:
    """Make outputs that an earlier version left, which are no links, a generation that stands; a kill may come between."""
    loose = [n for n in NAMES if (out / n).exists() and not (out / n).is_symlink()]
    if not loose:
        return
    old = current(out) or out / f"{CURRENT}-old"
    if current(out) is None:
        old.mkdir(exist_ok=True)
        for name in (TURTLE, HTML):
            if name in loose:
                (old / name).unlink(missing_ok=True)
                os.link(out / name, old / name)
        _point(out / CURRENT, old.name)
    for name in (TURTLE, HTML):
        _point(out / name, f"{CURRENT}/{name}")
    if STORE in loose and (old / STORE).exists():
        shutil.rmtree(out / STORE)
    elif STORE in loose:
        (out / STORE).rename(old / STORE)  # `read_store` finds it there until the link stands


def _rename(folder: Path, out: Path) -> None:
    from kg.graph.store import replace_store

    (folder / TURTLE).replace(out / TURTLE)
    replace_store(folder / STORE, out / STORE)
    if (folder / HTML).exists():
        (folder / HTML).replace(out / HTML)
    else:
        (out / HTML).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _files(folder: Path) -> Iterator[Path]:
    for top, _, names in os.walk(folder):
        yield from (Path(top, name) for name in names)
        yield Path(top)


def _sync(path: Path) -> None:
    """Have what was written be on the disk; Windows does not open folders for that."""
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
