"""Features of the words in and around a name by their clusters: what stands where, told by words with like neighbours.

A cluster bears its commonest word (`lexicon/clusters.tsv`): a word that no page with gold had is judged as its like.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kg.names.candidates import OF_WORKS, Candidate
from kg.names.evidence import Word
from kg.names.inside import Features

NEAR = 4  # words before the head
SHARE = {"work": 0.5, "firm": 1.0, "other": 1.0}  # a smaller value is a stronger prior against a feature
INNER, BEYOND = ("last", "second"), ("next", "over")  # words before the head, and behind it


def none_clusters(candidate: Candidate, words: Sequence[Word], found: Features) -> None:
    """What the words before the head and behind it say of whether a name ends here."""
    kin = _kin(candidate.group)
    names, share = _names(kin), SHARE[kin]
    head_start = candidate.end - len(candidate.head)
    last, first = candidate.last, candidate.first
    inner = last if candidate.tokens[last].start < head_start else last - 1
    while inner >= first and candidate.tokens[inner].start >= head_start:
        inner -= 1
    for step, place in enumerate(INNER):
        if inner - step >= first:
            found[names[place] + words[inner - step].cluster] = share
    for at in range(max(first, last - NEAR), inner + 1):
        found[names["near"] + words[at].cluster] = share
    for step, place in enumerate(BEYOND, 1):
        if last + step < len(words):
            found[names[place] + words[last + step].cluster] = share


def start_clusters(candidate: Candidate, words: Sequence[Word], at: int, found: Features) -> None:
    """What the word that a name would begin with and the one before it say of the beginning."""
    kin = _kin(candidate.group)
    names, share = _names(kin), SHARE[kin]
    found[names["first"] + words[at].cluster] = share
    if at > candidate.first:
        found[names["outside"] + words[at - 1].cluster] = share


def _kin(group: str) -> str:
    """The classes of heads that are judged alike: works, firms, the rest."""
    if group in OF_WORKS or group in ("part", "item"):
        return "work"
    return "firm" if group in ("firm", "trade", "brand") else "other"


@lru_cache(maxsize=8)
def _names(kin: str) -> dict[str, str]:
    """Place → the beginning of its features' names."""
    none = {place: f"none.{kin}.{place}~" for place in (*INNER, *BEYOND, "near")}
    return none | {place: f"{kin}.{place}~" for place in ("first", "outside")}
