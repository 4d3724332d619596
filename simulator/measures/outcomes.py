"""Every outcome, defined once: what counts it, its words, and where it is listed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

from simulator.engines.program.compilation import Program
from simulator.measures.fractions import (
    HOURS,
    WEEK,
    YEAR,
    Fraction,
    Measure,
    Run,
    a_year,
    clean,
    cost,
    failures,
    failures_struck,
    hundred,
    partial_rollbacks,
    quantile,
    retention,
    serious,
    share,
    side_by_side,
)
from simulator.measures.tally import EXPECTED, STRUCK, Sum, Tally
from simulator.model.outcome import DECIDES, HEADLINE, OUTCOME_ROWS
from simulator.scenario.scenario import Scenario
from simulator.stats.ends import Possible
from simulator.stats.estimate import Estimate, ratio_estimate
from simulator.stats.paired import paired_ratio_difference


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One number that a plan is judged by: a ratio of sums over replications.

    `one` and `many` are its noun within a sentence, unit included, `fewer` the word for less of it,
    and `does` what a better plan does to it; a rate that can be counted has its count a year as
    `yearly`. Its side that is better, and whether it is priced, stand in the table of outcomes.
    `fraction` takes a plan and stacked tallies; `empty` says what happened in a window, from
    warm-up to horizon, whose denominator is 0: it has no value of its own. `counted` is the
    fraction as things struck, where `fraction` takes chances instead and has less noise.
    `event` is what one event adds to a numerator, None where nothing is counted; `most` is the
    largest value that a plan can have; `parts` says whether the fraction of a window is the sum of
    those of its parts.

    The rest says where it is listed. `shown`: it has a column in tables of plans. `aim`: money is
    placed by this outcome, the same with less noise; what has one is about failures. `recorded`:
    what a reader's own records call it. `sign`: how soon a change shows is told for it, 0 as a
    result, 1 and on as a sign that may come before; `told` is what it counts there, `many` without
    it. `dora` is what the DORA reports call the number that is nearest to it.
    """

    name: str
    unit: str
    one: str
    many: str
    words: str
    fraction: Measure
    counted: Measure | None = None
    event: float | None = None
    most: Callable[[Program], float] = lambda _: math.inf
    parts: bool = True
    fewer: str = "fewer"
    does: str = "saves"
    yearly: str = ""
    empty: str = "nothing was released"
    shown: bool = False
    aim: str | None = None
    recorded: str | None = None
    sign: int | None = None
    told: str | None = None
    dora: str | None = None

    @property
    def better(self) -> str:
        """Which side of it is better: less, more or neither."""
        return OUTCOME_ROWS[self.name].better

    @property
    def priced(self) -> bool:
        """Whether it needs the file's prices and counts what was spent."""
        return OUTCOME_ROWS[self.name].priced

    def matters(self, scenario: Scenario) -> float:
        """Return how large a difference has to be for the file's author to care; else 0."""
        return scenario.matters.value if self.name == scenario.outcome else 0.0

    def estimate(self, program: Program, tally: Tally, level: float = 0.95) -> Estimate:
        """Return the outcome of a plan with its interval of simulation noise.

        An end that cannot be told is NaN: both of what counts nothing over fewer than ten
        replications that have a value, the upper one where hardly any of them differ.
        """
        possible = Possible(event=self.event, most=self.most(program))
        return ratio_estimate(*self.fraction(program, tally), level=level, possible=possible)

    def difference(self, one: Run, other: Run, level: float = 0.95) -> Estimate:
        """Return the outcome of one plan less that of another under the same luck, paired.

        The interval is simulation noise; both ends are NaN where nothing is counted and hardly any
        replication differs.
        """
        possible = Possible(event=self.event, most=max(self.most(one[0]), self.most(other[0])))
        fractions = (*self.fraction(*one), *self.fraction(*other))
        return paired_ratio_difference(*fractions, level=level, possible=possible)

    def as_struck(self, program: Program, tally: Tally) -> Fraction:
        """Return the fraction as a year's records would count it: what the luck of a year is of."""
        return (self.counted or self.fraction)(program, tally)

    def valueless(self, program: Program, tally: Tally) -> int:
        """Return in how many replications the outcome has no value."""
        return int((self.fraction(program, tally)[1] <= 0.0).sum())


_COHORT = "of items that arrived after the warm-up and were released before the horizon"

