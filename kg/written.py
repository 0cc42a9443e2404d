"""A sealed pool → graph.ttl, the store and graph.html, written aside and then standing at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.graph.changes import Changes
from kg.graph.part import count_claims, heaviest
from kg.graph.pool import Pool
from kg.made import HTML, STORE, TURTLE
from kg.model import Knowledge
from kg.painter import Painter
from kg.schema import Schema
from kg.shards.watch import Progress, tell

HTML_CLAIMS = 50_000  # some 20,000 things and 18 MB; see docs/explorer.md
HTML_AT_ONCE = 20_000  # claims, drawn in some 4 s; above, the page waits until it is asked for
LATER = f"{HTML} of so many claims is drawn when it is asked for, by `kg html` or `kg serve`"


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is written, and where. With `changes` the outputs of the build before are there, and these became other since."""

    pool: Pool
    schema: Schema
    out: Path
    base_iri: str
    progress: Progress | None = None
    painter: Painter | None = None
    texts: bool = True
    changes: Changes | None = None

    def write(self) -> tuple[str, ...]:
        """Write all aside, then have them stand at once; what to know of them.

        A failure leaves the old ones as they are, and nothing beside them.
        """
        from kg.graph.generation import begin, prune, switch

        folder = begin(self.out)
        try:
            notes = self._write(folder)
            switch(folder, self.out)
        finally:
            if self.painter is not None:
                self.painter.close()
            prune(self.out)
        tell(self.progress, "drawing", 1, 1, HTML)
        return notes

    def _write(self, folder: Path) -> tuple[str, ...]:
        later = count_claims(self.pool) > HTML_AT_ONCE
        with self._drawing(folder / HTML, later=later) as notes:
            if self.changes is None or not self._change(folder, self.changes):
                self._write_anew(folder)
            tell(self.progress, "drawing", 0, 1, HTML)
        return notes

    @contextmanager
    def _drawing(self, html: Path, *, later: bool) -> Iterator[tuple[str, ...]]:
        """Meanwhile the painter draws graph.html; else this process does in the end."""
        if later:
            yield (LATER,)
            return
        painter = self.painter if self.painter is not None and self.painter.process is not None else None
        if painter is not None:
            painter.begin(self.pool.knowledge(), self.schema, html, self.base_iri, texts=self.texts)
        yield ()
        if painter is None or not painter.finish():
            draw(self.pool, self.schema, html, base_iri=self.base_iri, texts=self.texts)

    def _write_anew(self, folder: Path) -> None:
        from kg.graph.rdf import stream, write_into
        from kg.graph.store import LoadingStore, replace_store

        nodes = self.pool.nodes()
        rows = stream(
            self.pool,
            base_iri=self.base_iri,
            done=lambda n: tell(self.progress, "writing", n, nodes, TURTLE),
        )
        with (folder / TURTLE).open("wb") as file, LoadingStore(file, folder / STORE) as loading:
            write_into(loading, rows, base_iri=self.base_iri)
            tell(self.progress, "writing", nodes, nodes, TURTLE)
            tell(self.progress, "loading", 0, 1, STORE)
        tell(self.progress, "loading", 1, 1, STORE)
        replace_store(loading.fresh, folder / STORE)

    def _change(self, folder: Path, changes: Changes) -> bool:
        """Write what stands, with what became other in its place; False where it is none of ours."""
        from kg.graph.rdf import stream
        from kg.graph.splice import Foreign, splice
        from kg.graph.store import changed_store

        rows = stream(self.pool, base_iri=self.base_iri, only=changes)
        try:
            with (folder / TURTLE).open("wb") as file:
                found = splice(self.out / TURTLE, file, changes.nodes(), rows, base_iri=self.base_iri)
        except Foreign:
            return False
        tell(self.progress, "writing", 1, 1, TURTLE)
        changed_store(self.out / STORE, folder / STORE, gone=found.gone, new=found.new)
        tell(self.progress, "loading", 1, 1, STORE)
        return True


def draw(pool: Pool, schema: Schema, path: Path, *, base_iri: str, texts: bool) -> tuple[str, ...]:
    """Write graph.html of a sealed pool, and a note where it does not show all."""
    from kg.graph import keys
    from kg.view.html import write_html

    knowledge, notes = _shown(pool)
    write_html(knowledge, schema, path, names=keys, base_iri=base_iri, texts=texts)
    return notes


def _shown(pool: Pool) -> tuple[Knowledge, tuple[str, ...]]:
    """What the HTML page shows, and a note where that is not all."""
    claims = count_claims(pool)
    if claims <= HTML_CLAIMS:
        return pool.knowledge(), ()
    note = f"{HTML} shows {HTML_CLAIMS} of {claims} claims, those on the things with the most; query the store for the rest"
    return heaviest(pool, HTML_CLAIMS), (note,)
