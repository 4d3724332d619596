"""Chances, draws and depths that a story tells are those of the run, in any organisation."""

import json

import numpy as np
from hypothesis import given

from simulator.engines.log import Flag, Happening, Task
from simulator.engines.reference.engine import simulate
from simulator.measures.count import tally
from simulator.measures.tally import Sum
from simulator.mechanisms.incidents import DEFECT, DRIFT, LOST
from simulator.mechanisms.luck import Purpose, mask_below
from simulator.methods.failure.explanation import Explanation, instructive
from simulator.methods.failure.lifetime import story
from simulator.methods.failure.odds import Chance, Chances
from simulator.methods.failure.record import Failure, Identity, Record
from simulator.methods.failure.story import Story, StoryEvent, What
from simulator.questions.explain.story import as_json, tell, timeline
from tests.properties.runs import SEED, Tree, examples, plan_of
from tests.strategies.organisations import organisations


def record_of(tree: Tree, plan: str = "today") -> Record:
    program = plan_of(tree, plan)
    return Record(program, simulate(program, SEED, 0))


def an_arm(tree: Tree) -> str:
    return str(tree["arms"][0]["name"]) if tree["arms"] else "today"


def visits(record: Record) -> dict[tuple[int, int, int], tuple[int, int]]:
    """Return the rows at which each visit (item, step, team) began and ended."""
    rows = record.log.events
    jobs = set(rows["job"][(rows["event"] == Happening.QUEUED) & (rows["a"] == Task.VISIT)])
    found: dict[tuple[int, int, int], list[int]] = {}
    for index in np.flatnonzero(np.isin(rows["event"], (Happening.STARTED, Happening.FINISHED))):
        if rows["job"][index] in jobs:
            key = tuple(int(rows[name][index]) for name in ("item", "step", "place"))
            found.setdefault(key, []).append(int(index))  # type: ignore[arg-type]
    return {key: (pair[0], pair[1]) for key, pair in found.items() if len(pair) == 2}


@given(organisations())
@examples(40)
def test_chances_and_luck_of_every_check_give_what_the_run_did(tree: Tree) -> None:
    for kind in tree["work"]:
        kind.pop("starts_with", None)  # what is under way before day 0 has no beginning to check
    record = record_of(tree, an_arm(tree))
    chances, rows, begun = Chances(record.program, record.log), record.log.events, visits(record)
    fresh = record.born[(record.born["a"] == DEFECT) & (record.born["c"] == 0)]
    for (item, step, team), (started, _) in begun.items():
        here = fresh[(fresh["item"] == item) & (fresh["step"] == step) & (fresh["place"] == team)]
        stayed = set(here["b"].tolist())
        for k in range(max(stayed, default=-1) + 1):
            own = chances.own_check(item, step, team, started, k)
            assert _let_through(own) == (k in stayed)
    for row in rows[rows["event"] == Happening.FOUND]:
        item, step, team, error = (int(row[name]) for name in ("item", "step", "place", "error"))
        found = chances.team_check(item, step, team, begun[item, step, team][0], error)
        assert not _let_through(found)
    for index in np.flatnonzero((rows["event"] == Happening.BORN) & (rows["a"] == DRIFT)):
        row = rows[index]
        edge, j = int(row["place"]), int(row["b"])
        tests = chances.contract_test(int(row["item"]), int(row["step"]), edge, int(index), j)
        assert _let_through(tests)
        assert chances.changed_at(edge, j) <= row["time"]
    for index in np.flatnonzero((rows["event"] == Happening.BORN) & (rows["a"] == LOST)):
        _was_lost(record, chances, int(index))


def _was_lost(record: Record, chances: Chances, index: int) -> None:
    """Check that every way in which the fact could have arrived right had its luck against it."""
    row = record.log.events[index]
    item, step, edge, fact = (int(row[name]) for name in ("item", "step", "place", "b"))
    crossed = next(
        other
        for other in record.log.events[index:]
        if other["event"] == Happening.CROSSED and other["place"] == edge and other["item"] == item
    )
    lapsed = bool(crossed["d"] & Flag.LAPSED)
    purposes = (Purpose.CONVEYED, Purpose.RESTORED, Purpose.READ_BACK, Purpose.ASSUMED)
    key = chances.crossing_key(item, step, edge)
    for purpose, holds in zip(
        purposes, chances.handover(item, step, edge, index, lapsed=lapsed)[:4], strict=True
    ):
        assert mask_below(key, purpose, holds, 1 << fact) == 0


@given(organisations())
@examples(40)
def test_every_failure_has_a_story_that_agrees_with_the_log_and_can_be_told(tree: Tree) -> None:
    record = record_of(tree, an_arm(tree))
    failures = instructive(record.told)
    for failure in failures[:15]:
        told = story(record, failure)
        times = [event.time for event in told.events]
        assert times == sorted(times)
        own = [event for event in told.events if event.generation == failure.generation]
        (seen,) = (event for event in own if event.what == What.FAILED)
        assert (seen.time, seen.count) == (failure.time, failure.severity)
        passed = [event for event in own if event.what == What.BUILT_ON]
        assert max((event.count or 0 for event in passed), default=0) == failure.depth
        assert all(map(_let_through, (*passed, *told.of(What.NO_ROLLBACK))))
        rolled = told.of(What.ROLLED_BACK, What.ROLLBACK_PARTIAL)
        assert not any(map(_let_through, rolled))
        assert all(event.other for event in told.of(What.ROLLBACK_PARTIAL))
        _is_told_whole(record, told, failures)


def _let_through(check: Chance | StoryEvent) -> bool:
    assert check.draw is not None
    assert check.chance is not None
    return check.draw >= check.chance


def _is_told_whole(record: Record, told: Story, failures: tuple[Failure, ...]) -> None:
    explanation = Explanation(
        program=record.program,
        seed=SEED,
        replication=0,
        chosen=True,
        story=told,
        failures=failures,
        counterfactuals=(),
        year=None,
    )
    said = tell(explanation)
    assert all(text.endswith(".") and "None" not in text for text in said)
    frame = timeline(explanation)
    assert list(frame.columns) == ["time", "lane", "what", "text"]
    assert len(frame) == len(told.one_way()) <= len(told.events)
    json.dumps(as_json(explanation), allow_nan=False)


@given(organisations())
@examples(40)
def test_failures_told_are_those_counted_and_an_identity_names_one_luck(tree: Tree) -> None:
    record = record_of(tree, an_arm(tree))
    sums = tally(record.program, record.log)
    told = [failure for failure in record.told if failure.counted]
    assert len(told) == sums.sums[[Sum.ATTRIBUTED, Sum.EXTERNAL]].sum()
    assert len(record.failed_changes) == sums.sums[Sum.FAILED_CHANGES]
    own = [failure for failure in told if failure.blamed is not None]
    assert len(own) == sums.sums[Sum.ATTRIBUTED]
    assert sum(failure.misattributed for failure in own) == sums.sums[Sum.MISATTRIBUTED]
    chances = Chances(record.program, record.log)
    keys: dict[Identity, set[int]] = {}
    for error in range(len(record.born)):
        keys.setdefault(record.identity(error), set()).add(chances.identity(error))
    flat = [key for found in keys.values() for key in found]
    assert len(flat) == len(keys) == len(set(flat))
    assert all(record.fate(identity) == "failed" for identity in record.failed)
