"""Pages without end, recombined from corpus/: `python -m tests.synthetic FOLDER COUNT [PARAGRAPHS]`.

A page is some paragraphs of our own pages in a new order. Its figures are drawn anew, and the works of the gold files get
a new beginning to their names, so that facts and things grow with the pages as they do in real papers.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "corpus"
SYLLABLES = "青云龙泉玉柳石桥松林东兴永安和平白沙清溪金河北岭南湾双塔"
WHOLE = 7  # paragraphs of a page as long as those of corpus/, some 2,600 characters


def write_pages(folder: Path, count: int, *, paragraphs: int = WHOLE, first: int = 0) -> None:
    """Write `count` pages, numbered from `first`; page n is the same in every run."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        (folder / f"n{number:06}.txt").write_text(page(number, paragraphs=paragraphs), "utf-8")


def page(number: int, *, paragraphs: int = WHOLE) -> str:
    chance = random.Random(number)
    text = "\n\n".join(chance.sample(_stories(), paragraphs))
    text = re.sub(r"\d(?=[\d.]*\s*[万亿元公里亩个])", lambda _: str(chance.randint(1, 9)), text)
    for name in _works():
        if name in text:
            text = text.replace(name, "".join(chance.choices(SYLLABLES, k=2)) + name[2:])
    return text + "\n"


@cache
def _stories() -> list[str]:
    return [part for path in sorted(CORPUS.glob("*.txt")) for part in _paragraphs(path)]


def _paragraphs(path: Path) -> Iterator[str]:
    for part in re.split(r"\n\s*\n", path.read_text("utf-8")):
        if len(part) > 60:
            yield part.strip("\n")


@cache
def _works() -> tuple[str, ...]:
    """Names of works in the gold files, the longest first."""
    golds = [json.loads(path.read_text("utf-8")) for path in sorted((CORPUS / "gold").glob("*.json"))]
    names = {e["name"] for gold in golds for e in gold["entities"] if e.get("type") == "Project"}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


if __name__ == "__main__":
    write_pages(
        Path(sys.argv[1]), int(sys.argv[2]), paragraphs=int(sys.argv[3]) if len(sys.argv) > 3 else WHOLE
    )
