"""What scoring counts, and its figures."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

Row = tuple[str, str]


@dataclass(slots=True)
class Score:
    """Counts (tp, fp, fn) by (tier, class or →relation), and what was missed or extra, a line each."""

    rows: dict[Row, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    notes: list[str] = field(default_factory=list)
    rules: dict[str, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )  # right, wrong, optional by rule

    @property
    def totals(self) -> dict[str, Counter[str]]:
        """Counts by `core entities`, `core facts`, …; articles are not among them."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for (tier, name), counts in self.rows.items():
            if tier != "articles":
                found[f"{tier} {'facts' if name.startswith('→') else 'entities'}"].update(counts)
        return found


def figures(counts: Mapping[str, int]) -> dict[str, float]:
    """Precision, recall and F1 to four digits, and the counts."""
    tp, fp, fn = (counts.get(k, 0) for k in ("tp", "fp", "fn"))
    p = tp / (tp + fp) if tp + fp else 0.0
    r = tp / (tp + fn) if tp + fn else 0.0
    f1 = round(2 * p * r / (p + r), 4) if p + r else 0.0
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": f1, **counts}


def format_table(score: Score) -> str:
    """The figures as a table."""
    lines = [f"{'':<34}{'P':>7}{'R':>7}{'F1':>7}{'tp':>6}{'fp':>6}{'fn':>6}"]
    ordered = sorted(score.rows.items(), key=lambda kv: (kv[0][0], kv[0][1].startswith("→"), kv[0][1]))
    named = [(f"{tier} {name}", counts) for (tier, name), counts in ordered]
    named += [(f"TOTAL {name}", counts) for name, counts in sorted(score.totals.items())]
    for name, counts in named:
        f = figures(counts)
        shares = "".join(f"{f[k]:>7.3f}" for k in ("precision", "recall", "f1"))
        lines.append(f"{name:<34}{shares}" + "".join(f"{counts[k]:>6}" for k in ("tp", "fp", "fn")))
    return "\n".join(lines)


def as_json(score: Score) -> str:
    """The figures as JSON: totals by name, all rows under `rows`."""
    rows = {f"{tier} {name}": figures(counts) for (tier, name), counts in score.rows.items()}
    return json.dumps(
        {**{k: figures(c) for k, c in score.totals.items()}, "rows": rows}, ensure_ascii=False, indent=1
    )


def format_rules(score: Score) -> str:
    """Each rule's precision and yield: facts of the gold pages that it found, and those that it got wrong."""
    lines = [f"{'rule':<34}{'precision':>10}{'right':>7}{'wrong':>7}{'optional':>10}"]
    for rule, counts in sorted(score.rules.items(), key=lambda kv: (-kv[1]["right"], kv[0])):
        judged = counts["right"] + counts["wrong"]
        share = f"{counts['right'] / judged:>10.3f}" if judged else f"{'—':>10}"
        lines.append(f"{rule:<34}{share}{counts['right']:>7}{counts['wrong']:>7}{counts['optional']:>10}")
    return "\n".join(lines)
