"""Nothing appears, vanishes or runs backwards, and people are never idle while work waits."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given

from simulator.engines.log import BEFORE, JOB_CLASS, NO_ITEM, Happening
from simulator.engines.program.compilation import Program
from simulator.engines.reference.engine import simulate
from simulator.measures.count import tally
from simulator.measures.tally import Sum
from tests.properties.runs import SEED, Row, Tree, examples, only, own_replication, plan_of, rows_of
from tests.strategies.organisations import organisations

BEGIN = (Happening.STARTED, Happening.RESUMED)
Key = tuple[float, ...]


def arms_of(tree: Tree) -> list[str]:
    return ["today", *(plan["name"] for plan in tree["arms"])]


class Station:
    """One team's queue as the log tells it, and what may never be true of it."""

    def __init__(self, people: float) -> None:
        self.people = self.room = math.ceil(people)
        self.waiting: dict[int, Key] = {}
        self.running: dict[int, Key] = {}
        self.preempted = False

    def staff(self, people: float) -> None:
        """A shock: visits in service are finished, even by more than there are people now."""
        self.people = math.ceil(people)
        self.room = max(self.people, len(self.running))

    def begin(self, job: int) -> None:
        key = self.waiting.pop(job)
        assert all(key < other for other in self.waiting.values() if other[0] == 0)
        # whoever has just been pre-empted made room for this very job
        limit = self.room if self.preempted else self.people
        assert len(self.running) < limit
        assert self.preempted or all(key < other for other in self.waiting.values())
        self.running[job] = key
        self.preempted = False

    def end(self, job: int) -> None:
        assert not self.preempted
        del self.running[job]
        self.room = max(self.people, len(self.running))

    def preempt(self, job: int) -> None:
        assert len(self.running) >= self.people
        key = self.running.pop(job)
        assert key[0] > 0
        assert all(key > other for other in self.running.values())
        self.waiting[job] = key
        self.preempted = True

    def settled(self) -> None:
        """What holds whenever an instant is over."""
        assert len(self.running) <= self.room
        assert not self.preempted
        if self.waiting:
            assert len(self.running) >= self.people
            urgent = any(key[0] == 0 for key in self.waiting.values())
            assert not (urgent and self.people) or all(key[0] == 0 for key in self.running.values())


def replay(program: Program, rows: list[Row]) -> list[Station]:
    """Return the stations at the horizon, after checking them at every instant."""
    stations = [Station(people) for people in program.teams["people"][0]]
    severity: dict[int, int] = {}
    touched: set[int] = set()
    now = 0.0
    for row in rows:
        if row.time > now:
            for team in touched:
                stations[team].settled()
            touched, now = set(), row.time
        if row.event == Happening.FAILED:
            severity[row.error] = row.a
        elif row.event == Happening.SHOCK:
            for team, station in enumerate(stations):
                station.staff(program.teams["people"][row.a, team])
        elif row.job >= 0:
            touched.add(row.place)
            _move(stations[row.place], row, severity)
    for station in stations:
        station.settled()
    return stations


def _move(station: Station, row: Row, severity: dict[int, int]) -> None:
    if row.event == Happening.QUEUED:
        urgent = JOB_CLASS[row.a] == 0
        grade = severity[row.error] if urgent else 0
        step = 0 if urgent else row.step
        station.waiting[row.job] = (JOB_CLASS[row.a], grade, row.time, row.item, step, row.job)
    elif row.event in BEGIN:
        station.begin(row.job)
    elif row.event == Happening.PREEMPTED:
        station.preempt(row.job)
    elif row.event == Happening.FINISHED:
        station.end(row.job)


@examples(30)
@given(organisations())
def test_queues_follow_their_keys_and_nobody_is_idle_while_work_waits(tree: Tree) -> None:
    for plan in arms_of(tree):
        program = plan_of(tree, plan)
        replay(program, rows_of(simulate(program, SEED, own_replication(tree))))


@examples(30)
@given(organisations())
def test_time_never_goes_back_and_nothing_is_negative(tree: Tree) -> None:
    program = plan_of(tree, arms_of(tree)[-1])
    log = simulate(program, SEED, own_replication(tree))
    time = log.events["time"]
    assert (np.diff(time) >= 0.0).all()
    assert (((time >= 0.0) | (time == BEFORE)) & (time < program.horizon)).all()
    assert (log.events["value"] >= 0.0).all()
    assert np.isfinite(log.events["value"]).all()
    counted = tally(program, log)
    for name, sums in vars(counted).items():
        assert np.isfinite(sums).all(), name
        # durations are sums of differences, which may round to a hair below nought
        assert (sums >= -1e-9).all(), name


