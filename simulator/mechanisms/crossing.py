"""What a boundary does at one crossing: its row as followed practices and loaded teams leave it."""

from __future__ import annotations

from typing import Any, NamedTuple

from simulator.mechanisms.jit import shared_jit
from simulator.mechanisms.practice import pressed, toward
from simulator.model.lever import EDGE_LEVERS

CONTRACTS, OWNERSHIP, ACCEPTANCE, ACCOUNTABILITY = map(
    EDGE_LEVERS.index, ("contracts", "ownership", "acceptance", "accountability")
)


class Odds(NamedTuple):
    """The chances at one crossing, each where those before it have failed.

    A fact is `conveyed`, else `known` anyway, else its gap is `noticed`, else it is rightly
    `assumed`; an interface change that concerns the item unnoticed is `tested`.
    """

    conveyed: float
    known: float
    noticed: float
    assumed: float
    tested: float


@shared_jit
def odds(
    row: Any,
    gains: tuple[float, ...],
    lapsed: bool,
    loads: tuple[float, float],
    pressure: float,
) -> Odds:
    """Return the chances at one crossing of a boundary.

    `row` is the boundary's in force, `gains` are g of the practices followed here, in the order of
    `EDGE_LEVERS`, `loads` those of sender and receiver. A lapsed handoff conveys by no practice.
    """
    sender, receiver = loads
    conveyed = toward(row.fidelity, row.fidelity_top, gains[CONTRACTS])
    if lapsed:
        conveyed = row.lapse_fidelity
    noticed = toward(row.readback, row.readback_top, gains[ACCEPTANCE])
    tested = toward(row.contract_tests, row.contract_tests_top, gains[CONTRACTS])
    return Odds(
        pressed(conveyed, pressure, sender),
        toward(row.shared_context, row.shared_context_top, gains[ACCOUNTABILITY]),
        pressed(noticed, pressure, receiver),
        row.assumption_accuracy,
        pressed(tested, pressure, receiver),
    )


@shared_jit
def owned_by_somebody(row: Any, gains: tuple[float, ...]) -> float:
    """Return the chance that somebody owns a crossing of the boundary."""
    return toward(row.owned, row.owned_top, gains[OWNERSHIP])


@shared_jit
def mean_limbo(row: Any, gains: tuple[float, ...]) -> float:
    """Return the mean wait [days] of a crossing that nobody owns."""
    return toward(row.limbo, row.limbo_top, gains[OWNERSHIP])
