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
SAMPLE = 4000  # characters by which an encoding is judged
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_LETTER = re.compile(r"[^\x00-\x7f\u2010-\u203b\u3000-\u303f\uff00-\uffef]")  # no ASCII, no punctuation
_COMMON_BYTES = {"gb18030": ("gb2312", range(0xB0, 0xD8)), "big5": ("big5", range(0xA4, 0xC7))}  # first level


def decode(data: bytes, where: str) -> str:
    """The text of a file without its byte-order mark. Raises DataError, which begins with `where`, for what is no text."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _checked(data, name, where)
    if b"\x00" in data:
        raise DataError(f"{where}: is not text (it holds NUL bytes)")
    try:
        return _plain(data.decode("utf-8"), where)
    except UnicodeDecodeError as error:
        if _was_utf8(data):
            raise DataError(f"{where}: is damaged UTF-8 (at byte {error.start})") from error
        return _chinese(data, where)


def _was_utf8(data: bytes) -> bool:
    """Chinese in UTF-8 but for a few bytes, which other encodings would turn into nonsense."""
    text = data.decode("utf-8", errors="replace")
    return text.count("\ufffd") < DAMAGED_SHARE * len(text) and COMMON_HAN.search(text) is not None


def _checked(data: bytes, encoding: str, where: str) -> str:
    try:
        return _plain(data.decode(encoding), where)
    except UnicodeDecodeError as error:
        raise DataError(f"{where}: is not text ({encoding}: {error.reason})") from error


def _chinese(data: bytes, where: str) -> str:
    """GB18030 or Big5, whichever reads as Chinese; charset-normalizer is asked when neither does."""
    share, text = max(_decoded(data), default=(0.0, ""))
    if share >= COMMON:
        return _plain(text, where)
    from charset_normalizer import from_bytes

    guess = from_bytes(data).best()
    if guess is None:
        raise DataError(f"{where}: is not text (neither UTF-8, GB18030 nor Big5)")
    return _plain(str(guess), where)


def _decoded(data: bytes) -> Iterator[tuple[float, str]]:
    """For each encoding that can be: the share of common characters, and the text."""
    for encoding in _COMMON_BYTES:
        text = _tried(data, encoding)
        if text:
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


def _tried(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return ""
