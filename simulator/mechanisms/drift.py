"""Assumptions going stale: the interface changes that a receiver does not know of yet."""

from __future__ import annotations

import math

from simulator.mechanisms.draws import exponential
from simulator.mechanisms.jit import shared_jit
from simulator.mechanisms.luck import Purpose, happens, uniform

MEMORY = 260.0
"""Changes older than this before day 0 are known to all [working days]."""


@shared_jit
def change_gap(boundary_key: int, j: int) -> float:
    """Return the unit-exponential gap that leads to interface change `j`; before day 0 j < 0."""
    return exponential(uniform(boundary_key, Purpose.CHANGE_GAP, j), 1.0)


@shared_jit
def known_at(boundary_key: int, j: int, changed: float, sync_every: float) -> float:
    """Return when the receiver learns of change `j` made at `changed` [working days]."""
    if sync_every == math.inf:
        return math.inf
    return changed + uniform(boundary_key, Purpose.CHANGE_DELAY, j) * sync_every


@shared_jit
def concerns(crossing_key: int, j: int, exposure: float) -> bool:
    """Return whether the item crossing here depends on what change `j` changed."""
    return happens(crossing_key, Purpose.EXPOSED, j, exposure)


@shared_jit
def tested(crossing_key: int, j: int, contract_tests: float) -> bool:
    """Return whether a contract test catches that change `j` broke this item."""
    return happens(crossing_key, Purpose.CONTRACT_TEST, j, contract_tests)
