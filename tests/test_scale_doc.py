"""The recipe for other engines in docs/scale.md runs, and the build takes its shards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.pipeline import SHARDS, build
from tests.synthetic import write_pages

DOC = Path(__file__).parent.parent / "docs" / "scale.md"


class Partitions:
    """What the recipe uses of Spark's context and RDD: lists in parts, a function of an iterator for each."""

    def parallelize(self, rows: list[Any], number: int) -> Partitions:
        self.parts = [rows[start::number] for start in range(number)]
        return self

    def mapPartitions(self, act: Callable[[Iterator[Any]], Iterable[Any]]) -> Partitions:
        self.parts = [list(act(iter(part))) for part in self.parts]
        return self

    def collect(self) -> list[Any]:
        return [row for part in self.parts for row in part]


def test_shards_of_another_engine_are_those_of_the_build(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 70, paragraphs=1)
    (code,) = re.findall(r"```python\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    here: dict[str, Any] = {}
    exec(
        code.replace("/data/pages", str(tmp_path / "pages")).replace("/data/out", str(tmp_path / "out")), here
    )
    made = here["run"](Partitions())
    assert len(made) >= 2
    read: list[str] = []
    build([tmp_path / "pages"], out=tmp_path / "out", workers=1, progress=lambda *step: read.append(step[0]))
    assert "reading" not in read
    assert sorted(made) == sorted(str(p) for p in (tmp_path / "out" / SHARDS).glob("s*.gz"))
