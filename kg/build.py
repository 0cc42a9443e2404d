"""Pages in; graph, store and HTML out. First each shard of pages becomes a file, then the files become the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import DataError, Knowledge, PageFacts
from kg.ontology import ontology_folder, own_folder
from kg.pages.read import Page, find_pages
from kg.schema import Schema, load_schema
from kg.shards.file import Record, read_records
from kg.shards.lock import only_build
from kg.shards.make import make_shard, missing, stale
from kg.shards.plan import Shard, fingerprint, plan

if TYPE_CHECKING:
    from kg.extract import Tools
    from kg.graph.part import Counts
    from kg.graph.pool import Pool
    from kg.link.identity import Identity

BASE_IRI = "https://shanhe.example/id/"
STORE = "store"
TURTLE = "graph.ttl"
HTML = "graph.html"
ERRORS = "errors.log"  # the traces of mistakes of ours; there is none when there were none
SHARDS = ".shards"
POOL = "pool.db"  # while a build merges
MAX_ERRORS = 0.5  # share of the pages
FEWEST = 20  # pages; of fewer, the share that fails is not judged
SAMPLE = 100  # pages that must have been read before the share so far stands for all
HTML_CLAIMS = 20_000
AREA = "area-"  # what the id of an area begins with, before its code
PLACING = ("locatedIn", "flowsThrough")

Progress = Callable[[str, int, int, str], None]  # stage, done, in all, what was just done
Identify = Callable[["Pool"], "Identity"]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build made. `facts` counts distinct (subject, relation, object), `claims` their statements."""

    pages: int
    articles: int
    entities: int
    facts: int
    claims: int
    by_class: tuple[tuple[str, int], ...]
    by_relation: tuple[tuple[str, int], ...]
    unplaced: int  # mentions that linking left open
    skipped: tuple[str, ...]
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()  # what a reader of the files should know


def all_different(pool: Pool) -> Identity:
    """No two ids are one thing."""
    from kg.link.identity import Identity

    return Identity({}, {})


def identifier(ontology: Path | None, tools: Callable[[], Tools | None] = lambda: None) -> Identify:
    """What says which things of different pages are one, by the tables and `identity.toml` of an ontology.

    `tools` gives those of the ontology if they are loaded by the time that it is asked.
    """
    from kg.extract import load_rule_book
    from kg.gazetteer import load_gazetteer
    from kg.link.identity import Thing, find_same, load_decisions
    from kg.link.names import load_bodies

    folder, own = ontology_folder(ontology), own_folder(ontology)
    folders = [folder, own] if own else [folder]
    decisions = load_decisions(*folders)

    def identify(pool: Pool) -> Identity:
        areas: dict[str, set[str]] = {}
        for relation in PLACING:
            for subject, area in pool.links(relation):
                if area.startswith(AREA):
                    areas.setdefault(subject, set()).add(area.removeprefix(AREA))
        loaded = tools()
        things = (Thing(e, frozenset(areas.get(e.id, ()))) for e in pool.variants() if not e.code)
        return find_same(
            things,
            decisions=decisions,
            gazetteer=loaded.gazetteer if loaded else load_gazetteer(folder / "gazetteer"),
            legal_forms=load_bodies(folders, {}).legal,
            generic=loaded.rules.generic if loaded else load_rule_book(ontology).generic,
        )

    return identify


def build(
    inputs: Sequence[Path],
    *,
    out: Path,
    ontology: Path | None = None,
    base_iri: str = BASE_IRI,
    progress: Progress | None = None,
    max_errors: float = MAX_ERRORS,
    tools: Tools | None = None,
) -> Summary:
    """Read pages, write `graph.ttl`, `graph.html` and the store under `out`; keep the shards in `out/.shards`.

    Pages whose shard is there are not read again. What cannot be read is in `Summary.skipped`, a line each. Raises
    DataError when nothing can be, when more than a share `max_errors` of the pages fails, and when another build
    is at work in `out`. `tools` are those of `ontology`, if they are loaded already.
    """
    found = find_pages(inputs)
    if not found.pages:
        raise DataError("; ".join(found.faults) or "no pages were given")
    folder = ontology_folder(ontology)
    schema = load_schema(folder)
    with only_build(out / SHARDS, out):
        shards = plan(found.pages, fingerprint(folder, own_folder(ontology)))
        loader = _Loader(ontology, tools)
        _make_missing(shards, loader, out / SHARDS, _Watch(progress, max_errors))
        summary = write_graph(
            [out / SHARDS / shard.name for shard in shards],
            schema,
            out=out,
            base_iri=base_iri,
            identify=identifier(ontology, lambda: loader.tools),
            progress=progress,
            max_errors=max_errors,
        )
        for path in stale(shards, out / SHARDS):
            path.unlink(missing_ok=True)
    return replace(summary, skipped=(*found.faults, *summary.skipped))


def write_graph(
    shards: Sequence[Path],
    schema: Schema,
    *,
    out: Path,
    base_iri: str = BASE_IRI,
    identify: Identify = all_different,
    progress: Progress | None = None,
    max_errors: float = MAX_ERRORS,
) -> Summary:
    """The files of shards → the graph: the second of the two functions of a build.

    `identify` looks at the pool before it is sealed (`Pool.variants`, `Pool.links`) and says which things are one.
    """
    from kg.graph.part import count
    from kg.graph.pool import open_pool

    with open_pool(out / SHARDS / POOL) as pool:
        tally = Tally()
        for number, path in enumerate(shards, 1):
            pool.add(tally.pages(read_records(path)))
            _tell(progress, "merging", number, len(shards), "")
        tally.check(max_errors)
        identity = identify(pool)
        pool.seal(identity.same, identity.notes)
        notes = write_outputs(pool, schema, out=out, base_iri=base_iri, progress=progress)
        counts = count(pool)
    _write_errors(tally.traces, out / ERRORS)
    files = (out / TURTLE, out / HTML, out / STORE, *([out / ERRORS] if tally.traces else []))
    return _summary(counts, tally, files, notes)


