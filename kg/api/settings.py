"""What a command needs to know before it does anything: folders, versions, names that can be printed. Light to import."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.faults import lines_of
from kg.made import CORRECTIONS, STORE
from kg.pages.filenames import readable
from kg.project import project_ontology

__all__ = [
    "corrections_here",
    "labels_in",
    "lines_of",
    "ontology_version",
    "project_ontology",
    "readable",
    "store_of",
]

HASH = 12  # characters of the ontology's hash that are shown


def ontology_version(ontology: Path | None = None) -> str:
    """The beginning of the hash of rules and tables."""
    from kg.ontology import ontology_folder, own_folders
    from kg.shards.plan import ontology_hash

    return ontology_hash(ontology_folder(ontology), own_folders(ontology))[:HASH]


def corrections_here() -> Path | None:
    """`corrections.toml` in the folder where the command runs, if there is one."""
    path = Path(CORRECTIONS)
    return path if path.is_file() else None


def store_of(out: Path) -> Path:
    """Where a build into `out` put the embedded store."""
    return out / STORE


def labels_in(lang: str, ontology: Path | None = None) -> Mapping[str, str]:
    """What classes and relations are called in a language; none in English, where their names do."""
    if lang != "zh":
        return {}
    from kg.ontology import ontology_folder
    from kg.schema import load_schema

    labels = load_schema(ontology_folder(ontology)).labels
    return {name: label for (name, spoken), label in labels.items() if spoken == lang}
