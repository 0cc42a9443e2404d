"""All pairs compared, and scipy's tree: one answer."""

from __future__ import annotations

import numpy as np
import pytest

from kg.view.near import FEW, near_pairs


@pytest.mark.parametrize("step", [0.0, 39.0], ids=["anywhere", "at equal distances"])
@pytest.mark.parametrize("count", [1, 2, 30, FEW])
def test_few_points_give_the_pairs_of_scipys_tree(
    count: int, step: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = np.random.default_rng(count).uniform(0, 300, (count, 2))
    points = np.round(points / step) * step if step else points
    compared = near_pairs(points, 78.0)
    monkeypatch.setattr("kg.view.near.FEW", 0)
    assert np.array_equal(compared, near_pairs(points, 78.0))
    assert count < 30 or len(compared)
