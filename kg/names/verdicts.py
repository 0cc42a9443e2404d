"""Why a candidate is a name, or none: what `kg explain --text` shows of each, with the runner-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.names.candidates import Candidate
from kg.names.inside import Features

MOST = 4  # features that are told
LEAST = 0.2  # the weight of one that is


@dataclass(frozen=True, slots=True)
class Verdict:
    """The likeliest reading of a candidate and the next; an empty text is no name."""

    best: str
    second: str
    probability: float  # of the best
    name: bool  # whether the candidate counts as a name
    reasons: tuple[tuple[str, float], ...]  # features that part the best from the second, with their weight


def make_verdict(
    text: str,
    candidate: Candidate,
    options: Sequence[tuple[int, Features]],
    shares: Sequence[float],
    weights: Mapping[str, float],
    *,
    likely: bool,
) -> Verdict:
    """`options` are the readings of a candidate (-1 begins none), `shares` their probabilities."""
    ranked = sorted(range(len(options)), key=lambda i: -shares[i])[:2]
    first, second = (options[i] for i in (*ranked, ranked[0])[:2])
    gains = {
        name: weights[name] * (first[1].get(name, 0.0) - second[1].get(name, 0.0))
        for name in sorted({*first[1], *second[1]})
    }
    told = sorted(gains.items(), key=lambda pair: (-abs(pair[1]), pair[0]))[:MOST]
    texts = tuple(text[s : candidate.end] if s >= 0 else "" for s in (first[0], second[0]))
    reasons = tuple((name, gain) for name, gain in told if abs(gain) >= LEAST)
    return Verdict(texts[0], texts[1], shares[ranked[0]], likely, reasons)


def verdict_lines(verdicts: Iterable[Verdict]) -> Iterable[str]:
    """One line a candidate: 0.93 name 青岭水库工程, not (no name): before 推动 +1.2."""
    for one in verdicts:
        best, second = (text or "no name" for text in (one.best, one.second))
        reasons = ", ".join(f"{name} {gain:+.1f}" for name, gain in one.reasons)
        yield f"{one.probability:.2f} {best}   next: {second}   by: {reasons}"
