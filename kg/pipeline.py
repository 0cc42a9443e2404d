"""Pages in; graph, store and HTML out. First each shard of pages becomes a file, then the files become the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import stamp
from kg.corrections.file import SAME, Correction, find_files, load_corrections
from kg.corrections.values import said_area, said_value
from kg.graph.keep import PoolFile
from kg.graph.seal import Identify
from kg.made import CORRECTIONS, ERRORS, HTML, POOL, SHARDS, STORE, TURTLE
from kg.merging import begin
from kg.model import DataError, Entity, Value
from kg.ontology import ontology_folder, own_folders
from kg.outputs import BASE_IRI, Amend, Summary, write_graph
from kg.packs.read import unread
from kg.pages.read import find_pages
from kg.painter import MOST, Painter
from kg.ready import find_tools, keep_tools
from kg.schema import Schema, load_schema
from kg.shards.lock import only_build
from kg.shards.make import missing, stale
from kg.shards.plan import Shard, fingerprint, plan
from kg.shards.run import make_by, make_here
from kg.shards.watch import MAX_ERRORS, Progress, Watch
from kg.written import HTML_CLAIMS

if TYPE_CHECKING:
    from kg.corrections.apply import Applied
    from kg.extract import Tools
    from kg.graph.pool import Pool
    from kg.link.identity import Decision, Identity
    from kg.shards.crew import Crew

__all__ = [
    "BASE_IRI",
    "ERRORS",
    "HTML",
    "HTML_CLAIMS",
    "MAX_ERRORS",
    "SHARDS",
    "STORE",
    "TURTLE",
    "Loader",
    "Progress",
    "Summary",
    "build",
    "identifier",
    "write_graph",
]

AREA = "area-"  # what the id of an area begins with, before its code
PLACING = ("locatedIn", "flowsThrough")


def build(
    inputs: Sequence[Path],
    *,
    out: Path,
    ontology: Path | None = None,
    base_iri: str = BASE_IRI,
    progress: Progress | None = None,
    max_errors: float = MAX_ERRORS,
    tools: Tools | None = None,
    workers: int | None = None,
    on: str = "",
    painter: Painter | None = None,
    date: str = "",
    follow_links: bool = False,
    texts: bool = True,
    corrections: Sequence[Path] = (),
) -> Summary:
    """Read pages, write `graph.ttl`, `graph.html` and the store under `out`; keep the shards in `out/.shards`.

    Pages whose shard is there are not read again, and outputs of the same shards are not written again. What cannot be
    read is in `Summary.skipped`, a line each; files of other kinds are in `Summary.notes`. Raises DataError when nothing can be, when more than a share `max_errors`
    of the pages fails, and when another build is at work in `out`. `tools` are those of `ontology`, if they are loaded
    already. `workers` is the number of processes (None: by cores and pages); `on` a cluster, as `kg.shards.cluster` has
    it. `date` (ISO 8601) is the day of pages whose text tells none. `painter` may have a process that draws graph.html of
    few pages. `follow_links` also reads what links in folders lead out to. Without `texts` graph.html has no text of
    articles but quotes. `corrections` are files beside those in the folders of pages and of rules. None but `date`, `texts` and they
    changes a byte of the outputs.
    """
    found = find_pages(inputs, date=date, follow_links=follow_links)
    if not found.pages:
        raise DataError("; ".join((*found.faults, *found.notes)) or "no pages were given")
    folder, own = ontology_folder(ontology), own_folders(ontology)
    schema = load_schema(folder, own)
    corrected = load_corrections(*find_files([*inputs, *own]), *corrections)
    with only_build(out / SHARDS, out), PoolFile(out / SHARDS / POOL) as file:
        tables = fingerprint(folder, own)
        loader = Loader(ontology, tools, tables)
        planned = plan(found.pages, tables)
        wanted = missing(planned, out / SHARDS)

        def marked(shards: Sequence[Shard]) -> str:
            return stamp.mark(
                [shard.name for shard in shards],
                [folder, *own],
                base_iri=base_iri,
                max_errors=max_errors,
                texts=texts,
                corrections=repr(corrected),
            )

        summary = None if wanted else stamp.standing(marked(planned), out)
        shards: Sequence[Shard] = planned
        if summary is None:
            merging = begin(file, planned, stamp.stands(out) if not corrected else "", progress)
            reading = _Reading(loader, out / SHARDS, tables, workers, on, painter)
            shards = reading.make(planned, wanted, Watch(progress, max_errors), merging.add)
            mark = marked(shards)
            summary = stamp.standing(mark, out)
        if summary is None:
            stamp.forget(out)
            summary = write_graph(
                [out / SHARDS / shard.name for shard in shards],
                schema,
                out=out,
                base_iri=base_iri,
                identify=identifier(loader, corrected),
                max_errors=max_errors,
                merging=merging,
                painter=painter,
                texts=texts,
                amend=amender(loader, schema, corrected) if corrected else None,
            )
            file.keep(mark, base_iri=base_iri, texts="yes" * texts, amended="yes" * bool(corrected))
            stamp.note(mark, summary, out)
        for path in stale(shards, out / SHARDS):
            path.unlink(missing_ok=True)
    loader.keep()
    skipped = (*found.faults, *summary.skipped)
    notes = (*found.notes, *summary.notes, *(line for each in own for line in unread(each)))
    return replace(summary, skipped=skipped, notes=notes)


@dataclass(slots=True)
class Loader:
    """Loads the tools when the first page is to be read: a build of nothing new does without.

    With a `key` (the fingerprint of all that they are made from) they may be those that an earlier build kept.
    """

    ontology: Path | None
    tools: Tools | None = None
    key: str = ""
    _new: bool = False  # loaded here, and not kept yet

    def __call__(self) -> Tools:
        if self.tools is None and self.key:
            self.tools = find_tools(self.key, ontology_folder(self.ontology))
        if self.tools is None:
            from kg.extract import load_tools

            self.tools = load_tools(self.ontology)
            self._new = bool(self.key)
        return self.tools

    def keep(self) -> None:
        """Spare the next build the loading of what was loaded here."""
        if self._new and self.tools is not None:
            keep_tools(self.key, self.tools)
            self._new = False


def identifier(loader: Loader, corrections: Sequence[Correction] = ()) -> Identify:
    """What says which things of different pages are one, by the tables and `identity.toml` of an ontology, and by corrections."""
    from kg.link.identity import Thing, find_same, load_decisions

    folder, own = ontology_folder(loader.ontology), own_folders(loader.ontology)
    decisions = (*load_decisions(folder, *own), *_decisions(corrections))

    def identify(pool: Pool) -> Identity:
        areas: dict[str, set[str]] = {}
        for relation in PLACING:
            for subject, area in pool.links(relation):
                if area.startswith(AREA):
                    areas.setdefault(subject, set()).add(area.removeprefix(AREA))
        things = (Thing(e, frozenset(areas.get(e.id, ()))) for e in pool.variants() if not e.code)
        tools = loader()
        return find_same(
            things,
            decisions=decisions,
            gazetteer=tools.gazetteer,
            legal_forms=tools.bodies.legal,
            generic=tools.rules.generic,
        )

    return identify


def _decisions(corrections: Sequence[Correction]) -> Iterator[Decision]:
    from kg.link.identity import Decision

    for one in corrections:
        if one.names:
            yield Decision(one["kind"], one.names, one.action == SAME, f"{CORRECTIONS}: {one.told}")


def amender(loader: Loader, schema: Schema, corrections: Sequence[Correction]) -> Amend:
    """What applies corrections to a pool, with the values and areas that they tell."""
    from kg.corrections.apply import Applier
    from kg.corrections.objects import Words
    from kg.graph.amend import Amending

    def parse(text: str) -> Value | None:
        return said_value(text, loader().units)

    def area(name: str) -> Sequence[Entity]:
        return said_area(name, loader().gazetteer)

    def amend(pool: Pool) -> Applied:
        return Applier(corrections, schema, Words(parse, area), Amending(pool)).run()

    return amend


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the shards of a build are made."""

    loader: Loader
    folder: Path
    tables: str  # the fingerprint of rules, tables and code
    workers: int | None
    on: str
    painter: Painter | None = None

    def make(
        self, shards: Sequence[Shard], wanted: Sequence[Shard], watch: Watch, made: Callable[[Path], None]
    ) -> tuple[Shard, ...]:
        """Make what is missing; what stands for each shard now. Each finished shard stays, however the build ends.

        A crew leaves this process time: `made` gets its files while others are read.
        """
        earlier = stale(shards, self.folder)
        watch.total = sum(len(shard.tasks) for shard in shards)
        watch.done = watch.total - sum(len(shard.tasks) for shard in wanted)
        if self.painter is not None and watch.total > MOST:
            self.painter.close()
        if not wanted:
            return tuple(shards)
        crew = self._crew(sum(len(shard.tasks) for shard in wanted), earlier)
        if crew is None:
            self.loader()  # outside of what guards a page: a mistake in the rules is no mistake of all pages
            make_here(wanted, self.loader, self.folder, earlier=earlier, watch=watch)
            return tuple(shards)
        with crew as at_work:
            stands = make_by(at_work, wanted, self.folder, watch=watch, made=made)
        return tuple(stands.get(shard.name, shard) for shard in shards)

    def _crew(self, pages: int, earlier: Sequence[Path]) -> AbstractContextManager[Crew] | None:
        """None where this process reads by itself."""
        if self.on:
            from kg.shards.cluster import open_cluster

            return open_cluster(
                self.on, self.loader.ontology, self.folder, tables=self.tables, earlier=earlier
            )
        from kg.shards.workers import Workers, default_workers

        count = default_workers(pages) if self.workers is None else self.workers
        return Workers(count, self.loader, self.folder, earlier=earlier) if count > 1 else None
