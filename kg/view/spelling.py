"""How the characters of names are read, so that `fh` and `fenhe` find 汾河: pypinyin at build time, a small table in the page."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

TABLE = "pinyin_dict"  # of pypinyin: the readings of single characters by code point, 长 → cháng,zhǎng
MARKED = {"a": "āáǎà", "e": "ēéěè", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù", "v": "üǖǘǚǜ", "n": "ńňǹ", "m": "ḿ"}
TONES = "\u0304\u0301\u030c\u0300"  # where no letter has the mark with it
PLAIN = {ord(c): letter for letter, marked in MARKED.items() for c in marked} | dict.fromkeys(map(ord, TONES))


def find_readings(names: Iterable[str]) -> Mapping[str, str]:
    """The readings without tones of each Chinese character in these names: 长 → `chang zhang`.

    All that pypinyin knows of a character: its phrases read 长治 as zhangzhi, which nobody there would type.
    """
    table = _table()
    characters = sorted({c for name in names for c in name if "\u3400" <= c <= "\u9fff"})
    found = {c: sorted({_plain(r) for r in table.get(ord(c), "").split(",")}) for c in characters}
    return {c: " ".join(r for r in readings if r.isascii() and r.isalpha()) for c, readings in found.items()}


def _plain(reading: str) -> str:
    """lǜ → lv."""
    return reading.translate(PLAIN)


@functools.cache
def _table() -> Mapping[int, str]:
    """One file of pypinyin: the whole package loads its phrases and trains a segmenter, 0.4 s of CPU."""
    package = find_spec("pypinyin")
    folder = Path(package.origin).parent if package is not None and package.origin else Path()
    spec = spec_from_file_location(TABLE, folder / f"{TABLE}.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"pypinyin has no {TABLE}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: Mapping[int, str] = module.pinyin_dict
    return table
