"""The loaded tools that are kept in the user's cache: what they give, and what becomes of a bad file or folder."""

from __future__ import annotations

import collections.abc
import hashlib
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import get_args

import pytest

from kg import ready
from kg.extract import Tools, load_tools, page_facts
from kg.model import PageFacts
from kg.ontology import ontology_folder
from kg.pages.read import find_pages, read_document
from kg.patterns import restored, taken_apart
from kg.pipeline import build
from kg.ready import PARTS, cache_folder, find_tools, keep_tools
from tests.conftest import CORPUS, ROOT

PAGE = CORPUS / "p01.txt"
FOLDER = ontology_folder()
RULE = """
[words]
COST = ["花掉"]
[[relation]]
id = "own.cost"
makes = "investment"
pattern = "{^subject:Project} ~ <COST> {object:Money}"
[[relation.example]]
text = "远山引水工程花掉2亿元"
facts = ["远山引水工程 investment 200000000"]
"""


@pytest.fixture(scope="module")
def pickled(tools: Tools) -> bytes:
    return ready._pickled(tools)


@pytest.fixture(autouse=True)
def pickled_once(
    pickled: bytes, tools: Tools, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The same tools give the same file, and most tests here are on what becomes of it."""
    make = ready._pickled
    if "read_much" not in request.node.name:
        monkeypatch.setattr(ready, "_pickled", lambda given: pickled if given is tools else make(given))


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "shanhe-kg"


def read(page: Path, tools: Tools) -> PageFacts:
    return page_facts(read_document(find_pages([page]).pages[0]), tools)[0]


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*")) + sorted(folder.glob(".*"))


def outputs(out: Path) -> list[bytes]:
    return [(out / name).read_bytes() for name in ("graph.ttl", "graph.html")]


def test_kept_tools_read_a_page_as_loaded_ones_do(empty: Path) -> None:
    tools = load_tools()  # those of other tests may be kept ones
    keep_tools("k", tools)
    again = find_tools("k", FOLDER)
    assert again is not None
    assert again.folder == FOLDER
    assert again.rules.rule_ids() == tools.rules.rule_ids()
    for page in sorted(CORPUS.glob("*.txt"))[:3]:
        assert read(page, again) == read(page, tools)


def test_tools_that_have_read_much_are_kept_too(empty: Path, tools: Tools) -> None:
    tools.places.names.build()
    keep_tools("k", tools)
    again = find_tools("k", FOLDER)
    assert again is not None
    assert again.places.names.find("在介休市") == [("介休市", 1, 4)]


def test_tools_of_another_key_are_not_taken(empty: Path, tools: Tools) -> None:
    keep_tools("k", tools)
    assert find_tools("other", FOLDER) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes()[:5000] + b"\0" + path.read_bytes()[5001:]),
        lambda path: path.chmod(0o666),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["emptied", "cut short", "a byte changed", "written by anybody", "a folder"],
)
def test_a_spoilt_file_is_as_none(empty: Path, tools: Tools, spoil: object) -> None:
    keep_tools("k", tools)
    (path,) = kept(empty)
    assert callable(spoil)
    spoil(path)
    assert find_tools("k", FOLDER) is None


def put(path: Path, pickled: bytes) -> None:
    path.write_bytes(hashlib.sha256(pickled).digest() + pickled)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("subprocess", "Popen"),
        ("os", "system"),
        ("builtins", "eval"),
        ("kg.ready", "os.system"),
        ("kg.ready", "os"),
        ("kg.ready", "pickle.loads"),
        ("kg.patterns", "re.sys.exit"),
        ("kg.extract.tools", "Tools.__init__.__globals__"),
        ("pathlib", "Path.cwd"),
        ("kg.pipeline", "build"),
    ],
)
def test_a_pickle_of_anything_else_is_refused(module: str, name: str, empty: Path, tools: Tools) -> None:
    """Called with the name of a file, which os.system would make."""
    keep_tools("k", tools)
    (path,) = kept(empty)
    made = empty.parent / "made"
    put(path, f"c{module}\n{name}\n(Vtouch {made}\ntR.".encode())
    assert find_tools("k", FOLDER) is None
    named = pickle.PROTO + b"\x04" + f"V{module}\nV{name}\n".encode() + pickle.STACK_GLOBAL
    put(path, named + f"(Vtouch {made}\ntR.".encode())
    assert find_tools("k", FOLDER) is None
    assert not made.exists()


def parts_of(kind: object, found: set[type]) -> None:
    """All dataclasses that a value may hold, by what its fields are declared as."""
    modules = [vars(m) for name, m in sys.modules.items() if name.startswith("kg.")]
    known = {k: v for names in (vars(collections.abc), *modules) for k, v in names.items()}
    for argument in get_args(kind):
        parts_of(argument, found)
    if isinstance(kind, type) and is_dataclass(kind) and kind not in found:
        found.add(kind)
        here = known | vars(sys.modules[kind.__module__])
        for field in (f for f in fields(kind) if f.compare or f.default_factory is MISSING):
            parts_of(eval(str(field.type), here), found)


def test_every_class_that_tools_may_hold_is_taken() -> None:
    """Else a page would be read more slowly for ever, without a word."""
    found: set[type] = set()
    parts_of(Tools, found)
    assert len(found) > 30
    assert [k for k in sorted(found, key=str) if k.__name__ not in PARTS.get(k.__module__, ())] == []


@pytest.mark.parametrize(
    "open_to",
    [
        lambda folder: folder.chmod(0o750),
        lambda folder: folder.chmod(0o701),
        lambda folder: folder.rename(folder.with_name("b")).parent.joinpath(folder.name).symlink_to("b"),
    ],
    ids=["its group", "all", "a link"],
)
def test_a_folder_that_is_not_the_users_alone_is_not_used(empty: Path, tools: Tools, open_to: object) -> None:
    keep_tools("k", tools)
    assert callable(open_to)
    open_to(empty)
    assert find_tools("k", FOLDER) is None
    keep_tools("other", tools)
    assert len(kept(empty)) == 1


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="who owns a file is not told here")
def test_a_folder_of_another_user_is_not_used(
    empty: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_tools("k", tools)
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    assert find_tools("k", FOLDER) is None


def test_a_link_to_a_file_is_not_followed(empty: Path, tools: Tools) -> None:
    keep_tools("k", tools)
    (path,) = kept(empty)
    elsewhere = path.rename(empty.parent / "elsewhere")
    path.symlink_to(elsewhere)
    assert find_tools("k", FOLDER) is None


def test_builds_are_the_same_without_with_and_with_a_spoilt_cache(empty: Path, tmp_path: Path) -> None:
    build([PAGE], out=tmp_path / "first")
    (path,) = kept(empty)
    whole = path.read_bytes()
    build([PAGE], out=tmp_path / "second")
    path.write_bytes(whole[:100_000])
    build([PAGE], out=tmp_path / "third")
    assert path.stat().st_size > 100_000, "the spoilt file is replaced"
    assert outputs(tmp_path / "first") == outputs(tmp_path / "second") == outputs(tmp_path / "third")


@pytest.mark.parametrize("there", ["a file", "a broken link", "nothing that can be made"])
def test_without_a_folder_a_build_does_as_well(
    there: str, tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.extract.load_tools", lambda _: tools)  # what loading gives is told above
    home = tmp_path / "home"
    if there == "a file":
        home.write_text("")
    elif there == "a broken link":
        home.symlink_to(tmp_path / "gone" / "away")
    else:
        home = Path("/proc/shanhe")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    assert build([PAGE], out=tmp_path / "out").pages == 1


def test_a_rule_that_the_user_adds_is_noticed(empty: Path, tmp_path: Path) -> None:
    page, own = tmp_path / "p.txt", tmp_path / "own"
    page.write_text("本报讯 介休市远山引水工程花掉2亿元。\n", "utf-8")
    (own / "rules").mkdir(parents=True)
    (own / "rules" / "own.toml").write_text(RULE, "utf-8")
    build([page], out=tmp_path / "a", ontology=own)
    build([page], out=tmp_path / "b", ontology=own)
    assert "own.cost" in (tmp_path / "b" / "graph.ttl").read_text("utf-8")
    (own / "rules" / "own.toml").write_text(RULE.replace("own.cost", "own.changed"), "utf-8")
    build([page], out=tmp_path / "c", ontology=own)
    assert "own.changed" in (tmp_path / "c" / "graph.ttl").read_text("utf-8")
    assert outputs(tmp_path / "a") == outputs(tmp_path / "b")


def test_only_the_last_few_are_kept(empty: Path, tools: Tools) -> None:
    for number in range(6):
        keep_tools(str(number), tools)
        os.utime(max(kept(empty), key=lambda p: p.stat().st_ctime_ns), (number, number))
    assert len(kept(empty)) == 4
    assert find_tools("5", FOLDER) is not None
    assert find_tools("0", FOLDER) is None


def test_two_builds_at_once_leave_one_whole_file(empty: Path, tmp_path: Path) -> None:
    commands = [
        [sys.executable, "-m", "kg.cli", "build", str(PAGE), "-o", str(tmp_path / name)] for name in "ab"
    ]
    running = [subprocess.Popen(c, cwd=ROOT, stdout=subprocess.DEVNULL) for c in commands]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert len(kept(empty)) == 1
    assert outputs(tmp_path / "a") == outputs(tmp_path / "b")
    before = kept(empty)[0].stat().st_ino
    build([PAGE], out=tmp_path / "c")
    assert kept(empty)[0].stat().st_ino == before  # it was taken, none was written
    assert outputs(tmp_path / "a") == outputs(tmp_path / "c")


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", _no_home)
    assert cache_folder() is None
    assert find_tools("k", FOLDER) is None


def _no_home() -> Path:
    raise RuntimeError("Could not determine home directory.")


def patterns_of(value: object, seen: set[int]) -> Iterator[re.Pattern[str]]:
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from patterns_of(inner, seen)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from patterns_of(inner, seen)
    elif type(value).__module__.startswith("kg."):
        for name in getattr(value, "__dataclass_fields__", ()):
            yield from patterns_of(getattr(value, name), seen)


def test_every_pattern_of_ours_is_the_same_put_together_again(tools: Tools) -> None:
    found = [p for part in (tools.rules, tools.cues, tools.indicators) for p in patterns_of(part, set())]
    assert len(found) > 300
    for pattern in found:
        parts = taken_apart(pattern)
        again = restored(*parts)
        assert parts[2], "its code is kept"
        assert (again, again.groups, again.groupindex) == (pattern, pattern.groups, pattern.groupindex)


def test_a_pattern_put_together_again_matches_as_before() -> None:
    pattern = re.compile(r"(?P<year>\d{4})年(?:(?P<month>\d+)月)?(投资|资金)?", re.IGNORECASE)
    again = restored(*taken_apart(pattern))
    match = again.search("自2023年8月资金到位")
    assert match is not None
    assert match.groupdict() == {"year": "2023", "month": "8"}
    assert (match.span(), match.lastindex, match.lastgroup) == ((1, 10), 3, None)
    assert again.sub(r"\g<month>", "2023年8月投资") == "8"