_ALL = (
    Outcome(
        name="change_failure_rate",
        unit="failed changes per 100 released",
        one="failed change per 100",
        many="failed changes per 100",
        shown=True,
        aim="expected_failures",
        recorded="failed changes per 100",
        sign=0,
        does="prevents",
        yearly="failed changes a year",
        words="Released items with at least one failure of a counted severity within the stated "
        f"days of release, each counted once, per 100 {_COHORT}; external incidents never count.",
        dora="change fail rate",
        fraction=share(Sum.EXPECTED_FAILED, Sum.RELEASED, 100.0),
        counted=share(Sum.FAILED_CHANGES, Sum.RELEASED, 100.0),
        event=100.0,
        most=hundred,
    ),
    Outcome(
        name="failures",
        unit="failures per 100 released",
        one="failure per 100 changes",
        many="failures per 100 changes",
        aim="expected_failures",
        does="prevents",
        yearly="failures a year",
        words=f"Failures {_COHORT}, of all severities, generations and times, plus external "
        "incidents in the window, per 100 released.",
        fraction=failures,
        counted=failures_struck,
        event=100.0,
    ),
    Outcome(
        name="expected_failures",
        unit="failures per 100 released",
        one="expected failure per 100 changes",
        many="expected failures per 100 changes",
        does="prevents",
        yearly="expected failures a year",
        aim="expected_failures",
        words="Another name of `failures`.",
        fraction=failures,
        counted=failures_struck,
        event=100.0,
    ),
    Outcome(
        name="serious_failures",
        unit="P1 and P2 failures a year",
        one="serious failure a year",
        many="serious failures a year",
        shown=True,
        aim="expected_failures",
        recorded="serious failures a year",
        sign=0,
        does="prevents",
        words="Failures of severity P1 or P2 that show between warm-up and horizon, externals "
        "included, per 260 working days.",
        fraction=serious(EXPECTED),
        counted=serious(STRUCK),
        event=YEAR,
    ),
    Outcome(
        name="lead_time",
        unit="working days",
        one="day from arrival to release",
        many="days from arrival to release",
        shown=True,
        sign=5,
        words=f"Mean time from arrival to release {_COHORT}.",
        fraction=share(Sum.LEAD_TIME, Sum.RELEASED),
        dora="change lead time",
    ),
    Outcome(
        name="lead_time_p50",
        unit="working days",
        one="day until half of the changes are released",
        many="days until half of the changes are released",
        words="Median of the times that `lead_time` is the mean of (of an even number the mean of "
        "the middle two); mean of the replications' medians.",
        fraction=quantile(Sum.LEAD_P50, Sum.RELEASED),
        parts=False,
    ),
    Outcome(
        name="lead_time_p85",
        unit="working days",
        one="day until 85 in 100 changes are released",
        many="days until 85 in 100 changes are released",
        words="As `lead_time_p50`, the 85th percentile (nearest rank).",
        fraction=quantile(Sum.LEAD_P85, Sum.RELEASED),
        parts=False,
    ),
    Outcome(
        name="lead_time_p95",
        unit="working days",
        one="day until 95 in 100 changes are released",
        many="days until 95 in 100 changes are released",
        words="As `lead_time_p50`, the 95th percentile (nearest rank).",
        fraction=quantile(Sum.LEAD_P95, Sum.RELEASED),
        parts=False,
    ),
    Outcome(
        name="arrivals",
        unit="items a week",
        one="item a week that arrives",
        many="items a week that arrive",
        words="Items that arrived between warm-up and horizon, per week.",
        fraction=a_year(lambda tally: tally.sums[:, Sum.COHORT_ARRIVED], WEEK),
        event=WEEK,
    ),
    Outcome(
        name="throughput",
        unit="items a week",
        one="item a week",
        many="items a week",
        recorded="changes a week",
        does="brings",
        words="Items released between warm-up and horizon, per week.",
        fraction=a_year(lambda tally: tally.sums[:, Sum.THROUGHPUT], WEEK),
        event=WEEK,
        dora="deployment frequency",
    ),
    Outcome(
        name="in_progress",
        unit="items",
        one="item in progress",
        many="items in progress",
        words="Mean number of items between arrival and release, over the window; unfinished ones "
        "and those from before the warm-up count too.",
        fraction=a_year(lambda tally: tally.sums[:, Sum.IN_SYSTEM], 1.0),
    ),
    Outcome(
        name="flow_efficiency",
        unit="share of lead time",
        one="share of lead time at work",
        many="share of lead time at work",
        fewer="less",
        does="brings",
        words=f"Service time of new work over lead time {_COHORT}; teams side by side add up.",
        fraction=share(Sum.SERVICE_TIME, Sum.LEAD_TIME),
        most=side_by_side,
    ),
    Outcome(
        name="restore_p50",
        unit="working hours",
        one="working hour until half of the failures are restored",
        many="working hours until half of the failures are restored",
        empty="nothing was restored",
        recorded="hours to restore (median)",
        dora="failed deployment recovery time",
        words="Median time from failure to restoration, of failures in the window that were "
        "restored (of an even number the mean of the middle two); mean of the replications' "
        "medians.",
        fraction=quantile(Sum.RESTORE_P50, Sum.RESTORED, HOURS),
        parts=False,
    ),
    Outcome(
        name="restore_p90",
        unit="working hours",
        one="working hour until 9 in 10 failures are restored",
        many="working hours until 9 in 10 failures are restored",
        empty="nothing was restored",
        words="As `restore_p50`, the 90th percentile (nearest rank).",
        fraction=quantile(Sum.RESTORE_P90, Sum.RESTORED, HOURS),
        parts=False,
    ),
    Outcome(
        name="unrestored",
        unit="per 100 failures",
        one="unrestored failure per 100 failures",
        many="unrestored failures per 100 failures",
        empty="nothing failed",
        does="prevents",
        words="Failures in the window still not restored at the horizon (censored), per 100.",
        fraction=share(Sum.UNRESTORED, Sum.INCIDENTS, 100.0),
        parts=False,
        event=100.0,
        most=hundred,
    ),
    Outcome(
        name="bounces",
        unit="hand-ons per failure",
        one="hand-on per failure",
        many="hand-ons per failure",
        empty="nothing failed",
        sign=4,
        told="teams that a failure is passed on to",
        does="prevents",
        words="Teams paged after the first, per failure in the window.",
        fraction=share(Sum.PASSED_ON, Sum.INCIDENTS),
        event=1.0,
    ),
    Outcome(
        name="partial_rollbacks",
        unit="per 100 rollbacks",
        one="partial rollback per 100 rollbacks",
        many="partial rollbacks per 100 rollbacks",
        empty="nothing was rolled back",
        does="prevents",
        words="Rollbacks that did not run everywhere, per 100 tried.",
        fraction=partial_rollbacks,
        event=100.0,
        most=hundred,
    ),
    Outcome(
        name="misattribution",
        unit="per 100 failures",
        one="failure blamed on the wrong team per 100",
        many="failures blamed on the wrong team per 100",
        empty="nobody was blamed",
        does="prevents",
        words="Failures blamed on a team that is neither the origin team nor a side or owner of "
        "the origin boundary, per 100; a bad fix counts with its root; externals are left out.",
        fraction=share(Sum.MISATTRIBUTED, Sum.ATTRIBUTED, 100.0),
        event=100.0,
        most=hundred,
    ),
    Outcome(
        name="misattribution_strict",
        unit="per 100 failures",
        one="failure blamed on a team that could not repair it per 100",
        many="failures blamed on a team that could not repair them per 100",
        empty="nobody was blamed",
        does="prevents",
        words="Failures blamed on a team that could not repair the root error, per 100.",
        fraction=share(Sum.NOT_THE_RESOLVER, Sum.ATTRIBUTED, 100.0),
        event=100.0,
        most=hundred,
    ),
    Outcome(
        name="misattribution_random",
        unit="per 100 failures",
        one="failure that blame at random would misplace per 100",
        many="failures that blame at random would misplace per 100",
        empty="nobody was blamed",
        words="What `misattribution` would be if a random team of the route were blamed.",
        fraction=share(Sum.RANDOM_BLAME, Sum.ATTRIBUTED, 100.0),
        event=100.0,
        most=hundred,
    ),
    Outcome(
        name="near_misses",
        unit="per 100 released",
        one="mistake found at the last step per 100",
        many="mistakes found at the last step per 100",
        sign=2,
        told="mistakes found at the last step",
        words=f"Errors found at the last step of the route, per 100 released, {_COHORT}.",
        fraction=share(Sum.NEAR_MISSES, Sum.RELEASED, 100.0),
        event=100.0,
    ),
    Outcome(
        name="retention",
        unit="per 100 facts",
        one="fact of 100 intact at the last step",
        many="facts of 100 intact at the last step",
        does="keeps",
        words=f"Facts that are intact after the crossing into the last step, {_COHORT}, per 100 "
        "that set out, all kinds of work together.",
        fraction=retention,
        event=100.0,
        most=hundred,
    ),
    Outcome(
        name="clean_handoffs",
        unit="per 100 handoffs",
        one="clean handover per 100",
        many="clean handovers per 100",
        empty="nothing was handed over",
        sign=1,
        told="handovers that need no question and bring no new mistake",
        does="brings",
        words="Handoffs in the window in which nothing was noticed, caught or newly wrong (%C&A).",
        fraction=clean,
        event=100.0,
        most=hundred,
    ),
    Outcome(
        name="hidden_work",
        unit="person-days a year",
        one="person-day of hidden work a year",
        many="person-days of hidden work a year",
        sign=3,
        told="rework, questions and other hidden work",
        words="Rework, rechecks, questions and boundary work, per 260 working days.",
        fraction=a_year(lambda tally: tally.hidden),
    ),
    Outcome(
        name="waiting",
        unit="item-days a year",
        one="item-day of waiting a year",
        many="item-days of waiting a year",
        words="Time that jobs of all classes stood in queues, per 260 working days.",
        fraction=a_year(lambda tally: tally.queued),
    ),
    Outcome(
        name="cost",
        unit="currency a year",
        one="cost a year",
        many="cost a year",
        fewer="less",
        shown=True,
        words="Spend, cost of structure, incidents at the file's prices, and delay of every day "
        "that an item, finished or not, lies between arrival and release; overhead appears through "
        "capacity and is not counted twice.",
        fraction=cost,
        counted=partial(cost, row=STRUCK),
    ),
)

