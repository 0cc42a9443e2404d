"""`python bench/scale.py`: builds of synthetic pages as ratios in one run; `make bench` calls it after the stages of a page.

    python bench/scale.py workers     one process against two, reading and the whole build
    python bench/scale.py ray         two processes against two processors of a local Ray cluster
    python bench/scale.py again       a second build of the same pages, and of one page changed
    python bench/scale.py turtle      Turtle out and in
    python bench/scale.py growth      10, 100, 1,000 … pages: seconds and memory of each stage, and the chart
    python bench/scale.py memory      100, 1,000 … short pages by two workers: memory of each and of the driver, stage by stage

`--pages N` is the number of pages, of `growth` and `memory` the largest; `--paragraphs N` is the length of a page of
`memory`; `--rounds N` repeats and takes medians. Wall times mean something on an idle machine only: the load is
printed, and CPU beside them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # for tests.synthetic

CHART = ROOT / "docs" / "benchmarks-scale.svg"
STAGES = ("reading", "merging", "writing", "loading", "drawing")
READING = STAGES[:2]  # with a crew, shards are merged while others are read
EVERY = 64  # pages between two looks at the memory of the workers
SHORT = 2  # paragraphs of a page of `memory`: 423 characters
MB = 1 << 20


class EnoughReading(Exception):
    """The pages are read, and no more is wanted."""


@dataclass(slots=True)
class Run:
    """One build in a process of its own. Seconds of each stage; MB of the driver at its end, of the largest worker.

    `samples` while it reads: pages, MB of the largest worker's own, MB of the driver then (not its peak).
    """

    wall: float = 0.0
    cpu: float = 0.0  # of the driver and its workers; Ray's processes are not among them
    claims: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    used: dict[str, float] = field(default_factory=dict)  # CPU of the driver, its threads included
    driver: dict[str, float] = field(default_factory=dict)
    worker: float = 0.0
    samples: list[tuple[int, float, float]] = field(default_factory=list)

    @property
    def reading(self) -> float:
        return self.seconds.get("reading", 0.0)


def write(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def one(pages: Path, out: Path, workers: int, on: str, only_reading: bool) -> Run:
    """In this process: build, and note when each stage ended and what it took."""
    from kg.pipeline import build

    run, began, seen = Run(), time.perf_counter(), 0
    ends, used = dict[str, float](), dict[str, float]()

    def step(stage: str, done: int, total: int, what: str) -> None:
        nonlocal seen
        if stage not in READING and only_reading:
            raise EnoughReading
        ends[stage], used[stage] = time.perf_counter() - began, time.process_time()
        run.driver[stage] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seen += 1
        if stage == "reading" and (seen % EVERY == 0 or done == total):
            now = max([0.0, *map(_own_memory, multiprocessing.active_children())])
            run.worker = max(run.worker, now)
            if not run.samples or done >= 2 * run.samples[-1][0] or done == total:
                run.samples.append((done, now, _resident()))
                sys.stderr.write(f"{run.samples[-1]} after {ends[stage]:.0f} s\n")

    with contextlib.suppress(EnoughReading):
        run.claims = build([pages], out=out, workers=workers, on=on, progress=step).claims
    run.wall = time.perf_counter() - began
    run.seconds, run.used = _stages(ends), _stages(used)
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    run.cpu = sum(u.ru_utime + u.ru_stime for u in spent)
    return run


def _stages(ends: dict[str, float]) -> dict[str, float]:
    """What each took. They overlap: it is what was left when the one before ended."""
    found, before = {}, 0.0
    for stage in (stage for stage in STAGES if stage in ends):
        found[stage] = max(0.0, ends[stage] - before)
        before = max(before, ends[stage])
    return found


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / MB


def _own_memory(process: multiprocessing.process.BaseProcess) -> float:
    """MB that only this process has: what it was forked with and has not changed, all share."""
    try:
        text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Private")) / 1024


def measured(pages: Path, out: Path, *, workers: int = 1, on: str = "", only_reading: bool = False) -> Run:
    command = [
        sys.executable,
        __file__,
        "one",
        str(pages),
        str(out),
        str(workers),
        on,
        str(int(only_reading)),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def middle(runs: Sequence[Run], of: Callable[[Run], float]) -> float:
    return median(map(of, runs))


def compare_workers(pages: Path, folder: Path, rounds: int) -> None:
    """In turn, so that what else the machine does falls on both."""
    runs: dict[int, list[Run]] = {1: [], 2: []}
    for number in range(rounds):
        for workers, found in runs.items():
            found.append(measured(pages, folder / f"w{workers}-{number}", workers=workers))
    write("| workers | reading s | whole build s | CPU s | MB of a worker's own |\n|---|---|---|---|---|")
    for workers, found in runs.items():
        figures = [
            middle(found, of)
            for of in (lambda r: r.reading, lambda r: r.wall, lambda r: r.cpu, lambda r: r.worker)
        ]
        write(f"| {workers} | {figures[0]:.1f} | {figures[1]:.1f} | {figures[2]:.1f} | {figures[3]:.0f} |")
    for name, of in (("reading", lambda r: r.reading), ("whole build", lambda r: r.wall)):
        write(
            f"two workers against one, {name}: {middle(runs[1], of) / middle(runs[2], of):.2f} times as fast"
        )
    write(
        f"CPU of two against one: {middle(runs[2], lambda r: r.cpu) / middle(runs[1], lambda r: r.cpu):.2f}"
    )


def compare_ray(pages: Path, folder: Path, rounds: int) -> None:
    pool = [measured(pages, folder / f"p{n}", workers=2) for n in range(rounds)]
    cluster = [measured(pages, folder / f"r{n}", on="ray") for n in range(rounds)]
    same = (folder / "p0" / "graph.ttl").read_bytes() == (folder / "r0" / "graph.ttl").read_bytes()
    a, b = (middle(runs, lambda r: r.reading) for runs in (pool, cluster))
    write(
        f"reading, with the start: pool {a:.1f} s, Ray {b:.1f} s, Ray ÷ pool {b / a:.2f}; same bytes: {same}"
    )


def compare_again(pages: Path, folder: Path, rounds: int) -> None:
    out = folder / "again"
    first = measured(pages, out)
    same = [measured(pages, out) for _ in range(rounds)]
    changed = next(iter(sorted(pages.glob("*.txt"))))
    changed.write_text(changed.read_text("utf-8") + "\n本报讯 太原市今天晴。\n", "utf-8")
    one_page = measured(pages, out)
    write("| build | wall s | CPU s |\n|---|---|---|")
    write(f"| first | {first.wall:.1f} | {first.cpu:.1f} |")
    write(f"| nothing changed | {middle(same, lambda r: r.wall):.1f} | {middle(same, lambda r: r.cpu):.1f} |")
    write(f"| one page changed | {one_page.wall:.1f} | {one_page.cpu:.1f} |")
    write(f"one page changed / first, CPU: {one_page.cpu / first.cpu:.2f} (bound: 0.03 at 500 pages)")
    write(f"merge and output / reading, wall: {first.wall / first.reading - 1:.2f} (bound: 0.5)")


def turtle(pages: Path, folder: Path, rounds: int) -> None:
    from pyoxigraph import RdfFormat, parse

    from kg.graph.pool import open_pool
    from kg.graph.rdf import stream, write_sorted
    from kg.graph.seal import seal
    from kg.graph.store import load_store
    from kg.pipeline import STORE, TURTLE
    from kg.shards.file import read_records

    measured(pages, folder / "t", workers=2)
    with open_pool(folder / "pool.db") as pool:
        for path in sorted((folder / "t" / ".shards").glob("*.jsonl.gz")):
            pool.add(r.page for r in read_records(path) if r.page is not None)
        seal(pool)
        work = {
            "out, from the pool": lambda: write_sorted(stream(pool), folder / TURTLE),
            "in, parsed": lambda: sum(1 for _ in parse(path=str(folder / TURTLE), format=RdfFormat.TURTLE)),
            "in, to the store": lambda: load_store(folder / TURTLE, folder / STORE),
        }
        spent = {name: [_cpu(act) for _ in range(rounds)] for name, act in work.items()}
    count = sum(1 for _ in parse(path=str(folder / TURTLE), format=RdfFormat.TURTLE))
    write(f"{count:,} triples, {(folder / TURTLE).stat().st_size / MB:.0f} MB of Turtle")
    for name, times in spent.items():
        write(f"Turtle {name}: {count / median(times):,.0f} triples a second of CPU")


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def sizes(most: int, least: int) -> Iterator[int]:
    while least <= most:
        yield least
        least *= 10


def growth(pages: Path, folder: Path, most: int) -> None:
    from tests.synthetic import write_pages

    found: dict[int, Run] = {}
    write("| pages | claims | " + " | ".join(f"{stage} s, MB" for stage in STAGES) + " | CPU ms a page |")
    write("|---" * (len(STAGES) + 3) + "|")
    for count in sizes(most, 10):
        write_pages(folder / f"pages{count}", count)
        run = found[count] = measured(folder / f"pages{count}", folder / f"out{count}")
        cells = [f"{run.seconds.get(s, 0):.1f}, {run.driver.get(s, 0):.0f}" for s in STAGES]
        write(f"| {count:,} | {run.claims:,} | {' | '.join(cells)} | {1000 * run.cpu / count:.1f} |")
    draw(found)


def memory(folder: Path, most: int, paragraphs: int) -> None:
    """Whole builds by two workers; of the largest also the memory while it read."""
    from tests.synthetic import write_pages

    write(
        f"pages of {paragraphs} paragraphs; of each stage seconds (CPU of the driver) and peak of the driver so far"
    )
    write("| pages | claims | MB of a worker's own | " + " | ".join(STAGES) + " | CPU ms a page | load |")
    write("|---" * (len(STAGES) + 5) + "|")
    for count in sizes(most, 100):
        write_pages(folder / f"short{count}", count, paragraphs=paragraphs)
        run = measured(folder / f"short{count}", folder / f"read{count}", workers=2)
        cells = [
            f"{run.seconds.get(s, 0):.1f} ({run.used.get(s, 0):.1f}) s, {run.driver.get(s, 0):.0f} MB"
            for s in STAGES
        ]
        told = f"{1000 * run.cpu / count:.1f} | {os.getloadavg()[0]:.1f}"
        write(f"| {count:,} | {run.claims:,} | {run.worker:.0f} | {' | '.join(cells)} | {told} |")
    write("\n| pages read | MB of a worker's own | MB of the driver |\n|---|---|---|")
    for done, worker, driver in run.samples:
        write(f"| {done:,} | {worker:.0f} | {driver:.0f} |")


def draw(found: dict[int, Run]) -> None:
    """Cost of a page and memory over the number of pages; without matplotlib, none."""
    try:
        import matplotlib
    except ImportError:
        write("no chart: pip install matplotlib")
        return
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "shanhe"
    from matplotlib import pyplot

    figure, (cost, peak) = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    counts = list(found)
    for stage in STAGES:
        cost.plot(
            counts, [1000 * found[n].seconds.get(stage, 0) / n for n in counts], marker="o", label=stage
        )
    peak.plot(counts, [max(found[n].driver.values()) for n in counts], marker="o", color="black")
    cost.set(xscale="log", yscale="log", xlabel="pages", ylabel="ms a page", title="Wall time of each stage")
    peak.set(xscale="log", ylim=0, xlabel="pages", ylabel="MB", title="Peak memory of a build")
    cost.legend(frameon=False)
    for axes in (cost, peak):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(CHART, metadata={"Date": None})
    write(f"chart: {CHART.relative_to(ROOT)}")


def main(arguments: Sequence[str] | None = None) -> None:
    from tests.synthetic import write_pages

    parser = argparse.ArgumentParser(description="Builds of synthetic pages, as ratios in one run.")
    known = ("all", "workers", "ray", "again", "turtle", "growth", "memory")
    parser.add_argument("what", nargs="?", default="all", choices=known)
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--paragraphs", type=int, default=SHORT)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(arguments)
    write(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        folder, pages = Path(name), Path(name) / "pages"
        write_pages(pages, given.pages if given.what not in ("growth", "memory") and given.pages else 640)
        for what in known[1:] if given.what == "all" else [given.what]:
            write(f"\n## {what}")
            if what == "growth":
                growth(pages, folder, given.pages or 1000)
            elif what == "memory":
                memory(folder, given.pages or 1000, given.paragraphs)
            elif what != "ray" or _has_ray():
                act = {
                    "workers": compare_workers,
                    "ray": compare_ray,
                    "again": compare_again,
                    "turtle": turtle,
                }
                act[what](pages, folder, given.rounds)
    write(f"\nload at the end {os.getloadavg()[0]:.1f}")


def _has_ray() -> bool:
    try:
        import ray  # noqa: F401
    except ImportError:
        write("Ray is not installed: pip install 'shanhe-kg[ray]'")
        return False
    return True


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        given_pages, given_out, count, cluster, reading = sys.argv[2:]
        result = one(Path(given_pages), Path(given_out), int(count), cluster, bool(int(reading)))
        write(json.dumps(asdict(result)))
    else:
        main()
