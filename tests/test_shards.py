"""Builds from shards: exact files, only what changed is read, a build after any history is a build from nothing."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kg.extract import Tools
from kg.graph.codec import decode, encode
from kg.graph.store import read_store
from kg.made import CURRENT, POOL
from kg.model import DataError, PageFacts
from kg.pages.read import Page, find_pages
from kg.pipeline import ERRORS, HTML, SHARDS, STORE, TURTLE, Summary, build
from kg.shards.file import Record, from_line, is_whole, key_of, read_records, to_line, write_lines
from kg.shards.lock import only_build
from kg.shards.make import make_shard, missing
from kg.shards.plan import LARGEST, SUFFIX, plan
from tests.synthetic import write_pages

ROOT = Path(__file__).parent.parent
MORE = 20  # pages
FIRST = "青崖河治理见成效\n\n本报讯 青崖河防洪提升工程在山西省介休市开工，总投资3亿元。\n"
SECOND = "龙泉湖水质好转\n\n本报讯 龙泉湖湿地修复工程位于介休市，总投资0.42亿元，2024年6月完工。\n"
THIRD = "本报讯 山西省水利厅近日印发通知，要求各地做好防汛工作。太原市污水处理厂扩建工程投运。\n"


def shards(out: Path) -> list[str]:
    return sorted(path.name for path in (out / SHARDS).glob(f"*{SUFFIX}"))


class Reading:
    """Builds a folder and keeps which pages were read for it."""

    def __init__(self, pages: Path, out: Path, tools: Tools) -> None:
        self.pages, self.out, self.tools, self.read = pages, out, tools, list[str]()

    def build(self) -> Summary:
        self.read.clear()
        return build([self.pages], out=self.out, tools=self.tools, progress=self.step)

    def step(self, stage: str, done: int, total: int, what: str) -> None:
        assert 0 <= done <= total
        if stage == "reading":
            self.read.append(what)


@pytest.fixture
def reading(tmp_path: Path, tools: Tools) -> Reading:
    small_pages(tmp_path / "pages")
    return Reading(tmp_path / "pages", tmp_path / "out", tools)


def small_pages(folder: Path) -> None:
    folder.mkdir()
    for name, text in (("a", FIRST), ("b", SECOND), ("c", THIRD)):
        (folder / f"{name}.txt").write_text(text, "utf-8")


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.from_type(PageFacts), st.integers(min_value=0), st.text(), st.text())
def test_a_record_comes_back_exactly(page: PageFacts, unplaced: int, fault: str, trace: str) -> None:
    record = Record("0a1b", page, unplaced, fault, trace)
    line = to_line(record)
    assert "\n" not in line
    assert key_of(line) == "0a1b"
    assert repr(from_line(line)) == repr(record)  # repr sees what == of entities leaves out


def test_the_facts_of_real_pages_come_back_exactly(pages: tuple[PageFacts, ...]) -> None:
    assert repr(decode(encode(pages))) == repr(pages)


@pytest.mark.parametrize(
    "line", ['{"Span":[1]}', '{"Span":3}', '{"Nothing":[]}', "[1,", '{"a":1,"b":2}', "{}"]
)
def test_what_was_not_encoded_is_no_value(line: str) -> None:
    with pytest.raises(ValueError):
        decode(line)


@pytest.mark.parametrize("line", ["[]", '["k",null,0,""]', '["k",3,0,"",""]', '["k",', '{"Span":[1,2]}'])
def test_a_line_that_is_no_record_is_told(line: str) -> None:
    with pytest.raises(DataError, match="damaged shard"):
        from_line(line)


def test_the_same_lines_give_the_same_bytes_and_nothing_beside_them(tmp_path: Path) -> None:
    for name in ("x.jsonl.gz", "y.jsonl.gz"):
        write_lines(tmp_path / name, ["甲", "乙"])
    assert (tmp_path / "x.jsonl.gz").read_bytes() == (tmp_path / "y.jsonl.gz").read_bytes()
    assert gzip.decompress((tmp_path / "x.jsonl.gz").read_bytes()).decode() == "甲\n乙\n"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_shard_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    def lines():
        yield "甲"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_lines(tmp_path / "x.jsonl.gz", lines())
    assert list(tmp_path.iterdir()) == []


def damage(data: bytes, how: str) -> bytes:
    middle = len(data) // 2
    if how == "half":
        return data[:middle]
    if how == "empty":
        return b""
    if how == "no gzip":
        return b"x" * 100
    return data[:middle] + bytes([data[middle] ^ 0x10]) + data[middle + 1 :]


@pytest.mark.parametrize("how", ["half", "empty", "no gzip", "one bit"])
def test_a_damaged_shard_is_noticed_and_made_anew(reading: Reading, how: str) -> None:
    reading.build()
    (name,) = shards(reading.out)
    path = reading.out / SHARDS / name
    turtle, whole = (reading.out / TURTLE).read_bytes(), path.read_bytes()
    path.write_bytes(damage(whole, how))
    assert not is_whole(path)
    reading.build()
    assert sorted(reading.read) == ["a.txt", "b.txt", "c.txt"]
    assert (reading.out / TURTLE).read_bytes() == turtle
    assert path.read_bytes() == whole


@pytest.mark.parametrize("how", ["half", "no gzip", "one bit"])
def test_reading_a_damaged_shard_is_told(tmp_path: Path, how: str) -> None:
    path = tmp_path / "x.jsonl.gz"
    write_lines(path, [to_line(Record(f"{n:064}", None, fault=f"{n * n}")) for n in range(100)])
    assert len(list(read_records(path))) == 100
    path.write_bytes(damage(path.read_bytes(), how))
    with pytest.raises(DataError, match="damaged shard"):
        list(read_records(path))


def some_pages(count: int, folder: str = "/nowhere") -> list[Page]:
    return [Page(Path(f"{folder}/p{n}.txt"), f"p{n}", f"p{n}.txt") for n in range(count)]


def names(pages: Sequence[Page], fingerprint: str = "f") -> set[str]:
    return {shard.name for shard in plan(pages, fingerprint)}


def test_each_page_is_in_one_shard_and_no_shard_is_too_large() -> None:
    pages = some_pages(1000)
    found = plan(pages, "f")
    assert sorted(t.page.identifier for s in found for t in s.tasks) == sorted(p.identifier for p in pages)
    assert max(len(s.tasks) for s in found) <= LARGEST
    assert 1000 / LARGEST <= len(found) <= 2.5 * 1000 / LARGEST
    assert names(pages) == names(pages[::-1])


def test_one_page_more_makes_few_shards_new() -> None:
    pages = some_pages(1000)
    news = [len(names(pages[: n + 1]) - names(pages[:n])) for n in range(600, 1000, 7)]
    assert max(news) <= 3  # a split into two; three where all of one half went to one side
    assert sum(news) < 1.2 * len(news)


def test_other_rules_make_all_shards_new() -> None:
    assert not names(some_pages(200), "f") & names(some_pages(200), "g")


def test_a_second_build_reads_nothing(reading: Reading) -> None:
    first = reading.build()
    assert sorted(reading.read) == ["a.txt", "b.txt", "c.txt"]
    turtle = (reading.out / TURTLE).read_bytes()
    assert reading.build() == first
    assert reading.read == []
    assert (reading.out / TURTLE).read_bytes() == turtle


def test_only_a_changed_page_is_read(reading: Reading) -> None:
    reading.build()
    before = shards(reading.out)
    (reading.pages / "b.txt").write_text(SECOND.replace("0.42", "0.43"), "utf-8")
    reading.build()
    assert reading.read == ["b.txt"]
    assert "43000000" in (reading.out / TURTLE).read_text("utf-8")
    assert len(shards(reading.out)) == 1
    assert shards(reading.out) != before


def test_a_page_that_is_removed_leaves_nothing(reading: Reading) -> None:
    reading.build()
    (reading.pages / "b.txt").unlink()
    reading.build()
    assert reading.read == []
    assert "龙泉湖" not in (reading.out / TURTLE).read_text("utf-8")


def test_a_page_that_cannot_be_read_is_told_each_time_and_tried_when_it_changes(reading: Reading) -> None:
    (reading.pages / "d.txt").write_bytes(b"\x00\x01")
    assert "d.txt: is not text" in reading.build().skipped[0]
    assert "d.txt: is not text" in reading.build().skipped[0]
    assert reading.read == []
    (reading.pages / "d.txt").write_text(THIRD, "utf-8")
    assert reading.build().skipped == ()
    assert reading.read == ["d.txt"]


TEXTS = st.sampled_from(["", FIRST, SECOND, THIRD, FIRST + "\n" + THIRD, SECOND.replace("湖", "河")])
STATES = st.dictionaries(st.sampled_from(["a", "b", "c", "x/a", "x/d"]), TEXTS, min_size=1).filter(
    lambda state: any(state.values())
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=st.lists(STATES, min_size=2, max_size=4), most=st.sampled_from([0, 2]))
def test_after_any_history_the_build_is_one_from_nothing(
    history: list[dict[str, str]], most: int, tmp_path_factory: pytest.TempPathFactory, tools: Tools
) -> None:
    """Pages changed, added, removed, unreadable for a time; two of one stem, whose names depend on each other.

    Whether the pool before is gone on with, however much changed, or never.
    """
    folder = tmp_path_factory.mktemp("history")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.merging.MOST_CHANGED", most)
        again = _through(history, folder, tools)
    new = build([folder / "pages"], out=folder / "new", tools=tools)
    assert replace(again, files=()) == replace(new, files=())
    for name in (TURTLE, HTML):
        assert (folder / "out" / name).read_bytes() == (folder / "new" / name).read_bytes()
    assert stored(folder / "out") == stored(folder / "new")
    assert shards(folder / "out") == shards(folder / "new")


def stored(out: Path) -> set[str]:
    return {str(quad) for quad in read_store(out / STORE)}


def _through(history: list[dict[str, str]], folder: Path, tools: Tools) -> Summary:
    """Build one state of the pages after the other; the last summary."""
    for state in history:
        shutil.rmtree(folder / "pages", ignore_errors=True)
        for name, text in state.items():
            path = folder / "pages" / f"{name}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        summary = build([folder / "pages"], out=folder / "out", tools=tools)
    return summary


def test_what_a_page_said_is_copied_when_its_shard_is_split_or_joined(
    tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.shards.plan.LARGEST", 12)
    write_pages(tmp_path / "pages", 12, paragraphs=1)
    reading = Reading(tmp_path / "pages", tmp_path / "out", tools)
    reading.build()
    assert len(shards(reading.out)) == 1
    (tmp_path / "pages" / "one-more.txt").write_text(FIRST, "utf-8")
    reading.build()
    assert reading.read == ["one-more.txt"]
    assert len(shards(reading.out)) > 1
    build([tmp_path / "pages"], out=tmp_path / "new", tools=tools)
    assert (tmp_path / "new" / TURTLE).read_bytes() == (reading.out / TURTLE).read_bytes()
    (tmp_path / "pages" / "n000000.txt").unlink()
    reading.build()
    assert reading.read == []
    assert len(shards(reading.out)) == 1


def test_shards_are_a_function_of_paths(reading: Reading, tmp_path: Path) -> None:
    """As a process of a pool would make them, each by itself."""
    wanted = plan(find_pages([reading.pages]).pages, "f")
    assert missing(wanted, tmp_path) == list(wanted)
    made = [make_shard(shard, lambda: reading.tools, tmp_path) for shard in wanted]
    assert missing(wanted, tmp_path) == []
    found = {r.page.document.source for path in made for r in read_records(path) if r.page is not None}
    assert found == {"a.txt", "b.txt", "c.txt"}


def test_two_builds_at_once_are_told(reading: Reading) -> None:
    with (
        only_build(reading.out / SHARDS, reading.out),
        pytest.raises(DataError, match="another build is writing here"),
    ):
        reading.build()
    reading.build()


def test_a_folder_that_cannot_be_written_is_told(reading: Reading, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(DataError, match="file/out: cannot be written: "):
        build([reading.pages], out=tmp_path / "file" / "out", tools=reading.tools)


def test_a_mistake_of_ours_costs_one_page_and_its_trace_is_kept(reading: Reading) -> None:
    """A table of bodies that is none stands for any mistake: it raises where a page names a body."""
    (reading.pages / "d.txt").write_text("本报讯 太原市今天天气晴朗，公园里游人不少。\n", "utf-8")
    bodies = reading.tools.bodies
    broken = SimpleNamespace(legal=bodies.legal, tails=bodies.tails)  # what every page looks at stays
    reading.tools = replace(reading.tools, bodies=broken)  # type: ignore[arg-type]
    for _ in range(2):  # the second time from the shard
        summary = reading.build()
        assert summary.pages == 1
        assert [line.split(":")[0] for line in summary.skipped] == ["a.txt", "b.txt", "c.txt"]
        assert "a.txt: a mistake of ours, AttributeError: " in summary.skipped[0]
        assert reading.out / ERRORS in summary.files
        assert (reading.out / ERRORS).read_text("utf-8").count("Traceback") == 3
    assert "太原市" in (reading.out / TURTLE).read_text("utf-8")


def test_too_many_pages_that_fail_stop_the_build(reading: Reading) -> None:
    reading.build()
    before = (reading.out / TURTLE).read_bytes()
    for number in range(30):
        (reading.pages / f"bad{number}.txt").write_bytes(b"\x00\x01")
    for _ in range(2):  # the second time from shards
        with pytest.raises(
            DataError, match=r"pages failed, --max-errors 0.5 allows fewer; one of them: .*bad"
        ):
            reading.build()
    assert (reading.out / TURTLE).read_bytes() == before
    assert len(build([reading.pages], out=reading.out, tools=reading.tools, max_errors=0.95).skipped) == 30


def run(*arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kg.cli", "build", *map(str, arguments)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # a shell's `&` leaves it ignored
    )


def wait_for(process: subprocess.Popen[bytes], out: Path, pattern: str) -> None:
    """Until a file appears, or the build is over."""
    end = time.monotonic() + 300
    while not list(out.glob(pattern)) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.002)


def test_ctrl_c_loses_no_finished_shard(tmp_path: Path, tools: Tools) -> None:
    pages = 3 * LARGEST  # enough to be at it when the signal comes, on a busy machine too
    write_pages(tmp_path / "pages", pages, paragraphs=1)
    out = tmp_path / "out"
    process = run(tmp_path / "pages", "-o", out)
    wait_for(process, out, f"{SHARDS}/s*{SUFFIX}")
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"the next build goes on with what was read" in said
    kept = [record.key for name in shards(out) for record in read_records(out / SHARDS / name)]
    assert kept
    reading = Reading(tmp_path / "pages", out, tools)
    reading.build()
    assert len(reading.read) == pages - len(set(kept)) > 0


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> bytes:
    """The Turtle of the three pages and of MORE, from nothing."""
    folder = tmp_path_factory.mktemp("anew")
    small_pages(folder / "pages")
    write_pages(folder / "pages", MORE, paragraphs=1)
    build([folder / "pages"], out=folder / "out", tools=tools)
    return (folder / "out" / TURTLE).read_bytes()


@pytest.mark.parametrize(
    "pattern",
    [
        f"{SHARDS}/.*.new",
        f"{CURRENT}-*/{TURTLE}",
        f"{CURRENT}-*/.{STORE}.new",
        f"{CURRENT}-*/{HTML}",
    ],
)
def test_a_killed_build_leaves_the_old_outputs_or_the_new(
    reading: Reading, anew: bytes, pattern: str
) -> None:
    reading.build()
    old = (reading.out / TURTLE).read_bytes()
    write_pages(reading.pages, MORE, paragraphs=1)
    process = run(reading.pages, "-o", reading.out)
    wait_for(process, reading.out, pattern)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    left = (reading.out / TURTLE).read_bytes()
    count = sum(1 for _ in parse(left, format=RdfFormat.TURTLE))
    assert left == old or count > 1000
    assert (reading.out / HTML).read_text("utf-8").rstrip().endswith("</html>")
    assert len(read_store(reading.out / STORE)) > 0
    reading.build()
    assert (reading.out / TURTLE).read_bytes() == anew
    generation = (reading.out / CURRENT).readlink().name
    assert {p.name for p in reading.out.iterdir()} == {SHARDS, TURTLE, HTML, STORE, CURRENT, generation}
    left = {p.name for p in (reading.out / SHARDS).iterdir()}
    assert left == {"lock", "made.json", POOL, *shards(reading.out)}


MEASURE = """
import json, resource, sys
from pathlib import Path
from kg.pipeline import build
peaks = {}
def step(stage, done, total, what):
    peaks[stage] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
summary = build([Path(sys.argv[1])], out=Path(sys.argv[2]), progress=step, workers=1)
print(json.dumps({"claims": summary.claims, **peaks}))
"""


def measure(folder: Path, count: int) -> dict[str, float]:
    write_pages(folder / f"{count}", count, paragraphs=1)
    command = [sys.executable, "-c", MEASURE, str(folder / f"{count}"), str(folder / f"out{count}")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_memory_does_not_grow_with_the_pages(tmp_path: Path) -> None:
    """Peak resident memory, in MiB, of builds of 40 and 200 short pages; docs/scale.md has larger ones."""
    pytest.importorskip("resource", reason="peak memory is read from the system")
    few, many = (measure(tmp_path, count) for count in (40, 200))
    assert many["claims"] > 4 * few["claims"]
    assert many["reading"] - few["reading"] < 20  # measured: 5
    assert many["drawing"] - few["drawing"] < 150  # measured: 79, the store's buffers, which then are full
