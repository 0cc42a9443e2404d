"""Files that are ZIP archives inside, DOCX and EPUB: their parts, bounded by what a document of their size can hold."""

from __future__ import annotations

import zipfile

from kg.model import DataError

UNPACKED = 64 * 2**20  # bytes of all parts that are read; a book of text has a few
RATIO = 200  # times its packed size that a part may grow to; XML of text packs 5 to 30 times
SMALL = 2**20  # bytes below which the ratio does not count


def check_size(packed: zipfile.ZipFile, where: str) -> None:
    """Raises DataError for a file whose parts unpack to too much. Pictures count as they are packed."""
    infos = [
        info
        for info in packed.infolist()
        if info.filename.endswith((".xml", ".xhtml", ".html", ".htm", ".opf"))
    ]
    if sum(info.file_size for info in infos) > UNPACKED:
        raise DataError(f"{where}: unpacks to more than {UNPACKED >> 20} MB")


def check_ratio(packed: zipfile.ZipFile, where: str) -> None:
    """Raises DataError for a file with a part of XML that grows as no text does, for a library that reads parts itself."""
    for info in packed.infolist():
        if info.filename.endswith(".xml") and info.file_size > max(SMALL, RATIO * info.compress_size):
            raise _bomb(where, info.filename)


def _bomb(where: str, name: str) -> DataError:
    return DataError(f"{where}: {name} in it grows to more than {RATIO} times its packed size: no text does")


def read_part(packed: zipfile.ZipFile, name: str, where: str) -> bytes:
    """The bytes of a part, never more than its packed size allows. Raises DataError for a bomb, KeyError for none."""
    info = packed.getinfo(name)
    most = max(SMALL, RATIO * info.compress_size)
    with packed.open(info) as file:
        data = file.read(min(most, UNPACKED) + 1)
    if len(data) > min(most, UNPACKED):
        raise _bomb(where, name)
    return data
