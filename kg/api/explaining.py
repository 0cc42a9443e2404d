"""All on one thing, as text for people."""

from __future__ import annotations

from pathlib import Path


def explain_text(store: Path, name: str, ontology: Path | None = None) -> str:
    """Each fact with its quotes, relations in both languages. Raises DataError for an unknown name."""
    from kg.explain import explain, format_explanation
    from kg.ontology import ontology_folder, own_folders
    from kg.schema import load_schema

    schema = load_schema(ontology_folder(ontology), own_folders(ontology))
    labels = {n: (r.label_zh, r.label_en) for n, r in schema.relations.items()}
    return format_explanation(explain(store, name, schema), labels)
