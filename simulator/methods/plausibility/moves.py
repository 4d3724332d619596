"""What to change so that today looks like the records, since one simulated step says so."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from simulator.engines.program.compilation import Plan
from simulator.methods.likeness import Likeness, likeness
from simulator.methods.plausibility.dials import DIALS, Dial
from simulator.methods.plausibility.staffing import Staffing, staffing
from simulator.methods.run import Answer
from simulator.scenario.scenario import Scenario

__all__ = ["Move", "moves"]

STEP = 1.25
"""How far a dial is turned to see which way it moves a figure."""
FARTHEST = 5.0
"""No advice turns a dial further than this: then it is not this parameter alone."""
ARRIVALS = "work.arrivals"
_FLAT = 0.05
_NEAR = 0.1

Ask = Callable[[Plan], Answer]


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
        """Return the move as plain JSON values."""
        return {
            **asdict(self),
            "now": list(self.now),
            "then": list(self.then),
            "breaks": list(self.breaks),
            "people": [team.as_json() for team in self.people],
            "direction": self.direction,
        }


def moves(
    scenario: Scenario,
    plan: Plan,
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
            if (move := _move(scenario, plan, ask, dial, each, found)) is not None
        ]
        told += sorted(mine, key=_rank)
        progress(1)
    return tuple(told)


def _rank(move: Move) -> tuple[bool, int, bool, float]:
    """Return what makes a move better: it reaches, breaks nothing, stays in range, is small."""
    return not move.reaches, len(move.breaks), move.within is False, abs(math.log(move.times))


def _move(
    scenario: Scenario, plan: Plan, ask: Ask, dial: Dial, wanted: Likeness, all_: Sequence[Likeness]
) -> Move | None:
    values = list(dial.values(scenario))
    start, goal = wanted.model, wanted.observed
    if not values or not start > 0.0 or not goal > 0.0:
        return None
    if dial.key == ARRIVALS:
        # what goes in comes out, unless a team is full: no step is needed to know how far
        return _told(scenario, plan, ask, dial, _held(math.log(goal / start)), wanted, all_)
    step = _figure(ask(dial.turned(plan, STEP)), wanted.what).model
    slope = math.log(step / start) / math.log(STEP) if step > 0.0 else 0.0
    if abs(slope) < _FLAT:
        return None
    times = _held(math.log(goal / start) / slope)
    reached = _figure(ask(dial.turned(plan, times)), wanted.what)
    if abs(math.log(max(reached.model, 1e-12) / goal)) > _NEAR and abs(math.log(times)) > 1e-6:
        # the way is no straight line: once more, along the line to what the first one reached
        slope = math.log(max(reached.model, 1e-12) / start) / math.log(times)
        if abs(slope) >= _FLAT:
            times = _held(math.log(goal / start) / slope)
    return _told(scenario, plan, ask, dial, times, wanted, all_)


def _told(
    scenario: Scenario,
    plan: Plan,
    ask: Ask,
    dial: Dial,
    times: float,
    wanted: Likeness,
    all_: Sequence[Likeness],
) -> Move:
    """Return the move of a dial turned so far, with what a simulated run makes of it."""
    after = ask(dial.turned(plan, times))
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
        people=staffing(scenario, dial.turned(plan, times), ask, times) if full else (),
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
