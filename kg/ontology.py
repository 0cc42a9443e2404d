"""Where the ontology lies: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from kg.model import DataError

_PACKAGE = Path(__file__).resolve().parent


def ontology_folder(given: Path | None = None) -> Path:
    """The folder that holds `kg.ttl`, `rules/` and `gazetteer/`. Raises DataError if `given` holds none."""
    places = [given] if given else [_PACKAGE / "_ontology", _PACKAGE.parent / "ontology"]
    for place in places:
        if (place / "kg.ttl").is_file():
            return place
    raise DataError(f"no ontology at {places[-1]}: a folder with kg.ttl, rules/ and gazetteer/ is wanted")
