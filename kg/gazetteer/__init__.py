"""The gazetteer: every division of China with its code, former names, short names; townships; waters.

Sources and dates of the tables: `ontology/gazetteer/SOURCES.md`.
"""

from kg.gazetteer.load import load_gazetteer
from kg.gazetteer.points import Point, county_points
from kg.gazetteer.values import (
    KIND_LAKE,
    KIND_PROVINCE,
    KIND_TOWNSHIP,
    KIND_VILLAGE,
    TIER_CUE,
    TIER_SAFE,
    TIER_WORD,
    Form,
    Gazetteer,
    Place,
    Water,
)

__all__ = [
    "KIND_LAKE",
    "KIND_PROVINCE",
    "KIND_TOWNSHIP",
    "KIND_VILLAGE",
    "TIER_CUE",
    "TIER_SAFE",
    "TIER_WORD",
    "Form",
    "Gazetteer",
    "Place",
    "Point",
    "Water",
    "county_points",
    "load_gazetteer",
]
