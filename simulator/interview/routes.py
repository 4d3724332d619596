"""From who hands to whom to the ways that changes take, and how many take each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

__all__ = ["Edge", "Steps", "crossings", "fitted", "suggested"]

Edge = tuple[str, str]
Steps = tuple[tuple[str, ...], ...]
MOST = 6
"""More ways than this are not suggested; the rarest are left out."""
LEAST = 0.03
MOST_TRIED = 200
"""So many ways are weighed against the counts at most."""


def suggested(
    edges: Mapping[Edge, float], counts: Mapping[Edge, float]
) -> tuple[tuple[float, Steps], ...]:
    """Return ways through the matrix with the share of changes on each, the commonest first.

    None passes a team twice. Without counts the ways cover every handover. `counts` are shares
    of changes that pass a handover, where they were told; the shares of the ways fit them as well
    as they can.
    """
    ways = _covering(edges)
    if not counts:
        return _commonest(ways, _by_weight(ways, edges))
    ways = list(dict.fromkeys((*ways, *_through(edges))))
    kept = [way for _, way in _commonest(ways, fitted(ways, counts))]
    return _commonest(kept, fitted(kept, counts))


def _commonest(ways: Sequence[Steps], shares: Sequence[float]) -> tuple[tuple[float, Steps], ...]:
    """Return the commonest ways with their shares of 1, the rarest left out."""
    order = sorted(zip(shares, ways, strict=True), key=lambda pair: (-round(pair[0], 6), pair[1]))
    kept = [pair for pair in order[:MOST] if pair[0] >= LEAST] or order[:1]
    total = sum(share for share, _ in kept)
    return tuple((share / total, way) for share, way in kept)


def _through(edges: Mapping[Edge, float]) -> Iterator[Steps]:
    """Yield ways from teams that nobody hands to, up to teams that hand to nobody new."""
    receivers = {b for _, b in edges}
    starts = sorted({a for a, _ in edges} - receivers) or sorted({a for a, _ in edges})
    waiting: list[tuple[str, ...]] = [(start,) for start in reversed(starts)]
    found = 0
    while waiting and found < MOST_TRIED:
        way = waiting.pop()
        onward = sorted({b for a, b in edges if a == way[-1] and b not in way}, reverse=True)
        if onward:
            waiting += [(*way, team) for team in onward]
        elif len(way) > 1:
            found += 1
            yield tuple((team,) for team in way)


def crossings(way: Steps) -> list[Edge]:
    """Return the handovers of a way, in order: every member of a step to every one of the next."""
    return [(a, b) for before, after in pairwise(way) for a in before for b in after]


def fitted(ways: Sequence[Steps], counts: Mapping[Edge, float]) -> list[float]:
    """Return the shares of the ways, at least 0 and together 1, that come closest to the counts.

    Least squares; where counts leave several answers open, the one closest to equal shares.
    """
    from scipy.optimize import nnls

    equal = 1.0 / len(ways)
    passing = [[float(edge in crossings(way)) for way in ways] for edge in counts]
    rows = [*passing, [100.0] * len(ways), *(1e-3 * np.eye(len(ways)))]
    wanted = [*counts.values(), 100.0, *[1e-3 * equal] * len(ways)]
    found, _ = nnls(np.asarray(rows, dtype=float), np.asarray(wanted, dtype=float))
    total = float(found.sum())
    return [float(share) / total for share in found] if total > 0.0 else [equal] * len(ways)


def _by_weight(ways: Sequence[Steps], edges: Mapping[Edge, float]) -> list[float]:
    weights = [min(edges.get(edge, 1.0) for edge in crossings(way)) for way in ways]
    return [weight / sum(weights) for weight in weights]


def _covering(edges: Mapping[Edge, float]) -> list[Steps]:
    """Return ways from a start to an end that together use every handover."""
    left = dict(edges)
    ways: list[Steps] = []
    while left:
        first = min(left, key=lambda edge: (-left[edge], edge))
        teams = list(first)
        while (following := _next(teams, edges, left, forward=True)) is not None:
            teams.append(following)
        while (before := _next(teams, edges, left, forward=False)) is not None:
            teams.insert(0, before)
        for edge in pairwise(teams):
            left.pop(edge, None)
        ways.append(tuple((team,) for team in teams))
    return ways


def _next(
    teams: Sequence[str], edges: Mapping[Edge, float], left: Mapping[Edge, float], *, forward: bool
) -> str | None:
    """Return the team to go on with: by a handover not used yet, then by the busiest."""
    here = teams[-1] if forward else teams[0]
    open_ = [
        (edge not in left, -weight, edge[1] if forward else edge[0])
        for edge, weight in edges.items()
        if (edge[0] if forward else edge[1]) == here
        and (edge[1] if forward else edge[0]) not in teams
    ]
    return min(open_)[2] if open_ else None
