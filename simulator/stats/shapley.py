"""Shapley values: what each player adds, averaged over all orders in which players may come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import factorial

import numpy as np

from simulator.stats.estimate import Floats

__all__ = ["coalitions", "exact", "marginals", "orders"]

Coalition = frozenset[int]


def coalitions(players: int) -> tuple[Coalition, ...]:
    """
    All subsets of the players 0, 1, ..., smallest first.

    Parameters
    ----------
    players
        How many there are, at least 0.
    """
    return tuple(
        frozenset(chosen) for size in range(players + 1)
        for chosen in combinations(range(players), size)
    )  # fmt: skip


def exact(values: Mapping[Coalition, Floats], players: int) -> Floats:
    """
    The Shapley values from the values of all coalitions, one row a replication.

    Every row adds up to the value of all players less that of none.

    Parameters
    ----------
    values
        Of every coalition one value a replication.
    players
        How many players there are.

    References
    ----------
    Shapley (1953), A value for n-person games, doi 10.1515/9781400881970-018.
    """
    whole = factorial(players)
    found = np.zeros((len(next(iter(values.values()))), players))
    for chosen, value in values.items():
        size = len(chosen)
        for player in range(players):
            if player in chosen:
                found[:, player] += factorial(size - 1) * factorial(players - size) / whole * value
            else:
                found[:, player] -= factorial(size) * factorial(players - size - 1) / whole * value
    return found


def orders(players: int, count: int, seed: int) -> tuple[tuple[int, ...], ...]:
    """
    Random orders of the players, every second one the reverse of the one before (antithetic).

    Parameters
    ----------
    players, count
        How many there are.
    seed
        Which luck, at least 0; together with the number of players it decides the orders.

    References
    ----------
    Castro, Gomez and Tejada (2009), doi 10.1016/j.cor.2008.04.004 (sampling of orders); Mitchell
    et al. (2022), J. Mach. Learn. Res. 23:43 (antithetic orders).
    """
    found: list[tuple[int, ...]] = []
    for pair in range((count + 1) // 2):
        drawn = np.random.default_rng((seed, pair, players)).permutation(players).tolist()
        found += [tuple(drawn), tuple(reversed(drawn))]
    return tuple(found[:count])


def marginals(values: Mapping[Coalition, float], order: Sequence[int]) -> Floats:
    """
    What each player added on coming, in this order of coming.

    They add up to the value of all players less that of none.

    Parameters
    ----------
    values
        The value of every coalition that the order passes through, none and all included.
    order
        All players, each once.
    """
    found = np.zeros(len(order))
    present: Coalition = frozenset()
    for player in order:
        joined = present | {player}
        found[player] = values[joined] - values[present]
        present = joined
    return found
