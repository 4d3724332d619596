"""What can be turned so that today looks more like the records: one parameter, everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simulator.engines.program.compilation import Plan
from simulator.model.quantity import Quantity
from simulator.scenario.scenario import Scenario

__all__ = ["DIALS", "Dial"]

_MANIFEST = ("manifest_defect", "manifest_lost", "manifest_drift", "manifest_unowned")


@dataclass(frozen=True, kw_only=True)
class Dial:
    """One parameter multiplied everywhere at once.

    `gap` multiplies what is missing to 1 instead (of what is conveyed, what is not). `figures`
    are the records it can be turned for; `table` and `columns` are where a plan holds it,
    `values` where a scenario does.
    """

    key: str
    figures: tuple[str, ...]
    table: str
    columns: tuple[str, ...]
    values: Callable[[Scenario], Iterator[Quantity]]
    gap: bool = False
    share: bool = False

    def moved(self, value: float, times: float) -> float:
        """Return a value after the turn; shares stay within 0 and 1."""
        found = 1.0 - (1.0 - value) * times if self.gap else value * times
        return min(1.0, max(0.0, found)) if self.share or self.gap else found

    def turned(self, plan: Plan, times: float) -> Plan:
        """Return the plan with the parameter turned in every place and epoch."""
        rows: Any = np.array(getattr(plan, self.table))
        if rows.dtype.names is None:
            rows *= times
        for column in self.columns:
            turned = 1.0 - (1.0 - rows[column]) * times if self.gap else rows[column] * times
            rows[column] = np.clip(turned, 0.0, 1.0) if self.share or self.gap else turned
        if "p2" in self.columns:
            # being at least as bad as P2 includes P1, and P3 includes both
            rows["p2"] = np.minimum(rows["p2"], rows["p3"])
            rows["p1"] = np.minimum(rows["p1"], rows["p2"])
        rows.setflags(write=False)
        return replace(plan, **{self.table: rows})


def _teams(name: str) -> Callable[[Scenario], Iterator[Quantity]]:
    return lambda scenario: (getattr(team, name) for team in scenario.teams.values())


def _edges(name: str) -> Callable[[Scenario], Iterator[Quantity]]:
    return lambda scenario: (getattr(edge, name) for edge in scenario.boundaries.values())


def _incidents(name: str) -> Callable[[Scenario], Iterator[Quantity]]:
    return lambda scenario: iter((getattr(scenario.incidents, name),))


def _arrivals(scenario: Scenario) -> Iterator[Quantity]:
    return (kind.rate for kind in scenario.work.values() if kind.rate is not None)


def _external(scenario: Scenario) -> Iterator[Quantity]:
    return iter(() if scenario.external is None else (scenario.external.rate,))


def _serious(scenario: Scenario) -> Iterator[Quantity]:
    return (scenario.incidents.severity[name] for name in ("P1", "P2"))


_FAILED, _SERIOUS, _RESTORE = "change_failure_rate", "serious_failures", "restore_p50"

DIALS = (
    Dial(key="work.arrivals", figures=("throughput",), table="rates", columns=(), values=_arrivals),
    Dial(
        key="incidents.manifest",
        figures=(_FAILED, _SERIOUS),
        table="epochs",
        columns=_MANIFEST,
        values=lambda scenario: iter(scenario.incidents.manifest.values()),
        share=True,
    ),
    Dial(
        key="team.defects_per_item",
        figures=(_FAILED, "causes.inside"),
        table="teams",
        columns=("defects_per_item",),
        values=_teams("defects_per_item"),
    ),
    Dial(
        key="boundary.fidelity",
        figures=(_FAILED, "causes.between"),
        table="edges",
        columns=("fidelity",),
        values=_edges("fidelity"),
        gap=True,
    ),
    Dial(
        key="boundary.owned",
        figures=("causes.between",),
        table="edges",
        columns=("owned",),
        values=_edges("owned"),
        gap=True,
    ),
    Dial(
        key="external.rate",
        figures=("causes.neither", _SERIOUS),
        table="epochs",
        columns=("external_rate",),
        values=_external,
    ),
    Dial(
        key="incidents.severity",
        figures=(_SERIOUS,),
        table="epochs",
        columns=("p1", "p2"),
        values=_serious,
        share=True,
    ),
    Dial(
        key="incidents.repair_effort",
        figures=(_RESTORE,),
        table="epochs",
        columns=("repair_effort",),
        values=_incidents("repair_effort"),
    ),
    Dial(
        key="incidents.rollback_duration",
        figures=(_RESTORE,),
        table="epochs",
        columns=("rollback_duration",),
        values=_incidents("rollback_duration"),
    ),
    Dial(
        key="incidents.triage_effort",
        figures=(_RESTORE,),
        table="teams",
        columns=("triage_effort",),
        values=_incidents("triage_effort"),
    ),
)
