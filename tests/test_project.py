"""`kg.toml` names the folder of one's own rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import DataError
from kg.project import project_ontology
from tests.command import kg

OWN = """
[[indicator]]
name = "灯盏数量"
units = ["盏"]
pattern = "#灯"
example = {text = "介休市点亮3盏灯。", place = "山西省", facts = []}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "indicators.toml").write_text(OWN, "utf-8")
    (tmp_path / "kg.toml").write_text('ontology = "mine"\n', "utf-8")
    return tmp_path


def test_without_a_file_nothing_is_named(tmp_path: Path) -> None:
    assert project_ontology(tmp_path) is None


def test_commands_take_the_folder_that_it_names(project: Path) -> None:
    shown = kg("rules", "figure.灯盏数量", cwd=project)
    assert shown.returncode == 0
    assert shown.stdout.startswith("figure.灯盏数量  figure")


def test_the_option_goes_before_it(project: Path) -> None:
    (project / "other" / "rules").mkdir(parents=True)
    shown = kg("rules", "figure.灯盏数量", "--ontology", "other", cwd=project)
    assert shown.returncode == 2


MISTAKES = [
    ("ontology = mine", "cannot be read as TOML"),
    ('ontolgy = "mine"', "unknown key 'ontolgy'; known: ontology"),
    ('ontology = "nowhere"', "there is no folder 'nowhere'"),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_is_told(text: str, message: str, project: Path) -> None:
    (project / "kg.toml").write_text(text, "utf-8")
    with pytest.raises(DataError) as told:
        project_ontology(project)
    assert message in str(told.value)
