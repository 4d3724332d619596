"""What to change so that today looks like the records, since one simulated step says so."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.measures import splits
from simulator.methods.likeness import Likeness, likeness
from simulator.methods.run import Answer
from simulator.model.quantity import Quantity
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import weekly_items

__all__ = ["DIALS", "FULL", "Dial", "Move", "Staffing", "loads", "moves", "staffing"]

STEP = 1.25
"""How far a dial is turned to see which way it moves a figure."""
FARTHEST = 5.0
"""No advice turns a dial further than this: then it is not this parameter alone."""
ARRIVALS = "work.arrivals"
_FLAT = 0.05
_NEAR = 0.1

Ask = Callable[[Program], Answer]


@dataclass(frozen=True, kw_only=True)
class Move:
    """One parameter turned everywhere by `times`, and what one simulated run made of it.

    `gap` says that what is missing to 1 was multiplied. `now` and `then` are the smallest and the
    largest value over the places [internal units], `within` whether every value stays in the
    file's own range (None where the file gives none). `before`, `after` and `wanted` are the
    figure; `reaches` says whether the records and the model then agree, `breaks` which other
    records no longer do. `people` are the teams that the turn fills: they need more people first.
    """

    figure: str
    parameter: str
    gap: bool
    times: float
    now: tuple[float, float]
    then: tuple[float, float]
    within: bool | None
    before: float
    after: float
    wanted: float
    reaches: bool
    breaks: tuple[str, ...]
    people: tuple[Staffing, ...] = ()

    @property
    def direction(self) -> str:
        """Whether the parameter itself goes up or down."""
        return "raise" if self.then[1] > self.now[1] or self.then[0] > self.now[0] else "lower"

    def as_json(self) -> dict[str, Any]:
        """Return the move by its keys in JSON."""
        return {**vars(self), "direction": self.direction}


def moves(
    scenario: Scenario,
    program: Program,
    ask: Ask,
    found: Sequence[Likeness],
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Move, ...]:
    """Return for every record that the model misses what would mend it, the best first.

    Each of the parameters that the figure can be turned by is moved one step under the same luck;
    that gives how far to go, which is then simulated, and once more from there.
    """
    told: list[Move] = []
    for each in found:
        if each.like:
            continue
        mine = [
            move
            for dial in DIALS
            if each.what in dial.figures
            if (move := _move(scenario, program, ask, dial, each, found)) is not None
        ]
        told += sorted(mine, key=_rank)
        progress(1)
    return tuple(told)


def _rank(move: Move) -> tuple[bool, int, bool, float]:
    """Return what makes a move better: it reaches, breaks nothing, stays in range, is small."""
    return not move.reaches, len(move.breaks), move.within is False, abs(math.log(move.times))


def _move(
    scenario: Scenario,
    program: Program,
    ask: Ask,
    dial: Dial,
    wanted: Likeness,
    all_: Sequence[Likeness],
) -> Move | None:
    values = list(dial.values(scenario))
    start, goal = wanted.model, wanted.observed
    if not values or not start > 0.0 or not goal > 0.0:
        return None
    if dial.key == ARRIVALS:
        # what goes in comes out, unless a team is full: no step is needed to know how far
        return _told(scenario, program, ask, dial, _held(math.log(goal / start)), wanted, all_)
    step = _figure(ask(dial.turned(program, STEP)), wanted.what).model
    slope = math.log(step / start) / math.log(STEP) if step > 0.0 else 0.0
    if abs(slope) < _FLAT:
        return None
    times = _held(math.log(goal / start) / slope)
    reached = _figure(ask(dial.turned(program, times)), wanted.what)
    if abs(math.log(max(reached.model, 1e-12) / goal)) > _NEAR and abs(math.log(times)) > 1e-6:
        # the way is no straight line: once more, along the line to what the first one reached
        slope = math.log(max(reached.model, 1e-12) / start) / math.log(times)
        if abs(slope) >= _FLAT:
            times = _held(math.log(goal / start) / slope)
    return _told(scenario, program, ask, dial, times, wanted, all_)


def _told(
    scenario: Scenario,
    program: Program,
    ask: Ask,
    dial: Dial,
    times: float,
    wanted: Likeness,
    all_: Sequence[Likeness],
) -> Move:
    """Return the move of a dial turned so far, with what a simulated run makes of it."""
    after = ask(dial.turned(program, times))
    beside = {each.what: each for each in likeness(after)}
    values = list(dial.values(scenario))
    now = [value.value for value in values]
    then = [dial.moved(value, times) for value in now]
    full = dial.key == ARRIVALS and not beside[wanted.what].like
    return Move(
        figure=wanted.what,
        parameter=dial.key,
        gap=dial.gap,
        times=times,
        now=(min(now), max(now)),
        then=(min(then), max(then)),
        within=_within(values, then),
        before=wanted.model,
        after=beside[wanted.what].model,
        wanted=wanted.observed,
        reaches=beside[wanted.what].like,
        breaks=tuple(each.what for each in all_ if each.like and not beside[each.what].like),
        people=staffing(scenario, dial.turned(program, times), ask, times) if full else (),
    )


def _held(log_times: float) -> float:
    most = math.log(FARTHEST)
    return math.exp(min(most, max(-most, log_times)))


def _figure(answer: Answer, what: str) -> Likeness:
    found: Mapping[str, Likeness] = {each.what: each for each in likeness(answer)}
    return found[what]


def _within(values: Sequence[Any], then: Sequence[float]) -> bool | None:
    known = [
        value.low <= moved <= value.high
        for value, moved in zip(values, then, strict=True)
        if value.low is not None and value.high is not None
    ]
    return all(known) if known else None


_MANIFEST = ("manifest_defect", "manifest_lost", "manifest_drift", "manifest_unowned")


@dataclass(frozen=True, kw_only=True)
class Dial:
    """One parameter multiplied everywhere at once.

    `gap` multiplies what is missing to 1 instead (of what is conveyed, what is not). `figures`
    are the records it can be turned for; `table` and `columns` are where a plan holds it,
    `values` where a scenario does.
    """

    key: str
    figures: tuple[str, ...]
    table: str
    columns: tuple[str, ...]
    values: Callable[[Scenario], Iterator[Quantity]]
    gap: bool = False
    share: bool = False

    def moved(self, value: float, times: float) -> float:
        """Return a value after the turn; shares stay within 0 and 1."""
        found = 1.0 - (1.0 - value) * times if self.gap else value * times
        return min(1.0, max(0.0, found)) if self.share or self.gap else found

    def turned(self, program: Program, times: float) -> Program:
        """Return the plan with the parameter turned in every place and epoch."""
        rows: Any = np.array(getattr(program, self.table))
        if rows.dtype.names is None:
            rows *= times
        for column in self.columns:
            turned = 1.0 - (1.0 - rows[column]) * times if self.gap else rows[column] * times
            rows[column] = np.clip(turned, 0.0, 1.0) if self.share or self.gap else turned
        if "p2" in self.columns:
            # being at least as bad as P2 includes P1, and P3 includes both
            rows["p2"] = np.minimum(rows["p2"], rows["p3"])
            rows["p1"] = np.minimum(rows["p1"], rows["p2"])
        rows.setflags(write=False)
        return replace(program, **{self.table: rows})


def _teams(name: str) -> Callable[[Scenario], Iterator[Quantity]]:
    return lambda scenario: (getattr(team, name) for team in scenario.teams.values())


def _edges(name: str) -> Callable[[Scenario], Iterator[Quantity]]:
    return lambda scenario: (getattr(edge, name) for edge in scenario.boundaries.values())


def _incidents(name: str) -> Callable[[Scenario], Iterator[Quantity]]:
    return lambda scenario: iter((getattr(scenario.incidents, name),))


def _arrivals(scenario: Scenario) -> Iterator[Quantity]:
    return (kind.rate for kind in scenario.work.values() if kind.rate is not None)


def _external(scenario: Scenario) -> Iterator[Quantity]:
    return iter(() if scenario.external is None else (scenario.external.rate,))


def _serious(scenario: Scenario) -> Iterator[Quantity]:
    return (scenario.incidents.severity[name] for name in ("P1", "P2"))


_FAILED, _SERIOUS, _RESTORE = "change_failure_rate", "serious_failures", "restore_p50"

DIALS = (
    Dial(key="work.arrivals", figures=("throughput",), table="rates", columns=(), values=_arrivals),
    Dial(
        key="incidents.manifest",
        figures=(_FAILED, _SERIOUS),
        table="epochs",
        columns=_MANIFEST,
        values=lambda scenario: iter(scenario.incidents.manifest.values()),
        share=True,
    ),
    Dial(
        key="team.defects_per_item",
        figures=(_FAILED, "causes.inside"),
        table="teams",
        columns=("defects_per_item",),
        values=_teams("defects_per_item"),
    ),
    Dial(
        key="boundary.fidelity",
        figures=(_FAILED, "causes.between"),
        table="edges",
        columns=("fidelity",),
        values=_edges("fidelity"),
        gap=True,
    ),
    Dial(
        key="boundary.owned",
        figures=("causes.between",),
        table="edges",
        columns=("owned",),
        values=_edges("owned"),
        gap=True,
    ),
    Dial(
        key="external.rate",
        figures=("causes.neither", _SERIOUS),
        table="epochs",
        columns=("external_rate",),
        values=_external,
    ),
    Dial(
        key="incidents.severity",
        figures=(_SERIOUS,),
        table="epochs",
        columns=("p1", "p2"),
        values=_serious,
        share=True,
    ),
    Dial(
        key="incidents.repair_effort",
        figures=(_RESTORE,),
        table="epochs",
        columns=("repair_effort",),
        values=_incidents("repair_effort"),
    ),
    Dial(
        key="incidents.rollback_duration",
        figures=(_RESTORE,),
        table="epochs",
        columns=("rollback_duration",),
        values=_incidents("rollback_duration"),
    ),
    Dial(
        key="incidents.triage_effort",
        figures=(_RESTORE,),
        table="teams",
        columns=("triage_effort",),
        values=_incidents("triage_effort"),
    ),
)


FULL = 0.99
"""At this share of its time a team is taken for one whose queue never ends."""
ENOUGH = 0.9
_WEEK = 5.0
_TRIES = 12


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """A team without enough time: its `people` now, how many are `enough`, how busy they are then.

    With as many people as now it comes to the same to bring the effort of an item down by
    `effort` (a factor).
    """

    team: str
    people: float
    enough: float
    busy: float

    @property
    def effort(self) -> float:
        """The factor on the team's effort that comes to the same."""
        return self.people / self.enough

    def as_json(self) -> dict[str, Any]:
        """Return the staffing by its keys in JSON."""
        return {**vars(self), "effort": self.effort}


