"""The contest, run: organisations by stratum, every predictor's score in each, and what is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from simulator.engines.log import Happening
from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.engine import log_of, tallies
from simulator.measures import splits
from simulator.measures.reading import read
from simulator.mechanisms.incidents import DEFECT
from simulator.methods.risk import CUTS
from tests.contest.organisations import SPREADS, WORK_CUTS, Organisation, drawn, next_year
from tests.contest.rules import (
    BETWEEN,
    CONTESTS,
    COUNTED,
    LOADS,
    ORACLE,
    PREDICTORS,
    Floats,
    Seen,
    difference,
    hit,
    not_behind,
    reported,
    stratum,
)

__all__ = ["EACH", "Entry", "Row", "contested", "counted", "rows", "seen_of"]

EACH = 100
"""Organisations a stratum."""
_SEED = 181
_TRIAL, _TARGET = 10, 20
_ONCE = 0.1
_LOADS = ((0.45, 0.62), (0.66, 0.80))
_NUMBERS = ((1.5, 5.0), (7.0, 18.0), (25.0, 70.0))
_TRIES = 40
"""Draws for one organisation of a stratum before it is given up."""
_FEWEST = 20

Where = tuple[int, int, int]
STRATA: Sequence[Where] = [
    (share, load, number)
    for share, load, number in product(range(len(BETWEEN)), range(len(LOADS)), range(len(COUNTED)))
]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One organisation of the contest: its stratum and every predictor's score by contest."""

    where: Where
    scores: Mapping[str, Mapping[str, float]]


def contested(each: int = EACH, strata: Sequence[Where] = STRATA) -> Iterator[Entry]:
    """Organisations of strata, so many of each unless they cannot be found."""
    for where in strata:
        luck = np.random.default_rng((_SEED, *where))
        for _ in range(each):
            entries = (_entry(where, luck) for _ in range(_TRIES))
            found = next((entry for entry in entries if entry is not None), None)
            if found is None:
                break
            yield found


def _entry(where: Where, luck: np.random.Generator) -> Entry | None:
    """One organisation that was aimed at a stratum; None where it missed it."""
    company = drawn(float(luck.uniform(*_LOADS[where[1]])), luck)
    aimed = float(luck.uniform(*BETWEEN[where[0]]))
    number = float(np.exp(luck.uniform(*np.log(_NUMBERS[where[2]]))))
    seeds = [int(each) for each in luck.integers(1, 2**31, 4)]
    showing = _showing(company, aimed, number, seeds[0])
    later = next_year(company, luck)
    if showing is None:
        return None
    program = program_for(company.scenario(showing))
    seen = seen_of(company, program, seeds[1], luck)
    share = _share(_expected(program, seeds[0], _TRIAL), seen.teams)
    if stratum(share, max(seen.busy), sum(seen.failures)) != where:
        return None
    second = program_for(later.scenario(showing))
    target, model = (_expected(second, seed, _TARGET) for seed in seeds[2:])
    return Entry(where=where, scores=_scores(seen, target, model))


def seen_of(company: Organisation, program: Program, seed: int, luck: np.random.Generator) -> Seen:
    """What is seen of an organisation in its first year, and what a reporter answers."""
    left = [{"work": team.leaves} for team in company.teams.values()]
    answers = reported(company.answered(), SPREADS, CUTS, luck)
    work = reported(left, SPREADS, {"work": WORK_CUTS}, luck)
    worked = splits.teams(program, tallies(program, seed, range(1))).values()
    return Seen(
        teams=len(company.teams),
        handovers=company.ends,
        answers=answers,
        work=tuple(row[0] for row in work),
        busy=tuple(row["utilisation"] for row in worked),
        failures=counted(program, seed),
    )


def _scores(seen: Seen, target: Floats, model: Floats) -> dict[str, dict[str, float]]:
    keys = {name: rule(seen) for name, rule in PREDICTORS.items()}
    keys[ORACLE] = [(float(each),) for each in model]
    return {
        contest: {name: hit(each, target, places(seen)) for name, each in keys.items()}
        for contest, places in CONTESTS.items()
    }


def _showing(
    company: Organisation, between: float, number: float, seed: int
) -> dict[str, float] | None:
    """How often mistakes must show for a share between and a number of failures a year.

    None where more than all of them would have to.
    """
    once = dict.fromkeys(("defect", "lost", "drift", "unowned"), _ONCE)
    expected = _expected(program_for(company.scenario(once)), seed, _TRIAL)
    teams = len(company.teams)
    inside, outside = float(expected[:teams].sum()), float(expected[teams:].sum())
    if min(inside, outside) <= 0.0:
        return None
    shows = {
        name: _ONCE * number * ((1.0 - between) / inside if name == "defect" else between / outside)
        for name in once
    }
    return shows if max(shows.values()) <= 1.0 else None


def _expected(program: Program, seed: int, years: int) -> Floats:
    """Expected failures a year by place, teams first."""
    failures = tallies(program, seed, range(years)).failures
    return np.asarray(failures.sum(axis=(2, 3)).mean(axis=0)[:-1])


def _share(expected: Floats, teams: int) -> float:
    return float(expected[teams:].sum() / expected.sum())


def counted(program: Program, seed: int) -> tuple[int, ...]:
    """The failures that one year had, by the place where each started, teams first."""
    reading = read(program, log_of(program, seed, 0))
    failed = reading.of(Happening.FAILED, Happening.AFTER_HORIZON)
    root = reading.root[failed["error"][reading.in_cohort(failed)]]
    teams = len(program.scenario.teams)
    inside = reading.mechanism[root] == DEFECT
    place = np.where(inside, reading.origin[root], teams + reading.origin[root])
    return tuple(np.bincount(place, minlength=len(splits.places(program)) - 1).tolist())


@dataclass(frozen=True, kw_only=True)
class Row:
    """One stratum of one contest: mean scores, who is not surely behind the best, and who leads.

    `ahead` is, for each rival of the three questions, 1 where they are surely better than it, -1
    where they are surely worse, else 0.
    """

    contest: str
    where: Where
    n: int
    means: Mapping[str, float]
    best: frozenset[str]
    ahead: Mapping[str, int]


def rows(entries: Sequence[Entry]) -> list[Row]:
    """The table of the contest; strata with fewer than twenty organisations are left out."""
    found = []
    for contest in CONTESTS:
        for where in sorted({each.where for each in entries}):
            scores = [each.scores[contest] for each in entries if each.where == where]
            if len(scores) < _FEWEST:
                continue
            columns = {name: np.array([each[name] for each in scores]) for name in scores[0]}
            rivals = {name: column for name, column in columns.items() if name != ORACLE}
            own = columns["three questions"]
            found.append(
                Row(
                    contest=contest,
                    where=where,
                    n=len(scores),
                    means={name: float(column.mean()) for name, column in columns.items()},
                    best=not_behind(rivals),
                    ahead={name: _sign(own, each) for name, each in rivals.items()},
                )
            )
    return found


def _sign(own: Floats, other: Floats) -> int:
    low, high = difference(own, other)
    return (low > 0.0) - (high < 0.0)
