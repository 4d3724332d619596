"""The scenarios fitted to a published mix of causes have that mix, and what follows from it."""

from functools import cache

import numpy as np
import pytest

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.replicate import replicate
from simulator.files.evidence import figure
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Floats, Tally
from simulator.stats.estimate import Estimate, ratio_estimate

REPLICATIONS = 400
SEED = 11
"""Not the seed of the fit: what is held is the mix, not the luck it was fitted with."""


@cache
def rows(name: str, plan: str = "today") -> tuple[Program, Tally]:
    """Return a shipped scenario's plan and its tallies."""
    program = program_for(load(shipped()[name]), plan)
    return program, replicate(program, SEED, range(REPLICATIONS))


def sides(name: str) -> tuple[Floats, Floats, Floats]:
    """Return failures of each replication born inside, between and in neither, bad fixes with them.

    This is the procedure by which the shares of the two files were fitted.
    """
    by_mechanism = rows(name)[1].failures.sum(axis=(1, 3))
    return by_mechanism[:, 0], by_mechanism[:, 1:4].sum(axis=1), by_mechanism[:, 4]


def agrees(found: Estimate, wanted: float, notices: float) -> None:
    """Hold a share to a wanted one: within 3 standard errors, and able to notice a shift."""
    error = (found.high - found.low) / (2 * 1.96)
    z = (found.best - wanted) / error
    assert notices > 4 * error, f"standard error {error:.4f} could not notice {notices}"
    assert abs(z) < 3, f"found {found.best:.4f}, wanted {wanted:.4f}, error {error:.4f}, z {z:.1f}"


def percent(slug: str, *keys: str) -> float:
    """Return the sum of published percentages as a share."""
    return sum(figure(slug, key).value or 0.0 for key in keys) / 100


def test_incident_mix_has_the_shares_of_the_incident_count() -> None:
    inside, between, neither = sides("incident-mix")
    everything = inside + between + neither
    source = "ghosh-2022"
    agrees(
        ratio_estimate(inside, everything),
        percent(source, "code", "deployment", "config", "auth"),
        0.02,
    )
    agrees(ratio_estimate(between, everything), percent(source, "boundary-share"), 0.02)
    agrees(ratio_estimate(neither, everything), percent(source, "infrastructure", "network"), 0.02)


def test_defect_mix_has_the_share_of_the_defect_count() -> None:
    inside, between, _ = sides("defect-mix")
    share = percent("basili-1984", "boundary-share")
    agrees(ratio_estimate(between, inside + between), share, 0.02)


def test_the_two_companies_make_the_same_mistakes() -> None:
    incidents, defects = (load(shipped()[name]) for name in ("incident-mix", "defect-mix"))
    assert incidents.teams == defects.teams
    assert incidents.boundaries == defects.boundaries
    assert incidents.work == defects.work
    assert incidents.levers == defects.levers
    assert incidents.external == defects.external
    assert incidents.incidents.manifest != defects.incidents.manifest


def gap(name: str, first: str, second: str) -> tuple[float, float]:
    """Return how many more changes fail per 100 with a plan than with another, and its error."""
    parts = [
        OUTCOMES["change_failure_rate"].fraction(*rows(name, plan)) for plan in (first, second)
    ]
    left, right = (above / below for above, below in parts)
    more = left - right
    return float(more.mean()), float(more.std(ddof=1) / np.sqrt(len(more)))


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("incident-mix", 1.0, np.inf), ("defect-mix", 0.0, 1.0), ("typical-company", -1.0, 0.0)],
)
def test_what_follows_from_the_mix_is_as_the_files_say(
    name: str, least: float, most: float
) -> None:
    more, error = gap(name, "between teams first", "inside teams first")
    assert least + 3 * error < more < most - 3 * error


@pytest.mark.parametrize("end", ["inside teams first", "between teams first"])
def test_a_split_can_beat_either_end(end: str) -> None:
    more, error = gap("typical-company", "half and half", end)
    assert more < -3 * error
