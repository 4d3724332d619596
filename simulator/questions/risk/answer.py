"""Three questions on every handover, answered from the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.model.plain import plain
from simulator.questions.answered import Answered
from simulator.questions.asking import HERE, Means, question
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.risk import Handover
    from simulator.present.document import Document
    from simulator.scenario.scenario import Scenario

__all__ = ["Risk", "risk"]


@dataclass(frozen=True, kw_only=True)
class Risk(Answered):
    """What a file says of its handovers: what `edgewise risk` prints, the riskiest first."""

    found: tuple[Handover, ...]
    scenario: Scenario

    @property
    def zone(self) -> tuple[str, ...]:
        """The handovers in the risk zone."""
        return tuple(each.name for each in self.found if each.zone == len(each.points))

    def frame(self) -> DataFrame:
        """Return one row a handover: crossings a year, shares unowned and on trust, the answers."""
        return self._kept("handovers").set_index("handover")

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.risk.words import shown

        return shown(self.scenario, self.found)

    def as_json(self) -> dict[str, Any]:
        """Return what `edgewise risk --format json` prints, as plain values."""
        values: dict[str, Any] = plain(
            {
                "scenario": self.scenario.name,
                "zone": self.zone,
                "handovers": [{**vars(each), "high_answers": each.zone} for each in self.found],
            }
        )
        return values

    def __repr__(self) -> str:
        return f"Risk({self.scenario.name!r}, zone={list(self.zone)})"


@question
def risk(source: Source, *, means: Means = HERE) -> Risk:  # noqa: ARG001 - nothing is simulated
    """Ask three questions of every handover of FILE: how often crossed, whose, how much on trust.

    The answers are read from the file; nothing is simulated. Where all three are high lies the risk
    zone. --sheet writes a sheet to answer them on paper; FILE only gives it the names.

    Raises
    ------
    ValueError
        For a file that cannot be understood, with every problem.

    Examples
    --------
    edgewise risk strong-cores-fragile-edges
    edgewise risk --sheet
    """
    from simulator.methods.risk import handovers

    scenario = organisation_of(source).scenario
    return Risk(found=handovers(scenario), scenario=scenario)
