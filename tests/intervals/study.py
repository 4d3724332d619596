"""How often intervals hold the truth, on small organisations of which it is known.

A long run of each organisation is taken as all there is, so that its own mean is the truth. From it
blocks of few replications are drawn, as a user has them, and each block is asked for its interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.engine import tallies
from simulator.measures.fractions import Measure
from simulator.measures.outcomes import OUTCOMES, Outcome
from simulator.measures.tally import Tally
from simulator.methods.verdict import SURE
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import merge
from simulator.stats.empirical_bayes import from_replications
from simulator.stats.estimate import Estimate, Floats, ratio_contributions
from simulator.stats.intervals import wilson
from simulator.stats.paired import each_event

__all__ = ["BLOCKS", "CASES", "SIZES", "Case", "Cell", "asked", "cells", "run"]

SIZES = (10, 20, 50, 100)
BLOCKS, KNOWN = 2_000, 20_000
LEAST: Mapping[int, float] = {10: 0.90}
"""The coverage that is asked for at a number of replications; of all others 0.93."""
SAID = 0.05
"""The largest share of blocks that may call plans the same which differ by more than matters."""
_JUST = 0.8
"""What matters, as a share of the true difference: just less than it."""
_SURE = 0.99

SOFTWARE = ("change_failure_rate", "failures", "serious_failures")
ALL = (*SOFTWARE, "lead_time", "restore_p50", "flow_efficiency", "cost")
PLANS = ("inside", "between")

TREE: dict[str, Any] = {
    "version": 1,
    "external": "none",
    "name": "Two teams",
    "horizon": "320 days",
    "warm_up": "60 days",
    "work": [
        {
            "kind": "change",
            "arrivals": "3 per week",
            "facts": 6,
            "size_cv": 0.5,
            "route": ["A", "B"],
        }
    ],
    "defaults": {"team": {"people": 3, "defect_removal": 0.8}},
    "teams": {
        "A": {"effort": {"mean": "2 days", "cv": 0.8}, "defects_per_item": 1},
        "B": {"effort": {"mean": "1 day", "cv": 0.8}, "defects_per_item": 0.5},
    },
    "boundaries": [{"from": "A", "to": "B", "fidelity": 0.9, "owned": 0.8}],
    "incidents": {"manifest": 0.21, "bad_fix": 0.07},
    "levers": {
        "verification": {
            "ceiling": {"defect_removal": 0.95},
            "scale": "4 person-days per weekly item",
        },
        "acceptance": {"ceiling": {"readback": 0.9}, "scale": "4 person-days per weekly item"},
    },
    "costs": {
        "person_day": 800,
        "incident": {"P1": 100_000, "P2": 20_000, "P3": 4_000, "P4": 1_000},
        "delay_per_item_day": 100,
        "currency": "EUR",
    },
    "arms": [
        {"name": "inside", "spend": {"core": "15 person-days"}},
        {"name": "between", "spend": {"edge": "15 person-days"}},
    ],
}


def _spending(days: int) -> list[dict[str, Any]]:
    spends = zip(PLANS, ("core", "edge"), strict=True)
    return [{"name": name, "spend": {side: f"{days} person-days"}} for name, side in spends]


def _changes(arrivals: str) -> list[dict[str, Any]]:
    return [{**TREE["work"][0], "arrivals": arrivals}]


@dataclass(frozen=True)
class Case:
    """An organisation in words, what its file says otherwise, and the outcomes that are asked."""

    words: str
    changes: Mapping[str, Any]
    outcomes: tuple[str, ...]

    def programs(self) -> tuple[Program, Program]:
        """The two plans."""
        scenario = Scenario.from_tree(merge(TREE, dict(self.changes)))
        return program_for(scenario, PLANS[0]), program_for(scenario, PLANS[1])


CASES = (
    Case(
        "24 releases a year, only P1 counts",
        {
            "work": _changes("24 per year"),
            "defaults": {"team": {"people": 2}},
            "failure": {"counts": ["P1"]},
            "arms": _spending(5),
        },
        ALL,
    ),
    Case(
        "0.03 serious failures a year",
        {
            "work": _changes("24 per year"),
            "defaults": {"team": {"people": 2}},
            "teams": {"A": {"defects_per_item": 0.03}, "B": {"defects_per_item": 0.03}},
            "boundaries": [{"from": "A", "to": "B", "fidelity": 0.995, "owned": 0.995}],
            "incidents": {"manifest": 0.17},
            "arms": _spending(5),
        },
        SOFTWARE,
    ),
    Case(
        "0.08 serious failures a year, few mistakes of which most show",
        {
            "work": _changes("24 per year"),
            "defaults": {"team": {"people": 2}},
            "teams": {"A": {"defects_per_item": 0.02}, "B": {"defects_per_item": 0.02}},
            "boundaries": [{"from": "A", "to": "B", "fidelity": 1, "owned": 1}],
            "incidents": {"manifest": 0.6},
            "arms": _spending(5),
        },
        SOFTWARE,
    ),
    Case("3 serious failures a year", {}, ALL),
    Case(
        "25 serious failures a year, a full queue",
        {
            "work": _changes("10 per week"),
            "defaults": {"team": {"people": 5}},
            "incidents": {"manifest": 0.37},
            "external": {"rate": "0.3 per week", "resolver": "B"},
            "arms": _spending(40),
        },
        ALL,
    ),
)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One outcome of one case at one number of replications, of a plan or of the difference of two.

    `given` blocks had an interval, and `held` of them the truth within it; `same` of all called the
    plans the same although they differ by more than what matters.
    """

    case: str
    outcome: str
    difference: bool
    n: int
    truth: float
    blocks: int
    given: int
    held: int
    same: int

    @property
    def coverage(self) -> float:
        """The share of given intervals that hold the truth; nan where none was given."""
        return self.held / self.given if self.given else math.nan

    @property
    def fails(self) -> bool:
        """Whether it surely covers less than is asked, or surely calls the same what is not."""
        least = LEAST.get(self.n, 0.93)
        short = self.given > 0 and wilson(self.held, self.given, level=_SURE).high < least
        return short or wilson(self.same, self.blocks, level=_SURE).low > SAID


