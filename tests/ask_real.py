"""Score `kg ask` on questions over real pages: `python -m tests.ask_real STORE` (of a build of folds 1 to 4) lists what is not right.

tests/questions_real.tsv: page, set (open; kept: not looked at while rules were worked on, until 30 November 2026; later), question,
what the answer must hold (`a&b` both, `a|b` one of them; `-` is judged by eye). A fact that the graph lacks counts as not right.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.ask.answer import load_question_tools
from kg.ask.model import Answer
from kg.ask.several import ask_several
from kg.explain import open_graph

QUESTIONS = Path(__file__).with_name("questions_real.tsv")


@dataclass(frozen=True)
class Asked:
    page: str
    set: str
    question: str
    wanted: str


def asked() -> Iterator[Asked]:
    for line in QUESTIONS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield Asked(*line.split("\t"))


def is_right(answers: tuple[Answer, ...], wanted: str) -> bool:
    told = " ".join(a.told for a in answers if a.understood)
    return any(all(part in told for part in way.split("&")) for way in wanted.split("|"))


def main(store: Path) -> None:
    tools, graph = load_question_tools(), open_graph(store)
    totals: Counter[tuple[str, str]] = Counter()
    for row in asked():
        answers = ask_several(row.question, graph, tools)
        outcome = "right" if is_right(answers, row.wanted) else answers[0].status
        totals[row.set, outcome] += 1
        if outcome != "right":
            sys.stdout.write(
                f"{row.set:6}{outcome:10}{row.question} | {answers[0].told[:100]} [{row.wanted}]\n"
            )
    for (name, outcome), count in sorted(totals.items()):
        sys.stdout.write(f"{name:6}{outcome:10}{count}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
