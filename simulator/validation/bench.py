"""The bench that checks stand on: shipped scenarios, variants of them, runs, and ratios of runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from simulator.engines.program.compilation import Program
from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.files.evidence import evidence, figure
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.measures.tally import Floats, Sum, Tally
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import merge
from simulator.stats.estimate import Estimate, ratio_contributions, ratio_estimate
from simulator.stats.intervals import normal_quantile
from simulator.validation.check import MARGIN, Check, Forecast, Target, span

__all__ = [
    "ALONE",
    "Bench",
    "Tree",
    "cited",
    "exactly",
    "latent",
    "near",
    "point",
    "published",
    "quotient",
    "retained",
]

Tree = dict[str, Any]

ALONE: Tree = {"arms": None, "levers": None}
"""The change that leaves an organisation without plans."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """
    Where checks run.

    Parameters
    ----------
    run
        The runner; its seed is in every row.
    effort
        Factor on every check's own number of replications, above 0.
    alter
        Changes every plan before it runs; a test breaks the engine's input with it.
    """

    run: Runner
    effort: float = 1.0
    alter: Callable[[Program], Program] = lambda program: program
    _loaded: dict[str, Scenario] = field(default_factory=dict)

    @property
    def seed(self) -> int:
        """The seed of every row."""
        return self.run.seed

    @cached_property
    def known(self) -> Mapping[str, Any]:
        """The shipped scenarios by name."""
        return shipped()

    def n(self, replications: int) -> int:
        """A number of replications at this bench's effort, at least 4."""
        return max(4, round(self.effort * replications))

    def scenario(self, name: str, *changes: Tree) -> Scenario:
        """A shipped scenario, or a variant of it: trees merged over it one after another."""
        if name not in self._loaded:
            self._loaded[name] = load(self.known[name])
        scenario = self._loaded[name]
        if not changes:
            return scenario
        tree: Tree = scenario.tree
        for change in changes:
            tree = merge(tree, change)
        return Scenario.from_tree(tree)

    def program(self, scenario: Scenario, plan: str = "today") -> Program:
        """The program of a plan, altered where the bench alters plans."""
        return self.alter(planned_program(scenario, plan, self.run))

    def rows(
        self, scenario: Scenario, replications: int, plan: str = "today"
    ) -> tuple[Program, Tally]:
        """A plan and its rows, of so many replications at effort 1."""
        program = self.program(scenario, plan)
        return program, self.run(program, range(self.n(replications)))

    def must(
        self,
        name: str,
        source: str,
        target: Target,
        found: Estimate,
        *,
        group: str,
        unit: str,
        scenario: str,
        predicted: str,
        note: str = "",
    ) -> Check:
        """A row without which the product is broken."""
        return Check(
            name=name,
            group=group,
            unit=unit,
            source=source,
            target=target,
            found=found,
            seed=self.seed,
            scenario=scenario,
            must=True,
            predicted=predicted,
            note=note,
        )

    def study(
        self,
        name: str,
        slugs: str,
        target: Target,
        found: Estimate,
        *,
        unit: str,
        scenario: str,
        group: str = "published",
        fitted: str = "",
        predicted: str = "",
        forecast: Forecast | None = None,
        plausible: bool = False,
        note: str = "",
    ) -> Check:
        """A row against studies of the register, told by their slugs with blanks between."""
        return Check(
            name=name,
            group=group,
            unit=unit,
            source=cited(*slugs.split(" ")),
            target=target,
            found=found,
            seed=self.seed,
            scenario=scenario,
            fitted=fitted,
            predicted=predicted,
            forecast=forecast,
            plausible=plausible,
            note=note,
        )


def quotient(above: Floats, below: Floats) -> Estimate:
    """
    The ratio of two means over the same replications, with the interval of the delta method.

    Each argument has one value a replication, such as `ratio_contributions` gives.
    """
    return ratio_estimate(above, below)


def retained(tally: Tally, step: int) -> Estimate:
    """The share of facts intact at a step of the first kind's route."""
    return ratio_estimate(tally.retention[:, step, 0], tally.retention[:, step, 1])


def latent(tally: Tally, scale: float = 1.0) -> Floats:
    """Expected failures of a released item, bad fixes and externals left out, one a replication."""
    own = tally.failures[:, :-1, :, 0].sum(axis=(1, 2))
    return ratio_contributions(scale * own, tally.sums[:, Sum.RELEASED])


def point(value: float, n: int) -> Estimate:
    """A number without noise, such as a count of differences."""
    return Estimate(best=value, low=value, high=value, n=n)


def exactly(value: float) -> Target:
    """A target that has to be met to the last digit."""
    return Target(value=value, low=value, high=value)


def near(value: float, share: float) -> Target:
    """An exact target that is met within a share of itself."""
    return Target(value=value, low=value, high=value, margin=share * abs(value))


def published(slug: str, key: str, scale: float = 1.0, *, units: int | None = None) -> Target:
    """
    A figure of the evidence register as a target, times `scale`.

    The interval is the published one, or that of the counts behind a share. `units`: independent
    units of a share that has neither, such as patients; without them there is no interval.
    """
    found = figure(slug, key)
    low, high = found.low, found.high
    if found.value is None:
        if low is None or high is None:
            raise ValueError(f"{slug} gives no number for {key}")
        return span(scale * low, scale * high)
    if low is None or high is None or found.interval == "range":
        low = high = found.value
        if units is not None:
            low, high = (100.0 * end for end in _wilson(found.value / 100.0, units))
    ends = sorted((scale * low, scale * high))
    value = scale * found.value
    return Target(value=value, low=ends[0], high=ends[1], margin=MARGIN * abs(value))


def _wilson(share: float, n: int) -> tuple[float, float]:
    """The Wilson interval of a share of so many units, which need not be a whole count."""
    z = normal_quantile(0.95)
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return min(centre - half, share), max(centre + half, share)


def cited(*slugs: str) -> str:
    """The studies of the register as a source: authors, year, place, and slug."""
    return "; ".join(f"{evidence().studies[slug].study} [{slug}]" for slug in slugs)
