"""The text of a file in one of the formats that pages come in; the content decides, and then the suffix.

Titles become `# ` lines and paragraphs stand between blank lines, which is what `kg.pages.lines` reads. Offsets count in
this text (`kg read FILE --text` prints it).
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import PurePosixPath

from kg.model import DataError
from kg.pages.arrival import Text, came
from kg.pages.encoding import decode_told
from kg.pages.grids import COMMA_SEPARATED, read_csv
from kg.pages.parsing import parsing

HTML = (".html", ".htm", ".xhtml")
MHT = (".mht", ".mhtml")
NAMED = (".pdf", ".docx", ".epub", ".rtf", *MHT)  # a file with such a name is no plain text
HEAD = 4096  # bytes by which a format is known
LONGEST = 32 * 2**20  # characters of one file
GROWTH = 500  # characters for each byte of a file that is no plain text
SMALL = 2**20  # characters below which the growth does not count
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of Office 97 and of what Office encrypts
_RAW = re.compile(rb"[\x80-\xff]")
_HALVES = re.compile("[\ud800-\udfff]")  # of a character, which no file can hold
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_text(data: bytes, where: str) -> Text:
    """The text of a file's bytes; `where` is its name, for its suffix and for messages. Raises DataError with the reason."""
    found = _whole(_read(data, where))
    if not found.text.strip() and not found.losses and not is_plain(data):
        return replace(found, losses=(f"{where}: no text was found in it",))
    if len(found.text) > LONGEST or len(found.text) > max(SMALL, GROWTH * len(data)):
        raise DataError(
            f"{where}: has {len(found.text):,} characters of text in {len(data):,} bytes: no page has"
        )
    return found


def _whole(text: Text) -> Text:
    """Halves of characters joined where two stand together, as in \\u55357?\\u56842? of RTF, else U+FFFD."""
    if not _HALVES.search(text.text):
        return text
    return replace(text, text=text.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def _read(data: bytes, where: str) -> Text:
    suffix = PurePosixPath(where).suffix.lower()
    if data.startswith(b"%PDF-"):
        from kg.pages.pdf import read_pdf

        with parsing(where, "is no readable PDF file"):
            return read_pdf(data, where)
    if data.startswith(b"PK\x03\x04"):
        return _packed(data, where)
    if data.startswith(b"{\\rtf"):
        with parsing(where, "is no readable RTF file"):
            return _rtf(data, where)
    if data.startswith(OLD_WORD):
        encrypted = _ENCRYPTED in data
        raise DataError(
            f"{where}: is "
            + (
                "encrypted; save it without a password"
                if encrypted
                else "of Office 97 (.doc); save it as DOCX or PDF"
            )
        )
    if suffix in MHT or _is_mail(data):
        from kg.pages.web import read_mht

        with parsing(where, "is no readable MHT file"):
            return read_mht(data, where)
    if suffix in HTML or not is_plain(data):
        from kg.pages.web import read_web

        with parsing(where, "is no readable HTML file"):
            return read_web(data, where)
    if suffix in NAMED:
        raise DataError(f"{where}: is no {suffix[1:].upper()} file, whatever its name says")
    return Text(*_plain(data, where))


def _plain(data: bytes, where: str) -> tuple[str, None, tuple[str, ...]]:
    text, notes = decode_told(data, where)
    is_table = PurePosixPath(where).suffix.lower() in COMMA_SEPARATED
    return read_csv(text) if is_table else text, None, notes


def is_plain(data: bytes) -> bool:
    """Whether the beginning of a file is that of plain text: none of the formats above."""
    from kg.pages.markup import is_markup

    known = (b"%PDF-", b"PK\x03\x04", b"{\\rtf", OLD_WORD)
    return not data.startswith(known) and not is_markup(data) and not _is_mail(data)


def _is_mail(data: bytes) -> bool:
    from kg.pages.markup import is_mail

    return is_mail(data[:HEAD])


def _packed(data: bytes, where: str) -> Text:
    """DOCX and EPUB are ZIP archives; which one is told by what they hold."""
    from kg.pages.packed import check_size

    with (
        parsing(where, "is not text, and no readable DOCX, XLSX or EPUB file"),
        zipfile.ZipFile(io.BytesIO(data)) as packed,
    ):
        names = set(packed.namelist())
        check_size(packed, where)
    if "word/document.xml" in names:
        from kg.pages.word import read_docx

        with parsing(where, "is no readable DOCX file"), zipfile.ZipFile(io.BytesIO(data)) as packed:
            return read_docx(packed, where)
    if "META-INF/container.xml" in names:
        from kg.pages.book import read_epub

        with parsing(where, "is no readable EPUB file"), zipfile.ZipFile(io.BytesIO(data)) as packed:
            return read_epub(packed, where)
    if "OFD.xml" in names:
        raise DataError(f"{where}: is an OFD file; save it as PDF")
    if "xl/workbook.xml" in names:
        from kg.pages.sheets import read_sheets

        with parsing(where, "is no readable XLSX file"):
            return read_sheets(data, where)
    raise DataError(f"{where}: is a ZIP archive with neither a DOCX, an XLSX nor an EPUB in it")


def _rtf(data: bytes, where: str) -> Text:
    """By striprtf; the encoding is that of the file's \\ansicpg, GBK in China."""
    from striprtf.striprtf import rtf_to_text

    source = _RAW.sub(lambda sign: b"\\'%02x" % sign[0][0], data).decode("ascii")  # it is to have none
    told = re.search(r"\\ansicpg(\d{3,5})", source[:HEAD])
    page = f"cp{told[1]}" if told else "cp936"
    plain = rtf_to_text(source, encoding=page, errors="replace")  # type: ignore[no-untyped-call]
    text = re.sub(r"\n+", "\n\n", str(plain).strip())
    shown = "".join(chr(int(code) & 0xFFFF) for code in re.findall(r"\\u(-?\d{1,5})", source))
    share = came(text, shown)
    return Text(text, losses=(share.tell(where, "in parts that are not read"),) if share.low else ())
