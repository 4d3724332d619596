"""The table of levers: what can be bought, where, who works for it, and who decides it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

__all__ = ["EDGE_LEVERS", "LEVERS", "PER_ITEM", "TEAM_LEVERS", "LeverRow", "Payer"]

PER_ITEM: Final = "8 person-days per weekly item"
RATES: Final = {"adherence": 0.8, "overhead": "0.5 h", "ramp": "60 days"}
Payer = Literal["team", "paged team", "sender", "receiver", "both", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverRow:
    """One row of the table of levers; what it moves says each parameter's ``bought_with``.

    Parameters
    ----------
    name, side, at
        The lever, its side, and where it is bought.
    words
        The lever in a leader's words.
    pays
        Who works its overhead: the team in every visit, every team that an incident pages, or a
        side of every crossing.
    decides
        Who can settle it: the teams of the place, or the leader where no team can give it itself.
    scale
        What a written row without it takes, as a file would write it.
    shipped
        The other keys of the row that stands when a file names no levers; None: it has none.
    """

    name: str
    side: Literal["core", "edge", "other"]
    at: Literal["teams", "boundaries"]
    words: str
    pays: Payer
    decides: Literal["place", "leader"] = "place"
    scale: str = PER_ITEM
    shipped: Mapping[str, Any] | None


_ROWS = (
    LeverRow(
        name="engineering",
        side="core",
        at="teams",
        words="better building: architecture, platforms, frameworks",
        pays="team",
        shipped=RATES,
    ),
    LeverRow(
        name="verification",
        side="core",
        at="teams",
        words="better checking inside the team: tests, reviews",
        pays="team",
        shipped=RATES,
    ),
    LeverRow(
        name="contracts",
        side="edge",
        at="boundaries",
        words="written and tested agreements between teams",
        pays="sender",
        shipped=RATES,
    ),
    LeverRow(
        name="ownership",
        side="edge",
        at="boundaries",
        words="one name on every handover; release ownership",
        pays="sender",
        shipped=RATES,
    ),
    LeverRow(
        name="acceptance",
        side="edge",
        at="boundaries",
        words="the receiver checks before taking over",
        pays="receiver",
        shipped=RATES,
    ),
    LeverRow(
        name="accountability",
        side="edge",
        at="boundaries",
        words="one person end to end, regular joint look",
        pays="both",
        decides="leader",
        shipped=RATES,
    ),
    LeverRow(
        name="integration",
        side="other",
        at="teams",
        words="end-to-end tests, fresh eyes",
        pays="team",
        shipped=None,
    ),
    LeverRow(
        name="recovery",
        side="other",
        at="teams",
        words="notice and undo faster",
        pays="paged team",
        scale="20 person-days per person",
        shipped={"adherence": 1.0, "overhead": "0 h"},
    ),
    # At the start of the curve one more person costs one person's year: of n people, half of n
    # more for 130 person-days each is 260 person-days a head.
    LeverRow(
        name="people",
        side="other",
        at="teams",
        words="more hands",
        pays="nobody",
        decides="leader",
        scale="130 person-days per person",
        shipped=None,
    ),
)

LEVERS: Final[Mapping[str, LeverRow]] = MappingProxyType({row.name: row for row in _ROWS})
TEAM_LEVERS: Final = tuple(name for name, row in LEVERS.items() if row.at == "teams")
EDGE_LEVERS: Final = tuple(name for name, row in LEVERS.items() if row.at == "boundaries")
