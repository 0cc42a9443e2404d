"""Documents are true of the commands and files that there are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = [
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "zh").glob("*.md")),
    ROOT / "README.md",
    ROOT / "README.zh.md",
    ROOT / "CHANGELOG.md",
]
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.S)


def blocks(path: Path, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(path.read_text("utf-8")) if kind == language]


@pytest.mark.parametrize("path", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
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


@pytest.mark.parametrize("path", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_to_files(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
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


CHINESE = sorted((ROOT / "docs" / "zh").glob("*.md"))


@pytest.mark.parametrize("path", CHINESE, ids=lambda p: p.name)
def test_a_chinese_document_says_what_the_english_one_says(path: Path) -> None:
    """The same sections, blocks and tables, and each leads to the other; what a heading says is not compared."""
    english, chinese = (p.read_text("utf-8") for p in (path.parent.parent / path.name, path))
    for pattern in (r"^#+ ", r"^```\w*$", r"^\|"):
        counts = [len(re.findall(pattern, text, re.M)) for text in (english, chinese)]
        assert counts[0] == counts[1], pattern
    assert blocks(path, "toml") == blocks(path.parent.parent / path.name, "toml")
    assert f"(zh/{path.name})" in english
    assert f"(../{path.name})" in chinese


def test_one_word_for_each_term() -> None:
    """精确率, 召回率 and 陈述 (kg:Claim), never another word for one of them."""
    for path in (*CHINESE, ROOT / "README.zh.md", ROOT / "ontology" / "kg.ttl"):
        assert not re.search("准确率|查准率|查全率|断言|声明[（(]`?kg:Claim", path.read_text("utf-8")), path


def test_every_document_is_listed() -> None:
    listed = (ROOT / "docs" / "README.md").read_text("utf-8")
    assert all(f"](zh/{p.name})" in listed for p in CHINESE)
    names = {p.name for p in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert not [name for name in names if f"]({name})" not in listed]
    chinese = (ROOT / "docs" / "zh" / "README.md").read_text("utf-8")
    own = {p.name for p in CHINESE} - {"README.md"}
    assert not [name for name in own if f"]({name})" not in chinese]
    assert not [name for name in names - own if f"](../{name})" not in chinese]
