"""Where a room turns, in a sentence."""

from __future__ import annotations

from typing import Final

from simulator.methods.room.hands import Company
from simulator.methods.turns.breakeven import Turning
from simulator.methods.turns.turning_point import NEVER, TURNS
from simulator.present.vocabulary import spoken

__all__ = ["turn_sentence"]

_TURNS: Final = (
    "In {name} cards {above} prevent more than cards {below} only if more than {at} of 100 "
    "failures start between {teams}."
)
_NEVER: Final = (
    "In {name} cards {better} prevent more whether {low} or {high} of 100 failures start between "
    "{teams}."
)
_OPEN: Final = "Where {name} turns cannot be told from {years} years."


def turn_sentence(company: Company, found: Turning | None) -> str:
    """Return where the cards that win in a company stop winning; nothing without two such hands."""
    if found is None:
        return ""
    pattern = _TURNS if found.turn.verdict == TURNS else _NEVER
    if found.turn.verdict not in {TURNS, NEVER} or (pattern is _NEVER and not found.better):
        pattern = _OPEN
    low, high = found.turn.searched
    return pattern.format(
        name=company.scenario.name,
        above=", ".join(found.above),
        below=", ".join(found.below),
        better=", ".join(found.better),
        at=_of_100(found.turn.factor),
        low=_of_100(low),
        high=_of_100(high),
        teams=spoken(company.scenario).teams,
        years=company.replications,
    )


def _of_100(share: float) -> str:
    return f"{100.0 * share:.0f}"
