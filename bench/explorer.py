"""`python bench/explorer.py [--against COMMIT] [COUNT…]`: the explorer in headless Chromium without a GPU, at several numbers of things.

For each: seconds of CPU to make the page; its size; milliseconds from opening to the first drawing and until everything
answers (the facts are read), by the clock and as CPU time of the page's main thread, which a busy machine stretches
little; frames a second while panning, with all of it in view and at reading size. All are medians of --rounds. At the
end how long a new layout of 500 things takes, from the address to the drawing.

With --against the page of another version is measured too, old and new in turns, so that a busy machine slows both, and
the ratio of each time to that of the turn's other is told, as a median.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from kg.gazetteer import load_gazetteer  # noqa: E402
from kg.model import Article, Claim, Date, Document, Entity, Evidence, Knowledge, Span, Value  # noqa: E402
from kg.ontology import ontology_folder  # noqa: E402

SYLLABLES = "青云龙泉玉柳石桥松林东兴永安和平白沙清溪金河北岭南湾双塔"
COUNTS = (300, 2000, 5000, 20000, 50000)
ROUNDS = 5
LAID_OUT = 500  # things that are laid out anew
LAYOUT = """
const done = arguments[0], began = performance.now();
location.hash = "k=none";
requestAnimationFrame(function look() {
  if (window.shanhe.canvas.scene.form === "islands") requestAnimationFrame(() => done(performance.now() - began));
  else requestAnimationFrame(look);
});
"""
WRITE = """
import importlib.util, json, sys, time
from pathlib import Path
from kg.graph import keys
from kg.ontology import ontology_folder
from kg.schema import load_schema
from kg.view.html import write_html
spec = importlib.util.spec_from_file_location("bench_explorer", sys.argv[1] + "/bench/explorer.py")
bench = importlib.util.module_from_spec(spec)
sys.modules["bench_explorer"] = bench
spec.loader.exec_module(bench)
known, schema = bench.knowledge(int(sys.argv[2])), load_schema(ontology_folder())
began = time.process_time()
write_html(known, schema, Path(sys.argv[3]), names=keys)
print(json.dumps([len(known.claims), time.process_time() - began]))
"""
PAN = """
const zoom = arguments[0], done = arguments[1], { network, camera } = window.shanhe;
if (zoom) network.moveTo({ scale: zoom }); else camera.fit();
const c = document.querySelector("#graph canvas"), fire = (type, x, y) => c.dispatchEvent(new PointerEvent(type,
  { pointerId: 1, pointerType: "mouse", bubbles: true, clientX: x, clientY: y, button: 0, buttons: 1, isPrimary: true }));
