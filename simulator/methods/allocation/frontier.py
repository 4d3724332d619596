"""What each budget can reach: the greedy path against the best that an optimiser finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.measures.outcomes import OUTCOMES
from simulator.methods.allocation.greedy import Address, Judge, Step, spent
from simulator.stats.estimate import Estimate, Floats, mean_estimate

__all__ = ["Challenge", "Reached", "best_found", "challenge", "frontier"]

Scores = Callable[[Sequence[Mapping[Address, float]]], Sequence[float]]
"""Gives what spends come to, less is better."""
_ACTIVE = 8
"""How many places the optimiser moves money between: more would leave it too few looks at each."""
_LOOKS = 45


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What the greedy path's money reaches at one budget, on luck that was not planned with."""

    person_days: float
    value: Estimate
    averted: Estimate


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """The greedy spend of a budget against the best that an optimiser found for it.

    `better_by` is what the optimiser's spend averts beyond the greedy one, on luck that neither
    was made with; `looks` is how many spends the optimiser weighed.
    """

    person_days: float
    spend: Mapping[Address, float]
    greedy: Estimate
    optimiser: Estimate
    better_by: Estimate
    looks: int

    def as_json(self) -> dict[str, object]:
        """Return both by its keys in JSON."""
        return {
            "person_days": self.person_days,
            "greedy": self.greedy,
            "optimiser": self.optimiser,
            "better_by": self.better_by,
            "looks": self.looks,
            "method": "COBYQA, from the even spread and from the greedy spend",
            "spend": [
                {"lever": lever, "place": place, "person_days": days}
                for (lever, place), days in self.spend.items()
            ],
        }


def frontier(
    judge: Judge,
    path: Sequence[Step],
    points: int,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Reached, ...]:
    """Return what the path reaches at `points` budgets along it, and with nothing spent."""
    ends = sorted({round(each) for each in np.linspace(1, len(path), points)} if path else ())
    spends: list[dict[Address, float]] = [{}, *(spent(path[:end]) for end in ends)]
    columns = judge.columns(spends)
    progress(1)
    return tuple(
        Reached(
            person_days=sum(spend.values()),
            value=mean_estimate(_seen(judge, columns[:, index])),
            averted=mean_estimate(columns[:, 0] - columns[:, index]),
        )
        for index, spend in enumerate(spends)
    )


def challenge(
    planning: Judge,
    judge: Judge,
    path: Sequence[Step],
    ranked: Sequence[Address],
    progress: Callable[[int], None] = lambda _: None,
) -> Challenge | None:
    """Return the greedy spend of a path against the best found for the same money.

    The optimiser moves money between the places that the path bought most at and the best ranked
    others, eight together, on the luck of planning; both are judged on other luck. None where
    nothing is bought.
    """
    greedy_spend = spent(path)
    budget = sum(greedy_spend.values())
    if not greedy_spend or budget <= 0:
        return None
    most = sorted(greedy_spend, key=lambda address: -greedy_spend[address])
    active = list(dict.fromkeys([*most[: _ACTIVE - 2], *ranked, *most]))[:_ACTIVE]
    found, looks = best_found(active, budget, planning.scores, greedy_spend, progress)
    columns = judge.columns([greedy_spend, found])
    return Challenge(
        person_days=budget,
        spend=found,
        greedy=mean_estimate(_seen(judge, columns[:, 0])),
        optimiser=mean_estimate(_seen(judge, columns[:, 1])),
        better_by=mean_estimate(columns[:, 0] - columns[:, 1]),
        looks=looks,
    )


def best_found(
    active: Sequence[Address],
    budget: float,
    scores: Scores,
    greedy_spend: Mapping[Address, float],
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[dict[Address, float], int]:
    """Return the spend of the budget on these places with the lowest score, and the looks taken.

    Scores are steps, not slopes, so the optimiser asks for no derivative. It starts from the even
    spread and from the greedy spend; the greedy spend itself stands if nothing better is found.
    `progress` is told of each start.

    References
    ----------
    Ragonneau and Zhang, COBYQA, as in scipy.optimize; Ragonneau (2022), doi 10.5281/zenodo.7763447.
    """
    best, lowest, looks = dict(greedy_spend), scores([greedy_spend])[0], 1
    even = np.full(len(active), 1.0 / len(active))
    known = np.array([greedy_spend.get(address, 0.0) / budget for address in active])
    known = known / known.sum() if known.sum() > 0 else even
    for start in (even, known) if len(active) > 1 else ():
        weights, score, more = _search(active, budget, scores, start)
        looks += more
        if score < lowest:
            best, lowest = _money(active, budget, weights), score
        progress(1)
    return best, looks


def _search(
    active: Sequence[Address], budget: float, scores: Scores, start: Floats
) -> tuple[Floats, float, int]:
    """Return the best shares of the budget from one start; the last place takes what is left."""
    from scipy.optimize import Bounds, LinearConstraint, minimize

    seen: list[tuple[float, Floats]] = []

    def score(shares: Floats) -> float:
        weights = np.clip(np.append(shares, 1.0 - shares.sum()), 0.0, None)
        weights = weights / weights.sum()
        value = float(scores([_money(active, budget, weights)])[0])
        seen.append((value, weights))
        return value

    free = len(active) - 1
    minimize(
        score,
        start[:-1],
        method="COBYQA",
        bounds=Bounds(np.zeros(free), np.ones(free)),
        constraints=LinearConstraint(np.ones(free), -np.inf, 1.0),
        options={"maxfev": _LOOKS, "initial_tr_radius": 0.15, "final_tr_radius": 0.005},
    )
    value, weights = min(seen, key=lambda pair: pair[0])
    return weights, value, len(seen)


def _money(
    active: Sequence[Address],
    budget: float,
    weights: Floats,
) -> dict[Address, float]:
    kept = np.where(weights > 1e-6, weights, 0.0)
    kept = budget * kept / kept.sum()
    return {address: float(days) for address, days in zip(active, kept, strict=True) if days > 0.0}


def _seen(judge: Judge, column: Floats) -> Floats:
    """Return a column as the outcome is counted, the more the better where that is so."""
    return -column if OUTCOMES[judge.outcome].better == "more" else column
