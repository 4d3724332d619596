"""Closed forms of the model, which the simulation is held against."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from simulator.stats.estimate import Floats


@dataclass(frozen=True, kw_only=True, slots=True)
class FactFate:
    """
    What becomes of one intact fact at one handoff: five probabilities that sum to 1.

    It is `conveyed`, `restored` from shared context, `noticed` by read-back and asked about,
    `guessed` rightly, or `wrong`.
    """

    conveyed: float
    restored: float
    noticed: float
    guessed: float
    wrong: float


def fact_fate(
    fidelity: float, shared_context: float, readback: float, assumption_accuracy: float
) -> FactFate:
    """The fate of an intact fact at one handoff, from four probabilities."""
    _refuse_no_probability(fidelity, shared_context, readback, assumption_accuracy)
    missing = 1 - fidelity
    unshared = missing * (1 - shared_context)
    unnoticed = unshared * (1 - readback)
    return FactFate(
        conveyed=fidelity,
        restored=missing * shared_context,
        noticed=unshared * readback,
        guessed=unnoticed * assumption_accuracy,
        wrong=unnoticed * (1 - assumption_accuracy),
    )


def retention(
    handoffs: int,
    fidelity: float,
    shared_context: float,
    readback: float,
    assumption_accuracy: float,
) -> Floats:
    """
    The probability that a fact is intact after 0, 1, ... handoffs, all alike.

    A chain of two states, not a product: a wrong fact is put right by a receiver who knows
    better and checks. Without any change of state it stays at 1.

    Parameters
    ----------
    handoffs
        Number of handoffs, at least 0; the answer has one number more.
    fidelity, shared_context, readback, assumption_accuracy
        Of every handoff [probability].
    """
    if handoffs < 0:
        raise ValueError(f"handoffs are at least 0, not {handoffs}")
    keep = 1 - fact_fate(fidelity, shared_context, readback, assumption_accuracy).wrong
    repair = readback * shared_context
    if keep == 1:
        return np.ones(handoffs + 1)
    settled = repair / (1 - keep + repair)
    passed = np.arange(handoffs + 1)
    return np.asarray(settled + (1 - settled) * (keep - repair) ** passed, dtype=np.float64)


def unknown_changes(rate: float, sync_every: float, at: float, history: float = 260.0) -> float:
    """
    The mean number of interface changes the receiver does not know of.

    Parameters
    ----------
    rate
        Changes of the interface [per day].
    sync_every
        Time between joint looks [days]; 0 (known at once) to inf (never).
    at
        Time of the crossing [days from day 0], at least 0.
    history
        How far before day 0 changes are unknown at all [days].
    """
    if not (rate >= 0 and sync_every >= 0 and at >= 0 and history >= 0):
        raise ValueError("rate, sync_every, at and history are at least 0")
    window = min(sync_every, history + at)
    if window == 0:
        return 0.0
    return rate * (window - window * window / (2 * sync_every))


def latent_drift(unknown: float, exposure: float, contract_tests: float) -> float:
    """The mean number of latent drift errors of one crossing with this many unknown changes."""
    _refuse_no_probability(exposure, contract_tests)
    return unknown * exposure * (1 - contract_tests)


def latent_unowned(owned: float, boundary_work: float) -> float:
    """The probability that one crossing leaves work that is nobody's."""
    _refuse_no_probability(owned, boundary_work)
    return boundary_work * (1 - owned)


def latent_defects(defects_per_item: float, defect_removal: float) -> float:
    """The mean number of defects that one visit to a team leaves latent."""
    _refuse_no_probability(defect_removal)
    return defects_per_item * (1 - defect_removal)


def severity_shares(weights: ArrayLike, escalation: float = 1.0, depth: int = 0) -> Floats:
    """
    The probabilities of the severities, worst first, of an error others have built on.

    The odds of being at least as bad as each severity are multiplied by `escalation ** depth`;
    what was certain or impossible stays so.

    Parameters
    ----------
    weights
        One weight per severity, worst first, at least 0 with a positive sum.
    escalation
        Factor on the odds per team that built on the error, above 0.
    depth
        Number of teams that built on it, at least 0.
    """
    shares = np.asarray(weights, dtype=np.float64)
    if shares.ndim != 1 or (shares < 0).any() or not shares.sum() > 0:
        raise ValueError("weights are at least 0 and have a positive sum")
    if not escalation > 0 or depth < 0:
        raise ValueError(f"needs escalation > 0 and depth >= 0, not {escalation} and {depth}")
    at_least = np.cumsum(shares / shares.sum())[:-1]
    factor = escalation**depth
    raised = at_least * factor / (1 - at_least + at_least * factor)
    return np.diff(np.concatenate(([0.0], raised, [1.0])))


def expected_severity(
    worths: ArrayLike, weights: ArrayLike, escalation: float, depth_shares: ArrayLike
) -> float:
    """
    The mean worth of a failure over severities and over how many teams built on its error.

    Parameters
    ----------
    worths
        One number per severity, worst first: 1 to count it, or its cost.
    weights, escalation
        As in `severity_shares`.
    depth_shares
        Probability of depth 0, 1, ...; they sum to 1.
    """
    shares = np.asarray(depth_shares, dtype=np.float64)
    if (shares < 0).any() or not math.isclose(float(shares.sum()), 1, abs_tol=1e-9):
        raise ValueError("depth_shares are probabilities that sum to 1")
    worth = np.asarray(worths, dtype=np.float64)
    return float(
        sum(
            share * float(worth @ severity_shares(weights, escalation, depth))
            for depth, share in enumerate(shares)
        )
    )


def bounces(route: Sequence[str], resolver: str, direct: float) -> float:
    """
    The mean number of times an incident is handed on until its resolver has it.

    The last team of the route is paged. With probability `direct` (its crossing was owned, or the
    defect is traceable) the incident goes straight to the resolver; otherwise it goes one step up
    the route at a time, and past the first step to the resolver. A resolver that was paged hands
    nothing on. Triages are one more than this.

    Parameters
    ----------
    route
        The teams in the order of work, groups flattened by name.
    resolver
        Who can repair the error; it need not stand on the route.
    direct
        Probability of going straight there.
    """
    if not route:
        raise ValueError("a route has at least one team")
    _refuse_no_probability(direct)
    upwards = [*reversed(route), resolver]
    steps = upwards.index(resolver)
    return direct * min(steps, 1) + (1 - direct) * steps


def halving_cost(scales: ArrayLike, units: ArrayLike) -> float:
    """
    The spend that halves what a lever leaves undone, over all its places [person-days].

    Parameters
    ----------
    scales, units
        For each place: price scale [person-days per unit] and number of units.
    """
    return math.log(2) * float(np.asarray(scales, np.float64) @ np.asarray(units, np.float64))


def _refuse_no_probability(*values: float) -> None:
    """Refuse numbers outside [0, 1]."""
    for value in values:
        if not 0 <= value <= 1:
            raise ValueError(f"a probability lies in [0, 1], not {value}")