def asked(known: int = KNOWN, cases: Sequence[Case] = CASES) -> Iterator[tuple[Case, Any]]:
    """Each case with its two plans run for so many replications."""
    for case in cases:
        programs = case.programs()
        numbers = [range(first, min(first + 2_000, known)) for first in range(0, known, 2_000)]
        yield case, [(p, _joined([tallies(p, 1, part) for part in numbers])) for p in programs]


def cells(
    case: Case, runs: Any, *, blocks: int = BLOCKS, sizes: Sequence[int] = SIZES
) -> list[Cell]:
    """What blocks of a case come to, in every outcome that it is asked for."""
    found = []
    for name in case.outcomes:
        outcome = OUTCOMES[name]
        for n in sizes:
            # a seed for each size: the same blocks for every outcome
            drawn = np.random.default_rng(n).integers(len(runs[0][1].sums), size=(blocks, n))
            ways = (False, True)
            found += [_cell(case, outcome, runs, drawn, difference=way) for way in ways]
    return found


def run(known: int = KNOWN, blocks: int = BLOCKS) -> list[Cell]:
    """The whole study."""
    return [cell for case, runs in asked(known) for cell in cells(case, runs, blocks=blocks)]


def _cell(case: Case, outcome: Outcome, runs: Any, drawn: Any, *, difference: bool) -> Cell:
    parts = [np.stack(outcome.fraction(*each)) for each in runs]
    whole = [float(above.sum() / below.sum()) for above, below in parts]
    truth = whole[1] - whole[0] if difference else whole[0]
    given = held = same = 0
    for numbers in drawn:
        block = [part[:, numbers] for part in parts]
        fixed = replace(outcome, fraction=_of(block, runs[1][0]))
        best = fixed.difference(runs[1], runs[0]) if difference else fixed.estimate(*runs[0])
        ends = _ends(best)
        given += ends is not None
        held += ends is not None and ends[0] <= truth <= ends[1]
        same += difference and _same(outcome, block, _JUST * abs(truth))
    return Cell(
        case=case.words,
        outcome=outcome.name,
        difference=difference,
        n=drawn.shape[1],
        truth=truth,
        blocks=len(drawn),
        given=given,
        held=held,
        same=same,
    )


def _of(block: Sequence[Floats], second: Program) -> Measure:
    """The fractions of a block in the place of those of the whole runs."""
    return lambda program, _: (block[program is second][0], block[program is second][1])


def _ends(found: Estimate) -> tuple[float, float] | None:
    """Both ends of an interval, an open one at infinity; None where there is none."""
    if math.isnan(found.low) and math.isnan(found.high):
        return None
    high = math.inf if math.isnan(found.high) else found.high
    return found.low, high


def _same(outcome: Outcome, block: Sequence[Floats], matters: float) -> bool:
    """Whether the verdict on one organisation would call the two plans the same."""
    if not all(below.any() for _, below in block):
        return False
    one, other = (ratio_contributions(*part) for part in block)
    event = each_event(outcome.event, block[0][1], block[1][1])
    return from_replications(other - one, event=event).within(matters) >= SURE


def _joined(parts: Sequence[Tally]) -> Tally:
    names = [field.name for field in fields(Tally)]
    return Tally(**{name: np.concatenate([getattr(p, name) for p in parts]) for name in names})
