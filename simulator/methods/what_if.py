"""Changes against today: what each does to every outcome, and how a blow runs its course."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from simulator.engines.program.compilation import program_for
from simulator.experiments.runner import Runner
from simulator.methods.course import QUARTER, Course, course
from simulator.methods.effects import Effect, effects
from simulator.methods.judging import Decision, decision
from simulator.model.units import DAYS_PER_MONTH
from simulator.scenario.scenario import TODAY, Scenario

__all__ = ["Change", "WhatIf", "what_if"]

_QUARTERS = 4


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one change, the plan of that name, does; `course` is that of a blow beside today's.

    It holds what is counted of the quarter before the blow, a month at least, and the four that
    follow it.
    """

    plan: str
    effects: tuple[Effect, ...]
    course: Course | None = None

    def effect(self, outcome: str) -> Effect:
        """Return what it does to one outcome; KeyError where today has no such outcome."""
        for each in self.effects:
            if each.outcome == outcome:
                return each
        raise KeyError(outcome)


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """Some changes, each against today; `decision` is the judgement on them as plans."""

    decision: Decision
    changes: tuple[Change, ...]


def what_if(
    scenario: Scenario,
    run: Runner,
    *,
    blows: Mapping[str, float],
    seed: int,
    replications: Sequence[int],
    worlds: int,
    outcome: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> WhatIf:
    """Return what the plans of a scenario do, each a change, judged as `compare` judges plans.

    `blows` are the days on which some of them come as a blow [working days]: their course is
    followed for four quarters from then on. Refuses an outcome that cannot decide (ValueError).
    """
    found = decision(
        scenario,
        run,
        seed=seed,
        replications=replications,
        worlds=worlds,
        outcome=outcome,
        progress=progress,
    )
    changes = tuple(
        Change(
            plan=plan,
            effects=effects(found, plan),
            course=_course(found, run, plan, blows[plan], replications) if plan in blows else None,
        )
        for plan in scenario.arms
    )
    return WhatIf(decision=found, changes=changes)


def _course(
    found: Decision, run: Runner, plan: str, at: float, replications: Sequence[int]
) -> Course | None:
    """Return the course of a blow, of the organisation that answers are given of."""
    end = at + _QUARTERS * QUARTER
    # what happens after the end of the file's run is in no program of it
    like = found.like.in_world({"horizon": end}) if end > found.like.horizon.value else found.like
    programs = {each: program_for(like, each) for each in (TODAY, plan)}
    start = max(like.warm_up.value, at - QUARTER)
    before = (start,) if at - start > DAYS_PER_MONTH else ()
    edges = (*before, *(at + index * QUARTER for index in range(_QUARTERS + 1)))
    return course(programs, run, replications, outcome=found.outcome, unit="quarter", edges=edges)
