"""Changes against today: what each does to every outcome, and how a blow runs its course."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES, SHOWN
from simulator.methods.effects import Effect, effects
from simulator.methods.judging import Decision, decision
from simulator.scenario.scenario import TODAY, Scenario

__all__ = ["QUARTER", "Change", "Quarter", "WhatIf", "what_if"]

QUARTER = 65.0
"""The window in which the course of a blow is shown [working days]."""
_QUARTERS = 4


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """A window of the run, from `start` to `end` [working days]: outcomes today and with it."""

    start: float
    end: float
    today: Mapping[str, float]
    then: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one change, the plan of that name, does; `quarters` follow the blow, if it is one."""

    plan: str
    effects: tuple[Effect, ...]
    quarters: tuple[Quarter, ...] = ()

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
            quarters=_course(found, run, plan, blows[plan], replications) if plan in blows else (),
        )
        for plan in scenario.arms
    )
    return WhatIf(decision=found, changes=changes)


def _course(
    found: Decision, run: Runner, plan: str, start: float, replications: Sequence[int]
) -> tuple[Quarter, ...]:
    """Return the quarters that follow a day, of the organisation that answers are given of."""
    names = tuple(dict.fromkeys((found.outcome, *SHOWN)))
    quarters = []
    for index in range(_QUARTERS):
        begin, end = start + index * QUARTER, start + (index + 1) * QUARTER
        levels = []
        for each in (TODAY, plan):
            window = replace(found.answers[each].program, warm_up=begin, horizon=end)
            tally = run(window, replications)
            known = [name for name in names if name in found.levels[TODAY]]
            levels.append({of: OUTCOMES[of].estimate(window, tally).best for of in known})
        quarters.append(Quarter(start=begin, end=end, today=levels[0], then=levels[1]))
    return tuple(quarters)
