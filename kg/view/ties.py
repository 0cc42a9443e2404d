"""Which things stand in one article and share no fact: the page ties them by a dashed line, 同一篇, which is no fact.

In each article what facts join is a piece. The best connected piece is tied to each of the others once, main thing to main thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kg.view.groups import Link

Tie = tuple[str, str, str]  # two things, and the article


def find_ties(named: Iterable[tuple[str, str]], links: Sequence[Link]) -> list[Tie]:
    """Ties of the things named in each article, `named` being pairs of thing and article; no two things are tied twice."""
    weights = Counter(end for s, _, o in links for end in (s, o))
    near: dict[str, set[str]] = {}
    for s, _, o in links:
        near.setdefault(s, set()).add(o)
        near.setdefault(o, set()).add(s)
    inside: dict[str, set[str]] = {}
    for thing, article in named:
        inside.setdefault(article, set()).add(thing)
    found: dict[tuple[str, str], str] = {}
    for article, things in sorted(inside.items()):
        heads = [_main(piece, weights) for piece in _pieces(sorted(things), near)]
        heads.sort(key=lambda name: (-weights[name], name))
        for other in heads[1:]:
            found.setdefault((heads[0], other), article)
    return sorted((a, b, article) for (a, b), article in found.items() if (b, a) not in found or a < b)


def _pieces(things: Sequence[str], near: Mapping[str, set[str]]) -> list[list[str]]:
    """The things of an article, those together that facts join."""
    left, pieces = set(things), []
    for thing in things:
        if thing not in left:
            continue
        left.discard(thing)
        piece, at = [thing], 0
        while at < len(piece):
            new = sorted(near.get(piece[at], set()) & left)
            left.difference_update(new)
            piece += new
            at += 1
        pieces.append(piece)
    return pieces


def _main(piece: Sequence[str], weights: Mapping[str, int]) -> str:
    return min(piece, key=lambda name: (-weights[name], name))
