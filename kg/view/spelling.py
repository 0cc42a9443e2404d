"""How the characters of names are read, so that `fh` and `fenhe` find 汾河: pypinyin at build time, a small table in the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def find_readings(names: Iterable[str]) -> Mapping[str, str]:
    """The readings without tones of each Chinese character in these names: 长 → `chang zhang`.

    All that pypinyin knows of a character: its phrases read 长治 as zhangzhi, which nobody there would type.
    """
    from pypinyin import Style, pinyin

    characters = sorted({c for name in names for c in name if "\u3400" <= c <= "\u9fff"})
    found = {c: sorted(set(pinyin(c, style=Style.NORMAL, heteronym=True)[0])) for c in characters}
    return {c: " ".join(r for r in readings if r.isascii() and r.isalpha()) for c, readings in found.items()}
