"""The pattern language over slot text."""

from __future__ import annotations

import pytest

from kg.model import DataError, Mention, Span
from kg.rules.pattern import compile_pattern
from kg.rules.slots import SlotCodes, encode

KINDS = ("Project", "County", "City", "River", "Money")
CODES = SlotCodes(KINDS)
WORDS = {"INVEST": ("总投资", "总投资额"), "AND": ("、", "和")}


def compiled(source: str):
    return compile_pattern(
        source, words=WORDS, codes=CODES, expand=lambda name: ("County", "City") if name == "Area" else ()
    )


def slot_text(text: str) -> str:
    """P, C, T, R, M stand for mentions."""
    kinds = {"P": "Project", "C": "County", "T": "City", "R": "River", "M": "Money"}
    mentions = [Mention(Span(i, i + 1), c, kinds[c], "test") for i, c in enumerate(text) if c in kinds]
    return encode(text, Span(0, len(text)), mentions, CODES).text


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("{subject:Project} ~ <INVEST> {object:Money}", "P预计总投资额M", True),
        ("{subject:Project} ~ <INVEST> {object:Money}", "P开工，总投资M", False),  # a gap stays in its clause
        ("{subject:Project} ~~ <INVEST> {object:Money}", "P开工，总投资M", True),  # a long gap does not
        ("{subject:Project} ~ 总投资 {object:Money}", "P与P总投资M", True),
        ("{subject:Project} ~ (位于|坐落于) {object:Area}", "P坐落于C", True),
        ("{subject:Project} ~ (位于|坐落于) {object:Area}", "P离开C", False),
        ("^{subject:Project} 位于 {object:Area}", "昨天P位于C", False),
        ("^{subject:Project} 位于 {object:Area}", "昨天，P位于C", True),
        ("{subject:Project} 完工 $", "P完工在即", False),
        ("{subject:Project} 完工 $", "P完工，好", True),
        ("{subject:Project} (将)? 位于 {object:Area}", "P将位于T", True),
        ("{subject:Project} 位于 {object:River}", "P位于C", False),
        ("{subject:Project} 建设 !的", "P建设的", False),
        ("{subject:Project} 建设 !(的|<INVEST>)", "P建设总投资", False),
        ("{subject:Project} 建设 !的", "P建设中", True),
        ("!(在|于) {object:City} 签署", "在T签署", False),  # at the head it looks back
        ("!(在|于) {object:City} 签署", "和T签署", True),
    ],
)
def test_pattern(pattern: str, text: str, matches: bool) -> None:
    assert bool(compiled(pattern).regex.search(slot_text(text))) is matches


def test_a_gap_never_jumps_over_what_would_fit_the_slot_before() -> None:
    match = compiled("{subject:Project} ~ <INVEST> {object:Money}").regex.search(slot_text("P与P总投资M"))
    assert match is not None
    assert match.start() == 2


def test_a_list_is_one_match() -> None:
    pattern = compiled("{object:City} 的 {subject:County}+")
    match = pattern.regex.search(slot_text("T的C、C和C，好"))
    assert match is not None
    group, item = pattern.repeats[0]
    assert len(item.findall(match.group(group))) == 3


def test_private_use_characters_of_the_page_are_no_mentions() -> None:
    assert encode("\ue000工程", Span(0, 3), [], CODES).text == "□工程"


@pytest.mark.parametrize(
    "pattern",
    [
        "{subject:Project",
        "!(在|位于) {subject:Project}",
        "<INVEST",
        "{}",
        "+",
        "{subject:Nothing}",
        "{object:Money} {^subject:Project}",
    ],
)
def test_a_wrong_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(DataError, match="pattern"):
        compiled(pattern)
