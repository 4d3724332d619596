"""Shipped scenarios with sources still give the figures they were fitted or solved to.

Each agreement here is arithmetic or a fit, as the files say; none is evidence for the model.
"""

from functools import cache

import numpy as np
import pytest

from simulator.engines.compiled.engine import simulate
from simulator.engines.log import EventLog, Happening
from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.replicate import replicate
from simulator.files.evidence import figure
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.splits import retention
from simulator.measures.tally import EdgeSum, Floats, Sum, Tally
from simulator.mechanisms.incidents import EXTERNAL
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import Tree, merge
from simulator.stats.estimate import Estimate, ratio_estimate

SEED = 11
"""Not the seed of the fits."""


def scenario(name: str, **changes: Tree) -> Scenario:
    """Return a shipped scenario, with changes of today's organisation if there are any."""
    known = load(shipped()[name])
    return Scenario.from_tree(merge(known.tree, changes)) if changes else known


@cache
def rows(name: str, plan: str, replications: int) -> tuple[Program, Tally]:
    """Return a plan of a shipped scenario and its tallies."""
    program = program_for(scenario(name), plan)
    return program, replicate(program, SEED, range(replications))


def agrees(found: Estimate, wanted: float, notices: float) -> None:
    """Hold a figure to the wanted one: within 3 standard errors, and able to notice a shift."""
    error = (found.high - found.low) / (2 * 1.96)
    z = (found.best - wanted) / error
    assert notices > 4 * error, f"standard error {error:.4g} could not notice {notices}"
    assert abs(z) < 3, f"found {found.best:.5g}, wanted {wanted:.5g}, error {error:.4g}, z {z:.1f}"


def outcome(name: str, plan: str, which: str, replications: int) -> Estimate:
    """Return an outcome of a plan of a shipped scenario."""
    return ratio_estimate(*OUTCOMES[which].fraction(*rows(name, plan, replications)))


def published(slug: str, key: str) -> float:
    """Return a published figure."""
    value = figure(slug, key).value
    assert value is not None
    return value


def test_ipass_has_the_errors_before_and_leaves_the_negative_control_alone() -> None:
    per_100 = {}
    for plan in ("today", "handoff programme"):
        program, tally = rows("ipass", plan, 1500)
        released = tally.sums[:, Sum.RELEASED]
        outside = tally.failures[:, :, EXTERNAL].sum(axis=(1, 2))
        per_100[plan] = 100 * outside.sum() / released.sum()
        errors = 100 * (tally.failures.sum(axis=(1, 2, 3)) - outside)
        wanted = "errors-before" if plan == "today" else "errors-after"
        agrees(ratio_estimate(errors, released), published("ipass-2014", wanted), 1.0)
        if plan == "today":
            # externals count by their rate: so many an arrival, whatever is still in progress
            arrivals = program.rates.sum() * (program.horizon - program.warm_up)
            assert 100 * outside / arrivals == pytest.approx(
                published("ipass-2014", "other-before"), rel=0.002
            )
    assert per_100["today"] == pytest.approx(per_100["handoff programme"], abs=0.02)


def test_ipass_lets_handoff_errors_fall_as_in_the_32_hospitals() -> None:
    lost = {plan: rows("ipass", plan, 1500)[1].failures[:, :, 1].sum(axis=(1, 2))
            for plan in ("today", "handoff programme")}  # fmt: skip
    left = ratio_estimate(lost["handoff programme"], lost["today"])
    agrees(left, 1 - published("ipass-2023", "fall") / 100, 0.03)


@pytest.mark.parametrize(
    ("plan", "wanted"),
    [
        ("today", published("haynes-2009", "before")),
        ("checklist with training", published("haynes-2009", "after")),
        (
            "checklist by order",
            published("haynes-2009", "before")
            * published("urbach-2014", "after")
            / published("urbach-2014", "before"),
        ),
    ],
)
def test_the_checklist_gives_both_published_results_by_adherence_alone(
    plan: str, wanted: float
) -> None:
    agrees(outcome("surgical-checklist", plan, "change_failure_rate", 600), wanted, 0.4)