def write_outputs(
    pool: Pool, schema: Schema, *, out: Path, base_iri: str = BASE_IRI, progress: Progress | None = None
) -> tuple[str, ...]:
    """Write Turtle, store and HTML of a sealed pool beside the old ones, then rename all three; what to know of them."""
    from kg.graph import keys
    from kg.graph.rdf import stream, write_sorted
    from kg.graph.store import load_store, replace_store
    from kg.view.html import write_html

    turtle, html = (out / f".{name}.new" for name in (TURTLE, HTML))
    nodes = pool.nodes()
    rows = stream(pool, base_iri=base_iri, done=lambda n: _tell(progress, "writing", n, nodes, TURTLE))
    write_sorted(rows, turtle, base_iri=base_iri)
    _tell(progress, "writing", nodes, nodes, TURTLE)
    size = turtle.stat().st_size
    store = load_store(
        turtle, out / STORE, done=lambda n: _tell(progress, "loading", min(n, size), size, STORE)
    )
    _tell(progress, "drawing", 0, 1, HTML)
    knowledge, notes = _shown(pool)
    write_html(knowledge, schema, html, names=keys, base_iri=base_iri)
    turtle.replace(out / TURTLE)
    replace_store(store, out / STORE)
    html.replace(out / HTML)
    _tell(progress, "drawing", 1, 1, HTML)
    return notes


@dataclass(slots=True)
class Tally:
    """What is seen of records in passing: names left open, and why pages have no facts."""

    unplaced: int = 0
    read: int = 0
    skipped: list[str] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)

    def pages(self, records: Iterable[Record]) -> Iterator[PageFacts]:
        """The pages of the records that have one."""
        for record in records:
            self.unplaced += record.unplaced
            if record.page is not None:
                self.read += record.page.document.start == 0
                yield record.page
            else:
                self.skipped.append(record.fault)
            if record.trace:
                self.traces.append(f"{record.fault}\n{record.trace}")

    def check(self, max_errors: float) -> None:
        """Raises DataError when no page has facts, or too large a share has none."""
        if not self.read:
            raise DataError("; ".join(sorted(self.skipped)) or "no pages were given")
        of = self.read + len(self.skipped)
        if of >= FEWEST:
            _check_share(len(self.skipped), of, max_errors, min(self.skipped, default=""))


@dataclass(slots=True)
class _Watch:
    """Tells the progress of reading, and stops it when too many pages fail."""

    progress: Progress | None
    max_errors: float
    done: int = 0
    total: int = 0
    read: int = 0
    failed: int = 0

    def page(self, page: Page, fault: str) -> None:
        self.done += 1
        self.read += 1
        self.failed += bool(fault)
        _tell(self.progress, "reading", self.done, self.total, page.source)
        if self.total >= FEWEST:
            _check_share(self.failed, max(self.read, min(self.total, SAMPLE)), self.max_errors, fault)


@dataclass(slots=True)
class _Loader:
    """Loads the tools when the first page is to be read: a build of nothing new does without."""

    ontology: Path | None
    tools: Tools | None

    def __call__(self) -> Tools:
        if self.tools is None:
            from kg.extract import load_tools

            self.tools = load_tools(self.ontology)
        return self.tools


def _make_missing(shards: Sequence[Shard], tools: Callable[[], Tools], folder: Path, watch: _Watch) -> None:
    """Each finished shard stays, however the build ends."""
    wanted, earlier = missing(shards, folder), stale(shards, folder)
    watch.total = sum(len(shard.tasks) for shard in shards)
    watch.done = watch.total - sum(len(shard.tasks) for shard in wanted)
    if wanted:
        tools()  # outside of what guards a page: a mistake in the rules is no mistake of all pages
    for shard in wanted:
        before = watch.read
        make_shard(shard, tools, folder, earlier=earlier, done=watch.page)
        watch.done += len(shard.tasks) - (watch.read - before)  # copied


def _check_share(failed: int, of: int, most: float, fault: str) -> None:
    if failed > most * of:
        raise DataError(
            f"{failed} of {of} pages failed, --max-errors {most:g} allows fewer; one of them: {fault}"
        )


def _shown(pool: Pool) -> tuple[Knowledge, tuple[str, ...]]:
    """What the HTML page shows, and a note where that is not all."""
    from kg.graph.part import count, heaviest

    claims = count(pool).claims
    if claims <= HTML_CLAIMS:
        return pool.knowledge(), ()
    note = f"{HTML} shows {HTML_CLAIMS} of {claims} claims, those on the things with the most; query the store for the rest"
    return heaviest(pool, HTML_CLAIMS), (note,)


def _write_errors(traces: Sequence[str], path: Path) -> None:
    if traces:
        path.write_text("\n".join(sorted(traces)), "utf-8")
    else:
        path.unlink(missing_ok=True)


def _summary(counts: Counts, tally: Tally, files: tuple[Path, ...], notes: tuple[str, ...]) -> Summary:
    return Summary(
        counts.pages,
        counts.articles,
        counts.entities,
        counts.facts,
        counts.claims,
        counts.by_class,
        counts.by_relation,
        tally.unplaced,
        tuple(sorted(tally.skipped)),
        files,
        notes,
    )


def _tell(progress: Progress | None, stage: str, done: int, total: int, what: str) -> None:
    if progress is not None:
        progress(stage, done, total, what)
