"""Merge the facts of all pages: equal things are one, with all their names; every statement is kept once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.graph.pool import open_pool
from kg.graph.seal import Decided, seal
from kg.model import Knowledge, PageFacts

ALL_DIFFERENT: Mapping[str, str] = {}


def merge(pages: Iterable[PageFacts], *, same: Mapping[str, str] = ALL_DIFFERENT) -> Knowledge:
    """Everything sorted; neither the order of `pages` nor a page given twice makes a difference.

    A thing that is only the object of a claim is an entity all the same. `same` maps the id of a thing to the id of
    the thing that it is. All is held in memory: what is too big for that stays in its pool (`kg.graph.pool`).
    """
    with open_pool() as pool:
        pool.add(pages)
        seal(pool, lambda _: Decided(same))
        return pool.knowledge()
