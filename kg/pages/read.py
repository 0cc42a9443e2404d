"""Find pages and read them: files and folders to Documents."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.model import DataError, Document
from kg.text.masthead import find_page_date

SUFFIXES = {".txt", ".md"}
COMMON = 0.6  # of the characters of a Chinese page are common ones; a wrong decoding has under a third
CONTROL_SHARE = 0.05  # a text has fewer control characters
SAMPLE = 4000  # characters by which an encoding is judged
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_LETTER = re.compile(r"[^\x00-\x7f\u2010-\u203b\u3000-\u303f\uff00-\uffef]")  # no ASCII, no punctuation
_COMMON_BYTES = {"gb18030": ("gb2312", range(0xB0, 0xD8)), "big5": ("big5", range(0xA4, 0xC7))}  # first level


@dataclass(frozen=True, slots=True)
class Page:
    """A file to read: its path, identifier (stem) and source (path relative to what the user gave)."""

    path: Path
    identifier: str
    source: str


@dataclass(frozen=True, slots=True)
class Found:
    """Pages in order, and one line for each input that gives none."""

    pages: tuple[Page, ...]
    faults: tuple[str, ...]


def find_pages(inputs: Sequence[Path]) -> Found:
    """Expand files and folders (recursively; *.txt, *.md). Files of one stem get the shortest distinguishing path."""
    files: dict[Path, str] = {}
    faults: list[str] = []
    for given in inputs:
        found = list(_files(given))
        if not found:
            why = "holds no .txt or .md page" if given.is_dir() else "does not exist"
            faults.append(f"{given}: {why}")
        for path, source in found:
            files.setdefault(path.resolve(), source)
    ordered = sorted(files.items(), key=lambda kv: (kv[1], str(kv[0])))
    names = _identifiers([path for path, _ in ordered])
    return Found(tuple(Page(path, names[path], source) for path, source in ordered), tuple(faults))


def read_document(page: Page) -> Document:
    """Decode a page. Offsets count code points of the decoded text, a byte-order mark not among them.

    Raises DataError when the file is empty or no text.
    """
    try:
        data = page.path.read_bytes()
    except OSError as error:
        raise DataError(f"{page.path}: cannot be read: {error.strerror}") from error
    if not data.strip():
        raise DataError(f"{page.path}: is empty")
    text = _decode(data, page.path)
    if not text.strip():
        raise DataError(f"{page.path}: is empty")
    return Document(page.identifier, page.source, text, find_page_date(text))


def _files(given: Path) -> Iterator[tuple[Path, str]]:
    if given.is_file():
        yield given, given.name
    elif given.is_dir():
        for path in sorted(given.rglob("*")):
            relative = path.relative_to(given)
            hidden = any(part.startswith(".") for part in relative.parts)
            if path.is_file() and path.suffix.lower() in SUFFIXES and not hidden:
                yield path, relative.as_posix()


def _identifiers(paths: Sequence[Path]) -> dict[Path, str]:
    """The stem, or as many of the last parts of the path as tell it from the others: 2024-01, 2025-01."""
    parts = {path: [*path.parts[1:-1], path.stem] for path in paths}
    depth = dict.fromkeys(paths, 1)
    while True:
        names = {path: "-".join(parts[path][-depth[path] :]) for path in paths}
        counts = Counter(names.values())
        clashing = [path for path in paths if counts[names[path]] > 1]
        deeper = [path for path in clashing if depth[path] < len(parts[path])]
        if not deeper:
            return {p: f"{n}-{p.suffix[1:]}" if counts[n] > 1 else n for p, n in names.items()}
        for path in deeper:
            depth[path] += 1


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
    except UnicodeDecodeError:
        return _chinese(data, path)


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
