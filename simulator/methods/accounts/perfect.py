"""Perfect places: a plan in which some mistakes cannot be made, and all else is as it was."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.splits import OWNERSHIP
from simulator.measures.tally import Tally
from simulator.scenario.scenario import TODAY
from simulator.stats.estimate import Estimate, Floats, mean_estimate, ratio_contributions

__all__ = [
    "BAD_FIX",
    "SIDES",
    "Cell",
    "NothingReleasedError",
    "Sides",
    "by_category",
    "by_mechanism",
    "by_place",
    "cells",
    "contributions",
    "perfect",
    "share_contributions",
    "sides",
]

Cell = tuple[str, str]
"""One kind of mistake at one place: (mechanism, team or boundary)."""

BAD_FIX = "bad fix"
"""What repairs leave behind: one probability for all teams, so a mistake without a place."""

_TEAM_COLUMNS = {"defect": {"defects_per_item": 0.0}}
_EDGE_COLUMNS = {
    "lost": {"fidelity": 1.0, "lapse": 0.0},
    "drift": {"change_rate": 0.0},
    "unowned": {"owned": 1.0},
}
_MOVED = frozenset({"defects_per_item", "fidelity", "owned"})
SIDES = {"defect": "core", BAD_FIX: "core", "lost": "edge", "drift": "edge", "unowned": "edge"}


class NothingReleasedError(ValueError):
    """A plan gets nothing done in the window, so that no failure of it can be counted."""

    def __init__(self, program: Program) -> None:
        start, end = program.scenario.warm_up.value, program.scenario.horizon.value
        plan = "today" if program.plan == TODAY else f'the plan "{program.plan}"'
        super().__init__(
            f"under {plan} nothing is released from day {start:g} (warm_up) to day {end:g} "
            "(horizon), so nothing fails and nobody can say where failures start: make horizon "
            "longer, or let more get done; edgewise compare names a team that has more work than "
            "time"
        )


def cells(program: Program, side: str | None = None) -> tuple[Cell, ...]:
    """Return every mistake that `plan` has room for, or those of one side, `core` or `edge`."""
    found = [
        *(("defect", team) for team in program.scenario.teams),
        (BAD_FIX, ""),
        *((name, edge) for edge in program.scenario.boundaries for name in _EDGE_COLUMNS),
    ]
    return tuple(cell for cell in found if side is None or SIDES[cell[0]] == side)


def perfect(program: Program, gone: Collection[Cell]) -> Program:
    """Return `plan` with the mistakes `gone` made impossible, in every epoch.

    What was bought cannot undo it: the ceiling of a parameter that is perfect is perfect too. An
    organisation without `gone` is `plan` itself.
    """
    if not gone:
        return program
    teams, edges, epochs = program.teams.copy(), program.edges.copy(), program.epochs.copy()
    rows = (
        (teams, {name: index for index, name in enumerate(program.scenario.teams)}, _TEAM_COLUMNS),
        (edges, {name: index for index, name in enumerate(program.scenario.boundaries)},
         _EDGE_COLUMNS),
    )  # fmt: skip
    for mechanism, place in gone:
        if mechanism == BAD_FIX:
            epochs["bad_fix"] = 0.0
            continue
        for table, index, columns in rows:
            for column, value in columns.get(mechanism, {}).items():
                table[column][:, index[place]] = value
                if column in _MOVED:
                    table[f"{column}_top"][:, index[place]] = value
    for array in (teams, edges, epochs):
        array.setflags(write=False)
    return replace(program, teams=teams, edges=edges, epochs=epochs)


def by_mechanism(program: Program) -> Mapping[str, tuple[Cell, ...]]:
    """Return the cells of every mechanism, bad fixes under their own name."""
    return _grouped(program, lambda cell: cell[0], ("defect", BAD_FIX, *_EDGE_COLUMNS))


def by_place(program: Program) -> Mapping[str, tuple[Cell, ...]]:
    """Return the cells of every team and boundary; bad fixes stand beside them."""
    places = (*program.scenario.teams, *program.scenario.boundaries)
    return _grouped(program, lambda cell: cell[1] or BAD_FIX, (*places, BAD_FIX))


def by_category(program: Program) -> Mapping[str, tuple[Cell, ...]]:
    """Return the cells of every category: what teams make, what boundaries carry, ownership."""
    scenario = program.scenario

    def category(cell: Cell) -> str:
        mechanism, place = cell
        if mechanism == "defect":
            return scenario.teams[place].makes
        if mechanism in (BAD_FIX, "unowned"):
            return BAD_FIX if mechanism == BAD_FIX else OWNERSHIP
        return scenario.boundaries[place].carries

    found = _grouped(program, category, ())
    return dict(sorted(found.items()))


def _grouped(
    program: Program, name: Callable[[Cell], str], order: Sequence[str]
) -> dict[str, tuple[Cell, ...]]:
    groups: dict[str, list[Cell]] = {each: [] for each in order}
    for cell in cells(program):
        groups.setdefault(name(cell), []).append(cell)
    return {each: tuple(found) for each, found in groups.items()}


@dataclass(frozen=True, kw_only=True)
class Sides:
    """The failures [per 100 released] of four organisations, one value a replication each.

    `none`: perfect inside and between; `core`: only insides can go wrong; `edge`: only boundaries;
    `both`: the plan as it is. All met the same luck. `total` is all failures of the plan.
    """

    none: Floats
    core: Floats
    edge: Floats
    both: Floats
    total: Estimate

    @cached_property
    def core_alone(self) -> Estimate:
        """What insides add when boundaries are perfect."""
        return mean_estimate(self.core - self.none)

    @cached_property
    def edge_alone(self) -> Estimate:
        """What boundaries add when insides are perfect."""
        return mean_estimate(self.edge - self.none)

    @cached_property
    def interaction(self) -> Estimate:
        """What only both together bring about."""
        return mean_estimate(self.both - self.core - self.edge + self.none)

    @cached_property
    def external(self) -> Estimate:
        """What remains when neither can go wrong."""
        return mean_estimate(self.none)

    @cached_property
    def core_shapley(self) -> Estimate:
        """What insides add, half of the interaction counted with them."""
        return mean_estimate(0.5 * (self.core - self.none + self.both - self.edge))

    @cached_property
    def edge_shapley(self) -> Estimate:
        """What boundaries add, half of the interaction counted with them."""
        return mean_estimate(0.5 * (self.edge - self.none + self.both - self.core))

    @cached_property
    def share(self) -> Estimate:
        """The boundary share: of all failures those of boundaries, half the interaction in it."""
        found = share_contributions(self)
        if found is None:
            return Estimate(best=math.nan, low=math.nan, high=math.nan, n=len(self.both))
        share = mean_estimate(found)
        # a share ends at nought and at one; the delta method does not know
        low, high = max(share.low, min(0.0, share.best)), min(share.high, max(1.0, share.best))
        return replace(share, low=low, high=high)


def share_contributions(found: Sides) -> Floats | None:
    """Return the boundary share linearised, one value a replication; None without failures."""
    above = 0.5 * (found.edge - found.none + found.both - found.core)
    whole = float(found.both.mean())
    if not whole > 0.0:
        return None
    share = float(above.mean()) / whole
    return np.asarray(share + (above - share * found.both) / whole)


def sides(
    program: Program, run: Runner, numbers: Sequence[int], outcome: str = "failures"
) -> Sides:
    """Return the four organisations of `plan` on these replications.

    `outcome` is `failures` or `expected_failures`, which have the same mean. Refuses a plan that
    releases nothing (NothingReleasedError).
    """
    programs = {
        "none": perfect(program, cells(program)),
        "core": perfect(program, cells(program, "edge")),
        "edge": perfect(program, cells(program, "core")),
        "both": program,
    }
    rows = run.all([(each, numbers) for each in programs.values()])
    found = {
        name: contributions(each, tally, outcome)
        for (name, each), tally in zip(programs.items(), rows, strict=True)
    }
    return Sides(**found, total=OUTCOMES[outcome].estimate(program, rows[-1]))


def contributions(program: Program, tally: Tally, outcome: str) -> Floats:
    """Return an outcome linearised, one value a replication, with the outcome as their mean.

    Refuses a plan that releases nothing (NothingReleasedError).
    """
    above, below = OUTCOMES[outcome].fraction(program, tally)
    if not below.sum() > 0.0:
        raise NothingReleasedError(program)
    return ratio_contributions(above, below)
