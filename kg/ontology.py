"""Where the ontology lies: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from kg.model import DataError

_PACKAGE = Path(__file__).resolve().parent


# what a folder of the user's may hold
OWN = ("rules", "indicators.toml", "questions", "queries", "gazetteer", "bodies.csv", "identity.toml")


def ontology_folder(given: Path | None = None) -> Path:
    """The folder that holds `kg.ttl`, `rules/` and `gazetteer/`: `given` if it does, else ours.

    Raises DataError if `given` holds neither an ontology nor anything to add to ours.
    """
    if given is not None and not (given / "kg.ttl").is_file() and not _adds(given):
        raise DataError(
            f"no ontology at {given}: a folder with kg.ttl, rules/ and gazetteer/ is wanted, or one with rules/ to add to ours"
        )
    places = [_PACKAGE / "_ontology", _PACKAGE.parent / "ontology"]
    for place in [given, *places] if given else places:
        if (place / "kg.ttl").is_file():
            return place
    raise DataError(f"no ontology at {places[-1]}: a folder with kg.ttl, rules/ and gazetteer/ is wanted")


def own_folder(given: Path | None) -> Path | None:
    """The folder whose rules and tables are added to ours: `given`, if it is no ontology of its own."""
    return given if given is not None and not (given / "kg.ttl").is_file() and _adds(given) else None


def _adds(folder: Path) -> bool:
    return any((folder / name).exists() for name in OWN)
