"""Planted organisations: whether what records are said to tell about a company is true of it.

Each is drawn from the ranges of a small file and keeps records of two years, without model error.
The file with these records is asked what the company may be like; the truth is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from simulator.engines.program.compilation import program_for
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import STRUCK
from simulator.methods.input_uncertainty import Sample, sample
from simulator.methods.records.population import drawn_value, unknowns_of
from simulator.model.incident import Observed
from simulator.model.outcome import HEADLINE
from simulator.scenario.scenario import TODAY, Scenario
from simulator.stats.estimate import Floats

__all__ = ["BINS", "LARGEST", "MANY", "Row", "company", "planted", "rows", "table"]

MANY, BINS = 200, 10
LARGEST = 21.67
"""The chi-square of nine degrees of freedom that chance exceeds in 1 of 100."""
INSIDE, BETWEEN = "inside teams first", "between teams first"
_PERIODS, _TRUTH = 4, 60
_OTHER_LUCK = 1_000_000


def company(**observed: Any) -> Scenario:
    """Return a company of two teams that knows six numbers by a range only."""
    tree: dict[str, Any] = {
        "version": 1,
        "name": "planted",
        "horizon": "150 days",
        "warm_up": "20 days",
        "work": [{"kind": "change", "arrivals": "5 per week", "facts": 6, "route": ["A", "B"]}],
        "defaults": {
            "team": {
                "people": 6,
                "defects_per_item": {"value": 0.8, "low": 0.2, "high": 2},
                "defect_removal": {"value": 0.6, "low": 0.3, "high": 0.9},
            },
            "boundary": {
                "fidelity": {"value": 0.9, "low": 0.6, "high": 0.99},
                "shared_context": {"value": 0.3, "low": 0.1, "high": 0.6},
            },
        },
        "teams": {"A": {}, "B": {}},
        "levers": {"verification": {}, "acceptance": {}},
        "external": {"rate": "0.1 per week", "resolver": "B"},
        "observed": {"model_error": 0, **observed},
        "arms": [
            {"name": INSIDE, "spend": {"core": "100 person-days"}},
            {"name": BETWEEN, "spend": {"edge": "100 person-days"}},
        ],
    }
    scenario = Scenario.from_tree(tree)
    return scenario if scenario.observed is None else _unpublished(scenario, scenario.observed)


def _unpublished(scenario: Scenario, seen: Observed) -> Scenario:
    """Return the company without published shares: what is planted comes from the ranges alone."""
    causes = seen.causes and seen.causes.model_copy(update={"prior": "none"})
    observed = seen.model_copy(update={"causes": causes})
    return scenario.model_copy(update={"observed": observed})


@cache
def planted(number: int, worlds: int = 100) -> Mapping[str, float]:
    """Return the rank of what is true of a planted company in what is said of it, by quantity.

    A rank is the probability given to less than the truth, which is uniform where all is well.
    """
    file = company()
    luck = np.random.default_rng(number)
    values = {each.origin: drawn_value(each, luck.random()) for each in unknowns_of(file)}
    truth = file.in_world(values)
    own = Runner(seed=_OTHER_LUCK + number)
    file = company(**_records(truth, own))
    found = sample(file, Runner(seed=number), n=worlds)
    assert found is not None
    return {**_outcomes(found, truth, own), **dict(_numbers(found, values))}


def _records(truth: Scenario, run: Runner) -> dict[str, Any]:
    program = program_for(truth)
    parts = run(program, range(_TRUTH, _TRUTH + _PERIODS))
    above, below = OUTCOMES[HEADLINE].as_struck(program, parts)
    released = below.sum()
    failed = above.sum() / 100.0
    sides = parts.incidents[:, STRUCK, :, :2].sum(axis=(0, 2)).astype(int)
    causes = dict(zip(("inside", "between", "neither"), sides.tolist(), strict=True))
    return {
        "failed_changes": {"value": float(failed / released), "n": int(released)},
        "causes": causes,
    }


def _outcomes(found: Sample, truth: Scenario, run: Runner) -> Mapping[str, float]:
    judged = found.judged(HEADLINE, dict.fromkeys(found.plans, 0.0))
    assert judged is not None
    level = {}
    for plan in (TODAY, INSIDE, BETWEEN):
        program = program_for(truth, plan)
        above, below = OUTCOMES[HEADLINE].fraction(program, run(program, range(_TRUTH)))
        level[plan] = float(above.sum() / below.sum())
    said = {"failed changes today": (judged.level(TODAY), level[TODAY])}
    for plan, against in ((INSIDE, TODAY), (BETWEEN, TODAY), (BETWEEN, INSIDE)):
        lead = judged.lead(plan, against), level[against] - level[plan]
        said[f"{plan} against {against}"] = lead
    return {name: 1.0 - belief.above(at) for name, (belief, at) in said.items()}


def _numbers(found: Sample, values: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    population = found.population
    for origin, true in values.items():
        drawn = np.array([each.values[origin] for each in population.drawn])
        yield origin, float(population.weights @ (drawn < true))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One quantity: chi-square of its ranks, and how often its 95 % interval holds the truth."""

    quantity: str
    chi_square: float
    covered: float


def rows(found: Sequence[Mapping[str, float]]) -> tuple[Row, ...]:
    """Return what the ranks of planted companies come to, one row a quantity."""
    table = {name: np.array([each[name] for each in found]) for name in found[0]}
    return tuple(_row(name, ranks) for name, ranks in table.items())


def _row(name: str, ranks: Floats) -> Row:
    counts = np.histogram(ranks, BINS, (0.0, 1.0))[0]
    wanted = len(ranks) / BINS
    covered = float((np.abs(ranks - 0.5) <= 0.475).mean())
    chi_square = float(((counts - wanted) ** 2).sum() / wanted)
    return Row(quantity=name, chi_square=chi_square, covered=covered)


def table(found: Sequence[Mapping[str, float]]) -> str:
    """Return the rows as a table for a page."""
    lines = ["| what is said of | chi-square of ranks | intervals that hold |", "|---|---:|---:|"]
    lines += [
        f"| {row.quantity} | {row.chi_square:.1f} | {row.covered:.3f} |" for row in rows(found)
    ]
    return "\n".join((*lines, ""))
