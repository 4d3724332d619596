"""What every process of one replication shares: the clock, the plan in force, the log."""

from __future__ import annotations

import struct
from collections import namedtuple
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

import numpy as np
import simpy

from simulator.engines.log import BEFORE, Happening, Rank
from simulator.engines.program import layout
from simulator.engines.program.compilation import Program
from simulator.engines.program.handling import handling, practised_ways
from simulator.engines.reference.route import routes
from simulator.mechanisms import luck
from simulator.mechanisms.practice import gain, servers, toward

_RANK_STRIDE = 1 << 40
_ROW = struct.Struct("=2d10i")  # one row of EVENT


@cache
def _row(name: str, columns: tuple[str, ...]) -> Any:
    return namedtuple(name, columns)


def _rows(name: str, table: np.ndarray[Any, np.dtype[np.void]]) -> list[Any]:
    """Return structured rows as named tuples, nested as the array's axes are."""
    make = _row(name, table.dtype.names or ())
    if table.ndim == 1:
        return [make(*row) for row in table.tolist()]
    return [[make(*row) for row in line] for line in table.tolist()]


class Timed(simpy.Event):
    """An event that happens at a time that is set when it is known."""

    def set(self, delay: float, rank: Rank, serial: int) -> None:
        """Let it happen `delay` [days] from now; `rank` and `serial` order ties.

        SimPy handles what has priority 0 or 1 first, so that everything a timed event sets off has
        settled before the next event of the same instant.
        """
        # as simpy.Timeout does it, which takes no priority
        self._ok = True
        self._value = None
        self.env.schedule(self, 2 + rank * _RANK_STRIDE + serial, delay)  # type: ignore[arg-type]

    def put_off(self) -> Timed:
        """Return the event, time unknown, that all who wait for this one now wait for instead."""
        later = Timed(self.env)
        later.callbacks, self.callbacks = self.callbacks, []
        return later


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """What the plan says of all, of each team and of each boundary, until the next epoch begins.

    `handling` [days] is what crossings add to a visit, by `Member.row`; the starts [days] tell when
    the practice of each lever was last begun.
    """

    common: Any
    teams: list[Any]
    edges: list[Any]
    handling: list[float]
    team_starts: list[float]
    edge_starts: list[float]


def _epochs(program: Program) -> list[Epoch]:
    common, teams = _rows("Common", program.epochs), _rows("Team", program.teams)
    edges, efforts = _rows("Edge", program.edges), handling(program).tolist()
    return [
        Epoch(
            common=common[epoch],
            teams=teams[epoch],
            edges=edges[epoch],
            handling=efforts[epoch],
            team_starts=program.team_starts[epoch].tolist(),
            edge_starts=program.edge_starts[epoch].tolist(),
        )
        for epoch in range(len(program.epochs))
    ]


class World:
    """The state of one replication that all processes read; `epoch` is the one in force."""

    def __init__(self, program: Program, seed: int, replication: int) -> None:
        self.program = program
        self.env = simpy.Environment(BEFORE)
        self.key = luck.replication_key(seed, replication)
        self.epochs = _epochs(program)
        self.epoch = self.epochs[0]
        self.team_practices = _rows("Practice", program.team_practices)
        self.edge_practices = _rows("Practice", program.edge_practices)
        self.team_practised = np.any(program.team_practices["strength"] > 0.0, axis=1).tolist()
        self.edge_practised = np.any(program.edge_practices["strength"] > 0.0, axis=1).tolist()
        people = program.team_practices["strength"][:, layout.PEOPLE]
        whole = np.all(program.teams["people"] % 1.0 == 0.0, axis=0)
        self.steady = ((people == 0.0) & (program.funded == 0.0) & whole).tolist()
        self.funded = program.funded.tolist()
        members = np.arange(len(program.routes.member))
        self.at_practised = np.isin(members, practised_ways(program).member).tolist()
        self.kind_words = program.kind_words.tolist()
        self.team_words = program.team_words.tolist()
        self.edge_words = program.edge_words.tolist()
        self.kinds = _rows("Kind", program.routes.kind)
        self.routes = routes(program.routes)
        self.starting = program.starting.tolist()
        self.bounces = program.routes.bounce.tolist()
        self.route_rank = program.routes.rank.tolist()
        self.rows = bytearray()
        self.item_numbers = count()
        self.job_numbers = count()
        self.error_numbers = count()

    def after(self, delay: float, rank: Rank, serial: int) -> Timed:
        """Return an event that happens `delay` [days] from now."""
        event = Timed(self.env)
        event.set(delay, rank, serial)
        return event

    def log(
        self,
        event: Happening,
        item: int = -1,
        step: int = -1,
        place: int = -1,
        job: int = -1,
        error: int = -1,
        value: float = 0.0,
        a: int = -1,
        b: int = -1,
        c: int = -1,
        d: int = -1,
    ) -> None:
        """Write one event at the present instant."""
        self.rows += _ROW.pack(
            self.env.now, value, event, item, step, place, job, error, a, b, c, d
        )

    def team_gain(self, team: int, lever: int) -> float:
        """Return g now of a practice bought for a team (0 when none was)."""
        row = self.team_practices[team][lever]
        if row.strength == 0.0:
            return 0.0
        start = self.epoch.team_starts[lever]
        return gain(self.env.now, row.strength, start, row.ramp, row.stops, row.fade)

    def pace(self, team: int) -> float:
        """Return what every service time of the team is multiplied by: servers / people left.

        Hired people quicken the work and funded spends slow it; the number of servers stays.
        """
        if self.steady[team]:
            return 1.0
        row = self.epoch.teams[team]
        hands = toward(row.people, row.people_top, self.team_gain(team, layout.PEOPLE))
        if self.env.now <= self.program.stops:
            hands = hands - self.funded[team]
        at_work = servers(row.people)
        return 1.0 if hands == at_work else at_work / hands

    def epoch_at(self, t: float) -> Epoch:
        """Return the epoch in force at `t` [days]; before day 0 the first."""
        begun = [epoch for epoch in self.epochs if epoch.common.at <= t]
        return begun[-1] if begun else self.epochs[0]
