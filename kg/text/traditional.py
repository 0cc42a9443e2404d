"""Pages in traditional characters are matched on a simplified fold of the same length: 龍門縣治理黃河 → 龙门县治理黄河."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.model import DataError

TRADITIONAL = (
    0.1  # of the Chinese characters of a page; measured: traditional pages from 0.3, simplified ones to 0.005
)
_HAN = re.compile("[一-鿿]+")


@dataclass(frozen=True, slots=True)
class Traditional:
    """Characters and words with their simplified forms; `only`: characters that simplified Chinese does not have."""

    characters: Mapping[int, str]
    words: Mapping[str, str]
    pattern: re.Pattern[str]  # the words, longer ones first
    only: re.Pattern[str]


def load_traditional(folder: Path) -> Traditional:
    """Read `traditional.tsv`. Raises DataError for a line that is no pair of two forms of one length."""
    path = folder / "traditional.tsv"
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: {error}") from error
    pairs = dict(
        _pair(f"{path.name}:{number}", line)
        for number, line in enumerate(lines, 1)
        if line and not line.startswith("#")
    )
    characters = {ord(form): simple for form, simple in pairs.items() if len(form) == 1}
    words = {form: simple for form, simple in pairs.items() if len(form) > 1}
    if not characters or not words:
        raise DataError(f"{path.name}: characters and words are wanted, a pair a line: 縣, a tab, 县")
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    only = [chr(code) for code in characters if not chr(code).encode("gb2312", "ignore")]
    return Traditional(
        characters,
        words,
        re.compile("|".join(map(re.escape, longest_first))),
        re.compile(f"[{''.join(only)}]"),
    )


def _pair(where: str, line: str) -> tuple[str, str]:
    form, tab, simple = line.partition("\t")
    if not tab or not form or len(form) != len(simple):
        raise DataError(f"{where}: '{line}' is no pair of one length: 縣, a tab, 县")
    return form, simple


def is_traditional(text: str, traditional: Traditional) -> bool:
    """Whether a page is written in traditional characters; 乾縣 or 《蘭亭序》 on a simplified page does not make it so."""
    count = sum(map(len, _HAN.findall(text)))
    return count > 0 and len(traditional.only.findall(text)) >= TRADITIONAL * count


def simplify(text: str, traditional: Traditional) -> str:
    """Same length: each character, or word that needs it (乾隆 keeps its 乾), in its simplified form."""
    signs = list(text.translate(traditional.characters))
    for match in traditional.pattern.finditer(text):
        signs[match.start() : match.end()] = traditional.words[match.group()]
    return "".join(signs)
