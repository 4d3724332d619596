"""A map of two parameters: where either side wins, and where that cannot be told."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.best_rule import FIRST_PLANNING
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES, aim_of
from simulator.methods.accounts.perfect import sides
from simulator.methods.allocation.duel import BETWEEN, INSIDE
from simulator.methods.allocation.invest import checked
from simulator.methods.atlas.axes import Axis, axis_of, spelt_out
from simulator.methods.atlas.contour import Crossing, between, contour, crossings
from simulator.methods.progress import part
from simulator.methods.turns.boundary_share import Tilt, tilt_of, tilted
from simulator.methods.verdict import SAME, Word, word_of
from simulator.model.plan import Plan
from simulator.model.quantity import Quantity
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import purchases
from simulator.stats.empirical_bayes import Belief
from simulator.stats.estimate import Estimate, Floats, t_quantile

__all__ = [
    "ALIKE",
    "IMPOSSIBLE",
    "UNTOLD",
    "Atlas",
    "Cell",
    "Rules",
    "Where",
    "atlas",
    "looked",
]

IMPOSSIBLE: Literal["not possible"] = "not possible"
Told = tuple[Estimate, Word | Literal["not possible"], str]
"""Between less inside, the word of its verdict, and the side that has the better mean."""
_NOWHERE: Told = (Estimate(best=math.nan, low=math.nan, high=math.nan, n=1), IMPOSSIBLE, "")
_BORN = 25


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell: its middle, between less inside with its interval, and who is better there.

    The interval is one of 95 % over all looks that the cell was given together. `verdict` is the
    word of the verdict on `side`, whose mean is the better one, or that no organisation is there.
    """

    column: int
    row: int
    x: float
    y: float
    difference: Estimate
    verdict: Word | Literal["not possible"]
    side: str

    @property
    def region(self) -> str:
        """How the cell is drawn: a side, `hardly differ`, `cannot tell` or `not possible`."""
        if self.verdict in ("better", "ahead"):
            return self.side
        if self.verdict in SAME:
            return ALIKE
        return IMPOSSIBLE if self.verdict == IMPOSSIBLE else UNTOLD

    def as_json(self) -> dict[str, object]:
        """Return the cell by its keys in JSON."""
        return {
            "x": self.x,
            "y": self.y,
            "edges_minus_cores": self.difference.best,
            "low": self.difference.low,
            "high": self.difference.high,
            "n": self.difference.n,
            "side": self.side,
            "verdict": self.verdict,
        }


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """Two axes, what a budget does between teams less inside them in every cell, and the contour.

    Both plans spend the whole `budget` [person-days a year] on their own side by traffic. `matters`
    is the smallest difference that anyone cares about [unit of the outcome], and `level` that of
    each look's interval. `today` is where the file stands on each axis, None where its places
    differ or it lies off the map. `most_like` says that the file stands for the organisation most
    like the user's, not for what is written.
    """

    scenario: Scenario
    seed: int
    replications: int
    outcome: str
    budget: float
    matters: float
    level: float
    x: Axis
    y: Axis
    across: int
    cells: tuple[Cell, ...]
    contour: tuple[Crossing, ...]
    today: tuple[float | None, float | None] = (None, None)
    most_like: bool = False

    def at(self, x: float, y: float) -> Cell:
        """Return the cell that holds a point; refuses one that lies off the map (ValueError)."""
        for name, axis, value in (("x", self.x, x), ("y", self.y, y)):
            if not axis.low <= value <= axis.high:
                raise ValueError(
                    f"{name} = {value:g} lies off the map; allowed: {axis.low:g} to {axis.high:g}"
                )
        return min(
            self.cells,
            key=lambda cell: (
                abs(self.x.place(cell.x) - self.x.place(x)),
                abs(self.y.place(cell.y) - self.y.place(y)),
            ),
        )

    def here(self) -> Cell | None:
        """Return what the map says where the file stands, read linearly between middles of cells.

        None where the file has no one place on the map.
        """
        x, y = self.today
        if x is None or y is None:
            return None
        found = between(_table(self.line("x")), self.x.place(x))
        return self._read(found, x, y)

    def line(self, along: str) -> tuple[Cell, ...]:
        """Return the map along `x` or `y` with the other as in the file, from the low end.

        Empty where the file has no one place on the other axis.
        """
        other, fixed = (self.y, self.today[1]) if along == "x" else (self.x, self.today[0])
        if fixed is None:
            return ()
        whole = _table(self.cells).reshape(self.across, self.across, 3)
        found = between(whole if along == "x" else whole.swapaxes(0, 1), other.place(fixed))
        along_x = along == "x"
        middles = (self.x if along_x else self.y).centres(self.across)
        points = [(at, fixed) if along_x else (fixed, at) for at in middles]
        return tuple(self._read(each, *point) for each, point in zip(found, points, strict=True))

    def turns(self, along: str) -> tuple[Crossing, ...]:
        """Return where the answer turns along `x` or `y` while the other stays as in the file.

        Those nearest to the file first; from the low end where it has no one place on the axis.
        """
        line = self.line(along)
        if not line:
            return ()
        axis, own = (self.x, self.today[0]) if along == "x" else (self.y, self.today[1])
        near = 0.0 if own is None else axis.place(own)
        found = crossings(axis.centres(self.across), _table(line))
        found.sort(key=lambda each: abs(axis.place(each.best) - near))
        at = line[0].y if along == "x" else line[0].x
        return tuple(Crossing(along=along, at=at, where=where) for where in found)

    def _read(self, found: Floats, x: float, y: float) -> Cell:
        cell = self.at(x, y)
        if cell.verdict == IMPOSSIBLE:
            return cell
        best, low, high = (float(each) for each in found)
        difference = Estimate(best=best, low=low, high=high, n=cell.difference.n)
        verdict, side = self.rules.told(difference)
        return replace(cell, x=x, y=y, difference=difference, verdict=verdict, side=side)

    @property
    def rules(self) -> Rules:
        """By what rules a cell is judged."""
        less = OUTCOMES[self.outcome].better == "less"
        return Rules(less=less, matters=self.matters, level=self.level)

    def as_json(self) -> dict[str, object]:
        """Return the map by its keys in JSON (NaN stays NaN)."""
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replications,
            "outcome": self.outcome,
            "budget": self.budget,
            "most_like": self.most_like,
            "matters": self.matters,
            "x": self.x,
            "y": self.y,
            "across": self.across,
            "cells": self.cells,
            "contour": self.contour,
            "today": dict(zip("xy", self.today, strict=True)),
            "turns": [turn for along in "xy" for turn in self.turns(along)],
        }


