"""Perfect places: a plan in which some mistakes cannot be made, and all else is as it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from simulator.engines.program.compilation import Plan
from simulator.measures.splits import OWNERSHIP

__all__ = [
    "BAD_FIX",
    "SIDES",
    "Cell",
    "by_category",
    "by_mechanism",
    "by_place",
    "cells",
    "perfect",
]

Cell = tuple[str, str]
"""One kind of mistake at one place: (mechanism, team or boundary)."""

BAD_FIX = "bad fix"
"""What repairs leave behind: one probability for all teams, so a mistake without a place."""

_TEAM_COLUMNS = {"defect": {"defects_per_item": 0.0}}
_EDGE_COLUMNS = {
    "lost": {"fidelity": 1.0, "lapse": 0.0},
    "drift": {"change_rate": 0.0, "contract_tests": 1.0},
    "unowned": {"owned": 1.0},
}
_MOVED = frozenset({"defects_per_item", "fidelity", "contract_tests", "owned"})
SIDES = {"defect": "core", BAD_FIX: "core", "lost": "edge", "drift": "edge", "unowned": "edge"}


def cells(plan: Plan, side: str | None = None) -> tuple[Cell, ...]:
    """Return every mistake that `plan` has room for, or those of one side, `core` or `edge`."""
    found = [
        *(("defect", team) for team in plan.scenario.teams),
        (BAD_FIX, ""),
        *((name, edge) for edge in plan.scenario.boundaries for name in _EDGE_COLUMNS),
    ]
    return tuple(cell for cell in found if side is None or SIDES[cell[0]] == side)


def perfect(plan: Plan, gone: Collection[Cell]) -> Plan:
    """Return `plan` with the mistakes `gone` made impossible, in every epoch.

    What was bought cannot undo it: the ceiling of a parameter that is perfect is perfect too. An
    organisation without `gone` is `plan` itself.
    """
    if not gone:
        return plan
    teams, edges, epochs = plan.teams.copy(), plan.edges.copy(), plan.epochs.copy()
    rows = (
        (teams, {name: index for index, name in enumerate(plan.scenario.teams)}, _TEAM_COLUMNS),
        (edges, {name: index for index, name in enumerate(plan.scenario.boundaries)},
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
    return replace(plan, teams=teams, edges=edges, epochs=epochs)


def by_mechanism(plan: Plan) -> Mapping[str, tuple[Cell, ...]]:
    """Return the cells of every mechanism, bad fixes under their own name."""
    return _grouped(plan, lambda cell: cell[0], ("defect", BAD_FIX, *_EDGE_COLUMNS))


def by_place(plan: Plan) -> Mapping[str, tuple[Cell, ...]]:
    """Return the cells of every team and boundary; bad fixes stand beside them."""
    places = (*plan.scenario.teams, *plan.scenario.boundaries)
    return _grouped(plan, lambda cell: cell[1] or BAD_FIX, (*places, BAD_FIX))


def by_category(plan: Plan) -> Mapping[str, tuple[Cell, ...]]:
    """Return the cells of every category: what teams make, what boundaries carry, ownership."""
    scenario = plan.scenario

    def category(cell: Cell) -> str:
        mechanism, place = cell
        if mechanism == "defect":
            return scenario.teams[place].makes
        if mechanism in (BAD_FIX, "unowned"):
            return BAD_FIX if mechanism == BAD_FIX else OWNERSHIP
        return scenario.boundaries[place].carries

    found = _grouped(plan, category, ())
    return dict(sorted(found.items()))


def _grouped(
    plan: Plan, name: Callable[[Cell], str], order: Sequence[str]
) -> dict[str, tuple[Cell, ...]]:
    groups: dict[str, list[Cell]] = {each: [] for each in order}
    for cell in cells(plan):
        groups.setdefault(name(cell), []).append(cell)
    return {each: tuple(found) for each, found in groups.items()}
