"""What of a text a name is made of: runs of its tokens."""

from __future__ import annotations

from dataclasses import dataclass

from kg.rules.spots import Spot

SHORTEST = 2  # characters that tell a piece of a name where it cuts a word


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens [start, end) of a stretch that a piece of a name is made of."""

    start: int
    end: int


def runs_of(name: str, spot: Spot, *, cuts: bool) -> tuple[Run, ...]:
    """The longest runs of tokens that a name is made of, in its order, those near the figure first; none if the text has not all of it.

    With `cuts` a word that a name holds a part of is taken whole.
    """
    found: list[Run] = []
    at = 0
    while at < len(name):
        run, size = _longest(name[at:], spot)
        if run is None and cuts:
            run, size = _cutting(name[at:], spot)
        if run is None:
            return ()
        at += size
        found.append(run)
    return tuple(found)


def _near(spot: Spot) -> list[int]:
    return sorted(range(len(spot.tokens)), key=lambda i: (abs(i - spot.at), i))


def _longest(name: str, spot: Spot) -> tuple[Run | None, int]:
    best, longest = None, 0
    for start in _near(spot):
        end, size = start, 0
        while end < len(spot.tokens) and end != spot.at and name.startswith(spot.tokens[end].text, size):
            size += len(spot.tokens[end].text)
            end += 1
        if size > longest:
            best, longest = Run(start, end), size
    return best, longest


def _cutting(name: str, spot: Spot) -> tuple[Run | None, int]:
    """The nearest word that a name has cut: 危房改造 of 改造."""
    for size in range(len(name), SHORTEST - 1, -1):
        for at in _near(spot):
            if not spot.tokens[at].kind and name[:size] in spot.tokens[at].text:
                return Run(at, at + 1), size
    return None, 0
