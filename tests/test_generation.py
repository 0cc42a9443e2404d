"""One graph or the other: whenever a process is killed or looks, the outputs are those of one build, whole."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store, Triple

from kg.graph.generation import begin, prune, switch
from kg.graph.store import read_store, write_store
from kg.made import CURRENT, HTML, STORE, TURTLE
from kg.model import DataError

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")
# what a process can be killed before: each of these changes the folder
CHANGES = ("os.rename", "os.symlink", "os.link", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree")


def make(folder: Path, text: str) -> None:
    (folder / STORE).mkdir()
    for name in (TURTLE, HTML, f"{STORE}/data"):
        (folder / name).write_text(text, "utf-8")


def seen(out: Path) -> set[str]:
    """What stands in the outputs, the store as `read_store` looks for it."""
    places = (out / STORE, out / CURRENT / STORE)
    store = next(place for place in places if place.is_dir())
    return {
        (out / TURTLE).read_text("utf-8"),
        (out / HTML).read_text("utf-8"),
        (store / "data").read_text("utf-8"),
    }


def killed_at(change: int, out: Path, text: str) -> bool:
    """Switch to a new generation in a process that kills itself at one of its changes; whether it came so far."""
    child = os.fork()
    if not child:
        left = [change]

        def count(event: str, _: object) -> None:
            if event in CHANGES:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        folder = begin(out)
        make(folder, text)
        switch(folder, out)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@linux
@pytest.mark.parametrize("begun", ["by this version", "by an earlier one"])
def test_a_kill_at_any_change_leaves_the_old_generation_or_the_new(begun: str, tmp_path: Path) -> None:
    kills = 0
    for change in range(100):
        out = tmp_path / str(change)
        out.mkdir()
        if begun == "by this version":
            make(folder := begin(out), "old")
            switch(folder, out)
        else:
            make(out, "old")
        killed = killed_at(change, out, "new")
        assert seen(out) in ({"old"}, {"new"}), change
        kills += killed
        make(folder := begin(out), "next")  # the next build finds its way
        switch(folder, out)
        assert seen(out) == {"next"}
        names = {path.name for path in out.iterdir()}
        assert len(names) == 5
        assert names > {TURTLE, HTML, STORE, CURRENT}
        if not killed:
            break
    assert 5 < kills < 99


def build(out: Path, number: int) -> None:
    """A generation whose store says in all its triples which it is."""
    folder = begin(out)
    things = (NamedNode(f"http://a/{n}") for n in range(50))
    write_store([Triple(t, t, Literal(str(number))) for t in things], folder / STORE)
    for name in (TURTLE, HTML):
        (folder / name).write_text(str(number), "utf-8")
    switch(folder, out)


def test_a_store_that_gives_way_to_one_of_its_name_is_opened_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process names its generations in turns: after two builds another stands where the one that was opened was."""
    build(tmp_path, 0)
    standing = (tmp_path / STORE).resolve()
    read_only = Store.read_only

    def late(path: str) -> Store:
        monkeypatch.undo()
        build(tmp_path, 1)
        with pytest.raises((OSError, RuntimeError)) as error:
            read_only(path)
        build(tmp_path, 2)
        raise error.value

    monkeypatch.setattr(Store, "read_only", late)
    assert {quad.object.value for quad in read_store(tmp_path / STORE)} == {"2"}
    assert (tmp_path / STORE).resolve() == standing


def test_a_reader_sees_one_generation_during_switches(tmp_path: Path) -> None:
    """Each store says of itself, in all its triples, which it is."""
    wrong: list[object] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            try:
                found = {quad.object.value for quad in read_store(tmp_path / STORE)}
            except (DataError, OSError, RuntimeError) as error:
                found = {str(error)} | {"raised"}
            if len(found) != 1:
                wrong.append(found)

    build(tmp_path, 0)
    reader = threading.Thread(target=look)
    reader.start()
    for number in range(1, 20):
        build(tmp_path, number)
    done.set()
    reader.join()
    assert wrong == []


def test_what_dead_builds_left_is_removed(tmp_path: Path) -> None:
    make(folder := begin(tmp_path), "old")
    switch(folder, tmp_path)
    for pid in (1, 2):
        (tmp_path / f"{CURRENT}-{pid}" / STORE).mkdir(parents=True)
    (tmp_path / f"{CURRENT}-link-3").symlink_to("nowhere")
    prune(tmp_path)
    assert seen(tmp_path) == {"old"}
    assert len(list(tmp_path.iterdir())) == 5
