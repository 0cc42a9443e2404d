"""The files of shards → graph.ttl, graph.html and the store: the second of the two functions of a build."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from kg.corrections.apply import Applied
from kg.graph.part import Counts, count
from kg.graph.pool import Pool, open_pool
from kg.graph.seal import Identify, all_different, reseal, seal
from kg.made import ERRORS, HTML, POOL, SHARDS, STORE, TURTLE
from kg.merging import Merging, Tally
from kg.painter import Painter
from kg.schema import Schema
from kg.shards.watch import MAX_ERRORS, Progress
from kg.written import Outputs

BASE_IRI = "https://shanhe.example/id/"
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

    `merging` has a pool that some of them are in already; without it one is opened. `identify` looks at the things as the pages have them (`Pool.variants`, `Pool.links`) and says which are one. `painter`
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
    merging.only({path.name for path in shards})
    pool, tally = merging.pool, Tally.of(merging.pool)
    tally.check(max_errors)
    applied: list[Applied] = []
    if merging.changes is None:
        seal(pool, identify, (lambda pool: applied.append(amend(pool))) if amend is not None else None)
    else:
        reseal(pool, merging.changes, identify)
    outputs = Outputs(pool, schema, out, base_iri, merging.progress, painter, texts, merging.changes)
    notes = outputs.write()
    _write_errors(tally.traces, out / ERRORS)
    made = [out / name for name in (TURTLE, HTML, STORE) if (out / name).exists()]
    files = (*made, *([out / ERRORS] if tally.traces else []))
    summary = _summary(count(pool), tally, files, notes)
    return replace(summary, corrected=applied[0].met, unmet=tuple(applied[0].unmet)) if applied else summary


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