def loads(scenario: Scenario, times: float = 1.0) -> Mapping[str, float]:
    """Return the new work that arrives at each team as a share of its time, at `times` as much."""
    items = weekly_items(scenario)
    return {
        name: times * items[name] * team.effort.mean.value / (_WEEK * team.people.value)
        for name, team in scenario.teams.items()
        if name in items
    }


def staffing(
    scenario: Scenario, program: Program, ask: Callable[[Program], Answer], times: float = 1.0
) -> tuple[Staffing, ...]:
    """Return for every team that is full how many people are enough, by simulated steps.

    A team is full where new work alone fills its time, or everything it does does. `times` is how
    much more work than in the file the plan already holds.
    """
    load, busy = loads(scenario, times), _busy(ask(program))
    now = {name: scenario.teams[name].people.value for name in load}
    full = [name for name in load if load[name] >= 1.0 or busy[name] >= FULL]
    people = {name: math.ceil(max(1.0, load[name]) * now[name] / ENOUGH) for name in full}
    for _ in range(_TRIES if full else 0):
        busy = _busy(ask(_staffed(program, people)))
        tight = [name for name in load if busy[name] > (ENOUGH if name in people else FULL)]
        if not tight:
            break
        for name in tight:
            before = people.get(name, now[name])
            people[name] = max(math.ceil(before * busy[name] / ENOUGH), math.floor(before) + 1)
    return tuple(
        Staffing(team=name, people=now[name], enough=float(people[name]), busy=busy[name])
        for name in load
        if name in people
    )


def _busy(answer: Answer) -> dict[str, float]:
    rows = splits.teams(answer.program, answer.tally)
    return {name: float(row["utilisation"]) for name, row in rows.items()}


def _staffed(program: Program, people: Mapping[str, float]) -> Program:
    teams: Any = np.array(program.teams)
    for index, name in enumerate(program.scenario.teams):
        if name in people:
            teams["people"][:, index] = teams["people_top"][:, index] = people[name]
    teams.setflags(write=False)
    return replace(program, teams=teams)
