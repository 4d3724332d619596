"""Money spent portion by portion where it helps most, and the judge of what a spend comes to."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.best_rule import (
    FIRST_PLANNING,
    PLANNING,
    Spend,
    in_order,
    planned_program,
)
from simulator.experiments.racing import race
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Tally
from simulator.model.lever import LEVERS
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import Purchase, units, used_places
from simulator.stats.estimate import Estimate, Floats, mean_estimate, ratio_contributions
from simulator.stats.several import max_t_intervals

__all__ = [
    "LEADER",
    "TEAM",
    "TWO_TEAMS",
    "Address",
    "Judge",
    "Ranked",
    "Step",
    "addresses",
    "decided_by",
    "greedy",
    "grouped",
    "planner",
    "ranking",
    "spent",
]

Address = tuple[str, str]
"""A lever and a place."""
Weigh = Callable[[Sequence[Mapping[Address, float]], float], Floats]
"""Gives what spends come to, less is better: one row a replication, one column a spend, on a share
of the replications there are."""

_AFRESH = 15
"""After so many portions every place is weighed anew, whatever it promised before."""
_WORTH_HALVING = 8
_TOGETHER = 25
"""Organisations that are run, and kept, together."""


def addresses(scenario: Scenario, sides: Sequence[str] | None = None) -> tuple[Address, ...]:
    """Return where money can go: every lever of these sides (default: all) at every used place.

    Levers stand in the order of the table, places in that of their names; a place through which
    nothing that the lever is priced by passes is left out.
    """
    return tuple(
        (name, place)
        for name, lever in scenario.levers.items()
        if sides is None or lever.side in sides
        for place in used_places(scenario, name)
        if units(scenario, name, place) > 0
    )


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Says what spends on top of a plan come to, all of them under the same luck.

    `outcome` is counted so that less is better; replications are `first` to `first` + `n` - 1;
    `own` stands in for what the plan buys itself.
    """

    scenario: Scenario
    plan: str
    run: Runner
    outcome: str
    first: int
    n: int
    own: tuple[Purchase, ...] | None = None

    @cached_property
    def base(self) -> Program:
        """The plan itself."""
        if self.own is not None:
            return program_for(self.scenario, self.plan, self.own)
        return planned_program(self.scenario, self.plan, self.run)

    def program(self, spend: Mapping[Address, float]) -> Program:
        """Return the plan with these person-days a year on top of what it buys itself."""
        if not any(spend.values()):
            return self.base
        together: Spend = {(each.lever, each.place): each.person_days for each in self.base.bought}
        for address, days in spend.items():
            if days > 0:
                together[address] = together.get(address, 0.0) + days
        return program_for(self.scenario, self.plan, in_order(self.base.scenario, together))

    def columns(self, spends: Sequence[Mapping[Address, float]], share: float = 1.0) -> Floats:
        """Return one row a replication and one column a spend, whose means are the outcome.

        With a `share` below 1 on the first of the replications only.
        """
        few = replace(self, n=math.ceil(share * self.n)) if share < 1.0 else self
        return few.of([self.program(spend) for spend in spends])

    def of(self, programs: Sequence[Program]) -> Floats:
        """Return one row a replication and one column a plan, whose means are the outcome.

        A plan without a value, as where nothing is released, is as bad as the worst that has one.
        """
        pieces = self._pieces(len(programs))
        rows = iter(self.run.all([(program, piece) for program in programs for piece in pieces]))
        return self._columns(programs, [[next(rows) for _ in pieces] for _ in programs])

    def over(
        self, worlds: Sequence[Sequence[Program]], progress: Callable[[int], None] = lambda _: None
    ) -> Floats:
        """Return what plans come to in organisations: a layer each, its rows and columns as `of`'s.

        Each organisation meets `n` replications of its own: what luck common to all happens to do
        would pass for what all organisations have in common. `progress` is told of each.
        """
        layers = []
        for first in range(0, len(worlds), _TOGETHER):
            some = worlds[first : first + _TOGETHER]
            starts = range(self.first + first * self.n, self.first + len(worlds) * self.n, self.n)
            asked = [
                (program, range(start, start + self.n))
                for start, world in zip(starts, some, strict=False)
                for program in world
            ]
            rows = iter(self.run.all(asked))
            layers += [self._columns(world, [[next(rows)] for _ in world]) for world in some]
            progress(len(some))
        return np.stack(layers)

    def _columns(self, programs: Sequence[Program], tallies: Sequence[Sequence[Tally]]) -> Floats:
        outcome = OUTCOMES[self.outcome]
        sign = -1.0 if outcome.better == "more" else 1.0
        columns = []
        for program, pieces in zip(programs, tallies, strict=True):
            found = [outcome.fraction(program, piece) for piece in pieces]
            above, below = (np.concatenate(each) for each in zip(*found, strict=True))
            some = bool(below.sum() > 0)
            columns.append(sign * ratio_contributions(above, below) if some else None)
        known = [float(column.mean()) for column in columns if column is not None]
        none = np.full(self.n, max(known, default=0.0))
        return np.stack([none if column is None else column for column in columns], axis=1)

    def _pieces(self, programs: int) -> list[range]:
        """Return the replications, in two halves where one plan alone would leave a core idle."""
        stop, half = self.first + self.n, self.first + self.n // 2
        if programs > 1 or self.n < _WORTH_HALVING:
            return [range(self.first, stop)]
        return [range(self.first, half), range(half, stop)]

    def scores(self, spends: Sequence[Mapping[Address, float]]) -> list[float]:
        """Return the outcome of each spend; less is better."""
        return [float(mean) for mean in self.columns(spends).mean(axis=0)]


