"""The rows of our tables, which are tab-separated, packed and without quotes."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

Row = dict[str, str]


def rows(path: Path) -> Iterator[Row]:
    names, cells = table(path)
    return (dict(zip(names, row, strict=True)) for row in cells)


def table(path: Path) -> tuple[list[str], Iterator[list[str]]]:
    """The names of the columns and the rows of a table of ours, without quotes: `csv.DictReader` takes eight times as long."""
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    return lines[0].split("\t"), (line.split("\t") for line in lines[1:])
