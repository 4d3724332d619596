"""Closed forms: what a run of the engine must give, to within a stated share."""

from __future__ import annotations

import math
from collections.abc import Iterator

from simulator.experiments.engine import tallies
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Sum, Tally, TeamSum
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import units
from simulator.stats.closed import (
    latent_defects,
    latent_drift,
    latent_unowned,
    retention,
    unknown_changes,
)
from simulator.stats.estimate import Estimate, mean_estimate, ratio_estimate
from simulator.stats.queues import jackson, mmc, traffic_of_routes
from simulator.validation.bench import ALONE, Bench, Tree, latent, near, retained
from simulator.validation.check import Check, Target

__all__ = ["FEEDBACK", "ONE_QUEUE", "closed_forms"]

TIGHT, COUNTS, QUEUES = 0.01, 0.03, 0.05
"""Margins, as shares of the exact value; what happened and means of queues are noisier."""

CHANCES = ("fidelity", "shared_context", "readback", "assumption_accuracy")

_SPEC = "closed form of the model's specification"

MANY: Tree = {
    **ALONE,
    "work": {"order": {"facts": 64}},
    "defaults": {
        "boundary": {
            "fidelity": 0.6,
            "shared_context": 0.5,
            "readback": 0.6,
            "assumption_accuracy": 0.7,
        }
    },
}
"""The telephone game with all four ways in which a fact can survive."""

ONE_QUEUE: Tree = {
    **ALONE,
    "horizon": "4000 days",
    "warm_up": "400 days",
    "work": {"change": {"route": ["Plan"], "arrivals": "12 per week"}},
    "defaults": {"team": {"effort": {"shape": "exponential"}, "defects_per_item": 0}},
}
"""One team of six with exponential service, at 80 % load."""

FEEDBACK: Tree = {
    **ALONE,
    "horizon": "4000 days",
    "warm_up": "400 days",
    "work": {
        "order": {"arrivals": "3 per week", "facts": 1, "fact_names": None},
        "question": {
            "arrivals": "2 per week",
            "facts": 1,
            "route": ["Sales", "Product", "Sales", "Quality"],
        },
    },
    "defaults": {
        "team": {"effort": {"shape": "exponential"}},
        "boundary": {"fidelity": 1, "handoff_effort": "0 h", "readback_effort": "0 h"},
    },
}
"""Two kinds of work through six teams, one of which comes back; service is exponential."""

UNOWNED: Tree = {
    **ALONE,
    "defaults": {
        "team": {"defects_per_item": 0},
        "boundary": {"changes_per_week": 0, "owned": 0.5, "boundary_work": 0.9},
    },
}
"""The neutral organisation with nobody's work as the only thing that can go wrong."""


def closed_forms(bench: Bench) -> Iterator[Check]:
    """Yield the checks against closed forms."""
    yield from _chain(bench)
    yield _erlang(bench)
    yield from _jackson(bench)
    yield from _neutral(bench)
    yield _unowned(bench)
    yield _slow(bench)


def _check(
    bench: Bench, name: str, unit: str, target: Target, found: Estimate, **more: str
) -> Check:
    source = more.pop("source", _SPEC)
    predicted = "from the parameters alone"
    return bench.must(
        name, source, target, found, group="exact", unit=unit, predicted=predicted, **more
    )


def _chain(bench: Bench) -> Iterator[Check]:
    game, varied = bench.scenario("telephone-game"), bench.scenario("telephone-game", MANY)
    for scenario, step, told in (
        (game, 5, "as shipped"),
        (varied, 1, "with four ways to survive"),
        (varied, 5, "with four ways to survive"),
    ):
        edge = next(iter(scenario.boundaries.values()))
        exact = retention(step, *(getattr(edge, name).value for name in CHANCES))[step]
        _, tally = bench.rows(scenario, 200 if scenario is game else 60)
        yield _check(
            bench,
            f"facts intact after {step} handover{'s' if step > 1 else ''}, {told}",
            "share of facts",
            near(float(exact), TIGHT),
            retained(tally, step),
            scenario="telephone-game, as shipped"
            if scenario is game
            else "telephone-game, 64 facts, f 0.6, s 0.5, r 0.6, a 0.7",
            source=f"{_SPEC}: a chain of two states",
        )


def _slow(bench: Bench) -> Check:
    """The chain again, by the engine that is read and not the one that is quick."""
    scenario = bench.scenario("telephone-game", MANY)
    chances = [getattr(next(iter(scenario.boundaries.values())), name).value for name in CHANCES]
    rows = tallies(bench.program(scenario), bench.seed, range(min(8, bench.n(8))), "reference")
    return _check(
        bench,
        "facts intact after 5 handovers, by the reference engine",
        "share of facts",
        near(float(retention(5, *chances)[5]), TIGHT),
        retained(rows, 5),
        scenario="telephone-game, 64 facts, f 0.6, s 0.5, r 0.6, a 0.7",
        source=f"{_SPEC}: a chain of two states",
    )


