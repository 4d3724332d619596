"""The kernel's tables by name, and how rows are taken from them and given back."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled import layout
from simulator.engines.compiled.jit import at_address, kernel, kernel_inline, rows
from simulator.engines.compiled.layout import (
    BY_SLOT,
    FIXED,
    GROWING,
    NUMBER,
    PURCHASE,
    STATE,
    Grows,
)


def _fixed(name: str) -> Any:
    return rows(STATE, name, FIXED[name])


def _growing(which: Grows) -> Any:
    name, dtype, _ = GROWING[which]
    return rows(STATE, name, dtype, by_slot=which in BY_SLOT)


state_at = at_address(STATE)
number_at = at_address(NUMBER)
purchase_at = at_address(PURCHASE)

epoch_row = _fixed("epochs")
team_row = _fixed("teams")
edge_row = _fixed("edges")
practice_row = _fixed("practices")
kind = _fixed("kinds")
step_row = _fixed("steps")
member_row = _fixed("members")
crossing_row = _fixed("crossings")
way_row = _fixed("ways")
handling = _fixed("handling")
bounce = _fixed("bounces")
route_rank = _fixed("ranks")
arrival = _fixed("arrivals")
starting = _fixed("starting")
queue = _fixed("queues")
line = _fixed("lines")
stale = _fixed("stale")
pool = _fixed("pools")
intact = _fixed("intact")
given = _fixed("given")
tally = _fixed("tally")

timed = _growing(Grows.EVENT_LIST)
job = _growing(Grows.JOB)
item = _growing(Grows.ITEM)
leg = _growing(Grows.LEG)
error = _growing(Grows.ERROR)
transit = _growing(Grows.TRANSIT)
incident = _growing(Grows.INCIDENT)
change = _growing(Grows.CHANGE)
log_row = _growing(Grows.LOG)


@kernel
def fresh(s: Any, which: int) -> int:
    """Return a row of a table that nobody has used yet; 0 and a note in `full` if there is none."""
    table = pool(s, which)
    new = table.top
    if new >= table.end:
        s.full = which
        return 0
    table.top = new + table.stride
    return int(new)


def _taken(table: Any, which: int) -> Any:
    @kernel
    def taken(s: Any) -> int:
        slot = int(pool(s, which).free)
        if slot == 0:
            return fresh(s, which)
        pool(s, which).free = table(s, slot).next
        return slot

    return taken


def _given_back(table: Any, which: int) -> Any:
    @kernel_inline
    def given_back(s: Any, slot: int) -> None:
        table(s, slot).next = pool(s, which).free
        pool(s, which).free = slot

    return given_back


take_job, free_job = _taken(job, int(Grows.JOB)), _given_back(job, int(Grows.JOB))
take_leg, free_leg = _taken(leg, int(Grows.LEG)), _given_back(leg, int(Grows.LEG))
take_error, free_error = _taken(error, int(Grows.ERROR)), _given_back(error, int(Grows.ERROR))
take_transit = _taken(transit, int(Grows.TRANSIT))
free_transit = _given_back(transit, int(Grows.TRANSIT))


@kernel_inline
def common(s: Any) -> Any:
    """Return the organisation's common values in force."""
    return epoch_row(s, s.epoch)


@kernel_inline
def team_now(s: Any, team: int) -> Any:
    """Return a team's values in force."""
    return team_row(s, s.team_row + team)


@kernel_inline
def edge_now(s: Any, edge: int) -> Any:
    """Return a boundary's values in force."""
    return edge_row(s, s.edge_row + edge)


@kernel_inline
def practice_in(s: Any, epoch: int, place: int, lever: int) -> Any:
    """Return the practice of a place (teams, then boundaries) in an epoch."""
    places = s.team_count + s.edge_count
    return practice_row(s, (epoch * places + place) * layout.LEVERS + lever)


@kernel_inline
def edge_place(s: Any, edge: int) -> int:
    """Return the place of a boundary in the table of practices."""
    return int(s.team_count + edge)


@kernel_inline
def step_of(s: Any, slot: int) -> Any:
    """Return the step at which an item is."""
    return step_row(s, item(s, slot).step)
