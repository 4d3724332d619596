"""The share of failures that start between teams, held against each published count."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.files.coded import READINGS, shares
from simulator.files.evidence import figure
from simulator.methods.records.population import population
from simulator.stats.estimate import Floats, mean_estimate
from simulator.stats.prediction import places
from simulator.validation.bench import Bench, Tree, published
from simulator.validation.check import Check, Forecast, Target

__all__ = ["counted", "published_shares", "without_records"]

ORGANISATIONS = 100
"""Organisations drawn over the ranges of the file."""


def without_records(tree: Tree) -> Tree:
    """A change that takes away whatever of an organisation is known besides its ranges."""
    known = dict.fromkeys(tree.get("observed") or {})
    reason = "the share is what is predicted"
    return {"observed": {**known, "causes": {"value": "none", "because": reason}}}


def counted() -> dict[str, tuple[str, Target]]:
    """The published shares [%] by name, each with the study it is cited by."""
    found = {slug: (slug, published(slug, "boundary-share"))
             for slug in ("gunawi-2016", "ghosh-2022", "tang-2023")}  # fmt: skip
    for source, name in (("icco", "many companies"), ("dfds", "one company")):
        # the middle of both definitions on the scale of log odds, since neither is the right one
        odds = []
        for reading in READINGS:
            between, told = shares(reading, source=source)
            odds.append(np.log(between / (told - between)))
        middle = 100.0 / (1.0 + float(np.exp(-np.mean(odds))))
        target = Target(value=middle, low=middle, high=middle)
        found[f"coded reports of {name}"] = ("coded-strictly-2026 coded-loosely-2026", target)
    return found


def published_shares(bench: Bench) -> Iterator[Check]:
    """Yield one check a count: the company that most files extend, over its ranges alone."""
    company = bench.scenario("typical-company")
    company = bench.scenario("typical-company", without_records(company.tree))
    drawn = population(company, bench.run, n=bench.n(ORGANISATIONS))
    between: Floats = np.array([]) if drawn is None else drawn.figures.between
    between = between[~np.isnan(between)]
    known = counted()
    for name, (slugs, target) in known.items():
        others = {other: of.value / 100.0 for other, (_, of) in known.items() if other != name}
        spread = places(tuple(others.values()), "share")
        low, high = spread.around(between)
        naive = spread.points(0.025, 0.975)
        yield bench.study(
            f"Failures between teams, {name}",
            slugs,
            target,
            mean_estimate(100.0 * between),
            unit="% of serious failures",
            scenario="typical-company over its ranges, without records and published shares",
            predicted="from the file's own ranges and the spread of the other four counts",
            forecast=Forecast(
                low=100.0 * low,
                high=100.0 * high,
                naive_low=100.0 * naive[0],
                naive_high=100.0 * naive[1],
                others=tuple(others),
            ),
            note=_note(name),
        )


def _note(name: str) -> str:
    strict = figure("coded-strictly-2026", "boundary-share").value or 0.0
    loose = figure("coded-loosely-2026", "boundary-share").value or 0.0
    text = "Every count defines it in its own way; the file says that it lies above all of them."
    if name.startswith("coded"):
        text += (
            f" The middle of a strict and a loose reading, {strict:.0f} and {loose:.0f} % of all "
            "158 reports."
        )
    return text
