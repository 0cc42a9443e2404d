"""The graph for agents: a server of the Model Context Protocol over standard input and output, by the official package `mcp`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg import __version__
from kg.api.graph import Graph, check_relation
from kg.api.queries import answer_bounded
from kg.api.values import Explanation, Fact, Thing, as_json
from kg.corrections.match import folded
from kg.model import DataError

SECONDS = 30.0  # that a query may take
MEMORY = 1000  # MB that a query may take
MOST = 200  # things, facts or rows in an answer
INSTRUCTIONS = (
    "A knowledge graph read from Chinese newspaper pages: places, rivers, works, agencies, companies, policies. Each fact has "
    "the sentence that states it (quote), its page and offsets: cite them. Names are Chinese. Start with search; use facts for "
    "all on one thing, ask for a question in Chinese, schema and query for SPARQL 1.1. What no page states is unknown, not false."
)


class Tools:
    """What agents can call; each answer is JSON."""

    def __init__(
        self, out: Path, ontology: Path | None = None, *, seconds: float = SECONDS, memory: int = MEMORY
    ) -> None:
        """A query has so many seconds and MB of memory."""
        self.out, self.ontology, self.seconds, self.memory = out, ontology, seconds, memory

    @property
    def graph(self) -> Graph:
        """Opened anew, since a build may have made another."""
        return Graph(self.out, self.ontology)

    def search(self, text: str, kind: str = "", limit: int = 20) -> str:
        """Things whose name, or another form of it, has this text; `kind` is a class such as Project or River."""
        wanted = folded(text)
        found = [t for t in self.graph.things(kind or None) if any(wanted in folded(n) for n in _names(t))]
        found.sort(key=lambda t: (all(folded(n) != wanted for n in _names(t)), -t.articles, t.name.label))
        return as_json({"found": len(found), "things": found[: _few(limit)]})

    def facts(self, name: str, relation: str = "", limit: int = 50) -> str:
        """All facts on the things of a name (or an IRI), each with its quotes; only one relation, if it is given."""
        graph = self.graph
        check_relation(graph.schema, relation)
        return as_json([_told_of(one, relation, _few(limit)) for one in graph.explain(name)])

    def ask(self, question: str) -> str:
        """Answer a question in Chinese, such as 汾河流经哪些县; `near` has questions that are understood where it is not."""
        answer = self.graph.ask(question)
        return as_json(answer)

    def schema(self) -> str:
        """The classes and relations of the graph with their labels, domains and ranges, and the prefixes of queries."""
        from kg.graph.query import prefixes

        schema = self.graph.schema
        relations = {
            name: {"label": r.label_en, "zh": r.label_zh, "from": sorted(r.domain), "to": sorted(r.range)}
            for name, r in schema.relations.items()
        }
        classes = {name: schema.label(name, "zh") for name in sorted(schema.classes)}
        return as_json({"classes": classes, "relations": relations, "prefixes": dict(prefixes())})

    def query(self, sparql: str, limit: int = 100) -> str:
        """Answer a SPARQL 1.1 query (read-only). A claim is `?c a kg:Claim ; rdf:subject ?s ; rdf:predicate kg:investment ; rdf:object ?o ; oa:exact ?quote`."""
        store = self.graph.store
        rows, total = answer_bounded(sparql, store, seconds=self.seconds, memory=self.memory)
        return as_json({"rows": total, "columns": rows.columns, "values": rows.rows[: _few(limit)]})

    @property
    def all(self) -> tuple[Callable[..., str], ...]:
        return (self.search, self.facts, self.ask, self.schema, self.query)


def serve_agents(
    out: Path, ontology: Path | None = None, *, seconds: float = SECONDS, memory: int = MEMORY
) -> None:
    """Serve the graph in `out` until the client closes the pipe. Raises DataError without a graph, or without the package."""
    try:
        from mcp.server.mcpserver import MCPServer
    except ImportError as error:
        raise DataError("kg serve --mcp wants the extra: pip install 'shanhe-kg[mcp]'") from error
    tools = Tools(out, ontology, seconds=seconds, memory=memory)
    _ = tools.graph.reader  # before a client waits for it
    server = MCPServer("shanhe", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")
    for tool in tools.all:
        server.add_tool(_told(tool), name=tool.__name__, description=tool.__doc__, structured_output=False)
    server.run("stdio")


def _told(tool: Callable[..., str]) -> Callable[..., str]:
    """The tool, whose mistakes are told to the agent in one line."""
    from functools import wraps

    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def run(*args: object, **kwargs: object) -> str:
        try:
            return tool(*args, **kwargs)
        except DataError as error:
            raise ToolError(str(error)) from error

    return run


def _names(thing: Thing) -> tuple[str, ...]:
    return (thing.name.label, *thing.aliases)


def _told_of(one: Explanation, relation: str, most: int) -> dict[str, object]:
    """A thing with its facts, and how many there are in all."""
    facts = [_fact(f) for f in (*one.facts, *one.named_in) if relation in ("", f.relation)]
    return {"thing": one.thing, "notes": one.notes, "found": len(facts), "facts": facts[:most]}


def _fact(fact: Fact) -> dict[str, object]:
    """Flat, and without what says nothing: an agent pays for each word."""
    told = {
        "subject": fact.subject.label,
        "relation": fact.relation,
        "object": fact.text,
        "stands": fact.stands,
    }
    quotes = []
    for quote in fact.quotes:
        row = {"quote": quote.text, "page": quote.page, "start": quote.start, "end": quote.end}
        extra = {
            "title": quote.title,
            "written": quote.written,
            "modality": quote.modality,
            "corrected": list(quote.corrected),
        }
        quotes.append({**row, "confidence": quote.confidence, **{k: v for k, v in extra.items() if v}})
    return {**told, "quotes": quotes}


def _few(limit: int) -> int:
    return max(1, min(limit, MOST))
