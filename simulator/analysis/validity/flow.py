"""Passing on, approval boards, stale documents, stacked checks, and failure rates."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from simulator.analysis.validity.bench import ALONE, Bench, Tree, published
from simulator.analysis.validity.check import MARGIN, Check, Target, span
from simulator.engines.log import EventLog, Happening, Task
from simulator.experiments.engine import log_of
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import EdgeSum, Floats, Sum
from simulator.model.evidence import figure
from simulator.stats.estimate import Estimate, ratio_contributions, ratio_estimate
from simulator.stats.paired import paired_ratio_difference

__all__ = ["BOARD", "flow"]

ORGANISATIONS = (
    "typical-company",
    "microservices",
    "twelve-teams",
    "strong-cores-fragile-edges",
    "weak-cores",
)


def flow(bench: Bench) -> Iterator[Check]:
    """Yield the checks on how incidents travel, what goes stale, what is removed and approved."""
    yield from _tossing(bench)
    yield from _documents(bench)
    yield from _stack(bench)
    yield from _failure_rates(bench)
    yield from _board(bench)


def _handed_on(log: EventLog) -> tuple[Floats, Floats, Floats, Floats]:
    """Counts and triage times [days] of one run's repaired incidents: passed on, then not."""
    events = log.events[log.events["error"] >= 0]
    failed = events[(events["event"] == Happening.FAILED) & (events["item"] >= 0)]
    began = dict(zip(failed["error"].tolist(), failed["time"].tolist(), strict=True))
    paged = events[events["event"] == Happening.PAGED]
    moved = set(paged["error"][paged["a"] > 0].tolist())
    queued = events[(events["event"] == Happening.QUEUED) & (events["a"] == Task.REPAIR)]
    counts, times = np.zeros(2), np.zeros(2)
    for error, time in zip(queued["error"].tolist(), queued["time"].tolist(), strict=True):
        if error in began:
            row = 0 if error in moved else 1
            counts[row] += 1.0
            times[row] += time - began[error]
    return counts[0], counts[1], times[0], times[1]


def _tossing(bench: Bench) -> Iterator[Check]:
    plan = bench.plan(bench.scenario("typical-company"))
    numbers = range(bench.n(100))
    table = np.array([_handed_on(log_of(plan, bench.seed, k, bench.run.engine)) for k in numbers])
    moved, stayed, moving, staying = table.T
    yield bench.study(
        "Incidents passed on to another team",
        "jeong-2009",
        published("jeong-2009", "tossed"),
        ratio_estimate(100.0 * moved, moved + stayed),
        unit="% of incidents",
        scenario="typical-company, as shipped",
        predicted="from a route of several teams whose last one is paged",
        note="The study counts bug reports given to another developer; the company pages the last "
        "team of the route, whoever made the error.",
    )
    longest = figure("chen-2019", "triage").value or math.nan
    slow = ratio_contributions(moving, moved)
    quick = ratio_contributions(staying, stayed)
    yield bench.study(
        "Time until the repair is begun, passed on against not",
        "chen-2019",
        span(1.0, longest),
        ratio_estimate(slow, quick),
        unit="times",
        scenario="typical-company, as shipped",
        predicted="from one triage at every team that is paged",
        note="Published is the largest of many services: up to 10.16 times.",
    )


def _documents(bench: Bench) -> Iterator[Check]:
    """Yield how often a document is stale now and ever, from one drift process."""
    now, ever = (figure("tan-2024", key).value or math.nan for key in ("now", "ever"))
    sync = 100.0
    rate = -2.0 * math.log1p(-now / 100.0) / sync
    life = max(1.0, -math.log1p(-ever / 100.0) / rate - sync / 2.0)
    looks = [f"{life * k / 200.0!r} days" for k in range(201)]
    tree: Tree = {
        **ALONE,
        "horizon": f"{life + 30.0!r} days",
        "warm_up": "0 days",
        "work": {
            "order": {
                "arrivals": {"schedule": looks},
                "route": ["Sales", "Product"],
                "facts": 1,
                "fact_names": None,
            }
        },
        "defaults": {
            "team": {"people": 1000, "effort": {"mean": "0.001 h", "cv": 0}},
            "boundary": {
                "fidelity": 1,
                "changes_per_week": 5.0 * rate,
                "sync_every": f"{sync!r} days",
                "exposure": 1,
                "handoff_effort": "0 h",
                "readback_effort": "0 h",
            },
        },
        "teams": {"Sales": None},
        "incidents": {"manifest": 0},
    }
    tree = {**tree, "teams": {"Sales": {"people": 1000, "effort": {"mean": "0.001 h"}}}}
    plan = bench.plan(bench.scenario("telephone-game", tree))
    rows = bench.run(plan, range(bench.n(1200))).edges.sum(axis=1)
    handed, clean = rows[:, EdgeSum.HANDOFFS], rows[:, EdgeSum.CLEAN]
    told = "telephone-game, one interface looked at 200 times over its life"
    needs = (
        f"Two numbers, two parameters: it needs a document {life / sync:.1f} times as old as the "
        "time between two joint looks."
    )
    for name, key, found in (
        ("now", "now", ratio_estimate(100.0 * (handed - clean), handed)),
        ("at some time", "ever", ratio_estimate(100.0 * (clean < handed), handed * 0.0 + 1.0)),
    ):
        yield bench.study(
            f"Projects with a stale document {name}",
            "tan-2024",
            published("tan-2024", key),
            found,
            unit="% of projects",
            scenario=told,
            fitted=f"changes x sync_every = {rate * sync:.2f}"
            if key == "now"
            else f"age = {life / sync:.1f} x sync_every, after changes x sync_every",
            note=needs,
        )


