"""The life of one failure in order: born, built on, passed, released, paged, repaired."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from simulator.methods.failure.record import Failure

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OUTSIDE", "Story", "StoryEvent", "What"]

OUTSIDE = "outside"
"""The lane of what neither a team nor a boundary began."""


class What(StrEnum):
    """What an event of a story is."""

    ARRIVED = "arrived"
    BORN = "born"
    BUILT_ON = "built on"
    HANDED_ON = "handed on"
    FOUND = "found"
    REWORKED = "reworked"
    RELEASED = "released"
    QUIET = "never showed"
    FAILED = "failed"
    PAGED = "paged"
    ROLLED_BACK = "rolled back"
    ROLLBACK_PARTIAL = "rolled back in part"
    NO_ROLLBACK = "not rolled back"
    REPAIRED = "repaired"
    RESTORED = "restored"
    OPEN = "open at the end"


@dataclass(frozen=True, kw_only=True)
class StoryEvent:
    """One event of a story; what does not apply is None or empty.

    Parameters
    ----------
    time
        When [working days from day 0].
    lane
        Where: a team, a boundary, or `OUTSIDE`.
    what
        A word of `What`.
    generation
        Which mistake of the chain: 0 the first, 1 the bad fix of it, and so on.
    mechanism
        How that mistake came about.
    other
        Further places: who is paged next to, who handed over, which crossings had no owner.
    chance, draw
        Of a check: how likely it was to notice, and the uniform number it drew (it notices below);
        of a lost fact: how likely it was to arrive right.
    waited, days
        In the queue, and in service or until restored [working days].
    count
        Of born and built on: the depth; of paged: the attempt; of failed: the severity.
    notes
        Words for what else was so: `lapsed`, `owned`, `lateral`, `in rework`, `straight`,
        `up the route`, `past the start`, `by rollback`, `after the end`.
    """

    time: float
    lane: str
    what: What
    generation: int
    mechanism: str
    other: tuple[str, ...] = ()
    chance: float | None = None
    draw: float | None = None
    waited: float | None = None
    days: float | None = None
    count: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Story:
    """One failure and the events of its life, from the arrival of its change to the last repair.

    `fact` is what got lost, by its name; `facts` how many the change needed; `route` its way.
    """

    failure: Failure
    fact: str | None
    facts: int | None
    route: tuple[tuple[str, ...], ...]
    events: tuple[StoryEvent, ...]

    def of(self, *what: What) -> tuple[StoryEvent, ...]:
        """Return the events that are one of `what`, in order."""
        return tuple(event for event in self.events if event.what in what)

    def as_json(self) -> dict[str, Any]:
        """Return the story as plain JSON values, times in working days."""
        return {
            "failure": {**asdict(self.failure), "side": self.failure.side},
            "fact": self.fact,
            "facts": self.facts,
            "route": [list(step) for step in self.route],
            "events": [{**asdict(event), "what": event.what.value} for event in self.events],
        }

    def frame(self) -> pd.DataFrame:
        """Return one row an event: time [working days], lane, what, and what else is known."""
        import pandas as pd

        rows = [{**asdict(event), "what": event.what.value} for event in self.events]
        return pd.DataFrame(rows)
