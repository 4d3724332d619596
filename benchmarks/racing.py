"""What planning by a race costs and loses, beside weighing every place on all replications."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.ratio import Line, seconds
from simulator.engines.program.compilation import Program, program_for
from simulator.experiments import racing
from simulator.experiments.best_rule import best_purchases
from simulator.experiments.runner import Runner
from simulator.files.read import load, load_text
from simulator.files.shipped import shipped
from simulator.methods.allocation.duel import BETWEEN, INSIDE, NOTHING, field
from simulator.methods.allocation.greedy import Judge, addresses, greedy, planner, spent
from simulator.model.outcome import HEADLINE
from simulator.scenario.scenario import TODAY

FILES = (
    "typical-company",
    "strong-cores-fragile-edges",
    "lopsided",
    "weak-cores",
    "microservices",
    "twelve-teams",
)
SEEDS = (1, 2)
BUDGET, PORTIONS = 600.0, 20
JUDGED_ON = 40
_SIDES = ((INSIDE, "core"), (BETWEEN, "edge"))

Programs = Mapping[str, Program]
Plans = Callable[[str, Judge], Programs]


def races(quick: bool) -> list[Line]:
    """Replications, time and what is averted, of all that is planned by a race."""
    files, seeds = (FILES[2:3], SEEDS[:1]) if quick else (FILES, SEEDS)
    lines = []
    for what, plans in (("invest", _invest), ("duel", _duel), ("rule best", _best)):
        cases = [_case(name, seed, plans) for name in files for seed in seeds]
        found = [plan for case in cases for plan in case.plans]
        lines += [
            _line(f"{what}: replications", [case.replications for case in cases], "times"),
            _line(f"{what}: processor time", [case.seconds for case in cases], "times"),
            Line(
                what=f"{what}: averted less by racing, of what is averted",
                readings=tuple(100.0 * plan.lost for plan in found),
                unit="%",
                note=f"{sum(plan.same for plan in found)} of {len(found)} plans buy the same; "
                f"{sum(plan.clear for plan in found)} avert less beyond their noise, "
                f"{sum(plan.gains for plan in found)} more; mean "
                f"{100.0 * np.mean([plan.lost for plan in found]):.2f} %",
            ),
        ]
    return lines


def _line(what: str, readings: list[float], unit: str) -> Line:
    return Line(what=f"{what}, race / all on all", readings=tuple(readings), unit=unit)


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """One plan found both ways: what racing loses of what is averted, and whether beyond noise."""

    same: bool
    lost: float
    clear: bool
    gains: bool


@dataclass(frozen=True, kw_only=True)
class _Case:
    """One file and seed: what the race takes over what weighing all on all takes."""

    replications: float
    seconds: float
    plans: tuple[_Plan, ...]


class _Counting(Runner):
    """A runner that counts the replications it runs, in this thread alone."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed=seed, jobs=1)
        self.ran = 0

    def _run_few(self, missing: Mapping[tuple[str, int, int], Program]) -> None:
        self.ran += sum(stop - first for _, first, stop in missing)
        super()._run_few(missing)


def _case(name: str, seed: int, plans: Plans) -> _Case:
    scenario = load(shipped()[name])
    found: list[Programs] = []
    ran, took = [], []
    for all_on_all in (True, False):
        run = _Counting(seed)
        planning = planner(scenario, TODAY, run, HEADLINE)
        with _weighing(all_on_all):
            took.append(seconds(lambda ask=planning: found.append(plans(name, ask))))  # type: ignore[misc]
        ran.append(run.ran)
    judge = replace(planner(scenario, TODAY, Runner(seed=seed, jobs=1), HEADLINE), first=0)
    judge = replace(judge, n=JUDGED_ON)
    return _Case(
        replications=ran[1] / ran[0],
        seconds=took[1] / took[0],
        plans=tuple(_judged(judge, found[0][plan], found[1][plan]) for plan in found[0]),
    )


@contextmanager
def _weighing(all_on_all: bool) -> Iterator[None]:
    """Let no number of places be worth a race while all are weighed on all."""
    before = racing._WORTH_RACING  # no option: nobody should ask for the dearer way
    racing._WORTH_RACING = 1_000_000 if all_on_all else before
    try:
        yield
    finally:
        racing._WORTH_RACING = before


def _judged(judge: Judge, whole: Program, raced: Program) -> _Plan:
    columns = judge.of([judge.base, whole, raced])
    less = columns[:, 2] - columns[:, 1]
    averted = float((columns[:, 0] - columns[:, 1]).mean())
    error = 2.0 * float(less.std(ddof=1)) / len(less) ** 0.5
    lost = float(less.mean())
    return _Plan(
        same=whole.bought == raced.bought,
        lost=lost / averted if averted else 0.0,
        clear=lost > error,
        gains=lost < -error,
    )


def _invest(_name: str, planning: Judge) -> Programs:
    portions = [BUDGET / PORTIONS] * PORTIONS
    path = greedy(addresses(planning.scenario), portions, planning.columns)
    return {"invest": planning.program(spent(path))}


def _duel(_name: str, planning: Judge) -> Programs:
    met = field(replace(planning, plan=NOTHING), BUDGET).programs
    return {side: met[side] for side in (INSIDE, BETWEEN)}


def _best(name: str, planning: Judge) -> Programs:
    arms = "".join(
        f"  {plan}: {{spend: {{{side}: {BUDGET:.0f} person-days}}, rule: best}}\n"
        for plan, side in _SIDES
    )
    scenario = load_text(f"version: 1\nextends: {name}\narms:\n{arms}")
    return {
        plan: program_for(scenario, plan, best_purchases(scenario, plan, planning.run))
        for plan, _ in _SIDES
    }
