"""The log alone reproduces every measure, by a second count that shares nothing with the first."""

from __future__ import annotations

import math

import pytest
from hypothesis import given

from simulator.engines.program.compilation import Program
from simulator.engines.reference.engine import simulate
from simulator.experiments.replicate import replicate
from simulator.measures import splits
from simulator.measures.count import tally
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import EXPECTED, Sum, Tally, stack
from tests.properties.recount import Recount, median, percentile
from tests.properties.runs import SEED, Tree, examples, own_replication, plan_of, rows_of
from tests.strategies.organisations import organisations

PLAIN = (
    "change_failure_rate",
    "failures",
    "expected_failures",
    "serious_failures",
    "lead_time",
    "throughput",
    "flow_efficiency",
    "unrestored",
    "bounces",
    "partial_rollbacks",
    "near_misses",
    "clean_handoffs",
    "hidden_work",
    "waiting",
)


def same(value: float, other: float) -> bool:
    """Whether two numbers agree; what divides by nothing is NaN in both."""
    return (math.isnan(value) and math.isnan(other)) or value == pytest.approx(other, abs=1e-9)


def outcome(program: Program, counted: Tally, name: str) -> float:
    above, below = OUTCOMES[name].fraction(program, counted)
    return float(above.sum() / below.sum()) if below.sum() else math.nan


def check_outcomes(program: Program, counted: Tally, again: Recount) -> None:
    for name in PLAIN:
        assert same(outcome(program, counted, name), getattr(again, name)()), name
    assert same(outcome(program, counted, "retention"), again.surviving())
    times = again.restore_times()
    for name, days in (("restore_p50", median(times)), ("restore_p90", percentile(times, 90))):
        assert same(outcome(program, counted, name), 8.0 * days), name
    leads, sums = again.lead_times(), counted.sums[0]
    assert same(outcome(program, counted, "lead_time_p50"), median(leads))
    for hundredths in (85, 95):
        name = f"lead_time_p{hundredths}"
        assert same(outcome(program, counted, name), percentile(leads, hundredths)), name
    unseen = sums[[Sum.UNSEEN, Sum.UNSEEN_DAYS, Sum.UNSEEN_TEAMS]]
    assert all(map(same, unseen, again.unseen()))
    assert same(sums[Sum.IN_SYSTEM], again.item_days())
    assert sums[Sum.FAILED_CHANGES] == again.failed_changes()
    assert sums[Sum.ATTRIBUTED] + sums[Sum.EXTERNAL] == len(again.counted())
    expected = again.incidents_by().values()
    assert all(map(same, counted.incidents[0, EXPECTED].reshape(-1), expected))
    names = ("misattribution", "misattribution_strict", "misattribution_random")
    for name, value in zip(names, again.misattribution(), strict=True):
        assert same(outcome(program, counted, name), value), name


def check_splits(program: Program, counted: Tally, again: Recount) -> None:
    if again.cohort:
        for split, own in splits.failures_by(program, counted).items():
            mine = again.failures_by()[split]
            assert set(mine) <= set(own), split
            for name, value in own.items():
                assert same(value, mine.get(name, 0.0)), (split, name)
            assert same(sum(own.values()), again.failures()), split
    for name, row in splits.teams(program, counted).items():
        for key, value in again.team(name).items():
            assert same(row[key], value), (name, key)
    for name, row in splits.boundaries(program, counted).items():
        for key, value in again.boundary(name).items():
            assert same(row[key], value), (name, key)
    for kind, shares in splits.retention(program, counted).items():
        pairs = zip(shares, again.retention(kind), strict=True)
        assert all(same(value, other) for value, other in pairs), kind
        assert shares[0] == 1.0 or math.isnan(shares[0])


@examples(40)
@given(organisations())
def test_the_log_alone_reproduces_every_measure(tree: Tree) -> None:
    for plan in ("today", *(plan["name"] for plan in tree["arms"])):
        program = plan_of(tree, plan)
        log = simulate(program, SEED, own_replication(tree))
        counted = stack([tally(program, log)])
        again = Recount(program.scenario, rows_of(log))
        check_outcomes(program, counted, again)
        check_splits(program, counted, again)


@examples(40)
@given(organisations())
def test_rows_in_bulk_are_what_the_log_amounts_to(tree: Tree) -> None:
    for plan in ("today", *(plan["name"] for plan in tree["arms"])):
        program = plan_of(tree, plan)
        counted = vars(stack([tally(program, simulate(program, SEED, own_replication(tree)))]))
        for name, rows in vars(replicate(program, SEED, [own_replication(tree)])).items():
            assert rows == pytest.approx(counted[name], abs=1e-9, nan_ok=True), name
