"""What a team does in a visit or an incident: its row as followed practices and load leave it.

`row` is the team's in force, a gain is g of the practice where it is followed, else 0.
"""

from __future__ import annotations

from typing import Any

from simulator.mechanisms.jit import shared_jit
from simulator.mechanisms.practice import pressed, toward


@shared_jit
def mean_defects(row: Any, engineering: float) -> float:
    """Return the mean number of defects that the team makes in an item of size 1."""
    return toward(row.defects_per_item, row.defects_per_item_top, engineering)


@shared_jit
def removes(row: Any, verification: float, team_load: float, pressure: float) -> float:
    """Return the chance that the team's own checks remove a defect it has just made."""
    removal = toward(row.defect_removal, row.defect_removal_top, verification)
    return pressed(removal, pressure, team_load)


@shared_jit
def finds(row: Any, integration: float, defect: bool) -> float:
    """Return the chance that the team finds an inherited error, a defect or a misunderstanding."""
    if defect:
        return toward(row.catches_defects, row.catches_defects_top, integration)
    top = row.catches_misunderstandings_top
    return toward(row.catches_misunderstandings, top, integration)


@shared_jit
def traces(row: Any, recovery: float) -> float:
    """Return the chance that a defect of the team is traced straight to it."""
    return toward(row.traceable, row.traceable_top, recovery)


@shared_jit
def rolls_back(row: Any, recovery: float) -> float:
    """Return the chance that the team can roll back what it released last."""
    return toward(row.rollback, row.rollback_top, recovery)


@shared_jit
def mean_triage(row: Any, recovery: float) -> float:
    """Return the mean effort [days] of the team to understand an incident."""
    return toward(row.triage_effort, row.triage_effort_top, recovery)
