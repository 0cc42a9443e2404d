"""A folder → the files in it that may be pages, a line for each that should be and is not, and what else is there.

Names are strings here: a folder may hold a million of them, and each `Path` costs as much as looking at its file.
"""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from kg.made import CORRECTIONS, is_made
from kg.pages.filenames import readable

HIDDEN = (".", "~$")  # what names begin with that are not looked at; Office calls so what it has open
SHOWN = 12  # kinds of files that are named, the most frequent first
ADVICE = (
    ((".doc", ".wps", ".odt", ".ofd", ".caj"), "save as DOCX or PDF"),
    ((".xls", ".et", ".ods"), "save as XLSX or CSV"),
    ((".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz"), "unpack"),
    ((".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"), "run OCR"),
)
OUTSIDE = "is a link that leads out of the folder; give what it leads to by name, or --follow-links"
BY_NAME = "give one by its name to have it read as text"


@dataclass(frozen=True, slots=True)
class Walked:
    """What a folder holds, in order. `others` are the names of files of other kinds."""

    files: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def walk_folder(folder: Path, kinds: Collection[str], *, follow_links: bool = False) -> Walked:
    """Search a folder through, nothing hidden and nothing that a build made; `kinds` are the suffixes of pages.

    A link is followed to a file in the folder, and to nothing outside of it but with `follow_links` (each folder once).
    """
    found, home = Walked(), Path("/") if follow_links else Path(os.path.realpath(folder))
    seen: set[str] = set()

    def refuse(error: OSError) -> None:
        found.faults.append(f"{readable(error.filename)}: cannot be read: {error.strerror}")

    for top, folders, files in os.walk(folder, onerror=refuse, followlinks=follow_links):
        if follow_links and os.path.realpath(top) in seen:
            folders[:] = []
            continue
        seen.add(os.path.realpath(top))
        folders[:] = [os.path.basename(path) for path in _shown(top, folders)]  # noqa: PTH119
        links = (path for path in _shown(top, folders) if _leads_out(path, home))
        found.faults.extend(f"{readable(path)}: {OUTSIDE}" for path in links)
        for path in _shown(top, files):
            _sort_in(path, found, home, kinds)
    return found


def _sort_in(path: str, found: Walked, home: Path, kinds: Collection[str]) -> None:
    name = os.path.basename(path)  # noqa: PTH119
    if name == CORRECTIONS:
        return
    if os.path.splitext(name)[1].lower() not in kinds:  # noqa: PTH122
        found.others.append(readable(path))
    elif not os.path.isfile(path):  # noqa: PTH113 - pathlib raises where a folder cannot be entered
        found.faults.append(f"{readable(path)}: {_why_no_file(path)}")
    elif _leads_out(path, home):
        found.faults.append(f"{readable(path)}: {OUTSIDE}")
    else:
        found.files.append(path)


def _shown(top: str, names: Iterable[str]) -> Iterator[str]:
    paths = (os.path.join(top, name) for name in sorted(names) if not name.startswith(HIDDEN))  # noqa: PTH118
    return (path for path in paths if not is_made(path))


def _leads_out(path: str, home: Path) -> bool:
    """Whether it is a link to what is not in `home`."""
    return os.path.islink(path) and not Path(os.path.realpath(path)).is_relative_to(home)  # noqa: PTH114


def _why_no_file(path: str) -> str:
    try:
        os.stat(path)  # noqa: PTH116
    except OSError as error:
        nowhere = error.errno in (errno.ENOENT, errno.ELOOP)
        return "is a link that leads nowhere" if nowhere else f"cannot be read: {error.strerror}"
    return "is no file but a pipe, a socket or a device"


def tell_others(names: Sequence[str]) -> str:
    """One line on files of other kinds: how many of each, and what to do with them."""
    kinds = Counter(PurePosixPath(name).suffix.lower() or "no suffix" for name in names).most_common()
    shown = ", ".join(f"{kind} {count}" for kind, count in kinds[:SHOWN])
    rest = f", {len(kinds) - SHOWN} kinds more" if len(kinds) > SHOWN else ""
    there = [(sorted({kind for kind, _ in kinds} & set(suffixes)), what) for suffixes, what in ADVICE]
    advice = [f"{what}: {' '.join(mine)}" for mine, what in there if mine]
    of = "a file of another kind was" if len(names) == 1 else f"{len(names)} files of other kinds were"
    return f"{of} not read: {shown}{rest} ({'; '.join([*advice, BY_NAME])})"
