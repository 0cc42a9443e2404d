"""A graph that a build wrote, opened to be asked: `kg.open`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.facts import FactReader
from kg.api.values import Answer, Explanation, Fact, Rows, Thing
from kg.made import HTML, STORE, TURTLE
from kg.model import DataError

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

    from kg.api.checking import Difference, Report
    from kg.schema import Schema

Paths = str | PathLike[str]


@dataclass(slots=True)
class Graph:
    """A graph on disk; what is read is read when it is asked for. It stays the graph that it was opened as, also while
    a build makes another.

    Every method raises DataError for a mistake in what it is given.
    """

    folder: Path
    ontology: Path | None = None
    _reader: FactReader | None = field(default=None, repr=False)
    _schema: Schema | None = field(default=None, repr=False)

    @property
    def turtle(self) -> Path:
        """Its Turtle file."""
        return self.folder / TURTLE

    @property
    def html(self) -> Path:
        """Its explorer, a page for any browser; `draw` makes it where the build has left that for later."""
        return self.folder / HTML

    def draw(self) -> tuple[str, ...]:
        """Draw the explorer if it is not there; a note where it does not show all."""
        from kg.drawing import draw_graph

        return draw_graph(self.folder, self.ontology)

    @property
    def store(self) -> Path:
        """The folder of its store."""
        return self.folder / STORE

    @property
    def schema(self) -> Schema:
        """The classes and relations with their labels."""
        if self._schema is None:
            from kg.ontology import ontology_folder, own_folders
            from kg.schema import load_schema

            self._schema = load_schema(ontology_folder(self.ontology), own_folders(self.ontology))
        return self._schema

    @property
    def base_iri(self) -> str:
        """What the IRIs of its things begin with."""
        return self.reader.base

    @property
    def reader(self) -> FactReader:
        """What facts and things are read with."""
        if self._reader is None:
            from kg.graph.store import read_store

            self._reader = FactReader(read_store(self.store), self.schema)
        return self._reader

    def facts(
        self, subject: str | None = None, *, relation: str | None = None, page: str | None = None
    ) -> tuple[Fact, ...]:
        """The facts that pages state, sorted by subject, relation and object; all are in memory, some 1 kB each.

        `subject` is a name (a label or another form) or an IRI, `relation` one of the ontology (`investment`), `page`
        the path of a page without its suffix: `000`, `b/x`. A fact has only the quotes that fit.
        """
        check_relation(self.schema, relation or "")
        nodes = self.reader.nodes(subject) if subject is not None else None
        return self.reader.facts(nodes, relation=relation or "", page=page or "")

    def things(self, kind: str | None = None) -> tuple[Thing, ...]:
        """The things, sorted by class and name; `kind` is a class (`Project`), or one above others (`Area`, `Water`)."""
        wanted: Iterable[str] | None = None
        if kind is not None:
            if kind not in self.schema.classes:
                raise DataError(f"no class '{kind}'; classes: {', '.join(sorted(self.schema.classes))}")
            wanted = (kind, *self.schema.subclasses(kind))
        return self.reader.things(wanted)

    def explain(self, name: str) -> tuple[Explanation, ...]:
        """All on the things that bear a name: by label, else by another form; several where it is ambiguous.

        Raises DataError for an unknown name, with those that are nearest to it.
        """
        return tuple(sorted(map(self.reader.explain, self.reader.nodes(name)), key=_by_name))

    def query(self, sparql: str, *, timeout: float | None = None) -> Rows:
        """The answer to a SPARQL 1.1 query; `kg:`, `id:`, `rdfs:` and the like need no PREFIX. `timeout` is in seconds.

        Numbers and booleans come as Python has them, decimals as Decimal, dates and IRIs as text.
        """
        from kg.api.queries import Source, answer_rows

        return answer_rows(sparql, Source(self.store, timeout=timeout))

    def ask(self, question: str) -> Answer:
        """The answer to a question in Chinese: 汾河流经哪些县. What is not understood is no error but a `status`."""
        from kg.api.questions import answer

        return answer(question, self.store, self.ontology)

    def to_pandas(self) -> pd.DataFrame:
        """A row for each quote of each fact. Wants pandas."""
        from kg.api.frames import to_pandas

        return to_pandas(self.facts())

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Things as nodes, the facts between them as edges that are keyed by their relation."""
        from kg.graph.network import as_networkx, load_network

        return as_networkx(load_network(self.reader.store, self.schema))

    def to_rdflib(self) -> rdflib.Graph:
        """All triples in memory."""
        import rdflib

        return rdflib.Graph().parse(str(self.turtle), format="turtle")

    def export(
        self,
        file: Paths | None = None,
        *,
        format: str | None = None,
        graph: str | None = None,
        lang: str = "",
    ) -> tuple[Path, ...]:
        """Write it in another format, which the file's ending tells if `format` does not; the files written.

        Without a file it goes beside the graph. `graph` is the IRI that nquads and trig name. `lang`, zh or en, is that of
        the heads of figures and xlsx.
        """
        from kg.graph.export import FORMATS, Built, default_path, format_of
        from kg.graph.export import export as run

        if file is None and format is None:
            raise DataError(f"give a FILE or --format, one of {', '.join(FORMATS)}")
        if format is not None and format not in FORMATS:
            raise DataError(f"no format '{format}'; formats: {', '.join(FORMATS)}")
        kind = format or format_of(Path(file or ""))
        path = Path(file) if file is not None else default_path(self.folder, kind)
        return run(Built(self.turtle, self.store, lang), path, format=kind, schema=self.schema, graph=graph)

    def validate(self) -> Report:
        """Check it against the SHACL shapes, and that every fact has its claim."""
        from kg.graph.shapes import validate
        from kg.ontology import ontology_folder, own_folders

        return validate(self.turtle, ontology_folder(self.ontology), own_folders(self.ontology))

    def diff(self, other: Graph | Paths) -> Difference:
        """The facts that `other`, a newer graph, has gained and lost."""
        from kg.graph.diff import diff

        return diff(self.folder, other.folder if isinstance(other, Graph) else Path(other))


def open(graph: Paths, *, ontology: Paths | None = None) -> Graph:
    """The graph in a folder that `kg.build` wrote. Raises DataError where there is none."""
    found = Graph(Path(graph), Path(ontology) if ontology is not None else None)
    _ = found.reader
    return found


def check_relation(schema: Schema, relation: str) -> None:
    """Raises DataError for one that the ontology does not have; none is none."""
    if relation and relation not in schema.relations:
        raise DataError(f"no relation '{relation}'; relations: {', '.join(sorted(schema.relations))}")


def _by_name(found: Explanation) -> tuple[str, str]:
    return (found.thing.name.label, found.thing.name.iri)
