"""A plan laid out for the kernel, and the memory it works in."""

from __future__ import annotations

import math
import threading
from typing import Any, Self
from weakref import WeakKeyDictionary

import numpy as np

from simulator.engines.columns import EXPECTED, EdgeSum, Sum, TeamSum
from simulator.engines.compiled import layout
from simulator.engines.compiled.layout import GROWING, STATE, Grows, stride
from simulator.engines.program.compilation import Program
from simulator.engines.program.handling import handling, practised_ways
from simulator.engines.program.layout import PEOPLE
from simulator.engines.program.routes import Routes
from simulator.engines.program.window import expected_externals, people_days
from simulator.mechanisms.incidents import EXTERNAL, NEITHER, SIDES
from simulator.mechanisms.luck import stirred

Table = np.ndarray[Any, np.dtype[Any]]

MEMORY_CAP = 2**31
"""The most that the workspaces of this process may take up together [bytes]."""

_MASK = (1 << 64) - 1
_NEVER_GIVEN_BACK = (Grows.ITEM, Grows.INCIDENT, Grows.LOG)
_SPARE, _LEAST_SHARE = 1.1, 1 / 16


def parts(program: Program) -> dict[str, tuple[int, ...]]:
    """Return the parts of a tally in the kernel's order, each with its shape."""
    teams, edges = len(program.team_words), len(program.edge_words)
    kinds = len(program.kind_words)
    return {
        "sums": (len(Sum),),
        "teams": (teams, len(TeamSum)),
        "edges": (edges, len(EdgeSum)),
        "retention": (len(program.routes.step), 3),
        "failures": (teams + edges + 1, 5, 2),
        "severities": (4,),
        "kinds": (kinds + 1,),
        "incidents": (2, len(SIDES), 4),
        "kind_sums": (kinds, 2),
        "blame": (4, 4),
    }


def _table(dtype: np.dtype[np.void], shape: tuple[int, ...], **columns: Table) -> Table:
    table = np.zeros(shape, dtype)
    for name, values in columns.items():
        table[name] = values
    return table


def _given(program: Program) -> Table:
    """Return what a plan alone says of a tally: the people there are, externals by their rate."""
    tally = {name: np.zeros(shape) for name, shape in parts(program).items()}
    outside = expected_externals(program)
    tally["teams"][:, TeamSum.PEOPLE] = people_days(program)
    tally["failures"][-1, EXTERNAL, 0] = tally["kinds"][-1] = outside.sum()
    tally["severities"][:] = tally["incidents"][EXPECTED, NEITHER] = outside
    return _single(layout.NUMBER, np.concatenate([part.reshape(-1) for part in tally.values()]))


def _widened(dtype: np.dtype[np.void], rows: Table, **extra: Table) -> Table:
    """Return rows with more columns: the kernel's tables begin with the columns of a program's."""
    wide = _table(dtype, rows.shape, **extra)
    _bytes(wide)[..., : rows.dtype.itemsize] = _bytes(rows)
    return wide


def _bytes(rows: Table) -> Table:
    return rows.view(np.uint8).reshape(*rows.shape, rows.dtype.itemsize)


def _stirred(words: Table) -> Table:
    return np.array([stirred(word) for word in words.tolist()], np.uint64)


def _placed(dtype: np.dtype[np.void], rows: Table, **extra: Table) -> Table:
    return _widened(dtype, rows, stirred=_stirred(rows["occurrence"]), **extra)


def _single(dtype: np.dtype[np.void], values: Table) -> Table:
    return _table(dtype, (values.size,), value=values.reshape(-1))


def _practices(program: Program) -> Table:
    teams, edges = len(program.team_words), len(program.edge_words)
    table = np.zeros((len(program.epochs), teams + edges, layout.LEVERS), layout.PRACTICE)
    for part, rows, starts in (
        (table[:, :teams], program.team_practices, program.team_starts),
        (table[:, teams:], program.edge_practices, program.edge_starts),
    ):
        levers = rows.shape[1]
        for name in rows.dtype.names or ():
            part[:, :, :levers][name] = rows[name]
        part[:, :, :levers]["start"] = starts[:, None, :]
    return table


