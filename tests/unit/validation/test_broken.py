"""An engine that is broken on purpose is noticed by a row that must agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from simulator.engines.program.compilation import Program
from simulator.experiments.runner import Runner
from simulator.validation.bench import Bench
from simulator.validation.check import Check
from simulator.validation.exact import closed_forms
from simulator.validation.level import level

Alter = Callable[[Program], Program]


def bench(alter: Alter = lambda program: program, effort: float = 1.0) -> Bench:
    return Bench(run=Runner(seed=1), alter=alter, effort=effort)


def scaled(table: str, column: str, factor: float) -> Alter:
    """A change that makes one column of a plan's table wrong by a factor."""

    def alter(program: Program) -> Program:
        array = getattr(program, table).copy()
        array[column] *= factor
        array.setflags(write=False)
        return replace(program, **{table: array})

    return alter


def first(rows: Callable[[Bench], object], where: Bench, count: int) -> list[Check]:
    found = iter(rows(where))  # type: ignore[call-overload]  # a generator of checks
    return [next(found) for _ in range(count)]


def test_a_fidelity_two_per_cent_off_disagrees() -> None:
    (right,) = first(closed_forms, bench(), 1)
    (wrong,) = first(closed_forms, bench(scaled("edges", "fidelity", 0.98)), 1)
    assert right.must
    assert right.verdict == "agrees"
    assert wrong.verdict == "disagrees"
    assert wrong.target == right.target


def test_an_effort_two_per_cent_off_disagrees_in_the_queue() -> None:
    slower = scaled("teams", "effort_mean", 1.02)
    right, wrong = (
        next(row for row in closed_forms(bench(alter, 0.25)) if row.source.startswith("M/M/c"))
        for alter in (lambda program: program, slower)
    )
    assert right.verdict != "disagrees"
    assert wrong.verdict == "disagrees"
    assert wrong.found.best > wrong.target.value


def test_an_instrument_that_favours_one_side_disagrees() -> None:
    leaning = scaled("edge_practices", "strength", 0.9)
    right, wrong = (
        first(level, bench(alter, 0.3), 1)[0] for alter in (lambda program: program, leaning)
    )
    assert right.verdict == "agrees"
    assert wrong.verdict == "disagrees"
    assert wrong.found.best < 0.0
