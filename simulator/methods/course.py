"""How outcomes run their course: month by month, or quarter by quarter, over replications."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.experiments.runner import Runner
from simulator.measures.fractions import Fraction
from simulator.measures.outcomes import OUTCOMES, SHOWN, outcomes_of
from simulator.model.units import DAYS_PER_MONTH

__all__ = ["QUARTER", "Band", "Course", "changing", "course", "parts", "spans"]

QUARTER: Final = 3.0 * DAYS_PER_MONTH
_UNITS: Final = MappingProxyType(
    {"month": DAYS_PER_MONTH, "quarter": QUARTER, "year": 12.0 * DAYS_PER_MONTH}
)
_MOST: Final = 13
"""More parts than this are not told apart: a year by months, three years by quarters."""
_RUNS: Final = 50
"""So many replications show how far luck reaches; a year by months costs seven runs of a year."""
_TOLD: Final = tuple(name for name in SHOWN if not OUTCOMES[name].priced)


@dataclass(frozen=True, kw_only=True)
class Band:
    """An outcome in one part of the run, over replications: their median, 10 and 90 % points.

    NaN where no replication has a value in that part.
    """

    low: float
    middle: float
    high: float

    @property
    def known(self) -> bool:
        """Whether any replication has a value in that part."""
        return not math.isnan(self.middle)


@dataclass(frozen=True, kw_only=True)
class Course:
    """Outcomes of plans by parts of the run, under the same luck.

    `edges` are where the parts, each a `unit` (month, quarter or year) long, begin and end [working
    days]; the last may be shorter or longer. `levels` holds for each plan and outcome a band a
    part, `events` the days between the edges on which something changes at once, `moving` the plans
    under which anything changes in the file's own window.
    """

    unit: str
    edges: tuple[float, ...]
    events: tuple[float, ...]
    replications: int
    moving: tuple[str, ...]
    levels: Mapping[str, Mapping[str, tuple[Band, ...]]]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that are told, in their order."""
        return tuple(next(iter(self.levels.values())))


def changing(program: Program) -> bool:
    """Return whether anything a plan says changes within the window that is counted.

    Events do, a practice that is still being learnt or begun again, and one that fades.
    """
    start, end = program.warm_up, program.horizon
    if any(start < at < end for at in program.epochs["at"].tolist()):
        return True
    bought = np.concatenate([program.team_practices.ravel(), program.edge_practices.ravel()])
    bought = bought[bought["strength"] > 0.0]
    fades = (bought["stops"] < end) & np.isfinite(bought["fade"])
    return bool(((bought["ramp"] > start) | fades).any())


def spans(start: float, end: float) -> tuple[str, tuple[float, ...]]:
    """Return the parts that a window [working days] is told in, and their edges."""
    length = end - start
    unit = next((name for name, days in _UNITS.items() if length <= _MOST * days), "year")
    days = _UNITS[unit]
    whole = max(1, round(length / days))
    return unit, (*(start + index * days for index in range(whole)), end)


def parts(
    program: Program, run: Runner, replications: Sequence[int], edges: Sequence[float]
) -> Mapping[str, tuple[Fraction, ...]]:
    """Return each outcome's fraction in every part of the run between `edges` [working days].

    A part counts what is released, shows or lasts in it, whenever it began: it is what a run up to
    its end has counted from day 0, less what one up to its beginning has, so that parts add up.
    Outcomes whose parts do not (medians and the like) are left out.
    """
    windows = [replace(program, warm_up=0.0, horizon=edge) for edge in edges if edge > 0.0]
    tallies = run.all([(window, replications) for window in windows])
    found: dict[str, tuple[Fraction, ...]] = {}
    for outcome in outcomes_of(program):
        if not outcome.parts:
            continue
        sums = [np.array(outcome.fraction(*each)) for each in zip(windows, tallies, strict=True)]
        if edges[0] <= 0.0:
            sums.insert(0, np.zeros((2, len(replications))))
        found[outcome.name] = tuple(
            (after[0] - before[0], after[1] - before[1]) for before, after in pairwise(sums)
        )
    return found


def course(
    programs: Mapping[str, Program],
    run: Runner,
    replications: Sequence[int],
    *,
    outcome: str,
    unit: str,
    edges: tuple[float, ...],
) -> Course | None:
    """Return the course of plans in an outcome and those that are shown; None where none has parts.

    At most the first fifty replications are taken.
    """
    some = replications[:_RUNS]
    levels: dict[str, dict[str, tuple[Band, ...]]] = {}
    for plan, program in programs.items():
        found = parts(program, run, some, edges)
        names = [name for name in dict.fromkeys((outcome, *_TOLD)) if name in found]
        levels[plan] = {name: tuple(map(_band, found[name])) for name in names}
    if not any(levels.values()):
        return None
    at = {day for each in programs.values() for day in each.epochs["at"].tolist()}
    events = tuple(sorted(day for day in at if edges[0] < day < edges[-1]))
    return Course(
        unit=unit,
        edges=edges,
        events=events,
        replications=len(some),
        moving=tuple(plan for plan, program in programs.items() if changing(program)),
        levels=levels,
    )


def _band(fraction: Fraction) -> Band:
    above, below = fraction
    known = below > 0.0
    if not known.any():
        return Band(low=math.nan, middle=math.nan, high=math.nan)
    low, middle, high = np.quantile(above[known] / below[known], (0.1, 0.5, 0.9)).tolist()
    return Band(low=low, middle=middle, high=high)