const x = 500, y = 300, begun = [];
fire("pointerdown", x, y);
function step(now) {
  begun.push(now);
  fire("pointermove", x + begun.length % 40 * 4, y + begun.length % 30 * 4);
  if (begun.length < 60) { requestAnimationFrame(step); return; }
  fire("pointerup", x, y);
  done(1000 * (begun.length - 1) / (begun[begun.length - 1] - begun[0]));
}
requestAnimationFrame(step);
"""


def knowledge(count: int) -> Knowledge:
    """`count` things: a third areas of China, the rest works, rivers, bodies and policies in them, 1.6 claims for each."""
    chance = random.Random(count)
    gazetteer = load_gazetteer(ontology_folder() / "gazetteer")
    counties = [c for c, p in gazetteer.places.items() if p.kind == "County" and p.parent]
    chosen = chance.sample(counties, min(len(counties), max(20, count // 12)))
    codes = {place.code for code in chosen for place in gazetteer.path(code)}
    things = {f"area-{code}": gazetteer.entity(code) for code in sorted(codes)}
    articles = [_article(i) for i in range(max(4, count // 12))]
    claims: list[Claim] = []
    kinds = ("Project",) * 6 + ("Agency", "Company", "Company", "River", "Policy", "Facility")
    bodies: list[Entity] = []
    while len(things) < count:
        kind = chance.choice(kinds)
        name = "".join(chance.choices(SYLLABLES, k=4)) + {"Project": "综合治理工程", "River": "河"}.get(
            kind, ""
        )
        thing = Entity(f"{kind.lower()}-{len(things):08x}", kind, name)
        things[thing.id] = thing
        area = gazetteer.entity(chance.choice(chosen))
        relation = {"River": "flowsThrough", "Agency": "jurisdiction", "Policy": "appliesTo"}.get(
            kind, "locatedIn"
        )
        claims.append(_claim(thing, relation, area, chance.choice(articles)))
        if kind == "Project":
            claims.append(
                _claim(
                    thing, "investment", Decimal(chance.randint(10, 90000)) * 10000, chance.choice(articles)
                )
            )
            claims.append(
                _claim(
                    thing,
                    "startDate",
                    Date(f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}"),
                    chance.choice(articles),
                )
            )
            if bodies:
                claims.append(
                    _claim(thing, "undertakenBy", chance.choice(bodies[-40:]), chance.choice(articles))
                )
        elif kind in ("Agency", "Company"):
            bodies.append(thing)
    entities = tuple(things[key] for key in sorted(things))
    mentioned = {(c.subject, c.evidence.article) for c in claims}
    documents = tuple(Document(a.document, f"{a.document}.txt", "") for a in articles)
    ordered = tuple(sorted(claims, key=lambda c: (c.subject, c.relation, str(c.object))))
    return Knowledge(documents, tuple(articles), entities, tuple(sorted(mentioned)), ordered)


def _article(number: int) -> Article:
    text = "综合治理工程开工建设"
    return Article(
        f"{number:06}-1",
        f"{number:06}",
        text,
        Span(0, 10),
        text,
        tuple(range(10)),
        0,
        f"202{number % 5}-03-0{number % 9 + 1}",
    )


def _claim(thing: Entity, relation: str, value: Value | Entity, article: Article) -> Claim:
    of = value.label if isinstance(value, Entity) else str(value)
    quote = (
        f"据了解,{thing.label}位于{of},是今年全市水利建设的重点,建成后将改善沿线两万余名群众的生产生活条件"
    )
    return Claim(
        thing.id,
        relation,
        value,
        Evidence(article.identifier, f"bench.{relation}", quote, Span(120, 120 + len(quote))),
    )


@dataclass(frozen=True)
class Run:
    """Milliseconds to the first drawing and until all answers, by the clock and of the main thread; frames a second."""

    drawn: float
    ready: float
    drawn_cpu: float
    ready_cpu: float
    far: float
    near: float


TIMES = ("drawn", "ready", "drawn_cpu", "ready_cpu")
MARKS = "blink.user_timing,loading"


def measure(path: Path) -> Run:
    """Opens the page in a new browser."""
    from tests.browser import open_file, start

    browser = start(trace=MARKS)
    browser.set_script_timeout(120)
    open_file(browser, path)
    far, near = (browser.execute_async_script(PAN, zoom) for zoom in (0, 0.8))
    browser.get("about:blank")  # by which the trace is handed over
    times = tuple(marked(browser))
    browser.quit()
    return Run(*times, far, near)


def marked(browser: Any) -> Iterator[float]:
    """When the marks `drawn` and `ready` were set, in milliseconds since the page was opened: by the clock, then of its main thread."""
    from tests.browser import events

    traced = events(browser, "Tracing.dataCollected")
    marks = [next(e for e in traced if e.get("name") == name) for name in ("drawn", "ready")]
    own = [e for e in traced if (e["pid"], e["tid"]) == (marks[0]["pid"], marks[0]["tid"])]
    began = max(e["ts"] for e in own if e["name"] == "navigationStart" and e["ts"] <= marks[0]["ts"])
    first = min(e["tts"] for e in own if e["ts"] >= began and "tts" in e)
    for clock, start in (("ts", began), ("tts", first)):
        yield from ((mark[clock] - start) / 1000 for mark in marks)


def middle(runs: list[Run]) -> Run:
    """The median of each figure of some runs."""
    return Run(*(median(getattr(run, field.name) for run in runs) for field in fields(Run)))


def ratios(old: list[Run], new: list[Run]) -> str:
    """How many times as long the new page took as the old one in the same turn, as a median for each time."""
    found = (
        median(getattr(b, name) / getattr(a, name) for a, b in zip(old, new, strict=True)) for name in TIMES
    )
    return f"{'new/old':>43}" + "".join(f"{x:>11.2f}" for x in found)


def write_page(root: Path, count: int, path: Path) -> tuple[int, float]:
    """Make the page of a version that stands in `root`; how many claims it has, and the seconds of CPU."""
    told = subprocess.run(
        [sys.executable, "-c", WRITE, str(root), str(count), str(path)],
        check=True,
        capture_output=True,
        cwd=root,
        env={"PYTHONPATH": str(root)},
    ).stdout
    claims, seconds = json.loads(told)
    return claims, seconds


@contextmanager
def versions(against: str) -> Iterator[dict[str, Path]]:
    """The roots of what is measured: this tree, and with `against` another commit before it."""
    if not against:
        yield {"": ROOT}
        return
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / "old"
        git = ("git", "-C", str(ROOT), "worktree")
        subprocess.run([*git, "add", "-q", "--detach", str(other), against], check=True)
        try:
            yield {"old": other, "new": ROOT}
        finally:
            subprocess.run([*git, "remove", "--force", str(other)], check=True)


def compare(count: int, roots: dict[str, Path], folder: Path, rounds: int) -> Iterator[str]:
    """A line for each version, measured in turns, and with two versions one of their ratios."""
    made = {name: write_page(root, count, folder / f"{name}.html") for name, root in roots.items()}
    runs: dict[str, list[Run]] = {name: [] for name in roots}
    for turn in range(rounds):
        for name, done in [*runs.items()][:: -1 if turn % 2 else 1]:
            done.append(measure(folder / f"{name}.html"))
    for name, (claims, seconds) in made.items():
        run, size = middle(runs[name]), (folder / f"{name}.html").stat().st_size / 1e6
        yield f"{name:>5}{count:>9}{claims:>9}{seconds:>12.1f}{size:>8.2f}" + "".join(
            f"{getattr(run, field.name):>11.0f}" for field in fields(Run)
        )
    if len(runs) > 1:
        yield ratios(runs["old"], runs["new"])


def layout(folder: Path) -> float:
    """Milliseconds until LAID_OUT things stand anew, the best of a few."""
    from tests.browser import open_file, start

    write_page(ROOT, LAID_OUT, folder / "layout.html")
    times = []
    for _ in range(ROUNDS):
        browser = start()
        open_file(browser, folder / "layout.html")
        times.append(browser.execute_async_script(LAYOUT))
        browser.quit()
    return float(min(times))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("counts", nargs="*", type=int)
    options.add_argument("--against", default="")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    given = options.parse_args()
    heads = ("drawn, ms", "ready, ms", "drawn, CPU", "ready, CPU", "fps, all", "fps, near")
    sys.stdout.write(
        f"{'':>5}{'things':>9}{'claims':>9}{'make, CPU':>12}{'MB':>8}"
        + "".join(f"{h:>11}" for h in heads)
        + "\n"
    )
    with versions(given.against) as roots, tempfile.TemporaryDirectory() as name:
        for count in given.counts or COUNTS:
            for line in compare(count, roots, Path(name), given.rounds):
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
        sys.stdout.write(f"a new layout of {LAID_OUT} things: {layout(Path(name)):.0f} ms\n")


if __name__ == "__main__":
    main()
