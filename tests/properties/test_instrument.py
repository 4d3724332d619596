"""The instrument is level: equal sides tie, exchanged sides exchange the answer."""

from __future__ import annotations

import math
from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.engines.program import layout
from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.replicate import replicate
from simulator.experiments.runner import Runner
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Floats, Tally
from simulator.methods.judging import decision
from simulator.model.lever import EDGE_LEVERS
from simulator.scenario.scenario import Scenario
from simulator.stats.closed import latent_defects, latent_drift, unknown_changes
from tests.properties.runs import SEED, Tree, examples
from tests.tiers import sampled

INSIDE, BETWEEN = "inside teams", "between teams"


class Difference(NamedTuple):
    """Mean difference of failures per 100 and its standard error, same luck."""

    mean: float
    error: float

    @property
    def z(self) -> float:
        return self.mean / self.error


def bulk(scenario: Scenario, plan: str, replications: int) -> tuple[Program, Tally]:
    """Return a plan and its tallies."""
    program = program_for(scenario, plan)
    return program, replicate(program, SEED, range(replications))


@cache
def shipped_bulk(name: str, plan: str) -> tuple[Program, Tally]:
    """Return a shipped scenario's plan and 600 tallies."""
    return bulk(load(shipped()[name]), plan, 600)


def score(run: tuple[Program, Tally], outcome: str) -> Floats:
    """Return an outcome of each replication."""
    above, below = OUTCOMES[outcome].fraction(*run)
    return np.asarray(above / below)


def difference(runs: Iterable[tuple[Program, Tally]], outcome: str) -> Difference:
    """Return inside less between, the two `runs`: below 0 where the first prevents more."""
    inside, between = (score(run, outcome) for run in runs)
    gap = inside - between
    return Difference(float(gap.mean()), float(gap.std(ddof=1) / math.sqrt(len(gap))))


def latent_by_hand(program: Program) -> float:
    """Return the mean number of latent errors of an item at release, from the plan's numbers."""
    teams, edges = program.teams[0], program.edges[0]
    total = 0.0
    for row, bought in zip(teams, program.team_practices[:, layout.VERIFICATION], strict=True):
        g = bought["adherence"] * bought["strength"]
        removal = row["defect_removal"] + g * (row["defect_removal_top"] - row["defect_removal"])
        total += latent_defects(row["defects_per_item"], removal)
    for row, bought in zip(
        edges, program.edge_practices[:, EDGE_LEVERS.index("contracts")], strict=True
    ):
        g = bought["adherence"] * bought["strength"]
        tests = row["contract_tests"] + g * (row["contract_tests_top"] - row["contract_tests"])
        unknown = unknown_changes(row["change_rate"], row["sync_every"], 100.0)
        total += latent_drift(unknown, row["exposure"], tests)
    return total


@pytest.mark.parametrize(
    "outcome", sampled(["expected_failures", "failures", "change_failure_rate"])
)
def test_neutral_has_no_clear_difference(outcome: str) -> None:
    found = difference((shipped_bulk("neutral", plan) for plan in (INSIDE, BETWEEN)), outcome)
    assert abs(found.z) < 3.0
    # strong enough to notice a lean of some hundredths of what money prevents (about 5 per 100)
    assert found.error < 0.15


@pytest.mark.slow
def test_neutral_is_too_small_to_matter_in_nearly_every_seed_and_never_better() -> None:
    scenario, words = load(shipped()["neutral"]), []
    for seed in range(1, 201):
        found = decision(scenario, Runner(seed=seed), seed=seed).judgement
        assert found is not None
        words.append(found.of(INSIDE, BETWEEN).verdict)
    assert words.count("too small") >= 190
    assert "better" not in words


def test_neutral_has_exactly_the_same_to_give_on_both_sides() -> None:
    scenario = load(shipped()["neutral"])
    today, inside, between = (
        latent_by_hand(program_for(scenario, plan)) for plan in ("today", INSIDE, BETWEEN)
    )
    assert inside == pytest.approx(between, rel=1e-12)
    assert inside < 0.8 * today


def test_neutral_meets_its_own_algebra() -> None:
    for plan in (INSIDE, BETWEEN):
        program, tallies = shipped_bulk("neutral", plan)
        rates = score((program, tallies), "expected_failures")
        error = float(rates.std(ddof=1)) / math.sqrt(len(rates))
        # manifest is 0.1, and 100 items
        assert abs(float(np.mean(rates)) - 10.0 * latent_by_hand(program)) < 4.0 * error


@pytest.mark.parametrize("outcome", sampled(["expected_failures", "change_failure_rate"]))
def test_mirror_turns_the_sign_and_keeps_the_size(outcome: str) -> None:
    lopsided, mirror = (
        difference((shipped_bulk(name, plan) for plan in (INSIDE, BETWEEN)), outcome)
        for name in ("lopsided", "mirror")
    )
    assert lopsided.z < -20.0
    assert mirror.z > 20.0
    both = math.hypot(lopsided.error, mirror.error)
    assert abs(lopsided.mean + mirror.mean) < 4.0 * both
    assert both < 0.05 * mirror.mean


class Side(NamedTuple):
    """What a side makes an item and place, what is stopped today, and at the ceiling."""

    made: float
    stopped: float
    ceiling: float

    @property
    def to_give(self) -> float:
        return self.made * (self.ceiling - self.stopped)


def with_sides(core: Side, edge: Side) -> Scenario:
    """Return `neutral` with these numbers on its two sides."""
    tree: Tree = deepcopy(dict(load(shipped()["neutral"]).tree))
    tree["horizon"], tree["warm_up"] = "150 days", "30 days"
    tree["defaults"]["team"] |= {"defects_per_item": core.made, "defect_removal": core.stopped}
    tree["defaults"]["boundary"] |= {"exposure": edge.made / 20.0, "contract_tests": edge.stopped}
    tree["levers"]["verification"]["ceiling"] = {"defect_removal": core.ceiling}
    tree["levers"]["contracts"]["ceiling"] = {"contract_tests": edge.ceiling}
    return Scenario.from_tree(tree)


SIDES = st.builds(
    Side,
    made=st.sampled_from((0.2, 0.4, 0.6, 0.8)),
    stopped=st.sampled_from((0.2, 0.4, 0.6)),
    ceiling=st.sampled_from((0.7, 0.8, 0.95)),
)


@examples(12)
@given(SIDES, SIDES)
def test_exchanging_the_sides_exchanges_the_winner(core: Side, edge: Side) -> None:
    assume(abs(core.to_give - edge.to_give) > 0.05)
    found, other = (
        difference((bulk(scenario, plan, 60) for plan in (INSIDE, BETWEEN)), "expected_failures")
        for scenario in (with_sides(core, edge), with_sides(edge, core))
    )
    assert (found.mean < 0.0) == (core.to_give > edge.to_give)
    assert (other.mean < 0.0) == (edge.to_give > core.to_give)
    assert abs(found.z) > 4.0
    assert abs(other.z) > 4.0
    assert abs(found.mean + other.mean) < 4.0 * math.hypot(found.error, other.error)
