"""Runs for the properties: settings of hypothesis, plain rows of a log, identities of errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, settings

from simulator.engines.log import EventLog, Happening
from simulator.engines.program.compilation import Program, program_for
from simulator.engines.reference.engine import simulate
from simulator.mechanisms.incidents import LOST
from simulator.scenario.scenario import Scenario
from tests.tiers import examples_tried

Tree = dict[str, Any]
SEED = 11


def examples(number: int) -> settings:
    """Return settings that try the same examples in every run, `number` of them in a proof."""
    return settings(
        max_examples=examples_tried(number),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        # without shrinking: it would simulate for minutes, and an organisation is short to read
        phases=(Phase.explicit, Phase.generate),
    )


class Row(NamedTuple):
    """One event of a log, columns as in `simulator.engines.log`."""

    time: float
    value: float
    event: int
    item: int
    step: int
    place: int
    job: int
    error: int
    a: int
    b: int
    c: int
    d: int


class Identity(NamedTuple):
    """Who an error is, whatever else happened in its run; of a lost fact only item and fact."""

    kind: int
    arrival: int
    mechanism: int
    place: int
    step: int
    which: int


def plan_of(tree: Tree, plan: str = "today") -> Program:
    """Return the plan of a tree under one of its arms."""
    return program_for(Scenario.from_tree(tree), plan)


def rows_of(log: EventLog) -> list[Row]:
    """Return the events of a log as plain rows."""
    return [Row(*event) for event in log.events.tolist()]


def log_of(tree: Tree, plan: str = "today", replication: int | None = None) -> EventLog:
    """Return the log of one replication of a tree; without a number, of the tree's own."""
    number = own_replication(tree) if replication is None else replication
    return simulate(plan_of(tree, plan), SEED, number)


def own_replication(tree: Tree) -> int:
    """Return the replication number that a random tree has in its name, else 0."""
    last = str(tree["name"]).rsplit(" ", maxsplit=1)[-1]
    return int(last) if last.isdigit() else 0


def run(tree: Tree, plan: str = "today", replication: int | None = None) -> list[Row]:
    """Return the events of `log_of`."""
    return rows_of(log_of(tree, plan, replication))


def only(rows: Iterable[Row], *happenings: Happening) -> list[Row]:
    """Return the rows of some happenings, in their order."""
    return [row for row in rows if row.event in happenings]


def identities(rows: list[Row]) -> Mapping[int, Identity]:
    """Return the identity of each error of generation 0 that belongs to an item, by its number."""
    items = {row.item: (row.place, row.a) for row in only(rows, Happening.ARRIVED)}
    known = {}
    for row in only(rows, Happening.BORN):
        if row.item >= 0 and row.c == 0:
            where = (-1, -1) if row.a == LOST else (row.place, row.step)
            known[row.error] = Identity(*items[row.item], row.a, *where, row.b)
    return known


def released(rows: list[Row]) -> set[tuple[int, int]]:
    """Return the released items as (kind, arrival number)."""
    items = {row.item: (row.place, row.a) for row in only(rows, Happening.ARRIVED)}
    return {items[row.item] for row in only(rows, Happening.RELEASED)}


def born(rows: list[Row]) -> set[Identity]:
    """Return the identities of all errors born in items, bad fixes left out."""
    return set(identities(rows).values())


def latent(rows: list[Row]) -> set[Identity]:
    """Return the identities of the errors that were latent at release, bad fixes left out."""
    known = identities(rows)
    return {known[row.error] for row in only(rows, Happening.LATENT) if row.error in known}


def among(errors: set[Identity], items: set[tuple[int, int]]) -> set[Identity]:
    """Return the errors of some items."""
    return {error for error in errors if (error.kind, error.arrival) in items}


def changed(tree: Tree, **values: Any) -> Tree:
    """Return a deep copy of a tree with other values of top-level keys."""
    return {**deepcopy(tree), **values}
