"""What outcomes are ratios of: numerators and denominators, one each per replication."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.measures.tally import EXPECTED, EdgeSum, Floats, Sum, Tally

YEAR = 260.0
WEEK = 5.0
HOURS = 8.0

Fraction = tuple[Floats, Floats]
"""Numerators and denominators, one each per replication."""

Run = tuple[Program, Tally]
"""A plan and its stacked tallies."""

Measure = Callable[[Program, Tally], Fraction]
"""What takes a plan and stacked tallies to an outcome's fraction."""


def hundred(_: Program) -> float:
    """Return the most that a share of 100 can be."""
    return 100.0


def side_by_side(program: Program) -> float:
    """Return how many teams work on one item at the same time at most."""
    work = program.structure.work.values()
    return float(max((len(step) for kind in work for step in kind.route), default=1))


def released(tally: Tally) -> Floats:
    """Return the cohort's released items of each replication."""
    return tally.sums[:, Sum.RELEASED]


def share(above: Sum, below: Sum, scale: float = 1.0) -> Measure:
    """Return the measure of one sum over another, times `scale`."""
    return lambda _, tally: (scale * tally.sums[:, above], tally.sums[:, below])


def a_year(count: Callable[[Tally], Floats], days: float = YEAR) -> Measure:
    """Return the measure of a count in so many `days`."""

    def fraction(program: Program, tally: Tally) -> Fraction:
        number = days * count(tally)
        return number, np.full(len(number), program.horizon - program.warm_up)

    return fraction


def failures(_: Program, tally: Tally) -> Fraction:
    """Return failures per 100 released, by chances."""
    return 100.0 * tally.failed, released(tally)


def failures_struck(_: Program, tally: Tally) -> Fraction:
    """Return failures per 100 released, as they struck."""
    struck = tally.sums[:, Sum.ATTRIBUTED] + tally.sums[:, Sum.EXTERNAL]
    return 100.0 * struck, released(tally)


def serious(row: int) -> Measure:
    """Return the measure of P1 and P2 a year, of a row of the incidents."""
    return a_year(lambda tally: tally.incidents[:, row, :, :2].sum(axis=(1, 2)))


def quantile(column: Sum, number: Sum, scale: float = 1.0) -> Measure:
    """Return the measure of the mean of a quantile over replications that have a `number`."""

    def fraction(_: Program, tally: Tally) -> Fraction:
        some = tally.sums[:, number] > 0
        return scale * tally.sums[:, column] * some, some.astype(np.float64)

    return fraction


def partial_rollbacks(_: Program, tally: Tally) -> Fraction:
    """Return rollbacks that did not run everywhere, per 100 tried."""
    partly = tally.sums[:, Sum.ROLLED_BACK_PARTLY]
    return 100.0 * partly, partly + tally.sums[:, Sum.ROLLED_BACK]


def retention(program: Program, tally: Tally) -> Fraction:
    """Return facts intact at the last step, per 100 that set out."""
    intact, facts = tally.surviving(program.routes.last).T
    return 100.0 * intact, facts


def clean(_: Program, tally: Tally) -> Fraction:
    """Return clean handovers per 100."""
    return 100.0 * tally.crossings[:, EdgeSum.CLEAN], tally.crossings[:, EdgeSum.HANDOFFS]


def cost(program: Program, tally: Tally, row: int = EXPECTED) -> Fraction:
    """Return the cost a year [the file's currency]: spend, structure, incidents, delay.

    `row`: the incidents that are priced, expected ones or those that struck.
    """
    costs = program.costs
    days = program.horizon - program.warm_up
    if costs is None:
        return np.zeros(len(tally.sums)), np.full(len(tally.sums), days)
    spent = sum(purchase.person_days for purchase in program.bought)
    fixed = (spent + program.fee) * costs.person_day.value
    prices = np.array([costs.incident[name].value for name in ("P1", "P2", "P3", "P4")])
    total = tally.incidents[:, row].sum(axis=1) @ prices
    total = total + costs.delay_per_item_day.value * tally.sums[:, Sum.IN_SYSTEM]
    return YEAR * total + fixed * days, np.full(len(total), days)
