"""The graph in other formats, into files or through a pipe."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.api.graph import Graph
from kg.graph.export import ENDINGS, FORMATS
from kg.model import DataError

__all__ = ["FORMATS", "export", "export_bytes"]


def export(
    out: Path,
    file: str | PathLike[str] | None,
    *,
    format: str | None = None,
    graph: str | None = None,
    ontology: Path | None = None,
    lang: str = "",
) -> tuple[Path, ...]:
    """`Graph.export` of the graph in `out`."""
    return Graph(out, ontology).export(file, format=format, graph=graph, lang=lang)


def export_bytes(
    out: Path, format: str, *, graph: str | None = None, ontology: Path | None = None, lang: str = ""
) -> bytes:
    """The one file of a format. Raises DataError for a format of several files."""
    if not ENDINGS.get(format, "?"):
        raise DataError(f"{format} is a folder of files and cannot go to standard output")
    with TemporaryDirectory(prefix="kg-export-") as folder:
        (path,) = export(
            out,
            Path(folder) / f"graph{ENDINGS.get(format, '')}",
            format=format,
            graph=graph,
            ontology=ontology,
            lang=lang,
        )
        return path.read_bytes()
