"""Hostile TOML: whatever a pack, a project file or a list of corrections holds is told in a line, and soon."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api.packs import start_pack
from kg.ask.load import load_questions
from kg.corrections.file import load_corrections
from kg.link.identity import load_decisions
from kg.model import DataError
from kg.ontology import ontology_folder
from kg.packs.read import read_pack
from kg.project import project_ontology
from kg.rules.load_indicators import load_indicators
from kg.schema import load_schema
from kg.tables import parse_table
from kg.text.units import load_units
from kg.toml import PARTS, quoted, read_toml

SOON = 5.0  # seconds of this process; without bounds the last takes more than two minutes
HOSTILE = {
    "lists": "a = " + "[" * 100_000,
    "tables": "a = " + "{a=" * 20_000 + "1" + "}" * 20_000,
    "number": "a = " + "1" * 5000,
    "name": ".".join("a" * 50_000) + " = 1",
    "name with blanks": " . ".join("a" * 5000) + " = 1",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_toml_is_told_soon(text: str) -> None:
    begun = time.process_time()
    with pytest.raises(tomllib.TOMLDecodeError):
        read_toml(text)
    with pytest.raises(DataError):
        parse_table(text, "x.toml")
    assert time.process_time() - begun < SOON


def test_dots_in_a_text_are_no_name() -> None:
    text = f"a = '{'1.2 ' * 2 * PARTS}'\n" + "b." * (PARTS - 2) + "c = 1\n"
    assert read_toml(text)["a"].startswith("1.2 1.2")


def _own(load: Callable[[Path], object], name: str) -> Callable[[Path, str | bytes], object]:
    def read(folder: Path, text: str | bytes) -> object:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return load(folder)

    return read


READERS = {
    "kg.toml": _own(project_ontology, "kg.toml"),
    "pack.toml": _own(read_pack, "pack.toml"),
    "corrections.toml": _own(lambda at: load_corrections(at / "corrections.toml"), "corrections.toml"),
    "units.toml": _own(lambda at: load_units(ontology_folder(), [at]), "units.toml"),
    "indicators.toml": _own(lambda at: load_indicators(ontology_folder(), [at]), "indicators.toml"),
    "identity.toml": _own(load_decisions, "identity.toml"),
    "questions/x.toml": _own(
        lambda at: load_questions(at, load_schema(ontology_folder())), "questions/x.toml"
    ),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_each_reader_tells_it(text: str, read: Callable[[Path, str | bytes], object], tmp_path: Path) -> None:
    with pytest.raises(DataError):
        read(tmp_path, text)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_table_in_another_encoding_is_told(
    read: Callable[[Path, str | bytes], object], tmp_path: Path
) -> None:
    with pytest.raises(DataError):
        read(tmp_path, "a = '甲'".encode("gb18030"))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_string_that_is_written_is_read_again(text: str) -> None:
    assert read_toml(f"a = {quoted(text)}") == {"a": text}


@pytest.mark.parametrize("name", ['a"b', "a\\b", "甲\n乙", "a]b = 1", "…" * 20])
def test_a_pack_may_have_any_name(name: str, tmp_path: Path) -> None:
    start_pack(tmp_path / name, "ScienceHall", "科技馆")
    assert read_pack(tmp_path / name).name == name
