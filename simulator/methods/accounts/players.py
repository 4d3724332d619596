"""Failures shared out among mechanisms, places or categories: what each of them adds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.experiments.runner import Runner
from simulator.experiments.store.identity import program_id
from simulator.measures.fractions import Fraction
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Floats, Sum, Tally
from simulator.methods.accounts.perfect import Cell, Sides, contributions, perfect
from simulator.methods.accounts.perfect import cells as all_cells
from simulator.stats.estimate import Estimate, mean_estimate, ratio_estimate
from simulator.stats.shapley import coalitions, exact, marginals, orders

__all__ = ["EXACT", "GROUPS", "Shares", "can_start", "gone_without", "matters", "shares"]

EXACT = 4
"""Up to so many players all coalitions are run; beyond that orders are sampled."""
GROUPS = 50
"""Groups of replications at most, each with an order of its own."""
_AT_ONCE = 200

Players = Mapping[str, Collection[Cell]]
Coalition = frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Shapley values by player; `orders` is how many orders were sampled, 0 if none had to be."""

    values: Mapping[str, Estimate]
    orders: int


def shares(
    program: Program,
    players: Players,
    run: Runner,
    numbers: Sequence[int],
    found: Sides,
) -> Shares:
    """Return how the failures of `plan` that are not external are shared out among `players`.

    The players are groups of mistakes that together are all mistakes; the values add up to
    core + edge + interaction of `found`. Up to four players that matter it is exact but for
    simulation noise. With more, every group of replications has an order of its own, every second
    one the reverse of the one before, and the interval is that of the pairs' spread: it covers the
    sampling of orders and the simulation's noise together. A player without any mistake to make
    gets exactly nought.
    """
    alive = [name for name in sorted(players) if matters(program, players[name])]
    cells = [tuple(players[name]) for name in alive]
    none = mean_estimate(np.zeros(len(numbers)))
    if not alive:
        return Shares(values=dict.fromkeys(players, none), orders=0)
    if len(alive) <= EXACT:
        estimates, sampled = _exact(program, cells, run, numbers, found), 0
    else:
        estimates, sampled = _sampled(program, cells, run, numbers, found)
    values = dict(zip(alive, estimates, strict=True))
    return Shares(values={name: values.get(name, none) for name in players}, orders=sampled)


def gone_without(
    program: Program,
    players: Players,
    run: Runner,
    numbers: Sequence[int],
) -> Mapping[str, Estimate]:
    """Return by player how many failures there would be less if that player alone were perfect."""
    alive = [name for name in players if matters(program, players[name])]
    programs = [perfect(program, players[name]) for name in alive]
    whole, *rows = _all(run, [(each, numbers) for each in (program, *programs)])
    gone = {name: mean_estimate(np.zeros(len(numbers))) for name in players}
    for name, each, tally in zip(alive, programs, rows, strict=True):
        gone[name] = OUTCOMES["failures"].difference((program, whole), (each, tally))
    return gone


def matters(program: Program, cells: Collection[Cell]) -> bool:
    """Return whether making these mistakes impossible changes anything the engines read."""
    return program_id(perfect(program, cells)) != program_id(program)


def can_start(program: Program, cells: Collection[Cell]) -> bool:
    """Return whether a failure can start by any of these mistakes.

    Nothing is left to nobody at a boundary that never needs work of its own: with an owner items
    only wait less there.
    """
    most = program.edges["boundary_work"].max(axis=0)
    needed = {name: most[index] > 0.0 for index, name in enumerate(program.scenario.boundaries)}
    return matters(program, [cell for cell in cells if cell[0] != "unowned" or needed[cell[1]]])


def _without(program: Program, cells: Sequence[Collection[Cell]], present: Coalition) -> Program:
    absent = [cell for player, own in enumerate(cells) if player not in present for cell in own]
    return perfect(program, absent)


def _all(run: Runner, requests: Sequence[tuple[Program, Sequence[int]]]) -> list[Tally]:
    rows: list[Tally] = []
    for first in range(0, len(requests), _AT_ONCE):
        some = requests[first : first + _AT_ONCE]
        rows += run.all(some)
    return rows


