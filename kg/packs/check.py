"""`kg rules --test FOLDER`: the examples of a pack's rules, its pages against its gold, its questions, its graph against the shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.model import DataError
from kg.packs.asks import differs, read_asks
from kg.packs.read import ASKS, GOLD, PAGES, RULES, Pack, read_pack, unread
from kg.score import Score, figures


@dataclass(slots=True)
class PackCheck:
    """What the test of a pack found."""

    pack: Pack
    examples: int = 0
    failures: list[str] = field(default_factory=list)  # of examples, shapes and questions, a line each
    notes: list[str] = field(default_factory=list)  # files that nothing reads
    score: Score | None = None
    asked: int = 0

    @property
    def f1(self) -> float:
        """Of all that the gold judges."""
        counts = (
            {k: sum(row[k] for row in self.score.rows.values()) for k in ("tp", "fp", "fn")}
            if self.score
            else {}
        )
        return figures(counts)["f1"] if counts else 0.0

    @property
    def passes(self) -> bool:
        return not self.failures and (self.score is None or self.f1 >= self.pack.floor)


def check_pack(folder: Path) -> PackCheck:
    """Read the folder as `--ontology`, and test it. Raises DataError for mistakes in its files, all at once."""
    from kg.extract import load_tools

    found = PackCheck(read_pack(folder), notes=list(unread(folder)))
    tools = load_tools(folder)
    _examples(folder, found, tools)
    gold = sorted(p for p in (folder / GOLD).glob("*") if p.suffix in (".gold", ".json"))
    if (folder / PAGES).is_dir():
        with TemporaryDirectory(prefix="kg-pack-") as out:
            _pages(folder, Path(out), gold, found, tools)
    elif gold:
        raise DataError(f"{folder / GOLD}: there is gold, and no {folder / PAGES} that it is of")
    return found


def _examples(folder: Path, found: PackCheck, tools: object) -> None:
    from kg.examples import cases, figure_cases, run
    from kg.extract import Tools

    if not isinstance(tools, Tools):
        raise TypeError("tools are wanted")
    files = {path.name for path in (folder / RULES).glob("*.toml")} | {"indicators.toml"}
    own = (folder / "indicators.toml").is_file()
    wanted = [c for c in cases(tools.rules) if c.file in files and c.rule.partition(".")[0]]
    wanted += list(figure_cases(tools.indicators)) if own else []
    found.examples = len(wanted)
    found.failures += [str(failure) for failure in run(wanted, tools)]


def _pages(folder: Path, out: Path, gold: list[Path], found: PackCheck, tools: object) -> None:
    from kg.api.graph import Graph
    from kg.extract import Tools
    from kg.pipeline import build
    from kg.score import score_graph

    summary = build(
        [folder / PAGES], out=out, ontology=folder, tools=tools if isinstance(tools, Tools) else None
    )
    found.failures += [*summary.skipped]
    graph = Graph(out, folder)
    found.failures += graph.validate().results
    if gold:
        found.score = score_graph(graph.turtle, gold, schema=graph.schema)
    for ask in read_asks(folder / GOLD / ASKS):
        found.asked += 1
        answer = graph.ask(ask.question)
        if wrong := differs(ask, answer):
            found.failures.append(
                f"{ASKS}: {ask.question}: {wrong}; the answer is: {answer.text or answer.status}"
            )
