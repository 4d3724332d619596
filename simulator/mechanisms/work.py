"""What an item brings to a team: its size, its effort there, and the defects it suffers there."""

from __future__ import annotations

from simulator.mechanisms.draws import effort, lognormal, poisson
from simulator.mechanisms.jit import shared_jit
from simulator.mechanisms.luck import Purpose, uniform


@shared_jit
def item_size(key: int, variance: float) -> float:
    """Return the factor on an item's effort and defects: lognormal with mean 1."""
    if variance == 0.0:
        return 1.0
    return lognormal(uniform(key, Purpose.SIZE, 0), 1.0, variance)


@shared_jit
def visit_effort(key: int, mean: float, variance: float, shape: int) -> float:
    """Return the effort [working days] of a visit for an item of size 1."""
    return effort(uniform(key, Purpose.EFFORT, 0), mean, variance, shape)


@shared_jit
def defects_made(key: int, mean: float) -> int:
    """Return how many defects a visit makes, removed or not."""
    if mean == 0.0:
        return 0
    return poisson(uniform(key, Purpose.DEFECTS, 0), mean)
