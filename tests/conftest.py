"""Fixtures: the tools loaded once, each graph of many pages built once for all workers of a run, the shared folder when it is there."""

from __future__ import annotations

import fcntl
import os
import pickle
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, TypeVar

import pytest

from kg.extract import Tools, load_tools, page_facts
from kg.model import Knowledge, PageFacts
from kg.ontology import ontology_folder
from kg.pages.read import find_pages, read_document
from kg.pipeline import Summary, build
from kg.ready import find_tools, keep_tools
from kg.score import in_folds
from kg.shards.plan import fingerprint

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from kg.ask.answer import QuestionTools

PATTERNS = 5000
KEPT = 2  # sets of tools, which take some 100 MB each
ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"
T = TypeVar("T")
FOLDS = ("1", "2", "3", "4")  # of ../shared/real; what is fitted may look at these


@cache
def asking() -> QuestionTools:
    """What questions are understood by."""
    from kg.ask.answer import load_question_tools

    return load_question_tools()


@dataclass(frozen=True)
class Built:
    out: Path
    summary: Summary


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: one more than there are cores, as tests wait: for Chromium, for servers, for processes that are killed."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker is left with it when the others have ended."""
    items.sort(key=lambda item: "test_axe_finds_nothing" not in item.name)


def pytest_configure(config: pytest.Config) -> None:
    """A cache folder of the tests' own, one for all workers of a run and for the processes that tests start.

    Where there are workers, the tools are kept there for them before they begin: each would load them by itself.
    Bytecode is written, whatever the machine is set to: else each process compiles all of ours anew, in most of a second.
    Our tools have more patterns than `re` remembers, and many tests load them with a rule more or less: it is made to remember all.
    """
    patch_re = pytest.MonkeyPatch()
    patch_re.setattr(re, "_MAXCACHE", PATTERNS)
    config.add_cleanup(patch_re.undo)
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    folder, patch = mkdtemp(prefix="shanhe-cache-"), pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", folder)
    patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    patch.setattr(sys, "dont_write_bytecode", False)
    config.add_cleanup(patch.undo)
    config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))
    if getattr(config.option, "numprocesses", None):
        loaded()


@cache
def loaded() -> Tools:
    """Our tools, for all tests of a process, and kept for all builds of processes that tests start."""
    folder = ontology_folder()
    key = fingerprint(folder)
    tools = find_tools(key, folder)
    if tools is None:
        tools = load_tools()
        keep_tools(key, tools)
    return tools


@pytest.fixture(scope="session")
def together() -> Path:
    """A folder that all workers of a run have in common; it goes with the run."""
    return Path(os.environ["XDG_CACHE_HOME"]) / "together"


def made_once(path: Path, make: Callable[[], T]) -> T:
    """What the first worker made that wanted it, for all others: they wait for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            path.write_bytes(pickle.dumps(make()))
    found: T = pickle.loads(path.read_bytes())
    return found


@pytest.fixture(scope="session", autouse=True)
def kept_here(together: Path) -> Iterator[None]:
    """What a command of this process read from the cache, the next one that wants the same takes as it is."""
    found: dict[tuple[str, Path, str], Tools] = {}
    ours = os.environ["XDG_CACHE_HOME"]

    def find(key: str, folder: Path) -> Tools | None:
        wanted = (key, folder, os.environ.get("XDG_CACHE_HOME", ""))
        there = found.get(wanted) if wanted[2] == ours else None
        tools = there or find_tools(key, folder)
        if tools is not None and wanted[2] == ours:
            found[wanted] = tools
            for old in list(found)[:-KEPT]:
                del found[old]
        return tools

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.pipeline.find_tools", find)
        yield


@pytest.fixture(scope="session")
def tools() -> Tools:
    return loaded()


@pytest.fixture(scope="session")
def built(together: Path) -> Built:
    """The graph of corpus/."""
    out = together / "exports"
    return Built(out, made_once(together / "corpus", lambda: build([CORPUS], out=out)))


@pytest.fixture(scope="session")
def pages(together: Path) -> tuple[PageFacts, ...]:
    """The facts of each page of corpus/."""

    def read() -> tuple[PageFacts, ...]:
        return tuple(page_facts(read_document(p), loaded())[0] for p in find_pages([CORPUS]).pages)

    return made_once(together / "pages", read)


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
def three(shared: Path, together: Path) -> Path:
    """The graph of the three pages of ../shared."""
    out = together / "of three"
    made_once(together / "three", lambda: build([shared / "pages"], out=out))
    return out


@pytest.fixture(scope="session")
def real(together: Path) -> Real:
    if not (SHARED / "real" / "folds.tsv").is_file():
        pytest.skip("../shared/real with its folds is not here")
    folder, gold = real_pages()
    out = together / "of real"
    made_once(together / "real", lambda: build([folder / f"{path.stem}.txt" for path in gold], out=out))
    return Real(folder, gold, out)


def real_pages() -> tuple[Path, list[Path]]:
    """The folder of the pages of ../shared/real, and the gold files of folds 1 to 4; the fifth is never read."""
    folder = SHARED / "real"
    gold = in_folds(sorted((folder / "gold").glob("*.json")), table=folder / "folds.tsv", folds=FOLDS)
    return folder / "pages", list(gold)


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="session")
def chrome(downloads: Path) -> Iterator[Chrome]:
    """One Chromium for all tests: what a test emulates (a phone, the dark, a network), it takes back."""
    from tests.browser import running

    with running() as started:
        where = {"behavior": "allow", "downloadPath": str(downloads)}
        started.execute_cdp_cmd("Browser.setDownloadBehavior", where)
        yield started


@pytest.fixture
def browser(chrome: Chrome) -> Iterator[Chrome]:
    """Chromium, in which nothing may go wrong meanwhile; the evil page's own address is refused, as it says."""
    chrome.get_log("browser")
    yield chrome
    assert [e for e in chrome.get_log("browser") if "shanhe.example/x" not in e["message"]] == []
