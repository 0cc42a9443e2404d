"""`import kg`: what docs/api.md says holds, and the command line stands on it alone."""

from __future__ import annotations

import ast
import dataclasses
import doctest
import io
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

import kg
from tests.command import kg as run
from tests.conftest import Built

ROOT = Path(__file__).parent.parent
SENTENCE = "青崖河防洪提升工程在山西省介休市开工，总投资3亿元。"
API = ("kg", "kg.api", "kg.cli")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("api")
    (folder / "pages").mkdir()
    (folder / "pages" / "a.txt").write_text(f"青崖河治理见成效\n\n本报讯 {SENTENCE}\n", "utf-8")
    (folder / "pages" / "b.txt").write_text("汾河水清\n\n本报讯 汾河流经山西省介休市、平遥县。\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def graph(built: Built) -> kg.Graph:
    return kg.open(built.out)


def test_the_document_is_true(folder: Path) -> None:
    pytest.importorskip("pandas", reason="the extra 'pandas' is wanted")
    flags = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL | doctest.NORMALIZE_WHITESPACE
    with chdir(folder):
        found = doctest.testfile(str(ROOT / "docs" / "api.md"), module_relative=False, optionflags=flags)
    assert found.attempted > 20
    assert not found.failed


def test_no_public_name_is_a_module_of_ours() -> None:
    """`import kg.build` would put the module in the place of the function."""
    modules = {module.name for module in pkgutil.iter_modules(kg.__path__)}
    assert not modules & set(kg.__all__)
    assert [name for name in kg.__all__ if not hasattr(kg, name)] == []
    assert set(kg.__all__) <= set(dir(kg))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kg.nothing  # type: ignore[attr-defined]


def test_the_command_line_imports_nothing_but_the_api() -> None:
    strange = {
        f"{path.name}: {module}"
        for path in (ROOT / "kg" / "cli").glob("*.py")
        for module in _imported(path)
        if module.split(".")[0] == "kg" and ".".join(module.split(".")[:2]) not in API
    }
    assert strange == set()


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found = [f"kg.{a.name}" if node.module == "kg" else node.module for a in node.names]
            yield from ("kg" if name.removeprefix("kg.") in kg.__all__ else name for name in found)


def test_import_is_light_and_builtins_stay() -> None:
    code = "import sys, kg; print([m for m in ('pyoxigraph', 'jieba', 'typer') if m in sys.modules], open)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("[] <built-in function open>")


def test_a_type_checker_knows_the_api(tmp_path: Path) -> None:
    assert (ROOT / "kg" / "py.typed").is_file()


def test_every_value_is_frozen() -> None:
    values = [getattr(kg, name) for name in kg.__all__]
    classes = [v for v in values if dataclasses.is_dataclass(v) and v is not kg.Graph]
    assert len(classes) >= 10
    assert all(c.__dataclass_params__.frozen for c in classes)


def test_facts_are_those_of_the_summary(graph: kg.Graph, built: Built) -> None:
    facts = graph.facts()
    assert sum(fact.stands for fact in facts) == built.summary.facts
    assert sum(len(fact.quotes) for fact in facts) == built.summary.claims
    assert len([t for t in graph.things() if t.articles]) == built.summary.entities
    page = facts[0].quotes[0].page
    assert {q.page for f in graph.facts(page=page) for q in f.quotes} == {page}
    sums = graph.facts(relation="investment")
    assert sums
    assert graph.facts(sums[0].subject.iri, relation="investment") == graph.facts(
        sums[0].subject.label, relation="investment"
    )


def test_explain_says_what_the_command_says(graph: kg.Graph, built: Built) -> None:
    (found,) = graph.explain("汾河")
    told = run("explain", "汾河", "-o", built.out).stdout
    assert all(quote.text in told for fact in (*found.facts, *found.named_in) for quote in fact.quotes)
    shown = json.loads(run("explain", "汾河", "--json", "-o", built.out).stdout)
    assert shown[0]["thing"]["name"]["label"] == "汾河"
    assert len(shown[0]["facts"]) == len(found.facts)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda g: g.facts(relation="cost"), "no relation 'cost'"),
        (lambda g: g.things("Bridge"), "no class 'Bridge'"),
        (lambda g: g.explain("无此工程"), "nothing is called"),
        (lambda g: g.explain(g.base_iri + "none"), "nothing in this graph is"),
        (lambda g: g.facts(g.base_iri + "a b"), "nothing in this graph is"),
        (lambda g: g.query("SELECT ?x {"), "does not parse"),
        (lambda g: kg.read("今年开工。", date="2024"), "is no day"),
        (lambda g: g.export(), "give a FILE or --format"),
    ],
)
def test_mistakes_are_data_errors(call: object, message: str, graph: kg.Graph) -> None:
    with pytest.raises(kg.DataError, match=message):
        call(graph)  # type: ignore[operator]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    folder = tmp_path_factory.mktemp("small")
    (folder / "a.txt").write_text(SENTENCE, "utf-8")
    kg.build(folder / "a.txt", folder / "out")
    return kg.open(folder / "out")


