"""Bytes to text: UTF-8, UTF-16, GB18030, Big5, whichever reads as Chinese."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from kg.model import DataError
from kg.text.signs import COMMON_HAN

COMMON = 0.6  # of the characters of a Chinese page are common ones; a wrong decoding has under a third
DAMAGED_SHARE = 0.02  # fewer broken sequences than that, and the file was written as UTF-8
CONTROL_SHARE = 0.05  # a text has fewer control characters
CUT = 4  # bytes of the longest character
GUESSED = 200_000  # bytes by which a foreign encoding is guessed
SAMPLE = 4000  # characters by which an encoding is judged
NO_ENCODINGS = (
    "unicode_escape",
    "raw-unicode-escape",
    "unicode-escape",
    "idna",
    "punycode",
    "undefined",
    "utf-7",
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_LETTER = re.compile(r"[^\x00-\x7f\u2010-\u203b\u3000-\u303f\uff00-\uffef]")  # no ASCII, no punctuation
_COMMON_BYTES = {"gb18030": ("gb2312", range(0xB0, 0xD8)), "big5": ("big5", range(0xA4, 0xC7))}  # first level


def decode(data: bytes, where: str) -> str:
    """The text of a file, as `decode_told` has it."""
    return decode_told(data, where)[0]


def decode_told(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file without its byte-order mark, and what was read around, a line each.

    Raises DataError, which begins with `where`, for what is no text.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            text = data[len(mark) :].decode(name, "replace")
            return _plain(text, where), _around(text, where)
    if b"\x00" in data:
        return _with_nul(data, where)
    try:
        return _plain(data.decode("utf-8"), where), ()
    except UnicodeDecodeError:
        if _was_utf8(data):
            text = data.decode("utf-8", "replace")
            return _plain(text, where), _around(text, where)
        return _chinese(data, where)


def _around(text: str, where: str) -> tuple[str, ...]:
    """What stands where bytes were no character of the encoding. Raises DataError where too many were none."""
    bad = text.count("\ufffd")
    if bad > DAMAGED_SHARE * len(text) + 1 or 2 * bad >= len(text) > 0:
        raise DataError(f"{where}: is not text, or badly damaged ({bad:,} of {len(text):,} characters)")
    if not bad:
        return ()
    first = text.index("\ufffd")
    return (f"{where}: bytes that are no text were read around: {bad}, the first at character {first}",)


def _with_nul(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """UTF-16 without a mark, or a text with a few NUL bytes in it."""
    for name in ("utf-16-le", "utf-16-be"):
        text = data.decode(name, "replace")
        if text.count("\ufffd") <= DAMAGED_SHARE * len(text) + 1 and _share(text, "gb18030") >= COMMON:
            return _plain(text, where), _around(text, where)
    zeros = data.count(0)
    if zeros > DAMAGED_SHARE * len(data):
        raise DataError(f"{where}: is not text (it holds NUL bytes)")
    text, notes = decode_told(data.replace(b"\x00", b" "), where)
    return text, (*notes, f"{where}: NUL bytes were read as blanks: {zeros}")


def _was_utf8(data: bytes) -> bool:
    """Chinese in UTF-8 but for a few bytes, which other encodings would turn into nonsense."""
    text = data.decode("utf-8", errors="replace")
    return text.count("\ufffd") < DAMAGED_SHARE * len(text) and COMMON_HAN.search(text) is not None


def _chinese(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """GB18030 or Big5, whichever reads as Chinese; charset-normalizer is asked when neither does."""
    for errors in ("strict", "replace"):
        share, text = max(_decoded(data, errors), default=(0.0, ""))
        if share >= COMMON:
            return _plain(text, where), _around(text, where)
    if is_chinese(text := data.decode("utf-8", "replace")):
        raise DataError(
            f"{where}: is badly damaged ({text.count(chr(0xFFFD)):,} of {len(text):,} characters)"
        )
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:GUESSED]).best()
    if guess is None:
        raise DataError(f"{where}: is not text (neither UTF-8, GB18030 nor Big5)")
    told = f"{where}: is neither in UTF-8, GB18030 nor Big5; it was read as {guess.encoding}"
    return _plain(data.decode(guess.encoding, "replace"), where), (told,) if guess.encoding != "ascii" else ()


def _decoded(data: bytes, errors: str) -> Iterator[tuple[float, str]]:
    """For each encoding that can be: the share of common characters, and the text."""
    for encoding in _COMMON_BYTES:
        text = _tried(data, encoding, errors)
        if text and text.count("\ufffd") <= DAMAGED_SHARE * len(text) + 1:
            yield _share(text, encoding), text


def _share(text: str, encoding: str) -> float:
    """How many of the letters are common ones of Chinese, by the standard of the encoding."""
    standard, first_level = _COMMON_BYTES[encoding]
    letters = _LETTER.findall(text[:SAMPLE])
    first_bytes = [letter.encode(standard, "ignore")[:1] for letter in letters]
    common = sum(bool(byte) and byte[0] in first_level for byte in first_bytes)
    return common / len(letters) if letters else 0.0


def _plain(text: str, where: str) -> str:
    if len(_CONTROL.findall(text)) > CONTROL_SHARE * len(text):
        raise DataError(f"{where}: is not text (control characters)")
    return text


def decode_as(data: bytes, name: str) -> str | None:
    """The text in the encoding that a file tells, GB2312 as GB18030, which holds it; None where it is not in that.

    Of Python's codecs those are none that the web does not have: unicode_escape reads anything as something else.
    """
    try:
        codec = codecs.lookup("gb18030" if name in ("gb2312", "gbk") else name).name
        return None if codec in NO_ENCODINGS else data.decode(codec)
    except (LookupError, UnicodeError, ValueError):
        return None


def encoding_of(sample: bytes, where: str) -> str:
    """The encoding of a text by its beginning, for `codecs.getincrementaldecoder`. Raises DataError for what is no text."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(mark):
            return name
    if b"\x00" in sample:
        raise DataError(f"{where}: is not text (it holds NUL bytes)")
    for cut in range(min(CUT, len(sample))):  # the sample may end inside a character
        for name in ("utf-8", *_COMMON_BYTES):
            text = _tried(sample[: len(sample) - cut], name)
            if text and (name == "utf-8" or _share(text, name) >= COMMON):
                _plain(text, where)
                return name
    raise DataError(f"{where}: is not text (neither UTF-8, GB18030 nor Big5)")


def _tried(data: bytes, name: str, errors: str = "strict") -> str:
    try:
        return data.decode(name, errors)
    except UnicodeDecodeError:
        return ""


def is_chinese(text: str) -> bool:
    """Whether its letters are mostly common characters of Chinese."""
    return _share(text, "gb18030") >= COMMON
