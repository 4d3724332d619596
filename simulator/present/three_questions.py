"""Three questions on every handover in words: the questions, their answers, and the zone."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from simulator.methods.risk import HIGH, Handover

__all__ = ["ANSWERS", "ASKED", "HEADS", "LEVELS", "SAID", "ZONES", "cell", "said", "zone_cell"]

ASKED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "crossed": "How often is it crossed?",
        "unowned": "Who owns it?",
        "trusted": "How much is taken on trust?",
    }
)
ANSWERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "crossed": ("seldom", "monthly", "weekly", "daily", "several a day"),
        "unowned": ("always named", "mostly named", "agreed", "it depends", "nobody"),
        "trusted": ("nothing", "little", "some", "much", "most"),
    }
)
SAID: Final[Mapping[str, str]] = MappingProxyType(
    {"crossed": "crossings {}", "unowned": "owner: {}", "trusted": "taken on trust: {}"}
)
"""An answer in a phrase."""
LEVELS: Final[Mapping[str, str]] = MappingProxyType({"low": "○", "middle": "◐", "high": "●"})
"""The symbol of a low, middle or high answer."""
ZONES: Final = ("outside", "outside", "near it", "in the zone")
"""Where a handover lies, by how many of its answers are high."""
HEADS: Final = ("How often?", "Who owns it?", "On trust?", "Risk zone")


def said(one: Handover) -> str:
    """Return the answers on a handover in a phrase."""
    answers = zip(ASKED, one.points, strict=True)
    return ", ".join(SAID[name].format(ANSWERS[name][point - 1]) for name, point in answers)


def cell(name: str, point: int) -> tuple[str, str]:
    """Return what stands in the cell of an answer, symbol and word, and its level."""
    level = "high" if point >= HIGH else "middle" if point == HIGH - 1 else "low"
    return f"{LEVELS[level]} {ANSWERS[name][point - 1]}", level


def zone_cell(one: Handover) -> tuple[str, str]:
    """Return what stands in the cell of the zone, and its level."""
    level = ("low", "low", "middle", "high")[one.zone]
    return f"{LEVELS[level]} {ZONES[one.zone]}", level
