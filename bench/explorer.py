"""`python bench/explorer.py [COUNT…]`: the explorer in headless Chromium without a GPU, at several numbers of things.

For each: seconds of CPU to make the page; its size; milliseconds from opening to the first drawing and until everything
answers (the facts are read), by the clock and as CPU time of the page's main thread, which a busy machine does not
stretch; frames a second while panning, with all of it in view and at reading size.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from kg.gazetteer import load_gazetteer  # noqa: E402
from kg.graph import keys  # noqa: E402
from kg.model import Article, Claim, Date, Document, Entity, Evidence, Knowledge, Span, Value  # noqa: E402
from kg.ontology import ontology_folder  # noqa: E402
from kg.schema import load_schema  # noqa: E402
from kg.view.html import write_html  # noqa: E402

SYLLABLES = "青云龙泉玉柳石桥松林东兴永安和平白沙清溪金河北岭南湾双塔"
COUNTS = (300, 2000, 5000, 10000, 50000)
ROUNDS = 3
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
    """Milliseconds to the first drawing and until all answers, those of the main thread, frames a second."""

    drawn: float
    ready: float
    busy: float
    far: float
    near: float


def measure(path: Path) -> Run:
    """Opens the page in a new browser."""
    from tests.browser import open_file, start

    browser = start()
    browser.set_script_timeout(120)
    browser.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    open_file(browser, path)
    metrics = browser.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    busy = 1000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")
    marks = "return ['drawn', 'ready'].map((name) => performance.getEntriesByName(name)[0].startTime)"
    drawn, ready = browser.execute_script(marks)
    far, near = (browser.execute_async_script(PAN, zoom) for zoom in (0, 0.8))
    browser.quit()
    return Run(drawn, ready, busy, far, near)


def best(path: Path) -> Run:
    """The least of each time and the most frames of a few runs: other work on the machine only slows."""
    runs = [measure(path) for _ in range(ROUNDS)]
    return Run(
        *(min(getattr(r, name) for r in runs) for name in ("drawn", "ready", "busy")),
        *(max(getattr(r, name) for r in runs) for name in ("far", "near")),
    )


def main() -> None:
    schema = load_schema(ontology_folder())
    write = sys.stdout.write
    heads = (
        "things",
        "claims",
        "make, CPU s",
        "MB",
        "drawn, ms",
        "ready, ms",
        "CPU, ms",
        "fps, all",
        "fps, near",
    )
    write("".join(f"{head:>12}" for head in heads) + "\n")
    for count in [int(a) for a in sys.argv[1:]] or COUNTS:
        known = knowledge(count)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "graph.html"
            began = time.process_time()
            write_html(known, schema, path, names=keys)
            spent = time.process_time() - began
            run = best(path)
            size = path.stat().st_size / 1e6
        figures = (run.drawn, run.ready, run.busy, run.far, run.near)
        write(
            f"{count:>12}{len(known.claims):>12}{spent:>12.1f}{size:>12.1f}"
            + "".join(f"{x:>12.0f}" for x in figures)
            + "\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
