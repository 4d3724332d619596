"""The ways that changes take through the teams, and those suggested from who hands to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Edge", "Steps", "Way", "crossings", "in_order", "suggested"]

Edge = tuple[str, str]
Steps = tuple[tuple[str, ...], ...]
MOST = 6
"""More ways than this are not suggested; the rarest are left out."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way that changes take: its name, the share of changes on it, its steps in order."""

    name: str
    share: float
    steps: Steps


def crossings(steps: Steps) -> list[Edge]:
    """Return the handovers of a way, in order: every member of a step to every one of the next."""
    return [(a, b) for before, after in pairwise(steps) for a in before for b in after]


def in_order(names: Sequence[str], ends: Sequence[str]) -> Steps:
    """Return the one way through the teams in the order they were named, up to one of `ends`."""
    before = names[: max(names.index(end) for end in ends)]
    teams = [name for name in before or names if name not in ends]
    return tuple((name,) for name in (*teams, ends[-1]))


def suggested(
    edges: Mapping[Edge, float], names: Sequence[str], ends: Sequence[str]
) -> tuple[tuple[float, Steps], ...]:
    """Return ways through a matrix with the share of changes on each, the commonest first.

    Each begins at a team that nobody hands to, ends where changes go live and passes as few teams
    as its handovers allow, none of them twice; together they cross every handover that lies on such
    a way. So none leads from whoever hears of failures back through everything.
    """
    onward = {edge: weight for edge, weight in edges.items() if edge[0] not in ends}
    begun = [name for name in names if any(a == name for a, _ in onward)]
    starts = [name for name in begun if not any(b == name for _, b in edges)] or begun[:1]
    found: dict[tuple[str, ...], None] = {}
    for edge in sorted(onward, key=lambda edge: -onward[edge]):
        if not any(edge in pairwise(way) for way in found):
            way = _through(edge, onward, starts, ends)
            found |= {} if way is None else {way: None}
    weights = {way: min(onward[edge] for edge in pairwise(way)) for way in found}
    kept = sorted(weights, key=lambda way: -weights[way])[:MOST]
    total = sum(weights[way] for way in kept)
    return tuple((weights[way] / total, tuple((team,) for team in way)) for way in kept)


def _through(
    edge: Edge, edges: Mapping[Edge, float], starts: Sequence[str], ends: Sequence[str]
) -> tuple[str, ...] | None:
    """Return the shortest way from a start over a handover to an end; None where there is none."""
    backward = {(b, a): weight for (a, b), weight in edges.items()}
    after = _shortest(edge[1], edges, ends, {edge[0]})
    if after is None:
        return None
    before = _shortest(edge[0], backward, starts, set(after))
    return None if before is None else (*reversed(before), *after)


def _shortest(
    team: str, edges: Mapping[Edge, float], goals: Sequence[str], without: set[str]
) -> tuple[str, ...] | None:
    """Return the shortest way from a team to a goal, by its busiest handovers where several are."""
    waiting: list[tuple[str, ...]] = [(team,)]
    seen = {team, *without}
    while waiting:
        way = waiting.pop(0)
        if way[-1] in goals:
            return way
        following = [b for a, b in edges if a == way[-1] and b not in seen]
        for each in sorted(following, key=lambda b: -edges[way[-1], b]):
            seen.add(each)
            waiting.append((*way, each))
    return None
