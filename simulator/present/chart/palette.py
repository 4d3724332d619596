"""Colours, dashes and marks: the one palette that figures and page share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

__all__ = ["FAINT", "GRID", "INK", "INKS", "PAPER", "QUIET", "Ink", "ink"]

INK: Final = "#1B1F23"
QUIET: Final = "#57606A"
GRID: Final = "#D0D7DE"
FAINT: Final = "#EDF0F3"
PAPER: Final = "#FFFFFF"


@dataclass(frozen=True, kw_only=True)
class Ink:
    """How one thing is drawn: its colour, that of its text, its dash, its mark and its hatch.

    No two inks share a dash and a mark, so that they are told apart without colour.
    """

    colour: str
    text: str
    dash: Any
    mark: str
    hatch: str = ""


INKS: Final[Mapping[str, Ink]] = MappingProxyType(
    {
        "core": Ink(colour="#005A9C", text="#005A9C", dash="solid", mark="o"),
        "edge": Ink(colour="#D07F00", text="#8A5200", dash=(0, (7, 2)), mark="s", hatch="///"),
        "baseline": Ink(colour="#8A949E", text=QUIET, dash=(0, (2.5, 2)), mark="|"),
        "lost": Ink(colour="#7A0F4A", text="#7A0F4A", dash="solid", mark="X"),
        "fine": Ink(colour="#117733", text="#117733", dash="solid", mark="P"),
        "other": Ink(colour="#3B4148", text=INK, dash=(0, (7, 2, 1.5, 2)), mark="D"),
    }
)


def ink(side: str) -> Ink:
    """Return the ink of a side; what is on neither side is drawn as `other`."""
    return INKS.get(side, INKS["other"])
