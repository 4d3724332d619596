"""The life of one failure in order: born, built on, passed, released, paged, repaired."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.engines.log import Happening, Task
from simulator.measures.reading import Rows
from simulator.mechanisms.incidents import LOST, MECHANISMS, PAGES
from simulator.methods.failure.odds import Chances
from simulator.methods.failure.record import Failure, Record

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OUTSIDE", "Job", "Story", "StoryEvent", "Thread", "What"]

OUTSIDE = "outside"
"""The lane of what neither a team nor a boundary began."""


class What(StrEnum):
    """What an event of a story is."""

    ARRIVED = "arrived"
    BORN = "born"
    BUILT_ON = "built on"
    HANDED_ON = "handed on"
    FOUND = "found"
    REWORKED = "reworked"
    RELEASED = "released"
    QUIET = "never showed"
    FAILED = "failed"
    PAGED = "paged"
    ROLLED_BACK = "rolled back"
    ROLLBACK_PARTIAL = "rolled back in part"
    NO_ROLLBACK = "not rolled back"
    REPAIRED = "repaired"
    RESTORED = "restored"
    OPEN = "open at the end"


_WAY = (What.BUILT_ON, What.FOUND, What.HANDED_ON)
"""What happens to a mistake on its way to the release."""


@dataclass(frozen=True, kw_only=True)
class StoryEvent:
    """One event of a story; what does not apply is None or empty.

    Parameters
    ----------
    time
        When [working days from day 0].
    lane
        Where: a team, a boundary, or `OUTSIDE`.
    what
        A word of `What`.
    generation
        Which mistake of the chain: 0 the first, 1 the bad fix of it, and so on.
    mechanism
        How that mistake came about.
    other
        Further places: who is paged next to, who handed over, which crossings had no owner.
    chance, draw
        Of a check: how likely it was to notice, and the uniform number it drew (it notices below);
        of a lost fact: how likely it was to arrive right.
    waited, days
        In the queue, and in service or until restored [working days].
    count
        Of born and built on: the depth; of paged: the attempt; of failed: the severity.
    notes
        Words for what else was so: `lapsed`, `owned`, `lateral`, `in rework`, `straight`,
        `up the route`, `past the start`, `by rollback`, `after the end`.
    """

    time: float
    lane: str
    what: What
    generation: int
    mechanism: str
    other: tuple[str, ...] = ()
    chance: float | None = None
    draw: float | None = None
    waited: float | None = None
    days: float | None = None
    count: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Story:
    """One failure and the events of its life, from the arrival of its change to the last repair.

    `fact` is what got lost, by its name; `facts` how many the change needed; `route` its way.
    """

    failure: Failure
    fact: str | None
    facts: int | None
    route: tuple[tuple[str, ...], ...]
    events: tuple[StoryEvent, ...]

    def of(self, *what: What) -> tuple[StoryEvent, ...]:
        """Return the events that are one of `what`, in order."""
        return tuple(event for event in self.events if event.what in what)

    def one_way(self) -> tuple[StoryEvent, ...]:
        """Return the events along one way from the beginning to the release, and all after it.

        Where teams work side by side one of them is followed: who found the mistake, the receiver
        of the handover where it began, else the first by name.
        """
        began = next((event for event in self.events if event.what == What.BORN), None)
        start = began.other[1] if began is not None and len(began.other) > 1 else ""
        visits = [event for event in self.of(What.BUILT_ON, What.FOUND) if not event.generation]
        followed: dict[int, StoryEvent] = {}
        for event in visits:
            before = followed.setdefault(event.count or 0, event)
            followed[event.count or 0] = min(before, event, key=lambda one: _follows(one, start))
        here = start or ("" if began is None else began.lane)
        teams = [here, *(event.lane for _, event in sorted(followed.items()))]
        steps = set(pairwise(teams))

        def along(event: StoryEvent) -> bool:
            if event.generation or event.what not in _WAY:
                return True
            if event.what == What.HANDED_ON:
                return event.other[:2] in steps
            return event is followed[event.count or 0]

        return tuple(event for event in self.events if along(event))

    def as_json(self) -> dict[str, Any]:
        """Return the story by its keys in JSON, times in working days."""
        return {
            "failure": {**asdict(self.failure), "side": self.failure.side},
            "fact": self.fact,
            "facts": self.facts,
            "route": self.route,
            "events": [{**asdict(event), "what": event.what.value} for event in self.events],
        }

    def frame(self) -> pd.DataFrame:
        """Return one row an event: time [working days], lane, what, and what else is known."""
        import pandas as pd

        rows = [{**asdict(event), "what": event.what.value} for event in self.events]
        return pd.DataFrame(rows)


def _follows(event: StoryEvent, start: str) -> tuple[bool, bool, str]:
    return event.what != What.FOUND, event.lane != start, event.lane


@dataclass(frozen=True, kw_only=True)
class Job:
    """A triage or repair: its time in the queue and in service [days], the row of its end or -1."""

    waited: float | None
    days: float | None
    finished: int


class Thread:
    """The errors of one chain (root, bad fix, bad fix of that, ...) and the rows about them.

    Row numbers are positions in the log; `tell` gathers the events of the story.
    """

    def __init__(self, record: Record, failure: Failure) -> None:
        self.record = record
        self.program = record.program
        self.rows: Rows = record.log.events
        self.chances = Chances(record.program, record.log)
        self.teams = tuple(self.program.scenario.teams)
        root = int(record.reading.root[failure.error])
        self.errors = [root]
        fixes = record.born[record.born["c"] > 0]
        children = dict(zip(fixes["b"].tolist(), fixes["error"].tolist(), strict=True))
        while self.errors[-1] in children:
            self.errors.append(children[self.errors[-1]])
        self.item = int(record.born["item"][root])
        self._told: list[tuple[int, StoryEvent]] = []

    @cached_property
    def own(self) -> list[int]:
        """The rows that belong to the item or to an error of the chain."""
        mine = np.isin(self.rows["error"], self.errors)
        if self.item >= 0:
            mine |= self.rows["item"] == self.item
        return [int(index) for index in np.flatnonzero(mine)]

    def tell(self, index: int, what: What, lane: str, generation: int, **more: Any) -> None:
        """Add an event of the story; `index` is its row, which orders what happens at one time."""
        time = more.pop("time", float(self.rows["time"][index]) if index < len(self.rows) else 0.0)
        mechanism = MECHANISMS[int(self.record.born["a"][self.errors[generation]])]
        event = StoryEvent(
            time=time, lane=lane, what=what, generation=generation, mechanism=mechanism, **more
        )
        self._told.append((index, event))

    def events(self) -> tuple[StoryEvent, ...]:
        """Return what was told, in order."""
        return tuple(
            event for _, event in sorted(self._told, key=lambda pair: (pair[1].time, pair[0]))
        )

    def where(self, *happenings: Happening, error: int | None = None) -> Iterator[int]:
        """Yield the rows of the chain that are one of `happenings`, of one error if given."""
        for index in self.own:
            row = self.rows[index]
            if row["event"] in happenings and (error is None or row["error"] == error):
                yield index

    def first(self, *happenings: Happening, error: int | None = None) -> int | None:
        """Return the first such row, if there is one."""
        return next(self.where(*happenings, error=error), None)

    def born(self, error: int) -> int:
        """Return the row at which an error was born."""
        return next(self.where(Happening.BORN, error=error))

    def twins(self, index: int) -> list[Any]:
        """Return other births of the same lost fact at the same instant, over other crossings."""
        row = self.rows[index]
        born = self.record.born
        same = (born["item"] == row["item"]) & (born["a"] == LOST) & (born["b"] == row["b"])
        same &= (born["time"] == row["time"]) & (born["step"] == row["step"])
        return [twin for twin in born[same] if row["a"] == LOST and twin["error"] != row["error"]]

    def crossed(self, index: int) -> int:
        """Return the row of the crossing at which the error born at row `index` came about."""
        row = self.rows[index]
        return next(
            at
            for at in self.where(Happening.CROSSED)
            if at > index
            and self.rows["place"][at] == row["place"]
            and self.rows["step"][at] == row["step"]
        )

    def lateral(self, step: int, edge: int) -> bool:
        """Return whether the boundary lies within the group of that step."""
        at = self.step(step)
        rows = self.program.routes.lateral[at["first_lateral"] :][: at["laterals"]]
        return bool((rows["edge"] == edge).any())

    def travels(self, step: int, edge: int, fact: int) -> bool:
        """Return whether the fact takes this crossing."""
        if self.lateral(step, edge):
            return True
        at, senders = self.step(step), int(self.step(step - 1)["members"])
        rows = self.program.routes.crossing[at["first_crossing"] :][: at["members"] * senders]
        return any(int(mask) >> fact & 1 for mask in rows["facts"][rows["edge"] == edge])

    def step(self, step: int) -> Any:
        """Return the row of a step of the item's route."""
        kind = self.program.routes.kind[self.record.reading.kind[self.item]]
        return self.program.routes.step[kind["first_step"] + step]

    @cached_property
    def path(self) -> list[str]:
        """The teams an incident of the item passes, the last of the route first."""
        kind = self.program.routes.kind[self.record.reading.kind[self.item]]
        path = self.program.routes.bounce[kind["first_bounce"] :][: kind["bounces"]]
        return [self.teams[team] for team in path]

    def pages(self, error: int) -> str:
        """Return which team is paged first when an error fails: `last`, `resolver` or `drawn`."""
        failed = self.first(Happening.FAILED, error=error)
        time = self.program.horizon if failed is None else self.rows["time"][failed]
        epochs = self.program.epochs
        now = np.searchsorted(epochs["at"], time, side="right") - 1
        return PAGES[epochs["pages"][max(now, 0)]]

    @cached_property
    def visits(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The rows at which each visit (step, team) of the item began and ended (-1: not yet)."""
        jobs: dict[int, tuple[int, int]] = {}
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for at in self.where(Happening.QUEUED, Happening.STARTED, Happening.FINISHED):
            row = self.rows[at]
            job = int(row["job"])
            if row["event"] == Happening.QUEUED and row["a"] == Task.VISIT:
                jobs[job] = (int(row["step"]), int(row["place"]))
                found[jobs[job]] = (-1, -1)
            elif job in jobs:
                began = row["event"] == Happening.STARTED
                found[jobs[job]] = (at, -1) if began else (found[jobs[job]][0], at)
        return found

    def jobs(self, error: int, task: Task) -> list[Job]:
        """Return the triages or the repair of an error, in order."""
        found: dict[int, Job] = {}
        since: dict[int, float] = {}
        happenings = (Happening.QUEUED, Happening.STARTED, Happening.FINISHED)
        for at in self.where(*happenings, error=error):
            row, time = self.rows[at], float(self.rows["time"][at])
            job = int(row["job"])
            if row["event"] == Happening.QUEUED:
                if row["a"] == task:
                    since[job] = time
                    found[job] = Job(waited=None, days=None, finished=-1)
            elif job in found and row["event"] == Happening.STARTED:
                found[job] = Job(waited=time - since[job], days=float(row["value"]), finished=-1)
            elif job in found:
                found[job] = Job(waited=found[job].waited, days=found[job].days, finished=at)
        return list(found.values())
