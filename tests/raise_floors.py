"""Measure the scores anew and raise the floors that rose: `python -m tests.raise_floors`. A floor never sinks here.

Each rule's precision on the same pages is written to `ontology/precision.csv`, which confidence rests on.
"""

import json
import math
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from kg.ontology import ontology_folder
from kg.pipeline import TURTLE, build
from kg.rules.precision import Measured, write_measured
from kg.score import score_gold_names, score_graph
from tests.conftest import CORPUS, SHARED, real_pages
from tests.test_build import FLOORS, FOLDS, GOLD_NAMES, figures_of, scores


def measured(pages: Path, gold: list[Path], rules: dict[str, Counter[str]] | None = None) -> dict[str, float]:
    """The scores of the pages of `gold`, as floors; what each rule found is added to `rules`."""
    with tempfile.TemporaryDirectory() as out:
        build([pages / f"{path.stem}.txt" for path in gold], out=Path(out))
        found = scores(Path(out) / TURTLE, gold, pages)
        if rules is not None:
            for rule, counts in score_graph(Path(out) / TURTLE, gold).rules.items():
                rules[rule].update(counts)
    return lowered(found)


def lowered(found: dict[str, float]) -> dict[str, float]:
    """Rounded down to a hundredth."""
    return {name: math.floor(value * 100) / 100 for name, value in sorted(found.items()) if value}


def raised(now: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    return {k: max(now.get(k, 0.0), floors.get(k, 0.0)) for k in sorted({*now, *floors})}


if __name__ == "__main__":
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8"))
    for which, pages, gold in (
        ("corpus", CORPUS, CORPUS / "gold"),
        ("real pages", SHARED / "pages", SHARED / "gold"),
    ):
        now = measured(pages, sorted(gold.glob("*.json")), by_rule)
        floors[which] = raised(now, floors[which])
    folder, folds = real_pages()
    floors[FOLDS] = raised(measured(folder, folds), floors.get(FOLDS, {}))
    named = lowered(figures_of(score_gold_names(folds, pages=folder)))
    floors[GOLD_NAMES] = raised(named, floors.get(GOLD_NAMES, {}))
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")
    write_measured({r: Measured(c["right"], c["wrong"]) for r, c in by_rule.items()}, ontology_folder())
