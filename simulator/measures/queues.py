"""Queues and hands: busy time, waits, lengths, and the state of what is in progress."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.engines.log import Happening, Task
from simulator.engines.program.window import people_days
from simulator.measures.reading import Reading, Rows
from simulator.measures.tally import Floats, Sum, Tally, TeamSum

_BEGIN = (Happening.STARTED, Happening.RESUMED)
_WAIT = (Happening.QUEUED, Happening.PREEMPTED)


def count_queues(reading: Reading, tally: Tally) -> None:
    """Count busy people-time by task, waits and queue lengths in the window, and who waits."""
    program = reading.program
    rows = reading.of(*_WAIT, *_BEGIN, Happening.FINISHED)
    rows = rows[np.argsort(rows["job"], kind="stable")]
    queued = rows[rows["event"] == Happening.QUEUED]
    task = np.full(int(rows["job"].max()) + 1 if len(rows) else 0, -1)
    task[queued["job"]] = queued["a"]
    ends = _ends(rows, program.horizon)
    length = np.maximum(ends, program.warm_up) - np.maximum(rows["time"], program.warm_up)
    busy = np.isin(rows["event"], _BEGIN)
    team = rows["place"]
    for column in (np.full(busy.sum(), TeamSum.BUSY), TeamSum.VISIT + task[rows["job"][busy]]):
        np.add.at(tally.teams, (team[busy], column), length[busy])
    idle = np.isin(rows["event"], _WAIT)
    np.add.at(tally.teams[:, TeamSum.QUEUE], team[idle], length[idle])
    tally.teams[:, TeamSum.PEOPLE] = people_days(program)
    _count_waits(reading, tally, queued, rows[rows["event"] == Happening.STARTED])
    _count_states(reading, tally, rows, task)


def _ends(rows: Rows, horizon: float) -> Floats:
    """Return until when each row's state lasted: the same job's next row, or the horizon."""
    ends = np.full(len(rows), horizon)
    same = rows["job"][1:] == rows["job"][:-1]
    ends[:-1][same] = rows["time"][1:][same]
    return ends


def _count_waits(reading: Reading, tally: Tally, queued: Rows, started: Rows) -> None:
    new = queued[(queued["a"] == Task.VISIT) & (queued["time"] >= reading.program.warm_up)]
    begun = new[np.isin(new["job"], started["job"])]
    first = started[np.isin(started["job"], begun["job"])]
    np.add.at(tally.teams[:, TeamSum.WAITS], begun["place"], 1.0)
    np.add.at(tally.teams[:, TeamSum.WAIT_TIME], begun["place"], first["time"] - begun["time"])
    tally.sums[Sum.NOT_STARTED] = len(new) - len(begun)
    visits = np.isin(started["job"], queued["job"][queued["a"] == Task.VISIT])
    visits &= started["time"] >= reading.program.warm_up
    np.add.at(tally.teams[:, TeamSum.VISITS], started["place"][visits], 1.0)


def _count_states(reading: Reading, tally: Tally, rows: Rows, task: Any) -> None:
    """Split what is in progress at the horizon: in service, else waiting, else crossing."""
    last = np.ones(len(rows), bool)
    last[:-1] = rows["job"][1:] != rows["job"][:-1]
    end = rows[last]
    end = end[(task[end["job"]] < Task.TRIAGE) & (end["event"] != Happening.FINISHED)]
    open_items = np.flatnonzero(np.isnan(reading.released))
    served = np.unique(end["item"][np.isin(end["event"], _BEGIN)])
    waiting = np.setdiff1d(np.unique(end["item"]), served)
    tally.sums[Sum.IN_SERVICE] = np.isin(open_items, served).sum()
    tally.sums[Sum.WAITING] = np.isin(open_items, waiting).sum()
    tally.sums[Sum.CROSSING] = (
        tally.sums[Sum.IN_PROGRESS] - tally.sums[Sum.IN_SERVICE] - tally.sums[Sum.WAITING]
    )
