"""Documents are true of the commands and files that there are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = [
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "README.md",
    ROOT / "README.zh.md",
    ROOT / "CHANGELOG.md",
]
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.S)


def blocks(path: Path, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(path.read_text("utf-8")) if kind == language]


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_commands_exist(path: Path) -> None:
    import typer

    from kg.cli import app

    command = typer.main.get_command(app)
    known = {name: {o for p in c.params for o in p.opts} for name, c in command.commands.items()}
    for text in (*blocks(path, "sh"), *blocks(path, "console")):
        for line in text.splitlines():
            match = re.match(r"\$? ?(?:\.venv/bin/)?kg (\w+)(.*)", line)
            if match:
                assert match.group(1) in known, line
                used = re.findall(r"(?<=\s)(--?[a-z][\w-]*)", match.group(2).split(" #")[0])
                assert set(used) <= known[match.group(1)] | {"--help"}, line


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_links_lead_to_files(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_toml_parses(path: Path) -> None:
    for text in blocks(path, "toml"):
        tomllib.loads(text)


def test_rules_document_teaches_rules_that_load_and_hold(tmp_path: Path) -> None:
    """The rules of docs/rules.md, beside our own, pass their own examples."""
    import shutil

    from kg.examples import cases, run
    from kg.extract import load_tools
    from kg.ontology import ontology_folder

    folder = tmp_path / "ontology"
    shutil.copytree(ontology_folder(), folder)
    text = blocks(ROOT / "docs" / "rules.md", "toml")
    rules = [t for t in text if "[[name" in t or "[[relation" in t]
    (folder / "rules" / "taught.toml").write_text("\n".join(rules), "utf-8")
    tools = load_tools(folder)
    taught = [case for case in cases(tools.rules) if case.file == "taught.toml"]
    assert {"name", "relation"} <= {case.kind for case in taught}
    assert not list(run(taught, tools))


def test_rules_document_teaches_an_indicator_that_holds(tmp_path: Path) -> None:
    """The indicator of docs/rules.md, in a folder that the kg.toml of docs/rules.md names."""
    from kg.examples import figure_cases, run
    from kg.extract import load_tools
    from kg.project import project_ontology

    text = blocks(ROOT / "docs" / "rules.md", "toml")
    own = tmp_path / "my-rules"
    own.mkdir()
    (own / "indicators.toml").write_text("\n".join(t for t in text if "[[indicator" in t), "utf-8")
    (tmp_path / "kg.toml").write_text(next(t for t in text if t.startswith("ontology")), "utf-8")
    tools = load_tools(project_ontology(tmp_path))
    taught = figure_cases(tools.indicators, "figure.年\\1垃圾")
    assert len(taught) == 1
    assert not list(run(taught, tools))


def test_every_document_is_listed() -> None:
    listed = (ROOT / "docs" / "README.md").read_text("utf-8")
    assert [p.name for p in sorted((ROOT / "docs").glob("*.md")) if f"]({p.name})" not in listed] == [
        "README.md"
    ]
