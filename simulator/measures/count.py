"""Counts a log into a tally."""

from __future__ import annotations

import numpy as np

from simulator.engines.columns import EXPECTED, STRUCK
from simulator.engines.log import EventLog, Flag, Happening, Task
from simulator.engines.program.compilation import Program
from simulator.measures.blame import count_blame
from simulator.measures.latent import count_latent
from simulator.measures.queues import count_queues
from simulator.measures.reading import Reading, Rows, Whole, read
from simulator.measures.tally import EdgeSum, Sum, Tally, empty
from simulator.mechanisms.incidents import DEFECT, EXTERNAL


def tally(program: Program, log: EventLog) -> Tally:
    """Return the sums of one replication."""
    reading, sums = read(program, log), empty(program)
    _count_items(reading, sums)
    count_queues(reading, sums)
    _count_crossings(reading, sums)
    _count_retention(reading, sums)
    _count_finds(reading, sums)
    counted = _count_failures(reading, sums)
    _count_incidents(reading, sums)
    count_blame(reading, sums, counted)
    return sums


def _count_items(reading: Reading, tally: Tally) -> None:
    sums, warm_up = tally.sums, reading.program.warm_up
    done = ~np.isnan(reading.released)
    lead = reading.released - reading.arrived
    visits = reading.of(Happening.STARTED)
    jobs = reading.of(Happening.QUEUED)
    new = jobs["job"][jobs["a"] == Task.VISIT]
    visits = visits[np.isin(visits["job"], new) & reading.in_cohort(visits)]
    left = np.where(done, reading.released, reading.program.horizon)
    present = np.maximum(left, warm_up) - np.maximum(reading.arrived, warm_up)
    sums[Sum.IN_SYSTEM] = present.sum()
    sums[Sum.ARRIVED] = len(done)
    sums[Sum.FINISHED] = done.sum()
    sums[Sum.IN_PROGRESS] = (~done).sum()
    sums[Sum.COHORT_ARRIVED] = (reading.arrived >= warm_up).sum()
    sums[Sum.RELEASED] = reading.cohort.sum()
    sums[Sum.LEAD_TIME] = lead[reading.cohort].sum()
    leads = np.sort(lead[reading.cohort])
    if len(leads):
        sums[Sum.LEAD_P50] = np.median(leads)
        sums[Sum.LEAD_P85] = leads[(17 * len(leads) - 1) // 20]
        sums[Sum.LEAD_P95] = leads[(19 * len(leads) - 1) // 20]
    sums[Sum.SERVICE_TIME] = visits["value"].sum()
    sums[Sum.THROUGHPUT] = (reading.released[done] >= warm_up).sum()
    tally.kind_sums[:, 0] = np.bincount(
        reading.kind[reading.cohort], minlength=len(tally.kind_sums)
    )


def _count_crossings(reading: Reading, tally: Tally) -> None:
    rows = reading.of(Happening.CROSSED)
    rows = rows[rows["time"] >= reading.program.warm_up]
    clean = (rows["a"] == 0) & (rows["b"] == 0) & (rows["c"] == 0)
    owned = (rows["d"] & Flag.OWNED) > 0
    size = len(tally.edges)
    tally.edges[:, EdgeSum.HANDOFFS] = np.bincount(rows["place"], minlength=size)
    tally.edges[:, EdgeSum.CLEAN] = np.bincount(rows["place"][clean], minlength=size)
    tally.edges[:, EdgeSum.OWNED] = np.bincount(rows["place"][owned], minlength=size)


def _count_retention(reading: Reading, tally: Tally) -> None:
    rows = reading.of(Happening.JOINED)
    rows = rows[reading.in_cohort(rows)]
    kinds = reading.program.routes.kind
    kind = reading.kind[rows["item"]]
    step = kinds["first_step"][kind] + rows["step"]
    np.add.at(tally.retention, (step, 0), rows["a"])
    np.add.at(tally.retention, (step, 1), kinds["facts"][kind])
    np.add.at(tally.retention, (step, 2), 1)


def _count_finds(reading: Reading, tally: Tally) -> None:
    """Count finds, and near misses: an error found by several of a group is reworked once."""
    finds = reading.of(Happening.FOUND)
    tally.sums[Sum.FOUND] = reading.in_cohort(finds).sum()
    rows = reading.of(Happening.REWORKED)
    rows = rows[reading.in_cohort(rows)]
    last = reading.program.routes.kind["steps"][reading.kind[rows["item"]]] - 1
    tally.sums[Sum.NEAR_MISSES] = (rows["step"] == last).sum()


def _count_failures(reading: Reading, tally: Tally) -> Rows:
    """Count `failures` and its splits; return the rows that were counted."""
    program, sums = reading.program, tally.sums
    rows = reading.of(Happening.FAILED, Happening.AFTER_HORIZON)
    outside = (
        (rows["item"] < 0) & (rows["event"] == Happening.FAILED) & (rows["time"] >= program.warm_up)
    )
    own = reading.in_cohort(rows)
    sums[Sum.AFTER_HORIZON] = (rows["event"][own] == Happening.AFTER_HORIZON).sum()
    rows = np.asarray(rows[own | outside])
    cells = _cells(reading)
    sums[Sum.EXTERNAL] = (cells[1][rows["error"]] == EXTERNAL).sum()
    late = rows[~reading.foreseen[rows["error"]]]
    np.add.at(tally.failures, tuple(cell[late["error"]] for cell in cells), 1.0)
    np.add.at(tally.severities, late["a"] - 1, 1.0)
    kind = np.full(len(late), len(tally.kinds) - 1)
    ours = late["item"] >= 0
    kind[ours] = reading.kind[late["item"][ours]]
    np.add.at(tally.kinds, kind, 1.0)
    _count_changes(reading, tally, rows)
    _count_unseen(reading, tally, rows)
    count_latent(reading, tally, cells)
    return rows


def _cells(reading: Reading) -> tuple[Whole, Whole, Whole]:
    """Return for each error its root's place and mechanism, and 1 for a bad fix.

    Places are teams, then boundaries, then outside.
    """
    teams, edges = len(reading.program.scenario.teams), len(reading.program.scenario.boundaries)
    mechanism, origin = reading.mechanism[reading.root], reading.origin[reading.root]
    place = np.where(mechanism == DEFECT, origin, teams + origin)
    place = np.where(mechanism == EXTERNAL, teams + edges, place)
    return place, mechanism, (reading.generation > 0).astype(np.int64)


def _count_changes(reading: Reading, tally: Tally, rows: Rows) -> None:
    """Count failed changes: an item once, counted severities, within the stated days.

    Those that no error foreseen at release made fail are expected ones as well.
    """
    rule = reading.program.scenario.failure
    counts = [int(name[1]) for name in rule.counts]
    inside = (rows["item"] >= 0) & np.isin(rows["a"], counts) & (rows["value"] <= rule.within.value)
    failed = np.unique(rows["item"][inside])
    foreseen = np.unique(rows["item"][inside & reading.foreseen[rows["error"]]])
    tally.sums[Sum.FAILED_CHANGES] = len(failed)
    tally.sums[Sum.EXPECTED_FAILED] = len(failed) - len(foreseen)
    tally.kind_sums[:, 1] = np.bincount(reading.kind[failed], minlength=len(tally.kind_sums))


def _count_unseen(reading: Reading, tally: Tally, rows: Rows) -> None:
    """Count how long, and through how many teams, the mistakes behind failures went unseen."""
    number = rows["error"]
    own = rows[(reading.mechanism[number] != EXTERNAL) & (reading.generation[number] == 0)]
    shown = reading.released[own["item"]] + own["value"]
    tally.sums[Sum.UNSEEN] = len(own)
    tally.sums[Sum.UNSEEN_DAYS] = (shown - reading.born[own["error"]]).sum()
    tally.sums[Sum.UNSEEN_TEAMS] = own["b"].sum()


def _count_incidents(reading: Reading, tally: Tally) -> None:
    """Count what began in the window: severity, restoration, passing on, rollbacks."""
    sums, failed = tally.sums, reading.of(Happening.FAILED)
    failed = failed[failed["time"] >= reading.program.warm_up]
    late = failed[~reading.foreseen[failed["error"]]]
    for row, counted in ((STRUCK, failed), (EXPECTED, late)):
        np.add.at(tally.incidents[row], (reading.side[counted["error"]], counted["a"] - 1), 1.0)
    sums[Sum.INCIDENTS] = len(failed)
    numbers = failed["error"]
    restored = reading.of(Happening.RESTORED)
    times = np.sort(restored["value"][np.isin(restored["error"], numbers)])
    sums[Sum.RESTORED] = len(times)
    sums[Sum.UNRESTORED] = len(failed) - len(times)
    sums[Sum.RESTORE_TIME] = times.sum()
    if len(times):
        sums[Sum.RESTORE_P50] = np.median(times)
        sums[Sum.RESTORE_P90] = times[(9 * len(times) - 1) // 10]
    for happening, column in (
        (Happening.PAGED, Sum.PASSED_ON),
        (Happening.ROLLED_BACK, Sum.ROLLED_BACK),
        (Happening.ROLLBACK_PARTIAL, Sum.ROLLED_BACK_PARTLY),
    ):
        rows = reading.of(happening)
        rows = rows[np.isin(rows["error"], numbers)]
        sums[column] = (rows["a"] > 0).sum() if happening == Happening.PAGED else len(rows)
