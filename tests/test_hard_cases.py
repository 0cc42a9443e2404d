"""The share of hard cases that passes is pinned. `python -m tests.test_hard_cases [dev|held] [subject]` tells what fails."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from kg.extract import Tools, load_tools
from tests.hard_cases_table import SETS, SLACK, load_cases, outcome, pinned, shares


@pytest.mark.parametrize("which", SETS)
def test_the_share_that_passes_is_pinned(which: str, tools: Tools) -> None:
    now, floor = shares(which, tools), pinned()[which]
    assert now.keys() == floor.keys(), "a new subject: python -m tests.hard_cases_floor"
    sunk = {s: (floor[s], v) for s, v in now.items() if v < floor[s]}
    assert not sunk, f"pinned and now: {sunk}; python -m tests.test_hard_cases {which} tells what fails"
    risen = {s: (floor[s], v) for s, v in now.items() if v > floor[s] + SLACK}
    assert not risen, f"better than pinned: {risen}; python -m tests.hard_cases_floor pins it"


def test_ids_and_texts_stand_once_and_each_case_says_something() -> None:
    cases = [case for which in SETS for case in load_cases(which)]
    for counted in (Counter(c.id for c in cases), Counter(c.text + c.place for c in cases)):
        assert not [key for key, n in counted.items() if n > 1]
    assert not [c.id for c in cases if not (c.want or c.avoid or c.facts or c.avoid_facts)]


def failures(which: str, subject: str = "") -> None:
    tools = load_tools()
    for case in load_cases(which):
        if case.subject.startswith(subject) and not (told := outcome(case, tools)).passes:
            sys.stdout.write(f"{told}\n")
    for name, share in shares(which, tools).items():
        sys.stdout.write(f"{which} {name}: {share}\n")


if __name__ == "__main__":
    failures(*(sys.argv[1:] or ["dev"]))
