"""Find pages and read them: files and folders to Documents."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.model import DataError, Document
from kg.text.fold import fold
from kg.text.signs import COMMON_HAN

SUFFIXES = {".txt", ".md"}
HAN_SHARE = 0.2  # of the letters of a GB18030 or Big5 page are common Chinese characters
CONTROL_SHARE = 0.05  # a text has fewer control characters
MASTHEAD = 400  # characters at the head of a page in which its date is looked for
_DATE = re.compile(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


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
    return Document(page.identifier, page.source, text, page_date(text))


def page_date(text: str) -> str | None:
    """The date in the masthead (2024年8月6日 星期二), else None."""
    head = fold(text[:MASTHEAD])
    for line in head.splitlines()[:6]:
        squeezed = re.sub(r"\s+", "", line)
        match = _DATE.search(squeezed)
        if match and len(squeezed) <= 60 and "。" not in squeezed:
            year, month, day = (int(g) for g in match.groups())
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{year:04d}-{month:02d}-{day:02d}"
    return None


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
    stems = Counter(p.stem for p in paths)
    found: dict[Path, str] = {}
    for path in paths:
        parts = [*path.parts[1:-1], path.stem]
        depth = 1
        while stems[path.stem] > 1 and depth < len(parts) and not _unique(path, parts, depth, paths):
            depth += 1
        found[path] = "-".join(parts[-depth:])
    return found


def _unique(path: Path, parts: list[str], depth: int, paths: Sequence[Path]) -> bool:
    same = [p for p in paths if [*p.parts[1:-1], p.stem][-depth:] == parts[-depth:]]
    return depth > 1 and same == [path]


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
    candidates = []
    for encoding in ("gb18030", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        candidates.append((len(COMMON_HAN.findall(text)) / max(len(text), 1), encoding, text))
    best = max(candidates, default=(0.0, "", ""))
    if best[0] >= HAN_SHARE / 10:
        return _plain(best[2], path)
    from charset_normalizer import from_bytes

    guess = from_bytes(data).best()
    if guess is None:
        raise DataError(f"{path}: is not text (neither UTF-8, GB18030 nor Big5)")
    return _plain(str(guess), path)


def _plain(text: str, path: Path) -> str:
    if len(_CONTROL.findall(text)) > CONTROL_SHARE * len(text):
        raise DataError(f"{path}: is not text (control characters)")
    return text
