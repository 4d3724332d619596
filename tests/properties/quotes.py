"""The chances with which an engine compared its draws, and those that `explain` quotes of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from math import isclose
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np

from simulator.engines.log import EventLog, Flag, Happening, Task
from simulator.engines.program.compilation import Program
from simulator.engines.reference import crossing, journey, response, work
from simulator.engines.reference.engine import simulate
from simulator.mechanisms.drift import tested
from simulator.mechanisms.handoff import convey
from simulator.mechanisms.incidents import DEFECT
from simulator.mechanisms.luck import Purpose, combine, happens, uniform
from simulator.methods.failure.odds import Chance, Chances

OF_A_FACT = (Purpose.CONVEYED, Purpose.RESTORED, Purpose.READ_BACK, Purpose.ASSUMED)
QUOTED = frozenset(
    {
        *OF_A_FACT,
        Purpose.CONTRACT_TEST,
        Purpose.REMOVED,
        Purpose.CATCH,
        Purpose.ROLLBACK,
        Purpose.TRACEABLE,
    }
)


class Address(NamedTuple):
    """Where a draw lies; the same in every run of the same luck."""

    purpose: int
    key: int
    number: int = 0


Compared = Mapping[Address, float]


def watched(program: Program, seed: int, replication: int) -> tuple[EventLog, Compared]:
    """Return the log of the reference engine, and the chance its draws were compared with."""
    seen: dict[Address, float] = {}

    def watch(key: int, purpose: int, index: int, chance: float) -> bool:
        if purpose in QUOTED:
            seen[Address(purpose, key, index)] = chance
        return happens(key, purpose, index, chance)

    def watch_facts(key: int, intact: int, wrong: int, *chances: float) -> tuple[int, int, int]:
        for purpose, chance in zip(OF_A_FACT, chances, strict=True):
            seen[Address(purpose, key)] = chance
        return convey(key, intact, wrong, *chances)

    def watch_tests(key: int, j: int, chance: float) -> bool:
        seen[Address(Purpose.CONTRACT_TEST, key, j)] = chance
        return tested(key, j, chance)

    with ExitStack() as stack:
        for module in (work, journey, response):
            stack.enter_context(patch.object(module, "happens", watch))
        stack.enter_context(patch.object(crossing, "convey", watch_facts))
        stack.enter_context(patch.object(crossing, "tested", watch_tests))
        return simulate(program, seed, replication), seen


def quotes(program: Program, log: EventLog, compared: Compared) -> dict[Address, float]:
    """Return what `explain` quotes of a run; `compared` only says which draws there were.

    A draw that is not the one at its address fails, and so does what is made of several chances.
    """
    told: dict[Address, float] = {}
    for address, chance in _Quotes(program, log, compared).all():
        if chance.draw is not None:
            assert chance.draw == uniform(address.key, address.purpose, address.number)
        told[address] = chance.chance
    return told


Quote = tuple[Address, Chance]


class _Quotes:
    def __init__(self, program: Program, log: EventLog, compared: Compared) -> None:
        self.chances = Chances(program, log)
        self.rows = log.events
        self.compared = compared
        self.indices: dict[tuple[int, int], list[int]] = defaultdict(list)
        for address in compared:
            self.indices[address.purpose, address.key].append(address.number)
        self.born = self._where(Happening.BORN)
        self.errors: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for row in self.born.values():
            self.errors[row["item"]].append((row["error"], self.chances.identity(row["error"])))

    def _where(self, happening: Happening) -> dict[int, Any]:
        """Return the rows of a happening by their place in the log, values as plain numbers."""
        names = self.rows.dtype.names or ()
        places = np.flatnonzero(self.rows["event"] == happening)
        return {
            int(at): dict(zip(names, row, strict=True))
            for at, row in zip(places, self.rows[places].tolist(), strict=True)
        }

    def all(self) -> Iterator[Quote]:
        """Yield every quote."""
        tasks = {row["job"]: row["a"] for row in self._where(Happening.QUEUED).values()}
        for at, row in self._where(Happening.STARTED).items():
            if tasks[row["job"]] == Task.VISIT:
                yield from self._of_a_visit(at, row)
        for at, row in self._where(Happening.CROSSED).items():
            yield from self._of_a_crossing(at, row)
        yield from self._of_incidents(tasks)

    def _of_a_visit(self, at: int, row: Any) -> Iterator[Quote]:
        where = row["item"], row["step"], row["place"]
        key = self.chances._visit_key(*where)
        for k in self.indices[Purpose.REMOVED, key]:
            yield Address(Purpose.REMOVED, key, k), self.chances.own_check(*where, at, k)
        for error, identity in self.errors[row["item"]]:
            address = Address(Purpose.CATCH, combine(key, identity))
            if address in self.compared:
                yield address, self.chances.team_check(*where, at, error)

    def _of_a_crossing(self, at: int, row: Any) -> Iterator[Quote]:
        where = row["item"], row["step"], row["place"]
        key, lapsed = self.chances.crossing_key(*where), bool(row["d"] & Flag.LAPSED)
        held = self.chances.handover(*where, at, lapsed=lapsed)[: len(OF_A_FACT)]
        for purpose, chance in zip(OF_A_FACT, held, strict=True):
            yield Address(purpose, key), Chance(chance=chance)
        if lapsed:  # the others would show no more, and take time
            told, knows, checks, assumes = (self.compared[Address(name, key)] for name in OF_A_FACT)
            wrong = (1.0 - told) * (1.0 - knows) * (1.0 - checks) * (1.0 - assumes)
            assert isclose(self.chances.arrives(*where, at, lapsed=lapsed).chance, 1.0 - wrong)
            assert isclose(self.chances.handover_check(*where, at).chance, knows * checks)
        for j in self.indices[Purpose.CONTRACT_TEST, key]:
            address = Address(Purpose.CONTRACT_TEST, key, j)
            yield address, self.chances.contract_test(*where, at, j)

    def _of_incidents(self, tasks: Mapping[int, int]) -> Iterator[Quote]:
        origins = {row["error"]: row for row in self.born.values()}
        for at, row in self._where(Happening.FAILED).items():
            origin = origins[row["error"]]
            if row["item"] >= 0 and origin["a"] == DEFECT:
                address = Address(Purpose.TRACEABLE, self.chances.identity(row["error"]))
                yield address, self.chances.traceable(row["error"], origin["place"], at)
        paged = set()
        for at, row in self._where(Happening.FINISHED).items():
            error = row["error"]
            if tasks[row["job"]] == Task.TRIAGE and error not in paged:
                paged.add(error)
                if origins[error]["item"] >= 0:
                    address = Address(Purpose.ROLLBACK, self.chances.identity(error))
                    yield address, self.chances.rollback(error, row["place"], at)