def _exact(
    program: Program,
    cells: Sequence[Collection[Cell]],
    run: Runner,
    numbers: Sequence[int],
    found: Sides,
) -> list[Estimate]:
    known = {frozenset[int](): found.none, frozenset(range(len(cells))): found.both}
    open_ = [each for each in coalitions(len(cells)) if each not in known]
    programs = [_without(program, cells, each) for each in open_]
    rows = _all(run, [(each, numbers) for each in programs])
    values = {
        chosen: contributions(each, tally, "failures")
        for chosen, each, tally in zip(open_, programs, rows, strict=True)
    }
    return [mean_estimate(column) for column in exact({**known, **values}, len(cells)).T]


def _sampled(
    program: Program,
    cells: Sequence[Collection[Cell]],
    run: Runner,
    numbers: Sequence[int],
    found: Sides,
) -> tuple[list[Estimate], int]:
    """Return the estimates and how many orders were sampled: one a group of replications."""
    stretches = np.array_split(np.asarray(numbers), min(len(numbers), GROUPS))
    known = _ends(program, run, numbers, stretches, len(cells))
    drawn = orders(len(cells), len(stretches), run.seed)
    asked = [(group, chosen) for group, order in enumerate(drawn) for chosen in _between(order)]
    programs = {chosen: _without(program, cells, chosen) for _, chosen in asked}
    requests = [(programs[chosen], stretches[group].tolist()) for group, chosen in asked]
    rows = _all(run, requests)
    values, released = [dict(each) for each, _ in known], np.array([weight for _, weight in known])
    for (group, chosen), tally in zip(asked, rows, strict=True):
        values[group][chosen] = _ratio(*_failures(programs[chosen], tally))
    added = np.array([marginals(v, order) for v, order in zip(values, drawn, strict=True)])
    # an order and its reverse are one draw: their groups stand together
    first = np.arange(0, len(stretches), 2)
    weights = np.add.reduceat(released, first)
    parts = [
        replace(ratio_estimate(np.add.reduceat(column * released, first), weights), n=len(numbers))
        for column in added.T
    ]
    return _adding_up(parts, found.total.best - found.external.best), len(drawn)


def _ends(
    program: Program,
    run: Runner,
    numbers: Sequence[int],
    stretches: Sequence[np.ndarray[Any, Any]],
    players: int,
) -> list[tuple[dict[Coalition, float], float]]:
    """Return of every group the values of nobody and of all, and how many items it released."""
    pair = (perfect(program, all_cells(program)), program)
    rows = run.all([(each, numbers) for each in pair])
    none, both = (_failures(each, tally) for each, tally in zip(pair, rows, strict=True))
    found, first = [], 0
    for stretch in stretches:
        part = slice(first, first + len(stretch))
        values = {
            frozenset[int](): _ratio(none[0][part], none[1][part]),
            frozenset(range(players)): _ratio(both[0][part], both[1][part]),
        }
        found.append((values, float(rows[1].sums[part, Sum.RELEASED].sum())))
        first = part.stop
    return found


def _failures(program: Program, tally: Tally) -> Fraction:
    return OUTCOMES["failures"].fraction(program, tally)


def _ratio(above: Floats, below: Floats) -> float:
    released = float(below.sum())
    # a group that releases nothing has no weight either
    return float(above.sum()) / released if released > 0.0 else 0.0


def _between(order: Sequence[int]) -> list[Coalition]:
    """Return the coalitions that an order passes through between nobody and all."""
    return [frozenset(order[:size]) for size in range(1, len(order))]


def _adding_up(parts: Sequence[Estimate], whole: float) -> list[Estimate]:
    """Return the estimates moved so that they add up to `whole`, each by its own size.

    A group's ratio is not the ratio of all groups' sums: the difference is of second order.
    """
    rest = whole - sum(part.best for part in parts)
    sizes = sum(abs(part.best) for part in parts)
    moved = []
    for part in parts:
        step = rest * abs(part.best) / sizes if sizes > 0.0 else 0.0
        moved.append(
            Estimate(best=part.best + step, low=part.low + step, high=part.high + step, n=part.n)
        )
    return moved
