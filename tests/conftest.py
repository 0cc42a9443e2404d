"""Fixtures: the tools loaded once, the graph of the corpus built once, the shared folder when it is there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.extract import Tools, load_tools, page_facts
from kg.model import Knowledge, PageFacts
from kg.pages.read import find_pages, read_document
from kg.pipeline import Summary, build
from kg.ready import find_tools
from kg.score import in_folds

KEPT = 2  # sets of tools, which take some 100 MB each
ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"
FOLDS = ("1", "2", "3", "4")  # of ../shared/real; what is fitted may look at these


@dataclass(frozen=True)
class Built:
    out: Path
    summary: Summary


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder of the tests' own, also for the processes that they start."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def kept_here(cache: Path) -> Iterator[None]:
    """What a command of this process read from the cache, the next one that wants the same takes as it is."""
    found: dict[tuple[str, Path, str], Tools] = {}

    def find(key: str, folder: Path) -> Tools | None:
        wanted = (key, folder, os.environ.get("XDG_CACHE_HOME", ""))
        there = found.get(wanted) if Path(wanted[2]) == cache else None
        tools = there or find_tools(key, folder)
        if tools is not None and Path(wanted[2]) == cache:
            found[wanted] = tools
            for old in list(found)[:-KEPT]:
                del found[old]
        return tools

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.pipeline.find_tools", find)
        yield


@pytest.fixture(scope="session")
def tools() -> Tools:
    return load_tools()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The graph of corpus/."""
    out = tmp_path_factory.mktemp("exports")
    return Built(out, build([CORPUS], out=out))


@pytest.fixture(scope="session")
def pages(tools: Tools) -> tuple[PageFacts, ...]:
    """The facts of each page of corpus/."""
    return tuple(page_facts(read_document(p), tools)[0] for p in find_pages([CORPUS]).pages)


@pytest.fixture(scope="session")
def knowledge(pages: tuple[PageFacts, ...]) -> Knowledge:
    from kg.graph.merge import merge

    return merge(pages)


@pytest.fixture(scope="session")
def shared() -> Path:
    if not (SHARED / "pages").is_dir():
        pytest.skip("../shared with the real pages is not here")
    return SHARED


@dataclass(frozen=True)
class Real:
    """The pages of ../shared/real that are there to be looked at (folds 1 to 4), their gold, and their graph."""

    pages: Path
    gold: list[Path]
    out: Path


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Real:
    if not (SHARED / "real" / "folds.tsv").is_file():
        pytest.skip("../shared/real with its folds is not here")
    folder, gold = real_pages()
    out = tmp_path_factory.mktemp("real")
    build([folder / f"{path.stem}.txt" for path in gold], out=out)
    return Real(folder, gold, out)


def real_pages() -> tuple[Path, list[Path]]:
    """The folder of the pages of ../shared/real, and the gold files of folds 1 to 4; the fifth is never read."""
    folder = SHARED / "real"
    gold = in_folds(sorted((folder / "gold").glob("*.json")), table=folder / "folds.tsv", folds=FOLDS)
    return folder / "pages", list(gold)
