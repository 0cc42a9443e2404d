"""The table of docs/values.md: `python -m tests.recognizers_table` writes it anew between its marks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.recognizers_cases import Kind, read_cases
from tests.recognizers_kinds import KINDS

DOCUMENT = Path(__file__).parents[1] / "docs" / "values.md"
BEGIN, END = "<!-- recognizers -->", "<!-- /recognizers -->"


def outcomes(kind: Kind) -> tuple[int, int, int]:
    """How many cases there are, are wanted, and pass."""
    cases = read_cases(kind)
    wanted = [case for case in cases if not kind.reason(case)]
    return len(cases), len(wanted), sum(kind.found(case) == kind.wanted(case) for case in wanted)


def table() -> str:
    lines = ["| kind | cases | wanted | pass | fail |", "|---|---|---|---|---|"]
    for kind in KINDS:
        cases, wanted, passed = outcomes(kind)
        lines.append(f"| {kind.name} | {cases} | {wanted} | {passed} | {wanted - passed} |")
    lines += ["", "Not wanted, and why:", "", "| kind | cases | why | for example |", "|---|---|---|---|"]
    for kind in KINDS:
        lines += _reasons(kind)
    lines += ["", "Wanted, and failing:", "", "| kind | text | wanted | found |", "|---|---|---|---|"]
    for kind in KINDS:
        lines += _failures(kind)
    return "\n".join(lines)


def _reasons(kind: Kind) -> list[str]:
    cases = [(kind.reason(case), case) for case in read_cases(kind)]
    counts = Counter(reason for reason, _ in cases if reason)
    first = {reason: case.input for reason, case in reversed(cases)}
    return [
        f"| {kind.name} | {n} | {reason} | {_cell(first[reason])} |" for reason, n in counts.most_common()
    ]


def _failures(kind: Kind) -> list[str]:
    rows = []
    for case in read_cases(kind):
        found, wanted = kind.found(case), kind.wanted(case)
        if not kind.reason(case) and found != wanted:
            rows.append(f"| {kind.name} | {_cell(case.input)} | {_list(wanted)} | {_list(found)} |")
    return rows


def _list(values: list[str]) -> str:
    return _cell(", ".join(values)) or "nothing"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").strip()


if __name__ == "__main__":
    head, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    DOCUMENT.write_text(f"{head}{BEGIN}\n\n{table()}\n\n{END}{rest.partition(END)[2]}", "utf-8")
