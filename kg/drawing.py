"""graph.html of a graph that stands, drawn when it is asked for."""

from __future__ import annotations

from pathlib import Path

from kg import stamp
from kg.graph.keep import PoolFile
from kg.made import HTML, POOL, SHARDS
from kg.model import DataError
from kg.ontology import ontology_folder
from kg.schema import load_schema
from kg.shards.lock import only_build
from kg.written import draw


def draw_graph(out: Path, ontology: Path | None = None) -> tuple[str, ...]:
    """Draw graph.html in `out` if it is not there; a note where it does not show all.

    Raises DataError where no build made the graph that stands, or one is at work.
    """
    if (out / HTML).is_file():
        return ()
    schema = load_schema(ontology_folder(ontology))
    with only_build(out / SHARDS, out), PoolFile(out / SHARDS / POOL) as file:
        pool = file.again(stamp.stands(out))
        if pool is None:
            raise DataError(f"{out}: is no graph as `kg build` left it; run it again")
        notes = list[str]()

        def write(path: Path) -> None:
            base_iri, texts = pool.state("base_iri"), bool(pool.state("texts"))
            notes.extend(draw(pool, schema, path, base_iri=base_iri, texts=texts))

        stamp.add(out, HTML, write)
    return tuple(notes)
