"""Find pages and read them: files and folders to Documents."""

from __future__ import annotations

import codecs
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.model import DataError, Document
from kg.text.fold import fold
from kg.text.masthead import find_page_date
from kg.text.signs import COMMON_HAN

SUFFIXES = {".txt", ".md"}
COMMON = 0.6  # of the characters of a Chinese page are common ones; a wrong decoding has under a third
DAMAGED_SHARE = 0.02  # fewer broken sequences than that, and the file was written as UTF-8
CONTROL_SHARE = 0.05  # a text has fewer control characters
SAMPLE = 4000  # characters by which an encoding is judged
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_LETTER = re.compile(r"[^\x00-\x7f\u2010-\u203b\u3000-\u303f\uff00-\uffef]")  # no ASCII, no punctuation
_COMMON_BYTES = {"gb18030": ("gb2312", range(0xB0, 0xD8)), "big5": ("big5", range(0xA4, 0xC7))}  # first level


@dataclass(frozen=True, slots=True)
class Page:
    """A file to read: its path, its identifier, and its path relative to the folder that holds all inputs."""

    path: Path
    identifier: str
    source: str


@dataclass(frozen=True, slots=True)
class Found:
    """Pages in order, and one line for each input that gives none."""

    pages: tuple[Page, ...]
    faults: tuple[str, ...]


def find_pages(inputs: Sequence[Path]) -> Found:
    """Expand files and folders (recursively: *.txt and *.md, nothing hidden), sorted, each file once.

    The identifier is the stem. Files of one stem get the shortest path that tells them apart, joined with
    hyphens (`2025-08-01`); x.txt beside x.md are `x-txt` and `x-md`.
    """
    files: set[Path] = set()
    faults: list[str] = []
    for given in inputs:
        found = [path.resolve() for path in _files(given)]
        if not found:
            why = "holds no .txt or .md page" if given.is_dir() else "does not exist"
            faults.append(f"{given}: {why}")
        files.update(found)
    folder = _common_folder(inputs)
    names = _identifiers(sorted(files))
    pages = [Page(path, name, _relative(path, folder)) for path, name in names.items()]
    return Found(tuple(sorted(pages, key=lambda page: page.source)), tuple(faults))


def read_document(page: Page) -> Document:
    """Decode a page. Offsets count code points of the decoded text as it stands in the file.

    A byte-order mark is no part of it; line ends are kept, and one of Windows is two characters. Raises DataError
    when the file cannot be read, is empty or is no text.
    """
    try:
        data = page.path.read_bytes()
    except OSError as error:
        raise DataError(f"{page.path}: cannot be read: {error.strerror}") from error
    text = _decode(data, page.path) if data.strip() else ""
    if not fold(text).strip():
        raise DataError(f"{page.path}: is empty")
    return Document(page.identifier, page.source, text, find_page_date(text))


def _files(given: Path) -> Iterator[Path]:
    if given.is_file():
        yield given
    elif given.is_dir():
        for path in sorted(given.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(given).parts)
            if path.is_file() and path.suffix.lower() in SUFFIXES and not hidden:
                yield path


def _common_folder(inputs: Sequence[Path]) -> Path:
    folders = [str(given.resolve() if given.is_dir() else given.resolve().parent) for given in inputs]
    return Path(os.path.commonpath(folders)) if folders else Path()


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


def _decode(data: bytes, path: Path) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _checked(data, name, path)
    if b"\x00" in data:
        raise DataError(f"{path}: is not text (it holds NUL bytes)")
    try:
        return _plain(data.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        if _was_utf8(data):
            raise DataError(f"{path}: is damaged UTF-8 (at byte {error.start})") from error
        return _chinese(data, path)


def _was_utf8(data: bytes) -> bool:
    """Chinese in UTF-8 but for a few bytes, which other encodings would turn into nonsense."""
    text = data.decode("utf-8", errors="replace")
    return text.count("\ufffd") < DAMAGED_SHARE * len(text) and COMMON_HAN.search(text) is not None


def _checked(data: bytes, encoding: str, path: Path) -> str:
    try:
        return _plain(data.decode(encoding), path)
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: is not text ({encoding}: {error.reason})") from error


def _chinese(data: bytes, path: Path) -> str:
    """GB18030 or Big5, whichever reads as Chinese; charset-normalizer is asked when neither does."""
    share, text = max(_decoded(data), default=(0.0, ""))
    if share >= COMMON:
        return _plain(text, path)
    from charset_normalizer import from_bytes

    guess = from_bytes(data).best()
    if guess is None:
        raise DataError(f"{path}: is not text (neither UTF-8, GB18030 nor Big5)")
    return _plain(str(guess), path)


def _decoded(data: bytes) -> Iterator[tuple[float, str]]:
    """For each encoding that can be: the share of common characters, and the text."""
    for encoding, (standard, first_level) in _COMMON_BYTES.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters = _LETTER.findall(text[:SAMPLE])
        first_bytes = [letter.encode(standard, "ignore")[:1] for letter in letters]
        common = sum(bool(byte) and byte[0] in first_level for byte in first_bytes)
        yield common / len(letters) if letters else 0.0, text


def _plain(text: str, path: Path) -> str:
    if len(_CONTROL.findall(text)) > CONTROL_SHARE * len(text):
        raise DataError(f"{path}: is not text (control characters)")
    return text
