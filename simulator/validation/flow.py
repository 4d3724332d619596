"""Passing on, stacked checks, and failure rates."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from simulator.engines.log import EventLog, Happening, Task
from simulator.experiments.engine import log_of
from simulator.files.evidence import figure
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Floats, Sum
from simulator.mechanisms.incidents import DEFECT
from simulator.stats.estimate import Estimate, ratio_contributions, ratio_estimate
from simulator.validation.bench import ALONE, Bench, Tree, published
from simulator.validation.check import MARGIN, Check, Target, span

__all__ = ["flow"]

ORGANISATIONS = (
    "typical-company",
    "microservices",
    "twelve-teams",
    "strong-cores-fragile-edges",
    "weak-cores",
)


def flow(bench: Bench) -> Iterator[Check]:
    """Yield the checks on how incidents travel, what is removed, and how much fails."""
    yield from _reassigned(bench)
    yield from _tossing(bench)
    yield from _stack(bench)
    yield from _failure_rates(bench)


def _handed_on(log: EventLog, least: int) -> tuple[float, float, float, float]:
    """Counts and triage times [days] of one run's repaired incidents: passed on, then not.

    Passed on is an incident for which a team was paged at attempt `least` or later.
    """
    events = log.events[log.events["error"] >= 0]
    failed = events[(events["event"] == Happening.FAILED) & (events["item"] >= 0)]
    began = dict(zip(failed["error"].tolist(), failed["time"].tolist(), strict=True))
    paged = events[events["event"] == Happening.PAGED]
    moved = set(paged["error"][paged["a"] >= least].tolist())
    queued = events[(events["event"] == Happening.QUEUED) & (events["a"] == Task.REPAIR)]
    counts, times = [0.0, 0.0], [0.0, 0.0]
    for error, time in zip(queued["error"].tolist(), queued["time"].tolist(), strict=True):
        if error in began:
            row = 0 if error in moved else 1
            counts[row] += 1.0
            times[row] += time - began[error]
    return counts[0], counts[1], times[0], times[1]


def _travelled(bench: Bench, name: str, least: int, *changes: Tree) -> tuple[Floats, ...]:
    """The columns of `_handed_on`, a value a replication, of a shipped scenario today."""
    program = bench.program(bench.scenario(name, *changes))
    logs = (log_of(program, bench.seed, number, "compiled") for number in range(bench.n(100)))
    table: Floats = np.array([_handed_on(log, least) for log in logs], np.float64)
    return tuple(table.T)


def _reassigned(bench: Bench) -> Iterator[Check]:
    """Incidents that a second team is paged for, by who is paged first."""
    name = "typical-company"
    for pages, told in (("last", "the last team"), ("drawn", "a team by lot")):
        changes: Tree = {"incidents": {"pages": pages}}
        moved, stayed, moving, staying = _travelled(bench, name, 1, changes)
        first = f"{told} paged first, {name}"
        ran = f"{name}, incidents.pages {pages}"
        yield bench.study(
            f"Incidents passed on to another team, {first}",
            "chen-2019",
            published("chen-2019", "reassigned"),
            ratio_estimate(100.0 * moved, moved + stayed),
            unit="% of incidents",
            scenario=ran,
            predicted=f"from who is paged first ({pages}) and how much has an owner or a trace",
            plausible=True,
            note="Published is the range over services of one company, incidents given to another "
            "team. With pages: resolver it is 0 % by definition.",
        )
        what = f"passed on against not, {first}"
        yield _until_repair(bench, what, ran, moved, stayed, moving, staying)


def _until_repair(
    bench: Bench,
    what: str,
    ran: str,
    moved: Floats,
    stayed: Floats,
    moving: Floats,
    staying: Floats,
) -> Check:
    """The check on how much longer an incident waits for its repair that was passed on."""
    longest = figure("chen-2019", "triage").value or math.nan
    return bench.study(
        f"Time until the repair is begun, {what}",
        "chen-2019",
        span(1.0, longest),
        ratio_estimate(ratio_contributions(moving, moved), ratio_contributions(staying, stayed)),
        unit="times",
        scenario=ran,
        predicted="from one triage at every team that is paged",
        plausible=True,
        note="Published is the largest of many services: up to 10.16 times.",
    )


def _tossing(bench: Bench) -> Iterator[Check]:
    target = published("jeong-2009", "tossed")
    unlike = (
        "Not like for like: the study counts bug reports given to another developer, and "
        "developers are not teams."
    )
    for name in ("typical-company", "bug-tossing"):
        moved, stayed, moving, staying = _travelled(bench, name, 2)
        fitted = name == "bug-tossing"
        yield bench.study(
            f"Incidents passed on to a wrong team first, {name}",
            "jeong-2009",
            target,
            ratio_estimate(100.0 * moved, moved + stayed),
            unit="% of incidents",
            scenario=f"{name}, as shipped",
            fitted="traceable and owned 0.47, one number for both" if fitted else "",
            predicted="" if fitted else "from a route of several teams whose last one is paged",
            note=unlike,
        )
        what = f"passed on to a wrong team first against not, {name}"
        yield _until_repair(bench, what, f"{name}, as shipped", moved, stayed, moving, staying)


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
        fitted="nothing, but the published stack is this arithmetic",
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
        plausible=True,
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
    left = tally.failures[:, :, DEFECT, 0].sum(axis=1) / 0.01
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
            plausible=True,
        )
