"""How often a true effect is seen at the size of a study: nine sites of I-PASS."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.measures.tally import Floats, Sum
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import mean_estimate
from simulator.validation.bench import Bench, published
from simulator.validation.check import Check
from simulator.validation.ipass import (
    ADMISSIONS,
    BUNDLES,
    admissions,
    fallen,
    residual,
    thirty_two,
)

__all__ = ["power"]


def power(bench: Bench) -> Iterator[Check]:
    """Yield how many of nine sites of the study's size come out significant."""
    left = residual(*BUNDLES["written"], thirty_two().value)
    share = (1.0 - fallen("errors").value) / (1.0 - thirty_two().value)
    studies, sites = bench.n(150), 9
    site = {
        "horizon": "358 days",
        "warm_up": "60 days",
        "work": {"order": {"arrivals": "10 per week"}},
    }
    crowd = {"Sales": {"people": 20}, "Product": {"people": 20}}
    counts = []
    for index, followed in enumerate(BUNDLES["written"]):
        tree = admissions(share, followed, left, 24.5)
        scenario = bench.scenario("telephone-game", tree, site, {"teams": crowd})
        first = index * studies * sites
        counts.append(_site_counts(bench, scenario, first, studies * sites))
    seen = _significant(*counts).reshape(studies, sites).sum(axis=1)
    found = mean_estimate(seen.astype(np.float64))
    low, high = (int(end) for end in np.quantile(seen, (0.025, 0.975)))
    sites_seen = published("ipass-2014", "sites", sites / 100.0)
    yield bench.study(
        "Sites of nine at which the fall of errors is significant",
        "ipass-2014",
        sites_seen,
        found,
        group="power",
        unit="sites of 9",
        scenario=f"telephone-game as {ADMISSIONS // sites} admissions a site and period, "
        f"{studies} studies of nine sites",
        predicted="from the fall over all sites and the number of admissions; no spread of sites",
        note=f"One study in twenty shows fewer than {low} or more than {high} of nine.",
    )


def _site_counts(bench: Bench, scenario: Scenario, first: int, n: int) -> tuple[Floats, Floats]:
    """Errors and admissions of `n` sites, each with luck of its own."""
    plan = bench.plan(scenario)
    rows = bench.run(plan, range(first, first + n))
    errors = rows.failures.sum(axis=(1, 2, 3)) - rows.failures[:, -1].sum(axis=(1, 2))
    return errors, rows.sums[:, Sum.RELEASED]


def _significant(before: tuple[Floats, Floats], after: tuple[Floats, Floats]) -> Floats:
    """Whether each site's rate fell, at 5 % on two sides, its counts taken as Poisson."""
    rates = before[0] / before[1] - after[0] / after[1]
    errors = np.sqrt(before[0] / before[1] ** 2 + after[0] / after[1] ** 2)
    fallen: Floats = (rates > 1.96 * errors).astype(np.float64)
    return fallen
