"""A crew of processes: the same bytes as one, whatever becomes of a worker, a page, or the driver."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from kg.extract import Tools
from kg.model import DataError
from kg.pipeline import HTML, SHARDS, TURTLE, Summary, build
from kg.shards.plan import LARGEST, SUFFIX
from kg.shards.workers import FEW, MOST, Workers, default_workers
from tests.synthetic import write_pages

ROOT = Path(__file__).parent.parent
PAGES = LARGEST + 6  # two shards
DEADLY = "致命一页"


def outputs(out: Path) -> dict[str, bytes]:
    files = [out / TURTLE, out / HTML, *(out / SHARDS).glob(f"*{SUFFIX}")]
    return {path.name: path.read_bytes() for path in files}


@dataclass
class Deadly:
    """Place names as they are found, until a page kills the process that reads it: what a crash in C code does."""

    places: Any
    how: str = "kill"

    def find(self, text: str) -> Any:
        if DEADLY in text and self.how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if DEADLY in text:
            raise OSError(28, "No space left on device")
        return self.places.find(text)

    @property
    def names(self) -> Any:
        return self.places.names


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    write_pages(folder, PAGES, paragraphs=1)
    return folder


@pytest.fixture(scope="module")
def alone(
    pages: Path, tools: Tools, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Summary, dict[str, bytes]]:
    """What one process makes of the pages."""
    out = tmp_path_factory.mktemp("alone")
    return build([pages], out=out, tools=tools, workers=1), outputs(out)


@pytest.fixture
def deadly(tmp_path: Path) -> Path:
    folder = tmp_path / "deadly"
    write_pages(folder, 40, paragraphs=1)
    (folder / "deadly.txt").write_text(f"本报讯 太原市{DEADLY}。\n", "utf-8")
    return folder


@pytest.mark.parametrize("workers", [2, 5])
def test_the_same_bytes_whatever_the_number_of_workers(
    pages: Path, alone: tuple[Summary, dict[str, bytes]], tools: Tools, tmp_path: Path, workers: int
) -> None:
    summary = build([pages], out=tmp_path, tools=tools, workers=workers)
    assert replace(summary, files=()) == replace(alone[0], files=())
    assert outputs(tmp_path) == alone[1]
    assert multiprocessing.active_children() == []


def test_workers_that_load_for_themselves(deadly: Path, tmp_path: Path, tools: Tools) -> None:
    """As on systems that cannot fork; what they need goes to them by pickle."""
    from kg.pages.read import find_pages
    from kg.pipeline import Loader
    from kg.shards.make import missing
    from kg.shards.plan import plan
    from kg.shards.run import make_by
    from kg.shards.watch import Watch

    shards = plan(find_pages([deadly]).pages, "f")
    with Workers(1, Loader(None), tmp_path, method="spawn") as crew:
        assert make_by(crew, shards, tmp_path, watch=Watch(None, 0.5, total=41)) == {}
    assert missing(shards, tmp_path) == []


def test_a_worker_that_is_killed_costs_nothing(
    pages: Path, alone: tuple[Summary, dict[str, bytes]], tools: Tools, tmp_path: Path
) -> None:
    killed: list[int] = []

    def step(stage: str, done: int, total: int, what: str) -> None:
        assert 0 <= done <= total
        if stage == "reading" and not killed:
            (pid, *_) = [child.pid for child in multiprocessing.active_children()]
            killed.append(pid)
            os.kill(pid, signal.SIGKILL)

    summary = build([pages], out=tmp_path, tools=tools, workers=2, progress=step)
    assert killed
    assert summary.skipped == ()
    assert outputs(tmp_path) == alone[1]


def test_a_page_that_kills_its_reader_is_left_out_by_name_and_tried_again(
    deadly: Path, tools: Tools, tmp_path: Path
) -> None:
    out, places = tmp_path / "out", Deadly(tools.places)
    armed = replace(tools, places=places)  # type: ignore[arg-type]
    for _ in range(2):  # the second time, the pages beside it are copied
        summary = build([deadly], out=out, tools=armed, workers=2)
        assert summary.pages == 40
        (line,) = summary.skipped
        assert line.startswith("deadly.txt: its reader was killed (SIGKILL); it is left out")
    read: list[str] = []
    mended = build(
        [deadly], out=out, tools=tools, progress=lambda *step: read.append(step[3]) or None, workers=2
    )
    assert mended.skipped == ()
    assert [what for what in read if what.endswith(".txt")] == ["deadly.txt"]
    build([deadly], out=tmp_path / "new", tools=tools, workers=1)
    new = outputs(tmp_path / "new")
    assert outputs(out).keys() == new.keys()
    assert all(
        outputs(out)[name] == new[name] for name in (TURTLE, HTML)
    )  # copied lines stand first in a shard


def test_what_is_no_matter_of_one_page_stops_the_build(deadly: Path, tools: Tools, tmp_path: Path) -> None:
    armed = replace(tools, places=Deadly(tools.places, "full"))  # type: ignore[arg-type]
    with pytest.raises(DataError, match="No space left on device"):
        build([deadly], out=tmp_path, tools=armed, workers=2)
    assert multiprocessing.active_children() == []


def test_too_many_pages_that_fail_stop_all_workers(deadly: Path, tools: Tools, tmp_path: Path) -> None:
    for number in range(60):
        (deadly / f"bad{number}.txt").write_bytes(b"\x00\x01")
    with pytest.raises(DataError, match=r"pages failed, --max-errors 0.5 allows fewer; one of them: .*bad"):
        build([deadly], out=tmp_path, tools=tools, workers=2)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_loses_no_page_that_was_read(pages: Path, tools: Tools, tmp_path: Path, workers: int) -> None:
    """Not even those of a shard that is not finished."""
    read: list[str] = []

    def step(stage: str, done: int, total: int, what: str) -> None:
        if stage == "reading":
            read.append(what)
            if len(read) == 20:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([pages], out=tmp_path, tools=tools, workers=workers, progress=step)
    assert multiprocessing.active_children() == []
    first = set(read)
    read.clear()
    build([pages], out=tmp_path, tools=tools, workers=1, progress=lambda *s: read.append(s[3]) or None)
    assert len(first & set(read)) == 0
    assert len([what for what in read if what.endswith(".txt")]) <= PAGES - len(first)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(sys.platform != "linux", reason="children are looked up in /proc")
def test_no_worker_outlives_a_driver_that_is_killed(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 300, paragraphs=1)
    command = [
        sys.executable,
        "-m",
        "kg.cli",
        "build",
        tmp_path / "pages",
        "-o",
        tmp_path / "out",
        "--workers",
        "2",
    ]
    driver = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while len(found := children(driver.pid)) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    assert len(found) == 2
    driver.kill()
    driver.wait()
    while (left := [pid for pid in found if Path(f"/proc/{pid}").exists()]) and time.monotonic() < end:
        time.sleep(0.01)
    assert left == []


def test_few_pages_get_one_process() -> None:
    assert default_workers(0) == default_workers(FEW) == default_workers(2 * FEW - 1) == 1
    assert default_workers(10_000_000) == min(MOST, len(os.sched_getaffinity(0)))
