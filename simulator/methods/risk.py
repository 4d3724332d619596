"""Where the risk lies between teams, by three coarse answers on every handover."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from simulator.model.organisation import Boundary
from simulator.model.units import DAYS_PER_WEEK, DAYS_PER_YEAR
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import weekly_items

__all__ = ["CUTS", "HIGH", "POINTS", "Handover", "first", "handovers", "point", "taken_on_trust"]

POINTS: Final = (1, 2, 3, 4, 5)
"""The answers on paper and in a file; more is worse."""
HIGH: Final = 4
"""From this answer on a question speaks for the risk zone."""
CUTS: Final[Mapping[str, tuple[float, ...]]] = MappingProxyType(
    {
        "crossed": (12.0, 52.0, 200.0, 500.0),
        "unowned": (0.05, 0.15, 0.3, 0.5),
        "trusted": (0.005, 0.015, 0.04, 0.1),
    }
)
"""Where one answer ends and the next begins: crossings a year; the share of crossings that nobody
owns; of what the receiver needs to know, the share that is taken on trust. Judgement."""


@dataclass(frozen=True, kw_only=True)
class Handover:
    """One handover: the three numbers by the names of `CUTS`, and the answers they come to."""

    name: str
    values: Mapping[str, float]
    points: tuple[int, ...]

    @property
    def zone(self) -> int:
        """How many of the three answers are high; with three it lies in the risk zone."""
        return zone(self.points)


def handovers(scenario: Scenario) -> tuple[Handover, ...]:
    """Return every handover that work crosses, as the file writes it; the riskiest first.

    Nothing is simulated. Of handovers whose answers are alike the one crossed more often is first.
    """
    weekly = weekly_items(scenario)
    found = []
    for name, boundary in scenario.boundaries.items():
        crossings = weekly.get(name, 0.0) * DAYS_PER_YEAR / DAYS_PER_WEEK
        if crossings > 0.0:
            values = {
                "crossed": crossings,
                "unowned": 1.0 - boundary.owned.value,
                "trusted": taken_on_trust(boundary),
            }
            points = tuple(point(question, value) for question, value in values.items())
            found.append(Handover(name=name, values=values, points=points))
    return tuple(
        sorted(found, key=lambda each: (*_worst(each.points), -each.values["crossed"], each.name))
    )


def taken_on_trust(boundary: Boundary) -> float:
    """Return the share of facts that are neither conveyed, nor known anyway, nor asked for."""
    poor = boundary.lapse.value
    conveyed = (1.0 - poor) * boundary.fidelity.value + poor * boundary.lapse_fidelity.value
    known, asked = boundary.shared_context.value, boundary.readback.value
    return (1.0 - conveyed) * (1.0 - known) * (1.0 - asked)


def point(question: str, value: float) -> int:
    """Return the answer, 1 to 5, that a number comes to."""
    # 1 - 0.7 is a little more than 0.3 in a machine's numbers, 1 - 0.85 a little less than 0.15
    return 1 + bisect_right(CUTS[question], value + 1e-9)


def zone(points: Sequence[int]) -> int:
    """Return how many answers are high."""
    return sum(each >= HIGH for each in points)


def first(answers: Sequence[Sequence[int]]) -> list[int]:
    """Return which handovers come first by their answers: more high ones, then the larger sum.

    Several where their answers are alike.
    """
    worst = min(map(_worst, answers), default=None)
    return [index for index, points in enumerate(answers) if _worst(points) == worst]


def _worst(points: Sequence[int]) -> tuple[int, int]:
    return -zone(points), -sum(points)