def _fixed(program: Program) -> dict[str, Table]:
    """Return the tables whose length the plan fixes."""
    teams, edges, epochs = len(program.team_words), len(program.edge_words), len(program.epochs)
    external = program.epochs["external_rate"].reshape(-1, 1)
    changes = program.edges["change_rate"].reshape(epochs, -1)
    people = program.team_practices["strength"][:, PEOPLE]
    whole = np.all(program.teams["people"] % 1.0 == 0.0, axis=0)
    return {
        "epochs": program.epochs.copy(),
        "teams": _widened(
            layout.TEAM,
            program.teams,
            funded=program.funded,
            practised=np.any(program.team_practices["strength"] > 0.0, axis=1),
            steady=(people == 0.0) & (program.funded == 0.0) & whole,
            word=program.team_words,
            stirred=_stirred(program.team_words),
        ),
        "edges": _widened(
            layout.EDGE,
            program.edges,
            practised=np.any(program.edge_practices["strength"] > 0.0, axis=1),
            word=program.edge_words,
            stirred=_stirred(program.edge_words),
        ),
        "practices": _practices(program),
        **_routes(program),
        "rates": _single(layout.NUMBER, np.concatenate([program.rates, changes, external], axis=1)),
        "starts": _single(layout.NUMBER, program.epochs["at"]),
        "queues": np.zeros(teams, layout.QUEUE),
        "lines": np.zeros(teams * layout.LINES, layout.LINE),
        "stale": np.zeros(edges, layout.STALE),
        "given": _given(program),
    }


def _routes(program: Program) -> dict[str, Table]:
    routes, ways = program.routes, practised_ways(program)
    counts = np.bincount(ways.member, minlength=len(routes.member))
    return {
        "kinds": _widened(layout.KIND, routes.kind, word=program.kind_words),
        "members": _placed(
            layout.MEMBER, routes.member, first_way=np.cumsum(counts) - counts, ways=counts
        ),
        "ways": _table(layout.WAY, (len(ways.member),), crossing=ways.crossing, sends=ways.sends),
        "handling": _single(layout.NUMBER, handling(program)),
        "arrivals": _single(layout.NUMBER, routes.arrival),
        "starting": _single(layout.WHOLE, program.starting),
    }


def _structure(routes: Routes) -> dict[str, Table]:
    """Return the tables that no number moves."""
    steps = routes.step.copy()
    steps["first_lateral"] += len(routes.crossing)
    last = np.zeros(len(steps), bool)
    last[routes.kind["first_step"] + routes.kind["steps"] - 1] = True
    return {
        "steps": _widened(layout.STEP, steps, last=last),
        "crossings": _placed(layout.CROSSING, np.concatenate([routes.crossing, routes.lateral])),
        "bounces": _single(layout.WHOLE, routes.bounce),
        "ranks": _single(layout.WHOLE, routes.rank),
    }


class _Held:
    """What each workspace of this process holds [bytes]."""

    def __init__(self) -> None:
        self._by: WeakKeyDictionary[Workspace, int] = WeakKeyDictionary()
        self._changed = threading.Condition()

    def take(self, space: Workspace, size: int, *, wait: bool = False) -> bool:
        """Hold `size` in all, if that fits beside the others, or as soon as it does."""

        def fits() -> bool:
            others = sum(self._by.values()) - self._by.get(space, 0)
            return others + size <= space.memory_cap

        with self._changed:
            if wait:
                self._changed.wait_for(fits)
            elif not fits():
                return False
            self._by[space] = size
        return True

    def give_back(self, space: Workspace) -> None:
        """Hold nothing, so that others may."""
        with self._changed:
            self._by.pop(space, None)
            self._changed.notify_all()


_held = _Held()


