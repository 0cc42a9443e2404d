"""Find pages and read them: files and folders to Documents."""

from __future__ import annotations

import codecs
import glob
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.made import is_made
from kg.model import DataError, Document
from kg.pages.archive import list_archive, member_size, read_member
from kg.pages.arrival import Text
from kg.pages.encoding import encoding_of
from kg.pages.filenames import no_address, readable, spell
from kg.pages.formats import is_plain, read_text
from kg.pages.reader import READER
from kg.pages.walk import Walked, tell_others, walk_folder
from kg.text.fold import fold
from kg.text.masthead import find_page_date

SUFFIXES = frozenset(
    {
        *(".txt", ".md", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".pdf", ".docx", ".epub", ".rtf"),
        *(".xlsx", ".xlsm", ".csv", ".tsv"),
    }
)
FORMATS = SUFFIXES - {".txt", ".md"}
ARCHIVE = ".zip"
WHOLE = 4 * 2**20  # bytes of a plain text that is read as one
BYTES = 3  # of a Chinese character in UTF-8
PART = 200_000  # characters of a part of a longer one
DAMAGED = 0.02  # of the characters of a long text may be broken ones
HASH = 8  # hex digits of a path's hash in an identifier
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


def find_pages(inputs: Sequence[Path], *, date: str = "", follow_links: bool = False) -> Found:
    """Expand files, folders (recursively, nothing hidden), patterns (`pages/*.txt`) and archives; sorted, each file once.

    The identifier is the stem and a short hash of the path within the folder that holds all inputs. `date` is the day of
    the pages whose text tells none.
    """
    files: dict[
        Path, tuple[Path, str]
    ] = {}  # by the path that is shown: the file, and the member of an archive
    faults: list[str] = []
    notes: list[str] = []
    others: set[str] = set()
    for given in inputs:
        walked = _walked(given, notes, follow_links)
        found = dict(_unpacked(walked))
        if not (found or walked.faults or is_made(given)):
            no_address(given)
            walked.faults.append(f"{readable(given)}: {_why_none(given)}")
        files.update(found)
        faults.extend(walked.faults)
        others.update(walked.others)
    folder, spelled = Path(readable(_common_folder(inputs))), spell(files)
    sources = {path: _relative(s, folder, f"{folder.as_posix()}/") for path, s in spelled.items()}
    pages = [Page(files[p][0], identifier_of(s), s, files[p][1], date) for p, s in sources.items()]
    notes.extend([tell_others(sorted(others))] if others else [])
    return Found(tuple(sorted(pages, key=lambda page: page.source)), tuple(faults), tuple(notes))


def read_document(page: Page) -> Document:
    """The text of a page in any of the formats. Offsets count code points of that text (`kg read FILE --text`).

    A byte-order mark is no part of it; line ends are kept, and one of Windows is two characters. Raises DataError
    when the file cannot be read, is empty or has no text.
    """
    found = _text_of(page, _where(page))
    date = found.date or find_page_date(found.text) or page.date or None
    return Document(page.identifier, page.source, found.text, date, 0, found.notes, found.losses)


def _where(page: Page) -> str:
    """How a page is called in messages."""
    where = readable(page.path)
    if page.member:
        return f"{where}/{page.source.rpartition(readable(page.path.name) + '/')[2]}"
    return where


def _text_of(page: Page, where: str) -> Text:
    """Plain text is read here, all else in a process of its own. Raises DataError also for what is empty."""
    size = member_size(page.path, page.member) if page.member else _size(page.path)
    if PurePosixPath(page.source).suffix.lower() in FORMATS:
        found = READER.read(page.path, where, member=page.member, size=size) if size else Text("")
    else:
        data = read_member(page.path, page.member) if page.member else _bytes(page.path)
        if is_plain(data):
            found = read_text(data, where) if data.strip() else Text("")
        else:
            found = READER.read(page.path, where, member=page.member, size=size)
    if not fold(found.text).strip():
        raise DataError(f"{where}: is empty")
    return found


def read_parts(page: Page) -> Iterator[Document]:
    """The text of a page in order: one document, or of a plain text beyond WHOLE bytes several, in memory one at a time.

    A part ends at a form feed, else at a blank line, else at a line end; `start` is its offset in the whole text, and a
    part without a date has that of the first. Characters that cannot be decoded are U+FFFD here.
    """
    plain = not page.member and page.path.suffix.lower() not in FORMATS and _size(page.path) > WHOLE
    if not plain or not is_plain(_head(page.path)):
        yield from _in_parts(read_document(page))
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


def _in_parts(document: Document) -> Iterator[Document]:
    """A document of many pages of text, in parts as a long file of plain text has them."""
    if len(document.text) <= WHOLE // BYTES:
        yield document
        return
    start, waiting = 0, document.text
    while start < len(waiting):
        end = (
            start + _good_end(waiting[start : start + PART + 1])
            if len(waiting) - start > PART
            else len(waiting)
        )
        text = waiting[start:end]
        if fold(text).strip():
            told = (document.notes, document.losses) if not start else ((), ())
            yield Document(document.identifier, document.source, text, document.date, start, *told)
        start = end


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
    folders: dict[str, str] = {}  # → where each really is: asked once a folder, and not once a file
    for given in walked.files:
        path = Path(_real(given, folders))
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


def _real(path: str, folders: dict[str, str]) -> str:
    """As `os.path.realpath`; `folders` has what is known of folders."""
    folder, name = os.path.split(path)
    if not name or name == ".." or os.path.islink(path):  # noqa: PTH114
        return os.path.realpath(path)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    return os.path.join(folders[folder], name)  # noqa: PTH118


def _walked(given: Path, notes: list[str], follow_links: bool) -> Walked:
    """The files that an input stands for."""
    if is_made(given):
        notes.append(f"{readable(given)}: was made by `kg build` and is no page")
        return Walked()
    if _is_file(given):
        return Walked([str(given)])
    if _is_dir(given):
        return walk_folder(given, (*SUFFIXES, ARCHIVE), follow_links=follow_links)
    found = sorted(glob.glob(str(given), recursive=True)) if glob.has_magic(str(given)) else ()  # noqa: PTH207
    return Walked([path for path in found if _is_file(Path(path)) and not is_made(path)])


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


def _relative(path: Path, folder: Path, prefix: str) -> str:
    """The whole path of a file that a link brings in from elsewhere. Most begin with `prefix`, which is told at a glance."""
    whole = path.as_posix()
    if whole.startswith(prefix):
        return whole[len(prefix) :]
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def identifier_of(source: str) -> str:
    """The stem and a hash of the whole path: it never changes because another file came."""
    name = source.rpartition("/")[2]
    at = name.rfind(".")
    stem = name[:at] if 0 < at < len(name) - 1 else name
    return f"{stem}-{hashlib.sha256(source.encode()).hexdigest()[:HASH]}"
