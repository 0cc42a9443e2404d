"""Find pages and read them: files and folders to Documents."""

from __future__ import annotations

import codecs
import glob
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.made import is_made
from kg.model import DataError, Document
from kg.pages.archive import list_archive, read_member
from kg.pages.encoding import encoding_of
from kg.pages.filenames import readable, spell
from kg.pages.formats import Text, is_plain, read_text
from kg.pages.walk import Walked, tell_others, walk_folder
from kg.text.fold import fold
from kg.text.masthead import find_page_date

SUFFIXES = frozenset(
    {".txt", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".epub", ".xlsx", ".xlsm", ".csv", ".tsv"}
)
PLAIN = (".txt", ".md")
ARCHIVE = ".zip"
WHOLE = 4 * 2**20  # bytes of a plain text that is read as one
PART = 200_000  # characters of a part of a longer one
DAMAGED = 0.02  # of the characters of a long text may be broken ones
CHUNK = 2**20  # bytes read at a time


@dataclass(frozen=True, slots=True)
class Page:
    """A file to read: its path, its identifier, and its path relative to the folder that holds all inputs.

    `member` is its name inside the archive at `path`, if it lies in one.
    """

    path: Path
    identifier: str
    source: str
    member: str = ""
    date: str = ""  # ISO 8601: the day of the page where its text tells none


