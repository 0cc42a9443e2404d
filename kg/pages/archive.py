"""ZIP archives of pages, bounded against bombs and tricks with paths."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from kg.model import DataError
from kg.pages.filenames import readable
from kg.pages.parsing import parsing

MEMBERS = 20_000  # files in an archive
LARGEST = 300 * 2**20  # bytes of one file, unpacked
TOTAL = 4 * 2**30  # bytes of all files, unpacked
RATIO = 200  # times its packed size that a file may grow to; text packs 3 to 10 times
SMALL = 2**20  # bytes below which the ratio does not count
UTF8_FLAG = (
    0x800  # in a member's flags: its name is in UTF-8, else in the code page of the machine that packed it
)


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of an archive that may be pages, by the name to show and the name in the archive; one line for each refused.

    `others` are the names of files of other kinds.
    """

    members: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]
    others: tuple[str, ...]


def list_archive(path: Path, suffixes: frozenset[str]) -> Listing:
    """The members with a suffix of a page, sorted. Raises DataError for what is no archive or is too big to be one."""
    members: list[tuple[str, str]] = []
    faults: list[str] = []
    others: list[str] = []
    with _opened(path) as archive:
        names = Counter(info.filename for info in archive.infolist())
        faults += (
            f"{readable(path)}/{readable(name)}: stands {n} times in the archive; the last is read"
            for name, n in names.items()
            if n > 1
        )
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > MEMBERS or sum(info.file_size for info in infos) > TOTAL:
            raise DataError(
                f"{readable(path)}: holds more than {MEMBERS:,} files or {TOTAL >> 30} GB; unpack it and give the folder"
            )
        for info in (archive.NameToInfo[name] for name in dict.fromkeys(info.filename for info in infos)):
            shown = _name(info)
            why = _refused(shown, info, suffixes)
            if why:
                faults.append(f"{readable(path)}/{shown}: {why}")
            elif not _hidden(shown):
                of_pages = PurePosixPath(shown).suffix.lower() in suffixes
                members.extend([(shown, info.filename)] if of_pages else ())
                others.extend(() if of_pages else [shown])
    return Listing(tuple(sorted(members)), tuple(sorted(faults)), tuple(sorted(others)))


def read_member(path: Path, name: str) -> bytes:
    """The bytes of one file of an archive, never more than it says that it has. Raises DataError when it cannot be read."""
    with (
        parsing(f"{readable(path)}/{name}", "cannot be unpacked"),
        _kept_open(path).open(name) as file,
    ):
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise DataError(f"{readable(path)}/{name}: is more than {LARGEST >> 20} MB")
    return data


def member_size(path: Path, name: str) -> int:
    """The bytes that a file of an archive says that it has, unpacked. Raises DataError when it cannot be read."""
    with parsing(f"{readable(path)}/{name}", "cannot be unpacked"):
        return _kept_open(path).getinfo(name).file_size


def _kept_open(path: Path) -> zipfile.ZipFile:
    """The archive that is read, whose members come one after the other: its list is read once, not for each."""
    state = path.stat()
    return _listed(
        path, (state.st_mtime_ns, state.st_size, os.getpid())
    )  # a forked process would move our place in it


@lru_cache(maxsize=1)
def _listed(path: Path, state: tuple[int, ...]) -> zipfile.ZipFile:
    return _opened(path)


def _opened(path: Path) -> zipfile.ZipFile:
    with parsing(readable(path), "is no readable ZIP archive"):
        return zipfile.ZipFile(path)


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: Chinese Windows packs names in GBK, which zipfile reads as code page 437."""
    if info.flag_bits & UTF8_FLAG:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _refused(name: str, info: zipfile.ZipInfo, suffixes: frozenset[str]) -> str:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts or name.startswith(("/", "\\")) or ":" in name:
        return "a path that leads out of the archive"
    if name.lower().endswith(".zip"):
        return "an archive inside an archive is not read; unpack it first"
    if PurePosixPath(name).suffix.lower() not in suffixes:
        return ""
    if info.file_size > LARGEST:
        return f"is more than {LARGEST >> 20} MB"
    if info.file_size > SMALL and info.file_size > RATIO * max(info.compress_size, 1):
        return f"grows to more than {RATIO} times its packed size: no text does"
    return ""


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)