def atlas(
    scenario: Scenario,
    run: Runner,
    *,
    x: str,
    y: str,
    cells: int,
    budget: float,
    outcome: str | None,
    replications: int,
    matters: float = 0.0,
    like: Scenario | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Atlas:
    """Return the map of two parameters, `cells` by `cells`.

    Whatever is not drawn is as in `like`, the organisation most like the user's, or as the file is
    written where there is none. All cells share their luck. Every cell is looked at with an eighth
    of the replications, those that are not settled with a third, what is left with all; each look
    asks for more than 95 % so that all together keep it. A cell is settled where the interval
    leaves nought on one side or holds nothing that `matters`; it is judged as one organisation of
    which every number is known. What is run is kept where the runner keeps anything, so that a map
    that was broken off goes on. Refuses what `axis_of` refuses, two axes over one number, a
    negative budget and a file without a lever on each side (ValueError).
    """
    checked(budget)
    outcome = aim_of(scenario, outcome).name
    if not 2 <= cells <= 60:
        raise ValueError(f"--cells: found {cells}; allowed: 2 to 60")
    full = spelt_out(like or scenario)
    axes = axis_of(x, full), axis_of(y, full)
    _check(axes, scenario)
    middles = axes[0].centres(cells), axes[1].centres(cells)
    programs = _programs(full, axes, middles, budget, run)
    looks = _looks(replications)
    less = OUTCOMES[outcome].better == "less"
    rules = Rules(less=less, matters=matters, level=1.0 - 0.05 / len(looks))
    found = looked(programs, run, outcome, rules, looks, progress)
    chart = _chart(middles, found)
    table = _table(chart)
    return Atlas(
        scenario=scenario,
        seed=run.seed,
        replications=replications,
        outcome=outcome,
        budget=budget,
        matters=matters,
        level=rules.level,
        x=axes[0],
        y=axes[1],
        across=cells,
        cells=chart,
        today=(_today(axes[0], full, run), _today(axes[1], full, run)),
        contour=contour(middles[0], middles[1], table.reshape(cells, cells, 3)),
        most_like=like is not None,
    )


def _table(cells: Sequence[Cell]) -> Floats:
    return np.array([(d.best, d.low, d.high) for d in (cell.difference for cell in cells)])


def _chart(
    middles: tuple[Sequence[float], Sequence[float]],
    found: Mapping[Where, Told],
) -> tuple[Cell, ...]:
    cells = []
    for row, y in enumerate(middles[1]):
        for column, x in enumerate(middles[0]):
            difference, verdict, side = found.get((column, row), _NOWHERE)
            cells.append(
                Cell(
                    column=column,
                    row=row,
                    x=x,
                    y=y,
                    difference=difference,
                    verdict=verdict,
                    side=side,
                )
            )
    return tuple(cells)


def _today(axis: Axis, full: Scenario, run: Runner) -> float | None:
    """Return where the file stands on an axis, if that is one value and on the map."""
    if axis.is_share:
        tilt = _tilt(program_for(full), run)
        found = {100.0 * tilt.edge / (tilt.core + tilt.edge + tilt.external)}
    else:
        found = {1.0} if axis.factor else set(axis.origins.values())
    at = found.pop()
    return at if not found and axis.low <= at <= axis.high else None


def _check(axes: tuple[Axis, Axis], scenario: Scenario) -> None:
    x, y = axes
    if x.key == y.key or set(x.origins) & set(y.origins):
        raise ValueError(f"{x.key} and {y.key} move the same number; allowed: two of their own")
    for side, words in (("core", "inside teams"), ("edge", "between teams")):
        if not any(lever.side == side for lever in scenario.levers.values()):
            raise ValueError(f"the file has no lever {words}, so there is nothing to draw")


def _programs(
    full: Scenario,
    axes: tuple[Axis, Axis],
    middles: tuple[Sequence[float], Sequence[float]],
    budget: float,
    run: Runner,
) -> dict[Where, tuple[Program, Program]]:
    """Return of every cell the plan that spends inside and the one that spends between.

    Cells whose boundary share no tilt reaches are left out.
    """
    programs = {}
    tilts: dict[tuple[tuple[str, float], ...], Tilt] = {}
    for column, x in enumerate(middles[0]):
        for row, y in enumerate(middles[1]):
            values = {**axes[0].values(x), **axes[1].values(y)}
            world = full.in_world(values) if values else full
            pair = tuple(_spending(world, side, budget) for side in ("core", "edge"))
            share = x if axes[0].is_share else y if axes[1].is_share else None
            if share is not None:
                key = tuple(sorted(values.items()))
                if key not in tilts:
                    tilts[key] = _tilt(program_for(world), run)
                if share / 100.0 > tilts[key].searched[1]:
                    continue
                factors = tilts[key].factors(share / 100.0)
                pair = tuple(tilted(program, *factors) for program in pair)
            programs[column, row] = pair[0], pair[1]
    return programs


def _spending(world: Scenario, side: str, budget: float) -> Program:
    if budget == 0:
        return program_for(world)
    plan = Plan.buying(side, {side: Quantity(value=budget)}, "traffic")
    return program_for(world, "today", purchases(world, plan))


def _tilt(program: Program, run: Runner) -> Tilt:
    """Return how the boundary share of an organisation is moved; refuses where it cannot be."""
    first = FIRST_PLANNING + 700_000
    found = tilt_of(program, sides(program, run, range(first, first + _BORN), "expected_failures"))
    if not found.possible:
        raise ValueError(
            "all failures start on one side, so their share between teams cannot be moved"
        )
    return found


ALIKE, UNTOLD = "hardly differ", "cannot tell"
_LOOKS = (0.125, 0.34, 1.0)
_SHARES = (30, 25, 40)

Where = tuple[int, int]
"""A cell: its column and its row."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """By what a cell is judged: whether less is better, what matters, the level of its interval."""

    less: bool
    matters: float
    level: float

    def told(self, difference: Estimate) -> tuple[Word, str]:
        """Return the word of the verdict on between less inside, and the side that is better.

        Nothing is told of a difference without an interval.
        """
        best = difference.best
        if not difference.low <= difference.high:
            return "none", ""
        side = BETWEEN if (best < 0.0) == self.less else INSIDE
        freedom = difference.n - 1
        error = (difference.high - difference.low) / 2.0 / t_quantile(self.level, freedom)
        lead = Belief(
            centres=np.array([abs(best)]),
            weights=np.ones(1),
            sd=error,
            n=float(difference.n),
            freedom=float(freedom),
        )
        return word_of(lead, self.matters), side

    def settled(self, difference: Estimate) -> bool:
        """Return whether no further look at a cell is needed."""
        low, high = difference.low, difference.high
        apart = low > 0.0 or high < 0.0
        return apart or (-self.matters <= low and high <= self.matters)


def _looks(replications: int) -> list[int]:
    """Return after how many replications cells are looked at."""
    return sorted({max(min(2, replications), round(replications * each)) for each in _LOOKS})


def looked(
    programs: Mapping[Where, tuple[Program, Program]],
    run: Runner,
    outcome: str,
    rules: Rules,
    looks: Sequence[int],
    progress: Callable[[int], None],
) -> dict[Where, Told]:
    """Return of every cell its difference and verdict, after as many looks as it needs."""
    found: dict[Where, Estimate] = {}
    left = list(programs)
    for share, look in zip(_SHARES, looks, strict=False):
        named = {
            f"{column} {row} {side}": programs[column, row][side]
            for column, row in left
            for side in (0, 1)
        }
        step = part(progress, share, look * len(named))
        rows = run.campaign(named, look).run(step) if named else {}
        for column, row in left:
            names = [f"{column} {row} {side}" for side in (0, 1)]
            core, edge = ((named[name], rows[name]) for name in names)
            found[column, row] = OUTCOMES[outcome].difference(edge, core, rules.level)
        left = [where for where in left if not rules.settled(found[where])]
    return {where: (found[where], *rules.told(found[where])) for where in programs}
