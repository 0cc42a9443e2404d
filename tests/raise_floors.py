"""Measure the scores anew and raise the floors that rose: `python -m tests.raise_floors`. A floor never sinks here.

Each rule's precision on the same pages is written to `ontology/precision.csv`, which confidence rests on.
"""

import json
import math
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from kg.build import TURTLE, build
from kg.ontology import ontology_folder
from kg.rules.precision import Measured, write_measured
from kg.score import score_graph
from tests.test_build import CORPUS, FLOORS, ROOT, scores

SHARED = ROOT.parent / "shared"


def measured(pages: Path, gold: Path, rules: dict[str, Counter[str]]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as out:
        build([pages], out=Path(out))
        found = scores(Path(out) / TURTLE, sorted(gold.glob("*.json")), pages)
        for rule, counts in score_graph(Path(out) / TURTLE, sorted(gold.glob("*.json"))).rules.items():
            rules[rule].update(counts)
    return {name: math.floor(value * 100) / 100 for name, value in sorted(found.items()) if value}


if __name__ == "__main__":
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8"))
    for which, pages, gold in (
        ("corpus", CORPUS, CORPUS / "gold"),
        ("real pages", SHARED / "pages", SHARED / "gold"),
    ):
        now = measured(pages, gold, by_rule)
        floors[which] = {
            k: max(now.get(k, 0.0), floors[which].get(k, 0.0)) for k in sorted({*now, *floors[which]})
        }
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")
    write_measured({r: Measured(c["right"], c["wrong"]) for r, c in by_rule.items()}, ontology_folder())
