"""Dates of a file that do nothing, or whose beginning nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.scenario.scenario import Scenario

__all__ = ["Date", "dates"]


@dataclass(frozen=True, kw_only=True)
class Date:
    """A date [working days] that lies after the end of the run, or in the days not counted.

    `what` is `event`, `stop` (a plan stops paying) or `arrivals` (of a schedule, `times` of them);
    `name` the plan or kind of work, empty of an event of the file; `late`: at or after the horizon,
    so that nothing comes of it; otherwise it lies in the warm-up.
    """

    what: str
    name: str
    at: float
    late: bool
    times: int = 1


def dates(scenario: Scenario) -> tuple[Date, ...]:
    """Return the dates of a file that do nothing or lie in the warm-up, the file's order kept."""
    return (*_events(scenario, ""), *_schedules(scenario), *_plans(scenario))


def _events(scenario: Scenario, plan: str) -> Iterator[Date]:
    for event in scenario.events:
        if found := _date(scenario, "event", plan, event.at):
            yield found


def _schedules(scenario: Scenario) -> Iterator[Date]:
    end = scenario.horizon.value
    for kind in scenario.work.values():
        late = [at for at in kind.schedule or () if at >= end]
        if late:
            yield Date(what="arrivals", name=kind.kind, at=min(late), late=True, times=len(late))


def _plans(scenario: Scenario) -> Iterator[Date]:
    for name, plan in scenario.arms.items():
        if plan.stops is not None and (found := _date(scenario, "stop", name, plan.stops)):
            yield found
        if "events" in plan.change:
            yield from _events(scenario.for_plan(name), name)


def _date(scenario: Scenario, what: str, name: str, at: float) -> Date | None:
    late, early = at >= scenario.horizon.value, 0.0 < at < scenario.warm_up.value
    return Date(what=what, name=name, at=at, late=late) if late or early else None