@dataclass(frozen=True, slots=True)
class Found:
    """Pages in order, one line for each input or file that gives none, and what else is to be known of the inputs."""

    pages: tuple[Page, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()


def find_pages(inputs: Sequence[Path], *, date: str = "") -> Found:
    """Expand files, folders (recursively, nothing hidden), patterns (`pages/*.txt`) and archives; sorted, each file once.

    The identifier is the stem. Files of one stem get the shortest path that tells them apart, joined with
    hyphens (`2025-08-01`); x.txt beside x.md are `x-txt` and `x-md`. `date` is the day of
    the pages whose text tells none.
    """
    files: dict[
        Path, tuple[Path, str]
    ] = {}  # by the path that is shown: the file, and the member of an archive
    faults: list[str] = []
    notes: list[str] = []
    others: set[str] = set()
    for given in inputs:
        walked = _walked(given, notes)
        found = dict(_unpacked(walked))
        if not (found or walked.faults or is_made(given)):
            walked.faults.append(f"{readable(given)}: {_why_none(given)}")
        files.update(found)
        faults.extend(walked.faults)
        others.update(walked.others)
    folder, spelled = Path(readable(_common_folder(inputs))), spell(files)
    names = _identifiers(sorted(spelled.values()))
    pages = [Page(files[p][0], names[s], _relative(s, folder), files[p][1], date) for p, s in spelled.items()]
    notes.extend([tell_others(sorted(others))] if others else [])
    return Found(tuple(sorted(pages, key=lambda page: page.source)), tuple(faults), tuple(notes))


def read_document(page: Page) -> Document:
    """The text of a page in any of the formats. Offsets count code points of that text (`kg read FILE --text`).

    A byte-order mark is no part of it; line ends are kept, and one of Windows is two characters. Raises DataError
    when the file cannot be read, is empty or has no text.
    """
    where = readable(page.path)
    if page.member:
        where = f"{where}/{page.source.rpartition(readable(page.path.name) + '/')[2]}"
    data = read_member(page.path, page.member) if page.member else _bytes(page.path)
    found = read_text(data, where) if data.strip() else Text("")
    if not fold(found.text).strip():
        raise DataError(f"{where}: is empty")
    return Document(
        page.identifier,
        page.source,
        found.text,
        find_page_date(found.text) or found.date or page.date or None,
    )


def read_parts(page: Page) -> Iterator[Document]:
    """The text of a page in order: one document, or of a plain text beyond WHOLE bytes several, in memory one at a time.

    A part ends at a form feed, else at a blank line, else at a line end; `start` is its offset in the whole text, and a
    part without a date has that of the first. Characters that cannot be decoded are U+FFFD here.
    """
    plain = not page.member and page.path.suffix.lower() in PLAIN and _size(page.path) > WHOLE
    if not plain or not is_plain(_head(page.path)):
        yield read_document(page)
        return
    start, date, damaged = 0, None, 0
    for text in _pieces(page.path):
        date = find_page_date(text) or date or page.date or None
        if fold(text).strip():
            yield Document(page.identifier, page.source, text, date, start)
        start += len(text)
        damaged += text.count("\ufffd")
        if damaged > DAMAGED * start + 100:
            raise DataError(
                f"{readable(page.path)}: is damaged, or no text (from character {start - len(text)} on)"
            )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(CHUNK)
    except OSError as error:
        raise DataError(f"{readable(path)}: cannot be read: {error.strerror}") from error


def _pieces(path: Path) -> Iterator[str]:
    """A text file in pieces of at most PART characters; joined they are its text."""
    with path.open("rb") as file:
        sample = file.read(CHUNK)
        decoder = codecs.getincrementaldecoder(encoding_of(sample, readable(path)))(errors="replace")
        waiting, data = "", sample
        while data or waiting:
            waiting += decoder.decode(data, final=not data)
            while len(waiting) > PART or (not data and waiting):
                end = _good_end(waiting) if len(waiting) > PART else len(waiting)
                yield waiting[:end]
                waiting = waiting[end:]
            data = file.read(CHUNK)


def _good_end(text: str) -> int:
    """Where a piece of at most PART characters ends best."""
    for mark in ("\f", "\n\n\n", "\n\n", "\r\n\r\n", "\n", "\r"):
        at = text.rfind(mark, PART // 2, PART)
        if at >= 0:
            return at + len(mark)
    return PART


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise DataError(f"{readable(path)}: cannot be read: {error.strerror}") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{readable(path)}: cannot be read: {error.strerror}") from error


def _unpacked(walked: Walked) -> Iterator[tuple[Path, tuple[Path, str]]]:
    """Each page by the path that is shown (that of a member lies under its archive), with its file and member."""
    for given in walked.files:
        path = Path(os.path.realpath(given))
        if path.suffix.lower() != ARCHIVE:
            yield path, (path, "")
            continue
        try:
            listing = list_archive(path, SUFFIXES)
        except DataError as error:
            walked.faults.append(str(error))
            continue
        walked.faults.extend(listing.faults)
        walked.others.extend(f"{readable(path)}/{name}" for name in listing.others)
        if not listing.members and not listing.faults:
            walked.faults.append(f"{readable(given)}: the archive holds no page")
        yield from ((path / shown, (path, member)) for shown, member in listing.members)


def _walked(given: Path, notes: list[str]) -> Walked:
    """The files that an input stands for."""
    if is_made(given):
        notes.append(f"{readable(given)}: was made by `kg build` and is no page")
        return Walked()
    if _is_file(given):
        return Walked([given])
    if _is_dir(given):
        return walk_folder(given, (*SUFFIXES, ARCHIVE))
    found = sorted(glob.glob(str(given), recursive=True)) if glob.has_magic(str(given)) else ()  # noqa: PTH207
    return Walked([path for path in map(Path, found) if _is_file(path) and not is_made(path)])


def _is_file(path: Path) -> bool:
    """No error for a name that is too long."""
    try:
        return path.is_file()
    except OSError:
        return False


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _why_none(given: Path) -> str:
    if _is_dir(given):
        return f"holds no page ({' '.join(sorted(SUFFIXES))} {ARCHIVE})"
    return "matches no file" if glob.has_magic(str(given)) else "does not exist"


def _common_folder(inputs: Sequence[Path]) -> Path:
    folders = [os.path.realpath(given) if _is_dir(given) else str(_fixed(given)) for given in inputs]
    return Path(os.path.commonpath(folders)) if folders else Path()


def _fixed(given: Path) -> Path:
    """The folder of a file; of a pattern, the part before its first star."""
    parts = given.parts
    first = next((n for n, part in enumerate(parts) if glob.has_magic(part)), len(parts) - 1)
    return Path(os.path.realpath(Path(*parts[:first])))


def _relative(path: Path, folder: Path) -> str:
    """The whole path of a file that a link brings in from elsewhere."""
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def _identifiers(paths: Sequence[Path]) -> dict[Path, str]:
    """The stem, or as many of the last parts of the path as tell it from the others: 2024-01, 2025-01."""
    twins = Counter((path.parent, path.stem) for path in paths)
    stems = {p: f"{p.stem}-{p.suffix[1:]}" if twins[p.parent, p.stem] > 1 else p.stem for p in paths}
    parts = {path: (*path.parts[1:-1], stems[path]) for path in paths}
    depth = dict.fromkeys(paths, 1)
    while True:
        tails = {path: parts[path][-depth[path] :] for path in paths}
        counts = Counter(tails.values())
        alike = [p for p in paths if counts[tails[p]] > 1 and depth[p] < len(parts[p])]
        if not alike:
            return _joined(tails)
        depth.update((path, depth[path] + 1) for path in alike)


def _joined(tails: Mapping[Path, Sequence[str]]) -> dict[Path, str]:
    """a/01 is a-01, and a--01 beside a file a-01."""
    counts = Counter("-".join(tail) for tail in tails.values())
    return {p: ("--" if counts["-".join(tail)] > 1 else "-").join(tail) for p, tail in tails.items()}
