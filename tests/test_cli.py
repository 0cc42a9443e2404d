"""The command line as a user meets it: real files, real exit statuses, one clear line for each mistake."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kg import __version__
from tests.command import kg, kg_process

PAGE = "青崖河治理见成效\n\n本报讯 青崖河防洪提升工程在山西省介休市开工，总投资3亿元。\n"
HEAVY = ("rdflib", "networkx", "pyvis", "jieba", "pyoxigraph", "httpx", "starlette", "numpy", "pyshacl")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "good.txt").write_text(PAGE, "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with pages/ and the graph of them in exports/."""
    folder = tmp_path_factory.mktemp("graph")
    (folder / "pages").mkdir()
    (folder / "pages" / "good.txt").write_text(PAGE, "utf-8")
    assert kg("build", "pages", "-o", "exports", cwd=folder).returncode == 0
    return folder


def test_build_prints_a_summary_and_writes_the_files(folder: Path) -> None:
    done = kg_process("build", folder / "pages", "-o", folder / "out")
    assert done.returncode == 0
    assert done.stdout.startswith("1 pages, 1 articles")
    assert done.stderr == ""
    assert sorted(p.name for p in (folder / "out").iterdir() if not p.name.startswith(".made")) == [
        ".shards",
        "graph.html",
        "graph.ttl",
        "store",
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "empty.txt: is empty"),
        ("blank.txt", b" \n\n\t ", "blank.txt: is empty"),
        ("binary.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary.txt: is not text"),
        ("noise.txt", bytes(range(1, 32)) * 40, "noise.txt: is not text"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_the_rest_is_built(
    name: str, data: bytes, message: str, folder: Path
) -> None:
    (folder / "pages" / name).write_bytes(data)
    done = kg("build", folder / "pages", "-o", folder / "out")
    assert done.returncode == 1
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout.startswith("1 pages")


def test_a_missing_path_beside_a_good_one(folder: Path) -> None:
    done = kg("build", folder / "nowhere", folder / "pages", "-o", folder / "out")
    assert done.returncode == 1
    assert "nowhere: does not exist" in done.stderr
    assert done.stdout.startswith("1 pages")


@pytest.mark.parametrize(
    "address", ["https://example.org/a.html", "HTTP://example.org", "ftp://example.org/a"]
)
def test_an_address_is_no_file(address: str, folder: Path) -> None:
    told = f"kg: {address}: is an address; save the page as a file, as HTML or PDF, and give that\n"
    for command in (("build", address, "-o", folder / "out"), ("read", address)):
        done = kg(*command)
        assert (done.returncode, done.stderr) == (2, told)


@pytest.mark.parametrize("given", ["nowhere", "hollow"])
def test_nothing_to_build_is_wrong_usage(given: str, folder: Path) -> None:
    (folder / "hollow").mkdir()
    done = kg("build", folder / given, "-o", folder / "out")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert given in done.stderr
    assert not (folder / "out").exists()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_other_encodings_give_the_same_graph(encoding: str, folder: Path) -> None:
    kg("build", folder / "pages", "-o", folder / "a")
    (folder / "pages" / "good.txt").write_bytes(PAGE.encode(encoding))
    kg("build", folder / "pages", "-o", folder / "b")
    assert (folder / "a" / "graph.ttl").read_bytes() == (folder / "b" / "graph.ttl").read_bytes()


def test_query_formats(graph: Path) -> None:
    select = "SELECT ?name ?sum WHERE { ?p kg:investment ?sum ; rdfs:label ?name }"
    assert "青崖河防洪提升工程" in kg("query", select, "-o", graph / "exports").stdout
    assert (
        kg("query", select, "-o", graph / "exports", "--format", "csv").stdout.splitlines()[1]
        == "青崖河防洪提升工程,300000000"
    )
    rows = json.loads(kg("query", select, "-o", graph / "exports", "--format", "json").stdout)
    assert rows["results"]["bindings"][0]["sum"]["value"] == "300000000"
    construct = "CONSTRUCT { ?p kg:investment ?s } WHERE { ?p kg:investment ?s }"
    assert "300000000" in kg("query", construct, "-o", graph / "exports", "--format", "ttl").stdout
    (graph / "q.rq").write_text(select, "utf-8")
    assert (
        "青崖河" in kg("query", "--file", graph / "q.rq", "-o", graph / "exports", "--format", "tsv").stdout
    )


def test_saved_queries_are_listed_shown_and_asked(folder: Path) -> None:
    out = ("-o", folder / "out")
    kg("build", folder / "pages", *out)
    assert "projects-of-area" in kg("query", "--list").stdout
    ask = ("query", "--name", "projects-of-area", "--set", "area=介休")
    assert "青崖河防洪提升工程" in kg(*ask, *out).stdout
    assert kg(*ask, *out, "--timeout", "60", "--format", "csv").stdout.splitlines()[1].startswith("青崖河")
    shown = kg(*ask, *out, "--show").stdout
    assert shown.startswith("PREFIX kg: <https://shanhe.example/ontology#>\nPREFIX rdfs:")
    assert "青崖河防洪提升工程" in kg("query", shown, *out).stdout
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r }"
    done = kg("query", slow, *out, "--timeout", "1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "took longer than 1 s" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("query", "SELECT ?x WHERE {"), "pars"),
        (("query", "--name", "project"), "no saved query 'project'"),
        (("query", "--name", "projects-on-river"), "--set river=汾河"),
        (("query", "--name", "projects-on-river", "--set", "汾河"), "NAME=VALUE is wanted"),
        (("query", "ASK {}", "--name", "honours"), "one of the three"),
        (("query",), "--file"),
        (("query", "ASK {}", "--format", "png"), "no format 'png'"),
        (("query", "ASK {}", "-o", "nowhere"), "run `kg build` first"),
        (("explain", "无此工程"), "nothing is called '无此工程'"),
        (("explain", "汾河", "-o", "nowhere"), "run `kg build` first"),
        (("validate", "-o", "nowhere"), "run `kg build` first"),
        (("score", "nowhere.json"), "nowhere.json"),
        (("push", "http://127.0.0.1:9/store"), "127.0.0.1:9"),
        (("read", "nowhere.txt"), "nowhere.txt"),
        (("build", "pages", "--ontology", "pages"), "a folder with kg.ttl"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(arguments: tuple[str, ...], message: str, graph: Path) -> None:
    done = kg(*arguments, cwd=graph)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_explain_tells_quote_page_rule_and_confidence(graph: Path) -> None:
    told = kg("explain", "青崖河防洪提升工程", "-o", graph / "exports").stdout
    assert "投资额 investment → 300000000 (3亿元)" in told
    assert "“青崖河防洪提升工程在山西省介休市开工，总投资3亿元”" in told
    assert "project.investment.total · 0.9" in told
    assert "good " in told


def test_explain_finds_other_forms_of_a_name(graph: Path) -> None:
    assert kg("explain", "介休", "-o", graph / "exports").stdout.startswith("介休市")


def test_read_prints_articles_and_repairs(folder: Path) -> None:
    (folder / "wrapped.txt").write_text(
        "本报讯 青崖河水质达到芋类，利用率达 26豫，比去年高出\n许多，沿岸群众都说好。\n", "utf-8"
    )
    told = kg("read", folder / "wrapped.txt", "--repairs").stdout
    assert "wrapped-1" in told
    assert "'芋' → 'Ⅲ'" in told
    assert "'豫' → '%'" in told


def test_help_imports_nothing_heavy() -> None:
    code = f"import sys, kg.cli; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_tells_the_ontology_too(tmp_path: Path) -> None:
    """The same in every folder, until a project there adds to the ontology."""
    plain = kg("--version", cwd=tmp_path)
    assert plain.returncode == 0
    assert re.fullmatch(rf"kg {re.escape(__version__)}, ontology [0-9a-f]{{12}}\n", plain.stdout)
    (tmp_path / "own" / "rules").mkdir(parents=True)
    (tmp_path / "kg.toml").write_text('ontology = "own"\n', "utf-8")
    own = kg("--version", cwd=tmp_path).stdout
    (tmp_path / "own" / "rules" / "own.toml").write_text("[words]\n", "utf-8")
    assert len({plain.stdout, own, kg("--version", cwd=tmp_path).stdout}) == 2
    assert own == plain.stdout


def test_each_command_has_a_help_text() -> None:
    for command in ("build", "query", "push", "serve", "explain", "validate", "score", "read"):
        done = kg(command, "--help")
        assert done.returncode == 0
        assert len(done.stdout) > 200


def test_a_table_in_a_pipe_cuts_nothing_and_takes_no_markup(graph: Path) -> None:
    long = "长" * 300
    done = kg("query", f'SELECT ("[red]{long}[/red] :smile:" AS ?cell) {{}}', "-o", graph / "exports")
    assert f"[red]{long}[/red] :smile:" in done.stdout
    assert done.stderr == "kg: 1 row\n"


def test_a_query_file_that_is_not_utf8_is_one_line(folder: Path) -> None:
    (folder / "q.rq").write_bytes("# 查询\nASK {}".encode("gb18030"))
    done = kg("query", "--file", folder / "q.rq", cwd=folder)
    assert (done.returncode, done.stderr) == (2, f"kg: {folder / 'q.rq'}: is not text in UTF-8\n")


def test_a_file_in_the_place_of_the_out_folder_is_wrong_usage(folder: Path) -> None:
    done = kg("build", folder / "pages", "-o", folder / "pages" / "good.txt")
    assert done.returncode == 2
    assert "is a file" in " ".join(done.stderr.split())
    assert (folder / "pages" / "good.txt").read_text("utf-8") == PAGE


def test_a_bug_of_ours_keeps_its_trace(folder: Path) -> None:
    """Only a DataError becomes one line."""
    code = "import kg.cli, kg.pipeline; kg.pipeline.build = None; kg.cli.main(['build', 'pages'])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback")
    assert done.stderr.strip().endswith("TypeError: 'NoneType' object is not callable")


def test_the_progress_bar_goes_to_a_terminal_and_never_to_standard_output(folder: Path) -> None:
    pty = pytest.importorskip("pty", reason="pseudo-terminals are wanted")
    reader, writer = pty.openpty()
    command = [sys.executable, "-m", "kg.cli", "build", str(folder / "pages"), "-o", str(folder / "out")]
    environment = {**os.environ, "TERM": "xterm"}
    environment.pop("CI", None)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=writer, env=environment)
    os.close(writer)
    shown = b"".join(_until_closed(reader))
    printed, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert printed.decode().startswith("1 pages, 1 articles")
    assert b"\x1b" not in printed
    assert b"good.txt" in shown


def _until_closed(terminal: int) -> Iterator[bytes]:
    """What a pseudo-terminal shows; on Linux its end is an OSError, elsewhere an empty read."""
    with os.fdopen(terminal, "rb", buffering=0) as shown, suppress(OSError):
        while part := shown.read(4096):
            yield part