@pytest.mark.parametrize(
    ("plan", "after_five", "error"),
    [("today", 0.025, 0.003), ("notes", 0.855, 0.005), ("printed sheet", 0.99, 0.002)],
)
def test_the_nursing_chain_keeps_what_the_experiment_kept(
    plan: str, after_five: float, error: float
) -> None:
    left = retention(*rows("nursing-chain", plan, 100))["patient"]
    assert left[5] == pytest.approx(after_five, abs=error)


def test_the_other_study_of_the_chain_is_not_met() -> None:
    left = retention(*rows("nursing-chain", "notes", 100))["patient"][5]
    assert 100 * left / published("pothier-2005", "notes-5") == pytest.approx(2.76, abs=0.05)


def tossed(log: EventLog, since: float) -> tuple[int, int]:
    """Return of the failures repaired since a time how many were tossed, and how many there were.

    A failure is tossed when a team is paged that is neither the first nor the one that repairs it.
    """
    events = log.events
    paged = events["error"][events["event"] == Happening.PAGED]
    repaired = (events["event"] == Happening.REPAIRED) & (events["time"] >= since)
    errors = events["error"][repaired]
    times = np.bincount(paged, minlength=int(errors.max(initial=0)) + 1)[errors]
    return int((times >= 3).sum()), len(errors)


@pytest.mark.parametrize(("known", "share"), [(0.40, 0.44), (0.47, 0.405), (0.54, 0.37)])
def test_bug_tossing_has_the_published_share_and_its_range(known: float, share: float) -> None:
    program = program_for(
        scenario(
            "bug-tossing",
            incidents={"traceable": {"value": known}},
            defaults={"boundary": {"owned": {"value": known}}},
        )
    )
    counts = np.array(
        [tossed(simulate(program, SEED, n), program.warm_up) for n in range(250)], float
    )
    found = ratio_estimate(counts[:, 0], counts[:, 1])
    agrees(found, share, 0.025)
    source = figure("jeong-2009", "tossed")
    assert source.low is not None
    assert source.high is not None
    assert source.low / 100 <= share <= source.high / 100


def test_bug_tossing_carries_the_fitted_number_and_its_range() -> None:
    known = scenario("bug-tossing")
    for of in (known.incidents.traceable, known.boundaries["Data -> Operations"].owned):
        assert (of.value, of.low, of.high) == (0.47, 0.40, 0.54)


def test_api_drift_has_the_published_share_of_stale_pictures() -> None:
    """With every unknown change concerning the item, an unclean handover is a stale picture."""
    program = program_for(
        scenario(
            "api-drift",
            defaults={
                "boundary": {
                    "exposure": 1,
                    "contract_tests": 0,
                    "fidelity": 1,
                    "boundary_work": 0,
                }
            },
        )
    )
    edges = replicate(program, SEED, range(60)).edges.sum(axis=1)
    stale: Floats = edges[:, EdgeSum.HANDOFFS] - edges[:, EdgeSum.CLEAN]
    now = published("tan-2024", "now") / 100
    agrees(ratio_estimate(stale, edges[:, EdgeSum.HANDOFFS]), now, 0.02)


@pytest.mark.parametrize("name", ["api-drift", "bug-tossing"])
def test_more_than_half_starts_between_teams_where_the_file_says_so(name: str) -> None:
    born = rows(name, "today", 100)[1].failures.sum(axis=(1, 3))
    share = ratio_estimate(born[:, 1:EXTERNAL].sum(axis=1), born.sum(axis=1))
    assert share.low > 0.5
    assert born[:, EXTERNAL].sum() == 0


def test_the_board_delays_and_makes_no_difference_that_matters() -> None:
    matters = 1.0  # failed change per 100
    rate, lead = (
        {plan: outcome("change-board", plan, which, 300) for plan in ("today", "weekly board")}
        for which in ("change_failure_rate", "lead_time")
    )
    gap = rate["weekly board"].best - rate["today"].best
    error = sum((of.high - of.low) / (2 * 1.96) for of in rate.values())
    assert abs(gap) + 3 * error < matters
    assert lead["weekly board"].low - lead["today"].high > 1.0
