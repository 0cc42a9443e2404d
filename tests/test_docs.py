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
    (folder / "rules" / "taught.toml").write_text(
        "\n".join(blocks(ROOT / "docs" / "rules.md", "toml")), "utf-8"
    )
    tools = load_tools(folder)
    taught = [case for case in cases(tools.rules) if case.file == "taught.toml"]
    assert {"name", "relation"} <= {case.kind for case in taught}
    assert not list(run(taught, tools))
