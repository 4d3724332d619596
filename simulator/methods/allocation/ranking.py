"""Levers and places ranked by what a person-day averts at the margin; ties are ties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.methods.allocation.greedy import Address, Judge
from simulator.methods.run import as_quantity
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Estimate, Floats, mean_estimate
from simulator.stats.several import max_t_intervals

__all__ = ["LEADER", "TEAM", "TWO_TEAMS", "Ranked", "decided_by", "grouped", "ranking"]

TEAM, TWO_TEAMS, LEADER = "team", "two teams", "leader"
_AT_ONCE = 10
_OVER_TEAMS = ("accountability", "people")
"""What no team can give itself: somebody answerable end to end, and more hands."""


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One place that money can go, by what the next person-day there averts.

    `averted` is per person-day, with the 95 % interval of the difference under the same luck.
    `rank` is shared by all places whose difference from the first of them cannot be told from
    nought; `tied_with` names the others. `deciders` are the teams that can settle it.
    """

    rank: int
    lever: str
    place: str
    side: str
    averted: Estimate
    tied_with: tuple[Address, ...]
    decides: str
    deciders: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return the row as plain JSON values."""
        return {
            "rank": self.rank,
            "lever": self.lever,
            "place": self.place,
            "side": self.side,
            "averted_per_person_day": as_quantity(self.averted),
            "tied_with": [{"lever": lever, "place": place} for lever, place in self.tied_with],
            "decides": self.decides,
            "deciders": list(self.deciders),
        }


def decided_by(scenario: Scenario, lever: str, place: str) -> tuple[str, tuple[str, ...]]:
    """Return who can decide a purchase: a team, two teams or the leader; and which teams.

    What is bought at a team is that team's, what is bought at a boundary is for the teams on both
    sides of it. It is the leader's where no team can give it: somebody answerable from end to end
    (accountability), more people, and a boundary that a third team owns.
    """
    boundary = scenario.boundaries.get(place)
    if boundary is None:
        return (LEADER if lever in _OVER_TEAMS else TEAM), (place,)
    sides = (boundary.source, boundary.target)
    if lever in _OVER_TEAMS or boundary.owner not in sides:
        return LEADER, sides
    return TWO_TEAMS, sides


def ranking(
    judge: Judge,
    places: Sequence[Address],
    portion: float,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Ranked, ...]:
    """Return the places by what a first portion [person-days] averts per person-day, most first.

    Every place is given the portion alone, on top of the judge's arm, under the same luck.
    `progress` is told of each place.
    """
    base = judge.of([judge.base])[:, 0]
    tables = []
    for first in range(0, len(places), _AT_ONCE):
        some = places[first : first + _AT_ONCE]
        tables.append(judge.columns([{address: portion} for address in some]))
        progress(len(some))
    if not tables:
        return ()
    averted = (base[:, None] - np.concatenate(tables, axis=1)) / portion
    rows = []
    for rank, group in grouped(averted):
        for index in group:
            lever, place = places[index]
            who, teams = decided_by(judge.base.scenario, lever, place)
            rows.append(
                Ranked(
                    rank=rank,
                    lever=lever,
                    place=place,
                    side=judge.scenario.levers[lever].side,
                    averted=mean_estimate(averted[:, index]),
                    tied_with=tuple(places[other] for other in group if other != index),
                    decides=who,
                    deciders=teams,
                )
            )
    return tuple(rows)


def grouped(columns: Floats) -> list[tuple[int, list[int]]]:
    """Return columns in groups of equals, most first: (rank, columns of the group by their mean).

    The column with the largest mean leads; with it stand all whose difference from it cannot be
    told from nought by intervals that hold together (max-t, 95 %); of the rest the largest leads
    the next group. With one replication nothing can be told apart.
    """
    means = columns.mean(axis=0)
    left = sorted(range(columns.shape[1]), key=lambda each: (-means[each], each))
    groups: list[tuple[int, list[int]]] = []
    rank = 1
    while left:
        lead, others = left[0], left[1:]
        equal = _equals(columns, lead, others)
        group = [lead, *(each for each in others if each in equal)]
        groups.append((rank, group))
        rank += len(group)
        left = [each for each in others if each not in equal]
    return groups


def _equals(columns: Floats, lead: int, others: Sequence[int]) -> set[int]:
    if len(columns) < 2 or not others:
        return set(others)
    behind = columns[:, [lead]] - columns[:, others]
    found = max_t_intervals(behind)
    return {each for each, gap in zip(others, found, strict=True) if not gap.low > 0.0}