def _neutral(bench: Bench) -> Iterator[Check]:
    scenario = bench.scenario("neutral")
    for plan in ("today", "inside teams", "between teams"):
        program, tally = bench.rows(scenario, 1000, plan)
        yield _check(
            bench,
            f"expected failures, {plan}",
            "failures per 100 changes",
            near(100.0 * _neutral_latent(scenario, plan), TIGHT),
            mean_estimate(latent(tally, 100.0)),
            scenario="neutral",
            source=f"{_SPEC}: thinned Poisson counts",
        )
        if plan == "today":
            shown = 0.6 * _neutral_latent(scenario, plan) * -math.expm1(-90.0 / 20.0)
            yield _check(
                bench,
                "failed changes, today",
                "per 100 changes",
                near(-100.0 * math.expm1(-shown), COUNTS),
                ratio_estimate(*OUTCOMES["change_failure_rate"].fraction(program, tally)),
                scenario="neutral",
                source=f"{_SPEC}: counted severities within 90 days",
            )


def _neutral_latent(scenario: Scenario, plan: str) -> float:
    """The mean of manifest times latent errors of an item, by hand from the file's numbers."""
    team, edge = scenario.teams["Plan"], scenario.boundaries["Plan -> Build"]
    removal, tests = team.defect_removal.value, edge.contract_tests.value
    bought = scenario.arms[plan].spend if plan != "today" else {}
    for side, name in (("core", "verification"), ("edge", "contracts")):
        if side in bought:
            lever = scenario.levers[name]
            place = "Plan" if side == "core" else "Plan -> Build"
            scale = 4.0 * lever.scale.person_days * units(scenario, name, place)
            amount: float = bought[side].value  # type: ignore[union-attr]  # a side has no places
            g = -lever.adherence.value * math.expm1(-amount / scale)
            if side == "core":
                removal += g * (lever.ceiling["defect_removal"].value - removal)
            else:
                tests += g * (lever.ceiling["contract_tests"].value - tests)
    unknown = unknown_changes(edge.changes_per_week.value / 5.0, edge.sync_every.value, 100.0)
    inside = latent_defects(team.defects_per_item.value, removal)
    between = latent_drift(unknown, edge.exposure.value, tests)
    return 4.0 * (inside + between) * scenario.incidents.manifest["defect"].value


def _unowned(bench: Bench) -> Check:
    scenario = bench.scenario("neutral", UNOWNED)
    _, tally = bench.rows(scenario, 200)
    return _check(
        bench,
        "work that is nobody's",
        "failures per 100 changes",
        near(100.0 * 4.0 * latent_unowned(0.5, 0.9) * 0.1, TIGHT),
        mean_estimate(latent(tally, 100.0)),
        scenario="neutral, only ownership can fail (owned 0.5, boundary work 0.9)",
    )


def _erlang(bench: Bench) -> Check:
    scenario = bench.scenario("neutral", ONE_QUEUE)
    _, tally = bench.rows(scenario, 600)
    row = list(scenario.teams).index("Plan")
    return _check(
        bench,
        "wait of one team, exponential service",
        "days",
        near(mmc(12.0 / 5.0, 0.5, 6).wait, QUEUES),
        ratio_estimate(tally.teams[:, row, TeamSum.WAIT_TIME], tally.teams[:, row, TeamSum.WAITS]),
        scenario="neutral, one team of 6 at 80 % load, 4000 days",
        source="M/M/c (Erlang)",
    )


def _jackson(bench: Bench) -> Iterator[Check]:
    scenario = bench.scenario("telephone-game", FEEDBACK)
    names = list(scenario.teams)
    routes = [
        [names.index(team) for step in kind.route for team in step]
        for kind in scenario.work.values()
    ]
    rates = [kind.rate.value for kind in scenario.work.values() if kind.rate is not None]
    network = jackson(
        sum(rates),
        traffic_of_routes(rates, routes, len(names)),
        [1.0 / team.effort.mean.value for team in scenario.teams.values()],
        [int(team.people.value) for team in scenario.teams.values()],
    )
    _, tally = bench.rows(scenario, 100)
    told = "telephone-game, exponential service, a second kind that comes back, 4000 days"
    yield _check(
        bench,
        "time through a network with feedback",
        "days",
        near(network.sojourn, QUEUES),
        ratio_estimate(tally.sums[:, Sum.LEAD_TIME], tally.sums[:, Sum.RELEASED]),
        scenario=told,
        source="Jackson 1957, doi 10.1287/opre.5.4.518; Kelly 1975 for several kinds",
    )
    yield _check(
        bench,
        "number waiting over rate times wait",
        "ratio",
        near(1.0, TIGHT),
        _little(tally),
        scenario=told,
        source="Little's law",
    )


def _little(tally: Tally) -> Estimate:
    """The mean number in queues over the rate of visits times their mean wait, all teams."""
    sums = tally.teams.sum(axis=1)
    return ratio_estimate(sums[:, TeamSum.QUEUE], sums[:, TeamSum.WAIT_TIME])
