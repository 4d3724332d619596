"""Identities: what must hold to the last digit, in both engines and however they are run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from simulator.engines.log import EventLog, Happening
from simulator.engines.program.compilation import Program
from simulator.experiments.engine import log_of, tallies
from simulator.experiments.runner import Runner
from simulator.measures.tally import Sum, Tally
from simulator.mechanisms.incidents import LOST
from simulator.scenario.scenario import Scenario
from simulator.validation.bench import Bench, Tree, exactly, point
from simulator.validation.check import Check
from simulator.validation.exact import FEEDBACK, ONE_QUEUE

__all__ = ["identities"]

SHORT: Tree = {"horizon": "600 days", "warm_up": "60 days"}

_SAME_LOG: tuple[tuple[str, Tree, str], ...] = (
    ("telephone-game", {}, "as shipped"),
    ("neutral", {}, "as shipped"),
    ("typical-company", {}, "as shipped"),
    ("neutral", {**ONE_QUEUE, **SHORT}, "one team, exponential service"),
    ("telephone-game", {**FEEDBACK, **SHORT}, "a network with feedback"),
)


def identities(bench: Bench) -> Iterator[Check]:
    """Yield the checks that leave no room for noise."""
    for name, change, told in _SAME_LOG:
        yield _same_log(bench, name, change, told)
    yield _nothing(bench)
    yield _perfect(bench)
    yield _conserved(bench)
    yield _subset(bench)
    yield _outside(bench)
    yield _reordered(bench)
    yield _executed(bench)
    yield _seed(bench)


def _check(bench: Bench, name: str, unit: str, count: float, n: int, **more: str) -> Check:
    source, predicted = "the model's specification", "nothing is left to chance"
    target, found = exactly(0.0), point(count, n)
    return bench.must(
        name, source, target, found, group="exact", unit=unit, predicted=predicted, **more
    )


def _same_log(bench: Bench, name: str, change: Tree, told: str) -> Check:
    program = bench.program(bench.scenario(name, change) if change else bench.scenario(name))
    logs = [log_of(program, bench.seed, 0, engine) for engine in ("reference", "compiled")]
    return _check(
        bench,
        f"both engines, event by event: {name}, {told}",
        "events that differ",
        _events_that_differ(*logs),
        1,
        scenario=f"{name}, {told}; {len(logs[0].events):,} events",
        note="What holds for one engine in this table so holds for the other.",
    )


def _events_that_differ(one: EventLog, other: EventLog) -> int:
    """How many rows of two logs are not equal in every column; a missing row counts."""
    short = min(len(one.events), len(other.events))
    missing = abs(len(one.events) - len(other.events))
    return missing + int((one.events[:short] != other.events[:short]).sum())


def _errorless(scenario: Scenario, team: Tree, edge: Tree, **more: Any) -> Tree:
    """The change that puts these values into every team and every boundary."""
    return {
        "arms": None,
        "levers": None,
        "external": "none",
        "teams": {name: dict(team) for name in scenario.teams},
        "boundaries": {name: dict(edge) for name in scenario.boundaries},
        **more,
    }


_PERFECT_EDGE: Tree = {
    "fidelity": 1,
    "owned": 1,
    "contract_tests": 1,
    "changes_per_week": 0,
    "lapse": 0,
}


def _failures(bench: Bench, change: Tree, name: str, told: str) -> Check:
    scenario = bench.scenario("typical-company", change)
    _, tally = bench.rows(scenario, 30)
    return _check(
        bench,
        name,
        "failures",
        float(tally.failures.sum() + tally.sums[:, Sum.ATTRIBUTED].sum()),
        len(tally.sums),
        scenario=f"typical-company, {told}",
    )


def _nothing(bench: Bench) -> Check:
    base = bench.scenario("typical-company")
    edge = {**_PERFECT_EDGE, "boundary_work": 0, "exposure": 0}
    change = _errorless(base, {"defects_per_item": 0}, edge, pressure=0)
    return _failures(bench, change, "no errors possible, no failures", "nothing can go wrong")


def _perfect(bench: Bench) -> Check:
    base = bench.scenario("typical-company")
    change = _errorless(
        base, {"defects_per_item": 0}, _PERFECT_EDGE, pressure=4, incidents={"bad_fix": 0}
    )
    told = "cores and edges perfect, pressure 4"
    return _failures(bench, change, "perfect cores and edges under pressure", told)


def _conserved(bench: Bench) -> Check:
    _, tally = bench.rows(bench.scenario("typical-company"), 60)
    sums = tally.sums
    held = (Sum.FINISHED, Sum.WAITING, Sum.IN_SERVICE, Sum.CROSSING)
    lost = np.abs(sums[:, Sum.ARRIVED] - sums[:, held].sum(axis=1)).sum()
    return _check(
        bench,
        "items are conserved",
        "items dropped",
        float(lost),
        len(sums),
        scenario="typical-company",
    )


def _lost(program: Program, seed: int, number: int) -> tuple[set[int], set[tuple[int, int]]]:
    """The items released in one replication, and its lost facts, each as (item, fact)."""
    events = log_of(program, seed, number, "compiled").events
    rows = events[(events["event"] == Happening.BORN) & (events["a"] == LOST)]
    released = events["item"][events["event"] == Happening.RELEASED]
    return set(released.tolist()), set(zip(rows["item"].tolist(), rows["b"].tolist(), strict=True))


def _subset(bench: Bench) -> Check:
    base = bench.scenario("telephone-game")
    better = bench.scenario("telephone-game", {"defaults": {"boundary": {"fidelity": 0.94}}})
    programs = bench.program(base), bench.program(better)
    n = bench.n(20)
    new = 0
    for number in range(n):
        (one, worse), (other, kept) = (_lost(program, bench.seed, number) for program in programs)
        new += sum(item in one and item in other for item, _ in kept - worse)
    return _check(
        bench,
        "a better handover loses no fact that a worse one kept",
        "facts",
        float(new),
        n,
        scenario="telephone-game, fidelity 0.94 against 0.88, same luck",
        note="Of items released in both; near the horizon one run may be an item ahead.",
    )


def _outside(bench: Bench) -> Check:
    scenario = bench.scenario("typical-company")
    counts = []
    for plan in ("today", "inside teams first", "between teams first"):
        _, tally = bench.rows(scenario, 60, plan)
        counts.append(tally.sums[:, Sum.EXTERNAL])
    differ = sum(int((count != counts[0]).sum()) for count in counts[1:])
    return _check(
        bench,
        "no lever touches what comes from outside",
        "runs that differ",
        float(differ),
        len(counts[0]),
        scenario="typical-company, inside teams first and between teams first against today",
        note="The negative control; compare the non-preventable events of I-PASS below.",
    )


def _reversed(tree: Any) -> Any:
    """A tree with the keys of every mapping, but the plans, in the other order."""
    if not isinstance(tree, Mapping):
        return tree
    return {key: _reversed(value) for key, value in reversed(list(tree.items()))}


def _sums_that_differ(one: Tally, other: Tally) -> int:
    return sum(
        int((getattr(one, each.name) != getattr(other, each.name)).sum()) for each in fields(Tally)
    )


def _reordered(bench: Bench) -> Check:
    scenario = bench.scenario("typical-company")
    turned = Scenario.from_tree(_reversed(scenario.tree))
    pairs = [bench.rows(each, 30, "between teams first")[1] for each in (scenario, turned)]
    return _check(
        bench,
        "reordering the file changes nothing",
        "sums that differ",
        float(_sums_that_differ(*pairs)),
        len(pairs[0].sums),
        scenario="typical-company, between teams first, every list and mapping turned around",
    )


def _executed(bench: Bench) -> Check:
    program = bench.program(bench.scenario("typical-company"))
    n = max(26, bench.n(30))
    serial = tallies(program, bench.seed, range(n), bench.run.engine)
    threads = Runner(seed=bench.seed, engine=bench.run.engine, jobs=2)(program, range(n))
    differ = _sums_that_differ(serial, threads)
    parts = [
        tallies(program, bench.seed, part, bench.run.engine) for part in (range(9), range(9, n))
    ]
    for each in fields(Tally):
        joined = np.concatenate([getattr(part, each.name) for part in parts])
        differ += int((joined != getattr(serial, each.name)).sum())
    return _check(
        bench,
        "serial, side by side and taken up again give the same",
        "sums that differ",
        float(differ),
        n,
        scenario="typical-company",
    )


def _seed(bench: Bench) -> Check:
    program = bench.program(bench.scenario("telephone-game"))
    nought, again, other = (
        tallies(program, seed, range(4), bench.run.engine)
        for seed in (0, 0, (bench.seed + 1) % 2**64)
    )
    wrong = _sums_that_differ(nought, again) + (_sums_that_differ(nought, other) == 0)
    return _check(
        bench,
        "seed 0 is a seed: twice the same, and not that of another",
        "sums that differ",
        float(wrong),
        4,
        scenario="telephone-game",
    )
