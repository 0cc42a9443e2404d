"""A build that would write what stands writes nothing; whatever differs is noticed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.extract import Tools
from kg.graph.export import Built, export
from kg.graph.store import write_store
from kg.made import SHARDS
from kg.model import DataError
from kg.ontology import ontology_folder
from kg.pipeline import HTML, STORE, TURTLE, Summary, build
from kg.schema import load_schema
from kg.shards.lock import only_build
from kg.stamp import standing

TEXT = "青崖河治理见成效\n\n本报讯 青崖河防洪提升工程在山西省介休市开工，总投资3亿元。\n"


@pytest.fixture
def again(tmp_path: Path, tools: Tools) -> Callable[..., Summary]:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "pages" / "bad.txt").write_bytes(b"\x00")

    def run(**options: object) -> Summary:
        return build([tmp_path / "pages"], out=tmp_path / "out", tools=tools, **options)  # type: ignore[arg-type]

    assert not run().unchanged
    return run


def test_nothing_new_writes_nothing(again: Callable[..., Summary], tmp_path: Path) -> None:
    files = [tmp_path / "out" / name for name in (TURTLE, HTML, STORE)]
    before = [(path.stat().st_ino, path.stat().st_mtime_ns) for path in files]
    stages: list[str] = []
    second = again(progress=lambda *step: stages.append(step[0]))
    assert second.unchanged
    assert stages == []
    assert [(path.stat().st_ino, path.stat().st_mtime_ns) for path in files] == before
    assert second.pages == 1
    assert second.skipped[0].startswith("bad.txt: ") or "bad.txt" in second.skipped[0]
    assert second.files == tuple(files)


def test_a_graph_that_was_asked_still_stands(again: Callable[..., Summary], tmp_path: Path) -> None:
    from kg.graph.query import run_table

    assert run_table("SELECT ?s WHERE { ?s a kg:Project }", store=tmp_path / "out" / STORE).rows
    assert again().unchanged


@pytest.mark.parametrize("name", [TURTLE, HTML])
@pytest.mark.parametrize("how", ["gone", "other"])
def test_an_output_that_is_not_as_it_was_is_written(
    again: Callable[..., Summary], tmp_path: Path, name: str, how: str
) -> None:
    path = tmp_path / "out" / name
    whole = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(whole + b"\n")
    assert not again().unchanged
    assert path.read_bytes() == whole
    assert again().unchanged


def test_a_store_that_lost_a_file_is_written(again: Callable[..., Summary], tmp_path: Path) -> None:
    next((tmp_path / "out" / STORE).glob("*.sst")).unlink()
    assert not again().unchanged


def test_another_base_iri_or_share_of_errors_is_another_build(again: Callable[..., Summary]) -> None:
    assert not again(base_iri="https://example.org/id/").unchanged
    assert again(base_iri="https://example.org/id/").unchanged
    assert not again(max_errors=0.9).unchanged


def test_a_changed_page_is_another_build(again: Callable[..., Summary], tmp_path: Path) -> None:
    (tmp_path / "pages" / "a.txt").write_text(TEXT.replace("3亿", "4亿"), "utf-8")
    assert not again().unchanged
    assert "400000000" in (tmp_path / "out" / TURTLE).read_text("utf-8")


def test_a_decision_on_identity_is_another_build(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "identity.toml").write_text("", "utf-8")
    for text in ("", '[[same]]\nkind = "Project"\nnames = ["甲工程", "青崖河防洪提升工程"]\n'):
        (own / "identity.toml").write_text(text, "utf-8")
        assert not build([tmp_path / "a.txt"], out=tmp_path / "out", ontology=own).unchanged


@pytest.mark.parametrize(
    "noted",
    ["{}", "[1]", "[" * 10_000, '{"mark": "m", "files": []}', '{"mark": "m", "files": [], "summary": [1]}'],
)
def test_a_note_that_something_else_wrote_is_none(noted: str, tmp_path: Path) -> None:
    """Each of them was a trace."""
    (tmp_path / SHARDS).mkdir()
    (tmp_path / SHARDS / "made.json").write_text(noted, "utf-8")
    assert standing("m", tmp_path) is None


def test_a_lock_that_is_none_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / SHARDS).mkdir()
    (tmp_path / SHARDS / "lock").write_bytes(b"garbage" * 1000)
    with (
        pytest.raises(DataError, match="lock: file is not a database; remove it"),
        only_build(tmp_path / SHARDS, tmp_path),
    ):
        pass


def test_a_damaged_graph_is_told_by_export(tmp_path: Path) -> None:
    write_store([], tmp_path / "store")
    (tmp_path / "graph.ttl").write_bytes(b"\xff")
    with pytest.raises(DataError, match="run `kg build` again"):
        export(
            Built(tmp_path / "graph.ttl", tmp_path / "store"),
            tmp_path / "x.nt",
            format="ntriples",
            schema=load_schema(ontology_folder()),
        )