def test_networks_and_tables_hold_what_the_graph_has(small: kg.Graph) -> None:
    pytest.importorskip("pandas", reason="the extra 'pandas' is wanted")
    frame = small.to_pandas()
    assert len(frame) == sum(len(fact.quotes) for fact in small.facts()) == 5
    assert frame[frame.relation == "investment"].value.tolist() == [3e8]
    assert frame[frame.relation == "status"].value.isna().all()
    assert small.to_networkx().number_of_nodes() == len(small.things())
    rows = small.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
    assert len(small.to_rdflib()) == rows[0][0]
    assert small.diff(small).same == 5


def test_a_question_of_two_parts(graph: kg.Graph) -> None:
    answer = graph.ask("天上有几颗星")
    assert answer.status == "unknown"
    assert graph.ask("湖北还有哪些工程投资超过100亿元").rows[0].facts


# --- pipes, JSON, quiet


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> object:
    def give(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return give


def test_pages_and_queries_come_through_pipes(stdin: object, tmp_path: Path) -> None:
    stdin(SENTENCE)  # type: ignore[operator]
    done = run("build", "-", "-o", tmp_path / "out", "--json")
    assert json.loads(done.stdout)["facts"] == 5
    stdin("SELECT ?n ?v { ?p kg:investment ?v ; rdfs:label ?n }")  # type: ignore[operator]
    done = run("query", "-f", "-", "-o", tmp_path / "out")
    assert done.stdout == "n\tv\n青崖河防洪提升工程\t300000000\n"
    assert done.stderr == "kg: 1 row\n"
    assert "300000000" in run("export", "-", "-o", tmp_path / "out").stdout
    assert run("export", "-", "--format", "csv", "-o", tmp_path / "out").returncode == 2
    stdin(SENTENCE)  # type: ignore[operator]
    told = json.loads(run("read", "-", "--facts", "--json").stdout)
    assert told["facts"][1]["object"] == "300000000"
    stdin("")  # type: ignore[operator]
    assert run("read", "-").stderr == "kg: standard input: is empty\n"
    assert "stands alone" in run("build", "-", "x.txt", "-o", tmp_path / "out").stderr
    stdin(SENTENCE)  # type: ignore[operator]
    assert json.loads(run("read", "-", "--json").stdout)["articles"][0]["text"] == SENTENCE


def test_json_of_checks_and_rules(small: kg.Graph) -> None:
    assert json.loads(run("validate", "--json", "-o", small.folder).stdout) == {
        "conforms": True,
        "results": [],
    }
    rules = json.loads(run("rules", "project.investment", "--json").stdout)
    assert {r["makes"] for r in rules} == {"investment"}


def test_quiet_and_verbose(folder: Path) -> None:
    quiet = run("build", folder / "pages", "-o", folder / "q", "-q")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    (folder / "pages" / "note.bin").write_bytes(b"")
    told = run("build", folder / "pages", "-o", folder / "q", "-v")
    assert "merging" in told.stderr or told.stdout.startswith("2 pages")
    assert run("query", "nonsense", "-o", folder / "q", "-q").stderr.startswith("kg: 'nonsense' is no SPARQL")


def test_the_shell_completes(built: Built) -> None:
    command = [sys.executable, "-c", "from kg.cli import main; main()"]
    asked = {"_KG_COMPLETE": "complete_bash", "COMP_WORDS": "kg query --name tribu", "COMP_CWORD": "3"}
    done = subprocess.run(
        command, env={**os.environ, **asked}, capture_output=True, text=True, check=False, timeout=60
    )
    assert "tributaries" in done.stdout
