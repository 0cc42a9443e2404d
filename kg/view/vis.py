"""pyvis without what only notebooks need of it: IPython takes 0.1 s of CPU to import."""

from __future__ import annotations

import importlib
import sys
from importlib.resources import files
from types import ModuleType
from typing import Protocol, cast

from kg.view.facts import Json

SCRIPT = "lib/vis-9.1.2/vis-network.min.js"
NOTEBOOK = ("IPython", "IPython.display")


class _Smooth(Protocol):
    enabled: bool


class _Edges(Protocol):
    smooth: _Smooth


class _Options(Protocol):
    edges: _Edges

    def to_json(self) -> str: ...


class Network(Protocol):
    """What is used of `pyvis.network.Network`, which has no types."""

    nodes: list[dict[str, Json]]
    edges: list[dict[str, Json]]
    options: _Options

    def toggle_physics(self, status: bool) -> None: ...


def new_network() -> Network:
    """An empty network of pyvis, directed and without physics."""
    made = cast(Network, _pyvis().network.Network(directed=True, cdn_resources="in_line"))
    made.toggle_physics(False)
    return made


def drawing_script() -> str:
    """vis-network, as pyvis ships it."""
    return files(_pyvis()).joinpath(SCRIPT).read_text("utf-8")


def _pyvis() -> ModuleType:
    """Imported with a stand-in for the one function of IPython that it takes, which looks for IPython when it is called."""
    if not {"pyvis", *NOTEBOOK} & sys.modules.keys():
        sys.modules.update({name: ModuleType(name) for name in NOTEBOOK})
        sys.modules[NOTEBOOK[1]].IFrame = _frame  # type: ignore[attr-defined]
        try:
            return importlib.import_module("pyvis")
        finally:
            for name in NOTEBOOK:
                del sys.modules[name]
    return importlib.import_module("pyvis")


def _frame(*place: object, **size: object) -> object:
    return importlib.import_module(NOTEBOOK[1]).IFrame(*place, **size)
