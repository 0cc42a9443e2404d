"""Folders that add a field: start one, test one, list its classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.ontology import own_folders, several
from kg.packs.start import start_pack

if TYPE_CHECKING:
    from kg.packs.check import PackCheck

__all__ = [
    "ClassRow",
    "check_pack",
    "class_rows",
    "pack_notes",
    "pack_text",
    "rule_schema",
    "several",
    "start_pack",
]


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class or relation as people read it."""

    name: str
    zh: str
    en: str
    of: str  # of a class what is above it, of a relation its domain and range
    read_as: str = ""  # of a class of the user's
    nouns: str = ""
    words: str = ""
    own: bool = False


def check_pack(folder: Path) -> PackCheck:
    """Run the examples of a folder's rules, and score its pages against its gold."""
    from kg.packs.check import check_pack as run

    return run(folder)


def pack_text(found: PackCheck) -> str:
    """What a test of a pack found, for people."""
    from kg.score import format_table

    lines = [*found.notes, *found.failures, f"{found.examples} examples"]
    if found.asked:
        lines.append(f"{found.asked} questions")
    if found.score is not None:
        lines += [*found.score.notes, format_table(found.score), f"F1 {found.f1:.3f}"]
    if found.score is not None and found.f1 < found.pack.floor:
        lines.append(f"F1 is below the floor of pack.toml, {found.pack.floor}")
    return "\n".join([*lines, "it passes" if found.passes else "it does not pass"])


def pack_notes(ontology: Path | None) -> tuple[str, ...]:
    """A line for each file of the folders that nothing reads. Raises DataError for a mistake in their pack.toml."""
    from kg.packs.read import read_pack, unread

    folders = own_folders(ontology)
    for folder in folders:
        read_pack(folder)
    return tuple(line for folder in folders for line in unread(folder))


def class_rows(ontology: Path | None = None) -> Sequence[ClassRow]:
    """All classes of things and all relations, ours and those of the folders."""
    from kg.ontology import ontology_folder
    from kg.schema import load_schema

    schema = load_schema(ontology_folder(ontology), own_folders(ontology))
    above = {child: parent for parent, children in schema.below.items() for child in children}
    things = [k for k in schema.classes if k == "Entity" or k in schema.subclasses("Entity")]
    rows = []
    for name in sorted(things):
        own = schema.own.get(name)
        rows.append(
            ClassRow(
                name,
                schema.label(name, "zh"),
                schema.label(name, "en"),
                above.get(name, ""),
                ", ".join(own.kinds) if own else "",
                "、".join(own.nouns) if own else "",
                "、".join(own.words) if own else "",
                own is not None,
            )
        )
    for relation in schema.relations.values():
        of = f"{'|'.join(sorted(relation.domain - schema.own.keys()) or sorted(relation.domain))} → {'|'.join(sorted(relation.range - schema.own.keys()) or sorted(relation.range))}"
        rows.append(
            ClassRow(
                relation.name,
                relation.label_zh,
                relation.label_en,
                of,
                words="、".join(relation.words),
                own=relation.own,
            )
        )
    return tuple(rows)


def rule_schema(ontology: Path | None = None) -> str:
    """A JSON Schema of the rule files, for editors that complete and check TOML."""
    import json

    from kg.ontology import ontology_folder
    from kg.rules.json_schema import json_schema
    from kg.schema import load_schema

    schema = load_schema(ontology_folder(ontology), own_folders(ontology))
    return json.dumps(json_schema(schema), ensure_ascii=False, indent=1)
