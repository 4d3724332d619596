"""Stale documents: one drift process, looked at now and over a life."""

from __future__ import annotations

import math
from collections.abc import Iterator

from simulator.files.evidence import figure
from simulator.measures.tally import EdgeSum
from simulator.stats.estimate import Estimate, ratio_estimate
from simulator.validation.bench import ALONE, Bench, Tree, published
from simulator.validation.check import Check

__all__ = ["documents"]

LOOKS = 200
"""How often a document is looked at over its life."""


def documents(bench: Bench) -> Iterator[Check]:
    """Yield how often a document is stale now and ever, from one drift process."""
    now, ever = (figure("tan-2024", key).value or math.nan for key in ("now", "ever"))
    sync = 100.0
    rate = -2.0 * math.log1p(-now / 100.0) / sync
    life = -math.log1p(-ever / 100.0) / rate - sync / 2.0
    stale, once = _looked(bench, rate, sync, life)
    note = (
        f"Two numbers, two parameters: together they need a document {life / sync:.1f} times as "
        "old as the time between two joint looks."
    )
    yield _row(bench, "now", "now", stale, f"changes x sync_every = {rate * sync:.2f}", "", note)
    age = f"age = {life / sync:.1f} x sync_every, after changes x sync_every"
    yield _row(bench, "at some time", "ever", once, age, "", note)
    yield from _services(bench)


def _services(bench: Bench) -> Iterator[Check]:
    """Yield the same at the pace of the shipped services, whose age is not free."""
    scenario = bench.scenario("api-drift")
    edge = next(iter(scenario.boundaries.values()))
    life = scenario.horizon.value - scenario.warm_up.value
    rate, sync = edge.changes_per_week.value / 5.0, edge.sync_every.value
    stale, once = _looked(bench, rate, sync, life)
    pace = "at the pace of api-drift"
    yield _row(bench, f"now, {pace}", "now", stale, "changes_per_week 0.341", "", "")
    yield _row(
        bench,
        f"at some time, {pace}",
        "ever",
        once,
        "",
        "from the pace fitted to the share stale now, and one year of age",
        "At the pace of services nearly everything is stale at some time; the study's projects "
        "change more slowly.",
    )


def _row(
    bench: Bench, name: str, key: str, found: Estimate, fitted: str, predicted: str, note: str
) -> Check:
    return bench.study(
        f"Projects with a stale document {name}",
        "tan-2024",
        published("tan-2024", key),
        found,
        unit="% of projects",
        scenario=f"telephone-game, one interface looked at {LOOKS} times over its life"
        + (", at the numbers of api-drift" if "api-drift" in name else ""),
        fitted=fitted,
        predicted=predicted,
        note=note,
    )


def _looked(bench: Bench, rate: float, sync: float, life: float) -> tuple[Estimate, Estimate]:
    """The share stale at a look, and at any look of a life [%]; changes a day, days, days."""
    looks = [f"{life * k / LOOKS!r} days" for k in range(LOOKS + 1)]
    quick = {"people": 1000, "effort": {"mean": "0.001 h", "cv": 0}}
    order = {"route": ["Sales", "Product"], "facts": 1, "fact_names": None}
    tree: Tree = {
        **ALONE,
        "horizon": f"{life + 30.0!r} days",
        "warm_up": "0 days",
        "work": {"order": {**order, "arrivals": {"schedule": looks}}},
        "teams": {"Sales": quick, "Product": quick},
        "defaults": {
            "boundary": {
                "fidelity": 1,
                "changes_per_week": 5.0 * rate,
                "sync_every": f"{sync!r} days",
                "exposure": 1,
                "handoff_effort": "0 h",
                "readback_effort": "0 h",
            },
        },
        "incidents": {"manifest": 0},
    }
    program = bench.program(bench.scenario("telephone-game", tree))
    rows = bench.run(program, range(bench.n(1200))).edges.sum(axis=1)
    handed, clean = rows[:, EdgeSum.HANDOFFS], rows[:, EdgeSum.CLEAN]
    return (
        ratio_estimate(100.0 * (handed - clean), handed),
        ratio_estimate(100.0 * (clean < handed), handed * 0.0 + 1.0),
    )
