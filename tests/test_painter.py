"""graph.html drawn by a process of its own: the same bytes, whatever becomes of that process."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.graph import keys
from kg.model import Knowledge
from kg.ontology import ontology_folder
from kg.outputs import BASE_IRI
from kg.painter import Painter
from kg.pipeline import build
from kg.schema import Schema, load_schema
from kg.view.html import write_html
from tests.command import kg_process
from tests.conftest import CORPUS, ROOT

PAGE = CORPUS / "p01.txt"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(ontology_folder())


@pytest.fixture
def painter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Painter]:
    """One at work, though networkx is loaded here and there may be one core."""
    monkeypatch.setattr("kg.painter.READY", "not.loaded")
    monkeypatch.setattr("kg.painter._cores", lambda: 2)
    with Painter() as painter:
        painter.start()
        assert painter.process is not None
        yield painter


def ended(process: int) -> bool:
    """Whether a process is gone, within ten seconds."""
    for _ in range(200):
        state = Path(f"/proc/{process}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_it_draws_the_same_bytes(
    painter: Painter, knowledge: Knowledge, schema: Schema, tmp_path: Path
) -> None:
    painter.begin(knowledge, schema, tmp_path / "beside.html", BASE_IRI)
    assert painter.finish()
    write_html(knowledge, schema, tmp_path / "here.html", names=keys, base_iri=BASE_IRI)
    assert (tmp_path / "beside.html").read_bytes() == (tmp_path / "here.html").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["beside.html", "here.html"]


def killed(painter: Painter) -> None:
    assert painter.process is not None
    painter.process.kill()
    painter.process.wait()


@pytest.mark.parametrize("harm", [killed, lambda painter: painter.close()], ids=["killed", "closed"])
def test_without_it_the_page_is_drawn_here(
    painter: Painter, harm: Callable[[Painter], None], tmp_path: Path
) -> None:
    harm(painter)
    build([PAGE], out=tmp_path / "a", painter=painter)
    build([PAGE], out=tmp_path / "b")
    assert (tmp_path / "a" / "graph.html").read_bytes() == (tmp_path / "b" / "graph.html").read_bytes()
    assert not list((tmp_path / "a").glob(".graph.html*"))


def test_it_goes_when_it_is_not_wanted(painter: Painter) -> None:
    assert painter.process is not None
    process = painter.process.pid
    painter.close()
    assert not painter.finish()
    assert ended(process)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_it_goes_with_its_driver() -> None:
    code = (
        "import os, time; import kg.painter as p; p._cores = lambda: 2\n"
        "painter = p.Painter(); painter.start(); print(painter.process.pid, flush=True); time.sleep(60)"
    )
    driver = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert driver.stdout is not None
    process = int(driver.stdout.readline())
    assert Path(f"/proc/{process}").exists()
    driver.send_signal(signal.SIGKILL)
    driver.communicate()
    assert ended(process)


def test_the_command_draws_what_a_build_in_one_process_draws(tmp_path: Path) -> None:
    assert kg_process("build", PAGE, "-o", tmp_path / "a").returncode == 0
    build([PAGE], out=tmp_path / "b")
    for name in ("graph.html", "graph.ttl"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_many_pages_do_without_it(painter: Painter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.MOST", 1)
    build(sorted(CORPUS.glob("*.txt"))[:2], out=tmp_path, painter=painter)
    assert painter.process is None
    assert (tmp_path / "graph.html").stat().st_size > 0
