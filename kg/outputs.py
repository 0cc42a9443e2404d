"""The files of shards → graph.ttl, graph.html and the store: the second of the two functions of a build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from kg.corrections.apply import Applied
from kg.graph.part import Counts, count, heaviest
from kg.graph.pool import Pool, open_pool
from kg.link.identity import Identity
from kg.made import ERRORS, HTML, POOL, SHARDS, STORE, TURTLE
from kg.model import DataError, Knowledge, PageFacts
from kg.painter import Painter
from kg.schema import Schema
from kg.shards.file import Record, read_records
from kg.shards.watch import FEWEST, MAX_ERRORS, Progress, check_share, tell

BASE_IRI = "https://shanhe.example/id/"
HTML_CLAIMS = 50_000  # some 20,000 things and 18 MB; see docs/explorer.md

Identify = Callable[[Pool], Identity]
Amend = Callable[[Pool], Applied]


@dataclass(frozen=True, slots=True)
class Summary(Counts):
    """What a build made, and what it could not."""

    unplaced: int  # mentions that linking left open
    skipped: tuple[str, ...]
    files: tuple[Path, ...]
    undated: int = 0  # dates that nothing tells the year or day of
    notes: tuple[str, ...] = ()  # what a reader of the files should know
    losses: tuple[str, ...] = ()  # what of pages that were read did not arrive
    corrected: int = 0  # claims and things that corrections met
    unmet: tuple[str, ...] = ()  # corrections that met nothing, a line each
    unchanged: bool = field(default=False, compare=False)  # the files stood already, nothing was written


def all_different(pool: Pool) -> Identity:
    """No two ids are one thing."""
    return Identity({}, {})


def write_graph(
    shards: Sequence[Path],
    schema: Schema,
    *,
    out: Path,
    base_iri: str = BASE_IRI,
    identify: Identify = all_different,
    progress: Progress | None = None,
    max_errors: float = MAX_ERRORS,
    merging: Merging | None = None,
    painter: Painter | None = None,
    texts: bool = True,
    amend: Amend | None = None,
) -> Summary:
    """The files of shards → the graph: the second of the two functions of a build. `amend` applies corrections.

    `merging` has a pool that some of them are in already; without it one is opened. `identify` looks at the pool before it is sealed (`Pool.variants`, `Pool.links`) and says which things are one. `painter`
    may have a process that draws graph.html, which has the articles' texts unless `texts` is false.
    """
    if merging is None:
        with open_pool(out / SHARDS / POOL) as pool:
            new = Merging(pool, len(shards), progress)
            return write_graph(
                shards,
                schema,
                out=out,
                base_iri=base_iri,
                identify=identify,
                max_errors=max_errors,
                merging=new,
                painter=painter,
                texts=texts,
                amend=amend,
            )
    for path in shards:
        merging.add(path)
    pool, tally = merging.pool, merging.tally
    tally.check(max_errors)
    identity = identify(pool)
    applied: list[Applied] = []
    pool.seal(
        identity.same,
        identity.notes,
        (lambda pool: applied.append(amend(pool))) if amend is not None else None,
    )
    notes = write_outputs(
        pool, schema, out=out, base_iri=base_iri, progress=merging.progress, painter=painter, texts=texts
    )
    counts = count(pool)
    _write_errors(tally.traces, out / ERRORS)
    files = (out / TURTLE, out / HTML, out / STORE, *([out / ERRORS] if tally.traces else []))
    made = _summary(counts, tally, files, notes)
    return replace(made, corrected=applied[0].met, unmet=tuple(applied[0].unmet)) if applied else made


def write_outputs(
    pool: Pool,
    schema: Schema,
    *,
    out: Path,
    base_iri: str = BASE_IRI,
    progress: Progress | None = None,
    painter: Painter | None = None,
    texts: bool = True,
) -> tuple[str, ...]:
    """Write Turtle, store and HTML of a sealed pool aside, then have them stand at once; what to know of them.

    A failure leaves the old ones as they are, and nothing beside them.
    """
    from kg.graph.generation import begin, prune, switch

    folder = begin(out)
    try:
        notes = _write_all(pool, schema, folder, base_iri, progress, painter, texts)
        switch(folder, out)
    finally:
        if painter is not None:
            painter.close()
        prune(out)
    tell(progress, "drawing", 1, 1, HTML)
    return notes


def _write_all(
    pool: Pool,
    schema: Schema,
    folder: Path,
    base_iri: str,
    progress: Progress | None,
    painter: Painter | None,
    texts: bool,
) -> tuple[str, ...]:
    from kg.graph import keys
    from kg.graph.rdf import stream, write_into
    from kg.graph.store import LoadingStore, replace_store

    turtle, html = folder / TURTLE, folder / HTML
    shown = _shown(pool) if painter is not None and painter.process is not None else None
    if painter is not None and shown is not None:
        painter.begin(shown[0], schema, html, base_iri, texts=texts)
    nodes = pool.nodes()
    rows = stream(pool, base_iri=base_iri, done=lambda n: tell(progress, "writing", n, nodes, TURTLE))
    with turtle.open("wb") as file, LoadingStore(file, folder / STORE) as loading:
        write_into(loading, rows, base_iri=base_iri)
        tell(progress, "writing", nodes, nodes, TURTLE)
        tell(progress, "loading", 0, 1, STORE)
    tell(progress, "loading", 1, 1, STORE)
    tell(progress, "drawing", 0, 1, HTML)
    knowledge, notes = shown or _shown(pool)
    if painter is None or not painter.finish():
        from kg.view.html import write_html

        write_html(knowledge, schema, html, names=keys, base_iri=base_iri, texts=texts)
    replace_store(loading.fresh, folder / STORE)
    return notes


@dataclass(slots=True)
class Merging:
    """A pool that takes the files of shards, in any order, each once; of `total` in the end."""

    pool: Pool
    total: int
    progress: Progress | None = None
    tally: Tally = field(default_factory=lambda: Tally())
    taken: set[str] = field(default_factory=set)

    def add(self, path: Path) -> None:
        if path.name in self.taken:
            return
        self.pool.add(self.tally.pages(read_records(path)))
        self.taken.add(path.name)
        tell(self.progress, "merging", len(self.taken), self.total, "")


@dataclass(slots=True)
class Tally:
    """What is seen of records in passing: names left open, and why pages have no facts."""

    unplaced: int = 0
    undated: int = 0
    read: int = 0
    skipped: list[str] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)

    def pages(self, records: Iterable[Record]) -> Iterator[PageFacts]:
        """The pages of the records that have one."""
        for record in records:
            self.unplaced += record.unplaced
            if record.page is not None:
                self.read += record.page.document.start == 0
                self.undated += record.page.undated
                self.notes += record.page.document.notes
                self.losses += record.page.document.losses
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
            check_share(len(self.skipped), of, max_errors, min(self.skipped, default=""))


def _shown(pool: Pool) -> tuple[Knowledge, tuple[str, ...]]:
    """What the HTML page shows, and a note where that is not all."""
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
    counted = {field.name: getattr(counts, field.name) for field in fields(Counts)}
    return Summary(
        **counted,
        unplaced=tally.unplaced,
        skipped=tuple(sorted(tally.skipped)),
        files=files,
        undated=tally.undated,
        notes=(*notes, *sorted(tally.notes)),
        losses=tuple(sorted(tally.losses)),
    )
