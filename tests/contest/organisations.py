"""Random organisations of the contest: two years of each, and what a reporter sees of the first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from simulator.scenario.scenario import Scenario
from tests.contest.rules import CHANGED, RESIDUAL

__all__ = ["SPREADS", "WORK_CUTS", "Handover", "Organisation", "Team", "drawn", "next_year"]

WEEKS = 52.0
MOST_TEAMS, FEWEST_TEAMS = 9, 5


def _log_uniform(luck: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(luck.uniform(math.log(low), math.log(high))))


@dataclass(frozen=True, kw_only=True)
class Team:
    """A team: what a reporter may see of it, and `hidden`, a factor on its mistakes, unseen."""

    defects: float
    removal: float
    finds: float
    hidden: float

    @property
    def leaves(self) -> float:
        """How many of its own mistakes leave it with an item, as far as can be seen."""
        return self.defects * (1.0 - self.removal)


@dataclass(frozen=True, kw_only=True)
class Handover:
    """A handover: what the three questions ask, and what they do not."""

    fidelity: float
    shared_context: float
    readback: float
    owned: float
    hidden: float
    lapse: float
    changes_per_week: float
    exposure: float

    @property
    def trusted(self) -> float:
        """The share of facts taken on trust in a handover that does not lapse."""
        return (1.0 - self.fidelity) * (1.0 - self.shared_context) * (1.0 - self.readback)


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """Teams and handovers by name, ways of work, and how busy each team would be without trouble.

    `ways` are kinds of work: items a week, facts, and the teams they pass.
    """

    teams: Mapping[str, Team]
    handovers: Mapping[str, Handover]
    ways: tuple[tuple[float, int, tuple[str, ...]], ...]
    loads: Mapping[str, float]

    @property
    def ends(self) -> tuple[tuple[int, int], ...]:
        """The two teams of every handover, by their place among the teams."""
        places = {name: place for place, name in enumerate(self.teams)}
        ends = (name.split(" -> ") for name in self.handovers)
        return tuple((places[source], places[target]) for source, target in ends)

    def answered(self) -> list[dict[str, float]]:
        """What is true of every handover in the three questions."""
        return [
            {"crossed": self._a_year(name), "unowned": 1.0 - each.owned, "trusted": each.trusted}
            for name, each in self.handovers.items()
        ]

    def _a_year(self, handover: str) -> float:
        source, target = handover.split(" -> ")
        return WEEKS * sum(
            weekly
            for weekly, _, route in self.ways
            for a, b in pairwise(route)
            if (a, b) == (source, target)
        )

    def scenario(self, manifest: Mapping[str, float]) -> Scenario:
        """The organisation as a scenario in which mistakes show as often as `manifest` says."""
        weekly = dict.fromkeys(self.teams, 0.0)
        for rate, _, route in self.ways:
            for name in route:
                weekly[name] += rate
        people = {name: 1 + round(3.0 * rate / 5.0) for name, rate in weekly.items()}
        return Scenario.from_tree(
            {
                "version": 1,
                "name": "contest",
                "external": "none",
                "horizon": "320 days",
                "warm_up": "60 days",
                "failure": {"counts": ["P1", "P2", "P3", "P4"]},
                "incidents": {"manifest": dict(manifest), "bad_fix": 0},
                "work": [
                    {"kind": f"kind {number}", "arrivals": f"{rate} per week", "facts": facts,
                     "route": list(route)}
                    for number, (rate, facts, route) in enumerate(self.ways)
                ],
                "teams": {
                    name: {
                        "people": people[name],
                        "effort": {
                            "mean": f"{self.loads[name] * 5.0 * people[name] / weekly[name]} days",
                            "cv": 0.8,
                        },
                        "defects_per_item": team.defects * team.hidden,
                        "defect_removal": team.removal,
                        "catches_defects": team.finds,
                        "catches_misunderstandings": team.finds / 3.0,
                    }
                    for name, team in self.teams.items()
                },
                "boundaries": {name: _written(each) for name, each in self.handovers.items()},
            }
        )  # fmt: skip


def _written(each: Handover) -> dict[str, Any]:
    return {
        "fidelity": each.fidelity,
        "shared_context": each.shared_context,
        "readback": each.readback,
        "owned": each.owned,
        "lapse": each.lapse,
        "changes_per_week": each.changes_per_week,
        "exposure": each.exposure,
        "boundary_work": _odds_times(0.2, each.hidden),
        "assumption_accuracy": 1.0 - _odds_times(0.4, each.hidden),
    }


def _odds_times(chance: float, factor: float) -> float:
    odds = factor * chance / (1.0 - chance)
    return odds / (1.0 + odds)


def _team(luck: np.random.Generator) -> Team:
    return Team(
        defects=_log_uniform(luck, 0.2, 2.0),
        removal=float(luck.uniform(0.5, 0.9)),
        finds=float(luck.uniform(0.05, 0.35)),
        hidden=float(np.exp(RESIDUAL * luck.standard_normal())),
    )


def _handover(luck: np.random.Generator) -> Handover:
    return Handover(
        fidelity=1.0 - _log_uniform(luck, 0.005, 0.3),
        shared_context=float(luck.uniform(0.1, 0.6)),
        readback=float(luck.uniform(0.05, 0.5)),
        owned=1.0 - _log_uniform(luck, 0.03, 0.7),
        hidden=float(np.exp(RESIDUAL * luck.standard_normal())),
        lapse=float(luck.uniform(0.0, 0.2)) * float(luck.random() < 1 / 3),
        changes_per_week=_log_uniform(luck, 0.05, 0.8),
        exposure=_log_uniform(luck, 0.005, 0.1),
    )


def drawn(load: float, luck: np.random.Generator) -> Organisation:
    """One organisation whose busiest team works this share of its time on new work alone."""
    names = [f"T{number}" for number in range(luck.integers(FEWEST_TEAMS, MOST_TEAMS + 1))]
    ways = []
    for _ in range(int(luck.integers(3, 6))):
        length = int(luck.integers(3, min(5, len(names)) + 1))
        route = tuple(names[place] for place in luck.permutation(len(names))[:length])
        facts = round(_log_uniform(luck, 3.0, 16.0))
        ways.append((_log_uniform(luck, 0.2, 12.0), facts, route))
    used = sorted({name for _, _, route in ways for name in route})
    crossed = sorted({f"{a} -> {b}" for _, _, route in ways for a, b in pairwise(route)})
    loads = {name: load * float(luck.uniform(0.4, 1.0)) for name in used}
    loads[used[int(luck.integers(len(used)))]] = load
    return Organisation(
        teams={name: _team(luck) for name in used},
        handovers={name: _handover(luck) for name in crossed},
        ways=tuple(ways),
        loads=loads,
    )


def next_year(before: Organisation, luck: np.random.Generator) -> Organisation:
    """The organisation a year later: a tenth of its places, one at least, drawn anew."""
    places = [*before.teams, *before.handovers]
    number = max(1, round(CHANGED * len(places)))
    anew = {places[place] for place in luck.permutation(len(places))[:number]}
    return replace(
        before,
        teams={name: _team(luck) if name in anew else each for name, each in before.teams.items()},
        handovers={
            name: _handover(luck) if name in anew else each
            for name, each in before.handovers.items()
        },
    )


def _population(n: int = 4_000) -> tuple[Mapping[str, float], Sequence[float]]:
    """The spread of what is asked, on the logarithm, and the bounds between answers on teams.

    A fifth of all teams has each answer.
    """
    luck = np.random.default_rng(20_261_129)
    many = [drawn(0.6, luck) for _ in range(n // 8)]
    values = [each for organisation in many for each in organisation.answered()]
    left = [team.leaves for organisation in many for team in organisation.teams.values()]
    spreads = {name: float(np.std([math.log(each[name]) for each in values])) for name in values[0]}
    spreads["work"] = float(np.std(np.log(left)))
    return spreads, np.quantile(left, (0.2, 0.4, 0.6, 0.8)).tolist()


SPREADS, WORK_CUTS = _population()
