"""The graph in files for the bulk loaders of triple stores: sorted N-Triples or N-Quads in parts, with a manifest.

Virtuoso (`ld_dir`), QLever, Jena (`tdb2.xloader`), GraphDB and Oxigraph load several files at once, each whole. A part
ends with a subject; read one after the other the parts are one sorted file. The same graph gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import IO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from kg.model import DataError

MANIFEST = "manifest.json"
PART = 1_000_000  # triples of a file: some 12 MB packed
LEVEL = 1  # of gzip: a third of the time of level 6, a fifth more bytes
KINDS = {"nt": RdfFormat.N_TRIPLES, "nq": RdfFormat.N_QUADS}


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the manifest; `bytes` and `sha256` are those of the packed file."""

    file: str
    triples: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bulk loader should have in the end. `graph` is the IRI that the lines of N-Quads name."""

    format: str
    graph: str
    triples: int
    files: tuple[Part, ...]


def write_bulk(turtle: Path, folder: Path, *, graph: str = "", part: int = PART) -> Manifest:
    """Write a Turtle file of ours as `part-00000.nt.gz` … into `folder`, N-Quads (`.nq.gz`) where `graph` is an IRI.

    The folder is made beside itself and renamed; what was in it goes. Raises DataError where there is no graph, or the
    folder holds other things than an earlier export.
    """
    if not turtle.is_file():
        raise DataError(f"no graph at {turtle}: run `kg build` first")
    if folder.exists() and not (folder / MANIFEST).is_file() and (folder.is_file() or any(folder.iterdir())):
        raise DataError(f"{folder}: is no folder of an earlier --bulk; give an empty or a new one")
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    kind = "nq" if graph else "nt"
    try:
        fresh.mkdir(parents=True)
        found = tuple(
            _write(rows, fresh / f"part-{number:05}.{kind}.gz", kind)
            for number, rows in enumerate(_parts(turtle, graph, part))
        )
        manifest = Manifest(kind, graph, sum(p.triples for p in found), found)
        (fresh / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2) + "\n", "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
    except (SyntaxError, ValueError) as error:
        raise DataError(f"{turtle}: {error}") from error
    except OSError as error:
        raise DataError(f"{folder}: cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return manifest


def _parts(turtle: Path, graph: str, most: int) -> Iterator[list[Quad]]:
    """The triples in lists of `most`, each longer by what its last subject still has."""
    where = {"graph_name": NamedNode(graph)} if graph else {}
    rows: list[Quad] = []
    for _, group in groupby(parse(path=str(turtle), format=RdfFormat.TURTLE), key=lambda quad: quad.subject):
        rows.extend(Quad(q.subject, q.predicate, q.object, **where) for q in group)
        if len(rows) >= most:
            yield rows
            rows = []
    if rows:
        yield rows


def _write(rows: list[Quad], path: Path, kind: str) -> Part:
    with path.open("wb") as file, gzip.GzipFile("", "wb", LEVEL, file, mtime=0) as packed:
        serialize(rows, cast("IO[bytes]", packed), KINDS[kind])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Part(path.name, len(rows), path.stat().st_size, digest)
