"""The rules of the contest: who predicts where the next failure starts, by what, and what counts.

They were fixed, and stand in the history, before any organisation was run. Two contests that are
never pooled: *which boundary*, given that the next failure starts between teams, and *which place*
of all, teams and handovers. A predictor puts every place in an order; its score is the chance that
the next failure of year 2 starts at the place it puts first. Places that it holds for equal share
what each of them would score.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.methods.risk import CUTS, zone

Floats = np.ndarray[Any, np.dtype[np.float64]]
Key = tuple[float, ...]

QUESTIONS = tuple(CUTS)
HALO, ERROR, THRESHOLD = 0.5, 0.7, 0.25
"""How far a reporter's three errors on one handover go together (correlation); how large an error
is, and by how much each reporter's bounds between two answers differ from the sheet's, both in
standard deviations of what is asked over all organisations. The last two are judgement: with them
two reporters' answers correlate by about 0.67."""
RESIDUAL = 0.5
"""By how much places differ in what no question asks (standard deviation of the logarithm)."""
CHANGED = 0.1
"""The share of places that are drawn anew between the two years."""
BETWEEN = ((0.05, 0.15), (0.15, 0.35), (0.35, 0.70))
"""Strata by the expected share of year 1's failures that start between teams."""
LOADS = ((0.0, 0.75), (0.75, math.inf))
"""Strata by how busy the busiest team was in year 1."""
COUNTED = ((0, 5), (6, 20), (21, math.inf))
"""Strata by how many failures year 1 had, both ends included."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What can be known of an organisation when year 1 is over, without any model.

    `handovers` are the places of their two teams among the `teams`. `answers` has a row a handover:
    the reporter's three answers, 1 to 5. `work` is the reporter's answer, 1 to 5, on each team: how
    many of its own mistakes leave it. `busy` is the share of its time that each team worked;
    `failures` how many started at each place, teams first.
    """

    teams: int
    handovers: tuple[tuple[int, int], ...]
    answers: tuple[tuple[int, ...], ...]
    work: tuple[int, ...]
    busy: tuple[float, ...]
    failures: tuple[int, ...]

    @property
    def places(self) -> int:
        """How many places there are: teams, then handovers."""
        return self.teams + len(self.handovers)


def three_questions(seen: Seen) -> list[Key]:
    """More high answers first, then the larger sum; teams, which are not asked about, last."""
    return _handovers(seen, [(zone(each), sum(each)) for each in seen.answers])


def one_question(number: int) -> Callable[[Seen], list[Key]]:
    """The higher answer to one of the questions first; teams last."""
    return lambda seen: _handovers(seen, [(each[number],) for each in seen.answers])


def busiest_team(seen: Seen) -> list[Key]:
    """The busiest team first; then handovers by the busier of their teams, then the other."""
    return _teams(seen, seen.busy)


def weakest_team(seen: Seen) -> list[Key]:
    """The team with the worst answer first; then handovers by the worse of their teams."""
    return _teams(seen, seen.work)


def last_year(seen: Seen) -> list[Key]:
    """The place with the most failures in year 1 first."""
    return [(float(each),) for each in seen.failures]


def chance(seen: Seen) -> list[Key]:
    """All places alike."""
    return [()] * seen.places


PREDICTORS: Mapping[str, Callable[[Seen], list[Key]]] = {
    "three questions": three_questions,
    "how often": one_question(0),
    "who owns it": one_question(1),
    "on trust": one_question(2),
    "busiest team": busiest_team,
    "weakest team": weakest_team,
    "last year's failures": last_year,
    "chance": chance,
}
"""Every predictor by name. Beside them stands the model's account, which knows year 2's
organisation and simulates it on other luck: the most that can be known."""
ORACLE = "the model's account"


def _handovers(seen: Seen, keys: Sequence[Key]) -> list[Key]:
    return [(0.0,)] * seen.teams + [(1.0, *key) for key in keys]


def _teams(seen: Seen, of: Sequence[float]) -> list[Key]:
    ends = [sorted((of[source], of[target]), reverse=True) for source, target in seen.handovers]
    return [(1.0, each) for each in of] + [(0.0, *each) for each in ends]


def hit(keys: Sequence[Key], expected: Floats, places: slice) -> float:
    """The chance that the next failure, of those at `places`, starts at the one put first.

    `expected` are year 2's expected failures by place.
    """
    some, shares = list(keys[places]), expected[places] / expected[places].sum()
    best = max(some)
    return float(np.mean([share for key, share in zip(some, shares, strict=True) if key == best]))


def boundaries(seen: Seen) -> slice:
    """The places of the first contest."""
    return slice(seen.teams, seen.places)


def everywhere(seen: Seen) -> slice:
    """The places of the second."""
    return slice(0, seen.places)


CONTESTS: Mapping[str, Callable[[Seen], slice]] = {
    "which boundary": boundaries,
    "which place": everywhere,
}


def reported(
    values: Sequence[Mapping[str, float]],
    spread: Mapping[str, float],
    cuts: Mapping[str, Sequence[float]],
    luck: np.random.Generator,
) -> tuple[tuple[int, ...], ...]:
    """A reporter's answers, a row a place and a column a question.

    `values` are true of each place, `spread` their standard deviations over all organisations, on
    the logarithm. What a reporter sees is the logarithm with an error; part of it is common to all
    answers about one place. Bounds between answers are the reporter's own, one set a question.
    """
    names = tuple(cuts)
    bounds = {
        name: np.sort(
            np.log(cuts[name]) + THRESHOLD * spread[name] * luck.standard_normal(len(cuts[name]))
        )
        for name in names
    }
    rows = []
    for each in values:
        common = math.sqrt(HALO) * float(luck.standard_normal())
        row = []
        for name in names:
            error = common + math.sqrt(1.0 - HALO) * float(luck.standard_normal())
            seen = math.log(each[name]) + ERROR * spread[name] * error
            row.append(1 + int(np.searchsorted(bounds[name], seen, side="right")))
        rows.append(tuple(row))
    return tuple(rows)


def stratum(between: float, busiest: float, failures: int) -> tuple[int, int, int] | None:
    """Where an organisation belongs: by share between, load and failures; None outside all."""
    where = (
        _within(between, BETWEEN),
        _within(busiest, LOADS),
        next((i for i, (low, high) in enumerate(COUNTED) if low <= failures <= high), None),
    )
    return None if None in where else where  # type: ignore[return-value]  # none of them is None


def _within(value: float, ranges: Sequence[tuple[float, float]]) -> int | None:
    return next((i for i, (low, high) in enumerate(ranges) if low <= value < high), None)


def not_behind(scores: Mapping[str, Floats]) -> frozenset[str]:
    """Which predictors are not surely behind the best of a stratum.

    The best is the one with the highest mean; another is surely behind it where the 95 % interval
    of the mean difference, organisation by organisation, lies wholly below nought. `scores` has a
    score an organisation for each predictor.
    """
    best = max(scores, key=lambda name: float(scores[name].mean()))
    found = {best}
    for name, each in scores.items():
        _, upper = difference(each, scores[best])
        if name != best and upper >= 0.0:
            found.add(name)
    return frozenset(found)


def difference(one: Floats, other: Floats) -> tuple[float, float]:
    """The 95 % interval of a mean difference, organisation by organisation (Student's t)."""
    from scipy.stats import t

    d = one - other
    half = float(t.ppf(0.975, len(d) - 1)) * float(d.std(ddof=1)) / math.sqrt(len(d))
    return float(d.mean()) - half, float(d.mean()) + half