@examples(30)
@given(organisations())
def test_every_job_is_served_whole_or_is_still_there_at_the_horizon(tree: Tree) -> None:
    program = plan_of(tree, arms_of(tree)[-1])
    jobs: dict[int, list[Row]] = {}
    for row in rows_of(simulate(program, SEED, own_replication(tree))):
        if row.job >= 0:
            jobs.setdefault(row.job, []).append(row)
    for life in jobs.values():
        names = [Happening(row.event) for row in life]
        assert names[0] == Happening.QUEUED
        assert names.count(Happening.QUEUED) == 1
        assert names.count(Happening.STARTED) == (len(names) > 1)
        assert Happening.FINISHED not in names[:-1]
        assert len({(row.place, row.item, row.error) for row in life}) == 1
        if len(names) == 1:
            continue
        length, served = life[1].value, 0.0
        for begin, end in zip(life[1::2], life[2::2], strict=False):
            assert begin.event in BEGIN
            assert end.event in (Happening.PREEMPTED, Happening.FINISHED)
            served += end.time - begin.time
            if end.event == Happening.PREEMPTED:
                assert end.value == pytest.approx(length - served, abs=1e-9)
        if names[-1] == Happening.FINISHED:
            assert served == pytest.approx(length, abs=1e-9)
        elif names[-1] in BEGIN:
            assert served + program.horizon - life[-1].time <= length + 1e-9


@examples(30)
@given(organisations())
def test_items_are_conserved_and_their_states_add_up(tree: Tree) -> None:
    program = plan_of(tree, arms_of(tree)[-1])
    log = simulate(program, SEED, own_replication(tree))
    rows = rows_of(log)
    arrived = [row.item for row in only(rows, Happening.ARRIVED)]
    assert arrived == list(range(len(arrived)))
    done = [row.item for row in only(rows, Happening.RELEASED)]
    assert len(set(done)) == len(done)
    open_items = set(arrived) - set(done)
    state: dict[int, str] = {}
    for team in replay(program, rows):
        for keys, word in ((team.waiting, "waiting"), (team.running, "in service")):
            for key in keys.values():
                if key[0] > 0 and state.get(int(key[3])) != "in service":
                    state[int(key[3])] = word
    assert set(state) <= open_items
    # nobody works on the others: a wait of theirs ends later than the run
    under_way = {
        row.item for row in only(rows, Happening.CROSSED) if row.time + row.value >= program.horizon
    }
    assert open_items - set(state) <= under_way
    states = Counter(state.get(item, "crossing") for item in open_items)
    sums = tally(program, log).sums
    assert sums[Sum.ARRIVED] == len(arrived)
    assert sums[Sum.FINISHED] == len(done)
    assert sums[Sum.IN_PROGRESS] == len(open_items)
    assert sums[Sum.WAITING] == states["waiting"]
    assert sums[Sum.IN_SERVICE] == states["in service"]
    assert sums[Sum.CROSSING] == states["crossing"]
    assert sums[Sum.ARRIVED] == sums[Sum.FINISHED] + sums[Sum.IN_PROGRESS]


@examples(30)
@given(organisations())
def test_every_error_that_goes_live_shows_once_or_never(tree: Tree) -> None:
    program = plan_of(tree, arms_of(tree)[-1])
    rows = rows_of(simulate(program, SEED, own_replication(tree)))
    births = only(rows, Happening.BORN)
    assert [row.error for row in births] == list(range(len(births)))
    external = {row.error for row in births if row.a == 4}
    live = {row.error: row for row in only(rows, Happening.LATENT)}
    shown = only(rows, Happening.FAILED, Happening.AFTER_HORIZON)
    assert len({row.error for row in shown}) == len(shown)
    released = {row.item: row for row in only(rows, Happening.RELEASED)}
    counts = Counter(row.item for row in live.values() if row.time == released_at(released, row))
    for item, row in released.items():
        assert row.a <= counts[item]
    # what shows before the horizon is logged when it shows, what shows later when it goes live
    assert {row.error for row in shown} == external | {
        number for number, row in live.items() if row.d == 1
    }
    restored = Counter(row.error for row in only(rows, Happening.RESTORED))
    failed = {row.error for row in only(rows, Happening.FAILED)}
    assert set(restored) <= failed
    assert set(restored.values()) <= {1}
    assert {row.error for row in only(rows, Happening.REPAIRED)} <= set(restored)


def released_at(released: dict[int, Row], row: Row) -> float:
    """Return when the item of a row was released; infinite for what belongs to no item."""
    return released[row.item].time if 0 <= row.item < NO_ITEM else float("inf")