def _stack(bench: Bench) -> Iterator[Check]:
    stages = ("informal-review", "inspection", "unit-test", "integration-test", "system-test")
    shares = {key: (figure("mcconnell-2004", key).value or 0.0) / 100.0 for key in stages}
    whole = 100.0 * (1.0 - math.prod(1.0 - share for share in shares.values()))
    target = Target(value=whole, low=whole, high=whole, margin=MARGIN * (100.0 - whole))
    yield bench.study(
        "Defects removed by five stages in a row",
        "mcconnell-2004",
        target,
        _removed(bench, list(shares.values())),
        unit="% of defects",
        scenario="telephone-game, defects made once, then a stage a team",
        predicted="from each stage alone",
        note="The published stack is arithmetic on independent stages, and so is the model: this "
        "shows that stages in the engine are independent, not that those of a company are. "
        "The margin is a fifth of what is left.",
    )
    tests = [shares[key] for key in ("unit-test", "integration-test", "system-test")]
    yield bench.study(
        "Defects removed by tests alone",
        "jones mcconnell-2004",
        span(0.0, 85.0),
        _removed(bench, tests),
        unit="% of defects",
        scenario="telephone-game, defects made once, then a stage a team",
        predicted="from McConnell's three kinds of test; seldom more than 85 % (Jones)",
    )


def _removed(bench: Bench, shares: list[float]) -> Estimate:
    """The share of defects removed by stages: the first by the maker, each other by a team."""
    teams = ["Sales", "Product", "Design", "Development", "Quality"][: len(shares)]
    made = 5.0
    change: dict[str, Tree] = {
        name: {"catches_defects": share} for name, share in zip(teams[1:], shares[1:], strict=True)
    }
    change["Sales"] = {"defects_per_item": made, "defect_removal": shares[0]}
    tree: Tree = {
        **ALONE,
        "work": {"order": {"route": teams, "facts": 1, "fact_names": None}},
        "defaults": {"boundary": {"fidelity": 1}},
        "teams": change,
        "incidents": {"manifest": 0.01, "rework_share": 0},
    }
    _, tally = bench.rows(bench.scenario("telephone-game", tree), 100)
    released = tally.sums[:, Sum.RELEASED]
    left = tally.sums[:, Sum.EXPECTED] / 0.01
    return ratio_estimate(100.0 * (made * released - left), made * released)


def _failure_rates(bench: Bench) -> Iterator[Check]:
    low, high = (figure("dora-2024", key).value or 0.0 for key in ("elite", "low"))
    outcome = OUTCOMES["change_failure_rate"]
    for name in ORGANISATIONS:
        found = ratio_estimate(*outcome.fraction(*bench.rows(bench.scenario(name), 60)))
        yield bench.study(
            f"Failed changes of {name}",
            "dora-2024",
            span(low, high),
            found,
            unit="per 100 changes",
            scenario=f"{name}, as shipped",
            predicted="from the scenario's own numbers; the range is of survey answers",
        )


BOARD: Tree = {
    "arms": None,
    "teams": {
        "Board": {
            "people": 3,
            "effort": {"mean": "0.1 days"},
            "defects_per_item": 0,
            "catches_defects": 0,
            "catches_misunderstandings": 0,
        }
    },
    "boundaries": {
        "Security -> Board": {"from": "Security", "to": "Board", "carries": "approval"},
        "Application -> Board": {"from": "Application", "to": "Board", "carries": "approval"},
        "Board -> Operations": {
            "from": "Board",
            "to": "Operations",
            "carries": "deployment",
            "owned": 0.6,
            "opens_every": "5 days",
        },
    },
    "work": {
        "feature": {
            "route": ["Product", ["Application", "Platform"], "Security", "Board", "Operations"]
        },
        "fix": {"route": ["Support", "Application", "Board", "Operations"]},
    },
}
"""A weekly board outside the teams that knows little: one more handover, and a queue."""


WINDOW: Tree = {
    "arms": None,
    "boundaries": {
        name: {"opens_every": "5 days"}
        for name in ("Security -> Operations", "Application -> Operations")
    },
}
"""Releases once a week, without a board that the work has to be handed to."""


def _board(bench: Bench) -> Iterator[Check]:
    yield from _approval(bench, "Approval board", BOARD, "a weekly approval board")
    yield from _approval(bench, "Weekly release window", WINDOW, "a weekly window, no board,")


def _approval(bench: Bench, name: str, change: Tree, told: str) -> Iterator[Check]:
    base = bench.scenario("typical-company")
    with_it, without = (
        bench.rows(each, 200) for each in (bench.scenario("typical-company", change), base)
    )
    outcome, matters = OUTCOMES["change_failure_rate"], base.matters.value
    told = f"typical-company with {told} before Operations, against without"
    yield bench.study(
        f"{name}, change of failed changes",
        "forsgren-2018",
        Target(value=0.0, low=0.0, high=0.0, margin=matters),
        paired_ratio_difference(*outcome.fraction(*with_it), *outcome.fraction(*without)),
        unit="failed changes per 100",
        scenario=told,
        predicted="from its wait, and for a board from one more handover",
        note="No relation was found; the margin is what the file says matters.",
    )
    for what, key in (("lead time", "lead_time"), ("time to restore (median)", "restore_p50")):
        measured = OUTCOMES[key]
        parts = [ratio_contributions(*measured.fraction(*each)) for each in (with_it, without)]
        yield bench.study(
            f"{name}, {what} with against without",
            "forsgren-2018",
            span(1.0, 10.0),
            ratio_estimate(*parts),
            unit="times",
            scenario=told,
            predicted="slower; from the wait for the next meeting",
            note="Slower by an unknown factor; anything from 1 to 10 counts.",
        )