OUTCOMES: Final[Mapping[str, Outcome]] = MappingProxyType(
    {outcome.name: outcome for outcome in _ALL}
)
SHOWN: Final = tuple(outcome.name for outcome in _ALL if outcome.shown)
RECORDED: Final = MappingProxyType({each.name: each.recorded for each in _ALL if each.recorded})
RESULTS: Final = tuple(outcome.name for outcome in _ALL if outcome.sign == 0)
LEADING: Final = tuple(
    name for _, name in sorted((outcome.sign, outcome.name) for outcome in _ALL if outcome.sign)
)


def outcomes_of(program: Program) -> tuple[Outcome, ...]:
    """Return the outcomes that exist for a plan: priced ones only where the file has prices."""
    priced = program.costs is not None
    return tuple(outcome for outcome in _ALL if priced or not outcome.priced)


def outcome_of(scenario: Scenario, asked: str | None = None) -> Outcome:
    """Return the outcome that a question about a scenario goes by: the one asked, or the file's.

    Refuses what `decisive` refuses (ValueError).
    """
    return decisive(asked or scenario.outcome, scenario)


def aim_of(scenario: Scenario, asked: str | None = None) -> Outcome:
    """Return what a search goes by: the outcome asked, or the file's with less noise.

    Of failed changes that is expected failures; all else has none with less noise that counts the
    same. Refuses what `decisive` refuses (ValueError).
    """
    found = outcome_of(scenario, asked)
    return OUTCOMES[aim(found.name)] if asked is None else found


def aim(name: str) -> str:
    """Return the outcome that is searched by where this one decides."""
    return OUTCOMES[name].aim or name if name == HEADLINE else name


def decisive(name: str, scenario: Scenario) -> Outcome:
    """Return an outcome that can decide which of a scenario's plans is better.

    Refuses one that does not exist, that has no better side, or that needs prices which the file
    lacks (ValueError).
    """
    fit = ", ".join(DECIDES)
    if name not in OUTCOMES:
        raise ValueError(f"there is no outcome {name!r} to go by; allowed: {fit}")
    found = OUTCOMES[name]
    if name not in DECIDES:
        raise ValueError(
            f"the outcome {name!r} has no better side, so no plan wins by it; allowed: {fit}"
        )
    if found.priced and scenario.costs is None:
        raise ValueError(f"the outcome {name!r} needs prices, and the file has no costs")
    return found
