"""How much less noise expected numbers have than counts of what struck."""

from __future__ import annotations

import numpy as np

from benchmarks.organisations import drawn
from benchmarks.ratio import Line
from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.engine import tallies
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.measures.outcomes import HEADLINE, OUTCOMES
from simulator.measures.tally import Tally
from simulator.stats.estimate import Floats, ratio_contributions

Run = tuple[Program, Tally]
NOTE = "as many replications would be needed by counting, times this"


def noise(quick: bool) -> list[Line]:
    """Variance of counts over that of expected numbers, on the same replications."""
    n, rounds = (50, 2) if quick else (400, 3)
    scenario = load(shipped()["strong-cores-fragile-edges"])
    programs = [program_for(scenario, name) for name in list(scenario.arms)[:2]]
    runs = [[_run(program, seed, n) for program in programs] for seed in range(rounds)]
    lines = []
    for name in ("change_failure_rate", "failures", "serious_failures", "cost"):
        found = [[_columns(name, run) for run in pair] for pair in runs]
        one = tuple(_ratio(plan) for plan, _ in found)
        difference = tuple(_ratio(edges - cores) for cores, edges in found)
        aims = ("at least 6", "at least 8") if name == HEADLINE else ("", "")
        told = f"strong cores, {name}, between teams first less inside teams first"
        lines.append(_line(f"strong cores, {name}, one plan", one, aims[0]))
        lines.append(_line(told, difference, aims[1]))
    others = [_run(program_for(drawn(number)), 0, n) for number in range(10)]
    for name in ("change_failure_rate", "failures", "serious_failures"):
        ratios = tuple(_ratio(_columns(name, run)) for run in others)
        lines.append(_line(f"ten organisations at random, {name}", ratios, "at least 2.5"))
    return lines


def _line(what: str, readings: tuple[float, ...], aim: str) -> Line:
    return Line(what=what, readings=readings, unit="times", aim=aim, note=NOTE)


def _run(program: Program, seed: int, n: int) -> Run:
    return program, tallies(program, seed, range(n))


def _columns(name: str, run: Run) -> Floats:
    """Return an outcome of each replication, as it struck and as expected, one above the other."""
    fractions = OUTCOMES[name].as_struck(*run), OUTCOMES[name].fraction(*run)
    return np.stack([ratio_contributions(*fraction) for fraction in fractions])


def _ratio(columns: Floats) -> float:
    """Return the variance as things struck over that of expected numbers."""
    struck, expected = columns.var(axis=1)
    return float(struck / expected)
