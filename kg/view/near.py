"""Which of many points stand near one another: the steps of the layout ask hundreds of times.

Of few points all pairs are compared; scipy's tree, which takes 0.4 s of CPU to import, is for many. Both give the same pairs.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

FEW = 300  # points; above it a tree is faster than all pairs

Points = NDArray[np.float64]
Pairs = NDArray[np.intp]


def near_pairs(points: Points, reach: float) -> Pairs:
    """The pairs of points (lower number first) at most `reach` apart, in order."""
    return _compared(points, reach) if len(points) <= FEW else _searched(points, reach)


def _compared(points: Points, reach: float) -> Pairs:
    first, second = _all_pairs(len(points))
    across = points[first, 0] - points[second, 0]
    along = points[first, 1] - points[second, 1]
    near = across * across + along * along <= reach * reach
    return np.column_stack((first[near], second[near]))


def _searched(points: Points, reach: float) -> Pairs:
    from scipy.spatial import cKDTree  # type: ignore[import-untyped]  # scipy ships no types

    pairs: Pairs = cKDTree(points).query_pairs(reach, output_type="ndarray")
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


@functools.lru_cache(maxsize=4)  # one a group, asked again at each step
def _all_pairs(count: int) -> tuple[Pairs, Pairs]:
    first, second = np.triu_indices(count, 1)
    return first, second