def planner(scenario: Scenario, plan: str, run: Runner, outcome: str) -> Judge:
    """Return the judge whose luck is for planning only, so that no plan is shown by its own."""
    return Judge(
        scenario=scenario, plan=plan, run=run, outcome=outcome, first=FIRST_PLANNING, n=PLANNING
    )


@dataclass(frozen=True, kw_only=True)
class Step:
    """One portion of a greedy path: where it goes, what is spent with it, the score after it."""

    lever: str
    place: str
    person_days: float
    together: float
    score: float


def greedy(
    places: Sequence[Address],
    portions: Sequence[float],
    weigh: Weigh,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Step, ...]:
    """Return where each portion goes: to the place that lowers the score most, first in a tie.

    A place whose promise, when last weighed, is beaten by one just weighed is not weighed again
    (the lazy greedy algorithm), but every fifteenth portion all are, in a race: what is behind on a
    few replications keeps what it promised there, and is weighed on all when it leads. Where what
    is bought in one place does not depend on another and each yields less the more it has, the path
    is the optimum of every budget on it. `progress` is told of each portion.

    References
    ----------
    Minoux (1978), doi 10.1007/BFb0006528.
    """
    if not places or not portions:
        return ()
    bought: dict[Address, float] = {}
    now = float(weigh([bought], 1.0).mean())
    promised: list[float] = []
    path: list[Step] = []
    for index, portion in enumerate(portions):
        after: dict[int, float] = {}
        if index % _AFRESH == 0:
            promised, after = _afresh(places, bought, portion, weigh)
        while (best := _leader(promised)) not in after:
            again = [each for each in _first(promised, 2) if each not in after]
            left = _after(places, bought, portion, weigh, again, 1.0).mean(axis=0).tolist()
            for each, score in zip(again, left, strict=True):
                after[each] = score
                promised[each] = (now - score) / portion
        bought = _with(bought, places[best], portion)
        now = after[best]
        path.append(
            Step(
                lever=places[best][0],
                place=places[best][1],
                person_days=portion,
                together=sum(bought.values()),
                score=now,
            )
        )
        progress(1)
    return tuple(path)


def spent(path: Sequence[Step]) -> dict[Address, float]:
    """Return what the portions of a path come to by lever and place [person-days a year]."""
    total: dict[Address, float] = {}
    for step in path:
        total = _with(total, (step.lever, step.place), step.person_days)
    return total


def _leader(promised: Sequence[float]) -> int:
    return max(range(len(promised)), key=lambda each: (promised[each], -each))


def _first(promised: Sequence[float], most: int) -> list[int]:
    return sorted(range(len(promised)), key=lambda each: (-promised[each], each))[:most]


def _with(bought: Mapping[Address, float], where: Address, portion: float) -> dict[Address, float]:
    return {**bought, where: bought.get(where, 0.0) + portion}


def _after(
    places: Sequence[Address],
    bought: Mapping[Address, float],
    portion: float,
    weigh: Weigh,
    which: Sequence[int],
    share: float,
) -> Floats:
    return weigh([_with(bought, places[each], portion) for each in which], share)


def _afresh(
    places: Sequence[Address], bought: Mapping[Address, float], portion: float, weigh: Weigh
) -> tuple[list[float], dict[int, float]]:
    """Return what every place promises per person-day, and the scores that stand on all luck."""

    def tried(which: Sequence[int], share: float) -> Floats:
        return _after(places, bought, portion, weigh, which, share)

    raced, shares = race(len(places), tried)
    before = {share: float(weigh([bought], share).mean()) for share in sorted(set(shares))}
    promised = [
        (before[share] - score) / portion for score, share in zip(raced, shares, strict=True)
    ]
    whole = {each: raced[each] for each, share in enumerate(shares) if share == 1.0}
    return promised, whole


TEAM, TWO_TEAMS, LEADER = "team", "two teams", "leader"
_AT_ONCE = 10


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
        """Return the row by its keys in JSON."""
        return {
            "rank": self.rank,
            "lever": self.lever,
            "place": self.place,
            "side": self.side,
            "averted_per_person_day": self.averted,
            "tied_with": [{"lever": lever, "place": place} for lever, place in self.tied_with],
            "decides": self.decides,
            "deciders": self.deciders,
        }


def decided_by(scenario: Scenario, lever: str, place: str) -> tuple[str, tuple[str, ...]]:
    """Return who can decide a purchase: a team, two teams or the leader; and which teams.

    What is bought at a team is that team's, what is bought at a boundary is for the teams on both
    sides of it. It is the leader's where no team can give it: somebody answerable from end to end
    (accountability), more people, and a boundary that a third team owns.
    """
    boundary = scenario.boundaries.get(place)
    over_teams = LEVERS[lever].decides == "leader"
    if boundary is None:
        return (LEADER if over_teams else TEAM), (place,)
    sides = (boundary.source, boundary.target)
    if over_teams or boundary.owner not in sides:
        return LEADER, sides
    return TWO_TEAMS, sides


def ranking(
    judge: Judge,
    places: Sequence[Address],
    portion: float,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Ranked, ...]:
    """Return the places by what a first portion [person-days] averts per person-day, most first.

    Every place is given the portion alone, on top of the judge's plan, under the same luck.
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
