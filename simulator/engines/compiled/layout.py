"""The columns of the kernel's tables: what the plan gives it, and what it works on."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from simulator.engines.log import EVENT
from simulator.engines.program import layout
from simulator.model.lever import EDGE_LEVERS, TEAM_LEVERS

Dtype = np.dtype[np.void]


def _columns(floats: str, whole: str, words: str = "") -> Dtype:
    return np.dtype(
        [(name, "f8") for name in floats.split()]
        + [(name, "u8") for name in words.split()]
        + [(name, "i8") for name in whole.split()]
    )


def _with(dtype: Dtype, extra: Dtype) -> Dtype:
    return np.dtype([*dtype.descr, *extra.descr])


TEAM = _with(layout.TEAM, _columns("funded", "practised steady", "word stirred"))
"""One row an epoch and team; `word` is its name in addresses, `stirred` as it meets a key.

`practised`: whether money was spent on it; `steady`: none of it changes how many hands it has.
"""

EDGE = _with(layout.EDGE, _columns("", "practised", "word stirred"))
"""One row an epoch and boundary; columns as those of a team."""

MEMBER = _with(layout.MEMBER, _columns("", "first_way ways", "stirred"))
"""`ways`: how many crossings the member meets on which money was spent; the first: `first_way`."""

WAY = _columns("", "crossing sends")
"""One end of such a crossing; `crossing` is its row."""

CROSSING = _with(layout.CROSSING, _columns("", "", "stirred"))
"""`stirred`: the occurrence as it meets a key."""

PRACTICE = _with(layout.PRACTICE, _columns("start", ""))
"""One row an epoch, place (teams, then boundaries) and lever (`LEVERS` of them)."""

LEVERS = max(len(TEAM_LEVERS), len(EDGE_LEVERS))

PURCHASE = _columns("days scale", "row")
"""What is bought of a lever at a place: `row` of the practices of an epoch; both [person-days]."""

KIND = _with(layout.KIND, _columns("", "n", "key word"))
"""One row a kind; `n` counts its arrivals, `key` is its address in this replication."""

NUMBER = _columns("value", "")
WHOLE = _columns("", "value")
SMALL = np.dtype([("value", "u1")])

JOB = _columns(
    "entered left since",
    "number task line item step error team ref weight stamp before next",
)
"""What stands in a queue or runs; `ref` is the leg, transit, item or incident it serves.

`line` orders classes and severities (`LINES`); `since` [days] is when its present state began.
"""

LINES, REWORK_LINE, VISIT_LINE = 6, 4, 5
"""Queues of a team: incidents of P1 to P4, then rework and the like, then new work."""

STEP = _with(layout.STEP, _columns("", "last"))
"""`last`: whether it is the last of its route."""

ITEM = _columns(
    "size arrived released served took",
    "number kind position step errors last_error open_legs legs last_owned lateral pending recheck "
    "found near failed state",
    "key all_facts intact",
)
"""A unit of work at step `position` of its route, row `step`.

`pending` is the list of found errors that are still to be reworked; `took`: see `count_end`.
"""

LEG = _columns(
    "catches_defects catches_misunderstandings removal",
    "item member errors last_error pending transits made found next",
    "intact key",
)
"""One team's copy of an item during one step.

`member` is the team's row among members, `made` how many defects this visit made.
"""

ERROR = _columns(
    "born",
    "number mechanism origin fact depth owned generation found resolver "
    "root_mechanism root_origin root_owned next",
    "key stirred",
)
"""A latent error; `stirred` is its key as it meets another."""

TRANSIT = _columns(
    "wait",
    "number edge owner source owned needed asked item leg born last_born next",
    "lost caught",
)
"""A crossing under way; `leg` is 0 for a lateral."""

INCIDENT = _columns(
    "failed took",
    "error item severity place team resolver straight attempt next drawn done foreseen",
)
"""`foreseen`: whether it is counted by its chance too, at its item's release or by its rate.

`next` is the place in its route's bounce list of the team that is paged next, unless that is the
one `drawn` to be paged first (-1: none was).
"""

EVENT_LIST = _columns("time", "order ref stamp")
"""The heap of timed events; `order` is the rank and serial by which ties are broken."""

CHANGE = _columns("made known", "j")
"""Interface changes, boundary by boundary, oldest first."""

QUEUE = _columns("", "waiting running first_running")
LINE = _columns("", "head tail")
STALE = _columns("", "first end")
"""One row a boundary: its changes that may still be unknown."""

POOL = _columns("", "top free end stride")
"""One row a growing table: first row not used yet, rows given back, end, and from row to row."""


class Grows(IntEnum):
    """The tables that are doubled when they are full."""

    EVENT_LIST = 1
    JOB = 2
    ITEM = 3
    LEG = 4
    ERROR = 5
    TRANSIT = 6
    INCIDENT = 7
    CHANGE = 8
    LOG = 9


GROWING: dict[Grows, tuple[str, Dtype, int]] = {
    Grows.EVENT_LIST: ("events", EVENT_LIST, 1024),
    Grows.JOB: ("jobs", JOB, 1024),
    Grows.ITEM: ("items", ITEM, 4096),
    Grows.LEG: ("legs", LEG, 1024),
    Grows.ERROR: ("errors", ERROR, 4096),
    Grows.TRANSIT: ("transits", TRANSIT, 1024),
    Grows.INCIDENT: ("incidents", INCIDENT, 1024),
    Grows.CHANGE: ("changes", CHANGE, 2048),
    Grows.LOG: ("log", EVENT, 131072),
}
"""Name, columns and rows to begin with; rows that nobody touches take up no memory.

Row 0 stands for none, and takes what finds no room.
"""

BY_SLOT = (Grows.JOB, Grows.ITEM, Grows.LEG, Grows.ERROR, Grows.TRANSIT)
"""Tables whose rows are told by their slot: how far behind the beginning they lie [bytes]."""


def stride(which: Grows) -> int:
    """Return how far apart two rows of a growing table are, in what tells its rows."""
    return GROWING[which][1].itemsize if which in BY_SLOT else 1


FIXED: dict[str, Dtype] = {
    "epochs": layout.EPOCH,
    "teams": TEAM,
    "edges": EDGE,
    "practices": PRACTICE,
    "kinds": KIND,
    "steps": STEP,
    "members": MEMBER,
    "crossings": CROSSING,
    "ways": WAY,
    "handling": NUMBER,
    "bounces": WHOLE,
    "ranks": WHOLE,
    "arrivals": NUMBER,
    "starting": WHOLE,
    "rates": NUMBER,
    "starts": NUMBER,
    "queues": QUEUE,
    "lines": LINE,
    "stale": STALE,
    "pools": POOL,
    "intact": SMALL,
    "given": NUMBER,
    "tally": NUMBER,
}
"""Tables whose length the plan fixes (`intact`: one row an item and step, grows with the items;
`handling`: one row an epoch and member; `given`: the tally that each replication begins with)."""

STATE = _columns(
    "now horizon warm_up stops within",
    "logging full epoch epoch_count team_count edge_count kind_count member_count longest "
    "counted_severities "
    "blames_resolver team_row edge_row next_number next_item next_error next_external "
    "in_teams in_edges in_retention in_failures in_severities in_kinds in_incidents "
    "in_kind_sums in_blame " + " ".join((*FIXED, *(name for name, _, _ in GROWING.values()))),
    "seed key external_key",
)
"""Everything else a replication knows, and where each table lies.

`team_row`, `edge_row`: first row of the epoch in force. `in_...`: where a part of
the tally begins.
"""