class Workspace:
    """The memory of one thread of the kernel, for one plan; used for one replication at a time.

    As a context it gives its part of the memory cap back in the end. Where the cap is reached by
    several together, the one that asked for more lets go of all it holds, and goes on when the
    others have finished: what is too large alone is refused, whatever runs beside it.
    """

    program: Program

    def __init__(self, program: Program, *, logging: bool, memory_cap: int = MEMORY_CAP) -> None:
        self.memory_cap = memory_cap
        self.state = np.zeros(1, STATE)
        self.tables: dict[str, Table] = {}
        self._set("pools", np.zeros(len(Grows) + 1, layout.POOL))
        self._set("items", np.zeros(0, layout.ITEM))
        self.fill(program, logging=logging)
        for which, (_, _, size) in GROWING.items():
            self._make_room(which, size if logging or which != Grows.LOG else 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        _held.give_back(self)

    def fill(self, program: Program, *, logging: bool) -> None:
        """Lay out a plan in this memory; tables that have grown for another stay as they are."""
        if "steps" not in self.tables or self.program.routes.ends is not program.routes.ends:
            self._lay(_structure(program.routes))
        self.program = program
        self.parts = parts(program)
        self.width = sum(math.prod(shape) for shape in self.parts.values())
        self._lay(_fixed(program) | {"tally": np.zeros(self.width, layout.NUMBER)})
        self._say(logging)
        self._set_intact()

    def take_up(self, program: Program, memory_cap: int) -> bool:
        """Lay out a plan for running in bulk; return whether there is room for what has grown."""
        self.memory_cap = memory_cap
        self.fill(program, logging=False)
        return _held.take(self, self.nbytes)

    @property
    def nbytes(self) -> int:
        """How much memory its tables take up [bytes]."""
        return sum(table.nbytes for table in self.tables.values())

    @property
    def address(self) -> int:
        """Where the state lies."""
        return int(self.state.ctypes.data)

    def _say(self, logging: bool) -> None:
        program, state = self.program, self.state[0]
        structure = program.structure
        values = {
            "horizon": program.horizon,
            "warm_up": program.warm_up,
            "stops": program.stops,
            "within": program.within,
            "logging": logging,
            "epoch_count": len(program.epochs),
            "team_count": len(program.team_words),
            "edge_count": len(program.edge_words),
            "kind_count": len(program.kind_words),
            "member_count": len(program.routes.member),
            "longest": int(program.routes.kind["steps"].max()),
            "counted_severities": sum({1 << int(name[1]) for name in structure.failure.counts}),
            "blames_resolver": structure.incidents.blames == "resolver",
        }
        first = 0
        for name, shape in self.parts.items():
            values |= {f"in_{name}": first} if name != "sums" else {}
            first += math.prod(shape)
        for name, value in values.items():
            state[name] = value

    def _make_room(self, which: Grows, size: int) -> None:
        name, dtype, _ = GROWING[which]
        self.tables[name] = np.zeros(0, dtype)  # lets the old rows go before the new ones come
        needed = size * dtype.itemsize + self.nbytes
        if needed > self.memory_cap:
            _held.give_back(self)
            raise MemoryError(
                f"one replication needs more than the memory cap of {self.memory_cap / 2**20:.0f} "
                f"MiB (its table of {which.name.lower().replace('_', ' ')}s is full): shorten the "
                "horizon or lower the arrivals"
            )
        if not _held.take(self, needed):
            self._step_aside(needed)
        self._set(name, np.zeros(size, dtype))
        pool = self.tables["pools"][which]
        pool["stride"] = stride(which)
        pool["end"] = size * pool["stride"]
        if which == Grows.ITEM:
            self._set_intact()

    def _set_intact(self) -> None:
        rows = len(self.tables["items"]) * int(self.state["longest"][0])
        if len(self.tables.get("intact", ())) != rows:
            self._set("intact", np.zeros(rows, layout.SMALL))

    def _step_aside(self, needed: int) -> None:
        grown = [name for name, _, _ in GROWING.values() if name in self.tables]
        sizes = {name: len(self.tables[name]) for name in (*grown, "intact") if name in self.tables}
        for name in sizes:
            self.tables[name] = self.tables[name][:0].copy()
        _held.give_back(self)
        _held.take(self, needed, wait=True)
        for name, size in sizes.items():
            self._set(name, np.zeros(size, self.tables[name].dtype))

    def _lay(self, tables: dict[str, Table]) -> None:
        for name, table in tables.items():
            held = self.tables.get(name)
            if held is not None and held.shape == table.shape:
                held[...] = table  # takes less time than telling where another lies
            else:
                self._set(name, table)

    def _set(self, name: str, table: Table) -> None:
        self.tables[name] = table
        self.state[name] = table.ctypes.data

    def grow(self) -> None:
        """Double the table that was full; refuses where that would exceed the memory cap.

        Tables whose rows are never given back get what the whole run will need by the pace so far,
        so that a long replication is not begun again for each doubling of each of them.
        """
        full = Grows(int(self.state["full"][0]))
        done = max(float(self.state["now"][0]) / self.program.horizon, _LEAST_SHARE)
        for which in {full, *_NEVER_GIVEN_BACK}:
            size = rows = len(self.tables[GROWING[which][0]])
            needed = 0.0
            if which in _NEVER_GIVEN_BACK and rows > 1:
                used = float(self.tables["pools"]["top"][which]) / stride(which)
                needed = _SPARE * used / done
            while size < needed or (which == full and size == rows):
                size *= 2
            if size > rows:
                self._make_room(which, size)

    def seed(self, seed: int) -> None:
        """Set the seed of the replications to come."""
        self.state["seed"] = np.uint64(seed & _MASK)
